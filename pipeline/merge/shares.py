"""Each table's rows, taken out of the parts into one flat file a table.

Parts are read once, one after the other, so what this takes of memory does not grow with their
number; reading them through a query engine does, since it keeps what it knows of every file.
"""

from collections.abc import Iterable, Sequence
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
_ROWS_AT_ONCE, _JOINED_AT_ONCE = 4_000, 32


def keys_of(columns: Iterable[pa.Array]) -> NDArray[np.bytes_]:
    """The keys in binary Arrow arrays, as an array of `KEYS`."""
    found = [np.empty(0, KEYS)]
    for column in columns:
        fixed = pa.concat_arrays([column.cast(pa.binary(KEY_BYTES))])  # without an offset
        found.append(np.frombuffer(fixed.buffers()[1], KEYS, count=len(fixed)))
    return np.concatenate(found)


class Shares:
    """Flat Parquet files of the rows that the documents of a run gave, one a table.

    Where several parts hold a document, the first one counts that could process it.

    Args:
        parts: where the parts are.
        names: of the parts.
        wanted: keys of the documents, any order.
        folder: of this machine, for the files.

    Attributes:
        paths: table name to its file.
        unused: names of the parts that hold none of the documents.
    """

    def __init__(
        self, parts: Store, names: Sequence[str], wanted: NDArray[np.bytes_], folder: Path
    ) -> None:
        self.paths = {name: folder / f"share-{name}.parquet" for name in TABLES}
        self._parts = parts
        self._wanted = np.sort(wanted)
        self._taken = np.zeros(len(wanted), np.bool_)
        with ExitStack() as stack:
            self._files = {
                name: stack.enter_context(_Flat(path, name)) for name, path in self.paths.items()
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
        chosen = []
        for row in np.flatnonzero(has_rows == processed):
            at = int(np.searchsorted(self._wanted, keys[row]))
            if at < len(self._wanted) and self._wanted[at] == keys[row] and not self._taken[at]:
                self._taken[at] = True
                chosen.append(row)
        if not chosen:
            return False
        if len(chosen) < len(keys):
            table = table.take(pa.array(chosen))
        for column, file in self._files.items():
            for chunk in table[column].chunks:
                file.add(pa.RecordBatch.from_struct_array(chunk.flatten()))
        return True


class _Flat:
    """A Parquet file written in row groups of bounded size."""

    def __init__(self, path: Path, table: str) -> None:
        target = schema(TABLES[table]).remove_metadata()
        self._writer = pq.ParquetWriter(
            path, target, compression="zstd", use_dictionary=False, write_statistics=False
        )
        self._small: list[pa.RecordBatch] = []
        self._joined: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        self._small.append(batch)
        self._rows += batch.num_rows
        if len(self._small) >= _JOINED_AT_ONCE:
            self._join()
        if self._rows >= _ROWS_AT_ONCE:
            self._flush()

    def _join(self) -> None:
        """Make one batch of many small ones, each of which takes kilobytes whatever it holds."""
        if self._small:
            self._joined.append(pa.concat_batches(self._small))
        self._small = []

    def _flush(self) -> None:
        self._join()
        if self._joined:
            self._writer.write_table(pa.Table.from_batches(self._joined))
        self._joined, self._rows = [], 0

    def __enter__(self) -> "_Flat":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
