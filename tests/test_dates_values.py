"""Dates' values: what an expression is relative to, and what cannot be known."""

import re

import pytest

from pipeline.extractors.date_rules import grammar
from pipeline.normalizers.dates import values_of
from pipeline.values import DateValue


def values(sentence: str, published: str = "2021-10-06") -> dict[str, DateValue]:
    """The values of the expressions in brackets, by their words."""
    text = re.sub(r"[\[\]]", "", sentence)
    wanted = re.findall(r"\[(.*?)\]", sentence)
    places = [(f.start, f.end) for f in grammar().scan(text)]
    read = dict(
        zip((text[a:b] for a, b in places), values_of(text, places, published), strict=True)
    )
    return {words: read[words] for words in wanted}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        # the date last spoken of
        ("Le 5 mai 2020, Gao tombe. Le [lendemain], il fuit.", "2020-05-06"),
        ("Il part le 5 mai 2020. La [veille], il avait dîné là.", "2020-05-04"),
        ("Le 5 mai 2020, il rit. [Quatre jours plus tôt], il pleurait.", "2020-05-01"),
        ("Le 5 mai 2020, il plaide. Le [même jour], il part.", "2020-05-05"),
        ("Le 5 mai 2020, il part vers [16 heures].", "2020-05-05T16:00"),
        ("Élu en 2010, il tombe [deux ans plus tard].", "2012"),
        ("En mars 2012, il fuit ; [trois mois plus tard], il revient.", "2012-06"),
        ("Né en 1990, il part l'[année suivante].", "1991"),
        ("Arrêté mardi, il est mort dans la [nuit].", "2021-10-05TNI"),
        # the document's date, whatever was spoken of
        ("Le 5 mai 2020, Gao tombe. [Hier], Kidal tombait.", "2021-10-05"),
        ("Élu en 2010, il est parti [il y a deux ans].", "2019"),
        # tense
        ("Le chef est arrivé [lundi] à Gao.", "2021-10-04"),
        ("Le chef arrivera [lundi] à Gao.", "2021-10-11"),
        ("Le chef annonce [lundi] son départ.", "2021-10-04"),
        ("Une attaque survenue [mercredi] à Gao.", "2021-10-06"),
        ("Il est prévu [vendredi] une marche.", "2021-10-08"),
        ("Les pluies ont commencé en [juin].", "2021-06"),
        ("Les boulangers appellent à fermer boutique [vendredi].", "2021-10-08"),
        ("Le maire invite les jeunes à une veillée [samedi].", "2021-10-09"),
        ("La mairie prévoit une distribution [lundi] au marché.", "2021-10-11"),
        ("Les éleveurs comptent traverser le fleuve [jeudi].", "2021-10-07"),
        ("Le comité convoque ses membres [dimanche].", "2021-10-10"),
        ("Le village attend [lundi] la citerne promise.", "2021-10-11"),
        # the day on which it was called for, and the day of what is spoken of
        ("Les boulangers ont appelé [lundi] à fermer boutique.", "2021-10-04"),
        ("Le maire appelle à aider les paysans sinistrés [lundi].", "2021-10-04"),
        ("Le maire appelle au calme après les heurts de [lundi].", "2021-10-04"),
        # what has happened is not ahead, though its day is near
        ("Le chamelier a été aperçu le [20 octobre] près du puits.", "2020-10-20"),
        ("Le maire a annoncé la foire pour le [20 octobre].", "2021-10-20"),
        # «depuis» gives the story no year
        ("Elle vit ici depuis mars 2019. À la [mi-août], elle a bâti un four.", "2021-08"),
        ("Le puits a été bâti en mars 2019. À la [mi-août], il a séché.", "2019-08"),
        ("Le vote aura lieu en [février].", "2022-02"),
        ("Le camp a été pris le [20 novembre].", "2020-11-20"),
        ("Le camp rouvrira le [20 novembre].", "2021-11-20"),
        # weekday and day fit one year only
        ("Réunis le [vendredi 20 novembre], ils partent.", "2020-11-20"),
        # the story's year, not the document's
        ("Élu le 28 juin 1979, il nomma, le [19 juillet], un ministre.", "1979-07-19"),
        ("Depuis l'accord du 20 juin 2015, rien. Le [3 mars], il a démissionné.", "2021-03-03"),
        # dernier, prochain, passé, en cours
        ("Depuis [octobre dernier], il pleut.", "2020-10"),
        ("En [octobre prochain], il pleuvra.", "2022-10"),
        ("L'[année en cours] est dure.", "2021"),
        ("Le [mois passé] fut dur.", "2021-09"),
        ("[Mardi prochain], il jugera.", "2021-10-12"),
        ("[Mercredi dernier], il jugeait.", "2021-09-29"),
        # intervals
        ("Du [28 décembre au 3 janvier dernier], couvre-feu.", "2020-12-28/2021-01-03"),
        ("De [janvier à mars], il a plu.", "2021-01/2021-03"),
        # centuries to hours
        ("Au [XIXe siècle], déjà.", "18"),
        ("Au [second semestre 2020], oui.", "2020-H2"),
        ("[Cette semaine], il voyage.", "2021-W40"),
        ("[Demain soir], il chante.", "2021-10-07TEV"),
        ("Il sort à [18 h 45].", "2021-10-06T18:45"),
    ],
)  # fmt: skip
def test_an_expression_is_resolved_against_what_it_is_relative_to(
    sentence: str, value: str
) -> None:
    ((_, read),) = values(sentence).items()
    assert read.value == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("[Hier], il partait.", "XXXX-XX-XX"),
        ("Il est parti [mardi].", "XXXX-WXX-2"),
        ("Le [20 juin], il part.", "XXXX-06-20"),
        ("Depuis [juin dernier], il dort.", "XXXX-06"),
        ("L'[année dernière], il pleuvait.", "XXXX"),
        ("Le [lendemain], il revint.", "XXXX-XX-XX"),
        ("Le 5 mai 2020, il part. [Lundi], il revenait.", "2020-05-04"),
        ("[Aujourd'hui], tout va mieux.", "PRESENT_REF"),
    ],
)
def test_with_no_date_of_the_document_nothing_is_invented(sentence: str, value: str) -> None:
    ((_, read),) = values(sentence, published="").items()
    assert read.value == value


