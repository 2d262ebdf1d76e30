"""Every output table, declared once: columns, types, meaning.

The CSV header, the Parquet schema, the data package's descriptor, the documentation's data
dictionary and the checks all come from `TABLES`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["string", "integer", "number", "boolean"]
Row = dict[str, Any]
Rows = dict[str, list[Row]]

_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning; `values` where only some are allowed.

    `required` means that no row leaves it empty.
    """

    name: str
    type: ColumnType
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its columns, its key and what it refers to.

    Attributes:
        key: the columns that identify a row.
        foreign: column name to (table, column) that it refers to.
        order: the columns that rows are sorted by, where that is not the key.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    foreign: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [c.name for c in self.columns]

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
        """Rows as a DataFrame with the declared columns and types, sorted by the key.

        Args:
            rows: mappings from column names to values; a missing or empty cell becomes `<NA>`.

        Returns:
            A DataFrame with pandas' nullable types (string, Int64, Float64, boolean).
        """
        import pandas as pd  # takes longer than all else that annotating a text imports

        rows = list(rows)
        data = {
            c.name: pd.array(
                [None if (v := row.get(c.name)) == "" else v for row in rows],
                dtype=_DTYPES[c.type],  # type: ignore[call-overload]
            )
            for c in self.columns
        }
        frame = pd.DataFrame(data, columns=self.names)
        order = list(self.order or self.key)
        if order and len(frame) > 1:
            frame = frame.sort_values(order, kind="stable", ignore_index=True)
        return frame


def _s(name: str, description: str, *values: str, required: bool = False) -> Column:
    return Column(name, "string", description, values, required)


def _i(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "integer", description, (), required)


def _n(name: str, description: str) -> Column:
    return Column(name, "number", description)


def _b(name: str, description: str) -> Column:
    return Column(name, "boolean", description)


DOC = _s("doc_id", "The document that the row was read from.", required=True)
START = _i("start", "Offset of the first character in the text as read.", required=True)
END = _i("end", "Offset after the last character in the text as read.", required=True)
TEXT = _s("text", "The characters from start to end, as read.", required=True)
SENTENCE = _s("sentence", "The sentence that says so, as read.", required=True)
METHOD = _s("method", "How it was found.", "model", "lexicon", "rule", required=True)
SCORE = _n("score", "How sure that is, from 0 to 1.")
MENTIONS = _i("mentions", "How often it is named.", required=True)
DOCUMENTS = _i("documents", "In how many documents it is named.", required=True)
SPAN = (DOC, START, END, TEXT)
EVIDENCE = (DOC, START, END, SENTENCE)

LABELS = ("PERSON", "FORCE", "PLACE", "DATE", "COUNT", "ORG")
COUNT_ROLES = (
    "strength",
    "deployment",
    "killed",
    "wounded",
    "captured",
    "missing",
    "displaced",
    "other",
)
COUNT_MODS = ("exact", "approx", "at_least", "at_most", "range")
COUNT_UNITS = ("military", "police", "fighters", "civilians", "peacekeepers", "persons")
EVENT_KINDS = (
    "attack",
    "clash",
    "operation",
    "patrol",
    "air_strike",
    "explosion",
    "abduction",
    "arrest",
    "deployment",
    "withdrawal",
    "handover",
    "meeting",
    "visit",
    "agreement",
    "appointment",
    "dismissal",
    "coup",
    "declaration",
    "training",
    "aid",
    "other",
)
STATUSES = ("reported", "claimed", "denied", "possible", "planned")

