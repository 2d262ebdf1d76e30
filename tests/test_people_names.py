"""One person, one name: which mentions of a text are the same person.

In each text «[…]» marks the mentions; what follows «=» in it numbers the person: «[IBK=1]».
"""

import re

import pytest
import spacy

from pipeline.mentions import mentions
from pipeline.normalizers.people import full_name, normalize_people
from pipeline.normalizers.people_clusters import contains, name_words
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.values import Document, PersonValue

LEXICON = PeopleLexicon.load()
NLP = spacy.blank("fr")


def read(marked: str, doc_id: str = "t") -> list[tuple[str, PersonValue]]:
    """The mentions of a marked text: the number it gives the person, and the value."""
    spans, numbers, text = [], [], ""
    for part in re.split(r"(\[.+?\])", marked):
        if part[:1] == "[":
            name, _, number = part[1:-1].partition("=")
            spans.append((len(text), len(text) + len(name)))
            numbers.append(number)
            text += name
        else:
            text += part
    doc = NLP(text)
    doc._.document = Document(id=doc_id, text=text)
    doc.ents = [doc.char_span(s, e, label="PERSON", alignment_mode="expand") for s, e in spans]
    normalize_people(doc, LEXICON)
    values = [m._.value for m in mentions(doc, "PERSON")]
    return list(zip(numbers, values, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "[Sadio Camara=1] est arrivé. Le ministre [Camara=1] a parlé.",
        "[Assimi Goïta=1] a parlé. Le colonel [Goita=1] aussi, puis [Assimi=1].",
        "[Siaka DIAMOUTENE=1] écrit. [Siaka Diamouténé=1] signe.",
        "[Ibrahim Boubacar Keïta=1], dit [IBK=1], est mort. [IBK=1] avait 76 ans.",
        "[Amadou Toumani Touré=1] a régné. [ATT=1] est tombé en 2012.",
        "[Alassane Dramane Ouattara=1] parle. [ADO=1] est élu.",
        "[Iyad Ag Ghali=1] menace. [Ag Ghali=1] est traqué. [Iyad Ag Ghaly=1] parle.",
        "[Mohamed Ould Abdel Aziz=1] est jugé. [Ould Abdel Aziz=1] nie.",
        "Mme [Angeline Traoré / Yougbaré=1] parle. Mme [Yougbaré=1] ajoute. Mme [Traoré=1] rit.",
        "[Choguel Kokalla Maïga=1] parle. [Choguel K. Maïga=1] ajoute. [Choguel Maïga=1] sort.",
        "[Emmanuel Sawadogo=1] est arrêté. [Emmanuel Sawadgo=1] nie.",
        "[Moussa Traoré=1] règne. [Ibrahim Traoré=2] aussi.",
        "[Moussa Traoré=1] et [Ibrahim Traoré=2] se voient. [Traoré=2] rit.",
        "Le général [Moussa Traoré=1] règne. Le capitaine [Ibrahim Traoré=2] arrive. "
        "Le général [Traoré=1] est mort.",
        "M. [Oumar Keïta=1] parle. Mme [Keïta=2] l'écoute.",
        "[Birama Traoré=1], alias [Boukary=1], est né à Kayes. [Boukary=1] joue.",
        "[Tandja Mamadou=1] est élu. [Mamadou Tandja=1] gouverne.",
        "[Abdoulaye Diop=1] reçoit [Abdoulaye Maïga=2]. [Diop=1] et [Maïga=2] signent.",
        "[Goïta=1] parle. Plus tard, [Assimi Goïta=1] signe.",
        "[Paul-Henri Sandaogo Damiba=1] tombe. [Paul Henri Damiba=1] fuit.",
    ],
)
def test_each_mention_goes_to_its_person(text: str) -> None:
    found = read(text)
    for number, value in found:
        for other_number, other in found:
            same = value.person_id == other.person_id
            assert same == (number == other_number), (value, other)


def test_the_name_is_the_fullest_of_the_text() -> None:
    values = [v for _, v in read("[Goïta=1] parle. [Assimi GOÏTA=1] signe.")]
    assert [v.name for v in values] == ["Assimi Goïta", "Assimi Goïta"]


def test_a_public_figure_keeps_one_id_in_every_text_and_form() -> None:
    texts = [
        "[Assimi Goïta=1] parle.",
        "[Assimi GOITA=1] parle.",
        "Le président de la transition [Goïta=1] parle.",
    ]
    ids = {read(t, doc_id=str(n))[0][1].person_id for n, t in enumerate(texts)}
    assert ids == {"p-assimi-goita"}


def test_a_common_name_is_a_public_figures_only_with_a_fitting_office() -> None:
    player = read("L'attaquant [Moussa Diallo=1] marque.")[0][1]
    general = read("Le chef d'état-major général des armées, [Moussa Diallo=1], parle.")[0][1]
    assert player.person_id.startswith("person-")
    assert general.person_id == "p-moussa-diallo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le président [Macron=1] parle.", "p-emmanuel-macron"),
        ("Le président malien [Goïta=1] parle.", "p-assimi-goita"),
        ("Le président [Kaboré=1] du club de football parle.", ""),
        ("Le capitaine [Sanogo=1] enquête.", ""),
    ],
)
def test_a_surname_alone_is_a_public_figures_only_by_the_office(text: str, expected: str) -> None:
    person_id = read(text)[0][1].person_id
    assert person_id == expected if expected else person_id.startswith("person-")


def test_a_full_name_has_one_id_in_all_texts_and_a_lone_surname_has_not() -> None:
    full = {read("[Awa Zorobabel=1] parle.", doc_id=d)[0][1].person_id for d in ("a", "b")}
    alone = {read("Mme [Zorobabel=1] parle.", doc_id=d)[0][1].person_id for d in ("a", "b")}
    assert (len(full), len(alone)) == (1, 2)


@pytest.mark.parametrize(
    ("full", "part", "expected"),
    [
        ("Choguel Kokalla Maïga", "Choguel K. Maïga", True),
        ("Amadou Toumani Touré", "Touré", True),
        ("Moussa Traoré", "Ibrahim Traoré", False),
        ("Emmanuel Sawadogo", "Emmanuel Sawadgo", True),
        ("Alassane Touré", "Lassane Touré", False),
        ("M. D.", "M. K.", False),
    ],
)
def test_a_name_stands_in_a_fuller_one(full: str, part: str, expected: bool) -> None:
    assert contains(name_words(full), name_words(part)) is expected


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        (["Camara", "Sadio CAMARA"], "Sadio Camara"),
        (["IBK"], "IBK"),
        (["Paul-Henri DAMIBA", "Damiba"], "Paul-Henri Damiba"),
        (["BAH N'DAW", "Bah N'Daw"], "Bah N'Daw"),
    ],
)
def test_capitals_are_made_plain(forms: list[str], name: str) -> None:
    assert full_name(forms) == name
