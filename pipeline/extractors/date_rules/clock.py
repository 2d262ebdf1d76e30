"""Rules for clock times."""

import re
from datetime import timedelta

from pipeline.extractors.date_rules.calendar import day_in_month, day_of, full_day, month_of
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import number
from pipeline.normalizers.dates_timex import UNKNOWN_DAY, day_value, parse_day

_TIME = re.compile(r"(\d{1,2}) ?(?:heures?|h)(?: ?(\d\d))?")


# Characters after which a time is no longer of the day last spoken of, but of the document's.
_SAME_DAY_REACH = 600
_SMALL_HOURS = "08:00"


def day_of_time(reading: Reading, time: str = "") -> tuple[str, str]:
    """The day that a time without one belongs to: the last day spoken of, else the document's.

    Args:
        reading: the time's surroundings.
        time: `02:00`, "" for a part of the day. Small hours told after a night are the next day's.
    """
    memory = reading.memory
    near = reading.start - memory.day_end < _SAME_DAY_REACH or not reading.today
    if memory.day and near:
        late = memory.night and time and time < _SMALL_HOURS
        return day_value(memory.day + timedelta(days=1 if late else 0)), "previous"
    if reading.today and not memory.lost:
        return day_value(reading.today), "published"
    return UNKNOWN_DAY, "open"


def time_of(text: str, half: str | None = None) -> str:
    """`09:30` for «9 h 30», «9h30», «neuf heures» with «du soir» in `half`."""
    if text.startswith("midi"):
        return "12:00"
    if text.startswith("minuit"):
        return "00:00"
    found = _TIME.match(text)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
    else:
        hour, minute = number(text.partition(" heure")[0]) or 0, 0
    if half and ("soir" in half or "apres" in half) and hour < 12:
        hour += 12
    return f"{hour % 24:02d}:{minute:02d}"


def _clock(groups: Groups, reading: Reading) -> Meaning:
    time = time_of(groups["clock"] or "", groups.get("half"))
    if reading.inner is not None and (day := parse_day(reading.inner.value)):
        return Meaning("TIME", f"{day_value(day)}T{time}", reading.inner.anchor)
    value, anchor = day_of_time(reading, time)
    return Meaning("TIME", f"{value}T{time}", anchor)


def _clock_after_day(groups: Groups, reading: Reading) -> Meaning:
    if groups.get("year"):
        day = full_day(day_of(groups), month_of(groups), int(groups["year"] or 0))
        reading.inner = Meaning("DATE", day)
    else:
        weekday = groups.get("weekday")
        reading.inner = day_in_month(day_of(groups), month_of(groups), groups, reading, weekday)
    return _clock({"clock": groups["clock"], "half": None}, reading)


def _clocks(groups: Groups, reading: Reading) -> Meaning:
    first = time_of(groups["first"] or "", groups.get("half1"))
    last = time_of(groups["last"] or "", groups.get("half"))
    if reading.inner is not None and (day := parse_day(reading.inner.value)):
        value, anchor = day_value(day), reading.inner.anchor
    else:
        value, anchor = day_of_time(reading, first)
    return Meaning("DATE", f"{value}T{first}/{value}T{last}", anchor)


_LEADS_TO_CLOCK = re.compile(
    r"(?:\b(?:a|vers|des|avant|jusqu'a|environs? de|coups? de|sur les|partir de|entre"
    r"|aux alentours de"
    r"|il est|il etait|pour|apres|depuis|et|de)|[(,;:/-]|^|\n) ?$"
)


_LEADS_TO_DURATION = re.compile(
    r"\b(?:pendant|durant|en|les|des|ces|dernieres|prochaines|plus d[e']|moins d[e']"
    r"|pres d[e']|duree d[e']"
    r"|quelques|garde a vue de|ultimatum de|delai de|apres|visite de|environ|toutes les"
    r"|premieres) ?$"
)


_GOES_ON = re.compile(
    r" (?:de (?:route|vol|marche|temps|travail|combats?|cours|debats?|discussions?|train"
    r"|voiture|garde"
    r"|negociations?|retard|service|fouille|recherches?|mer|bus|voyage|grace|sommeil"
    r"|presence|detention"
    r"|reunion|mer|tractations|suspension|musique|formation)|d'affilee|durant|plus t"
    r"|auparavant|apres|avant|sur 24|par (?:jour|semaine)|d')"
)


def _clock_score(site: Site) -> float:
    """How surely «15 heures» is a time of the day, and not how long something lasted."""
    text = site.groups["clock"] or ""
    figures = _TIME.match(text)
    if site.groups.get("half") or site.groups.get("zone") or (figures and figures[2]):
        return 0.97
    before = site.before(30)
    if _GOES_ON.match(site.after(24)):
        return 0.0
    if _LEADS_TO_DURATION.search(before):
        return 0.0
    if text.startswith("24"):
        return 0.0
    return 0.93 if _LEADS_TO_CLOCK.search(before) else 0.0


