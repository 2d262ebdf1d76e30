"""The document's own date: given, stated, inferred, or honestly unknown."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extractors.dates import find_dates
from pipeline.mentions import mentions, settle
from pipeline.normalizers.dates import normalize_dates
from pipeline.normalizers.published import infer_published
from pipeline.values import Document

NLP = spacy.blank("fr")


def read(text: str, **known: str) -> Doc:
    """A doc with its dates found and valued."""
    doc = NLP.make_doc(text)
    doc._.document = Document("a", text, **known)
    settle(doc, "DATE", find_dates(doc))
    normalize_dates(doc)
    return doc


@pytest.mark.parametrize(
    ("text", "day", "how"),
    [
        ("Bamako, le 3 mai 2021 - Le ministre a parlé.", "2021-05-03", "stated"),
        ("OUAGADOUGOU (AIB), 3 mai 2021 - Le ministre a parlé.", "2021-05-03", "stated"),
        ("Publié le 12 juin 2021 à 9 h. Le ministre a parlé en 2019.", "2021-06-12", "stated"),
        ("Le ministre a parlé.\nMis en ligne le : 12/06/2021", "2021-06-12", "stated"),
        ("Le mercredi 6 novembre 2024, le palais a reçu.", "2024-11-06", "inferred"),
        ("Il a été reçu ce 6 novembre 2024. Créée en septembre 2023.", "2024-11-06", "inferred"),
        # 20 June fell on a Friday in 2025
        (
            "Réunis le vendredi 20 juin dernier, ils se sont vus en avril 2025.",
            "2025-06-20",
            "inferred",
        ),
        # «hier mercredi» after the night of 8 to 9 March is the 10th: the text is of the 11th
        (
            "Panne la nuit du 8 au 9 mars 2021 ; elle a reçu, hier mercredi, ses clients.",
            "2021-03-11",
            "inferred",
        ),
        ("Le 8 mars 2021, neuf pêcheurs ont disparu à Diré.", "2021-03-08", "inferred"),
        ("COMMUNIQUÉ N° 12\n\nLe 8 mars 2021, un poste a brûlé.", "2021-03-08", "inferred"),
        ("Conseil des ministres du 8 mars 2021\nOnt été nommés :", "2021-03-08", "inferred"),
        ("Le 24 mai 2021, ils ont tiré. Le 2 juin 2021, ils ont fui.", "2021-06-02", "inferred"),
    ],
)
def test_the_date_is_stated_or_follows_from_what_the_text_says(
    text: str, day: str, how: str
) -> None:
    doc = read(text)
    assert (doc._.published, doc._.published_how) == (day, how)


@pytest.mark.parametrize(
    "text",
    [
        "L'opération a été lancée le 1er août 2014. Hier, elle a repris.",
        "Le 19 novembre 1968, la junte a écarté le président.",
        "Le lundi 19 novembre 1968, la junte a pris le pouvoir.",
        "Le lundi 4 mai 2015, il a signé. En 2019, il a démissionné.",
        "Le sommet se tiendra le mercredi 6 novembre 2024.",
        "Mardi, il a plu. Le 20 juin, il a neigé.",
        "Le 8 mars 2021, neuf pêcheurs ont disparu. Trois ans après, Diré se souvient.",
        "Le juge a communiqué, le 8 mars 2021, sa décision.",
        "Elle vendait du mil. Le 8 mars 2021, elle a tout perdu.",
        "D'ici 2030, la faim aura reculé.",
        "",
    ],
)
def test_a_date_that_cannot_be_known_is_left_open(text: str) -> None:
    doc = read(text)
    assert (doc._.published, doc._.published_how) == ("", "unknown")


def test_a_given_date_stands_before_what_the_text_says() -> None:
    doc = read("Bamako, le 3 mai 2021 - Hier, il a parlé.", published="2022-01-02")
    assert (doc._.published, doc._.published_how) == ("2022-01-02", "given")
    assert [e._.value.value for e in mentions(doc, "DATE")] == ["2021-05-03", "2022-01-01"]


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("archives/2021-06-03_attaque.txt", "2021-06-03"),
        ("archives/20210603.html", "2021-06-03"),
        ("archives/rapport_2021.06.03.txt", "2021-06-03"),
        ("archives/20211345.txt", ""),
        ("2021-06-03/attaque.txt", ""),
        ("000_635df430d9dc9542.txt", ""),
    ],
)
def test_a_file_name_may_state_the_date(source: str, day: str) -> None:
    doc = read("Le ministre a parlé.", source=source)
    assert doc._.published == day
    assert doc._.published_how == ("stated" if day else "unknown")


def test_a_doc_without_a_document_keeps_the_date_set_on_it() -> None:
    doc = NLP.make_doc("Il est parti hier.")
    doc._.published = "2021-06-03"
    settle(doc, "DATE", find_dates(doc))
    normalize_dates(doc)
    assert doc._.published_how == "given"
    assert [e._.value.value for e in mentions(doc, "DATE")] == ["2021-06-02"]


def test_relative_dates_follow_the_inferred_date() -> None:
    doc = read("Le mercredi 6 novembre 2024, il est venu. Depuis juillet dernier, il attendait.")
    assert [e._.value.value for e in mentions(doc, "DATE")] == ["2024-11-06", "2024-07"]


def test_nothing_is_inferred_where_no_mention_is_marked() -> None:
    assert infer_published(NLP.make_doc("Le mercredi 6 novembre 2024, il vint.")) == ("", "unknown")
