"""The orders in which the rows of several documents are read to be put together."""

from collections.abc import Callable
from typing import Any

from pipeline.tables import Row

# Columns that rows are sorted by, empty cells first, before they are merged.
ORDERS: dict[str, tuple[str, ...]] = {
    "people": ("person_id", "doc_id", "start"),
    "forces": ("force_id", "doc_id", "start"),
    "places": ("place_id", "doc_id", "start"),
    "offices": ("person_id", "date", "doc_id", "start", "end", "rank", "office"),
    "events": ("date_start", "place_id", "kind", "doc_id", "start", "event_id"),
    "troop_counts": (
        "role",
        "date",
        "force_id",
        "nationality",
        "unit",
        "place_id",
        "doc_id",
        "start",
        "end",
    ),
}


def sort_key(columns: tuple[str, ...]) -> Callable[[Row], tuple[Any, ...]]:
    """A key to sort rows by: no cell is told from an empty one."""

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(row.get(column) or _EMPTY.get(column, "") for column in columns)

    return key


_EMPTY: dict[str, Any] = {"start": 0, "end": 0}
