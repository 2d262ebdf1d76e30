"""Lexicons of places and nationalities."""

from pipeline.lexicons.schema.column import Column, Lexicon
from pipeline.normalizers.place_record import KIND_WEIGHT

_KINDS = tuple(KIND_WEIGHT)

LEXICONS = (
    Lexicon(
        "places",
        "A place: its names are found in texts, and its point goes to maps.",
        (
            Column("place_id", "the id that stands in the tables", "id", required=True),
            Column("name", "its name in French", required=True),
            Column("aliases", "its other names and spellings", many=True),
            Column("old_names", "names that it had once", many=True),
            Column("kind", "what sort of place it is", "choice", required=True, allowed=_KINDS),
            Column("country", "the country that it lies in", "country"),
            Column("admin1", "the first-level division that it lies in, by name"),
            Column("lat", "latitude, WGS84 degrees", "number", low=-90, high=90),
            Column("lon", "longitude, WGS84 degrees", "number", low=-180, high=180),
            Column("geonameid", "GeoNames' id", "integer", low=1),
            Column(
                "population",
                "inhabitants; of two towns of one name the larger is meant",
                "integer",
                low=0,
            ),
            Column(
                "weight",
                "how often the press means it by its name, where that is not plain from kind and "
                "population: a country has 8, a town 3.6 and more, a village 3",
                "number",
                low=0,
                high=10,
            ),
            Column("source", "where its point comes from"),
        ),
        "iso-ML",
    ),
    Lexicon(
        "toponyms",
        "A word that stands before or within names of places, or is no name though it looks it.",
        (
            Column("word", "the word, or words", required=True),
            Column(
                "roles",
                "outside (heads a name and is no part of it, «région de»); inside (heads it and is "
                "part of it, «lac»); adjective (between such a noun and the name); direction (a "
                "point of the compass); ambiguous (a name that is also a word or a surname); "
                "common (no name, so written); military (heads the name of a garrison)",
                "choice",
                required=True,
                many=True,
                allowed=(
                    "outside",
                    "inside",
                    "adjective",
                    "direction",
                    "ambiguous",
                    "common",
                    "military",
                ),
            ),
            Column(
                "kinds", "the kinds of place that it heads", "choice", many=True, allowed=_KINDS
            ),
        ),
        "garnison",
    ),
    Lexicon(
        "nationalities",
        "A country: the words for it and its people.",
        (
            Column("code", "ISO 3166-1 alpha-2", "country", required=True),
            Column("name", "its name in French", required=True),
            Column("long_name", "its official name", required=True),
            Column("adjectives", "in all four forms, lower case", many=True),
            Column("demonyms", "in all four forms, with a capital", many=True),
            Column("aliases", "its other names", many=True),
            Column("capital", "its capital's name", required=True),
            Column("of", "its name with «de»: «du Mali»", required=True),
        ),
        "ML",
    ),
)
