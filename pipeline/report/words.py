"""The page's words, in French or English: strings, numbers, dates, countries.

Every string stands in strings.csv (key, fr, en); a cell with «|» holds singular and plural, and
`{…}` is filled in. Values are escaped unless they are `Markup` already.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup

LANGUAGES = ("fr", "en")
_LINK = Markup('<a class="num" href="{}">{}</a>')
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_DECADE = re.compile(r"(\d{3})")
_CENTURY = re.compile(r"(\d{2})")


class Words:
    """What the page says in one language.

    >>> words = Words("fr")
    >>> str(words("count.texts", n=2))
    '2 textes'
    >>> words.date("2021-10-05")
    '5 octobre 2021'
    """

    def __init__(self, lang: str) -> None:
        """Args: lang: "fr" or "en". Raises: ValueError: another language."""
        if lang not in LANGUAGES:
            raise ValueError(f"lang={lang!r}: the report speaks {' or '.join(LANGUAGES)}")
        self.lang = lang
        self._strings = _strings(lang)
        self._countries = Locale.parse(lang).territories

    def __call__(self, key: str, n: int | None = None, *, to: str = "", **values: Any) -> Markup:
        """The string of `key`, filled in; `n` chooses singular or plural and fills `{n}`.

        Args:
            to: an address that the number links to («11 fois» whole, where the string is a count).

        Raises:
            KeyError: a key that strings.csv does not have.
        """
        text = self._strings[key]
        if n is not None:
            one, _, many = text.partition("|")
            text = one if not many or self._singular(n) else many
            values.setdefault("n", self.number(n))
        if to and key.startswith("count."):
            return _LINK.format(to, Markup(text).format(**values))
        if to:
            values["n"] = _LINK.format(to, values["n"])
        return Markup(text).format(**values) if values else Markup(text)

    def known(self, group: str, value: str | None) -> str:
        """The word for a table's value («killed», «town»); the value itself if there is none."""
        if not value:
            return ""
        return self._strings.get(f"{group}.{value}") or value.replace("_", " ")

    def plural(self, key: str, n: int) -> str:
        """One of the two forms of a cell with «|», without the number."""
        one, _, many = self._strings[key].partition("|")
        return one if not many or self._singular(n) else many

    def number(self, n: float) -> str:
        """A number with its thousands separated: a narrow no-break space, a comma in English."""
        return f"{n:,}".replace(",", "\u202f") if self.lang == "fr" else f"{n:,}"

    def country(self, code: str | None) -> str:
        """The country of an ISO 3166 alpha-2 code, as CLDR or strings.csv names it."""
        if not code:
            return ""
        return self._strings.get(f"country.{code}") or str(self._countries.get(code, code))

    def listed(self, items: Iterable[Any]) -> Markup:
        """«a, b et c»; items that are not `Markup` are escaped."""
        parts = list(items)
        if len(parts) < 2:
            return Markup("").join(parts)
        return Markup("").join(
            [Markup(", ").join(parts[:-1]), Markup(self._strings["list.and"]), parts[-1]]
        )

    def date(self, value: str | None) -> str:
        """A TIMEX3 or ISO 8601 value as one reads it; «date inconnue» where it has an X.

        >>> Words("fr").date("2021-10-01/2021-10-04")
        'du 1er octobre 2021 au 4 octobre 2021'
        """
        if not value or "X" in value:
            return self._strings["date.unknown"]
        if "/" in value:
            first, _, last = value.partition("/")
            return self.period(first, last)
        if match := _WEEK.fullmatch(value):
            return str(self("date.week", week=int(match[2]), year=match[1]))
        if match := _DATE.fullmatch(value):
            return self._calendar(*match.groups())
        if match := _DECADE.fullmatch(value):
            return str(self("date.decade", decade=f"{match[1]}0"))
        if match := _CENTURY.fullmatch(value):
            return str(self("date.century", century=int(match[1]) + 1))
        return value

    def period(self, first: str, last: str) -> str:
        """«du … au …», or the one date where both are the same."""
        if first == last or not last:
            return self.date(first)
        if whole := _whole(first, last):
            return self.date(whole)
        key = "date.days" if len(first) > 7 and len(last) > 7 else "date.months"
        return str(self(key, first=self.date(first), last=self.date(last)))

    def _calendar(self, year: str, month: str | None, day: str | None) -> str:
        if not month or not 1 <= int(month) <= 12:
            return year
        name = self._strings["months"].split(" ")[int(month) - 1]
        if not day:
            return f"{name} {year}"
        first = "1er" if self.lang == "fr" and int(day) == 1 else str(int(day))
        return f"{first} {name} {year}"

    def _singular(self, n: int) -> bool:
        return abs(n) < 2 if self.lang == "fr" else abs(n) == 1


def _whole(first: str, last: str) -> str:
    """The month or year whose first and last days these are, "" if they are not.

    >>> _whole("2024-02-01", "2024-02-29")
    '2024-02'
    """
    if first[4:] == "-01-01" and last[4:] == "-12-31" and first[:4] == last[:4]:
        return first[:4]
    try:
        next_day = date.fromisoformat(last) + timedelta(days=1)
    except (ValueError, OverflowError):
        return ""
    whole = first[7:] == "-01" and first[:7] == last[:7] and next_day.day == 1
    return first[:7] if whole else ""


@lru_cache(maxsize=len(LANGUAGES))
def _strings(lang: str) -> dict[str, str]:
    path = Path(__file__).with_name("strings.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[lang] for row in csv.DictReader(file)}
