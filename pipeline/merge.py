"""The tables of many documents from the rows of each.

Everything here is independent of the order in which rows arrive: they are sorted first.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.events import merge_events
from pipeline.rows import Rows
from pipeline.tables import TABLES, Row
from pipeline.text import fold

_ENTITY_KEYS = {"people": "person_id", "forces": "force_id", "places": "place_id"}


def merge(parts: Iterable[Mapping[str, Sequence[Row]]]) -> Rows:
    """Rows of the final tables.

    Args:
        parts: rows as `pipeline.rows.document_rows` or an earlier merge gives them.

    Returns:
        Table name to rows; people, forces, places and events are one row each.
    """
    rows: Rows = {name: [] for name in TABLES}
    for part in parts:
        for name, more in part.items():
            rows[name].extend(more)
    for table, key in _ENTITY_KEYS.items():
        rows[table] = [_merge_entity(table, group) for _, group in _groups(rows[table], key)]
    rows["events"] = merge_events(rows["events"])
    _add_office_history(rows["offices"])
    _add_last_offices(rows["people"], rows["offices"])
    return rows


def _groups(rows: Sequence[Row], key: str) -> Iterable[tuple[str, list[Row]]]:
    ordered = sorted(rows, key=lambda r: (r[key], r["doc_id"], r["start"]))
    for value, group in groupby(ordered, key=lambda r: r[key]):
        yield value, list(group)


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
    # Each share is of documents of its own: one document, or those of a batch merged before.
    row["documents"] = sum(share["documents"] for share in shares)
    if table == "people":
        dates = sorted(
            d for share in shares for d in (share["first_date"], share["last_date"]) if d
        )
        row["first_date"], row["last_date"] = (dates[0], dates[-1]) if dates else ("", "")
    else:
        row.pop("first_date", None)
        row.pop("last_date", None)
    return row


def _add_office_history(offices: list[Row]) -> None:
    """First and last date at which each person is seen in each office."""

    def office(row: Row) -> tuple[str, str, str]:
        return row["person_id"], fold(row["office"] or ""), fold(row["rank"] or "")

    seen: dict[Any, list[str]] = {}
    for row in offices:
        if row["date"]:
            seen.setdefault(office(row), []).append(row["date"])
    for row in offices:
        dates = seen.get(office(row), [])
        row["first_seen"], row["last_seen"] = (min(dates), max(dates)) if dates else ("", "")


def _add_last_offices(people: list[Row], offices: list[Row]) -> None:
    by_person: dict[str, list[Row]] = {}
    for row in sorted(offices, key=lambda r: (r["date"] or "", r["doc_id"], r["start"])):
        by_person.setdefault(row["person_id"], []).append(row)
    for person in people:
        history = by_person.get(person["person_id"], [])
        last_date = max((row["date"] or "" for row in history), default="")
        last = [row for row in history if (row["date"] or "") == last_date]
        held = [row for row in last if row["office"]] or [r for r in history if r["office"]]
        ranked = [row for row in last if row["rank"]] or [r for r in history if r["rank"]]
        person["last_rank"] = max((r["rank"] for r in ranked), key=len, default="")
        best = max(held, key=lambda r: (len(r["office"]), r["start"]), default=None)
        person["last_office"] = best["office"] if best else ""
        person["affiliation"] = next((r["body"] for r in reversed(held) if r["body"]), "")
