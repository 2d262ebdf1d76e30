"""Dates' values: every DATE mention gets its TIMEX3 value and the interval it covers."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from pipeline.extractors.date_rules import grammar
from pipeline.mentions import mentions
from pipeline.normalizers.dates_context import Meaning, Memory, Reading
from pipeline.normalizers.dates_timex import bounds
from pipeline.normalizers.published import set_published
from pipeline.values import DateValue

_DURATION = re.compile(r"\b(?:ans?|mois|jours?|semaines?|années?|heures?|h|décennies?|siècles?)$", re.I)
_TIME = re.compile(r"\b(?:matin|soir|nuit|midi|minuit|heures?|\d{1,2} ?h(?: ?\d\d)?)\b", re.I)


def normalize_dates(doc: Doc) -> None:
    """Set `span._.value` (a `DateValue`) on each DATE mention, in reading order.

    Sets `doc._.published` and `doc._.published_how` first. Mentions that no rule reads get the
    value "" and the type that their words suggest.

    Args:
        doc: changed in place.
    """
    set_published(doc)
    spans = mentions(doc, "DATE")
    places = [(s.start_char, s.end_char) for s in spans]
    for span, value in zip(spans, values_of(doc.text, places, doc._.published), strict=True):
        span._.value = value


def values_of(
    text: str, places: Sequence[tuple[int, int]], published: str = ""
) -> list[DateValue]:
    """The values of a text's temporal expressions.

    Args:
        text: any text.
        places: the expressions' character offsets, in order.
        published: the text's date, ISO 8601 (year, month or day), "" if unknown.

    Returns:
        A value for each expression.
    """
    rules, lowered, memory = grammar(), text.lower(), Memory()
    if len(lowered) != len(text):  # a letter whose lower case is longer, as «İ»
        lowered = "".join(c.lower()[:1] for c in text)
    today = _day(published)
    out: list[DateValue] = []
    for start, end in places:
        read = rules.parse(text[start:end])
        if read is None:
            out.append(DateValue(_type_of(text[start:end]), ""))
            continue
        rule, groups = read
        reading = Reading(today, published, memory, lowered, start, end)
        try:
            meaning = rules.resolve(rule, groups, reading)
        except (ValueError, OverflowError):  # a day or year outside the calendar
            out.append(DateValue(_type_of(text[start:end]), ""))
            continue
        previous = memory.day.isoformat() if memory.day else memory.month or memory.year
        memory.note(meaning, end, explicit_year=bool(groups.get("year") or groups.get("y")))
        out.append(_value(meaning, published, previous))
    return out


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
