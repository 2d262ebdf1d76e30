"""Rules for parts of the day: «lundi soir», «durant la nuit du 8 au 9 mars»."""

import re

from pipeline.extractors.date_rules.clock import day_of_time
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.extractors.date_rules.words import WORDS
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning

_PARTS = {
    "matin": "MO", "matinee": "MO", "aube": "MO", "midi": "MI", "apres-midi": "AF", "soir": "EV",
    "soiree": "EV", "crepuscule": "EV", "nuit": "NI", "minuit": "NI",
}  # fmt: skip


def part_of_day(word: str) -> str:
    """TIMEX letters of a part of the day."""
    return _PARTS[re.sub(r"\s+", "-", word)]


def _part(groups: Groups, reading: Reading) -> Meaning:
    """«la nuit», «dans la matinée»: of the day last spoken of."""
    value, anchor = day_of_time(reading)
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


# «le 5 mars au soir», «la veille au soir»: the day stands before.
_DAY_AT = re.compile(
    rf"(?:\d{{4}}|{WORDS['weekday']}|{WORDS['monthname']}|veille|lendemain|hier) au (?:petit )?$"
)


def _part_score(site: Site) -> float:
    """«dans la nuit», «en soirée» place an event; «la nuit» alone is mostly a habit."""
    before, word = site.before(24), site.groups["part"] or ""
    if word == "journee":
        return 0.0
    if before.endswith(
        (
            "dans la ",
            "dans l'",
            "au cours de la ",
            "en fin de ",
            "tard dans la ",
            "pendant la ",
            "durant la ",
        )
    ):
        return 0.8
    if _DAY_AT.search(before):
        return 0.85
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


RULES = (
    Rule(
        "this part of the day",
        r"(?:{this} (?:meme )?|(?P<same>meme ))(?P<part>matinee|matin|midi|apres-midi|soiree"
        r"|soir|nuit)(?P<there>-la)?",
        _this_part,
        (
            Example("Il arrive [ce soir] à Gao.", "2021-10-06TEV", "TIME"),
            Example(
                "Le 4 juin 2021, tout brûle. [Cette nuit-là], il fuit.", "2021-06-04TNI", "TIME"
            ),
        ),
        0.95,
        kind="time",
    ),
    Rule(
        "part of a named day",
        r"(?:{this} (?:triste )?|meme )?{part} (?:du (?:mois de )?|de la |de l'|de |d'){inner}",
        _part_of,
        (
            Example(
                "Une averse la [nuit du 8 au 9 mars 2020], puis rien.", "2020-03-08TNI", "TIME"
            ),
            Example("Dans la [nuit de lundi à mardi], rien.", "2021-10-04TNI", "TIME"),
            Example("Un orage la [nuit de lundi], puis plus rien.", "2021-10-04TNI", "TIME"),
            Example("Elle partit la [matinée du 2 avril 2020].", "2020-04-02TMO", "TIME"),
            Example("Le marché de la [journée du 9 avril] fut annulé.", "2021-04-09"),
            Example("Panne la [nuit du lundi 8 au mardi 9 mars 2021].", "2021-03-08TNI", "TIME"),
        ),
        0.97,
        kind="time",
        inner=("day",),
    ),
    Rule(
        "day and part",
        r"(?:(?:{this} )?{weekday}(?: {last})?|(?P<word>hier|demain|avant-hier)|lendemain) "
        r"(?P<part>matin|soir|apres-midi|nuit|midi|matinee|soiree)",
        _day_part,
        (
            Example("La radio se tut [mardi soir] à son tour.", "2021-10-05TEV", "TIME"),
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
        "middle of the day",
        r"(?P<part>mi-journee)",
        lambda groups, reading: _part({"part": "midi"}, reading),
        (Example("Le 5 mai 2020, à la [mi-journée], ils partent.", "2020-05-05TMI", "TIME"),),
        0.85,
        kind="time",
    ),
    Rule(
        "edge of a part of the day",
        r"{edge} (?:de |d'|de la |de l')(?P<part>matinee|apres-midi|soiree|nuit|journee|matin)",
        lambda groups, reading: (
            _soon(groups, reading) if groups["part"] == "journee" else _part(groups, reading)
        ),
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
