"""Where the texts contradict each other: figures of the same thing, ranks and offices."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report.figures import dated, people_counted, when
from pipeline.report.queries import Row
from pipeline.report.reading import Reading
from pipeline.report.texts import excerpt

LISTED = 60
VERSIONS = 8


@dataclass(frozen=True, slots=True)
class Version:
    """One text's version: what it says, when, and its sentence."""

    claim: Markup
    date: str
    quote: Markup
    source: Markup


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is in question, and the versions of it."""

    subject: Markup
    versions: tuple[Version, ...]


def contradictions(reading: Reading) -> list[Contradiction]:
    """Counts that contradict others, then offices that carry a flag."""
    return [*_counts(reading), *_offices(reading)][:LISTED]


def _counts(reading: Reading) -> list[Contradiction]:
    rows = {f"{r.doc_id}:{r.start}": r for r in reading.rows["troop_counts"]}
    seen: set[str] = set()
    found = []
    for key, row in rows.items():
        if key in seen or not row.contradicts:
            continue
        group = _connected(key, rows)
        seen |= group
        members = sorted(
            (rows[k] for k in group), key=lambda r: (when(reading, r), r.doc_id, r.start)
        )
        if len(members) < 2:
            continue
        found.append(
            Contradiction(
                subject=_subject(reading, row),
                versions=tuple(
                    Version(
                        claim=escape(people_counted(reading.words, m)),
                        date=dated(reading.words, when(reading, m)),
                        quote=_quote(reading, m),
                        source=reading.source(m),
                    )
                    for m in members[:VERSIONS]
                ),
            )
        )
    return found


def _connected(key: str, rows: dict[str, Row]) -> set[str]:
    """The counts that contradict each other directly or through others."""
    group, waiting = set(), [key]
    while waiting:
        current = waiting.pop()
        if current in group:
            continue
        group.add(current)
        others = (rows[current].contradicts or "").split("|")
        waiting += [other.strip() for other in others if other.strip() in rows]
    return group


def _subject(reading: Reading, row: Row) -> Markup:
    words = reading.words
    entity = reading.entities.get(row.force_id or "")
    whose = reading.entity_link(row.force_id, entity.name) if entity else escape(row.force or "")
    role = words.known("role", row.role)
    return Markup("{} — {}").format(whose, role) if whose else escape(role)


def _offices(reading: Reading) -> list[Contradiction]:
    flagged: dict[tuple[str, str], list[Row]] = {}
    for row in reading.rows["offices"]:
        if row.flag:
            flagged.setdefault((row.person_id, row.flag), []).append(row)
    return [
        Contradiction(
            subject=Markup("{} — {}").format(
                reading.entity_link(person_id, rows[0].name), reading.words.known("flag", flag)
            ),
            versions=tuple(
                Version(
                    claim=escape(", ".join(p for p in (row.rank, row.office, row.body) if p)),
                    date=dated(reading.words, row.date or ""),
                    quote=_quote(reading, row),
                    source=reading.source(row),
                )
                for row in rows[:VERSIONS]
            ),
        )
        for (person_id, flag), rows in flagged.items()
    ]


def _quote(reading: Reading, row: Row) -> Markup:
    sentence = reading.sentence(row.doc_id, row.start)
    if sentence is None:
        return escape(row.sentence or "")
    return excerpt(sentence.text, row.start - sentence.start, row.end - sentence.start)
