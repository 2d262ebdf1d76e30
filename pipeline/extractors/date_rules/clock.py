"""Rules for clock times and parts of the day."""

import re

from pipeline.extractors.date_rules.grammar import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import Meaning, Reading
from pipeline.normalizers.dates_numbers import number
from pipeline.normalizers.dates_timex import UNKNOWN_DAY, day_value, parse_day

_PARTS = {
    "matin": "MO", "matinee": "MO", "aube": "MO", "midi": "MI", "apres-midi": "AF", "soir": "EV",
    "soiree": "EV", "crepuscule": "EV", "nuit": "NI", "minuit": "NI",
}  # fmt: skip
_TIME = re.compile(r"(\d{1,2}) ?(?:heures?|h)(?: ?(\d\d))?")


def part_of_day(word: str) -> str:
    """TIMEX letters of a part of the day."""
    return _PARTS[re.sub(r"\s+", "-", word)]


def _day(reading: Reading) -> tuple[str, str]:
    """The day that a time without one belongs to: the last day spoken of, else the document's."""
    if reading.memory.day:
        return day_value(reading.memory.day), "previous"
    if reading.today:
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
    value, anchor = _day(reading)
    return Meaning("TIME", f"{value}T{time}", anchor)


def _clock_after_day(groups: Groups, reading: Reading) -> Meaning:
    return _clock({"clock": groups["clock"], "half": None}, reading)


def _clocks(groups: Groups, reading: Reading) -> Meaning:
    first = time_of(groups["first"] or "", groups.get("half1"))
    last = time_of(groups["last"] or "", groups.get("half"))
    if reading.inner is not None and (day := parse_day(reading.inner.value)):
        value, anchor = day_value(day), reading.inner.anchor
    else:
        value, anchor = _day(reading)
    return Meaning("DATE", f"{value}T{first}/{value}T{last}", anchor)


def _part(groups: Groups, reading: Reading) -> Meaning:
    """«la nuit», «dans la matinée»: of the day last spoken of."""
    value, anchor = _day(reading)
    if groups["part"] == "journee":
        return Meaning("DATE", value, anchor)
    return Meaning("TIME", f"{value}T{part_of_day(groups['part'] or '')}", anchor)


def _this_part(groups: Groups, reading: Reading) -> Meaning:
    if groups.get("there") or groups.get("same"):
        value, anchor = reading.from_previous(0)
        if anchor == "open" and groups.get("same"):
            value, anchor = reading.from_today(0)
    else:
        value, anchor = reading.from_today(0)
    return Meaning("TIME", f"{value}T{part_of_day(groups['part'] or '')}", anchor)


def _part_of(groups: Groups, reading: Reading) -> Meaning:
    """«nuit de lundi à mardi», «matinée du 12 juin»: the part of the (first) day."""
    assert reading.inner is not None, "a part of a day names the day"
    word = groups["part"] or ""
    first = reading.inner.value.partition("/")[0][:10]
    if word == "journee":
        return Meaning("DATE", first, reading.inner.anchor)
    return Meaning("TIME", f"{first}T{part_of_day(word)}", reading.inner.anchor)


def _day_part(groups: Groups, reading: Reading) -> Meaning:
    """«lundi soir», «hier matin»."""
    word = groups.get("word")
    if word:
        step = {"hier": -1, "demain": 1, "avant-hier": -2}[word]
        value, anchor = reading.from_today(step)
    elif groups.get("weekday"):
        value, anchor = reading.weekday(groups["weekday"] or "", "")
    else:
        value, anchor = reading.from_previous(1)
    return Meaning("TIME", f"{value}T{part_of_day(groups['part'] or '')}", anchor)


def _last_night(groups: Groups, reading: Reading) -> Meaning:
    value, anchor = reading.from_today(0 if groups["rel"] == "prochaine" else -1)
    return Meaning("TIME", f"{value}T{part_of_day(groups['part'] or '')}", anchor)


def _soon(groups: Groups, reading: Reading) -> Meaning:
    value, anchor = reading.from_previous(0)
    if anchor == "open":
        value, anchor = reading.from_today(0)
    return Meaning("DATE", value, anchor)


