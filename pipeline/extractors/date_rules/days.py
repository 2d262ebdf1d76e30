"""Rules for days told from the document's date or from the date last spoken of."""

import re

from pipeline.extractors.date_rules.calendar import day_in_month, day_of, month_of
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import (
    AFTER,
    BEFORE,
    LAST,
    NEXT,
    WEEKDAYS,
    Reading,
    relation,
)
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import number, ordinal
from pipeline.normalizers.dates_tense import FUTURE
from pipeline.normalizers.dates_timex import parse_day, shift

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
    if groups.get("month"):
        return day_in_month(day_of(groups), month_of(groups), groups, reading, groups["weekday"])
    value, anchor = reading.from_today(_DAYS[word])
    name = groups.get("weekday")
    if name and reading.today and not value.startswith("X"):
        # The weekday is surer than the document's date: «hier mercredi» in a text put on line late.
        wrong = WEEKDAYS.index(name) - (parse_day(value) or reading.today).weekday()
        if wrong:
            rel = LAST if _DAYS[word] < 0 else NEXT if _DAYS[word] > 0 else ""
            value, anchor = reading.weekday(name, rel)
    return Meaning("DATE", value, anchor)


# «a annoncé aujourd'hui», «se réunira aujourd'hui»: the day itself; «est aujourd'hui divisé»: not.
_PART = r"[a-zà-ÿ]+(?:ée?s?|ue?s?|ise?|it|i|ert)"
_DATED = re.compile(
    rf"(?:\b(?:(?:a|ont) (?:été )?|s'est |se sont |(?:est|sont) (?=mort|part|arriv|décéd|venu))"
    rf"{_PART}|\bprévue?s?|\b[a-zà-ÿ]+[aeiïdtv]r(?:a|ont)(?: {_PART})?) $"
)


def _today(groups: Groups, reading: Reading) -> Meaning:
    after = reading.lowered[reading.end : reading.end + 22]
    if (
        groups.get("exact")
        or groups.get("weekday")
        or after.startswith(_OF_TODAY)
        or (_DATED.search(reading.before(40)) and "deven" not in reading.before(12))
    ):
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
    if groups.get("there") or groups.get("journee"):
        value, anchor = reading.from_previous(0)
    elif _TO_DATE.search(reading.before(12)):
        return Meaning("DATE", "PRESENT_REF", "published")
    else:
        value, anchor = reading.from_today(0)
    return Meaning("DATE", value, anchor)


_TO_DATE = re.compile(r"(?:\bà|jusqu'à|qu'à) $")


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


def _these_days(groups: Groups, reading: Reading) -> Meaning:
    past = reading.lowered.startswith("ces derniers", reading.start)
    return Meaning("DATE", "PAST_REF" if past else "PRESENT_REF", "published")


def _next_day_score(site: Site) -> float:
    before = site.before(10)
    if site.groups["word"] == "lendemain":
        return 0.0 if before.endswith("jour au ") else 0.97
    if site.groups["word"] != "veille":
        return 0.97
    if not site.text[: site.end].endswith(("veille", "Veille", "VEILLE")):  # «veillé»
        return 0.0
    if (
        not site.plain.startswith("cette", site.start)
        and before.endswith(("de ", "une ", "en ", "'en ", "\u00aben "))
    ) or _WATCH.match(site.after(12)):
        return 0.0
    return 0.95


_WATCH = re.compile(r" (?:citoy|sanit|strat|techn|nocturne|informat)")


def _day_alone(groups: Groups, reading: Reading) -> Meaning:
    """«le 25»: of the month last spoken of, else the nearest past one, or to come."""
    day = ordinal(groups["day"] or "") or number(groups["day"] or "") or 1
    if reading.today is None:
        month = reading.memory.month
        return Meaning("DATE", f"{month or 'XXXX-XX'}-{day:02d}", "previous" if month else "open")
    base = reading.today.replace(day=1)
    if groups.get("here"):
        pass
    elif rel := relation(groups.get("rel")):
        base = shift(base, {LAST: -1, BEFORE: -1, NEXT: 1, AFTER: 1}.get(rel, 0), "M")
    elif reading.tense == FUTURE and day < reading.today.day:
        base = shift(base, 1, "M")
    elif reading.tense != FUTURE and day > reading.today.day:
        base = shift(base, -1, "M")
    return Meaning("DATE", base.replace(day=day).isoformat(), "published")


