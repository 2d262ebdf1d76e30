"""Dates: their spans by the annotation guide, marked with brackets in the sentences."""

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.extractors.date_rules import grammar
from pipeline.extractors.dates import find_dates
from pipeline.mentions import mentions, settle
from pipeline.normalizers.dates import normalize_dates, values_of
from pipeline.normalizers.dates_numbers import calendar_date, number, ordinal
from pipeline.normalizers.dates_timex import bounds
from pipeline.text import clean_text
from pipeline.values import Document

NLP = spacy.blank("fr")


def found(text: str) -> list[str]:
    """The texts of the dates found in a text, with no model."""
    clean, _ = clean_text(text)
    return [clean[c.start : c.end] for c in find_dates(NLP.make_doc(clean))]


def marked(sentence: str) -> tuple[str, list[str]]:
    """A sentence without its brackets, and what they enclose."""
    return re.sub(r"[\[\]]", "", sentence), re.findall(r"\[(.*?)\]", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # articles and prepositions outside, demonstratives inside
        "L'opération a été lancée le [1er août 2014].",
        "Une rencontre [ce mardi] avec [cette semaine] les chefs.",
        "Depuis [2012], depuis [juillet dernier] et depuis le [20 juin dernier].",
        "Au cours de [ces six derniers mois] et des [cinq dernières années].",
        # anchor words inside when they place the date
        "Il est mort [il y a trois jours] ; il reviendra [dans deux semaines].",
        "[Quatre jours plus tôt], il riait ; il meurt [deux mois plus tard].",
        "Il est mort [trois jours] après l'attaque, [un an] avant la paix.",
        # one span for an interval
        "Du [11 au 15 juin], entre [2012 et 2015], de [2012 à 2015].",
        "Toute la [nuit du 8 au 9 mars], il neige.",
        # quantity outside, position inside
        "Près de [sept ans], moins d'[un an], plus de [deux décennies].",
        "À [quelques jours] de la fête, à [une semaine] du scrutin, à [un mois] des élections.",
        "Le [5 mars 2023] au [soir], puis du matin au soir.",
        "[Début des années 80], [fin décembre 2020], à la [mi-juin], d'ici à [fin 2023].",
        # day and time: one span with nothing or a comma between, two with a preposition
        "Le [9 mars dernier], à [14 heures], match ; puis [7h ce lundi 8 mars 2021].",
        # durations and recurrences
        "[Sept années] d'insurrection, [chaque lundi], [tous les deux ans].",
        "Il encourt [deux à cinq ans] de prison, [dix ans] au plus.",
        # names of days and parts
        "[Hier], [avant-hier], [demain], la [veille] et le [lendemain] de la fête.",
        "[Lundi soir], [hier matin] et [ce soir], dans la [nuit de lundi à mardi].",
        "À [9 h 30], [23h30], [minuit] ou [5 heures du matin].",
        "Au [XXe siècle], dans les [années 1990], au [premier trimestre 2021], l'[été 2019].",
    ],
)
def test_the_guides_spans_are_found(sentence: str) -> None:
    text, wanted = marked(sentence)
    assert found(text) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Un homme de 38 ans, âgé de 38 ans, Adama Touré (24 ans) et sa mère, 60 ans, sont là.",
        "Les moins de 20 ans ont joué ; à 17 ans, il avait tout vu ; elle aura 15 ans.",
        "À la 8e minute, en quinze minutes, trente secondes.",
        "La loi 051-2015, la loi n° 2011-35 et l'article 36 de la loi n°002 de 2020.",
        "L'Agenda 2063, la vision 2035, le Mondial 2022, la CAN 2019 et Tokyo 2020.",
        "Avec 2 000 hommes, 2000 soldats, 1950 F CFA, 2012 points et 1.999 blessés.",
        "Appelez le 20 21 22 23 ; voir page 2012 ; score final : 3-1.",
        "Récemment, désormais, souvent, quotidiennement, en ces jours sombres.",
        "Deux fois par an, dix par jour, à la 5e journée du championnat.",
        "Une quinzaine de kilomètres ; un jour viendra ; l'ordre du jour.",
        "Le stade du 4 août, le Mouvement du 5 juin, la rue du 22 septembre.",
        "La loi a été votée ; la planète Mars ; une veille citoyenne.",
    ],
)
def test_what_is_no_date_is_not_found(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Le 1ER AOUT 2014, EN FEVRIER, L'ETE 2019.", ["1ER AOUT 2014", "FEVRIER", "ETE 2019"]),
        ("Le 6\u00a0novembre\u202f2024 à 9\u00a0h\u00a030.", ["6 novembre 2024", "9 h 30"]),
        ("L\u2019année dernière, aujourd\u2019hui.", ["année dernière", "aujourd'hui"]),
        ("Le fe\u0301vrier 2020 et l'an\u00adnée 2021.", ["février 2020", "année 2021"]),
        ("Le 6 novembre\n2024, à Bamako.", ["6 novembre\n2024"]),
    ],
)
def test_no_expression_is_lost_to_an_accent_a_capital_or_a_typographic_sign(
    text: str, wanted: list[str]
) -> None:
    assert found(text) == wanted


