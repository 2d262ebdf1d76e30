"""The people: who they are, and their ranks and offices over time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.figures import dated
from pipeline.report.queries import Row
from pipeline.report.quotes import Quote, quotes_of
from pipeline.report.reading import Entity, Reading


@dataclass(frozen=True, slots=True)
class Office:
    """A rank and office that a person is seen in at one date, with its sentences.

    `date` is empty where the line before has the same.
    """

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
        aliases=entity.aliases,
        what=full_office(row.last_office, offices),
        rank=row.last_rank or "",
        body=known_body(reading, row.affiliation),
        mentions=row.mentions,
        documents=row.documents,
        merged=row.merged or "",
        offices=offices_over_time(reading, offices),
        quotes=quotes_of(reading, entity),
    )


def full_office(office: str | None, rows: Sequence[Row]) -> str:
    """An office as its fullest form says it: «ministre» as «ministre malien de la Défense»."""
    if not office:
        return ""
    fuller = (r.office for r in rows if r.office and _within(office, r.office))
    return str(max((office, *fuller), key=len)).replace(" ; ", ", ")


def offices_over_time(reading: Reading, rows: Sequence[Row]) -> tuple[Office, ...]:
    """A person's offices in the order of time, undated ones last.

    At one date a short form («ministre») goes to the fuller one («ministre de la Défense») that
    begins with it, with its sentences.
    """
    by_date: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_date[row.date or ""].append(row)
    offices = []
    for date in sorted(by_date, key=lambda d: (not d, d)):
        shown = dated(reading.words, date)
        for head, own in _fullest(by_date[date]):
            flags = sorted({row.flag for row in own if row.flag})
            offices.append(
                Office(
                    date=shown,
                    rank=head.rank or "",
                    office=(head.office or "").replace(" ; ", ", "),
                    body=body_name(reading, head.body),
                    status=head.status or "",
                    flag="; ".join(reading.words.known("flag", flag) for flag in flags),
                    sources=reading.sources(sorted(own, key=lambda r: (r.doc_id, r.start))),
                )
            )
            shown = ""
    return tuple(offices)


def _fullest(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Rows grouped under the fullest one that says all they say, in the order of the text."""
    groups: list[tuple[Row, list[Row]]] = []
    size = {id(r): len(r.rank or "") + len(r.office or "") for r in rows}
    for row in sorted(rows, key=lambda r: -size[id(r)]):
        for head, own in groups:
            if row.status == head.status and all(
                _within(getattr(row, part), getattr(head, part)) for part in ("rank", "office")
            ):
                own.append(row)
                break
        else:
            groups.append((row, [row]))
    return sorted(groups, key=lambda group: (group[0].doc_id, group[0].start))


def _within(short: str | None, full: str | None) -> bool:
    return (full or "").casefold().startswith((short or "").casefold())


def known_body(reading: Reading, body: str | None) -> str:
    """The body's name where it is a force or country of the tables.

    One in the text's own words («Etat malien») may not go with the last office.
    """
    known = body in reading.entities or len(body or "") == 2
    return body_name(reading, body) if known else ""


def body_name(reading: Reading, body: str | None) -> str:
    """Whose office it is; an identifier or country code becomes its name."""
    if not body:
        return ""
    if body in reading.entities:
        return reading.entities[body].name
    return reading.words.country(body) if len(body) == 2 and body.isupper() else body
