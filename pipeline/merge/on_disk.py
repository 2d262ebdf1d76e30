"""The tables of a run from the parts on disk, without having all rows in memory.

The rows of the parts go into one flat file a table (`pipeline.merge.shares`). DuckDB sorts what
must be sorted, on disk where it outgrows its share of memory, and gives the rows, in order, to the
functions of `pipeline.merge`. Tables whose rows are not put together with others' (documents,
sentences, mentions, dates) do not pass through Python.
"""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corrections import Changes, Correction
from pipeline.corrections.describing import described
from pipeline.memory import trim
from pipeline.merge.contradictions import mark_contradictions
from pipeline.merge.entities import ENTITY_KEYS, merge_entities
from pipeline.merge.events import merge_sorted_events
from pipeline.merge.identities import Identities, Named, find_identities
from pipeline.merge.offices import OfficeHistory
from pipeline.merge.shares import RANGED, Flat, Shares, keys_of
from pipeline.merge.sorting import ORDERS
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.parquet_sql import in_sql
from pipeline.stores import Store
from pipeline.tables import TABLES, Row, Table
from pipeline.writers.parquet import schema

log = logging.getLogger(__name__)

# Megabytes of DuckDB's share of memory: to begin with, and where even twice that is not enough.
MEMORY, _MOST_MEMORY = 96, 65_536
_ROWS_AT_ONCE = 2_000
ROW_GROUP = 20_000