def with_model(text: str, *spans: str) -> Doc:
    """A doc in which a model has marked dates."""
    doc = NLP.make_doc(text)
    ents = []
    for words in spans:
        start = text.index(words)
        ents.append(doc.char_span(start, start + len(words), label="DATE"))
    doc.ents = [e for e in ents if isinstance(e, Span)]
    return doc


def test_a_doubtful_rule_stands_alone_and_yields_to_a_model_that_saw_nothing() -> None:
    text = "Ils se relaient toute la nuit. Le 5 mai 2020, il part."
    alone = [c.start for c in find_dates(NLP.make_doc(text))]
    asked = find_dates(with_model(text, "5 mai 2020"))
    assert [text[c.start : c.end] for c in asked] == ["5 mai 2020"]
    assert len(alone) == 2


def test_a_models_date_takes_the_rules_edges_and_its_own_are_dropped() -> None:
    text = "Le lundi 5 octobre, à la 5e journée, il joue."
    doc = with_model(text, "5 octobre", "5e journée")
    assert [text[c.start : c.end] for c in find_dates(doc)] == ["lundi 5 octobre"]
    assert all(0.5 <= c.score <= 1 for c in find_dates(doc))


@pytest.mark.parametrize(
    ("words", "type_", "value"),
    [
        ("des années", "DURATION", "PXY"),
        ("la semaine dernière", "DATE", "2021-W39"),
        ("le mois de mai de grâce", "DATE", "2021-05"),
        ("48 heures", "DURATION", "PT48H"),
        ("quelque temps", "DATE", ""),
        ("trois lustres ans", "DURATION", ""),
    ],
)
def test_a_span_that_no_rule_found_is_read_all_the_same(words: str, type_: str, value: str) -> None:
    doc = with_model(f"Pendant {words} on attend.", words)
    doc._.document = Document("a", doc.text, published="2021-10-06")
    normalize_dates(doc)
    (span,) = mentions(doc, "DATE")
    assert (span._.value.type, span._.value.value) == (type_, value)


# dateparser alone takes «1 sept. 2024» for 1 July, any bare number for a year, «31 février» for
# something: what it is given, and what is believed of its answers, is narrowed.
def test_an_abbreviated_september_is_not_read_as_july() -> None:
    values = values_of("Le 1 sept. 2024.", [(3, 15)])
    assert [v.value for v in values] == ["2024-09-01"]


def test_a_number_of_soldiers_is_not_read_as_a_year() -> None:
    assert found("Plus de 5000 militaires, 2000 soldats et 1960 hommes.") == []


def test_a_day_that_the_calendar_lacks_has_no_value() -> None:
    assert calendar_date(31, 2, 2020) is None
    assert calendar_date(29, 2, 2020) is not None
    assert values_of("Le 31 février 2020.", [(3, 18)])[0].value == ""


def test_day_and_month_are_never_swapped() -> None:
    assert values_of("Le 05/10/2021.", [(3, 13)])[0].value == "2021-10-05"


@pytest.mark.parametrize(
    ("words", "value"),
    [("vingt et un", 21), ("quatre-vingt-dix", 90), ("4 500", 4500), ("une", 1), ("06", 6),
     ("quinzaine", 15), ("mille", 1000), ("plusieurs", None), ("soldats", None)],
)  # fmt: skip
def test_numbers_in_figures_and_words_are_read(words: str, value: int | None) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("words", "value"), [("xxe", 20), ("xix", 19), ("21eme", 21), ("1er", 1), ("huitieme", 8)]
)
def test_ordinals_are_read(words: str, value: int) -> None:
    assert ordinal(words) == value


