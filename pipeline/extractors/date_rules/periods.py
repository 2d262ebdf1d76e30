"""Rules for weeks, months, years told from the document's date or the date last spoken of."""

import re
from datetime import timedelta

from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import AFTER, BEFORE, LAST, NEXT, Reading, relation
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_tense import FUTURE
from pipeline.normalizers.dates_timex import week_value

_PERIODS = {
    "jour": "D", "semaine": "W", "mois": "M", "annee": "Y", "an": "Y", "trimestre": "Q",
    "semestre": "H", "decennie": "E", "siecle": "C", "saison": "Y", "hivernage": "Y",
}  # fmt: skip


def _period(groups: Groups, reading: Reading) -> Meaning:
    """«la semaine dernière», «ce mois-ci», «l'année suivante», «cette année-là»."""
    unit = groups["period"] or ""
    rel = relation(groups.get("rel") or groups.get("ahead"))
    if unit.startswith("week"):
        return _weekend(rel, groups, reading)
    letter = _PERIODS[unit.partition(" ")[0]]
    if letter in ("E", "C") and groups.get("ahead"):  # «la dernière décennie»: ten years
        years = 10 if letter == "E" else 100
        return Meaning("DURATION", f"P{years}Y", "published")
    step = {LAST: -1, NEXT: 1, BEFORE: -1, AFTER: 1}.get(rel, 0)
    if groups.get("there") or groups.get("same") or rel in (BEFORE, AFTER):
        if value := _from_memory(letter, step, reading):
            return Meaning("DATE", value, "previous")
        if groups.get("there") or rel == AFTER or letter == "D":
            return Meaning("DATE", reading.unit_from(None, 0, letter), "open")
    if reading.today is None and letter == "Y" and reading.year:
        return Meaning("DATE", f"{reading.year + step:04d}", "published")
    value = reading.unit_from(reading.today, step, letter)
    return Meaning("DATE", value, "published" if reading.today else "open")


def _from_memory(letter: str, step: int, reading: Reading) -> str:
    memory = reading.memory
    if letter == "Y" and memory.year:
        return f"{int(memory.year) + step:04d}"
    if letter == "M" and memory.month:
        months = int(memory.month[:4]) * 12 + int(memory.month[5:7]) - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if letter == "D" and memory.day:
        return (memory.day + timedelta(days=step)).isoformat()
    if letter == "W" and memory.day:
        return week_value(memory.day + timedelta(weeks=step))
    return ""


def _weekend(rel: str, groups: Groups, reading: Reading) -> Meaning:
    """The Saturday and Sunday just past or coming, `2022-W26-WE`."""
    if reading.today is None:
        return Meaning("DATE", "XXXX-WXX-WE", "open")
    today = reading.today
    if rel in (NEXT, AFTER):
        step = 0 if today.weekday() < 5 else 1
    elif today.weekday() >= 5:
        step = -1 if rel in (LAST, BEFORE) else 0
    else:
        step = 0 if reading.tense == FUTURE and not rel else -1
    return Meaning("DATE", f"{week_value(today + timedelta(weeks=step))}-WE", "published")


def _bare_period(groups: Groups, reading: Reading) -> Meaning:
    """«(début de) semaine», «(fin de l')année»: the current one."""
    return _period({"period": groups["period"]}, reading)


def _inside(groups: Groups, reading: Reading) -> Meaning:
    """«début 2020», «mi-juin»: the guide gives the value of what it is a part of."""
    assert reading.inner is not None, "an edge has something it is the edge of"
    return reading.inner


_ENDS = re.compile(r"\b(?:pris|prend\w*|prit|mets?|mettent|mettant|mettr\w+|mis|mit|tir\w*) $")


def _edge_score(site: Site) -> float:
    """«pris fin cette année» is no end of the year; the season of a sport is mostly no date."""
    if site.plain.startswith("fin", site.start) and _ENDS.search(site.before(12)):
        return 0.0
    return 0.45 if site.groups.get("inner") == "saison" else 0.95


def _which(groups: Groups, reading: Reading) -> Meaning:
    """«le troisième jour», «la première année»: of something the text tells, so open."""
    return Meaning(
        "DATE", reading.unit_from(None, 0, _PERIODS.get(groups["period"] or "", "D")), "open"
    )


