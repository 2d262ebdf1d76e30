"""Rules for quarters, half-years, seasons, fortnights and numbered weeks."""

import re

from pipeline.extractors.date_rules.calendar import counts_something, month_of
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import LAST, NEXT, Reading, relation
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import number, ordinal


def _part_of_year(groups: Groups, reading: Reading) -> Meaning:
    letter, count = ("Q", 4) if (groups["span"] or "").startswith("trim") else ("H", 2)
    word = groups.get("rank") or ""
    year = groups.get("year")
    told = int(year) if year else reading.year
    if groups.get("rel") or (word.startswith(("dernier", "prochain")) and not year):
        rel = relation(groups.get("rel") or word)
        step = {LAST: -1, NEXT: 1}.get(rel, -1 if rel == "before" else 1 if rel == "after" else 0)
        return Meaning("DATE", reading.unit_from(reading.today, step, letter), "published")
    rank = count if word.startswith("dernier") else ordinal(word) or 0
    anchor = "absolute" if year else "published" if told else "open"
    return Meaning("DATE", f"{told or 'XXXX'}-{letter}{rank}", anchor)


_SEASONS = {"printemps": "SP", "ete": "SU", "automne": "FA", "hiver": "WI", "hivernage": "SU"}


def _season(groups: Groups, reading: Reading) -> Meaning:
    code = _SEASONS.get(groups.get("season") or "", "SU")
    if year := groups.get("year"):
        return Meaning("DATE", f"{int(year):04d}-{code}")
    if reading.year is None:
        return Meaning("DATE", f"XXXX-{code}", "open")
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[code]
    now = reading.today.month if reading.today else middle
    rel = relation(groups.get("rel"))
    year_of = reading.year
    if rel == LAST or (
        not rel and not groups.get("this") and middle > now + 1 and reading.tense != "future"
    ):
        year_of -= middle >= now - 1
    elif rel == NEXT or (not rel and reading.tense == "future"):
        year_of += middle < now - 1
    return Meaning("DATE", f"{year_of:04d}-{code}", "published")


_THE_SUMMER = re.compile(r"(?:^|\n|[.:(«]\s?|\b(?:[ld]'|en |cet |debut |fin |mi-))$")


def _season_score(site: Site) -> float:
    groups = site.groups
    if groups.get("season") == "ete" and not _THE_SUMMER.search(site.before(12)):
        return 0.0 if not groups.get("this") else 0.95
    if groups.get("year") or groups.get("this"):
        return 0.95
    if groups.get("rel"):
        return 0.9
    raw = site.text[site.start : site.start + 2]
    if groups.get("season") == "ete" and raw[:1] in "eE":
        return 0.0
    before = site.before(8)
    if groups.get("season") == "ete":
        ok = before.endswith((" l'", " en ", " cet ", "\nen ", "des l'"))
    else:
        ok = before.endswith((" l'", " en ", " le ", " au ", " cet "))
    return 0.75 if ok else 0.0


def _rainy(groups: Groups, reading: Reading) -> Meaning:
    if year := groups.get("year"):
        return Meaning("DATE", f"{int(year):04d}-SU")
    code = "SU" if "plu" in (groups["kind"] or "") or "hautes" in (groups["kind"] or "") else "WI"
    return Meaning(
        "DATE", f"{reading.year or 'XXXX'}-{code}", "published" if reading.year else "open"
    )


def _week(groups: Groups, reading: Reading) -> Meaning:
    week = number(groups["week"] or "") or 0
    year = groups.get("year") or reading.year or "XXXX"
    return Meaning("DATE", f"{year}-W{week:02d}", "published")


def _fortnight(groups: Groups, reading: Reading) -> Meaning:
    year = (
        int(groups["year"] or 0) if groups.get("year") else reading.month_year(month_of(groups), "")
    )
    return Meaning("DATE", f"{year or 'XXXX'}-{month_of(groups):02d}", "published")


RULES = (
    Rule(
        "quarter or half-year",
        r"(?P<rank>{ordinal}|dernier|prochain) (?P<span>trimestre|semestre)"
        r"(?: (?:de l'annee |de l'an |de |d')?{year}| {rel}| de l'annee(?: en cours)?"
        r"| de cette annee)?",
        _part_of_year,
        (
            Example("Au [premier trimestre 2021], il a plu.", "2021-Q1"),
            Example("Le [second semestre] fut calme.", "2021-H2"),
            Example("Au [dernier trimestre 2019], rien.", "2019-Q4"),
        ),
        0.93,
        kind="period",
    ),
    Rule(
        "quarter or half-year told",
        r"(?P<span>trimestre|semestre) {rel}",
        _part_of_year,
        (
            Example("Le [trimestre prochain], ils partent.", "2022-Q1"),
            Example("Le [semestre dernier], ils partirent.", "2021-H1"),
        ),
        0.95,
        kind="period",
    ),
    Rule(
        "season",
        r"(?P<this>cet |ce )?{season}(?: (?:de )?{year}| {rel})?",
        _season,
        (
            Example("Durant l'[été 2019], ils ont manifesté.", "2019-SU"),
            Example("L'UEFA l'a supprimé [cet été].", "2021-SU"),
            Example("Le projet a été lancé par l'État."),
        ),
        _season_score,
        kind="period",
    ),
    Rule(
        "rains",
        r"(?:{this} (?:nouvelle )?)?(?:saison (?P<kind>des pluies|pluvieuse|seche"
        r"|de fortes pluies|des hautes eaux))(?: {year})?",
        _rainy,
        (Example("Depuis la [saison pluvieuse 2021], tout est inondé.", "2021-SU"),),
        lambda site: (
            0.85
            if site.groups.get("year")
            or site.groups.get("this")
            or site.before(9).endswith(("depuis la ", "durant la ", "endant la "))
            else 0.45
        ),
        kind="period",
    ),
    Rule(
        "week by number",
        r"semaine (?:n ?° ?)?(?P<week>[0-5]?\d)(?: (?:de )?{year})?",
        _week,
        (Example("La [semaine 23] fut calme.", "2021-W23"),),
        lambda site: 0.0 if counts_something(site.after(20)) else 0.8,
        kind="period",
    ),
    Rule(
        "fortnight of a month",
        r"(?:premiere|seconde|deuxieme|troisieme|derniere) (?:quinzaine|moitie|semaine|decade)"
        r" (?:du mois )?(?:de |d'){monthname}(?: {year})?",
        _fortnight,
        (Example("Dans la [première quinzaine d'août], il pleut.", "2021-08"),),
        0.9,
        kind="period",
    ),
)