@pytest.mark.parametrize(
    ("value", "interval"),
    [
        ("2021-10-05", ("2021-10-05", "2021-10-05", "day")),
        ("2021-10", ("2021-10-01", "2021-10-31", "month")),
        ("2020-02", ("2020-02-01", "2020-02-29", "month")),
        ("2021", ("2021-01-01", "2021-12-31", "year")),
        ("199", ("1990-01-01", "1999-12-31", "decade")),
        ("19", ("1900-01-01", "1999-12-31", "century")),
        ("2021-W40", ("2021-10-04", "2021-10-10", "week")),
        ("2022-W26-WE", ("2022-07-02", "2022-07-03", "day")),
        ("2021-WI", ("2021-12-01", "2022-02-28", "season")),
        ("2021-Q1", ("2021-01-01", "2021-03-31", "quarter")),
        ("2021-10-05T09:30", ("2021-10-05T09:30", "2021-10-05T09:30", "hour")),
        ("2021-10-05TNI", ("2021-10-05T20:00", "2021-10-06T06:00", "hour")),
        ("2021-06-11/2021-06-15", ("2021-06-11", "2021-06-15", "day")),
        ("P1M", ("", "", "")),
        ("XXXX-06", ("", "", "")),
        ("2021-13-45", ("", "", "")),
    ],
)
def test_a_value_gives_the_interval_it_covers(value: str, interval: tuple[str, str, str]) -> None:
    assert bounds(value) == interval


HOSTILE = [
    "1 " * 30_000,
    "un " * 30_000,
    "vingt-" * 15_000,
    "il y a environ " * 6_000,
    "lundi " * 15_000,
    "5 juin " * 12_000,
    "2012-" * 20_000,
    "début de la " * 8_000,
    "nuit du 5 au " * 7_000,
    "entre 5 et " * 9_000,
    "a" * 100_000,
    " " * 100_000,
    "l'" * 50_000 + "année",
    "de " * 30_000 + "38 ans",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[t[:12] for t in HOSTILE])
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    places = [(f.start, f.end) for f in grammar().scan(text)]
    assert len(values_of(text, places[:2_000], "2021-10-06")) == min(len(places), 2_000)


WORDS = st.sampled_from(
    "le la de du l' il y a dans depuis entre et au à 5 31 99 2012 2000 1er juin mars février lundi "
    "hier nuit soir semaine mois ans année dernier prochain trois vingt cent mille quelques ce "
    "cette ces fin début mi- années 80 XXe siècle heures h 15 30 , . - / plus tard tôt veille "
    "chaque tous les deux été Noël Ramadan 2021 9999 0 00 12/13/2020 minuit premier".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(WORDS, max_size=25).map(" ".join),
    st.sampled_from(["", "2021-10-06", "2021-10", "2021", "0001-01-01", "9999-12-31", "rien"]),
)
def test_any_words_give_spans_in_order_and_intervals_that_do_not_run_backwards(
    text: str, published: str
) -> None:
    doc = NLP.make_doc(text)
    settle(doc, "DATE", find_dates(doc))
    spans = mentions(doc, "DATE")
    places = [(s.start_char, s.end_char) for s in spans]
    assert places == sorted(places)
    for value in values_of(text, places, published):
        assert value.type in ("DATE", "TIME", "DURATION", "SET")
        assert value.anchor in ("", "absolute", "published", "previous", "open")
        assert bool(value.start) == bool(value.end)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Hommage à Salif Keïta 60 ans de scène.", [("60 ans", "DATE")]),
        ("Salif Keïta a chanté.", [("Salif Keïta a chanté", "PERSON")]),
    ],
)
def test_a_date_is_taken_out_of_the_end_of_a_name_that_a_model_marked(
    text: str, labels: list[tuple[str, str]]
) -> None:
    doc = NLP(text)
    start, end = text.index("Salif"), text.find(" de scène")
    person = doc.char_span(start, end if end > 0 else len(text) - 1, label="PERSON")
    doc.ents = [person]
    settle(doc, "DATE", find_dates(doc))
    assert [(e.text, e.label_) for e in doc.ents] == labels
