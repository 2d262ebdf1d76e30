"""A place that a name may mean, out of a row of the lexicon or an entry of the gazetteer."""

import math
from dataclasses import dataclass

from pipeline.gazetteer import Entry
from pipeline.lexicons import split_cell

_SAME = 0.1  # degrees within which two entries of one name are one place
KIND_WEIGHT = {
    "country": 8.0,
    "continent": 8.0,
    "zone": 5.0,
    "region": 4.5,
    "town": 3.6,
    "nature": 3.2,
    "site": 3.2,
    "division": 3.0,
}
_CLASS_KIND = {"P": "town", "H": "nature", "T": "nature", "V": "nature", "S": "site", "L": "zone"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name may mean.

    Attributes:
        place_id: key of `places.csv`, else «geonames-<id>».
        name, kind, country, admin1: as `pipeline.values.PlaceValue` has them.
        admin2: second-level division's name, or "".
        lat, lon: WGS84 degrees, None where no point is known.
        geonameid: GeoNames' id, None where there is none.
        weight: how often the press means it by its name, on a scale of about 0 to 10.
    """

    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lat: float | None
    lon: float | None
    geonameid: int | None
    weight: float


def from_row(row: dict[str, str]) -> tuple[Place, list[str]]:
    """A place and the names it goes by, from a row of `places.csv`."""
    population = int(row["population"] or 0)
    lat, lon = (float(row[c]) if row[c] else None for c in ("lat", "lon"))
    geonameid = int(row["geonameid"]) if row["geonameid"] else None
    weight = float(row["weight"]) if row["weight"] else KIND_WEIGHT[row["kind"]]
    if not row["weight"] and row["kind"] == "town":
        weight += size(population)
    place = Place(
        row["place_id"],
        row["name"],
        row["kind"],
        row["country"],
        row["admin1"],
        "",
        lat,
        lon,
        geonameid,
        weight,
    )
    return place, [row["name"], *split_cell(row["aliases"]), *split_cell(row["old_names"])]


def size(population: int) -> float:
    """What a town's people add to its weight: 1 for ten thousand, 1.5 for a million."""
    return math.log10(population) / 4 if population > 0 else 0.0


def from_entry(entry: Entry) -> Place:
    """A place from an entry of the gazetteer."""
    kind = _CLASS_KIND.get(entry.feature_class, "site")
    if entry.feature_class == "A":
        kind = "country" if entry.feature_code.startswith("PCL") else "division"
        if entry.feature_code == "ADM1":
            kind = "region"
    weight = 1.0 + size(entry.population) + 0.3 * entry.main - 0.8 * (kind != "town")
    return Place(
        f"geonames-{entry.id}",
        entry.name,
        kind,
        entry.country,
        entry.admin1,
        entry.admin2,
        entry.lat,
        entry.lon,
        entry.id,
        weight,
    )


def same(entry: Place, known: Place) -> bool:
    """Whether an entry of the gazetteer is a place that the lexicon has."""
    if entry.geonameid == known.geonameid:
        return True
    if entry.country != known.country:
        return False
    divisions = {"region", "division"}
    if entry.kind in divisions and known.kind in divisions:
        return entry.kind == known.kind
    if entry.lat is None or known.lat is None or entry.lon is None or known.lon is None:
        return False
    return abs(entry.lat - known.lat) < _SAME and abs(entry.lon - known.lon) < _SAME
