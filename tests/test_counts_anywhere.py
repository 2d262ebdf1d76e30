"""The count rules in any pipeline, on any text."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import pipeline.components  # noqa: F401  (registers the factories)
from pipeline.extractors.counts import CountLexicon, find_counts, found_counts
from pipeline.mentions import Candidate, mentions, settle
from pipeline.normalizers.counts import normalize_counts
from pipeline.text import clean_text

LEXICON = CountLexicon.load()
NLP = spacy.blank("fr")
TEXT = "Bilan : 13 soldats tués, une vingtaine de blessés et 4 500 déplacés."


@pytest.mark.parametrize("sentences", ["", "sentencizer"])
def test_counts_are_the_same_with_and_without_sentence_boundaries(sentences: str) -> None:
    nlp = spacy.blank("fr")
    if sentences:
        nlp.add_pipe(sentences)
    nlp.add_pipe("sahel_counts")
    doc = nlp(TEXT)
    assert [e.text for e in doc.ents] == [
        "13 soldats",
        "une vingtaine de blessés",
        "4 500 déplacés",
    ]
    assert [e._.value.low for e in doc.ents] == [13, 20, 4500]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("13\u00a0soldats tués", "13\u00a0soldats"),
        ("4\u202f500 déplacés", "4\u202f500 déplacés"),
        ("plus d\u2019une centaine de morts", "plus d\u2019une centaine de morts"),
    ],
)
def test_a_text_as_typeset_is_read_where_nothing_cleans_it_first(text: str, count: str) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_counts")
    assert [e.text for e in nlp(text).ents] == [count]


def propose(text: str, *spans: str) -> list[str]:
    """Texts of the counts that are found when a model proposes some spans."""
    doc = NLP(text)
    found = [Candidate(text.index(s), text.index(s) + len(s), "COUNT", "model", 0.8) for s in spans]
    settle(doc, "COUNT", found)
    return [text[c.start : c.end] for c in find_counts(doc, LEXICON)]


def test_a_proposal_without_ground_is_dropped() -> None:
    assert propose("Le club compte 40 joueurs et seize femmes.", "40 joueurs", "seize femmes") == []


def test_a_proposal_with_ground_is_kept_with_the_span_of_the_guide() -> None:
    text = "La force aligne ses 42 Nigériens, tous soldats."
    assert propose(text) == []
    assert propose(text, "ses 42 Nigériens, tous") == ["42 Nigériens"]


def test_a_user_lexicon_adds_nouns(tmp_path: Path) -> None:
    row = "noun,forms,whole,alone,unit,scope,role\nmehari,,,,military,force,\n"
    (tmp_path / "counted_nouns.csv").write_text(row, encoding="utf-8")
    text = "On a vu 30 meharis au nord."
    assert found_counts(text, LEXICON) == []
    (found,) = found_counts(text, CountLexicon.load((str(tmp_path),)))
    assert (found.unit, text[found.phrase.start : found.phrase.end]) == ("military", "30 meharis")


@pytest.mark.parametrize(
    "piece",
    ["12 ", "1 000 ", "de ", "plus de ", "deux cent mille ", "un jeune ", "jeune ", "2 jeunes ",
     "nombre de morts 12 ", "cent ", "deux-", "1.", "d'", "mort de ", "entre 12 et "],
)  # fmt: skip
def test_a_text_of_one_piece_without_end_holds_no_count(piece: str) -> None:
    assert found_counts(piece * 5_000, LEXICON) == []


def test_a_sentence_of_thousands_of_counts_gives_them_all() -> None:
    found = found_counts("12 soldats tués, " * 3_000, LEXICON)
    assert [(f.reading.role, f.reading.cost) for f in found] == [("killed", 0.0)] * 3_000


words = st.sampled_from(
    "un une deux 12 1 000 4,5 million dizaine dizaines de des d' soldats soldat morts mort tués "
    "civils ont été dont par plus moins environ entre et à , . : ; ( ) « » jeunes autres le les "
    "nombre victimes tuant ses leurs personnes arrêtées 3e % dans".split(" ")
)


@given(st.lists(words, max_size=40).map(" ".join))
def test_no_words_in_any_order_break_the_rules(text: str) -> None:
    doc = NLP(text)
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    for span in mentions(doc, "COUNT"):
        value = span._.value
        assert (value.low or 0) <= (value.high if value.high is not None else 10**12)
        assert value.low is not None or value.high is not None


@given(st.text(max_size=300))
def test_no_text_breaks_the_rules(text: str) -> None:
    clean, _ = clean_text(text)
    for found in found_counts(clean, LEXICON):
        assert 0 <= found.phrase.start < found.phrase.end <= len(clean)
