"""Counts that contradict each other: the same people, role and day, but figures that cannot agree.

Nothing is decided here: each figure keeps its row, and names the others. Two figures agree where
one number fits both («au moins 10» and «12»); parts of other counts, and figures that a text
denies, are left out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import Any

from pipeline.tables import Row

# How many others a row names at most; the rest follow from those.
NAMED = 10

_OPEN = 10**12


def find_contradictions(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Which counts contradict which.

    Args:
        rows: rows of the table `troop_counts` (see `pipeline.tables`), of any number of documents.

    Returns:
        Key of a row, «doc_id:start», to the keys of rows that it contradicts, sorted, at most
        `NAMED`; rows that nothing contradicts are not in it.

    >>> row = {"doc_id": "a", "start": 1, "role": "killed", "unit": "military", "force_id": "Q1",
    ...        "nationality": "", "place_id": "", "date": "2021-06-05", "part_of": False,
    ...        "denied": False, "low": 10, "high": 10}
    >>> find_contradictions([row, row | {"doc_id": "b", "low": 15, "high": None}])
    {'a:1': ['b:1'], 'b:1': ['a:1']}
    """
    groups: dict[Hashable, dict[tuple[int, int], list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        same = _same_thing(row)
        if same is not None and not row.get("part_of") and not row.get("denied"):
            low, high = row.get("low"), row.get("high")
            amount = (low or 0, _OPEN if high is None else high)
            groups[same][amount].append(f"{row['doc_id']}:{row['start']}")
    found: dict[str, list[str]] = {}
    for amounts in groups.values():
        for (low, high), keys in amounts.items():
            others = [
                key
                for (other_low, other_high), those in amounts.items()
                if other_high < low or high < other_low
                for key in nsmallest(NAMED, those)
            ]
            if others:
                found |= dict.fromkeys(keys, nsmallest(NAMED, others))
    return dict(sorted(found.items()))


def mark_contradictions(rows: Iterable[Row]) -> Iterator[Row]:
    """Set `contradicts` on rows of the table `troop_counts`.

    Args:
        rows: sorted as `pipeline.merge.sorting.ORDERS` says, which brings those that count the
            same thing together.
    """
    for same, group in groupby(rows, key=_same_thing):
        if same is None:
            for row in group:
                row["contradicts"] = ""
                yield row
            continue
        counts = list(group)
        found = find_contradictions(counts)
        for row in counts:
            row["contradicts"] = "|".join(found.get(f"{row['doc_id']}:{row['start']}", ()))
            yield row


def _same_thing(row: Mapping[str, Any]) -> Hashable | None:
    """What a row counts: whose, in what sense, when; None where the text does not say enough.

    A nationality alone does not tell soldiers from villagers, so the unit stands with it; where
    neither force nor nationality is given, the place stands for them.
    """
    role, date, unit = row.get("role"), row.get("date"), row.get("unit")
    if not role or not date or role == "other":
        return None
    if row.get("force_id"):
        return role, date, "force", row["force_id"]
    if row.get("nationality"):
        return role, date, "nationality", row["nationality"], unit
    if row.get("place_id"):
        return role, date, "place", row["place_id"], unit
    return None
