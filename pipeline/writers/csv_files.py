"""CSV that opens right in a spreadsheet: UTF-8 with a byte-order mark, no live formulas."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.formulas import neutralised
from pipeline.tables import Table

_ROWS_AT_ONCE = 2_000


class CsvFile:
    """Writes `<table>.csv` batch by batch.

    A text cell that a spreadsheet would take for a formula gets an apostrophe before it; the
    Parquet files hold it as it is.
    """

    def __init__(self, folder: Path, table: Table) -> None:
        self.path = folder / f"{table.name}.csv"
        self._cells = [_CELLS.get(column.type, _as_it_is) for column in table.columns]
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(table.names)

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
            columns = zip(self._cells, batch.slice(start, _ROWS_AT_ONCE).columns, strict=True)
            rows = zip(*(cells(c.to_pylist()) for cells, c in columns), strict=True)
            self._writer.writerows(rows)

    def close(self) -> None:
        """The file is complete."""
        self._file.close()


def _neutralised(cells: list[str | None]) -> Iterable[str | None]:
    return [neutralised(cell) if cell else cell for cell in cells]


def _truth(cells: list[bool | None]) -> Iterable[str | None]:
    return [None if cell is None else "true" if cell else "false" for cell in cells]


def _as_it_is(cells: list[Any]) -> Iterable[Any]:
    return cells


_CELLS: dict[str, Callable[[list[Any]], Iterable[Any]]] = {
    "string": _neutralised,
    "boolean": _truth,
}
