"""What is done to a model's mentions: one name one label, names cut where they end, scores."""

import re
from collections import Counter

import pytest
import spacy
from spacy.tokens import Doc, Span

from models.scripts.tokenizer import use_press_tokenizer
from pipeline.extractors.consistency import make_consistent
from pipeline.extractors.organisation_edges import is_organisation, trim
from pipeline.extractors.organisations import OrganisationLexicon, find_organisations
from pipeline.extractors.scoring import TABLE, Forms, describe, fit, probability, score_mentions
from pipeline.mentions import MODEL_SCORE, mentions, settle

NLP = spacy.blank("fr")
use_press_tokenizer(NLP)
MARK = re.compile(r"\[(.+?)\|([A-Z]+)\]")


def read(marked: str) -> Doc:
    """A doc whose entities are marked «[Gao|PLACE]»."""
    spans = []
    text = ""
    position = 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        spans.append((len(text), len(text) + len(match.group(1)), match.group(2)))
        text += match.group(1)
        position = match.end()
    text += marked[position:]
    doc = NLP(text)
    found = [doc.char_span(s, e, label=label) for s, e, label in spans]
    assert all(found), "a mark does not end where words end"
    doc.ents = [span for span in found if span is not None]
    return doc


def marked(doc: Doc) -> str:
    text = doc.text
    for span in reversed(doc.ents):
        text = f"{text[: span.start_char]}[{span.text}|{span.label_}]{text[span.end_char :]}"
    return text


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (
            "M. [Komara|PLACE] a dit oui.",
            "M. [Komara|PERSON] a dit oui.",
        ),
        (
            "[Baba Sissoko|PERSON] est venu. Le club accuse [Sissoko|ORG].",
            "[Baba Sissoko|PERSON] est venu. Le club accuse [Sissoko|PERSON].",
        ),
        (
            "[Tessit|PLACE], puis [Tessit|PLACE], enfin [Tessit|PERSON].",
            "[Tessit|PLACE], puis [Tessit|PLACE], enfin [Tessit|PLACE].",
        ),
        (
            "Le [Mouvement des jeunes du Djoliba|ORG] (MJD) réunit le MJD.",
            "Le [Mouvement des jeunes du Djoliba|ORG] ([MJD|ORG]) réunit le [MJD|ORG].",
        ),
        (
            "Le [Mouvement des jeunes du Djoliba|ORG] ([MJD|FORCE]) et le [MJD|FORCE].",
            "Le [Mouvement des jeunes du Djoliba|ORG] ([MJD|ORG]) et le [MJD|ORG].",
        ),
        (
            "[Fana|PLACE] dort. À [Fana|PLACE], rien. Or Fana attend.",
            "[Fana|PLACE] dort. À [Fana|PLACE], rien. Or [Fana|PLACE] attend.",
        ),
        (
            "[Fana|PLACE] dort. À [Fana|PLACE], rien. Le Fana Club attend.",
            "[Fana|PLACE] dort. À [Fana|PLACE], rien. Le Fana Club attend.",
        ),
        (
            "Les [Maliens|ORG] et les [Burkinabè|PLACE] votent.",
            "Les Maliens et les Burkinabè votent.",
        ),
        (
            "Le [ministère de l'Eau pour la|ORG] relance.",
            "Le [ministère de l'Eau|ORG] pour la relance.",
        ),
        (
            "La [garde nationale pour faire|FORCE] face.",
            "La [garde nationale|FORCE] pour faire face.",
        ),
        (
            "Le [Comité national pour le salut du peuple|ORG] siège.",
            "Le [Comité national pour le salut du peuple|ORG] siège.",
        ),
        ("Rien ici.", "Rien ici."),
    ],
)
def test_one_name_has_one_label_and_ends_where_it_ends(proposed: str, expected: str) -> None:
    doc = read(proposed)
    make_consistent(doc)
    assert marked(doc) == expected


def test_making_consistent_twice_changes_nothing_more() -> None:
    doc = read("[Baba Sissoko|PERSON], [Sissoko|ORG], Sissoko. Le [Conseil des sages|ORG] (CS).")
    make_consistent(doc)
    once = marked(doc)
    make_consistent(doc)
    assert marked(doc) == once


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Programme d'appui aux forages", False),
        ("projet Badenya", False),
        ("Maliens", False),
        ("Conseil d'administration", False),
        ("Conseil national des notables", True),
        ("Protection civile", True),
    ],
)
def test_projects_peoples_and_bare_classes_are_no_organisations(name: str, expected: bool) -> None:
    assert is_organisation(name) is expected


def test_a_name_of_nothing_but_small_words_is_gone() -> None:
    doc = NLP("de la")
    assert trim(doc, 0, 2) == (0, 0)


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        ("les dépenses quotidiennes ([DQ|ORG]), une [DQ|ORG]", set()),
        ("le conseil militaire de transition ([CMT|ORG])", {"CMT"}),
        ("le [Projet d'appui aux éleveurs|ORG] ([PAE|ORG]), le [PAE|ORG]", set()),
        (
            "le [Programme alimentaire mondial|ORG] ([PAM|ORG])",
            {"Programme alimentaire mondial", "PAM"},
        ),
    ],
)
def test_an_acronym_of_plain_words_or_of_a_project_names_nobody(
    proposed: str, expected: set[str]
) -> None:
    doc = read(proposed)
    settle(doc, "ORG", find_organisations(doc, OrganisationLexicon.load()))
    assert {m.text for m in mentions(doc, "ORG")} == expected


def test_features_tell_a_repeated_name_from_a_single_one() -> None:
    doc = read("[Gao|PLACE] et [Gao|PLACE], [Ber|PLACE].")
    forms = Forms(doc)
    assert forms.labels["Gao"] == Counter({"PLACE": 2})
    assert "PLACE seen twice" in describe(doc.ents[0], forms)
    assert "PLACE seen twice" not in describe(doc.ents[2], forms)


def test_the_regression_learns_which_feature_means_right() -> None:
    rows = [{"bias": 1.0, "sure": float(i % 2)} for i in range(400)]
    right = [bool(i % 2) or i % 10 == 0 for i in range(400)]
    weights = fit(rows, right)
    assert probability({"bias": 1.0, "sure": 1.0}, weights) > 0.95
    assert 0.1 < probability({"bias": 1.0}, weights) < 0.35


def test_scores_come_from_the_table_in_the_models_vocabulary() -> None:
    nlp = spacy.blank("fr")
    doc = nlp("Gao et Ber")
    doc.ents = [Span(doc, 0, 1, label="PLACE"), Span(doc, 2, 3, label="PERSON")]
    score_mentions(doc)
    assert [e._.score for e in doc.ents] == [MODEL_SCORE, MODEL_SCORE]
    nlp.vocab.lookups.add_table(TABLE, {"weights": {"PLACE bias": 3.0, "PERSON bias": -1.0}})
    score_mentions(doc)
    assert [e._.score for e in doc.ents] == [0.953, 0.269]
