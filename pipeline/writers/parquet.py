"""Parquet, one file a table, with the declared types and each column's meaning in the schema."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables import Table

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
        ]
    )


class ParquetFile:
    """Writes `<table>.parquet` batch by batch; each batch is a row group."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.path = folder / f"{table.name}.parquet"
        self._schema = schema(table)
        self._writer = pq.ParquetWriter(self.path, self._schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        table = pa.Table.from_arrays(batch.columns, schema=self._schema)
        self._writer.write_table(table, row_group_size=max(1, batch.num_rows))

    def close(self) -> None:
        """The file is complete."""
        self._writer.close()
