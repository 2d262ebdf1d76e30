"""What several exports need of the tables: rows without pandas' own empty cell, whole texts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

SOURCE = "sahel-press"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows as mappings with plain Python values, None where a cell is empty."""
    columns = {
        name: [None if cell is pd.NA else cell for cell in frame[name].tolist()]
        for name in frame.columns
    }
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def by_document(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The rows of each document, in the table's order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records(frame):
        groups.setdefault(row["doc_id"], []).append(row)
    return groups


def full_texts(frames: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Document id to its text as read: its sentences, joined in order."""
    texts = {row["doc_id"]: "" for row in records(frames["documents"])}
    for doc_id, rows in by_document(frames["sentences"]).items():
        texts[doc_id] = "".join(row["text"] or "" for row in rows)
    return texts


def cells(value: str | None) -> list[str]:
    """The parts of a cell that holds several, separated by «|»."""
    return [part for part in (value or "").split("|") if part]
