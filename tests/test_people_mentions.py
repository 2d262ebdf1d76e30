"""Persons found: by title, as public figures, by name, and the model's edges put right.

In each sentence «[…]» marks what is to be found, «{…}» what the model is taken to have found.
"""

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.extractors.people import find_people
from pipeline.mentions import mentions, settle
from pipeline.normalizers.people import normalize_people
from pipeline.normalizers.people_lexicon import PeopleLexicon

LEXICON = PeopleLexicon.load()
NLP = spacy.blank("fr")


def found(text: str, *model: tuple[str, str], release: bool = False) -> list[str]:
    """The PERSON mentions of a text, with what a model is taken to have found."""
    doc = NLP(text)
    doc.ents = [
        doc.char_span(
            text.index(name), text.index(name) + len(name), label=label, alignment_mode="expand"
        )
        for name, label in model
    ]
    settle(doc, "PERSON", find_people(doc, LEXICON, release=release))
    return [m.text for m in mentions(doc, "PERSON")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le colonel [Zorobabel] est arrivé.",
        "M. [Zorobabel] et Mme [Kpatchavi] sont là.",
        "Le président [Zorobabel] a parlé avec le ministre de la Défense.",
        "Le général de corps d'armée [Zorobabel Tsin] est là.",
        "Selon [IBK], [ATT] et [Assimi Goïta] se sont parlé.",
        "[Aminata Zorobabel] enquête à Gao.",
        "Selon [Kpatcha Ouédraogo], tout va bien.",
        "Le chef djihadiste [Iyad Ag Ghali] menace encore.",
        "[Mohamed Ould Abdel Aziz] est jugé.",
        "Me [Kassoum Tapo] plaide, Dr [Adama Kafando] écoute.",
        "[Choguel K. Maïga] parle.",
        "[Oumar Zorobabel] est là. On a vu [Zorobabel] à Gao.",
        "[Alpha Diallo] dit [Rapido] courait vite.",
        "Au balcon, le pape [Pie XII] bénit la foule.",
        "La ministre [Aminata Zorobabel/Sanou] parle.",
        "Elle signe : [Bah N'Daw].",
        "Il pleut. M. [Berger] chante.",
        "Hier, Sir [Keith Zorobabel] lisait.",
        "Elle chante avec sa sœur [Zorobine] et son fils aîné [Kpatcho].",
        "Le gérant, alors [I. B. Sawadogo], dormait.",
        "Le Dg de l'AZNE [Ibrahim ag Zorob] dort.",
    ],
)
def test_a_name_is_found_without_any_model(sentence: str) -> None:
    expected = re.findall(r"\[(.+?)\]", sentence)
    assert found(re.sub(r"[\[\]]", "", sentence)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre de la Défense a reçu le président de la Transition.",
        "La rue Modibo Keïta et le lycée Modibo Keïta sont fermés.",
        "Le stade Modibo Keïta est plein.",
        "Le Directeur Général de la Police Nationale est là.",
        "Les soldats maliens et l'Armée française patrouillent à Gao.",
        "Le président ivoirien et le Premier Ministre du Mali.",
        "MD/te/Sf/APA",
        "Le dimanche 3 Juin, la Coupe du Mali.",
        "La pharmacie Mountaga Traoré est ouverte.",
    ],
)
def test_no_person_is_made_up(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "proposed", "expected"),
    [
        ("Le Général Goïta parle.", "Général Goïta", "Goïta"),
        ("M. Zorobabel parle.", "M. Zorobabel", "Zorobabel"),
        ("L'hôte est le colonel-major Ali Zin.", "colonel-major Ali Zin", "Ali Zin"),
        ("Nelson Zin 100 ans après.", "Nelson Zin 100 ans", "Nelson Zin"),
        ("Le ministre hongrois Victor Orban est là.", "hongrois Victor Orban", "Victor Orban"),
        ("On attend Mariam A. Doumbia demain.", "Mariam A.", "Mariam A. Doumbia"),
        ("On attend Idriss Deby Itno demain.", "Idriss Deby", "Idriss Deby Itno"),
        ("Selon «Zorobabel», tout va.", "«Zorobabel»", "Zorobabel"),
    ],
)
def test_the_models_edges_are_put_right(text: str, proposed: str, expected: str) -> None:
    assert found(text, (proposed, "PERSON")) == [expected]


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("La rue Pape Zin est longue.", "rue Pape Zin"),
        ("Les Bamakois et les Maliens votent.", "Maliens"),
        ("Il vit à Kalabancoura depuis peu.", "Kalabancoura"),
        ("La Zorobabel est un fleuve.", "Zorobabel"),
        ("Il cite le plan Marshall.", "Marshall"),
    ],
)
def test_what_is_no_person_is_dropped(text: str, proposed: str) -> None:
    assert found(text, (proposed, "PERSON")) == []


