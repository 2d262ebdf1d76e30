"""Overlapping mentions are settled in one place; what the components do is in test_spacy_*.py."""

import spacy
from spacy.tokens import Span

from pipeline.mentions import Candidate, settle
from tests.spacy_docs import found as spans


def settled(*found, there=(), overwrite=True):
    doc = spacy.blank("fr")("La force conjointe du G5 Sahel est à Gao")
    for label, start, end in there:
        settle(doc, label, [Candidate(start, end, label, "model", 0.85)])
    for label in {c.label for c in found}:
        settle(doc, label, [c for c in found if c.label == label], overwrite=overwrite)
    return spans(doc)


FORCE = Candidate(3, 30, "FORCE", "lexicon", 0.9)


def test_of_two_mentions_that_nest_the_outer_one_stays():
    assert settled(FORCE, there=[("PLACE", 25, 30)]) == [("force conjointe du G5 Sahel", "FORCE")]
    inner = Candidate(25, 30, "PLACE", "lexicon", 1.0)
    assert settled(inner, there=[("FORCE", 3, 30)]) == [("force conjointe du G5 Sahel", "FORCE")]


def test_of_two_mentions_of_one_span_the_surer_stays():
    assert settled(Candidate(37, 40, "PLACE", "lexicon", 0.95), there=[("PERSON", 37, 40)]) == [
        ("Gao", "PLACE")
    ]
    assert settled(Candidate(37, 40, "PLACE", "lexicon", 0.5), there=[("PERSON", 37, 40)]) == [
        ("Gao", "PERSON")
    ]


def test_without_overwriting_an_entity_of_another_hand_stays_and_only_gaps_are_filled():
    doc = spacy.blank("fr")("La force conjointe du G5 Sahel est à Gao")
    doc.ents = [Span(doc, 5, 6, "PLACE")]
    settle(doc, "FORCE", [FORCE], overwrite=False)
    settle(doc, "PLACE", [Candidate(37, 40, "PLACE", "lexicon", 0.9)], overwrite=False)
    assert spans(doc) == [("Sahel", "PLACE"), ("Gao", "PLACE")]


def test_without_overwriting_what_was_settled_before_is_still_settled_with():
    assert settled(FORCE, there=[("PLACE", 25, 30)], overwrite=False) == [
        ("force conjointe du G5 Sahel", "FORCE")
    ]
