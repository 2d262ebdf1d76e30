"""Events: statements that speak of one happening, merged; UCDP GED's columns where it has them.

Statements are one event where the kind is the same and date, place and parties do not contradict
each other. Within a text a missing date or place is taken to agree; between texts both must be
known. Columns and codes follow the UCDP Georeferenced Event Dataset codebook (version 23.1):
`date_prec` 1 exact day, 2 within a week, 3 within a month, 4 within a year, 5 longer.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from spacy.tokens import Doc

from pipeline.statements import Dead, Party, Statement
from pipeline.tables import Row

# Kinds that one happening may be called by: an attack that a sentence later is an explosion.
_FAMILY = {"attack": "violence", "clash": "violence", "explosion": "violence", "air_strike": "air"}
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high")


def document_events(doc: Doc, evidence: Callable[[int, int], Row]) -> list[Row]:
    """Rows of the table `events` that one document gives.

    Args:
        doc: with its statements (`doc._.statements`).
        evidence: gives the evidence columns for character offsets into the doc's text.
    """
    groups: list[list[Statement]] = []
    for statement in doc._.statements:
        for group in reversed(groups[-12:]):
            if all(_one_happening(statement, other) for other in group):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return [_row(group, evidence(group[0].start, group[0].end)) for group in groups]


def merge_events(rows: Iterable[Row]) -> list[Row]:
    """Rows of several documents, those of one happening put together.

    Two rows are one happening where kind, first day and place are known and the same and the
    parties do not contradict each other. The result does not depend on the order of the rows.
    """
    merged: list[Row] = []
    blocks: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["doc_id"], r["start"], r["event_id"])):
        key = (row["kind"], row["status"] == "denied", row["date_start"], row["place_id"])
        if not (row["date_start"] and row["place_id"] and row["date_prec"] == 1):
            merged.append(row)
            continue
        for other in blocks.setdefault(key, []):
            if _parties_agree(_ids(row), _ids(other)):
                _put_together(other, row)
                break
        else:
            block = dict(row)
            blocks[key].append(block)
            merged.append(block)
    return merged


def _one_happening(a: Statement, b: Statement) -> bool:
    if _FAMILY.get(a.action, a.action) != _FAMILY.get(b.action, b.action):
        return False
    if (a.status == "denied") != (b.status == "denied") or (a.status == "planned") != (
        b.status == "planned"
    ):
        return False
    if a.date and b.date and (a.date.start > b.date.end or b.date.start > a.date.end):
        return False
    if a.place and b.place and a.place.place_id != b.place.place_id:
        within = a.place.country == b.place.country and "country" in (a.place.kind, b.place.kind)
        if not within:
            return False
    return _parties_agree(
        ({p.id or p.name for p in a.actors}, {p.id or p.name for p in a.targets}),
        ({p.id or p.name for p in b.actors}, {p.id or p.name for p in b.targets}),
    )


def _parties_agree(a: tuple[set[str], set[str]], b: tuple[set[str], set[str]]) -> bool:
    """Whether neither side is known to be different: named on both ends and disjoint."""
    return all(not (x and y) or x & y for x, y in zip(a, b, strict=True))


def _ids(row: Row) -> tuple[set[str], set[str]]:
    return (
        {i for i in str(row["actor_ids"] or "").split("|") if i},
        {i for i in str(row["target_ids"] or "").split("|") if i},
    )


def _row(group: Sequence[Statement], evidence: Row) -> Row:
    """One event's row from its statements in one document."""
    actors = _unique(p for s in group for p in s.actors)
    targets = _unique(p for s in group for p in s.targets)
    places = [s.place for s in group if s.place]
    place = min(places, key=lambda p: p.kind in {"country", "zone", "continent"}, default=None)
    dates = [s.date for s in group if s.date]
    when = min(dates, key=lambda d: (_days(d.start, d.end), d.start), default=None)
    row: Row = {
        "kind": group[0].action,
        "status": group[0].status,
        "claimed_by": next((s.claimed_by for s in group if s.claimed_by), ""),
        "actors": _join(p.name for p in actors),
        "actor_ids": _join(p.id for p in actors),
        "targets": _join(p.name for p in targets),
        "target_ids": _join(p.id for p in targets),
        "side_a": actors[0].name if actors else "",
        "side_b": targets[0].name if targets else "",
        "number_of_sources": 1,
        "source_article": evidence["doc_id"],
    }
    if when:
        row |= {
            "date_start": when.start[:10],
            "date_end": when.end[:10],
            "date_prec": _date_precision(when.start, when.end),
        }
    if place:
        row |= {
            "place_id": place.place_id,
            "where_coordinates": place.name,
            "where_prec": place.precision or None,
            "adm_1": place.admin1,
            "latitude": place.lat,
            "longitude": place.lon,
            "country": place.country,
        }
    row |= _deaths(group, actors, targets) | evidence
    blank = dict.fromkeys(("date_start", "date_end", "place_id"), "") | {"date_prec": None}
    row = blank | row
    row["event_id"] = _event_id(row)
    return row


