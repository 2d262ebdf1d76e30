"""One DuckDB file with every table, its types and its columns' meanings as comments."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.parquet_sql import SQL_TYPES
from pipeline.tables import TABLES, Table
from pipeline.writers.parquet import schema

# The storage of DuckDB 1.2, which every later version reads too.
_STORAGE = "v1.2.0"


def write_duckdb(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `tables.duckdb`; returns its path.

    The rows are the same at every run, the file's bytes are not: DuckDB lays its blocks out anew.
    """
    import duckdb

    path = folder / "tables.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect() as db:
        db.execute(f"ATTACH {_quote(str(path))} AS target (STORAGE_VERSION '{_STORAGE}')")
        db.execute("USE target")
        for name, frame in frames.items():
            table = TABLES[name]
            rows = pa.Table.from_pandas(frame, schema=schema(table), preserve_index=False)
            db.execute(_create(table))
            db.register("incoming", rows)
            db.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
            db.unregister("incoming")
            db.execute(f'COMMENT ON TABLE "{name}" IS {_quote(table.description)}')
            for column in table.columns:
                comment = _quote(column.description)
                db.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {comment}')
        db.execute("USE memory")
        db.execute("DETACH target")
    return [path]


def _create(table: Table) -> str:
    columns = ", ".join(f'"{c.name}" {SQL_TYPES[c.type]}' for c in table.columns)
    return f'CREATE TABLE "{table.name}" ({columns})'


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