_CLOSED = re.compile(r"(?:[.;:)!?](?!\d)|,(?! ?\d)|$|\n| ?»| - )")


def _day_alone_score(site: Site) -> float:
    if site.groups["here"] or site.groups["month"]:
        return 0.9
    if not (site.groups["day"] or "").isdigit():
        return 0.0
    if site.before(4).endswith((" le ", "\nle ")) and _CLOSED.match(site.after(4)):
        return 0.75
    if site.before(7).endswith((" au ", " du ", " avant le ")) and _CLOSED.match(site.after(4)):
        return 0.55
    return 0.0


def _weekday_score(site: Site) -> float:
    after = site.text[site.end : site.end + 10]
    raw = site.text[site.start : site.end]
    if site.groups.get("rel") or site.groups.get("there"):
        return 0.97
    # «Jeudi noir»: a name.
    if (
        raw[:1].isupper()
        and after[:1] == " "
        and after[1:2].isupper()
        and after[2:3].islower()
        and site.before(2)[-1:] not in "\n"
    ):
        return 0.7
    return 0.96


_TODAY = r"(?:aujourd'? ?hui|aujourf'hui|ajourd'hui|aujourdhui)"


RULES = (
    Rule(
        "today",
        rf"{_TODAY}(?P<exact> meme)?(?:,? {{weekday}}(?:,? {{day}} ?{{month}}(?: {{year}})?)?)?",
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
        r"(?P<word>avant[- ]hier|hier|apres[- ]demain|demain)(?:,? {weekday}"
        r"(?:,? {day} {month}(?: {year})?)?)?",
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
        r"(?:cette )?(?P<word>surlendemain|lendemain|avant-veille|veille)(?:,? {weekday})?",
        _next_day,
        (
            Example("Le 5 mai 2020, il fuit. Le [lendemain], il revient.", "2020-05-06"),
            Example("Le [lendemain], la mission reprit.", "XXXX-XX-XX"),
            Example("Il part le 8 juin 2020. La [veille], il dînait.", "2020-06-07"),
            Example("Elle assure une veille citoyenne."),
        ),
        _next_day_score,
    ),
    Rule(
        "this day",
        r"ce jour(?P<there>[- ]la)?(?:[- ]ci)?|(?P<journee>cette (?:premiere )?journee)",
        _this_day,
        (
            Example("À [ce jour], rien n'est réglé.", "PRESENT_REF"),
            Example("Le projet a été lancé, [ce jour], à Gao.", "2021-10-06"),
            Example("Le 14 juin 2020, il pleut. [Ce jour-là], Gao tombe.", "2020-06-14"),
        ),
        lambda site: 0.45 if site.groups["journee"] else 0.97,
    ),
    Rule(
        "same day",
        r"meme (?:jour|journee)|jour meme",
        _same_day,
        (Example("Le 2 juin 2021, il plaide. Le [même jour], il part.", "2021-06-02"),),
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
        "these days",
        r"ces jours(?:[- ]ci)|nos jours|ces derniers temps|ces temps[- ]ci",
        _these_days,
        (Example("De [nos jours], tout va vite.", "PRESENT_REF"),),
        0.75,
    ),
    Rule(
        "first hours",
        r"(?:premieres|dernieres) heures (?:de la (?:journee|matinee|nuit)|du (?:jour|matin))",
        lambda groups, reading: Meaning("TIME", f"{reading.from_previous(0)[0]}TMO", "previous"),
        (Example("Le 5 mai 2020, aux [premières heures de la journée].", "2020-05-05TMO", "TIME"),),
        0.8,
        kind="time",
    ),
    Rule(
        "day of the month alone",
        r"{day}(?: (?P<here>courant|de ce (?:meme )?mois(?:-ci)?|du mois (?:courant|en cours))"
        r"|(?P<month> du mois(?: {rel})?))?",
        _day_alone,
        (
            Example("Le procès s'ouvrira le [25].", "2021-10-25"),
            Example("Disparu le [15 courant] avec sa moto.", "2021-10-15"),
            Example("Le [3 de ce mois], la pompe est tombée en panne.", "2021-10-03"),
            Example("Elle a écrit le [9 du mois courant].", "2021-10-09"),
            Example("Elle a écrit le [1er du mois dernier].", "2021-09-01"),
        ),
        _day_alone_score,
    ),
)
