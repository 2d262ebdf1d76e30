"""Scores: by hand on small cases, and against the corpus's own scorer where it is there."""

import json
import random
import subprocess
import sys

import pytest

from pipeline.evaluation import bcubed, evaluate, kilometres
from pipeline.guide import read_texts

GOLD = {
    "a": {
        "text": "Le colonel Sadio Camara est à Gao depuis hier.",
        "entities": [
            {
                "start": 11,
                "end": 23,
                "label": "PERSON",
                "name": "Sadio Camara",
                "rank": "colonel",
                "role": "",
            },
            {"start": 30, "end": 33, "label": "PLACE", "country": "ML"},
            {"start": 41, "end": 45, "label": "DATE", "type": "DATE", "value": "2021-06-02"},
        ],
    }
}


def test_a_perfect_prediction_scores_one_everywhere():
    result = evaluate(GOLD, {"a": GOLD["a"]["entities"]})
    assert result.labels["ALL"].f1 == result.labels["FIVE"].relaxed_f1 == 1.0
    assert result.attributes["PERSON rank"] == (1, 1.0)
    assert result.attributes["DATE value"] == (1, 1.0)
    assert result.errors == []


def test_a_span_too_wide_is_a_strict_error_and_a_relaxed_hit():
    predicted = [{"start": 3, "end": 23, "label": "PERSON", "name": "Sadio Camara"}]
    result = evaluate(GOLD, {"a": predicted})
    person = result.labels["PERSON"]
    assert (person.f1, person.relaxed_f1) == (0.0, 1.0)
    assert result.labels["ALL"].recall == 0.0
    assert "a missed PERSON 'Sadio Camara'" in result.errors
    assert "a extra PERSON 'colonel Sadio Camara'" in result.errors


def test_bcubed_of_two_clusters_taken_for_one():
    # Two items of one gold cluster and two of another, all four predicted as one.
    assert bcubed([("x", "1"), ("x", "1"), ("y", "1"), ("y", "1")]) == pytest.approx(2 / 3)


def test_distance_from_bamako_to_gao_is_about_960_kilometres():
    assert kilometres(12.65, -8.0, 16.27, -0.04) == pytest.approx(945, abs=25)


@pytest.mark.shared
def test_figures_are_those_of_the_corpus_scorer(corpus, tmp_path):
    gold = {d.id: record for d, record in read_texts(corpus / "dev.jsonl")}
    chance = random.Random(1)
    predicted = {}
    for id_, record in gold.items():
        predicted[id_] = [dict(e) for e in record["entities"] if chance.random() < 0.9]
        for entity in predicted[id_]:
            if chance.random() < 0.1:
                entity["label"] = chance.choice(["PERSON", "ORG"])
            if chance.random() < 0.1:
                entity["end"] -= 1
            if chance.random() < 0.1:
                entity |= {"value": "x", "country": "QQ", "low": 3, "name": "F", "role": "le maire"}
    path = tmp_path / "predicted.jsonl"
    path.write_text(
        "".join(json.dumps({"id": i, "entities": e}) + "\n" for i, e in predicted.items())
    )
    scorer = [sys.executable, corpus / "score.py", corpus / "dev.jsonl", path, "--json"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)
    ours = evaluate(gold, predicted)
    for label, scores in theirs["labels"].items():
        mine = ours.labels[label]
        assert (mine.gold, mine.precision, mine.recall) == pytest.approx(
            (scores["gold"], scores["p"], scores["r"])
        )
        assert (mine.f1, mine.relaxed_f1) == pytest.approx((scores["f"], scores["relaxed_f"]))
    assert set(ours.attributes) == set(theirs["attributes"])
    for name, scores in theirs["attributes"].items():
        assert ours.attributes[name] == pytest.approx((scores["n"], scores["accuracy"]))
