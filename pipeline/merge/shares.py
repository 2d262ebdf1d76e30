"""Each table's rows, taken out of the parts into one flat file a table.

Parts are read once, one after the other, so what this takes of memory does not grow with their
number; reading them through a query engine does, since it keeps what it knows of every file.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.parts import KEY_BYTES, read_part
from pipeline.stores import Store
from pipeline.tables import TABLES
from pipeline.writers.parquet import schema

KEYS = np.dtype(f"S{KEY_BYTES}")
# Tables that are in the order of the documents, with so many rows that they are sorted a range of
# documents at a time. More ranges for more documents, up to a number that needs few small writes.
RANGED = ("sentences", "mentions", "dates")
_DOCUMENTS_A_RANGE, _MOST_RANGES = 500, 256
_ROWS_AT_ONCE, _RANGED_ROWS_AT_ONCE, _JOINED_AT_ONCE = 4_000, 20_000, 32


def keys_of(columns: Iterable[pa.Array]) -> NDArray[np.bytes_]:
    """The keys in binary Arrow arrays, as an array of `KEYS`."""
    found = [np.empty(0, KEYS)]
    for column in columns:
        fixed = column.cast(pa.binary(KEY_BYTES))
        if len(fixed):
            data, first = fixed.buffers()[1], fixed.offset * KEY_BYTES
            found.append(np.frombuffer(data, KEYS, count=len(fixed), offset=first))
    return np.concatenate(found)


class Shares:
    """Flat Parquet files of the rows that the documents of a run gave, one a table.

    Where several parts hold a document, the first one counts that could process it.

    Args:
        parts: where the parts are.
        names: of the parts.
        wanted: keys of the documents, in the order of their ids.
        folder: of this machine, for the files.

    Attributes:
        flat: table name to its file.
        unused: names of the parts that hold none of the documents.
    """

    def __init__(
        self, parts: Store, names: Sequence[str], wanted: NDArray[np.bytes_], folder: Path
    ) -> None:
        self._parts = parts
        self._place = np.argsort(wanted)  # of each key, as sorted, among the documents
        self._wanted = wanted[self._place]
        self._taken = np.zeros(len(wanted), np.bool_)
        self._documents = max(_DOCUMENTS_A_RANGE, -(-len(wanted) // _MOST_RANGES))
        with ExitStack() as stack:
            self.flat = {
                name: stack.enter_context(Flat(folder / f"share-{name}.parquet", name))
                for name in TABLES
            }
            used = {name for name in names if self._take(name, processed=True)}
            if not self._taken.all():  # documents that were rejected while they were processed
                used |= {name for name in names if self._take(name, processed=False)}
        self.unused = [name for name in names if name not in used]

    def _take(self, name: str, *, processed: bool) -> bool:
        """Take the rows of a part's documents; returns whether any was taken."""
        table = read_part(self._parts, name).combine_chunks()
        keys = keys_of(table["key"].chunks)
        has_rows = table["documents"].combine_chunks().value_lengths().to_numpy() > 0
        chosen: dict[int, list[int]] = {}
        for row in np.flatnonzero(has_rows == processed):
            at = int(np.searchsorted(self._wanted, keys[row]))
            if at < len(self._wanted) and self._wanted[at] == keys[row] and not self._taken[at]:
                self._taken[at] = True
                chosen.setdefault(int(self._place[at]) // self._documents, []).append(int(row))
        every = sorted(row for rows in chosen.values() for row in rows)
        for column, file in self.flat.items():
            for number, rows in chosen.items() if column in RANGED else ((0, every),):
                values = table[column]
                if len(rows) < len(keys):
                    values = values.take(pa.array(rows, pa.int64()))
                for chunk in values.chunks:
                    file.add(pa.RecordBatch.from_struct_array(chunk.flatten()), number)
        return bool(every)


class Flat:
    """A Parquet file written in row groups of bounded size, each of rows of one range.

    Attributes:
        path: the file; whole once the `with` block is left.
        groups: number of a range to those of its row groups.
    """

    def __init__(self, path: Path, table: str) -> None:
        self.path = path
        self.groups: dict[int, list[int]] = {}
        self._size = _RANGED_ROWS_AT_ONCE if table in RANGED else _ROWS_AT_ONCE
        self._writer = pq.ParquetWriter(
            path,
            schema(TABLES[table]).remove_metadata(),
            compression="zstd",
            use_dictionary=False,
            write_statistics=False,
        )
        self._waiting: dict[int, list[pa.RecordBatch]] = {}
        self._rows = self._batches = self._written = 0

    def add(self, batch: pa.RecordBatch, number: int = 0) -> None:
        """Add rows of a range."""
        if not batch.num_rows:
            return
        self._waiting.setdefault(number, []).append(batch)
        self._rows += batch.num_rows
        self._batches += 1
        if self._rows >= self._size:
            self._flush()
        elif self._batches >= _JOINED_AT_ONCE:  # each takes kilobytes, whatever it holds
            self._waiting = {n: [pa.concat_batches(b)] for n, b in self._waiting.items()}
            self._batches = 0

    def _flush(self) -> None:
        for number, batches in sorted(self._waiting.items()):
            self._writer.write_table(pa.Table.from_batches(batches))
            self.groups.setdefault(number, []).append(self._written)
            self._written += 1
        self._waiting = {}
        self._rows = self._batches = 0

    def ranges(self) -> Iterator[tuple[int, pa.Table]]:
        """The number and the rows of each range, in order."""
        with pq.ParquetFile(self.path) as file:
            for number, groups in sorted(self.groups.items()):
                yield number, file.read_row_groups(groups, use_threads=False)

    def __enter__(self) -> "Flat":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
