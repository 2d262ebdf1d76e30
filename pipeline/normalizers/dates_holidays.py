"""The day of a holiday in a year: fixed, counted from Easter, or of the Islamic calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from pipeline.lexicons import read_rows, remembered, split_cell

# Julian day numbers: of 1 Muharram 1 (15 July 622, Julian: the astronomical epoch), and of
# Python's ordinal 0.
_HIJRI_EPOCH = 1948439
_ORDINAL_EPOCH = 1721425


@dataclass(frozen=True, slots=True)
class Holiday:
    """A row of `lexicons/holidays.csv`.

    Attributes:
        name: in French.
        aliases: what it is called, as the lexicon writes it.
        calendar: gregorian, easter (`day` counts from Easter Sunday) or islamic.
        month, day: in that calendar.
        length: days that it lasts.
    """

    name: str
    aliases: tuple[str, ...]
    calendar: str
    month: int
    day: int
    length: int


@remembered
def holidays(folders: tuple[str, ...]) -> dict[str, Holiday]:
    """The holidays by alias: the package's, with those of a user's folders over them."""
    out: dict[str, Holiday] = {}
    for row in read_rows("holidays", folders):
        holiday = Holiday(
            row["name"],
            tuple(split_cell(row["aliases"])),
            row["calendar"],
            int(row["month"]),
            int(row["day"]),
            int(row["length"]),
        )
        for alias in holiday.aliases:
            out.setdefault(alias, holiday)
    return out


def islamic_day(year: int, month: int, day: int) -> date:
    """The day of an Islamic date, by the tabular calendar (30-year cycle).

    The moon is sighted country by country, so that the day kept may differ by one.
    """
    days = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(days + _HIJRI_EPOCH - 1 - _ORDINAL_EPOCH + 1)


def days_of(holiday: Holiday, year: int) -> tuple[date, date] | None:
    """First and last day of a holiday in a Gregorian year, None if it does not fall in it.

    The later one stands where an Islamic holiday falls twice in a year.
    """
    if holiday.calendar == "gregorian":
        first = date(year, holiday.month, holiday.day)
    elif holiday.calendar == "easter":
        first = easter(year) + timedelta(days=holiday.day)
    else:
        around = (year - 622) * 33 // 32
        fitting = [
            day
            for hijri in range(around - 1, around + 3)
            if (day := islamic_day(hijri, holiday.month, holiday.day)).year == year
        ]
        if not fitting:
            return None
        first = fitting[-1]
    return first, first + timedelta(days=holiday.length - 1)
