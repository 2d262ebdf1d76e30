"""TIMEX3 values of dates: how they are written, what interval each covers.

Values follow the annotation guide's style (ISO-TimeML's TIMEX3): `2021-10-05`, `2021-10`, `2021`,
`2021-W40`, `2021-W40-WE`, `2021-10-05T09:30`, `2021-10-05TMO`, `2021-SU`, `2021-Q1`, `2021-H1`,
decade `199`, century `19`, interval `2021-06-11/2021-06-15`, duration `P1M`, `PT2H`, `PXD`.
"""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

UNKNOWN_DAY = "XXXX-XX-XX"
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
_PARTS = {
    "MO": ("06:00", "12:00"),
    "MI": ("12:00", "13:00"),
    "AF": ("12:00", "18:00"),
    "EV": ("18:00", "23:59"),
    "NI": ("20:00", "06:00"),
}
_VALUE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?:(?P<clock>\d\d(?::\d\d)?)|(?P<part>MO|MI|AF|EV|NI)))?"
    r"|(?P<week>\d{4}-W\d\d)(?P<end>-WE)?"
    r"|(?P<month>\d{4}-\d\d)"
    r"|(?P<season>\d{4}-(?:SP|SU|FA|WI))"
    r"|(?P<quarter>\d{4}-Q[1-4])"
    r"|(?P<half>\d{4}-H[12])"
    r"|(?P<year>\d{4})|(?P<decade>\d{3})|(?P<century>\d\d)"
)


def day_value(day: date) -> str:
    """`2021-10-05`."""
    return day.isoformat()


def week_value(day: date) -> str:
    """The ISO week a day lies in, `2021-W40`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """The year and month that lie `months` (any sign) from a month."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def shift(day: date, amount: int, unit: str) -> date:
    """The day `amount` units (days D, weeks W, months M, years Y, decades, centuries) from a day.

    Months keep the day of the month where it exists, else take the last one.
    """
    if unit in ("D", "W"):
        return day + timedelta(days=amount * (7 if unit == "W" else 1))
    months = amount * {"M": 1, "Q": 3, "H": 6, "Y": 12}[unit]
    year, month = add_months(day.year, day.month, months)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is outside the calendar")
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def parse_day(value: str) -> date | None:
    """The day that a value names or lies in: `2021-10-05`, `2021-10-05TNI`; else None."""
    if len(value) < 10 or value[4] != "-":
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def bounds(value: str) -> tuple[str, str, str]:
    """First and last day (or hour) that a value covers, and its precision.

    Returns:
        (start, end, precision), ISO 8601; ("", "", "") where the value has no place in the
        calendar (durations, recurrences, `PRESENT_REF`, unknown years).
    """
    if "/" in value:
        first, _, last = value.partition("/")
        start, _, precision = bounds(first)
        _, end, precision_last = bounds(last)
        if start and end:
            return start, end, precision if precision == precision_last else "day"
        return "", "", ""
    found = _VALUE.fullmatch(value)
    if not found:
        return "", "", ""
    try:
        return _bounds(found)
    except (ValueError, OverflowError):
        return "", "", ""


def _bounds(found: re.Match[str]) -> tuple[str, str, str]:
    if day := found["day"]:
        first = date.fromisoformat(day)
        if clock := found["clock"]:
            return f"{day}T{clock}", f"{day}T{clock}", "hour"
        if part := found["part"]:
            start, end = _PARTS[part]
            last = first + timedelta(days=1) if part == "NI" else first
            return f"{day}T{start}", f"{last.isoformat()}T{end}", "hour"
        return day, day, "day"
    if week := found["week"]:
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        first_day = 5 if found["end"] else 0
        return (
            (monday + timedelta(days=first_day)).isoformat(),
            (monday + timedelta(days=6)).isoformat(),
            "day" if found["end"] else "week",
        )
    year = int(found.group()[:4]) if len(found.group()) >= 4 else 0
    if month := found["month"]:
        return _months(year, int(month[5:]), int(month[5:]), "month")
    if season := found["season"]:
        return _months(year, *_SEASON_MONTHS[season[5:]], "season")
    if quarter := found["quarter"]:
        third = int(quarter[6]) * 3
        return _months(year, third - 2, third, "quarter")
    if half := found["half"]:
        sixth = int(half[6]) * 6
        return _months(year, sixth - 5, sixth, "season")
    if found["year"]:
        return f"{year:04d}-01-01", f"{year:04d}-12-31", "year"
    if decade := found["decade"]:
        return f"{decade}0-01-01", f"{decade}9-12-31", "decade"
    return f"{found['century']}00-01-01", f"{found['century']}99-12-31", "century"


def _months(year: int, first: int, last: int, precision: str) -> tuple[str, str, str]:
    start = date(year, first, 1)
    year, last = add_months(year, last, 0)
    end = date(year, last, calendar.monthrange(year, last)[1])
    return start.isoformat(), end.isoformat(), precision
