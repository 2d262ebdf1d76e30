"""Organisations: found by lexicon and by the acronyms a text explains, and given one name."""

import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extractors.organisations import (
    OrganisationLexicon,
    find_organisations,
    initials_match,
)
from pipeline.lexicons import read_rows
from pipeline.mentions import mentions, settle
from pipeline.normalizers.organisations import normalize_organisations, organisation_id

LEXICON = OrganisationLexicon.load()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("fr")


def marked(nlp: Language, sentence: str) -> tuple[Doc, set[str]]:
    """A doc of a sentence in which «[…]» marks what is to be found."""
    expected = set(re.findall(r"\[(.+?)\]", sentence))
    return nlp(re.sub(r"[\[\]]", "", sentence)), expected


@pytest.mark.parametrize(
    "sentence",
    [
        "La [CEDEAO] et l'[Union africaine] se sont réunies à Accra.",
        "Le porte-parole de l'[ONU] a parlé à [RFI] hier soir.",
        "Selon l'[Agence France-Presse], le [FMI] suspend son aide.",
        "L'[Alliance des États du Sahel] ([AES]) lève une taxe.",
        "Les militants du [M5-RFP] contestent la [Cour constitutionnelle].",
        "Le marché a fermé tôt et le café a rouvert.",
        "La CAFETERIA de l'UEMOAN n'existe pas.",
    ],
)
def test_the_lexicon_finds_organisations_without_any_model(nlp: Language, sentence: str) -> None:
    doc, expected = marked(nlp, sentence)
    found = {doc.text[c.start : c.end] for c in find_organisations(doc, LEXICON)}
    assert found == expected


def test_a_name_inside_a_force_is_left_to_the_force(nlp: Language) -> None:
    doc = nlp("La force conjointe du G5 Sahel patrouille.")
    doc.ents = [Span(doc, 1, 6, label="FORCE")]
    assert doc.ents[0].text == "force conjointe du G5 Sahel"
    assert find_organisations(doc, LEXICON) == []


def test_an_acronym_bound_by_a_bracket_is_an_organisation_further_on(nlp: Language) -> None:
    doc = nlp("Le Haut Conseil des notables (HCN) a siégé. Le HCN se réunira encore.")
    doc.ents = [Span(doc, 1, 5, label="ORG")]
    settle(doc, "ORG", find_organisations(doc, LEXICON))
    assert [m.text for m in mentions(doc, "ORG")] == ["Haut Conseil des notables", "HCN", "HCN"]
    normalize_organisations(doc, LEXICON)
    assert {m._.value.name for m in mentions(doc, "ORG")} == {"Haut Conseil des notables"}
    assert len({m._.value.organisation_id for m in mentions(doc, "ORG")}) == 1


def test_a_bracket_that_is_no_acronym_binds_nothing(nlp: Language) -> None:
    doc = nlp("Le Haut Conseil des notables (Bamako) a siégé. Bamako attend.")
    doc.ents = [Span(doc, 1, 5, label="ORG")]
    assert [doc.text[c.start : c.end] for c in find_organisations(doc, LEXICON)] == [
        "Haut Conseil des notables"
    ]


@pytest.mark.parametrize("spelling", ["CEDEAO", "Cédéao", "Cedeao"])
def test_every_spelling_of_an_acronym_gives_the_full_name(nlp: Language, spelling: str) -> None:
    doc = nlp(f"La {spelling} condamne le coup d'État.")
    settle(doc, "ORG", find_organisations(doc, LEXICON))
    normalize_organisations(doc, LEXICON)
    (mention,) = mentions(doc, "ORG")
    assert mention._.value.name == "Communauté économique des États de l'Afrique de l'Ouest"
    assert mention._.method == "lexicon"


def test_an_acronym_of_two_bodies_keeps_its_own_name(nlp: Language) -> None:
    doc = nlp("Le CNSP a publié un communiqué.")
    settle(doc, "ORG", find_organisations(doc, LEXICON))
    normalize_organisations(doc, LEXICON)
    (mention,) = mentions(doc, "ORG")
    assert mention._.value.name == "CNSP"


def test_an_id_does_not_depend_on_accents_or_case() -> None:
    assert organisation_id("Conseil d'État") == organisation_id("CONSEIL D’ETAT")
    assert re.fullmatch(r"org-[0-9a-f]{12}", organisation_id("Conseil d'État"))


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("HCN", "Haut Conseil des notables", True),
        ("UNTM", "Union nationale des travailleurs du Mali", True),
        ("AEEM", "Association des élèves et étudiants du Mali", True),
        ("CICR", "Croix-Rouge malienne", False),
        ("ONU", "Haut Conseil des notables", False),
    ],
)
def test_initials_tell_an_acronym_of_a_name(acronym: str, name: str, expected: bool) -> None:
    assert initials_match(acronym, name) is expected


def test_the_lexicon_is_large_and_every_row_has_a_kind() -> None:
    rows = read_rows("organisations")
    assert len(rows) >= 150
    assert all(row["kind"] for row in rows)
    assert all(re.fullmatch(r"[A-Z]{2}|", row["country"]) for row in rows)


def test_a_user_row_adds_an_organisation(nlp: Language, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "organisations.csv").write_text(
        "name,acronyms\nConseil des sages de Fana,CSF\n", encoding="utf8"
    )
    lexicon = OrganisationLexicon.load((str(tmp_path),))
    doc = nlp("Le CSF siège.")
    assert [doc.text[c.start : c.end] for c in find_organisations(doc, lexicon)] == ["CSF"]
