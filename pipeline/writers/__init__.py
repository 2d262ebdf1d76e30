"""Writers: tables to files. `write_tables` writes those that every run writes."""

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables import TABLES, Row
from pipeline.writers.csv_files import CsvFile
from pipeline.writers.data_package import write_data_package
from pipeline.writers.geojson import write_geojson
from pipeline.writers.parquet import ParquetFile

# What is made of the tables' files once they are there. The data package describes the CSV files.
WRITERS: dict[str, Callable[[Path], list[Path]]] = {
    "geojson": write_geojson,
    "datapackage": write_data_package,
}


# The paths written, and how many rows each table has.
Written = tuple[list[Path], dict[str, int]]


class Tables(Protocol):
    """Where the rows to write come from."""

    def batches(self, name: str) -> Iterable[pa.RecordBatch]:
        """The rows of a table, in its order."""


def first_rows(folder: Path, table: str, count: int) -> list[Row]:
    """The first rows of a table that `write_tables` wrote."""
    batches = pq.ParquetFile(folder / f"{table}.parquet").iter_batches(count)
    return next((batch.to_pylist() for batch in batches), [])


def write_tables(folder: Path, tables: Tables) -> Written:
    """Write every table as CSV and Parquet, `places.geojson`, `events.geojson` and the descriptor.

    Returns:
        The paths written, and how many rows each table has.
    """
    paths: list[Path] = []
    counts: dict[str, int] = {}
    for name, table in TABLES.items():
        counts[name] = 0
        with (
            closing(CsvFile(folder, table)) as csv_file,
            closing(ParquetFile(folder, table)) as parquet_file,
        ):
            for batch in tables.batches(name):
                csv_file.write(batch)
                parquet_file.write(batch)
                counts[name] += batch.num_rows
        paths += [csv_file.path, parquet_file.path]
    for write in WRITERS.values():
        paths += write(folder)
    return paths, counts
