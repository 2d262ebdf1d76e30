"""Rules for days and periods told from the document's date or from the date last spoken of."""

from datetime import timedelta

from pipeline.extractors.date_rules.grammar import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import (
    AFTER,
    BEFORE,
    FUTURE,
    LAST,
    NEXT,
    Meaning,
    Reading,
    relation,
)
from pipeline.normalizers.dates_timex import parse_day, week_value

_DAYS = {
    "avant-hier": -2, "hier": -1, "aujourd'hui": 0, "demain": 1, "apres-demain": 2,
}  # fmt: skip
# Words with which «aujourd'hui» tells a day's news, not these times.
_OF_TODAY = (
    " ce", " meme", " matin", " a ete ", " ont ete ", " s'est ", " se sont ", ", je suis ",
    ", nous sommes reunis", " lundi", " mardi", " mercredi", " jeudi", " vendredi", " samedi",
    " dimanche",
)  # fmt: skip


def _day_word(groups: Groups, reading: Reading) -> Meaning:
    word = (groups["word"] or "").replace(" ", "-")
    value, anchor = reading.from_today(_DAYS[word])
    return Meaning("DATE", value, anchor)


def _today(groups: Groups, reading: Reading) -> Meaning:
    after = reading.lowered[reading.end : reading.end + 22]
    told = groups.get("exact") or groups.get("weekday") or after.startswith(_OF_TODAY)
    if told:
        value, anchor = reading.from_today(0)
        return Meaning("DATE", value, anchor)
    return Meaning("DATE", "PRESENT_REF", "published")


def _next_day(groups: Groups, reading: Reading) -> Meaning:
    word = groups["word"] or ""
    days = 2 if word.startswith("sur") else 1
    if "veille" in word:
        days = -2 if word.startswith("avant") else -1
    value, anchor = reading.from_previous(days)
    return Meaning("DATE", value, anchor)


def _this_day(groups: Groups, reading: Reading) -> Meaning:
    if groups.get("there"):
        value, anchor = reading.from_previous(0)
    else:
        value, anchor = reading.from_today(0)
    return Meaning("DATE", value, anchor)


def _same_day(groups: Groups, reading: Reading) -> Meaning:
    value, anchor = reading.from_previous(0)
    if anchor == "open":
        value, anchor = reading.from_today(0)
    return Meaning("DATE", value, anchor)


def _weekday(groups: Groups, reading: Reading) -> Meaning:
    rel = relation(groups.get("rel"))
    if groups.get("there") and reading.memory.day:
        day = reading.memory.day
        wanted, _ = reading.weekday(groups["weekday"] or "", "")
        found = parse_day(wanted)
        if found is None or day.weekday() == found.weekday():
            return Meaning("DATE", day.isoformat(), "previous")
    value, anchor = reading.weekday(groups["weekday"] or "", rel)
    return Meaning("DATE", value, anchor)


_PERIODS = {
    "semaine": "W", "mois": "M", "annee": "Y", "an": "Y", "trimestre": "Q", "semestre": "H",
    "decennie": "E", "siecle": "C", "saison": "Y", "hivernage": "Y",
}  # fmt: skip


def _period(groups: Groups, reading: Reading) -> Meaning:
    """«la semaine dernière», «ce mois-ci», «l'année suivante», «cette année-là»."""
    unit = groups["period"] or ""
    rel = relation(groups.get("rel") or groups.get("ahead"))
    if unit.startswith("week"):
        return _weekend(rel, groups, reading)
    letter = _PERIODS[unit]
    step = {LAST: -1, NEXT: 1, BEFORE: -1, AFTER: 1}.get(rel, 0)
    if groups.get("there") or groups.get("same") or rel in (BEFORE, AFTER):
        if value := _from_memory(letter, step, reading):
            return Meaning("DATE", value, "previous")
        if groups.get("there"):
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


