"""What happened: events in the order of time, each with what the texts say of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from pipeline.report.figures import event_date
from pipeline.report.places import place_name
from pipeline.report.reading import Reading, Row
from pipeline.report.texts import excerpt

LISTED = 400
VIOLENT = {"attack", "clash", "air_strike", "explosion", "abduction", "coup"}


@dataclass(frozen=True, slots=True)
class EventLine:
    """What the page lists of an event."""

    kind: str
    date: str
    where: Markup
    who: Markup
    whom: Markup
    deaths: Markup
    status: str
    claimed_by: str
    quote: Markup
    sources: Markup


@dataclass(frozen=True, slots=True)
class Year:
    """The events of a year, or of no known date (`name` says so)."""

    name: str
    events: tuple[EventLine, ...]

    @property
    def size(self) -> int:
        """How many events."""
        return len(self.events)


def years(reading: Reading) -> list[Year]:
    """Events by year in the order of time, undated ones last."""
    rows = sorted(
        reading.rows["events"], key=lambda r: (r.date_start is None, r.date_start or "", r.event_id)
    )
    by_year: dict[str, list[EventLine]] = defaultdict(list)
    for row in rows[:LISTED]:
        by_year[(row.date_start or "")[:4]].append(_line(reading, row))
    undated = str(reading.words("date.none.group"))
    return [Year(name=year or undated, events=tuple(own)) for year, own in by_year.items()]


def deaths_by_side(reading: Reading, row: Row) -> Markup:
    """«13 morts : 4 civils, 9 côté FAMa», "" if the text gives none."""
    words = reading.words
    if not row.best and not row.high and not row.low:
        return Markup("")
    sides = []
    for number, key, side in (
        (row.deaths_a, "deaths.side", row.side_a),
        (row.deaths_b, "deaths.side", row.side_b),
        (row.deaths_civilians, "deaths.civilians", ""),
        (row.deaths_unknown, "deaths.unknown", ""),
    ):
        if number:
            key = "deaths.unknown" if key == "deaths.side" and not side else key
            sides.append(words(key, n=number, side=side or ""))
    total = row.best or row.low or row.high
    shown = words("count.dead", n=total)
    if row.low is not None and row.high is not None and row.low != row.high:
        shown = words("count.dead.range", low=words.number(row.low), high=words.number(row.high))
    return words("deaths.line", total=reading.link(row, shown), sides=words.listed(sides))


def timeline(reading: Reading) -> list[dict[str, Any]]:
    """Rows for the timeline: events with a date, and how often each dated day is named."""
    rows: list[dict[str, Any]] = []
    words = reading.words
    for row in reading.rows["events"]:
        if row.date_start and (href := reading.href(row.doc_id, row.start)):
            rows.append(
                {
                    "row": words.known("event", row.kind),
                    "first": row.date_start,
                    "last": row.date_end or row.date_start,
                    "when": words.date(event_date(row)),
                    "what": _plain(row),
                    "size": row.number_of_sources,
                    "event": True,
                    "href": href,
                }
            )
    named: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in reading.rows["dates"]:
        if row.type == "DATE" and row.date_start and row.precision in ("day", "month", "year"):
            named[row.date_start, row.date_end or row.date_start, row.value or ""].append(row)
    for (first, last, value), own in sorted(named.items()):
        rows.append(
            {
                "row": str(words("timeline.dates")),
                "first": first,
                "last": last,
                "when": words.date(value),
                "what": str(words("count.mentions", n=len(own))),
                "size": len(own),
                "event": False,
                "href": reading.href(own[0].doc_id, own[0].start) or "#",
            }
        )
    return rows


def _line(reading: Reading, row: Row) -> EventLine:
    words = reading.words
    where = place_name(reading, row.place_id) or escape(row.where_coordinates or "")
    country = words.country(row.country)
    if country and country != str(row.where_coordinates):
        where = Markup(", ").join([where, country]) if where else escape(country)
    date = event_date(row)
    return EventLine(
        kind=words.known("event", row.kind),
        date=words.date(date) if date else "",
        where=where,
        who=_named(reading, row.actors, row.actor_ids),
        whom=_named(reading, row.targets, row.target_ids),
        deaths=deaths_by_side(reading, row),
        status="" if row.status == "reported" else words.known("status", row.status),
        claimed_by=row.claimed_by or "",
        quote=excerpt(row.sentence or "", 0, 0, around=220),
        sources=_sources(reading, row),
    )


def _sources(reading: Reading, row: Row) -> Markup:
    others = [d for d in (row.source_article or "").split("|") if d and d != row.doc_id]
    extra = [
        Markup('<a class="src" href="{}#t-{}">{}</a>').format(
            reading.files[d], reading.numbers[d], reading.words("text.n", number=reading.numbers[d])
        )
        for d in others
        if d in reading.numbers
    ]
    return Markup(", ").join([reading.source(row), *extra])


def _named(reading: Reading, names: str | None, ids: str | None) -> Markup:
    parts = [n for n in (names or "").split("|") if n]
    keys: Sequence[str] = (ids or "").split("|")
    keys = keys if len(keys) == len(parts) else [""] * len(parts)
    linked = [reading.entity_link(key, name) for key, name in zip(keys, parts, strict=True)]
    return reading.words.listed(linked)


def _plain(row: Row) -> str:
    """Who and where, for a tooltip."""
    parts = (row.actors, row.targets, row.where_coordinates)
    return " · ".join(p.replace("|", ", ") for p in parts if p)
