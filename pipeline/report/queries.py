"""The tables of a run as the report asks them: in SQL, so that they need not fit into memory."""

import contextlib
import tempfile
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.parquet_sql import SQL_TYPES, in_sql
from pipeline.tables import TABLES
from pipeline.writers.parquet import schema

Row = Any
"""A table's row as a named tuple: its columns are its attributes, empty cells are None."""

MEMORY = 96
"""Megabytes that DuckDB may hold at once, twice as many for a query that asks for more; the rest
goes to a folder of its own, gone with the connection."""
_MOST_MEMORY = 65_536
_T = TypeVar("_T")
_AT_ONCE = 2_000
# `calendar` and `best` say in SQL what `pipeline.report.figures` says of one row.
_MACROS = r"""
create macro day_of(value) as split_part(coalesce(value, ''), 'T', 1);
create macro calendar(value) as case
    when regexp_full_match(day_of(value), '[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?')
        and day_of(value) >= '0001'
        and try_cast(day_of(value) || substr('-01-01', length(day_of(value)) - 3) as date)
            is not null
    then day_of(value) else '' end;
create macro best(low, high) as
    case when low is not null and high is not null then (low + high) // 2
    else coalesce(low, high) end;
"""


class Tables:
    """The tables of a run, in a folder or at hand, to be asked in SQL.

    A table that is not there is empty; a column that it lacks is null.
    """

    def __init__(self, tables: str | Path | Mapping[str, pd.DataFrame]) -> None:
        """Args: tables: the folder that holds `<table>.parquet`, or DataFrames by name."""
        self._spill = tempfile.TemporaryDirectory(prefix="sahel-report-")
        self._connection = duckdb.connect(
            config={
                "memory_limit": f"{MEMORY}MB",
                "threads": 1,
                "temp_directory": self._spill.name,
                "autoinstall_known_extensions": False,  # it would ask the network
            }
        )
        for name in TABLES:
            if isinstance(tables, Mapping):
                self._take_frame(name, tables.get(name))
            else:
                self._take_file(name, Path(tables) / f"{name}.parquet")
        self._connection.execute(_MACROS)

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._spill.cleanup()

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """The rows that a query gives; `values` fill its question marks."""

        def ask() -> list[Row]:
            found = self._connection.execute(sql, values)
            make = _row_type(tuple(column[0] for column in found.description))._make
            rows: list[Row] = []
            while batch := found.fetchmany(_AT_ONCE):
                rows.extend(map(make, batch))
            return rows

        return self._with_memory(ask)

    def _with_memory(self, ask: Callable[[], _T]) -> _T:
        megabytes = MEMORY
        try:
            while True:
                try:
                    return ask()
                except duckdb.OutOfMemoryException:
                    if megabytes >= _MOST_MEMORY:
                        raise
                megabytes *= 2
                self._connection.execute(f"set memory_limit = '{megabytes}MB'")
        finally:
            if megabytes != MEMORY:
                with contextlib.suppress(duckdb.OutOfMemoryException):  # it cannot be lowered yet
                    self._connection.execute(f"set memory_limit = '{MEMORY}MB'")

    def one(self, sql: str, *values: Any) -> Row:
        """The only row that a query gives."""
        (row,) = self.rows(sql, *values)
        return row

    def run(self, sql: str, *values: Any) -> None:
        """A statement that gives nothing back. Its tables are seen by every later query."""
        self._with_memory(lambda: self._connection.execute(sql, values))

    def keep(self, name: str, column: str, values: Sequence[str]) -> None:
        """Strings at hand as a table of one column, which queries can join."""
        self._connection.register(name, pa.table({column: pa.array(values, pa.string())}))

    def _take_frame(self, name: str, frame: pd.DataFrame | None) -> None:
        if frame is None:
            frame = pd.DataFrame()
        # A table read back from a file may lack columns, or have whole numbers as 5.0.
        columns = TABLES[name].columns
        frame = frame.reindex(columns=[c.name for c in columns])
        frame = frame.astype({c.name: "Int64" for c in columns if c.type == "integer"})
        rows = pa.Table.from_pandas(frame, schema=schema(TABLES[name]), preserve_index=False)
        self._connection.register(name, rows)

    def _take_file(self, name: str, path: Path) -> None:
        there: set[str] = set()
        if path.exists():
            files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
            source = in_sql(map(str, files))
            found = self._connection.execute(f"describe select * from {source}").fetchall()
            there = {row[0] for row in found}
        else:
            source = "(select 1 where false)"
        columns = ", ".join(
            f"cast({_quoted(c.name) if c.name in there else 'null'} as {SQL_TYPES[c.type]})"
            f" as {_quoted(c.name)}"
            for c in TABLES[name].columns
        )
        self._connection.execute(f"create view {name} as select {columns} from {source}")


def _quoted(name: str) -> str:
    return f'"{name}"'


@lru_cache(maxsize=64)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