_LEADS_TO_CLOCK = re.compile(
    r"(?:\b(?:a|vers|des|avant|jusqu'a|environs? de|coups? de|sur les|partir de|entre|aux alentours de"
    r"|il est|il etait|pour|apres|depuis|et|de)|[(,;:/-]|^|\n) ?$"
)
_LEADS_TO_DURATION = re.compile(
    r"\b(?:pendant|durant|en|les|des|ces|dernieres|prochaines|plus d[e']|moins d[e']|pres d[e']|duree d[e']"
    r"|quelques|garde a vue de|ultimatum de|delai de|apres|visite de|environ|toutes les|premieres) ?$"
)
_GOES_ON = re.compile(
    r" (?:de (?:route|vol|marche|temps|travail|combats?|cours|debats?|discussions?|train|voiture|garde"
    r"|negociations?|retard|service|fouille|recherches?|mer|bus|voyage|grace|sommeil|presence|detention"
    r"|reunion|mer|tractations|suspension|musique|formation)|d'affilee|durant|plus t|auparavant|apres|avant|sur 24|par (?:jour|semaine)|d')"
)


def _clock_score(site: Site) -> float:
    """How surely «15 heures» is a time of the day, and not how long something lasted."""
    text = site.groups["clock"] or ""
    if site.groups.get("half") or site.groups.get("zone") or _TIME.match(text) and _TIME.match(text)[2]:  # type: ignore[index]
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


def _spelled_score(site: Site) -> float:
    if site.groups.get("half"):
        return 0.95
    before = site.before(24)
    if _GOES_ON.match(site.after(24)) or _LEADS_TO_DURATION.search(before):
        return 0.0
    return 0.9 if before.endswith(("vers ", " a ", "environs de ", "coups de ", "des ", "\na ")) and not before.endswith((" des ",)) else 0.0


def _part_score(site: Site) -> float:
    """«dans la nuit», «en soirée» place an event; «la nuit» alone is mostly a habit."""
    before, word = site.before(24), site.groups["part"] or ""
    if word == "journee":
        return 0.0
    if before.endswith(
        (" au ", "dans la ", "dans l'", "au cours de la ", "en fin de ", "tard dans la ", "pendant la ", "durant la ")
    ):
        return 0.8
    if word in ("aube", "crepuscule"):
        return 0.55 if before.endswith((" a l'", "depuis l'", "des l'")) else 0.45
    if word in ("soiree", "matinee") and before.endswith(("en ",)):
        return 0.85
    if word in ("apres-midi", "apres midi") and before.endswith(("l'", "en ")):
        return 0.7
    if word in ("matin", "soir") and before.endswith((" le ", "\nle ", "tot le ", "tard le ")):
        return 0.4
    if word == "nuit" and before.endswith((" la ",)):
        return 0.3
    return 0.0


_HALF = r"(?P<half> ?(?:du|de l') ?(?:matin|soir|apres-midi)| matin)?"
_DAYS = ("day",)

