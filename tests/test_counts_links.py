"""Whose the people counted are, where and when."""

import re

import pytest
import spacy
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.extractors.counts import CountLexicon, find_counts
from pipeline.links_counts import link_counts
from pipeline.mentions import mentions, settle
from pipeline.normalizers.counts import normalize_counts
from pipeline.values import CountValue, DateValue, ForceValue, PlaceValue

NLP = spacy.blank("fr")
LEXICON = CountLexicon.load()
MARK = re.compile(r"\[(FORCE|PLACE|DATE|GROUP|PEACE) (.*?)\]")


def linked(marked: str) -> list[CountValue]:
    """Values of the counts of a text whose other mentions are marked «[FORCE Minusma]»."""
    text, spans, done = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match.group(2)), match.group(1)))
        text += match.group(2)
        done = match.end()
    doc = NLP(text + marked[done:])
    found = [doc.char_span(a, b, "FORCE" if k in ("GROUP", "PEACE") else k) for a, b, k in spans]
    doc.ents = filter_spans([s for s in found if s is not None])
    for (_, _, kind), span in zip(spans, doc.ents, strict=True):
        name = span.text.lower()
        span._.value = {
            "FORCE": ForceValue(span.text, name, "army", "ML"),
            "PEACE": ForceValue(span.text, name, "peace_operation", "ML"),
            "GROUP": ForceValue(span.text, name, "armed_group"),
            "PLACE": PlaceValue(span.text, name),
            "DATE": DateValue("DATE", name),
        }[kind]
    return settled(doc)


def settled(doc: Doc) -> list[CountValue]:
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    link_counts(doc)
    return [s._.value for s in mentions(doc, "COUNT")]


@pytest.mark.parametrize(
    ("text", "force", "nationality"),
    [
        ("Neuf soldats belges sont morts.", "belges", "BE"),
        ("Trois otages civils maliens sont libres.", "maliens", "ML"),
        ("Le juge emprisonne 20 Kényans.", "Kényans", "KE"),
        ("13 soldats de la [FORCE Minusma] sont morts.", "Minusma", "ML"),
        ("Deux hommes de la force [FORCE Barkhane] sont morts.", "Barkhane", "ML"),
        ("Une colonne tchadienne de 700 hommes avance.", "colonne tchadienne", "TD"),
        ("La [FORCE Minusma], forte de 13 000 soldats, recule.", "Minusma", "ML"),
        ("90 combattants des groupes ralliés attendent.", "groupes ralliés", ""),
        ("Près de 5000 militaires ont été déployés pendant l'[FORCE opération Monclar].",
         "opération Monclar", "ML"),
        ("L'[FORCE opération Barkhane] a été lancée en 2014. Elle repose sur une approche. "
         "Elle regroupe 5100 militaires.", "opération Barkhane", "ML"),
        ("L'[FORCE armée malienne] déplore la perte de six de ses caporaux.",
         "armée malienne", "ML"),
        ("Le [GROUP JNIM] compte 200 combattants.", "JNIM", ""),
        ("Neuf soldats de la [PEACE Minusma] sont morts.", "Minusma", ""),
        # soldiers counted by the acronym of their force are of that force, not of a neighbour
        ("Le [GROUP JNIM] a tué 6 VDP.", "VDP", "BF"),
        ("Les [FORCE FDS] ont riposté. Le [GROUP JNIM] a tué dix FDS.", "FDS", "ML"),
    ],
)  # fmt: skip
def test_a_count_belongs_to_whom_the_text_names(text: str, force: str, nationality: str) -> None:
    (value,) = linked(text)
    assert (value.force, value.nationality) == (force, nationality)


@pytest.mark.parametrize(
    "text",
    [
        "Les [FORCE FAMa] ont neutralisé 11 terroristes.",
        "Le [GROUP JNIM] a tué 12 soldats.",
        "Douze soldats ont été tués par le [GROUP JNIM].",
        "Six civils ont été tués. La [FORCE Minusma] condamne.",
        "Elle compte 5100 militaires.",
        "On compte 5 100 militaires dont le rôle est d'agir dans le cadre de la [FORCE Minusma].",
    ],
)
def test_a_count_of_enemies_or_victims_belongs_to_no_one(text: str) -> None:
    (value,) = linked(text)
    assert (value.force, value.force_id, value.nationality) == ("", "", "")


def test_the_force_named_gives_its_id() -> None:
    (value,) = linked("13 soldats de la [FORCE Minusma] sont morts.")
    assert value.force_id == "minusma"


def test_place_and_day_are_the_nearest_of_the_same_sentence() -> None:
    first, second = linked(
        "Le [DATE 5 juin], 132 civils sont morts à [PLACE Solhan], et 8 soldats à [PLACE Tin-Akoff]"
        " le [DATE 7 juin]. Rien à [PLACE Dori]."
    )
    assert (first.place_id, first.date) == ("solhan", "5 juin")
    assert (second.place_id, second.date) == ("tin-akoff", "7 juin")


@pytest.mark.parametrize("agency", ["", " (AFP)"])
def test_a_dateline_says_where_a_text_was_written(agency: str) -> None:
    (value,) = linked(
        f"[PLACE Bamako], le [DATE 26 août 2024]{agency} - Au moins 21 personnes ont péri "
        "[DATE 25 août] dans des frappes de drones menées par l'armée à [PLACE Tinzaouatène]."
    )
    assert (value.place_id, value.date) == ("tinzaouatène", "25 août")
    (value,) = linked("[PLACE Gao] - 21 personnes ont péri, et rien n'est dit d'autres.")
    assert value.place_id == "gao"


def test_a_sentence_without_place_or_day_gives_none() -> None:
    value, _ = linked("132 civils sont morts. Le [DATE 7 juin], 2 morts à [PLACE Dori].")
    assert (value.place_id, value.date) == ("", "")
