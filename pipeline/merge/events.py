"""Events of several documents that are one happening, put together as they come, sorted."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from pipeline.events.merging import merge_events
from pipeline.tables import Row


def merge_sorted_events(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of `events`: those of one day, place and kind are compared with each other.

    Args:
        rows: sorted as `pipeline.merge.sorting.ORDERS` says.
    """

    def block(row: Row) -> tuple[Any, ...]:
        return row["date_start"] or "", row["place_id"] or "", row["kind"]

    for (day, place, _), group in groupby(rows, key=block):
        if day and place:
            yield from merge_events(group)
        else:
            yield from group
