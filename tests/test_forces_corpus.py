"""Forces without a model: what rules and lexicon alone do on the annotated corpus."""

import json

import pytest
import spacy

from pipeline.evaluation import evaluate
from pipeline.extractors.forces import find_forces
from pipeline.mentions import mentions, settle
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.normalizers.forces import normalize_forces
from pipeline.text import clean_text


@pytest.fixture(scope="module")
def scores(corpus):
    """An `Evaluation` of FORCE on dev.jsonl, by a blank French pipeline."""
    nlp, lexicon = spacy.blank("fr"), ForceLexicon.load()
    gold, predicted = {}, {}
    for line in (corpus / "dev.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        text, offsets = clean_text(record["text"])
        doc = nlp.make_doc(text)
        settle(doc, "FORCE", find_forces(doc, lexicon))
        normalize_forces(doc, lexicon)
        gold[record["id"]] = record
        predicted[record["id"]] = [
            {"start": start, "end": end, "label": "FORCE", "name": span._.value.name}
            for span in mentions(doc, "FORCE")
            for start, end in [
                offsets.span(span.start_char, span.end_char)
                if offsets
                else (span.start_char, span.end_char)
            ]
        ]
    return evaluate(gold, predicted)


def test_nine_in_ten_mentions_are_found_with_their_bounds(scores):
    assert scores.labels["FORCE"].f1 >= 0.9


def test_mentions_of_one_force_have_one_name(scores):
    compared, agreement = scores.attributes["FORCE clusters"]
    assert compared >= 60
    assert agreement >= 0.95
