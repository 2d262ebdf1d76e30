"""What corrections of forces, places, events and counts do to rows, one row at a time.

(What they do to people is settled with all that the texts say of them: `pipeline.merge`.)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.corrections.reading import Correction, not_met

Row = dict[str, Any]
Descriptions = Mapping[str, Mapping[str, Mapping[str, Any]]]

_KEYS = {"forces": "force_id", "places": "place_id"}
_LABELS = {"FORCE": "forces", "PLACE": "places"}
# What an event says of its place, and the column of `places` that it comes from.
_WHERE = {
    "where_coordinates": "name",
    "where_prec": "precision",
    "adm_1": "admin1",
    "latitude": "latitude",
    "longitude": "longitude",
    "country": "country",
}
_NO_PLACE = {"where_prec": None, "latitude": None, "longitude": None}


@dataclass
class _Kind:
    """What is said of the entities of one table; `seen` are the names that rows gave them."""

    into: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    dropped_in: set[tuple[str, str]] = field(default_factory=set)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def take(self, c: Correction) -> None:
        self.seen[c.id] = set()
        if c.action == "merge":
            self.into[c.id] = c.target
        elif c.action == "rename":
            self.names[c.id] = c.value
        elif c.value:
            self.dropped_in |= {(doc_id, c.id) for doc_id in c.documents}
        else:
            self.dropped.add(c.id)

    def after(self, doc_id: str, entity: str) -> str:
        """The id after, "" for one that is dropped."""
        if (doc_id, entity) in self.dropped_in:
            return ""
        while entity in self.into:
            entity = self.into[entity]
        return "" if entity in self.dropped else entity


class Changes:
    """What a user's corrections make of rows, other than those of people.

    Args:
        corrections: all of a user's, as `read_corrections` gives them: free of contradictions.
        described: table (forces, places) to id to the columns that describe that entity
            (`pipeline.corrections.describing.described`). Targets that are not in it keep the
            description that their rows have.

    Attributes:
        tables: names of the tables whose rows change, in the order in which they are to be
            handed over: what forces and places were called has to be known before events come.
    """

    def __init__(
        self, corrections: Iterable[Correction], described: Descriptions | None = None
    ) -> None:
        self._corrections = sorted(corrections)
        self._described = described or {}
        self._kinds = {name: _Kind() for name in _KEYS}
        for c in self._corrections:
            if c.table in self._kinds:
                self._kinds[c.table].take(c)
        self._dropped = {
            name: {c.id for c in self._corrections if c.table == name}
            for name in ("troop_counts", "events")
        }
        self._met: dict[str, set[str]] = {name: set() for name in self._dropped}
        said = {c.table for c in self._corrections}
        tables: Sequence[str] = [name for name in _KEYS if name in said]
        if tables:
            tables = [*tables, "mentions", "troop_counts", "events"]
        elif "troop_counts" in said:
            tables = ["troop_counts"]
        self.tables = tables

    def row(self, table: str, row: Row) -> Row | None:
        """A document's row as the corrections have it; None for one that goes.

        Args:
            table: its table; rows of tables that are not in `tables` are given back as they are.
            row: before the rows of several documents are put together; it is not changed.
        """
        match table:
            case "forces" | "places":
                return self._entity(table, _KEYS[table], row)
            case "mentions" if row["label"] in _LABELS:
                return self._entity(_LABELS[row["label"]], "entity_id", row)
            case "troop_counts":
                return self._count(row)
            case "events":
                return self._event(row)
        return row

    def final_events(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The events of all documents, put together, without those that a user dropped."""
        for row in rows:
            if row["event_id"] in self._dropped["events"]:
                self._met["events"].add(row["event_id"])
            else:
                yield row

    def not_met(self) -> list[tuple[int, str]]:
        """Corrections whose ids did not occur in the rows handed over: see `not_met`."""
        met = self._met | {
            name: {i for i, n in k.seen.items() if n} for name, k in self._kinds.items()
        }
        return sorted(
            warning
            for name, seen in met.items()
            for warning in not_met(self._corrections, name, seen)
        )

    def _entity(self, table: str, key: str, row: Row) -> Row | None:
        """A row of an entity, or of a mention of it."""
        kind, before = self._kinds[table], row[key]
        if not before:
            return row
        if before in kind.seen:
            kind.seen[before].add(row["name"])
        after = kind.after(row["doc_id"], before)
        if not after:
            return None
        changed = dict(row)
        if after != before:
            description = self._described.get(table, {}).get(after, {})
            changed |= {c: v for c, v in description.items() if c in row}
        changed[key] = after
        if after in kind.names:
            changed["name"] = kind.names[after]
        if changed.get("parent"):
            changed["parent"] = self._kinds["forces"].after(row["doc_id"], changed["parent"])
        return changed

    def _count(self, row: Row) -> Row | None:
        where = f"{row['doc_id']}:{row['start']}"
        if where in self._dropped["troop_counts"]:
            self._met["troop_counts"].add(where)
            return None
        ids = {
            key: self._kinds[table].after(row["doc_id"], row[key])
            for table, key in _KEYS.items()
            if row[key]
        }
        return row | ids

    def _event(self, row: Row) -> Row:
        changed = dict(row)
        for column in ("actor_ids", "target_ids"):
            changed[column] = self._ids(row["doc_id"], row.get(column) or "")
        for column in ("actors", "targets", "side_a", "side_b"):
            changed[column] = self._names(row["doc_id"], row.get(column) or "")
        kind, before = self._kinds["places"], row.get("place_id")
        if not before:
            return changed
        after = kind.after(row["doc_id"], before)
        if after != before:
            place = self._described.get("places", {}).get(after)
            if place is not None:
                changed |= {column: place[of] for column, of in _WHERE.items()}
            elif not after:
                changed |= dict.fromkeys(_WHERE, "") | _NO_PLACE
        changed["place_id"] = after
        if after in kind.names:
            changed["where_coordinates"] = kind.names[after]
        return changed

    def _ids(self, doc_id: str, cell: str) -> str:
        ids = [i for i in cell.split("|") if i]
        for kind in self._kinds.values():
            ids = [kind.after(doc_id, i) if i in kind.seen else i for i in ids]
        return "|".join(dict.fromkeys(i for i in ids if i))

    def _names(self, doc_id: str, cell: str) -> str:
        """The parties' names, those of corrected entities as they are called after."""
        names = [self._name(doc_id, name) for name in cell.split("|")]
        return "|".join(dict.fromkeys(name for name in names if name))

    def _name(self, doc_id: str, name: str) -> str:
        for table, kind in self._kinds.items():
            before = next((i for i, seen in kind.seen.items() if name in seen), None)
            if before is None:
                continue
            after = kind.after(doc_id, before)
            described = self._described.get(table, {}).get(after, {}) if after != before else {}
            return str(kind.names.get(after) or described.get("name") or (name if after else ""))
        return name
