"""In what sense people are counted; the expectation stands in the sentence."""

import re

import pytest
import spacy

from pipeline.extractors.counts import CountLexicon, find_counts
from pipeline.mentions import mentions, settle
from pipeline.normalizers.counts import count_values, normalize_counts
from pipeline.values import CountValue

LEXICON = CountLexicon.load()
NLP = spacy.blank("fr")

SENTENCES = [
    # active, passive, nominal
    "L'explosion a tué ‹13 soldats|killed› et blessé ‹deux civils|wounded›.",
    "‹13 soldats|killed› français ont été tués dans une embuscade.",
    "Ont été tués ‹13 soldats|killed› dans une embuscade.",
    "La mort de ‹13 soldats|killed› a été annoncée hier.",
    "Le raid coûte la vie à ‹sept gendarmes|killed›.",
    "Le naufrage a causé le décès de ‹plus de 40 pêcheurs|killed›.",
    "‹Quinze militaires|killed› ont trouvé la mort, ‹trois|wounded› ont été blessés.",
    "Les assaillants ont ouvert le feu, tuant ‹huit villageois|killed›.",
    "L'armée a perdu ‹vingt hommes|killed› dans l'assaut.",
    "Bilan : ‹deux morts|killed›, ‹quatre blessés|wounded› et ‹un disparu|missing›.",
    "Terroristes neutralisés : ‹29|killed›.",
    # «neutralisés» is killed; arrested, charged, freed are captured
    "‹Onze terroristes|killed› ont été neutralisés par l'armée.",
    "La police a arrêté ‹cinq personnes|captured›.",
    "L'arrestation de ‹neuf bergers|captured› a ému le village.",
    "‹Trois otages|captured› ont été libérés après deux ans.",
    "‹Neuf migrants|captured› ont été interpellés au port.",
    "‹Deux bergers|killed› enlevés lundi ont été retrouvés morts.",
    "Le maire est interpellé avec ‹quatre autres notables|captured›.",
    # missing, displaced
    "‹Cinq pêcheurs|missing› sont portés disparus depuis lundi.",
    "‹Plus de 60 000 habitants|displaced› ont fui leurs villages.",
    "Les combats ont déplacé ‹80 000 personnes|displaced› en un mois.",
    "‹Neuf cents migrants|displaced› ont atteint l'île, ‹douze|killed› se sont noyés.",
    "Le HCR a relocalisé ‹soixante personnes|displaced› le mois dernier.",
    # strength, deployment
    "La mission compte ‹700 militaires|strength› venus de 25 pays.",
    "Le bataillon est fort de ‹650 hommes|strength›.",
    "Le Tchad a envoyé ‹1 200 soldats|deployment› au Mali.",
    "‹Près de 5000 militaires|deployment› ont été déployés pendant un mois.",
    "Le retrait de ‹2 400 soldats|deployment› commencera en juin.",
    "Le poste a été attaqué par ‹une centaine d'assaillants|deployment› à moto.",
    # other
    "‹250 gendarmes|other› ont été formés en neuf mois.",
    "‹9 000 soldats|other› auraient été tués ou blessés.",
    "‹Soixante ex-rebelles|other› ont intégré les rangs de la police.",
    # agents are not victims
    "‹Six soldats|other› ont tué ‹dix terroristes|killed›.",
    # lists and parts
    "‹Treize tués|killed›, dont ‹quatre enfants|killed›, et ‹six blessés|wounded›.",
    "On compte ‹14 morts|killed›, ‹treize militaires|killed› et ‹un gendarme|killed›.",
    "‹Six gendarmes|killed› et ‹deux guides|killed› trouvent la mort.",
    "Des ‹quarante blessés|wounded›, ‹deux|killed› sont morts à l'hôpital.",
    # totals and parts take the sense of what they go on from
    "Le bilan, ‹neuf gendarmes|killed› tués selon le maire, est porté à ‹une vingtaine|killed›.",
    "Le bilan passe de ‹six|killed› à ‹neuf morts|killed›.",
    "Le navire a secouru ‹90 migrants|displaced›. Parmi eux, ‹onze mineurs|displaced›.",
]


