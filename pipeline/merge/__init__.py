"""The tables of many documents from the rows of each.

Everything here is independent of the order in which rows arrive: they are sorted first. `merge`
takes rows at hand; `pipeline.merge.on_disk` puts the parts of a run together by the same functions
without having all rows in memory.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.corrections import Changes, Correction
from pipeline.corrections.describing import described
from pipeline.merge.contradictions import mark_contradictions
from pipeline.merge.entities import ENTITY_KEYS, Last, merge_entities
from pipeline.merge.events import merge_sorted_events
from pipeline.merge.identities import Identities, find_identities, names_of
from pipeline.merge.offices import OfficeHistory
from pipeline.merge.sorting import ORDERS, sort_key
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.tables import TABLES, Row, Rows


def concatenate(parts: Iterable[Mapping[str, Sequence[Row]]]) -> Rows:
    """The rows of several parts, table by table."""
    rows: Rows = {name: [] for name in TABLES}
    for part in parts:
        for name, more in part.items():
            rows[name].extend(more)
    return rows


def merge(
    parts: Iterable[Mapping[str, Sequence[Row]]],
    corrections: Sequence[Correction] = (),
    lexicon: PeopleLexicon | None = None,
) -> Rows:
    """Rows of the final tables.

    Args:
        parts: rows of whole documents, as `pipeline.rows.document_rows` gives them.
        corrections: a user's.
        lexicon: offices, countries and public figures; the package's if not given.

    Returns:
        Table name to rows; people, forces, places and events are one row each, counts name those
        that contradict them, offices when they were seen first and last.
    """
    lexicon = lexicon or PeopleLexicon.load()
    rows = concatenate(parts)
    changes = Changes(corrections, described(corrections))
    for table in changes.tables:
        kept = (changes.row(table, row) for row in rows[table])
        rows[table] = [row for row in kept if row is not None]

    def ordered(table: str) -> list[Row]:
        return sorted(rows[table], key=sort_key(ORDERS[table]))

    found = find_identities(names_of(rows["mentions"]), rows["offices"], corrections, lexicon)
    _settle(rows, found)
    history = OfficeHistory(lexicon)
    for row in ordered("offices"):
        history.see(row)
    rows["offices"] = list(history.tell(ordered("offices")))
    last: Mapping[str, Last] = history.last
    for table in ENTITY_KEYS:
        rows[table] = list(merge_entities(table, ordered(table), found, last))
    rows["events"] = list(changes.final_events(merge_sorted_events(ordered("events"))))
    rows["troop_counts"] = list(mark_contradictions(ordered("troop_counts")))
    return rows


def _settle(rows: Rows, found: Identities) -> None:
    """Give every row the ids that hold across documents; drop the people who are none."""
    for table in ("people", "offices", "mentions"):
        rows[table] = [new for row in rows[table] if (new := found.settle(table, row)) is not None]
    rows["events"] = [found.settle_event(row) for row in rows["events"]]