RULES = (
    Rule(
        "clock time",
        rf"{{clock}}{_HALF}(?: {{zone}})?",
        _clock,
        (
            Example("Le 3 juin 2021, vers [16 heures], ils tirent.", "2021-06-03T16:00", "TIME"),
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
        rf"{{clock}}{_HALF}(?: {{zone}})?,? {{inner}}",
        _clock,
        (
            Example("Vers [19h ce samedi 12 juin 2021], ils tirent.", "2021-06-12T19:00", "TIME"),
        ),
        0.95,
        kind="clock",
        inner=_DAYS,
    ),
    Rule(
        "spelled clock time",
        r"(?P<clock>{n}(?: ?\(\d\d?\))? heures?(?: (?:cinq|dix|quinze|vingt-cinq|vingt|trente-cinq|trente|quarante-cinq|quarante|cinquante)|(?= et demie?) et demie?)?)(?P<half> du (?:matin|soir)| de l'apres-midi)?",
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
            {**groups, "clock": f"{(groups['clock'] or '')[:2]}h{(groups['clock'] or '')[2:]}"}, reading
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
        lambda site: 0.9 if site.before(8).endswith((" a ", "vers ", " de ", "avant ", "apres ", "des ", " et ")) and not site.text[site.start].isupper() else 0.0,
        kind="clock",
    ),
    Rule(
        "clock times from to",
        r"(?P<first>{clock}|(?:1?\d|2[0-4])(?= a)|midi|minuit)(?P<half1> du (?:matin|soir)| gmt| tu)?(?P<link> a | et | ?- ?)(?P<last>{clock2}|midi|minuit)(?P<half> du ?(?:matin|soir))?(?: {zone})?",
        _clocks,
        (
            Example(
                "Le 6 mai 2021, entre [09 heures et 17 heures].",
                "2021-05-06T09:00/2021-05-06T17:00",
            ),
            Example("De [8h à 10h], il attend.", "2021-10-06T08:00/2021-10-06T10:00"),
        ),
        _clocks_score,
        kind="clock",
    ),
    Rule(
        "this part of the day",
        r"(?:{this} (?:meme )?|(?P<same>meme ))(?P<part>matinee|matin|midi|apres-midi|soiree|soir|nuit)(?P<there>-la)?",
        _this_part,
        (
            Example("Il arrive [ce soir] à Gao.", "2021-10-06TEV", "TIME"),
            Example("Le 4 juin 2021, tout brûle. [Cette nuit-là], il fuit.", "2021-06-04TNI", "TIME"),
        ),
        0.95,
        kind="time",
    ),
    Rule(
        "part of a named day",
        r"(?:{this} (?:triste )?|meme )?{part} (?:du (?:mois de )?|de la |de l'|de |d'){inner}",
        _part_of,
        (
            Example("Dans la [nuit du 4 au 5 juin 2021], 130 morts.", "2021-06-04TNI", "TIME"),
            Example("Dans la [nuit de lundi à mardi], rien.", "2021-10-04TNI", "TIME"),
            Example("Tués dans la [nuit de jeudi] à Dori.", "2021-09-30TNI", "TIME"),
            Example("Dans la [matinée du 17 juin 2021], il vint.", "2021-06-17TMO", "TIME"),
            Example("Toute la [journée du 7 juin], il a plu.", "2021-06-07"),
            Example(
                "Dans la [nuit du samedi 12 au dimanche 13 juin 2021].", "2021-06-12TNI", "TIME"
            ),
        ),
        0.97,
        kind="time",
        inner=_DAYS,
    ),
    Rule(
        "day and part",
        r"(?:(?:{this} )?{weekday}(?: {last})?|(?P<word>hier|demain|avant-hier)|lendemain) (?P<part>matin|soir|apres-midi|nuit|midi|matinee|soiree)",
        _day_part,
        (
            Example("Les autorités ont annoncé [mercredi soir] le retrait.", "2021-10-06TEV", "TIME"),
            Example("Survenu [hier nuit] à Kébémer.", "2021-10-05TNI", "TIME"),
            Example("Il viendra [demain matin].", "2021-10-07TMO", "TIME"),
        ),
        0.95,
        kind="time",
    ),
    Rule(
        "part of the day",
        r"{part}",
        _part,
        (
            Example("Arrêté lundi, il est mort dans la [nuit].", "2021-10-04TNI", "TIME"),
            Example("La nuit, tous les chats sont gris."),
        ),
        _part_score,
        kind="time",
    ),
    Rule(
        "edge of a part of the day",
        r"{edge} (?:de |d'|de la |de l')(?P<part>matinee|apres-midi|soiree|nuit|journee|matin)",
        lambda groups, reading: _soon(groups, reading)
        if groups["part"] == "journee"
        else _part(groups, reading),
        (Example("En [fin de matinée], il repart.", "2021-10-06TMO", "TIME"),),
        0.9,
        kind="time",
    ),
    Rule(
        "last night",
        r"(?:{this} )?(?P<part>nuit|soiree|matinee) (?P<rel>derniere|passee|prochaine)",
        _last_night,
        (Example("Tué la [nuit dernière] à Gao.", "2021-10-05TNI", "TIME"),),
        0.95,
        kind="time",
    ),
    Rule(
        "self-same part of the day",
        r"(?P<part>soir|matin|nuit) meme",
        lambda groups, reading: _this_part({**groups, "same": "meme"}, reading),
        (Example("Le 4 juin 2021, il parle. Le [soir même], il fuit.", "2021-06-04TEV", "TIME"),),
        0.9,
        kind="time",
    ),
)
