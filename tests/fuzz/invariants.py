"""What holds of every text's annotations, however odd the text."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from spacy.tokens import Doc

from pipeline.mentions import LABELS
from pipeline.tables import COUNT_MODS, COUNT_ROLES, COUNT_UNITS, TABLES
from pipeline.values import CountValue, DateValue, PlaceValue

# TIMEX3, as the annotation guide writes it.
_DAY = (
    r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?|-W[\dX]{2}(?:-WE|-[1-7])?|-(?:SP|SU|FA|WI)|-Q[1-4X]"
    r"|-H[12X])?"
)
_POINT = rf"(?:{_DAY}|[\dX]{{3}}|[\dX]{{2}})?(?:T(?:\d\d(?::\d\d)?|MO|MI|AF|EV|NI))?"
_LENGTH = r"P(?:T?[\dX.]+[A-Z]{1,2})+"
_TIMEX = re.compile(
    rf"(?:{_POINT}(?:/{_POINT})?|{_LENGTH}(?:/{_LENGTH})?|(?:PAST|PRESENT|FUTURE)_REF)"
)
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?)?")


def check_doc(doc: Doc, text: str) -> None:
    """The mentions of one doc: in order, apart, within the text, with valid values."""
    previous = 0
    for span in doc.ents:
        assert span.label_ in LABELS, span.label_
        assert previous <= span.start < span.end <= len(doc)
        assert span.text.strip()
        assert 0 <= span._.score <= 1
        assert span._.method in ("model", "lexicon", "rule")
        previous = span.end
        check_value(span._.value)
    for start, end, value in (*doc._.implicit_counts, *doc._.held_offices):
        assert 0 <= start < end <= len(doc.text)
        check_value(value)
    for statement in doc._.statements:
        assert 0 <= statement.start < statement.end <= len(doc.text)


def check_value(value: Any) -> None:
    """Valid dates, bounds and coordinates."""
    if isinstance(value, DateValue):
        assert value.type in ("DATE", "TIME", "DURATION", "SET"), value
        if not value.value:  # what the calendar does not have: «le 31 février 2021»
            assert not value.start, value
            return
        assert _TIMEX.fullmatch(value.value), value
        for day in (value.start, value.end, value.reference):
            check_day(day)
        if value.start and value.end:
            assert value.start[:10] <= value.end[:10], value
    elif isinstance(value, CountValue):
        assert value.mod in COUNT_MODS, value
        assert value.role in COUNT_ROLES, value
        assert value.unit in COUNT_UNITS, value
        for bound in (value.low, value.high):
            assert bound is None or 0 <= bound < 10**12, value
        if value.low is not None and value.high is not None:
            assert value.low <= value.high, value
    elif isinstance(value, PlaceValue):
        assert (value.lat is None) == (value.lon is None), value
        if value.lat is not None and value.lon is not None:
            assert -90 <= value.lat <= 90, value
            assert -180 <= value.lon <= 180, value
        assert 0 <= value.precision <= 7, value


def check_day(day: str) -> None:
    """An ISO 8601 date that the calendar has, or none."""
    if day:
        assert _ISO.fullmatch(day), day
        date.fromisoformat((day[:10] + "-01-01")[:10])


def check_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]], text: str, id: str) -> None:
    """The rows of one document: offsets, declared values, sentences that are the text."""
    assert "".join(row["text"] for row in rows["sentences"]) == text
    for name, table in TABLES.items():
        for row in rows[name]:
            for column in table.columns:
                cell = row.get(column.name)
                if column.values and cell not in (None, ""):
                    assert cell in column.values, (name, column.name, cell)
            if "start" in table.names and name != "rejects":
                assert row["doc_id"] == id
                assert 0 <= row["start"] < row["end"] <= len(text), (name, row)
            if name in ("mentions", "dates", "troop_counts"):
                assert text[row["start"] : row["end"]] == row["text"], (name, row)
            if row.get("score") is not None:
                assert 0 <= row["score"] <= 1
        frame = table.frame(rows[name])
        assert len(frame) == len(rows[name])
    keys = [(row["start"], row["end"]) for row in rows["mentions"]]
    assert len(keys) == len(set(keys))
    for row in rows["events"]:
        for day in (row.get("date_start"), row.get("date_end"), rows["documents"][0]["published"]):
            check_day(day or "")
        if row.get("date_start") and row.get("date_end"):
            assert row["date_start"] <= row["date_end"], row
        dead = [row.get(name) for name in ("low", "best", "high")]
        known = [n for n in dead if n is not None]
        assert known == sorted(known), row
