"""Events: statements that speak of one happening, merged; UCDP GED's columns where it has them.

Statements are one event where the kind is the same and date, place and parties do not contradict
each other. Within a text a missing date or place is taken to agree; between texts both must be
known. Columns and codes follow the UCDP Georeferenced Event Dataset codebook (version 23.1):
`date_prec` 1 exact day, 2 within a week, 3 within a month, 4 within a year, 5 longer.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from spacy.tokens import Doc

from pipeline.events.deaths import deaths
from pipeline.events.happenings import happenings
from pipeline.events.merging import join, merge_events
from pipeline.statements.model import TOLL, Statement
from pipeline.statements.parties import ARMED, CIVIL, STATE, Party
from pipeline.tables import Row
from pipeline.values import DateValue, PlaceValue

__all__ = ["document_events", "merge_events"]

_SPECIFIC = ("explosion", "air_strike", "clash", "attack", "operation", "abduction", "coup")
_WIDE = frozenset({"country", "zone", "continent", "region"})


def document_events(doc: Doc, evidence: Callable[[int, int], Row]) -> list[Row]:
    """Rows of the table `events` that one document gives.

    Args:
        doc: with its statements (`doc._.statements`).
        evidence: gives the evidence columns for character offsets into the doc's text.
    """
    return [
        _row(group, evidence(group[0].start, group[0].end))
        for group in happenings(doc)
        if _says_enough(group)
    ]


def _says_enough(group: Sequence[Statement]) -> bool:
    """Whether there is more than the bare word: a party, dead, a date or a town."""
    if group[0].action == "other":
        if all(s.minor for s in group):  # people who die, one does not know of what
            return any(d.kind in (ARMED, STATE) for s in group for d in s.dead)
        if not any(s.date or s.place for s in group):
            return any(s.targets and not s.generic for s in group)
    if any(s.actors or s.targets or s.dead or s.date for s in group):
        return True
    return any(s.place and s.place.kind not in _WIDE for s in group)


def _row(group: Sequence[Statement], evidence: Row) -> Row:
    """One event's row from its statements in one document."""
    actors = _best_named(p for s in group for p in s.actors)
    targets = _best_named(p for s in group for p in s.targets)
    actors, targets = _sorted_out(group, actors, targets)
    lead = group[0]
    where = _place([s.place for s in group if s.place])
    when = _date([s.date for s in group if s.date])
    kinds = {s.action for s in group if not s.minor} or {lead.action}
    kind = (
        lead.action if not lead.minor else next((k for k in _SPECIFIC if k in kinds), lead.action)
    )
    row: Row = {
        "kind": kind,
        "status": _status(group),
        "claimed_by": _claimed_by(group),
        "actors": join(p.name for p in actors),
        "actor_ids": join(p.id for p in actors),
        "targets": join(p.name for p in targets),
        "target_ids": join(p.id for p in targets),
        "side_a": actors[0].name if actors else "",
        "side_b": targets[0].name if targets else "",
        "number_of_sources": 1,
        "source_article": evidence["doc_id"],
        "date_start": "",
        "date_end": "",
        "date_prec": None,
        "place_id": "",
    }
    if when:
        row |= {
            "date_start": when.start[:10],
            "date_end": when.end[:10],
            "date_prec": _date_precision(when.start, when.end),
        }
    if where:
        row |= {
            "place_id": where.place_id,
            "where_coordinates": where.name,
            "where_prec": where.precision or None,
            "adm_1": where.admin1,
            "latitude": where.lat,
            "longitude": where.lon,
            "country": where.country,
        }
    row |= deaths(group, actors, targets) | evidence
    row["event_id"] = _event_id(row)
    return row


def _event_id(row: Row) -> str:
    key = "|".join(str(row[name]) for name in ("kind", "date_start", "place_id", "doc_id", "start"))
    return "ev-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _status(group: Sequence[Statement]) -> str:
    """The firmest that the text puts it: reported over claimed over the rest."""
    order = ("reported", "claimed", "possible", "planned", "denied")
    kept = [s for s in group if s.action != TOLL] or group
    return min((s.status for s in kept), key=order.index)


def _claimed_by(group: Sequence[Statement]) -> str:
    """Whose claim it is, where no statement gives it as a fact."""
    status = _status(group)
    return next((s.claimed_by for s in group if s.claimed_by and s.status == status), "")


def _place(places: Sequence[PlaceValue]) -> PlaceValue | None:
    """The finest place named, the first of those."""
    return min(places, key=lambda p: (p.kind in _WIDE, p.kind in _WIDE - {"region"}), default=None)


def _date(dates: Sequence[DateValue]) -> DateValue | None:
    """The most precise date named, the first of those."""
    return min(dates, key=lambda d: min(_days(d.start, d.end), 400), default=None)


def _best_named(parties: Iterable[Party]) -> list[Party]:
    """Parties without repeats; nouns give way where the same side is named."""
    unique = list({p.id or p.name.casefold(): p for p in parties}.values())
    named = [p for p in unique if p.id]
    kept = []
    for party in unique:
        generic = not party.id and party.kind in (ARMED, STATE) and not party.name[:1].isdigit()
        same = any(
            n.kind == party.kind and (not party.country or n.country == party.country)
            for n in named
        )
        if not (generic and same):
            kept.append(party)
    return kept


def _sorted_out(
    group: Sequence[Statement], actors: list[Party], targets: list[Party]
) -> tuple[list[Party], list[Party]]:
    """No party on both sides; in a clash the state is side A where it is known."""
    both = {p.id or p.name for p in actors} & {p.id or p.name for p in targets}
    if both:
        targets = [p for p in targets if (p.id or p.name) not in both]
    if group[0].action == "clash" and not targets and len(actors) > 1:
        kinds = {p.kind for p in actors}
        if {STATE, ARMED} <= kinds:
            targets = [p for p in actors if p.kind == ARMED]
            actors = [p for p in actors if p.kind != ARMED]
    swapped = all(p.kind == ARMED for p in actors) and any(p.kind == STATE for p in targets)
    if group[0].action == "clash" and actors and swapped:
        actors, targets = targets, actors
    return actors, [p for p in targets if p.kind != CIVIL] + [p for p in targets if p.kind == CIVIL]


def _date_precision(start: str, end: str) -> int:
    days = _days(start, end)
    return 1 if days <= 1 else 2 if days <= 7 else 3 if days <= 31 else 4 if days <= 366 else 5


def _days(start: str, end: str) -> int:
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days + 1
    except ValueError:
        return 10_000