def test_a_name_in_a_longer_name_is_no_person() -> None:
    text = "L'École de maintien de la paix Alioune Blondin Bèye est à Bamako."
    school = "École de maintien de la paix Alioune Blondin Bèye"
    assert found(text, (school, "ORG"), ("Bamako", "PLACE")) == []


def test_a_civility_outweighs_a_models_place() -> None:
    assert found("Selon M. Komara, rien ne va.", ("Komara", "PLACE")) == ["Komara"]


def test_a_name_is_cut_off_an_acronym_only_on_request() -> None:
    text = "La directrice de la CVX Awa Zorobabel reste chez elle."
    assert found(text, ("CVX Awa Zorobabel", "ORG")) == []
    assert found(text, ("CVX Awa Zorobabel", "ORG"), release=True) == ["Awa Zorobabel"]


FRAGMENTS = [
    "le ", "la ", "M. ", "Mme ", "général ", "colonel", "Traoré", " Ag ", "Ould ", "IBK", "N'", "-",
    "ministre ", "de la ", "Défense", ", ", ". ", "\n", "«", "(", ")", "dit ", "d'", "Jean-", "A. ",
    "en tant que ", "ex-", "président ", "du Mali", " est ", "nommé ", "38 ans", "É", "/", "’", "1",
    "comme ", "porte-parole ", "à la présidence ", "par intérim", " et ", "soldats ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30), st.sets(st.integers(0, 60), max_size=8))
def test_any_text_is_read_without_error(parts: list[str], people: set[int]) -> None:
    doc: Doc = NLP("".join(parts))
    starts = [t.i for t in doc if t.i in people]
    doc.ents = [spacy.tokens.Span(doc, i, i + 1, label="PERSON") for i in starts]
    settle(doc, "PERSON", find_people(doc, LEXICON, release=True))
    normalize_people(doc, LEXICON)
    for mention in mentions(doc, "PERSON"):
        assert mention._.value.name
        assert mention._.value.person_id


@pytest.mark.parametrize(
    ("sentence", "model", "expected"),
    [
        ("O SAWADOGO Jean Zorobel, pêcheur, rit.", "O SAWADOGO Jean Zorobel",
         ["O SAWADOGO", "Jean Zorobel"]),
        ("Le chef BRG Zorobel rit.", "BRG Zorobel", ["Zorobel"]),
        ("Le colonel IB Zorobel rit.", "IB Zorobel", ["IB Zorobel"]),
        ("La cheffe de l'AZNE Awa Zorobel rit.", "AZNE Awa Zorobel", ["Awa Zorobel"]),
        ("Surnommée Panthère, elle court.", "Surnommée Panthère", ["Panthère"]),
        ("Texte et photos : Zorobine KPATCHO", "KPATCHO", ["Zorobine KPATCHO"]),
        ("Le Malien ZOROB KPATCHO rit.", "ZOROB KPATCHO", ["ZOROB KPATCHO"]),
        ("Zorob International recrute.", "Zorob International", []),
        ("Au camp de Zorob, il pleut.", "Zorob", []),
        ("Le soir, Sir Zorob Kpatcho lit.", "Sir Zorob Kpatcho", ["Zorob Kpatcho"]),
    ],
)  # fmt: skip
def test_what_the_model_glued_to_a_name_is_cut_off(
    sentence: str, model: str, expected: list[str]
) -> None:
    assert found(sentence, (model, "PERSON")) == expected


def test_a_middle_name_alone_is_the_persons_named_before() -> None:
    text = "Mahamat Zorobine Ali parle. Zorobine rit."
    assert found(text, ("Mahamat Zorobine Ali", "PERSON")) == ["Mahamat Zorobine Ali", "Zorobine"]
