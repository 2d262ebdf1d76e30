"""The tables of many documents from the rows of each.

Everything here is independent of the order in which rows arrive: they are sorted first.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pipeline.contradictions import find_contradictions
from pipeline.corrections import Correction
from pipeline.events.rows import merge_events
from pipeline.identities import Identities, merge_people
from pipeline.office_history import flag_offices
from pipeline.rows import Rows
from pipeline.tables import TABLES, Row
from pipeline.text import fold

_ENTITY_KEYS = {"people": "person_id", "forces": "force_id", "places": "place_id"}


def concatenate(parts: Iterable[Mapping[str, Sequence[Row]]]) -> Rows:
    """The rows of several parts, table by table."""
    rows: Rows = {name: [] for name in TABLES}
    for part in parts:
        for name, more in part.items():
            rows[name].extend(more)
    return rows


def merge(
    parts: Iterable[Mapping[str, Sequence[Row]]], corrections: Sequence[Correction] = ()
) -> Rows:
    """Rows of the final tables.

    Args:
        parts: rows of whole documents, as `pipeline.rows.document_rows` gives them.
        corrections: a user's, of who is who.

    Returns:
        Table name to rows; people, forces, places and events are one row each, counts name those
        that contradict them, offices when they were seen first and last.
    """
    rows = concatenate(parts)
    _settle_identities(rows, merge_people(rows["mentions"], rows["offices"], corrections))
    for table, key in _ENTITY_KEYS.items():
        rows[table] = [_merge_entity(table, group) for group in _groups(rows[table], key)]
    rows["events"] = merge_events(rows["events"])
    contradictions = find_contradictions(rows["troop_counts"])
    for row in rows["troop_counts"]:
        row["contradicts"] = "|".join(contradictions.get(f"{row['doc_id']}:{row['start']}", ()))
    _add_office_history(rows["offices"])
    flag_offices(rows["offices"])
    _add_last_offices(rows["people"], rows["offices"])
    return rows


def _settle_identities(rows: Rows, found: Identities) -> None:
    """Give every row the person ids that hold across documents; drop the people who are none."""
    for table, key in (
        ("people", "person_id"),
        ("offices", "person_id"),
        ("mentions", "entity_id"),
    ):
        kept = []
        for row in rows[table]:
            new = found.ids.get((row["doc_id"], row[key]), row[key])
            if new:
                row[key] = new
                row["name"] = found.names.get(new, row["name"])
            if new or not row[key]:
                kept.append(row)
        rows[table] = kept
    for row in rows["people"]:
        row["merged"] = found.reasons.get(row["person_id"], "")
    for row in rows["events"]:
        for column in ("actor_ids", "target_ids"):
            ids = filter(None, (row.get(column) or "").split("|"))
            after = (found.ids.get((row["doc_id"], i), i) for i in ids)
            row[column] = "|".join(filter(None, after))


def _groups(rows: Sequence[Row], key: str) -> Iterable[list[Row]]:
    ordered = sorted(rows, key=lambda r: (r[key], r["doc_id"], r["start"]))
    for _, group in groupby(ordered, key=lambda r: r[key]):
        yield list(group)


def _merge_entity(table: str, shares: list[Row]) -> Row:
    """One entity's row from its share in each document; the fullest name stands for it."""
    row = dict(shares[0])
    aliases = sorted({form for share in shares for form in share["aliases"].split("|")})
    names: dict[str, int] = {}
    for share in shares:
        names[share["name"]] = names.get(share["name"], 0) + share["mentions"]
    row["name"] = max(names, key=lambda n: (len(n.split()), names[n], n))
    row["aliases"] = "|".join(form for form in aliases if form != row["name"])
    row["mentions"] = sum(share["mentions"] for share in shares)
    row["documents"] = len({share["doc_id"] for share in shares})
    if table == "people":
        dates = sorted(share["first_date"] for share in shares if share["first_date"])
        row["first_date"], row["last_date"] = (dates[0], dates[-1]) if dates else ("", "")
    return row


def _add_office_history(offices: list[Row]) -> None:
    """First and last date at which each person is seen in each office."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for row in offices:
        if row["date"]:
            seen.setdefault(_office_key(row), []).append(row["date"])
    for row in offices:
        dates = seen.get(_office_key(row), [])
        row["first_seen"], row["last_seen"] = (min(dates), max(dates)) if dates else ("", "")


def _office_key(row: Row) -> tuple[str, str, str]:
    return row["person_id"], fold(row["office"] or ""), fold(row["rank"] or "")


def _add_last_offices(people: list[Row], offices: list[Row]) -> None:
    by_person: dict[str, list[Row]] = {}
    for row in sorted(offices, key=lambda r: (r["date"] or "", r["doc_id"], r["start"])):
        by_person.setdefault(row["person_id"], []).append(row)
    for person in people:
        history = by_person.get(person["person_id"], [])
        person["last_rank"] = _fullest([r for r in history if r["rank"]], "rank")["rank"]
        held = [row for row in history if row["office"]]
        office = _fullest(held, "office")
        person["last_office"] = office["office"]
        person["affiliation"] = office["body"] or next(
            (r["body"] for r in reversed(held) if r["body"]), ""
        )


def _fullest(rows: Sequence[Row], column: str) -> Row:
    """Of the rows of the last date the one that says most."""
    last = max((row["date"] or "" for row in rows), default="")
    latest = [row for row in rows if (row["date"] or "") == last]
    blank = {"rank": "", "office": "", "body": ""}
    return max(latest, key=lambda r: (len(r[column]), -r["start"]), default=blank)
