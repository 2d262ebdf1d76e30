"""Rules for dates told by a distance in time: «il y a trois jours», «deux ans plus tard»."""

from datetime import date

from pipeline.extractors.date_rules.rule import Example, Groups, Rule
from pipeline.extractors.date_rules.units import (
    ABOUT,
    ADJECTIVE,
    BRACKET,
    HALF,
    ROUND,
    SEVERAL,
    amount_of,
    unit_of,
)
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning


def _distant(
    base: date | None, groups: Groups, reading: Reading, sign: int, anchor: str
) -> Meaning:
    """The date that lies a distance from a day, at the precision of the distance's unit."""
    word, amount = groups["unit"] or "", amount_of(groups)
    vague = "FUTURE_REF" if sign > 0 and anchor == "published" else "PAST_REF"
    if amount is None or base is None:
        return Meaning("DATE", vague, "open" if base is None else anchor)
    letters, times = unit_of(word)
    if letters == "TH":
        hours = amount * sign
        return Meaning("DATE", reading.unit_from(base, int(hours / 24), "D"), anchor)
    if times in (3, 6):
        letters, amount = "M", amount * times
    elif word.startswith("quinz"):
        letters, amount = "D", amount * 15
    elif times > 1 and letters == "Y":
        amount *= times
    if letters == "Y" and not 1 <= base.year + amount * sign <= 9999:
        return Meaning("DATE", vague, anchor)
    if groups.get("half") and letters == "Y":
        return Meaning("DATE", reading.unit_from(base, sign * (amount * 12 + 6), "M"), anchor)
    return Meaning("DATE", reading.unit_from(base, sign * amount, letters), anchor)


def _ago(groups: Groups, reading: Reading) -> Meaning:
    return _distant(reading.today, groups, reading, -1, "published")


def _ahead(groups: Groups, reading: Reading) -> Meaning:
    return _distant(reading.today, groups, reading, 1, "published")


def _shifted(groups: Groups, reading: Reading) -> Meaning:
    """«deux ans plus tard», «quatre jours plus tôt»: from the date last spoken of."""
    sign = 1 if "tard" in (groups["way"] or "") or "apres" in (groups["way"] or "") else -1
    base = _last_spoken(reading, unit_of(groups["unit"] or "")[0])
    return _distant(base, groups, reading, sign, "previous")


def _last_spoken(reading: Reading, letters: str) -> date | None:
    memory = reading.memory
    if letters in ("D", "W", "TH"):
        return memory.day
    if letters == "M":
        month = memory.month
        return date(int(month[:4]), int(month[5:7]), 1) if month else None
    return date(int(memory.year), 1, 1) if memory.year else None


RULES = (
    Rule(
        "ago",
        rf"il y a,? {ABOUT}(?:{ROUND.replace('(?P<n>', '(?P<round>')}|{{n}}{BRACKET} |des "
        rf"|{SEVERAL} ){{unit}}{HALF}",
        lambda groups, reading: _ago(
            {**groups, "n": groups.get("round") or groups.get("n")}, reading
        ),
        (
            Example("Il est parti [il y a trois jours].", "2021-10-03"),
            Example("Ce puits date d'[il y a neuf ans].", "2012"),
            Example("[Il y a deux mois], Gao tombait.", "2021-08"),
            Example("[Il y a environ une dizaine d'années].", "2011"),
            Example("Bâtie [il y a presque 40 ans].", "1981"),
            Example("[Il y a quelques jours], il parlait.", "PAST_REF"),
        ),
        0.98,
    ),
    Rule(
        "ahead",
        rf"dans {ABOUT}(?:{{n}}{BRACKET}(?: ou {{n2}})?|{SEVERAL}) {{unit}}",
        _ahead,
        (
            Example("La commission conclura [dans six mois].", "2022-04"),
            Example("Il partira [dans deux semaines].", "2021-W42"),
            Example("[Dans quelques jours], les examens.", "FUTURE_REF"),
            Example("[Dans un an], il sera loin.", "2022"),
        ),
        lambda site: (
            0.0
            if (site.groups["unit"] or "").startswith(("saison", "soir", "nuit", "mat"))
            else 0.95
        ),
    ),
    Rule(
        "later or earlier",
        rf"(?:{{n}}{BRACKET}{ADJECTIVE}|{SEVERAL}|bien des) {{unit}}{HALF} (?P<way>plus tard"
        rf"|plus tot|auparavant)",
        _shifted,
        (
            Example("Élu en 2010, il part [deux ans plus tard].", "2012"),
            Example("Le 5 mai 2020, il fuit. [Quatre jours plus tôt], il riait.", "2020-05-01"),
            Example("Elle rentre [un mois plus tard].", "PAST_REF"),
        ),
        0.96,
    ),
    Rule(
        "later or earlier, unit alone",
        r"{unit} (?P<way>plus tard|plus tot)",
        _shifted,
        (Example("Des [décennies plus tôt], il chantait.", "PAST_REF"),),
        lambda site: 0.9 if (site.groups["unit"] or "").endswith("s") else 0.0,
    ),
)