_ALL = (
    Table(
        "documents",
        "A text that was read.",
        (
            DOC,
            _s("source", "Where it came from: a path, or a path and a line or row."),
            _s("title", "Its title, given or taken from the page."),
            _s("published", "The date it is taken to be of, ISO 8601; empty if unknown."),
            _s(
                "published_how",
                "How that date is known: given beforehand, stated by the text, inferred.",
                "given",
                "stated",
                "inferred",
                "unknown",
                required=True,
            ),
            _i("characters", "Length of the text as read, in characters.", required=True),
            _i("words", "Number of words.", required=True),
            _i("sentences", "Number of sentences.", required=True),
            _s("sha256", "SHA-256 of the text as read, in UTF-8, hexadecimal.", required=True),
            _s("status", "Whether it was read whole.", "read", required=True),
        ),
        ("doc_id",),
    ),
    Table(
        "sentences",
        "A sentence; those of one document, in order, are its whole text as read.",
        (
            DOC,
            _i("number", "Its place in the document, from 0.", required=True),
            START,
            END,
            _s("text", "The characters from start to end, as read, with the space after it."),
        ),
        ("doc_id", "number"),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "mentions",
        "A span of a text that names something.",
        (
            *SPAN,
            _s("label", "What it names.", *LABELS, required=True),
            _s("entity_id", "The person, force, place or organisation it names; empty for others."),
            _s("name", "The entity's name; a date's value; a count's noun phrase."),
            SENTENCE,
            METHOD,
            SCORE,
        ),
        ("doc_id", "start", "end"),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "people",
        "A person.",
        (
            _s("person_id", "Identifier, the same in every run.", required=True),
            _s("name", "The fullest form of the name.", required=True),
            _s("aliases", "Other forms seen, separated by «|»."),
            _s("last_rank", "The last rank seen."),
            _s("last_office", "The last office seen."),
            _s("affiliation", "Whose office that is: force, country or organisation."),
            MENTIONS,
            DOCUMENTS,
            _s("first_date", "Date of the first document that names the person, ISO 8601."),
            _s("last_date", "Date of the last one, ISO 8601."),
            _s("merged", "Why several identifiers were taken for one person, if so."),
            *EVIDENCE,
        ),
        ("person_id",),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "offices",
        "A person's rank or office, as one sentence gives it.",
        (
            _s("person_id", "Who.", required=True),
            _s("name", "The person's name.", required=True),
            _s("rank", "Military or police rank, in the text's words."),
            _s("rank_id", "That rank in the lexicon."),
            _s("office", "Office, in the text's words."),
            _s("body", "Whose office it is: force, country or organisation."),
            _s("status", "Present if empty; else former or interim.", "former", "interim"),
            _s("date", "When: the date of the document, ISO 8601; empty if unknown."),
            _s("first_seen", "First date at which the person is seen in that office."),
            _s("last_seen", "Last date at which the person is seen in that office."),
            _s("flag", "What contradicts it, if anything."),
            *EVIDENCE,
            METHOD,
        ),
        ("person_id", "doc_id", "start"),
        {"person_id": ("people", "person_id"), "doc_id": ("documents", "doc_id")},
        ("person_id", "date", "doc_id", "start"),
    ),
    Table(
        "forces",
        "A force: an army, a service, an operation, an armed group.",
        (
            _s("force_id", "Identifier, the same in every run.", required=True),
            _s("name", "Canonical name.", required=True),
            _s("acronym", "Usual acronym."),
            _s("kind", "What kind of force it is."),
            _s("country", "ISO 3166 alpha-2 code; empty if of several or unknown."),
            _s("parent", "The force it is part of."),
            _s("aliases", "Forms seen, separated by «|»."),
            MENTIONS,
            DOCUMENTS,
            *EVIDENCE,
        ),
        ("force_id",),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "places",
        "A place.",
        (
            _s("place_id", "Identifier, the same in every run.", required=True),
            _s("name", "Name in the gazetteer, else as the text has it.", required=True),
            _s("kind", "country, region, division, town, site, nature, zone or continent."),
            _s("country", "ISO 3166 alpha-2 code; empty if in several or unknown."),
            _s("admin1", "First-level administrative division."),
            _n("latitude", "WGS84 degrees north."),
            _n("longitude", "WGS84 degrees east."),
            _i("geonameid", "GeoNames' identifier."),
            _i("precision", "UCDP GED where_prec: 1 exact … 7; empty if there is no point."),
            _s("aliases", "Forms seen, separated by «|»."),
            MENTIONS,
            DOCUMENTS,
            *EVIDENCE,
        ),
        ("place_id",),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "dates",
        "A temporal expression.",
        (
            *SPAN,
            _s("type", "TIMEX3 type.", "DATE", "TIME", "DURATION", "SET", required=True),
            _s("value", "TIMEX3 value; X where the text does not let it be known."),
            _s("date_start", "First day or hour that it covers, ISO 8601."),
            _s("date_end", "Last day or hour that it covers, ISO 8601."),
            _s("precision", "hour, day, week, month, season, quarter, year, decade, century."),
            _s(
                "anchor",
                "What it was resolved against.",
                "absolute",
                "published",
                "previous",
                "open",
            ),
            _s("reference", "The date it was resolved against, ISO 8601."),
            SENTENCE,
            METHOD,
            SCORE,
        ),
        ("doc_id", "start", "end"),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "troop_counts",
        "A number of soldiers, fighters, dead, wounded, captured, displaced.",
        (
            *SPAN,
            _i("low", "At least so many; empty for an open end."),
            _i("high", "At most so many; empty for an open end."),
            _s("modifier", "How the text qualifies the number.", *COUNT_MODS, required=True),
            _s("role", "In what sense they are counted.", *COUNT_ROLES, required=True),
            _s("unit", "Who is counted.", *COUNT_UNITS, required=True),
            _s("force", "The force, group or nationality they belong to, in the text's words."),
            _s("force_id", "That force."),
            _s("nationality", "ISO 3166 alpha-2 code of their nationality."),
            _s("place_id", "Where, as the statement says."),
            _s("date", "When, as the statement says: a TIMEX3 value."),
            _b("part_of", "True if part of another count of its sentence."),
            _b("denied", "True if the text denies the figure."),
            _b("implicit", "True if the noun counted stands in another sentence."),
            _s("contradicts", "Other counts of the same thing with another figure: doc_id:start."),
            SENTENCE,
            METHOD,
            SCORE,
        ),
        ("doc_id", "start", "end"),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "events",
        "What happened, with UCDP GED's columns where it has them.",
        (
            _s("event_id", "Identifier, the same in every run.", required=True),
            _s("kind", "What happened.", *EVENT_KINDS, required=True),
            _s("status", "How the text puts it.", *STATUSES, required=True),
            _s("claimed_by", "Whose claim it is, where the text gives it as one."),
            _s("actors", "Who acts: names, separated by «|»."),
            _s("actor_ids", "Their identifiers, separated by «|»."),
            _s("targets", "Who undergoes it: names, separated by «|»."),
            _s("target_ids", "Their identifiers, separated by «|»."),
            _s("date_start", "First day, ISO 8601."),
            _s("date_end", "Last day, ISO 8601."),
            _i("date_prec", "UCDP GED: 1 the day … 4 the month, 5 more than that."),
            _s("place_id", "Where."),
            _s("where_coordinates", "Name of the place that the coordinates are of."),
            _i("where_prec", "UCDP GED: 1 the place itself … 7."),
            _s("adm_1", "First-level administrative division."),
            _n("latitude", "WGS84 degrees north."),
            _n("longitude", "WGS84 degrees east."),
            _s("country", "ISO 3166 alpha-2 code."),
            _s("side_a", "One party: the state or the party that acts."),
            _s("side_b", "The other party."),
            _i("deaths_a", "Dead of side A."),
            _i("deaths_b", "Dead of side B."),
            _i("deaths_civilians", "Civilian dead."),
            _i("deaths_unknown", "Dead whose side the text does not say."),
            _i("low", "Lowest number of dead given."),
            _i("best", "Most likely number of dead."),
            _i("high", "Highest number of dead given."),
            _i("number_of_sources", "Documents that speak of it.", required=True),
            _s("source_article", "Those documents, separated by «|»."),
            *EVIDENCE,
        ),
        ("event_id",),
        {"doc_id": ("documents", "doc_id")},
    ),
    Table(
        "rejects",
        "An input that was not processed.",
        (
            _s("source", "Where it is.", required=True),
            _s("reason", "Why, in a word.", required=True),
            _s("detail", "Why, in a line."),
        ),
        ("source", "reason", "detail"),
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}


def frames(rows: Mapping[str, Sequence[Row]]) -> "dict[str, pd.DataFrame]":
    """Every table as a DataFrame, empty ones too, in the order of `TABLES`."""
    return {name: table.frame(rows.get(name, ())) for name, table in TABLES.items()}
