"""The forces: what they are, their strengths and losses over time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from pipeline.report.figures import (
    LOSSES,
    STRENGTH,
    best,
    dated,
    holds,
    linked_figure,
    people_counted,
    short_amount,
    when,
)
from pipeline.report.queries import Row
from pipeline.report.quotes import Quote, quotes_of
from pipeline.report.reading import Entity, Reading

CHARTED = 16
UNATTRIBUTED = 200
ON_AXIS = 400
LISTED = 40
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure of a force: how many, in what sense, when, who says so."""

    figure: Markup
    role: str
    date: str
    note: Markup
    source: Markup


@dataclass(frozen=True, slots=True)
class ForceCard:
    """What the page shows of a force."""

    anchor: str
    name: str
    acronym: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    parent: Markup
    mentions: int
    documents: int
    strengths: tuple[FigureLine, ...]
    losses: tuple[FigureLine, ...]
    others: tuple[FigureLine, ...]
    figures: int
    quotes: tuple[Quote, ...]


def force_cards(reading: Reading) -> list[ForceCard]:
    """A card for each force shown, the most named first."""
    by_force = counts_by_force(reading)
    told = reading.tables.rows(
        "select force_id, count(*) as n from troop_counts "
        "where best(low, high) is not null group by force_id"
    )
    figures = {row.force_id: row.n for row in told}
    return [
        _card(reading, entity, by_force.get(entity.id, ()), figures.get(entity.id, 0))
        for entity in reading.group("forces")
    ]


def counts_by_force(reading: Reading) -> dict[str, list[Row]]:
    """The counts whose force is known, in the order of time, undated ones last."""
    by_force: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows["troop_counts"]:
        if row.force_id and best(row) is not None:
            by_force[row.force_id].append(row)
    for rows in by_force.values():
        rows.sort(key=lambda r: ((iso := when(reading, r)) == "", iso, r.doc_id, r.start))
    return dict(by_force)


def unattributed_losses(reading: Reading) -> tuple[tuple[FigureLine, ...], int]:
    """The dead, wounded, captured and missing of no known force, and how many there are."""
    rows = [
        r
        for r in reading.rows["troop_counts"]
        if not r.force_id and r.role in LOSSES and best(r) is not None
    ]
    rows.sort(key=lambda r: ((iso := when(reading, r)) == "", iso, r.doc_id, r.start))
    told = reading.tables.one(
        "select count(*) as n from troop_counts where coalesce(force_id, '') = '' "
        f"and role in {LOSSES} and best(low, high) is not null"
    )
    return figure_lines(reading, rows[:UNATTRIBUTED]), told.n


def figure_lines(reading: Reading, rows: Sequence[Row]) -> tuple[FigureLine, ...]:
    """Figures as the page lists them, in the order given."""
    words = reading.words
    lines = []
    for row in rows:
        notes = [words("figure.part_of")] if row.part_of else []
        notes += [words("figure.denied")] if row.denied else []
        notes += [words("figure.contradicted")] if row.contradicts else []
        if row.force and not row.force_id:
            notes.append(escape(row.force))
        if times := reading.repeated.get((row.doc_id, row.start)):
            notes.append(words("figure.repeated", n=times))
        place = reading.entities.get(row.place_id or "")
        if place:
            notes.append(escape(place.name))
        lines.append(
            FigureLine(
                figure=linked_figure(reading, row),
                role=words.known("role", row.role),
                date=dated(words, when(reading, row)),
                note=Markup(" · ").join(notes),
                source=reading.source(row),
            )
        )
    return tuple(lines)


def _card(reading: Reading, entity: Entity, rows: Sequence[Row], figures: int) -> ForceCard:
    row, words = entity.row, reading.words
    parent = reading.entities.get(row.parent or "")
    return ForceCard(
        anchor=entity.anchor,
        name=row.name,
        acronym=row.acronym or "",
        aliases=entity.aliases,
        kind=words.known("force_kind", row.kind),
        country=words.country(row.country),
        parent=reading.entity_link(row.parent, parent.name) if parent else Markup(""),
        mentions=row.mentions,
        documents=row.documents,
        strengths=figure_lines(reading, [r for r in rows if r.role in STRENGTH][:LISTED]),
        losses=figure_lines(reading, [r for r in rows if r.role in LOSSES][:LISTED]),
        others=figure_lines(reading, [r for r in rows if r.role not in STRENGTH + LOSSES][:LISTED]),
        figures=figures,
        quotes=quotes_of(reading, entity),
    )


def chart_rows(
    reading: Reading, roles: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Figures of these roles for the charts: those on an axis of time, and those beside it.

    An axis of time needs two dates; with fewer, every figure stands in the second list. Denied
    figures, parts of others and, where enough forces are known, figures of no known force are
    left to the lists of the page.

    Returns:
        Rows with force, date, low, high, value, said, role, when, text, href.
    """
    words = reading.words
    rows: list[dict[str, Any]] = []
    for row in reading.rows["troop_counts"]:
        if row.role not in roles or not holds(row):
            continue
        iso = when(reading, row)
        entity = reading.entities.get(row.force_id or "")
        name = (entity.row.acronym or entity.name) if entity else row.force
        value = best(row)
        rows.append(
            {
                "force": name or words.plural(f"unit.{row.unit}", 2),
                "rank": entity.row.mentions if entity else 0,
                "date": iso,
                "low": row.low if row.low is not None else value,
                "high": row.high if row.high is not None else value,
                "value": value,
                "amount": short_amount(words, row),
                "said": people_counted(words, row),
                "role": words.known("role", row.role),
                "when": dated(words, iso),
                "text": str(reading.text_number(row.doc_id)),
                "href": reading.href(row.doc_id, row.start) or "#forces",
            }
        )
    if sum(r["rank"] > 0 for r in rows) >= ENOUGH:
        rows = [r for r in rows if r["rank"]]
    rows.sort(key=lambda r: (-r["rank"], r["force"], r["date"] == "", r["date"]))
    on_axis = [r for r in rows if r["date"]]
    if len({r["date"] for r in on_axis}) < 2:
        return [], rows[:CHARTED]
    return on_axis[:ON_AXIS], [r for r in rows if not r["date"]][:CHARTED]