def _clocks_score(site: Site) -> float:
    if site.groups["link"] == " et " and "entre" not in site.before(12):
        return 0.0
    if (site.groups["first"] or "").isdigit() and _LEADS_TO_DURATION.search(site.before(30)):
        return 0.0
    return 0.93


def _noon_score(site: Site) -> float:
    """«Midi» with a capital is a region or a paper; «le démon de midi» no time."""
    if site.text[site.start].isupper():
        return 0.0
    if site.groups["clock"] == "minuit":
        return 0.85
    leads = (" a ", "vers ", "avant ", "apres ", "des ", " et ", "jusqu'a ")
    return 0.9 if site.before(9).endswith(leads) else 0.0


def _spelled_score(site: Site) -> float:
    if site.groups.get("half"):
        return 0.95
    before = site.before(24)
    if _GOES_ON.match(site.after(24)) or _LEADS_TO_DURATION.search(before):
        return 0.0
    return (
        0.9
        if before.endswith(("vers ", " a ", "environs de ", "coups de ", "des ", "\na "))
        and not before.endswith((" des ",))
        else 0.0
    )


_HALF = r"(?P<half> ?(?:du|de l') ?(?:matin|soir|apres-midi)| matin)?"


RULES = (
    Rule(
        "clock time",
        rf"{{clock}}{_HALF}(?: {{zone}})?",
        _clock,
        (
            Example("Le 3 juin 2021, vers [16 heures], ils tirent.", "2021-06-03T16:00", "TIME"),
            Example(
                "Dans la nuit du 5 au 6 juin 2021, vers [2h du matin].", "2021-06-06T02:00", "TIME"
            ),
            Example("Il est arrivé à [9 h 30].", "2021-10-06T09:30", "TIME"),
            Example("Capturé vers [5h du matin] au camp.", "2021-10-06T05:00", "TIME"),
            Example("Le match débute à [20h GMT].", "2021-10-06T20:00", "TIME"),
            Example("À [23h30], le calme revint.", "2021-10-06T23:30", "TIME"),
        ),
        _clock_score,
        kind="clock",
    ),
    Rule(
        "clock time and day",
        rf"{{clock}}{_HALF}(?: {{zone}})? {{inner}}",
        _clock,
        (Example("Coupure de courant à [7h ce lundi 8 mars 2021].", "2021-03-08T07:00", "TIME"),),
        0.95,
        kind="clock",
        inner=("day",),
    ),
    Rule(
        "day and clock time",
        r"(?:{this} )?(?:{weekday} )?{day} {month}(?: {year})? {clock}",
        _clock_after_day,
        (Example("Gao, [18 août 2020 16 h 30]. Un convoi part.", "2020-08-18T16:30", "TIME"),),
        0.9,
    ),
    Rule(
        "spelled clock time",
        r"(?P<clock>{n}(?: ?\(\d\d?\))? heures?(?: (?:cinq|dix|quinze|vingt-cinq|vingt"
        r"|trente-cinq|trente|quarante-cinq|quarante|cinquante)|(?= et demie?) et demie?)?)"
        r"(?P<half> du (?:matin|soir)| de l'apres-midi)?",
        _clock,
        (
            Example("Vers [cinq heures du matin], il part.", "2021-10-06T05:00", "TIME"),
            Example("À [neuf heures du soir], il rentre.", "2021-10-06T21:00", "TIME"),
        ),
        _spelled_score,
        kind="clock",
    ),
    Rule(
        "military clock time",
        r"(?P<clock>(?:[01]\d|2[0-3])[0-5]\d) {zone}",
        lambda groups, reading: _clock(
            {**groups, "clock": f"{(groups['clock'] or '')[:2]}h{(groups['clock'] or '')[2:]}"},
            reading,
        ),
        (Example("Le vote débute à [0800 GMT].", "2021-10-06T08:00", "TIME"),),
        0.95,
        kind="clock",
    ),
    Rule(
        "noon and midnight",
        r"(?P<clock>midi|minuit)",
        _clock,
        (Example("Il est parti à [minuit].", "2021-10-06T00:00", "TIME"),),
        _noon_score,
        kind="clock",
    ),
    Rule(
        "clock times from to",
        r"(?P<first>{clock}|(?:1?\d|2[0-4])(?= a)|midi|minuit)(?P<half1> du (?:matin|soir)"
        r"| gmt| tu)?(?P<link> a | et | ?- ?)(?P<last>{clock2}|midi|minuit)(?P<half> du ?"
        r"(?:matin|soir))?(?: {zone})?",
        _clocks,
        (
            Example(
                "Le 3 mars 2022, ouvert entre [10 heures et 15 heures].",
                "2022-03-03T10:00/2022-03-03T15:00",
            ),
            Example("De [8h à 10h], il attend.", "2021-10-06T08:00/2021-10-06T10:00"),
        ),
        _clocks_score,
        kind="clock",
    ),
)