def expected(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    """A sentence without its marks, and the text and role of each count."""
    found = re.findall(r"‹(.*?)\|(.*?)›", sentence)
    return re.sub(r"‹(.*?)\|.*?›", r"\1", sentence), found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_governing_word_gives_the_role(sentence: str) -> None:
    text, roles = expected(sentence)
    doc = NLP(text)
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    assert [(s.text, s._.value.role) for s in mentions(doc, "COUNT")] == roles


def values(text: str) -> list[CountValue]:
    doc = NLP(text)
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    return [span._.value for span in mentions(doc, "COUNT")]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("13 soldats sont morts.", "military"),
        ("Deux gendarmes sont morts.", "police"),
        ("Onze terroristes sont morts.", "fighters"),
        ("Trois casques bleus sont morts.", "peacekeepers"),
        ("Huit villageois sont morts.", "civilians"),
        ("Six personnes sont mortes.", "persons"),
    ],
)
def test_the_noun_gives_the_unit(sentence: str, unit: str) -> None:
    assert [v.unit for v in values(sentence)] == [unit]


def test_a_part_is_marked_as_a_part_of_the_count_before_it() -> None:
    whole, part = values("L'attaque a fait 13 tués dont 4 civils.")
    assert (whole.part_of, part.part_of, part.unit) == (False, True, "civilians")


def test_an_ellipsis_takes_over_role_and_unit() -> None:
    _, part = values("Trente soldats ont été blessés, dont six par balle.")
    assert (part.low, part.role, part.unit, part.part_of) == (6, "wounded", "military", True)


def test_a_denied_figure_is_kept_and_marked() -> None:
    assert [v.denied for v in values("L'armée dément la mort de 12 soldats.")] == [True]
    assert [v.denied for v in values("Il y a eu deux morts, et non 20 morts.")] == [False, True]


def test_no_one_is_no_count() -> None:
    assert values("Aucun blessé, ni mort ni disparu, zéro otage, 0 mort.") == []


def test_a_noun_of_the_sentence_before_gives_a_count_for_the_table_only() -> None:
    doc = NLP("Le convoi transportait 42 militaires. Six ont été tués sur le coup.")
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    assert [s.text for s in mentions(doc, "COUNT")] == ["42 militaires"]
    ((start, end, value),) = doc._.implicit_counts
    assert doc.text[start:end] == "Six"
    assert (value.low, value.role, value.unit, value.implicit) == (6, "killed", "military", True)


@pytest.mark.parametrize(
    ("text", "implicit"),
    [
        ("L'école compte 90 élèves. Dix ont été enlevés.", [("Dix", "captured")]),
        ("On a enlevé 90 écoliers. Quarante se sont échappés.", [("Quarante", "captured")]),
        ("Le groupe a 900 combattants. Une centaine d'entre eux se sont rendus.",
         [("Une centaine", "captured")]),
        ("Le fort abritait 80 soldats. Vingt ont été tués, neuf capturés.",
         [("Vingt", "killed"), ("neuf", "captured")]),
        ("Le fort abritait 80 soldats. Trois portes ont cédé.", []),
    ],
)  # fmt: skip
def test_numbers_that_go_on_from_the_sentence_before(
    text: str, implicit: list[tuple[str, str]]
) -> None:
    doc = NLP(text)
    settle(doc, "COUNT", find_counts(doc, LEXICON))
    normalize_counts(doc, LEXICON)
    assert [(text[a:b], v.role) for a, b, v in doc._.implicit_counts] == implicit


def test_a_demonym_gives_the_nationality() -> None:
    assert [v.nationality for v in values("Le juge emprisonne 20 Kényans.")] == ["KE"]


def test_counts_outside_the_grammar_still_get_a_value() -> None:
    (value,) = count_values("On a vu quelques soldats.", [(10, 25)], LEXICON)
    assert (value.low, value.high, value.unit) == (None, None, "military")
