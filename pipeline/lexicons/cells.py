"""Whether a cell says what its column may hold."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache

from pipeline.lexicons import split_cell
from pipeline.lexicons.csv_file import near
from pipeline.lexicons.schema.column import Column

_ID = re.compile(r"\w[\w.'-]*")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# Every one of these is an item or a name that no reader could find in a text.
_LETTER = re.compile(r"[^\W_]")


def fault(
    column: Column, cell: str, keys: Callable[[str], Collection[str]] = lambda name: ()
) -> str:
    """What is wrong with a filled cell, "" if nothing is.

    Args:
        column: the cell's.
        cell: stripped, not empty.
        keys: the keys of a lexicon by its name; () leaves references to it unchecked.

    >>> fault(Column("order", "", "integer", low=1), "0")
    '«0» in «order»; at least 1'
    """
    if not column.many:
        if "|" in cell:
            return f"«{column.name}» holds one item, no list: «{_short(cell)}»"
        reason = _FAULTS[column.kind](column, cell, keys)
        return f"«{_short(cell)}» in «{column.name}»; {reason}" if reason else ""
    items = split_cell(cell)
    if not items or "" in map(str.strip, cell.split("|")):
        return f"an empty item in «{column.name}»: «{_short(cell)}»; «|» stands between items"
    if ";" in cell:
        return f"«;» in «{column.name}»: «{_short(cell)}»; items are separated by «|»"
    for item in items:
        reason = _FAULTS[column.kind](column, item, keys)
        if reason:
            return f"«{_short(item)}» in «{column.name}»; {reason}"
    return ""


def parse_day(text: str) -> tuple[int, ...] | None:
    """Year, month and day of an ISO 8601 date, as far as it gives them; None if it is none.

    >>> parse_day("2020-08"), parse_day("2020-13")
    ((2020, 8), None)
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    parts = tuple(int(part) for part in match.groups() if part)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return None
    return parts


def _text(column: Column, cell: str, keys: object) -> str:
    if len(cell) > 500:
        return "longer than 500 characters"
    return "" if _LETTER.search(cell) else "no letter in it"


def _id(column: Column, cell: str, keys: object) -> str:
    return "" if _ID.fullmatch(cell) else "an id has letters, digits and hyphens, no spaces"


def _yes(column: Column, cell: str, keys: object) -> str:
    return "" if cell == "yes" else "yes, or empty"


def _integer(column: Column, cell: str, keys: object) -> str:
    return _bounds(column, int(cell)) if _INTEGER.fullmatch(cell) else "a whole number is needed"


def _number(column: Column, cell: str, keys: object) -> str:
    if _NUMBER.fullmatch(cell):
        return _bounds(column, float(cell))
    if _NUMBER.fullmatch(cell.replace(",", ".")):
        return "decimals stand after a point, not a comma"
    return "a number is needed"


def _bounds(column: Column, number: float) -> str:
    if column.low is not None and number < column.low:
        return f"at least {column.low:g}"
    if column.high is not None and number > column.high:
        return f"at most {column.high:g}"
    return "" if math.isfinite(number) else "a number is needed"


def _day(column: Column, cell: str, keys: object) -> str:
    return "" if parse_day(cell) else "a date is needed: 2021, 2021-06 or 2021-06-30"


def _choice(column: Column, cell: str, keys: object) -> str:
    if cell in column.allowed:
        return ""
    return f"one of {', '.join(column.allowed)}{near(cell, column.allowed)}"


def _key(column: Column, cell: str, keys: Callable[[str], Collection[str]]) -> str:
    known = keys(column.refers)
    if not known or cell in known:
        return ""
    return f"no such key in {column.refers}.csv{near(cell, known)}"


def _office(column: Column, cell: str, keys: object) -> str:
    office, _, span = cell.partition("@")
    if not _LETTER.search(office):
        return "no office before «@»"
    ends = span.split("/")
    if "@" in span or len(ends) > 2 or (span and len(ends) != 2):
        return "«office@from/to» is needed, either end may be empty"
    days = [parse_day(end) for end in ends if end]
    if None in days:
        return "dates are needed after «@»: 2021, 2021-06 or 2021-06-30"
    if len(days) == 2 and starts_later(*ends):
        return "it ends before it begins"
    return ""


def starts_later(start: str, end: str) -> bool:
    """Whether a date is later than another, as far as both are known.

    >>> starts_later("2020-05", "2020"), starts_later("2021", "2020-12-31")
    (False, True)
    """
    first, last = parse_day(start) or (), parse_day(end) or ()
    length = min(len(first), len(last))
    return first[:length] > last[:length]


def _country(column: Column, cell: str, keys: object) -> str:
    codes = _countries()
    if cell in codes.values():
        return ""
    code = codes.get(cell.casefold()) or (cell.upper() if cell.upper() in codes.values() else "")
    return f"an ISO 3166 code of two letters is needed{f': {code}' if code else ''}"


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Codes by French and English names, in lower case."""
    import pycountry

    from pipeline.lexicons import read_rows

    codes = {c.name.casefold(): c.alpha_2 for c in pycountry.countries}
    codes |= {row["name"].casefold(): row["code"] for row in read_rows("nationalities")}
    return codes | {"kosovo": "XK"}


def _short(cell: str) -> str:
    return cell if len(cell) <= 60 else cell[:57] + "…"


_FAULTS: Mapping[str, Callable[[Column, str, Callable[[str], Collection[str]]], str]] = {
    "text": _text,
    "id": _id,
    "yes": _yes,
    "integer": _integer,
    "number": _number,
    "day": _day,
    "choice": _choice,
    "key": _key,
    "office": _office,
    "country": _country,
}