def _event_id(row: Row) -> str:
    key = "|".join(str(row[name]) for name in ("kind", "date_start", "place_id", "doc_id", "start"))
    return "ev-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _deaths(group: Sequence[Statement], actors: Sequence[Party], targets: Sequence[Party]) -> Row:
    dead = list(dict.fromkeys(d for s in group for d in s.dead))
    if not dead:
        return {}
    sides: dict[str, int] = {}
    whole = [d for d in dead if not d.part_of] or dead
    known = 0
    for d in dead:
        side = _side(d, actors, targets)
        if side != "deaths_unknown":
            sides[side] = max(sides.get(side, 0), _best(d))
            known += _best(d) if d.part_of else 0
    for d in whole:
        if _side(d, actors, targets) == "deaths_unknown":
            sides["deaths_unknown"] = max(sides.get("deaths_unknown", 0), _best(d) - known, 0)
    by_side: dict[str, list[Dead]] = {}
    for d in whole:
        by_side.setdefault(_side(d, actors, targets), []).append(d)
    low = sum(min(d.low or 0 for d in side) for side in by_side.values())
    high = sum(max(d.high or d.low or 0 for d in side) for side in by_side.values())
    best = sum(max(_best(d) for d in side) for side in by_side.values())
    return sides | {"low": low, "best": best, "high": high}


def _side(dead: Dead, actors: Sequence[Party], targets: Sequence[Party]) -> str:
    if dead.civilian:
        return "deaths_civilians"
    for side, parties in (("deaths_b", targets), ("deaths_a", actors)):
        for party in parties:
            if dead.force_id and dead.force_id == party.id:
                return side
            if dead.nationality and dead.nationality == party.country:
                return side
    return "deaths_unknown"


def _best(dead: Dead) -> int:
    if dead.low is None or dead.high is None:
        return dead.low or dead.high or 0
    return (dead.low + dead.high) // 2


def _put_together(event: Row, row: Row) -> None:
    """Add another document's row to an event, in place."""
    documents = {d for r in (event, row) for d in str(r["source_article"]).split("|")}
    event["source_article"] = "|".join(sorted(documents))
    event["number_of_sources"] = len(documents)
    for name in ("actors", "actor_ids", "targets", "target_ids"):
        event[name] = _join([*str(event[name]).split("|"), *str(row[name]).split("|")])
    for name in ("side_a", "side_b", "claimed_by"):
        event[name] = event[name] or row[name]
    for name in _DEATHS:
        values = [v for r in (event, row) if (v := r.get(name)) is not None]
        if values:
            event[name] = min(values) if name == "low" else max(values)


def _date_precision(start: str, end: str) -> int:
    days = _days(start, end)
    return 1 if days <= 1 else 2 if days <= 7 else 3 if days <= 31 else 4 if days <= 366 else 5


def _days(start: str, end: str) -> int:
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days + 1
    except ValueError:
        return 10_000


def _unique(parties: Iterable[Party]) -> list[Party]:
    return list({p.id or p.name: p for p in parties}.values())


def _join(items: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(item.replace("|", " ") for item in items if item))
