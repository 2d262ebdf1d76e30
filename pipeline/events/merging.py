"""Events of several documents that are one happening, put together."""

from collections.abc import Iterable
from typing import Any

from pipeline.tables import Row

_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high")


def merge_events(rows: Iterable[Row]) -> list[Row]:
    """Rows of several documents, those of one happening put together.

    Two rows are one happening where kind, first day and place are known and the same and the
    parties do not contradict each other. The result does not depend on the order of the rows.
    """
    merged: list[Row] = []
    blocks: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["doc_id"], r["start"], r["event_id"])):
        if not (row["date_start"] and row["place_id"] and row["date_prec"] == 1):
            merged.append(row)
            continue
        key = (row["kind"], row["status"] == "denied", row["date_start"], row["place_id"])
        for other in blocks.setdefault(key, []):
            if _agree(row, other):
                _put_together(other, row)
                break
        else:
            block = dict(row)
            blocks[key].append(block)
            merged.append(block)
    return merged


def join(items: Iterable[str]) -> str:
    """A cell of several items, without repeats."""
    return "|".join(dict.fromkeys(item.replace("|", " ") for item in items if item))


def _agree(a: Row, b: Row) -> bool:
    """Whether neither side is known to be different: named on both ends and disjoint."""
    for name in ("actor_ids", "target_ids"):
        x, y = (set(filter(None, str(row[name] or "").split("|"))) for row in (a, b))
        if x and y and not x & y and a["kind"] not in {"meeting", "agreement"}:
            return False
    return True


def _put_together(event: Row, row: Row) -> None:
    """Add another document's row to an event, in place."""
    documents = {d for r in (event, row) for d in str(r["source_article"]).split("|")}
    event["source_article"] = "|".join(sorted(documents))
    event["number_of_sources"] = len(documents)
    for name in ("actors", "actor_ids", "targets", "target_ids"):
        event[name] = join([*str(event[name] or "").split("|"), *str(row[name] or "").split("|")])
    for name in ("side_a", "side_b", "claimed_by"):
        event[name] = event[name] or row[name]
    for name in _DEATHS:
        values = [v for r in (event, row) if (v := r.get(name)) is not None]
        if values:
            event[name] = min(values) if name == "low" else max(values)