def test_a_document_known_by_its_year_only_resolves_years_and_leaves_days_open() -> None:
    read = values("L'[année dernière], il riait ; [hier], il pleurait.", published="2021")
    assert [v.value for v in read.values()] == ["2020", "XXXX-XX-XX"]


def test_a_value_says_what_it_was_resolved_against() -> None:
    read = values("Le [5 mai 2020], il fuit ; le [lendemain], il revient ; [hier], il dormait.")
    assert [(v.anchor, v.reference) for v in read.values()] == [
        ("absolute", ""),
        ("previous", "2020-05-05"),
        ("published", "2021-10-06"),
    ]


def test_a_duration_that_ends_now_has_its_interval() -> None:
    read = values("Lors des [six derniers mois], puis [un mois] durant.")
    ended, free = read.values()
    assert (ended.value, ended.start, ended.end) == ("P6M", "2021-04-06", "2021-10-06")
    assert (free.value, free.start, free.end) == ("P1M", "", "")


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("La [Tabaski 2020] fut sobre.", "2020-07-31"),
        ("La [Tabaski 2023] fut sobre.", "2023-06-28"),
        ("Le [jour de la Korité], il prêche.", "2021-05-13"),
        ("Le [lundi de Pâques], il prêche.", "2021-04-05"),
        ("[Pâques 2024] fut triste.", "2024-03-31"),
        ("Le défilé du [14 juillet dernier] fut beau.", "2021-07-14"),
        ("Ils seront rentrés avant [Noël].", "2021-12-25"),
    ],
)
def test_a_holiday_is_given_its_day_where_the_year_is_known(sentence: str, day: str) -> None:
    ((_, read),) = values(sentence).items()
    # the moon is sighted country by country: the tabular calendar may be a day off
    assert abs(int(read.value[8:]) - int(day[8:])) <= 1
    assert read.value[:8] == day[:8]


def test_a_clock_time_is_of_the_day_that_follows_it() -> None:
    read = values("Lundi, rien. Le convoi arrive à [17h30] le [5 septembre dernier].")
    assert [v.value for v in read.values()] == ["2021-09-05T17:30", "2021-09-05"]


def test_until_friday_is_the_friday_to_come() -> None:
    ((_, read),) = values("Les écoles sont fermées jusqu'à [vendredi].").items()
    assert read.value == "2021-10-08"
