"""What a temporal expression is relative to, and how it is resolved against it.

A `Reading` is one mention in its surroundings: the document's date, the dates spoken of before
it, the tense of its clause. The resolvers of the date rules take a reading and give a `Meaning`.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.normalizers.dates_memory import Meaning, Memory
from pipeline.normalizers.dates_tense import FUTURE, UNKNOWN, happened_at, tense_at
from pipeline.normalizers.dates_timex import (
    UNKNOWN_DAY,
    add_months,
    day_value,
    week_value,
)

# How far back, in characters, a full date of another year still sets the year of «le 19 juin».
_NARRATIVE_REACH = 300
# Where no verb tells, a day ahead is meant only if it is this much nearer than the one behind.
_PAST_BIAS = 1.5
_VOTE = re.compile(
    r"\b(?:élections?|présidentielles?|législatives?|scrutin|référendum|vote|municipales)"
    r"(?: [\w-]+){0,2} (?:du|de|d'|des)(?: mois de)? ?$|jusqu'(?:au|en|à) ?$"
)
_UNTIL = re.compile(r"(?:jusqu'à|jusqu'au|d'ici(?: à)?) $")
WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()

LAST, NEXT, THIS, BEFORE, AFTER = "last", "next", "this", "before", "after"
_RELATIONS = (
    (LAST, ("dernier", "passe", "ecoule")),
    (NEXT, ("prochain", "a venir", "qui vien")),
    (BEFORE, ("precedent", "d'avant")),
    (AFTER, ("suivant", "d'apres")),
    (THIS, ("courant", "en cours")),
)


def relation(word: str | None) -> str:
    """LAST, NEXT, BEFORE, AFTER or THIS for «dernière», «à venir», «suivant»; "" for nothing."""
    if word:
        for kind, stems in _RELATIONS:
            if word.strip().startswith(stems):
                return kind
    return ""


@dataclass(slots=True)
class Reading:
    """One expression in its surroundings.

    Attributes:
        today: the document's day, None if unknown.
        published: the document's date as ISO 8601, perhaps only a year or a month, or "".
        memory: the dates spoken of before the expression.
        text, lowered: the text, and the text in lower case.
        start, end: the expression's offsets into it.
        inner: the meaning of the expression that this one contains («lundi» in «nuit de lundi»).
    """

    today: date | None = None
    published: str = ""
    memory: Memory = field(default_factory=Memory)
    text: str = ""
    lowered: str = ""
    start: int = 0
    end: int = 0
    inner: Meaning | None = None
    _tense: str | None = None

    @property
    def tense(self) -> str:
        """past, future or "": see `dates_tense`."""
        if self._tense is None:
            self._tense = tense_at(self.text, self.start, self.end)
        return self._tense

    @property
    def year(self) -> int | None:
        """The document's year."""
        return int(self.published[:4]) if self.published else None

    def before(self, width: int = 24) -> str:
        """The text just before the expression."""
        return self.lowered[max(0, self.start - width) : self.start]

    def narrative_year(self, *, of_day: bool) -> int | None:
        """The year of the date just spoken of, where it is a past year of the story told.

        Args:
            of_day: a day is asked for, so that only a full date will do.
        """
        memory = self.memory
        if not memory.narrative or self.start - memory.narrative_end > _NARRATIVE_REACH:
            return None
        if of_day and len(memory.narrative) < len("2021-10-05"):
            return None
        year = int(memory.narrative[:4])
        if self.year is not None and year >= self.year:
            return None
        return year

    def years_near(
        self, month: int, day: int, rel: str, *, demonstrative: bool = False
    ) -> int | None:
        """The year of a day and month given without one; None if it cannot be known.

        Args:
            month, day: in the calendar.
            rel: LAST, NEXT, … or "".
            demonstrative: «ce 6 mai» and «samedi 5 juin» are news, not of a story of old.
        """
        if not self.today:
            return self.year or self._spoken_year(month)
        this = (self.today.month, self.today.day)
        if rel in (LAST, BEFORE):
            return self.today.year - ((month, day) >= this)
        if rel == NEXT:
            return self.today.year + ((month, day) <= this)
        if rel == THIS:
            return self.today.year
        told = None if demonstrative else self.narrative_year(of_day=True)
        if told is not None:
            return told
        if self.tense == FUTURE:
            ahead = self.today.year + ((month, day) < this)
            # A date a few weeks back stays: «aura lieu» is said of a day that has just passed.
            return ahead if _days_between(self.today, ahead, month, day) < 300 else ahead - 1
        back = self.today.year - ((month, day) > this)
        if self.tense == UNKNOWN or self._names_a_vote():
            behind = _days_between(self.today, back, month, day)
            ahead = _days_between(self.today, back + 1, month, day)
            return back + (ahead * _PAST_BIAS < behind)
        # A date a few days ahead is announced, whatever the verb's tense; not what has happened.
        if _days_between(self.today, back + 1, month, day) <= 21 and not happened_at(
            self.text, self.start, self.end
        ):
            return back + 1
        return back

    def _spoken_year(self, month: int) -> int | None:
        if self.memory.narrative and self.start - self.memory.narrative_end <= _NARRATIVE_REACH:
            return int(self.memory.narrative[:4])
        return None

    def month_year(self, month: int, rel: str) -> int | None:
        """The year of a month given without one; None if it cannot be known."""
        if not self.today:
            if rel or not self.year:
                return self._spoken_year(month) if not self.published else self.year
            return self.year
        if rel in (LAST, BEFORE):
            return self.today.year - (month >= self.today.month)
        if rel == NEXT:
            return self.today.year + (month <= self.today.month)
        if rel == THIS:
            return self.today.year
        if (told := self.narrative_year(of_day=False)) is not None:
            return told
        if self.tense == FUTURE:
            return self.today.year + (month < self.today.month)
        back = self.today.year - (month > self.today.month)
        if (self.tense == UNKNOWN or self._names_a_vote()) and (month - self.today.month) % 12 < 5:
            return self.today.year + (month < self.today.month)
        return back

    def _names_a_vote(self) -> bool:
        """Whether it is an election's date, or an end: those are told before and after alike."""
        return bool(_VOTE.search(self.before(40)))

    def weekday(self, name: str, rel: str = "") -> tuple[str, str]:
        """The value of a bare weekday and its anchor.

        The day itself counts as past: a text of Monday says «lundi» of its own day. «mardi
        dernier» and «mardi prochain» never mean it.
        """
        index = WEEKDAYS.index(name)
        base, anchor = self.today, "published"
        if rel in (BEFORE, AFTER) and self.memory.day:
            base, anchor = self.memory.day, "previous"
        elif base is None and self.memory.day:
            # With no date of its own, the text's last full date is where its days are counted.
            step = (index - self.memory.day.weekday()) % 7
            if rel == LAST or (not rel and self.tense != FUTURE and step > 3):
                step -= 7
            return day_value(self.memory.day + timedelta(days=step)), "previous"
        if base is None:
            return f"XXXX-WXX-{index + 1}", "open"
        back = (base.weekday() - index) % 7
        if not rel and _UNTIL.search(self.before(12)):
            rel = THIS if back == 0 else NEXT
        if rel in (LAST, BEFORE):
            return day_value(base - timedelta(days=back or 7)), anchor
        if rel in (NEXT, AFTER) or (not rel and self.tense == FUTURE):
            ahead = (index - base.weekday()) % 7
            return day_value(base + timedelta(days=ahead or (7 if rel else 0))), anchor
        return day_value(base - timedelta(days=back)), anchor

    def from_today(self, days: int) -> tuple[str, str]:
        """The value of a day counted from the document's date, and its anchor."""
        if self.today:
            return day_value(self.today + timedelta(days=days)), "published"
        return UNKNOWN_DAY, "open"

    def from_previous(self, days: int) -> tuple[str, str]:
        """The value of a day counted from the date last spoken of, and its anchor."""
        if self.memory.day:
            return day_value(self.memory.day + timedelta(days=days)), "previous"
        return UNKNOWN_DAY, "open"

    def unit_from(self, base: date | None, amount: int, unit: str) -> str:
        """The value, at the unit's own precision, that lies `amount` units from a day.

        Units: D, W, M, Q, H (half-year), Y, E (decade), C (century).

        Raises:
            ValueError, OverflowError: outside the calendar.
        """
        if base is None:
            unknown = {"D": UNKNOWN_DAY, "W": "XXXX-WXX", "M": "XXXX-XX", "E": "XXX", "C": "XX"}
            return unknown.get(unit, "XXXX")
        if unit in ("D", "W"):
            day = base + timedelta(days=amount * (7 if unit == "W" else 1))
            return day_value(day) if unit == "D" else week_value(day)
        if unit in ("E", "C"):
            year = _in_calendar(base.year + amount * (10 if unit == "E" else 100))
            return f"{year // 10:03d}" if unit == "E" else f"{year // 100:02d}"
        if unit == "Q":
            quarter = base.year * 4 + (base.month - 1) // 3 + amount
            return f"{_in_calendar(quarter // 4):04d}-Q{quarter % 4 + 1}"
        if unit == "H":
            half = base.year * 2 + (base.month - 1) // 6 + amount
            return f"{_in_calendar(half // 2):04d}-H{half % 2 + 1}"
        if unit == "M":
            year, month = add_months(base.year, base.month, amount)
            return f"{_in_calendar(year):04d}-{month:02d}"
        return f"{_in_calendar(base.year + amount):04d}"


def _in_calendar(year: int) -> int:
    """The year, where the calendar has it; «dans 99 999 mois» is none of its years."""
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is outside the calendar")
    return year


def _days_between(today: date, year: int, month: int, day: int) -> int:
    try:
        return abs((date(year, month, day) - today).days)
    except ValueError:
        return abs((date(year, month, 28) - today).days)
