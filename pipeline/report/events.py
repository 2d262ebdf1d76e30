"""What happened: events in the order of time, each with what the texts say of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from pipeline.report.aggregates import dates_by_month, events_by_month, last_of
from pipeline.report.deaths import deaths_by_side
from pipeline.report.figures import calendar_date, event_date
from pipeline.report.places import place_name
from pipeline.report.queries import Row
from pipeline.report.reading import Reading
from pipeline.report.texts import excerpt

LISTED = 400
SOURCES = 20
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
    dated: bool
    events: tuple[EventLine, ...]

    @property
    def size(self) -> int:
        """How many events."""
        return len(self.events)


def years(reading: Reading) -> list[Year]:
    """Events by year in the order of time, undated ones last."""
    rows = sorted(
        reading.rows["events"],
        key=lambda r: ((day := calendar_date(r.date_start)) == "", day, r.event_id),
    )
    by_year: dict[str, list[EventLine]] = defaultdict(list)
    for row in rows[:LISTED]:
        by_year[calendar_date(row.date_start)[:4]].append(_line(reading, row))
    undated = str(reading.words("date.none.group"))
    return [
        Year(name=year or undated, dated=bool(year), events=_joined(own))
        for year, own in by_year.items()
    ]


def _joined(lines: Sequence[EventLine]) -> tuple[EventLine, ...]:
    """One line for what one sentence says of the same people under several heads."""
    joined: dict[EventLine, list[str]] = {}
    for line in lines:
        joined.setdefault(replace(line, kind=""), []).append(line.kind)
    return tuple(
        replace(line, kind=", ".join([kinds[0], *(k.lower() for k in kinds[1:])]))
        for line, kinds in joined.items()
    )


def timeline(reading: Reading) -> tuple[list[dict[str, Any]], int]:
    """Rows for the timeline: events with a date, and how often each dated day is named.

    Returns:
        The rows, and how many dates are left out since they lie long before the others.
    """
    rows: list[dict[str, Any]] = []
    words = reading.words
    if reading.some:
        return _bulk(_by_month(reading))
    for row in reading.rows["events"]:
        first = calendar_date(row.date_start)
        if first and (href := reading.href(row.doc_id, row.start)):
            rows.append(
                {
                    "row": words.known("event", row.kind),
                    "first": first,
                    "last": calendar_date(row.date_end) or first,
                    "when": words.date(event_date(row)),
                    "what": _plain(row),
                    "size": row.number_of_sources,
                    "event": True,
                    "href": href,
                }
            )
    return _bulk(rows + _dates_named(reading))


def _bulk(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    since = _bulk_starts(sorted(row["first"] for row in rows))
    kept = [row for row in rows if row["first"] >= since]
    return kept, len(rows) - len(kept)


def _by_month(reading: Reading) -> list[dict[str, Any]]:
    """Rows of a large run's timeline: its events and the dates it names, by month."""
    words = reading.words
    told = [
        *(
            (words.known("event", e.kind), e.day, "count.events", e)
            for e in events_by_month(reading)
        ),
        *(
            (str(words("timeline.dates")), d.month, "count.mentions", d)
            for d in dates_by_month(reading)
        ),
    ]
    return [
        {
            "row": name,
            "first": day,
            "last": last_of(day),
            "when": words.date(day),
            "what": str(words(key, n=row.n)),
            "size": row.n,
            "event": key == "count.events",
            "href": reading.href(row.one["doc_id"], row.one["start"]) or "#timeline",
        }
        for name, day, key, row in told
    ]


def _dates_named(reading: Reading) -> list[dict[str, Any]]:
    """The days, months and years that the texts name; many days are counted by month."""
    words = reading.words
    dates = [
        row
        for row in reading.rows["dates"]
        if row.type == "DATE"
        and calendar_date(row.date_start)
        and row.precision in ("day", "month", "year")
    ]
    by_month = len({row.date_start for row in dates}) > 40
    named: dict[str, list[Row]] = defaultdict(list)
    for row in dates:
        named[
            {"year": row.date_start[:4], "month": row.date_start[:7]}.get(
                row.precision, row.date_start[: 7 if by_month else 10]
            )
        ].append(row)
    return [
        {
            "row": str(words("timeline.dates")),
            "first": value,
            "last": last_of(value),
            "when": words.date(value),
            "what": str(words("count.mentions", n=len(own))),
            "size": len(own),
            "event": False,
            "href": reading.href(own[0].doc_id, own[0].start) or "#",
        }
        for value, own in sorted(named.items())
    ]


def _bulk_starts(firsts: list[str]) -> str:
    """From when on to draw: what is older than four in five waits if it would halve the axis."""
    if len(firsts) < 10:
        return ""
    oldest, bulk, newest = (int(firsts[i][:4]) for i in (0, len(firsts) // 5, -1))
    return str(bulk) if newest - oldest > 12 and 2 * (newest - bulk) < newest - oldest else ""


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
    articles = (row.source_article or "").split("|")
    others = [d for d in articles if d and d != row.doc_id and d in reading.numbers]
    extra = [
        Markup('<a class="src" href="{}#t-{}">{}</a>').format(
            reading.files[d], reading.numbers[d], reading.words("text.n", number=reading.numbers[d])
        )
        for d in others[:SOURCES]
    ]
    if more := len(set(articles) - {"", row.doc_id}) - len(extra):
        extra.append(reading.words("front.read.more", n=more))
    return Markup(", ").join([reading.source(row), *extra])


def _named(reading: Reading, names: str | None, ids: str | None) -> Markup:
    """Names as links to the cards of those that have one."""
    known = {
        reading.entities[key].row.name: key
        for key in (ids or "").split("|")
        if key in reading.entities
    }
    parts = [name for name in (names or "").split("|") if name]
    return reading.words.listed(reading.entity_link(known.get(name), name) for name in parts)


def _plain(row: Row) -> str:
    """Who and where, for a tooltip."""
    parts = (row.actors, row.targets, row.where_coordinates)
    return " · ".join(p.replace("|", ", ") for p in parts if p)
