"""The places: by country, and as points and countries of the map."""

from collections import defaultdict
from dataclasses import dataclass
from math import log1p
from typing import Any

from markupsafe import Markup

from pipeline.report.aggregates import beside_places, events_by_place
from pipeline.report.figures import dated, event_date
from pipeline.report.queries import Row
from pipeline.report.quotes import Quote, quotes_of
from pipeline.report.reading import Entity, Reading

MAPPED = 1500
VAGUE = ("zone", "region", "nature")
COUNTRY_ONLY = 6
"""UCDP GED where_prec of an event of which only the country is known."""
WINDOW = (-18.5, 4.0, 25.0, 25.0)
"""The Sahel, as the map first shows it: west, south, east, north, WGS84 degrees."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """What the page lists of a place."""

    anchor: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    admin1: str
    located: bool
    mentions: int
    documents: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The places of one country, the most named first; the country itself stands first."""

    name: str
    mentions: int
    places: tuple[PlaceLine, ...]


def countries(reading: Reading) -> list[Country]:
    """The places shown, by country; those of several countries or none last."""
    by_country: dict[str, list[Entity]] = defaultdict(list)
    for entity in reading.group("places"):
        by_country[entity.row.country or ""].append(entity)
    groups = [
        Country(
            name=reading.words.country(code) or str(reading.words("country.none")),
            mentions=sum(e.row.mentions for e in own),
            places=tuple(
                _line(reading, e)
                for e in sorted(own, key=lambda e: (e.row.kind != "country", -e.row.mentions))
            ),
        )
        for code, own in sorted(by_country.items())
    ]
    none = str(reading.words("country.none"))
    return sorted(groups, key=lambda g: (g.name == none, -g.mentions, g.name))


def _line(reading: Reading, entity: Entity) -> PlaceLine:
    row = entity.row
    return PlaceLine(
        anchor=entity.anchor,
        name=row.name,
        aliases=entity.aliases,
        kind=reading.words.known("place_kind", row.kind),
        admin1=row.admin1 or "",
        located=row.latitude is not None,
        mentions=row.mentions,
        documents=row.documents,
        quotes=quotes_of(reading, entity),
    )


@dataclass(frozen=True, slots=True)
class MapData:
    """What the map draws, as rows for Vega-Lite; `forces` are those that one may filter by.

    Attributes:
        points: places with a point, and events; `layer` says which.
        shaded: countries with how often they are named.
        kinds, events: kinds of place and of event there are, with their names.
        years: the years known.
        outside: names of places that the first view does not show.
        vague: how many events are known to the country only, and therefore not drawn.
    """

    points: list[dict[str, Any]]
    shaded: list[dict[str, Any]]
    forces: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    events: list[tuple[str, str]]
    years: list[str]
    outside: list[str]
    vague: int


def map_data(reading: Reading) -> MapData:
    """Points and countries, each with the forces named beside it and the years it is named in."""
    forces, known_years = beside_places(reading) if reading.some else _beside_places(reading)
    points, shaded, outside = [], [], []
    for entity in reading.group("places")[:MAPPED]:
        row = entity.row
        common = {
            "layer": "place",
            "vague": row.kind in VAGUE,
            "name": row.name,
            "kind": row.kind or "",
            "what": reading.words.known("place_kind", row.kind),
            "mentions": row.mentions,
            "said": str(reading.words("count.mentions", n=row.mentions)),
            "href": f"#{entity.anchor}",
            "forces": _bars(forces.get(entity.id, ())),
            "years": _bars(known_years.get(entity.id, ())),
        }
        if row.kind == "continent":
            continue
        if row.kind == "country" and row.country:
            shaded.append(common | {"code": row.country})
        elif row.latitude is not None and row.longitude is not None:
            points.append(common | {"lat": row.latitude, "lon": row.longitude})
            if not _in_window(row):
                outside.append(row.name)
    points += _many_events(reading) if reading.some else _events(reading)
    vague = reading.tables.one(
        "select count(*) as n from events where latitude is not null and longitude is not null "
        f"and coalesce(nullif(where_prec, 0), 1) >= {COUNTRY_ONLY}"
    ).n
    drawn = [*points, *shaded]
    _weigh(points)
    kinds = {p["kind"] for p in drawn if p["layer"] == "place" and p["kind"]}
    events = {p["kind"] for p in drawn if p["layer"] == "event"}
    return MapData(
        points=points,
        shaded=shaded,
        forces=_forces_on_map(reading, drawn),
        kinds=_named(reading, "place_kind", kinds),
        events=_named(reading, "event", events),
        years=sorted({y for p in drawn for y in p["years"].split("|") if y}),
        outside=outside,
        vague=vague,
    )


