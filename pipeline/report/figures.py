"""Counts of people as one reads them: «environ 5 100 militaires», and when."""

import re
from datetime import date

from markupsafe import Markup

from pipeline.report.queries import Row
from pipeline.report.reading import Reading
from pipeline.report.words import Words

STRENGTH = ("strength", "deployment")
LOSSES = ("killed", "wounded", "captured", "missing")
_SIGNS = {"approx": "≈ ", "at_least": "≥ ", "at_most": "≤ "}
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def amount(words: Words, row: Row) -> str:
    """The number with its modifier in words: «environ 5 100», «entre 20 et 99»."""
    low, high = row.low, row.high
    if low is not None and high is not None and low != high:
        return str(words("amount.range", low=words.number(low), high=words.number(high)))
    value = low if low is not None else high
    if value is None:
        return ""
    key = "amount.at_least" if high is None else "amount.at_most" if low is None else None
    if key is None:
        key = f"amount.{row.modifier}" if row.modifier != "range" else "amount.exact"
    return str(words(key, n=None, number=words.number(value)))


def short_amount(words: Words, row: Row) -> str:
    """The number as a chart has room for it: «≈ 5 100», «≥ 600», «20–99»."""
    low, high = row.low, row.high
    if low is not None and high is not None and low != high:
        return f"{words.number(low)}–{words.number(high)}"
    sign = "≥ " if high is None else "≤ " if low is None else _SIGNS.get(row.modifier, "")
    return sign + words.number(best(row) or 0)


def people_counted(words: Words, row: Row) -> str:
    """«environ 5 100 militaires», «13 civils tués»."""
    value = best(row) or 0
    unit = words.plural(f"unit.{row.unit}", value)
    return f"{amount(words, row)} {unit}"


def best(row: Row) -> int | None:
    """One number for a count: the middle of its bounds, or the one that it has."""
    if row.low is not None and row.high is not None:
        return int(row.low + row.high) // 2
    value = row.low if row.low is not None else row.high
    return None if value is None else int(value)


def when(reading: Reading, row: Row) -> str:
    """The ISO 8601 date of a count: what its statement says, else its document's; "" if unknown.

    Only years, months and days are taken from the statement; the first of an interval counts.
    """
    stated = calendar_date((row.date or "").partition("/")[0])
    return stated or calendar_date(reading.published(row.doc_id))


def calendar_date(value: str | None) -> str:
    """The year, month or day of an ISO 8601 value, "" if the calendar has no such date.

    >>> calendar_date("2024-02-29T10:00"), calendar_date("2024-02-30"), calendar_date("2024")
    ('2024-02-29', '', '2024')
    """
    day = (value or "").partition("T")[0]
    if not _DAY.fullmatch(day):
        return ""
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :])
    except ValueError:
        return ""
    return day


def dated(words: Words, iso: str) -> str:
    """The date, or «sans date»."""
    return words.date(iso) if iso else str(words("date.none"))


def event_date(row: Row) -> str:
    """The date of an event as precisely as it is known: a TIMEX3 value, "" if unknown."""
    first, last = calendar_date(row.date_start), calendar_date(row.date_end)
    precision = row.date_prec or 1
    if precision == 4:
        return str(first[:7])
    if precision >= 5:
        return str(first[:4])
    return str(first) if first == last or not last else f"{first}/{last}"


def holds(row: Row) -> bool:
    """Whether the text stands by the figure and it is not inside another one."""
    return not row.denied and not row.part_of and best(row) is not None


def linked_figure(reading: Reading, row: Row) -> Markup:
    """The figure as a link to its sentence."""
    return reading.link(row, people_counted(reading.words, row))
