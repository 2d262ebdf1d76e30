"""The values that normalizers give to mentions, as they sit on `span._.value`.

All are frozen dataclasses of plain fields; `None` or "" means that the text does not say. They
travel between processes with the `Doc` (msgpack): every class here is registered in
`pipeline.packing`, apart, so that readers need not import that.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateValue:
    """A temporal expression's value.

    Attributes:
        type: TIMEX3 type: DATE, TIME, DURATION or SET.
        value: TIMEX3 value as the annotation guide writes it, «XXXX-…» where it cannot be known.
        start: first day or hour of the interval it covers, ISO 8601, "" if unknown.
        end: last day or hour of that interval, ISO 8601, "" if unknown.
        precision: hour, day, week, month, season, quarter, year, decade, century or "".
        anchor: what it was resolved against: "absolute", "published", "previous" or "open".
        reference: the ISO 8601 date that a relative expression was resolved against, or "".
    """

    type: str
    value: str
    start: str = ""
    end: str = ""
    precision: str = ""
    anchor: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CountValue:
    """How many people.

    Attributes:
        low, high: bounds, both included; None for an open end.
        mod: exact, approx, at_least, at_most or range.
        role: strength, deployment, killed, wounded, captured, missing, displaced or other.
        unit: military, police, fighters, civilians, peacekeepers or persons.
        force: the force, group or nationality they belong to, in the text's words, or "".
        force_id: the id of that force where it is one that the text names, or "".
        nationality: ISO 3166 alpha-2 code of their nationality, or "".
        place_id: where, the id of a place named in the same statement, or "".
        date: when, the TIMEX3 value of a date of the same statement, or "".
        part_of: True where the count is part of another of its sentence («dont 4 civils»).
        denied: True where the text denies the figure.
        implicit: True where the noun counted stands in another sentence: such a count goes to the
            table but is not a mention by the annotation guide.
    """

    low: int | None
    high: int | None
    mod: str = "exact"
    role: str = "other"
    unit: str = "persons"
    force: str = ""
    force_id: str = ""
    nationality: str = ""
    place_id: str = ""
    date: str = ""
    part_of: bool = False
    denied: bool = False
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person, as one mention gives them.

    Attributes:
        name: the fullest form of the name in the document.
        person_id: the same for every mention of the person, in every document.
        rank: military or police rank that the mention's sentence gives, in its words.
        rank_id: key of `lexicons/ranks.csv`, or "".
        role: the office that the sentence gives, in its words; several joined by « ; ».
        body: the force, country or organisation whose office it is, in the text's words.
        status: "" for a present office, else former («ex-», «ancien»), interim («par intérim»).
    """

    name: str
    person_id: str
    rank: str = ""
    rank_id: str = ""
    role: str = ""
    body: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A place located.

    Attributes:
        name: the name of the gazetteer, in French where it has one.
        place_id: the same for every mention of the place, in every document.
        kind: country, region, division, town, site, nature, zone or continent.
        country: ISO 3166 alpha-2 code, "" where it lies in several or cannot be known.
        admin1: first-level division's name, or "".
        lat, lon: WGS84 degrees, None where no point is known.
        geonameid: GeoNames' id, None where there is none.
        precision: UCDP GED `where_prec`, 1 (exact) to 7 (international waters), 0 if no point.
    """

    name: str
    place_id: str
    kind: str = ""
    country: str = ""
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    precision: int = 0


@dataclass(frozen=True, slots=True)
class ForceValue:
    """A force identified.

    Attributes:
        name: canonical name, French where there is one.
        force_id: the same for every mention of the force, in every document.
        kind: as `lexicons/forces.csv` lists them, or "".
        country: ISO 3166 alpha-2 code, "" where it is of several or unknown.
        acronym: its usual acronym, or "".
        parent: the force_id of the force it is part of, or "".
    """

    name: str
    force_id: str
    kind: str = ""
    country: str = ""
    acronym: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationValue:
    """An organisation: its name in the document and an id derived from it."""

    name: str
    organisation_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, and what is known of it beforehand.

    Attributes:
        id: unique in a run.
        text: the text as read; offsets in every table count its characters.
        source: where it came from: a path, or a path and a line or row.
        title: its title, "" if unknown.
        published: its date, ISO 8601 (year, month or day), "" if unknown.
        published_how: "given" where `published` is set, else "unknown".
        sha256: of `text` in UTF-8, hexadecimal.
        where: the path that it was read from, with the line or row, "" if from none.
    """

    id: str
    text: str
    source: str = ""
    title: str = ""
    published: str = ""
    published_how: str = "unknown"
    sha256: str = ""
    where: str = ""