def _now(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", "PRESENT_REF", "published")


def _these_days(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", "PRESENT_REF", "published")


def _bare_period(groups: Groups, reading: Reading) -> Meaning:
    """«(début de) semaine», «(fin de l')année»: the current one."""
    return _period({"period": groups["period"]}, reading)


def _inside(groups: Groups, reading: Reading) -> Meaning:
    """«début 2020», «mi-juin»: the guide gives the value of what it is a part of."""
    assert reading.inner is not None, "an edge has something it is the edge of"
    return reading.inner


def _single_unit(site: Site) -> float:
    """«dernière semaine»: only with what follows closing it, since «dernière journée» is sport."""
    return 0.85


def _weekday_score(site: Site) -> float:
    after = site.text[site.end : site.end + 10]
    raw = site.text[site.start : site.end]
    if site.groups.get("rel") or site.groups.get("there"):
        return 0.97
    # «Jeudi noir»: a name.
    if raw[:1].isupper() and after[:1] == " " and after[1:2].isupper() and after[2:3].islower() and site.before(2)[-1:] not in "\n":
        return 0.7
    return 0.96


_PERIOD = r"(?P<period>semaine|mois|annee|an|trimestre|semestre|decennie|siecle|saison|week-?end|week end|hivernage)"
_TODAY = r"(?:aujourd'? ?hui|aujourf'hui|ajourd'hui|aujourdhui)"

RULES = (
    Rule(
        "today",
        rf"{_TODAY}(?P<exact> meme)?(?:,? {{weekday}}(?: {{day}} ?{{month}}(?: {{year}})?)?)?",
        _today,
        (
            Example("[Aujourd'hui], tout a changé.", "PRESENT_REF"),
            Example("L'AMO compte [aujourd\u2019hui] des milliers d'inscrits.", "PRESENT_REF"),
            Example("Il arrive [aujourd'hui même].", "2021-10-06"),
            Example("Il est venu [aujourd'hui mercredi].", "2021-10-06"),
        ),
        0.99,
    ),
    Rule(
        "day word",
        r"(?P<word>avant[- ]hier|hier|apres[- ]demain|demain)(?:,? {weekday}(?:,? {day} {month}(?: {year})?)?)?",
        _day_word,
        (
            Example("Il est mort [hier].", "2021-10-05"),
            Example("Il a reçu, [hier mercredi], son hôte.", "2021-10-06", published="2021-10-07"),
            Example("Il partira [après-demain].", "2021-10-08"),
            Example("Arrivé [avant-hier], il repart.", "2021-10-04"),
            Example("Il est mort [hier].", "XXXX-XX-XX", published=""),
        ),
        0.98,
    ),
    Rule(
        "next day",
        r"(?P<word>surlendemain|lendemain|avant-veille|veille)(?:,? {weekday})?",
        _next_day,
        (
            Example("Le 5 mai 2020, il fuit. Le [lendemain], il revient.", "2020-05-06"),
            Example("Le [lendemain], la mission reprit.", "XXXX-XX-XX"),
            Example("Il part le 8 juin 2020. La [veille], il dînait.", "2020-06-07"),
            Example("Elle assure une veille citoyenne."),
        ),
        lambda site: 0.0
        if "veille" in (site.groups["word"] or "")
        and (site.before(8).endswith(("de ", "une ")) or site.after(12).lstrip().startswith(("citoy", "sanit", "strat", "techn")))
        and not site.before(8).endswith(("a la ",))
        else 0.93,
    ),
    Rule(
        "this day",
        r"ce jour(?P<there>[- ]la)?(?:[- ]ci)?",
        _this_day,
        (
            Example("À [ce jour], rien n'est réglé.", "2021-10-06"),
            Example("Le 14 juin 2020, il pleut. [Ce jour-là], Gao tombe.", "2020-06-14"),
        ),
    ),
    Rule(
        "same day",
        r"meme (?:jour|journee)|jour meme",
        _same_day,
        (
            Example("Le 2 juin 2021, il plaide. Le [même jour], il part.", "2021-06-02"),
        ),
        0.9,
    ),
    Rule(
        "weekday",
        r"(?:{this} (?:meme )?)?{weekday}(?P<there>-la)?(?: {rel})?",
        _weekday,
        (
            Example("Une rencontre [ce mardi] à Bamako.", "2021-10-05"),
            Example("Il a annoncé [mardi] sa venue.", "2021-10-05"),
            Example("Il devrait arriver [mardi] à Gao.", "2021-10-12"),
            Example("L'armée a frappé [vendredi dernier].", "2021-10-01"),
            Example("Le procès s'ouvrira [lundi prochain].", "2021-10-11"),
            Example("Il est mort [mardi].", "XXXX-WXX-2", published=""),
        ),
        _weekday_score,
    ),
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
        r"(?:{this} )?(?P<ahead>derniere|dernier|prochaine|prochain) (?P<period>semaine|mois|annee|decennie|week-?end|saison|siecle)",
        _period,
        (Example("Au cours de la [dernière décennie], tout change.", "201"),),
        0.6,
        kind="period",
    ),
    Rule(
        "this period",
        rf"(?:{{this}} |(?P<same>meme )){_PERIOD}(?:[- ]ci|(?P<there>-la)| en cours)?(?: de {{monthname}})?",
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
        "these days",
        r"ces jours(?:[- ]ci)|nos jours|ces derniers temps|ces temps[- ]ci",
        _these_days,
        (Example("De [nos jours], tout va vite.", "PRESENT_REF"),),
        0.9,
    ),
    Rule(
        "edge of a period",
        r"{edge}(?:-| (?:(?:de|du|des) (?:la |l'|mois (?:de |d'))?|d'|)){inner}",
        _inside,
        (
            Example("En [début de semaine], un soldat est mort.", "2021-W40"),
            Example("Partie en [fin 2015], elle revient.", "2015"),
            Example("À la [mi-mai], le régime a rompu.", "2021-05"),
            Example("Au [début des années 80], il a plu.", "198"),
            Example("Prévue [fin février 2022] au plus tard.", "2022-02"),
            Example("À la [fin de l'année dernière], il votait.", "2020"),
            Example("À la [fin du mois d'août], il pleut.", "2021-08"),
            Example("En [milieu d'année], il a plu.", "2021"),
            Example("Le début de la guerre et la fin de règne."),
        ),
        0.95,
        kind="period",
        inner=("period", "bare"),
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