def _which_score(site: Site) -> float:
    """«en sixième année» is of a school."""
    before = site.before(12)
    if (site.groups["period"] or "").startswith("an") and before.endswith(("en ", "classe de ")):
        return 0.0
    return 0.6


_PERIOD = (
    r"(?P<period>jour|semaine|mois|annee(?: scolaire| academique| universitaire| budgetaire)?|an"
    r"|trimestre|semestre|decennie|siecle|saison|week-?end|week end|hivernage)"
)


RULES = (
    Rule(
        "period told",
        rf"(?:{{this}} )?{_PERIOD} (?:{{rel}})",
        _period,
        (
            Example("La [semaine dernière], il riait.", "2021-W39"),
            Example("Le [mois dernier], il pleuvait.", "2021-09"),
            Example("L'[année prochaine], on vote.", "2022"),
            Example("Né en 1990, il part l'[année suivante].", "1991"),
            Example("Le [week-end dernier], Gao brûlait.", "2021-W39-WE"),
        ),
        kind="period",
    ),
    Rule(
        "last or next period",
        r"(?:{this} )?(?P<ahead>derniere|dernier|prochaine|prochain) (?P<period>semaine|mois"
        r"|annee|decennie|week-?end|saison|siecle)",
        _period,
        (Example("Le fleuve, lors de la [dernière décennie], a baissé.", "P10Y", "DURATION"),),
        lambda site: 0.0 if site.before(5).endswith((" en ", " sa ", " son ", " ses ")) else 0.6,
        kind="period",
    ),
    Rule(
        "this period",
        rf"(?:{{this}} |(?P<same>meme )){_PERIOD}(?:[- ]ci|(?P<there>-la)| en cours)?"
        rf"(?: de {{monthname}})?",
        _period,
        (
            Example("[Cette année], la pluie manque.", "2021"),
            Example("[Cette semaine], il voyage.", "2021-W40"),
            Example("Il est rentré [ce week-end].", "2021-W39-WE"),
            Example("Né en 1990. [Cette année-là], Mandela sort.", "1990"),
        ),
        0.95,
        kind="period",
    ),
    Rule(
        "edge of a period",
        r"(?:{this} )?{edge}(?:-| (?:(?:de|du|des) (?:la |l'|mois (?:de |d'))?|d'|)){inner}",
        _inside,
        (
            Example("En [début de semaine], un soldat est mort.", "2021-W40"),
            Example("Partie en [fin 2015], elle revient.", "2015"),
            Example("Semé à la [mi-juin], le mil a levé.", "2021-06"),
            Example("Au [début des années 80], il a plu.", "198"),
            Example("Prévue [fin février 2022] au plus tard.", "2022-02"),
            Example("Mariée en [fin d'année dernière], elle vit ici.", "2020"),
            Example("Payé en [fin du mois d'avril], il est parti.", "2021-04"),
            Example("En [milieu d'année], il a plu.", "2021"),
            Example("Le début de la guerre et la fin de règne."),
        ),
        _edge_score,
        kind="period",
        inner=("period", "bare"),
    ),
    Rule(
        "which day or year",
        r"(?:cette |ce )?{ordinal} (?P<period>jour|nuit|semaine|mois|annee|an)(?: "
        r"(?:consecutif|consecutive))?",
        _which,
        (Example("Au [troisième jour] du blocus, il cède.", "XXXX-XX-XX"),),
        _which_score,
        kind="which",
    ),
    Rule(
        "weekend",
        r"(?P<period>week-?end)",
        lambda groups, reading: _weekend("", groups, reading),
        (Example("Capturés durant le [week-end], ils nient.", "2021-W39-WE"),),
        lambda site: 0.75 if site.before(12).endswith((" le ", " du ", " ce ")) else 0.0,
        kind="period",
    ),
    Rule(
        "week of days",
        r"semaine (?:allant )?du {inner}",
        _inside,
        (Example("Bilan de la [semaine du 12 au 18 août 2021].", "2021-08-12/2021-08-18"),),
        0.95,
        kind="period",
        inner=("day",),
    ),
    Rule(
        "bare period",
        r"(?P<period>semaine|mois|annee|trimestre|semestre|decennie|siecle|saison|week-?end)",
        _bare_period,
        (),
        0.9,
        kind="bare",
    ),
)
