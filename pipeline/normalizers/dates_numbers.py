"""Numbers and full calendar dates, read by text2num and dateparser within their safe limits."""

import re
from datetime import date, datetime
from functools import lru_cache

MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
).split()
_ACCENTED = {"fevrier": "février", "aout": "août", "decembre": "décembre"}
_APPROXIMATE = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1000,
}  # fmt: skip
_ORDINALS = {
    "premier": 1, "premiere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13, "quatorzieme": 14,
    "quinzieme": 15, "seizieme": 16, "dix-septieme": 17, "dix-huitieme": 18, "dix-neuvieme": 19,
    "vingtieme": 20, "vingt et unieme": 21,
}  # fmt: skip
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@lru_cache(maxsize=2048)
def number(text: str) -> int | None:
    """The integer that figures («4 500», «06») or words («vingt et un», «dizaine») write.

    Args:
        text: lower case, accents allowed.

    Returns:
        None for what is no number, and for «plusieurs», «quelques».
    """
    text = text.strip()
    digits = re.sub(r"[ .]", "", text)
    if digits.isdigit():
        return int(digits)
    if text in ("un", "une", "l'"):
        return 1
    if text in _APPROXIMATE:
        return _APPROXIMATE[text]
    from text_to_num import text2num  # imported late: only texts with number words need it

    try:
        return int(text2num(text, "fr"))
    except ValueError:
        return None


@lru_cache(maxsize=512)
def ordinal(text: str) -> int | None:
    """The integer of «premier», «XXe», «21ème», «dix-neuvième» (given without accents)."""
    text = re.sub(r"(?<=\d)\s*(?:er|re|e|eme|ieme|nd|nde)$", "", text.strip())
    if text.isdigit():
        return int(text)
    if text in _ORDINALS:
        return _ORDINALS[text]
    roman = re.sub(r"\s*(?:er|e|eme|ieme)$", "", text)
    if roman and all(c in _ROMAN for c in roman):
        worth = [_ROMAN[c] for c in roman]
        return sum(-w if w < max(worth[i:]) else w for i, w in enumerate(worth))
    return None


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation, without accents («juil.», «sept»).

    Raises:
        KeyError: it names no month.
    """
    return _MONTH_NUMBERS[name.rstrip(".")]


_MONTH_NUMBERS = {m: i for i, m in enumerate(MONTHS, 1)} | {
    "janv": 1, "jan": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "aug": 8, "sept": 9, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


@lru_cache(maxsize=4096)
def calendar_date(day: int, month: int, year: int) -> date | None:
    """The day that a full date names, None if there is none («31 février 2020»).

    dateparser reads it, in French only and with every part required. It is given the month's
    full name, because it takes «1 sept. 2024» for 1 July, and a four-digit year, because it
    takes any bare number for a year.
    """
    name = MONTHS[month - 1]
    parser = _parser()
    text = f"{day} {_ACCENTED.get(name, name)} {year:04d}"
    found: datetime | None = parser.get_date_data(text).date_obj
    if found is None or (found.day, found.month, found.year) != (day, month, year):
        return None
    return found.date()


@lru_cache(maxsize=1)
def _parser():  # type: ignore[no-untyped-def]
    from dateparser.date import DateDataParser  # imported late: it takes a third of a second

    return DateDataParser(
        languages=["fr"],
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
        },
    )
