"""Rules for days and periods told from the document's date or from the date last spoken of."""

import re
from datetime import timedelta

from pipeline.extractors.date_rules.calendar import day_in_month, day_of, month_of
from pipeline.extractors.date_rules.grammar import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import (
    AFTER,
    BEFORE,
    FUTURE,
    LAST,
    NEXT,
    WEEKDAYS,
    Meaning,
    Reading,
    relation,
)
from pipeline.normalizers.dates_numbers import number, ordinal
from pipeline.normalizers.dates_timex import parse_day, shift, week_value

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


_JUST_DONE = re.compile(
    r"\b(?:a|ont|s'est|se sont|est|sont) (?:été )?[a-zà-ÿ]+(?:é|ée|és|ées|u|us|ue|ues|is|ise|it|i|ert) $"
)


def _today(groups: Groups, reading: Reading) -> Meaning:
    after = reading.lowered[reading.end : reading.end + 22]
    told = groups.get("exact") or groups.get("weekday") or after.startswith(_OF_TODAY)
    told = told or (_JUST_DONE.search(reading.before(40)) and "deven" not in reading.before(12))
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


_PERIODS = {
    "jour": "D", "semaine": "W", "mois": "M", "annee": "Y", "an": "Y", "trimestre": "Q", "semestre": "H",
    "decennie": "E", "siecle": "C", "saison": "Y", "hivernage": "Y",
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


def _now(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", "PRESENT_REF", "published")


def _these_days(groups: Groups, reading: Reading) -> Meaning:
    past = reading.lowered.startswith("ces derniers", reading.start)
    return Meaning("DATE", "PAST_REF" if past else "PRESENT_REF", "published")


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
    return Meaning("DATE", reading.unit_from(None, 0, _PERIODS.get(groups["period"] or "", "D")), "open")


def _next_day_score(site: Site) -> float:
    before = site.before(10)
    if site.groups["word"] == "lendemain":
        return 0.0 if before.endswith("jour au ") else 0.97
    if site.groups["word"] != "veille":
        return 0.97
    if not site.text[: site.end].endswith(("veille", "Veille", "VEILLE")):  # «veillé»
        return 0.0
    if before.endswith(("de ", "une ", "en ", "'en ", "\u00aben ")) or _WATCH.match(site.after(12)):
        return 0.0
    return 0.95


_WATCH = re.compile(r" (?:citoy|sanit|strat|techn|nocturne|informat)")


def _which_score(site: Site) -> float:
    """«en sixième année» is of a school."""
    before = site.before(12)
    if (site.groups["period"] or "").startswith("an") and before.endswith(("en ", "classe de ")):
        return 0.0
    return 0.6


def _day_alone(groups: Groups, reading: Reading) -> Meaning:
    """«le 25»: of the month last spoken of, else the nearest past one, or to come."""
    day = ordinal(groups["day"] or "") or number(groups["day"] or "") or 1
    if reading.today is None:
        month = reading.memory.month
        return Meaning("DATE", f"{month or 'XXXX-XX'}-{day:02d}", "previous" if month else "open")
    base = reading.today.replace(day=1)
    if reading.lowered.startswith(" courant", reading.end - 8):
        pass
    elif reading.tense == FUTURE and day < reading.today.day:
        base = shift(base, 1, "M")
    elif reading.tense != FUTURE and day > reading.today.day:
        base = shift(base, -1, "M")
    return Meaning("DATE", base.replace(day=day).isoformat(), "published")


_CLOSED = re.compile(r"(?:[.;:)!?](?!\d)|,(?! ?\d)|$|\n| ?»| ?-(?!\d))")


def _day_alone_score(site: Site) -> float:
    if not (site.groups["day"] or "").isdigit():
        return 0.0
    if "courant" in site.plain[site.start : site.end] or " du mois" in site.plain[site.start : site.end]:
        return 0.9
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
    if raw[:1].isupper() and after[:1] == " " and after[1:2].isupper() and after[2:3].islower() and site.before(2)[-1:] not in "\n":
        return 0.7
    return 0.96


_PERIOD = r"(?P<period>jour|semaine|mois|annee(?: scolaire| academique| universitaire| budgetaire)?|an|trimestre|semestre|decennie|siecle|saison|week-?end|week end|hivernage)"
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
        (Example("Au cours de la [dernière décennie], tout change.", "P10Y", "DURATION"),),
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
        _edge_score,
        kind="period",
        inner=("period", "bare"),
    ),
    Rule(
        "which day or year",
        r"(?:cette |ce )?{ordinal} (?P<period>jour|nuit|semaine|mois|annee|an)(?: (?:consecutif|consecutive))?",
        _which,
        (Example("Au [troisième jour] du blocus, il cède.", "XXXX-XX-XX"),),
        _which_score,
        kind="which",
    ),
    Rule(
        "first hours",
        r"(?:premieres|dernieres) heures (?:de la (?:journee|matinee|nuit)|du (?:jour|matin))",
        lambda groups, reading: Meaning("TIME", f"{reading.from_previous(0)[0]}TMO", "previous"),
        (
            Example(
                "Le 5 mai 2020, aux [premières heures de la journée].", "2020-05-05TMO", "TIME"
            ),
        ),
        0.8,
        kind="time",
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
        "day of the month alone",
        r"{day}(?: courant| du mois(?: courant| en cours)?)?",
        _day_alone,
        (
            Example("Le procès s'ouvrira le [25].", "2021-10-25"),
            Example("Disparu le [15 courant] avec sa moto.", "2021-10-15"),
        ),
        _day_alone_score,
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
