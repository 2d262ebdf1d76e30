"""The people: who they are, and their ranks and offices over time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.figures import dated
from pipeline.report.quotes import Quote, quotes_of
from pipeline.report.reading import Entity, Reading, Row


@dataclass(frozen=True, slots=True)
class Office:
    """A rank and office that a person is seen in at one date, with its sentences."""

    date: str
    rank: str
    office: str
    body: str
    status: str
    flag: str
    sources: Markup


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What the page shows of a person."""

    anchor: str
    name: str
    aliases: tuple[str, ...]
    what: str
    rank: str
    body: str
    mentions: int
    documents: int
    merged: str
    offices: tuple[Office, ...]
    quotes: tuple[Quote, ...]


def people_cards(reading: Reading) -> list[PersonCard]:
    """A card for each person shown, the most named first."""
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows["offices"]:
        by_person[row.person_id].append(row)
    return [
        _card(reading, entity, by_person[entity.row.person_id])
        for entity in reading.group("people")
    ]


def _card(reading: Reading, entity: Entity, offices: Sequence[Row]) -> PersonCard:
    row = entity.row
    return PersonCard(
        anchor=entity.anchor,
        name=row.name,
        aliases=tuple(a for a in (row.aliases or "").split("|") if a),
        what=row.last_office or "",
        rank=row.last_rank or "",
        body=body_name(reading, row.affiliation),
        mentions=row.mentions,
        documents=row.documents,
        merged=row.merged or "",
        offices=offices_over_time(reading, offices),
        quotes=quotes_of(reading, entity),
    )


def offices_over_time(reading: Reading, rows: Sequence[Row]) -> tuple[Office, ...]:
    """A person's offices in the order of time, undated ones last, each stated once a date."""
    folded: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    shown: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        key = tuple(part or "" for part in (row.date, row.rank, row.office, row.body, row.status))
        # «Général» and «général» at one date are one office.
        fold = tuple(part.casefold() for part in key)
        folded[fold].append(row)
        shown.setdefault(fold, key)
    order = sorted(folded, key=lambda k: (not k[0], *k))
    return tuple(
        Office(
            date=dated(reading.words, shown[fold][0]),
            rank=shown[fold][1],
            office=shown[fold][2],
            body=body_name(reading, shown[fold][3]),
            status=shown[fold][4],
            flag="; ".join(sorted({r.flag for r in folded[fold] if r.flag})),
            sources=reading.sources(folded[fold]),
        )
        for fold in order
    )


def body_name(reading: Reading, body: str | None) -> str:
    """Whose office it is; an identifier or country code becomes its name."""
    if not body:
        return ""
    if body in reading.entities:
        return reading.entities[body].name
    return reading.words.country(body) if len(body) == 2 and body.isupper() else body
