"""Parquet, one file a table, with the declared types and each column's meaning in the schema."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables import TABLES, Table

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def schema(table: Table) -> pa.Schema:
    """A table's Arrow schema; descriptions stand in the fields' metadata."""
    return pa.schema(
        [
            pa.field(c.name, _TYPES[c.type], metadata={"description": c.description})
            for c in table.columns
        ],
        metadata={"description": table.description},
    )


def write_parquet(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `<table>.parquet` for each table; returns the paths."""
    paths = []
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        data = pa.Table.from_pandas(frame, schema=schema(TABLES[name]), preserve_index=False)
        pq.write_table(data.replace_schema_metadata({}), path, compression="zstd")
        paths.append(path)
    return paths
