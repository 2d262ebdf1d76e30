"""What `make fuzz` found: each fault with its sentence."""

import pytest
import spacy
from spacy.tokens import Span

import pipeline
from pipeline.extractors.count_sentences import sentences_of
from pipeline.extractors.counts import CountLexicon, found_counts
from pipeline.extractors.date_rules import grammar
from pipeline.extractors.organisations import OrganisationLexicon, find_organisations
from pipeline.mentions import Candidate, candidates, settle
from pipeline.normalizers.dates_reading import values_of
from pipeline.normalizers.people_clusters import Named, cluster_names
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.normalizers.places import _HEAD
from pipeline.time_limit import time_limit

LIMIT = 60  # seconds: what these took, or longer, before


def values(text, published):
    places = [(f.start, f.end) for f in grammar().scan(text)]
    return [value.value for value in values_of(text, places, published)]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Il reviendra dans 99999 mois.", "2021-10-06"),
        ("Il reviendra en mars.", "9999-12-31"),
        ("Il reviendra dans 9999999 jours.", "2021-10-06"),
        ("Il est né au premier semestre.", "0001-01-01"),
        ("Il est mort le 31 février 2021.", "2021-10-06"),
    ],
)
def test_a_date_that_the_calendar_does_not_have_has_no_value(text, published):
    assert set(values(text, published)) <= {""}


def test_a_duration_may_be_longer_than_the_calendar():
    assert values("Il a régné pendant 99999 mois.", "2021-10-06") == ["P99999M"]


@pytest.mark.parametrize(
    "number", ["999 999 999 999 999", "111 " * 1_500 + "111", "neuf milliards de milliards de"]
)
def test_more_people_than_live_are_no_count(number):
    found = list(found_counts(f"{number} soldats ont été tués.", CountLexicon.load()))
    assert all((f.phrase.amount.high or 0) < 10**10 for f in found)
    assert not any(f.phrase.amount.high == 111 for f in found)


def test_as_many_people_as_live_are_a_count():
    [found] = found_counts("8 000 000 000 personnes ont été déplacées.", CountLexicon.load())
    assert found.phrase.amount.high == 8_000_000_000


def test_an_organisation_in_brackets_without_a_letter_is_no_acronym():
    doc = spacy.blank("fr")("La caisse (1984) est vide.")
    doc.ents = [Span(doc, 3, 4, label="ORG")]
    assert find_organisations(doc, OrganisationLexicon.load()) is not None


def test_an_acronym_bound_to_a_name_is_found_wherever_it_stands_as_a_word():
    doc = spacy.blank("fr")("Le Haut Conseil des notables (HCN) siège. HCN, HCNX, X-HCN et HCN.")
    doc.ents = [Span(doc, 1, 5, label="ORG")]
    found = {(c.start, c.end) for c in find_organisations(doc, OrganisationLexicon.load())}
    words = {doc.text[start:end] for start, end in found}
    assert words == {"Haut Conseil des notables", "HCN"}
    before = {doc.text[start - 1] for start, end in found if end - start == 3}
    assert before == {"(", " ", "-"}
    assert len(found) == 5


def test_a_name_longer_than_any_name_is_no_mention():
    doc = spacy.blank("fr")("Traoré " * 60)
    doc.ents = [Span(doc, 0, 60, label="PERSON")]
    assert candidates(doc.ents, "PERSON") == []
    settle(doc, "PERSON", [Candidate(0, len(doc.text), "PERSON", "rule", 0.9)])
    assert doc.ents == ()


def test_of_a_thousand_people_of_one_surname_the_one_named_last_is_meant():
    names = [f"{chr(65 + i // 26 % 26)}{chr(97 + i % 26)}{'ab' * (1 + i // 676)} Traoré"
             for i in range(1_000)]  # fmt: skip
    text = ", ".join([*names, "Traoré"])
    named, at = [], 0
    for name in [*names, "Traoré"]:
        named.append(Named(name, at, at + len(name)))
        at += len(name) + 2
    with time_limit(LIMIT):
        clusters = cluster_names(named, text, PeopleLexicon.load())
    assert len(clusters) == 1_000
    assert next(c for c in clusters if 1_000 in c.members).members == [999, 1_000]


@pytest.mark.parametrize(
    "before",
    [
        "é- î du Ù'" + "-A1'" * 20,
        "région de A" + "-d'A" * 20,
        "région de A" + "-de A" * 16,
        "région de A" + "-de la A" * 10,
        "cercle de A" + " et A" * 16,
    ],
)
def test_names_that_hyphens_join_are_read_in_one_way(before):
    with time_limit(LIMIT):
        _HEAD.search(before[-90:] + "!")


@pytest.mark.parametrize(
    ("before", "head"),
    [
        ("la région de ", "région"),
        ("la région de Gao-", "région"),
        ("les régions de Gao, Kidal et ", "régions"),
        ("les cercles de Bla-Ville et de ", "cercles"),
        ("les régions du Nord-Est–de la ", "régions"),
    ],
)
def test_the_noun_before_an_enumeration_of_places_is_found(before, head):
    assert head in _HEAD.search(before).groups()


def test_expressions_go_once_over_a_text_of_one_sign():
    with time_limit(LIMIT):
        for sign in ("…", ".", '!"', "»", " ", ". "):
            assert list(sentences_of(sign * 100_000))


def test_a_name_that_begins_within_the_last_word_is_read(nlp):
    doc = nlp("hier-Sadio ")
    assert [e.text for e in doc.ents if e.label_ == "PERSON"] == ["Sadio"]


def test_a_letter_with_thousands_of_marks_has_sentences_with_characters():
    text = "hier" + "\u0301" * 35_000 + " à Gao."
    rows = pipeline.extract(text).tables["sentences"]
    assert (rows["start"] < rows["end"]).all()
    assert "".join(rows["text"]) == text