def _events(reading: Reading) -> list[dict[str, Any]]:
    """Located events as points."""
    words, points = reading.words, []
    for row in reading.rows["events"]:
        if row.latitude is None or row.longitude is None or (row.where_prec or 1) >= COUNTRY_ONLY:
            continue
        where = row.where_coordinates or ""
        points.append(
            {
                "layer": "event",
                "vague": (row.where_prec or 1) >= 5,
                "name": f"{words.known('event', row.kind)} — {where}".strip(" —"),
                "kind": row.kind,
                "what": dated(words, event_date(row)),
                "mentions": row.best or 0,
                "said": str(words("count.dead", n=row.best)) if row.best else "",
                "href": reading.href(row.doc_id, row.start) or "#",
                "forces": _bars(f"{row.actor_ids or ''}|{row.target_ids or ''}".split("|")),
                "years": _bars([(row.date_start or "")[:4]]),
                "lat": row.latitude,
                "lon": row.longitude,
            }
        )
    return points


def _many_events(reading: Reading) -> list[dict[str, Any]]:
    """Located events of a large run as points, one a place and kind."""
    words = reading.words
    return [
        {
            "layer": "event",
            "vague": (row.where_prec or 1) >= 5,
            "name": f"{words.known('event', row.kind)} — {row.name or ''}".strip(" —"),
            "kind": row.kind,
            "what": str(words("count.events", n=row.n)),
            "mentions": row.dead or 0,
            "said": str(words("count.dead", n=row.dead)) if row.dead else "",
            "href": reading.href(row.one["doc_id"], row.one["start"]) or "#timeline",
            "forces": _bars((row.ids or "").split("|")),
            "years": _bars((row.years or "").split("|")),
            "lat": row.latitude,
            "lon": row.longitude,
        }
        for row in events_by_place(reading, COUNTRY_ONLY)
    ]


def _weigh(points: list[dict[str, Any]]) -> None:
    """Give each point a weight from 0 to 1: places by mentions, events by their dead.

    Dead are weighed by their logarithm, since one war's toll would dwarf every attack.
    """
    most = max((p["mentions"] for p in points if p["layer"] == "place"), default=1) or 1
    worst = max((p["mentions"] for p in points if p["layer"] == "event"), default=0)
    for point in points:
        if point["layer"] == "place":
            point["weight"] = round(point["mentions"] / most, 3)
        else:
            point["weight"] = round(0.5 * log1p(point["mentions"]) / log1p(max(worst, 50)), 3)


def _named(reading: Reading, group: str, values: set[str]) -> list[tuple[str, str]]:
    named = ((value, reading.words.known(group, value)) for value in values)
    return sorted(named, key=lambda item: (item[1], item[0]))


def _forces_on_map(reading: Reading, drawn: list[dict[str, Any]]) -> list[tuple[str, str]]:
    there = {f for p in drawn for f in p["forces"].split("|") if f}
    return [(e.row.force_id, e.name) for e in reading.group("forces") if e.row.force_id in there][
        :40
    ]


def _beside_places(reading: Reading) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Place to the forces named in a sentence with it, and to the years of the texts naming it."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for entity in reading.group("forces"):
        for span in entity.spans:
            found[_key(reading, span)].append(entity.id)
    forces, years = {}, {}
    for entity in reading.group("places"):
        forces[entity.id] = {f for s in entity.spans for f in found.get(_key(reading, s), ())}
        years[entity.id] = {reading.published(s.doc_id)[:4] for s in entity.spans}
    return forces, years


def _key(reading: Reading, span: Row) -> tuple[str, int]:
    sentence = reading.sentence(span.doc_id, span.start)
    return span.doc_id, sentence.number if sentence else -1


def _bars(items: Any) -> str:
    """«|a|b|»: a set that Vega's `indexof` can look into."""
    there = sorted({item for item in items if item})
    return f"|{'|'.join(there)}|" if there else ""


def _in_window(row: Row) -> bool:
    west, south, east, north = WINDOW
    return bool(west <= row.longitude <= east and south <= row.latitude <= north)


def place_name(reading: Reading, place_id: str | None) -> Markup:
    """A place's name as a link to its line."""
    entity = reading.entities.get(place_id or "")
    return reading.entity_link(place_id, entity.name) if entity else Markup("")