class DiskTables:
    """The final tables, each as Arrow batches in its order.

    Args:
        parts: where the parts are.
        names: of the parts.
        manifests: manifests of the run (`pipeline.manifest`), files of this machine.
        scratch: a folder of this machine for what does not fit in memory.
        corrections: a user's.
        lexicons: a user's lexicon folders.

    Attributes:
        not_met: corrections whose ids do not occur: their lines, and what to say.
        unused_parts: names of the parts of which no document is in the inputs any more.
    """

    def __init__(
        self,
        parts: Store,
        names: Sequence[str],
        manifests: Sequence[Path],
        scratch: Path,
        corrections: Sequence[Correction] = (),
        lexicons: tuple[str, ...] = (),
    ) -> None:
        self._scratch = scratch
        self._flat: dict[str, Flat] = {}
        self._lexicon = PeopleLexicon.load(lexicons)
        self._megabytes = MEMORY
        self._db = _connect(scratch, self._megabytes)
        self._choose(parts, names, manifests)
        changes = Changes(corrections, described(corrections, lexicons))
        for table in changes.tables:
            self._change(table, changes)
        found = find_identities(
            self._names(),
            self._rows(
                "SELECT * FROM share_offices ORDER BY person_id, doc_id, start, date, office"
            ),
            corrections,
            self._lexicon,
        )
        self._settle(found)
        self._merge(found, changes)
        self.not_met = sorted([*found.not_met, *changes.not_met()])

    def __enter__(self) -> "DiskTables":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table in batches of `ROW_GROUP`, sorted, empty cells null."""
        table = TABLES[name]
        columns = ", ".join(
            f'NULLIF("{c.name}", \'\') AS "{c.name}"' if c.type == "string" else f'"{c.name}"'
            for c in table.columns
        )
        order = ", ".join(f'"{column}" NULLS LAST' for column in _total_order(table))
        query = f"SELECT * FROM (SELECT {columns} FROM final_{name}) ORDER BY {order}"
        batches = self._in_ranges(name, query) if name in RANGED else self._read(query)
        yield from _regroup(batches, schema(table).remove_metadata())

    def _in_ranges(self, name: str, query: str) -> Iterator[pa.RecordBatch]:
        """What a query gives of each range of documents, which is sooner sorted than the whole."""
        for _, rows in self._flat[name].ranges():
            self._put(f"range_{name}", rows)
            yield from self._read(query)

    def _choose(self, parts: Store, names: Sequence[str], manifests: Sequence[Path]) -> None:
        """Find the rows of the documents that the inputs hold now."""
        documents = [str(p) for p in manifests if p.name.endswith(".documents.parquet")]
        rejects = [str(p) for p in manifests if p.name.endswith(".rejects.parquet")]
        run = self._run
        run(f"CREATE VIEW listed AS FROM {in_sql(documents)}")
        run(
            "CREATE TABLE later AS SELECT file, number FROM listed SEMI JOIN "
            "(SELECT doc_id FROM listed GROUP BY doc_id HAVING count(*) > 1) USING (doc_id) "
            "QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY file, number) > 1"
        )
        run("CREATE VIEW wanted AS FROM listed ANTI JOIN later USING (file, number)")
        in_order = self._read("SELECT key FROM wanted ORDER BY doc_id")
        keys = keys_of(batch.column(0) for batch in in_order)
        shares = Shares(parts, names, keys, self._scratch)
        self.unused_parts = shares.unused
        trim()  # many parts of many columns leave Arrow with much that is free
        for name, flat in shares.flat.items():
            self._share(name, flat)
        for name in RANGED:
            self._put(f"range_{name}", schema(TABLES[name]).empty_table())
        run("CREATE VIEW final_sentences AS FROM range_sentences")
        run("CREATE VIEW final_dates AS FROM range_dates")
        run(
            "CREATE VIEW final_documents AS SELECT d.* REPLACE (w.source AS source, "
            "w.title AS title) FROM share_documents d JOIN wanted w USING (doc_id)"
        )
        run(
            f"CREATE VIEW final_rejects AS SELECT source, reason, detail FROM {in_sql(rejects)} "
            "UNION ALL SELECT source, reason, detail FROM share_rejects "
            "UNION ALL SELECT located, 'duplicate_id', located || ': its id «' || doc_id || "
            "'» is that of an earlier document; change one' "
            "FROM listed SEMI JOIN later USING (file, number)"
        )

    def _names(self) -> Iterator[Named]:
        query = (
            "SELECT entity_id, doc_id, name, count(*)::INTEGER FROM share_mentions "
            "WHERE label = 'PERSON' AND entity_id <> '' GROUP BY ALL ORDER BY ALL"
        )
        for batch in self._read(query):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def _rows(self, query: str) -> Iterator[Row]:
        for batch in self._read(query):
            yield from batch.to_pylist()

    def _read(self, query: str) -> Iterator[pa.RecordBatch]:
        """Batches as they are made: `sql`, unlike `execute`, does not make all of them first."""
        given = 0
        while True:
            cursor = self._db.cursor()
            try:
                skipped = given  # the order is total: those given come first again
                for batch in cursor.sql(query).to_arrow_reader(_ROWS_AT_ONCE):
                    fresh = batch.slice(skipped)
                    skipped -= batch.num_rows - fresh.num_rows
                    given += fresh.num_rows
                    if fresh.num_rows:
                        yield fresh
                break
            except duckdb.OutOfMemoryException:
                pass
            finally:
                cursor.close()
            self._grow()
        self._limit(MEMORY)

    def _run(self, query: str) -> None:
        while True:
            try:
                self._db.execute(query)
                break
            except duckdb.OutOfMemoryException:
                pass
            self._grow()
        self._limit(MEMORY)

    def _grow(self) -> None:
        """Give a query twice the share: sorting on disk needs a block in memory of each run."""
        if self._megabytes >= _MOST_MEMORY:
            raise MemoryError(f"DuckDB asks for more than {_MOST_MEMORY} MB")
        self._limit(2 * self._megabytes)
        log.debug("tables.memory", extra={"megabytes": self._megabytes})

    def _limit(self, megabytes: int) -> None:
        if megabytes == self._megabytes:
            return
        with contextlib.suppress(duckdb.OutOfMemoryException):  # it cannot be lowered yet
            self._db.execute(f"SET memory_limit = '{megabytes}MB'")
            self._megabytes = megabytes

    def _settle(self, found: Identities) -> None:
        """Give every row the ids that hold across documents."""
        self._table("split", ("doc_id", "old", "new"), ((*k, v) for k, v in found.splits.items()))
        self._table("who", ("old", "new"), found.merged.items())
        self._table("called", ("id", "name"), found.names.items())
        for rows, key, settled in (
            ("share_people", "person_id", "settled_people"),
            ("share_offices", "person_id", "settled_offices"),
            ("range_mentions", "entity_id", "final_mentions"),
        ):
            self._run(
                f"CREATE VIEW {settled} AS SELECT * EXCLUDE (id_after, name_after) "
                f"REPLACE (id_after AS {key}, coalesce(name_after, name) AS name) FROM "
                f"(SELECT r.*, coalesce(w.new, s.new, r.{key}) AS id_after, "
                f"c.name AS name_after FROM {rows} r "
                f"LEFT JOIN split s ON s.doc_id = r.doc_id AND s.old = r.{key} "
                f"LEFT JOIN who w ON w.old = coalesce(s.new, r.{key}) "
                f"LEFT JOIN called c ON c.id = coalesce(w.new, s.new, r.{key})) "
                f"WHERE id_after <> '' OR coalesce({key}, '') = ''"
            )

    def _table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        kept = list(rows)
        data = {c: pa.array([row[i] for row in kept], pa.string()) for i, c in enumerate(columns)}
        self._put(name, pa.table(data))

    def _put(self, name: str, rows: pa.Table) -> None:
        self._db.register("given", rows)
        self._run(f"CREATE OR REPLACE TABLE {name} AS FROM given")
        self._db.unregister("given")

    def _merge(self, found: Identities, changes: Changes) -> None:
        history = OfficeHistory(self._lexicon)
        for row in self._ordered("offices", "settled_offices"):
            history.see(row)
        self._keep("offices", history.tell(self._ordered("offices", "settled_offices")))
        for table in ENTITY_KEYS:
            share = "settled_people" if table == "people" else f"share_{table}"
            rows = self._ordered(table, share)
            self._keep(table, merge_entities(table, rows, found, history.last))
        events = map(found.settle_event, self._ordered("events", "share_events"))
        self._keep("events", changes.final_events(merge_sorted_events(events)))
        counts = self._ordered("troop_counts", "share_troop_counts")
        self._keep("troop_counts", mark_contradictions(counts))

    def _ordered(self, table: str, relation: str) -> Iterator[Row]:
        types: Mapping[str, str] = {c.name: c.type for c in TABLES[table].columns}
        order = ", ".join(
            f"coalesce(\"{c}\", '')" if types[c] == "string" else f'coalesce("{c}", 0)'
            for c in ORDERS[table]
        )
        return self._rows(f"SELECT * FROM {relation} ORDER BY {order}")

    def _change(self, table: str, changes: Changes) -> None:
        """Apply a user's corrections to the rows of each document."""
        changed = Flat(self._scratch / f"changed-{table}.parquet", table)
        with changed:
            for number, rows in self._flat[table].ranges():
                for batch in rows.to_batches(_ROWS_AT_ONCE):
                    after = (changes.row(table, row) for row in batch.to_pylist())
                    kept = [row for row in after if row is not None]
                    changed.add(pa.RecordBatch.from_pylist(kept, schema=batch.schema), number)
        self._share(table, changed)

    def _share(self, table: str, flat: Flat) -> None:
        """Have the rows of a table's documents, as they stand in a file."""
        self._flat[table] = flat
        self._run(f"CREATE OR REPLACE VIEW share_{table} AS FROM {in_sql([str(flat.path)])}")

    def _keep(self, table: str, rows: Iterable[Row]) -> None:
        """Put a table's final rows by until they are needed."""
        path = self._scratch / f"final-{table}.parquet"
        target = schema(TABLES[table]).remove_metadata()
        with pq.ParquetWriter(path, target, compression="zstd") as writer:
            for chunk in _chunks(rows, _ROWS_AT_ONCE):
                writer.write_table(pa.Table.from_pylist(chunk, schema=target))
        self._run(f"CREATE VIEW final_{table} AS FROM {in_sql([str(path)])}")


def _connect(scratch: Path, megabytes: int) -> Any:
    return duckdb.connect(
        ":memory:",  # what outgrows its share goes to the temporary folder
        config={
            "memory_limit": f"{megabytes}MB",
            "temp_directory": str(scratch / "spilled"),
            "allocator_background_threads": True,
            "threads": 1,  # each would want memory of its own
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def _total_order(table: Table) -> list[str]:
    """The table's order, then what else identifies a row, so that no two orders are possible."""
    return list(dict.fromkeys((*table.order, *table.key)))


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _regroup(reader: Iterable[pa.RecordBatch], target: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Batches of one size, whatever sizes they come in, so that files are the same bytes."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    cast: Callable[[pa.RecordBatch], pa.Table] = lambda b: pa.Table.from_batches([b]).cast(target)  # noqa: E731
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        while rows >= ROW_GROUP:
            table = pa.concat_tables([cast(b) for b in waiting])
            yield table.slice(0, ROW_GROUP).combine_chunks().to_batches()[0]
            rest = table.slice(ROW_GROUP)
            waiting, rows = rest.to_batches(), rest.num_rows
    if rows:
        yield pa.concat_tables([cast(b) for b in waiting]).combine_chunks().to_batches()[0]
