"""Reading a text's temporal expressions in order, each against what came before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extractors.date_rules import Grammar, Rule, grammar, plain
from pipeline.extractors.date_rules.rule import Groups
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning, Memory
from pipeline.normalizers.dates_timex import bounds
from pipeline.values import DateValue

# What may stand between a clock time and the day that it is of.
_JOINS = (" ", " le ", " du ", ", le ", " de ce ")
_DURATION = re.compile(
    r"\b(?:ans?|mois|jours?|semaines?|années?|heures?|h|décennies?|siècles?)$", re.I
)
_TIME = re.compile(r"\b(?:matin|soir|nuit|midi|minuit|heures?|\d{1,2} ?h(?: ?\d\d)?)\b", re.I)


# Years that ISO 8601 writes with other than four figures; durations may be as long.
_BEYOND = re.compile(r"(?!P)(?:.*\d{5}|\d{1,3}-)")
_SINCE = re.compile(r"\bdepuis(?: le| la| l'| les)?(?: mois (?:de |d'))? ?$")


@dataclass(frozen=True, slots=True)
class Read:
    """An expression as it was read.

    Attributes:
        start, end: its character offsets.
        rule, groups: the rule that reads it and what it matched, None and {} if none does.
        value: its value; "" where it has none.
        reading: the surroundings that it was read in.
    """

    start: int
    end: int
    rule: Rule | None
    groups: Groups
    value: DateValue
    reading: Reading


def read_dates(
    text: str,
    places: Sequence[tuple[int, int]],
    published: str = "",
    lexicon: Grammar | None = None,
) -> Iterator[Read]:
    """Read a text's temporal expressions.

    Args:
        text: any text.
        places: the expressions' character offsets, in order.
        published: the text's date, ISO 8601 (year, month or day), "" if unknown.
        lexicon: from `pipeline.extractors.date_rules.grammar`; the package's own without it.

    Yields:
        One `Read` for each place.
    """
    rules, lowered, memory = lexicon or grammar(), text.lower(), Memory()
    if len(lowered) != len(text):  # a letter whose lower case is longer, as «İ»
        lowered = "".join(c.lower()[:1] for c in text)
    today, simple = _day(published), plain(text)

    def following(place: tuple[int, int], after: int) -> Meaning | None:
        """The day that a clock time goes with: «à 17 h 30 le 5 septembre»."""
        start, end = place
        if simple[after:start] not in _JOINS:
            return None
        found = rules.read(text, simple, start, end)
        if found is None or found[0].kind != "day":
            return None
        return rules.resolve(*found, Reading(today, published, memory, text, lowered, start, end))

    for index, (start, end) in enumerate(places):
        reading = Reading(today, published, memory, text, lowered, start, end)
        found = rules.read(text, simple, start, end)
        meaning: Meaning | None = None
        if found is not None:
            try:
                if found[0].kind == "clock" and index + 1 < len(places):
                    reading.inner = following(places[index + 1], end)
                meaning = rules.resolve(*found, reading)
                if _BEYOND.match(meaning.value):  # «mars», in a text of 31 December 9999
                    meaning = None
            except (ValueError, OverflowError):  # a day or year outside the calendar
                meaning = None
        if found is None or meaning is None:
            value = DateValue(_type_of(text[start:end]), "")
            yield Read(start, end, None, {}, value, reading)
            continue
        rule, groups = found
        previous = memory.day.isoformat() if memory.day else memory.month or memory.year
        value = _value(meaning, published, previous)
        yield Read(start, end, rule, groups, value, reading)
        named = bool(groups.get("year") or groups.get("y"))
        told = not reading.before(4).endswith((" du ", " de ", " d'", "des "))
        since = _SINCE.search(reading.before(16)) is not None
        memory.note(meaning, end, explicit_year=named, told=told, since=since)


def values_of(
    text: str,
    places: Sequence[tuple[int, int]],
    published: str = "",
    lexicon: Grammar | None = None,
) -> list[DateValue]:
    """The values of a text's temporal expressions: see `read_dates`."""
    return [read.value for read in read_dates(text, places, published, lexicon)]


def _value(meaning: Meaning, published: str, previous: str) -> DateValue:
    start, end, precision = bounds(meaning.value)
    reference = {"published": published, "previous": previous}.get(meaning.anchor, "")
    return DateValue(
        meaning.type,
        meaning.value,
        meaning.start or start,
        meaning.end or end,
        precision,
        meaning.anchor,
        reference,
    )


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if len(published) >= 10 else None
    except ValueError:
        return None


def _type_of(text: str) -> str:
    if _TIME.search(text):
        return "TIME"
    return "DURATION" if _DURATION.search(text) else "DATE"
