"""Events: statements of one happening, the dead by side, several documents."""

import itertools
from pathlib import Path

import pytest

from pipeline.events.evaluation import evaluate_events
from pipeline.events.rows import merge_events
from pipeline.language import annotate
from pipeline.rows import document_rows
from pipeline.tables import TABLES
from pipeline.values import Document

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent / "seeds"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


def events(nlp, text, id_="t", published="2024-03-06"):
    """The events of a text of Wednesday 6 March 2024."""
    doc = next(iter(annotate(nlp, [Document(id_, text, published=published)])))
    return document_rows(doc)["events"]


def test_the_events_that_readers_marked_are_found(nlp):
    scores = evaluate_events(nlp, DATA / "events.jsonl", seeds=SEEDS, corpus=CORPUS)
    assert scores.recall >= 0.80, scores.errors
    assert scores.share("place", "date") >= 0.85, scores.errors
    assert scores.share("side of the dead") >= 0.85, scores.errors


def test_without_the_corpus_its_events_are_skipped(nlp, tmp_path):
    scores = evaluate_events(nlp, DATA / "events.jsonl", seeds=SEEDS, corpus=tmp_path)
    assert scores.skipped == 11
    assert scores.gold == 8


def test_a_headline_and_its_text_tell_of_one_event(nlp):
    (event,) = events(
        nlp,
        "Mali : treize soldats tués à Boulkessi\nTreize soldats maliens ont été tués mardi dans "
        "une attaque du JNIM contre le camp de Boulkessi. L'attaque a été revendiquée.",
    )
    assert event["date_start"] == "2024-03-05"
    assert event["where_coordinates"] == "Boulkessi"
    assert event["deaths_b"] == event["best"] == 13


def test_attacks_of_two_days_in_two_towns_are_two_events(nlp):
    found = events(
        nlp,
        "Des terroristes ont attaqué Djibo lundi. Mardi, des terroristes ont attaqué Dori.",
    )
    assert {(e["where_coordinates"], e["date_start"]) for e in found} == {
        ("Djibo", "2024-03-04"),
        ("Dori", "2024-03-05"),
    }


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        (
            "Une attaque a fait 53 morts dimanche à Inata, dont 49 gendarmes et 4 civils.",
            {"deaths_b": 49, "deaths_civilians": 4, "best": 53},
        ),
        (
            "L'armée malienne a tué 20 terroristes lors d'une opération à Ansongo et a perdu 2 "
            "soldats.",
            {"deaths_a": 2, "deaths_b": 20, "best": 22},
        ),
        ("Quinze morts dans une attaque à Pissila.", {"deaths_unknown": 15, "best": 15}),
        ("Des dizaines de civils ont été tués à Solhan.", {"deaths_civilians": 20, "low": 20}),
    ],
)
def test_the_dead_stand_on_their_side_and_parts_within_their_total(nlp, text, dead):
    (event,) = events(nlp, text)
    assert {name: event.get(name) for name in dead} == dead


def test_in_a_clash_the_state_is_side_a(nlp):
    (event,) = events(nlp, "Boko Haram et l'armée tchadienne se sont affrontés mardi à Bosso.")
    assert event["side_a"] == "Armée nationale tchadienne"
    assert event["side_b"] == "Boko Haram"


def test_what_the_text_does_not_say_is_empty(nlp):
    (event,) = events(nlp, "Les rebelles ont attaqué un convoi.")
    assert event["date_start"] == event["place_id"] == ""
    assert not any(event.get(name) for name in ("best", "latitude", "deaths_b"))


def test_events_of_several_documents_merge_in_any_order(nlp):
    texts = (
        "Treize soldats maliens ont été tués mardi à Boulkessi dans une attaque du JNIM.",
        "Une attaque contre le camp de Boulkessi a tué 15 soldats maliens mardi.",
        "Mardi, une attaque a visé le camp de Boulkessi.",
        "Des terroristes ont attaqué Dori mardi.",
    )
    rows = [events(nlp, text, f"d{n}") for n, text in enumerate(texts)]
    results = [
        merge_events(itertools.chain.from_iterable(order)) for order in itertools.permutations(rows)
    ]
    assert all(result == results[0] for result in results)
    boulkessi = [e for e in results[0] if e["where_coordinates"] == "Boulkessi"]
    assert [e["number_of_sources"] for e in boulkessi] == [3]
    assert boulkessi[0]["source_article"] == "d0|d1|d2"
    assert (boulkessi[0]["low"], boulkessi[0]["high"]) == (13, 15)


def test_rows_have_the_columns_of_the_table(nlp):
    (event,) = events(nlp, "Dix gendarmes ont été tués mardi à Dori dans une embuscade.")
    assert set(event) <= set(TABLES["events"].names)
