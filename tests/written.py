"""Tables at hand, written as a run writes its own."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.running import _publish
from pipeline.stores import Store
from pipeline.tables import TABLES
from pipeline.writers import write_tables
from pipeline.writers.parquet import schema


class FrameTables:
    """DataFrames as the tables that a writer takes; one that is missing is empty."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table in one batch."""
        frame = self._frames.get(name)
        if frame is not None and len(frame):
            table = pa.Table.from_pandas(frame, schema=schema(TABLES[name]), preserve_index=False)
            yield table.combine_chunks().to_batches()[0]


def write_outputs(
    target: Path, frames: Mapping[str, pd.DataFrame], exports: Sequence[str] = ()
) -> list[str]:
    """Write every file of the outputs, or none; returns where they are."""
    tables = FrameTables(frames)
    paths, _, _ = _publish(
        Store(str(target)), lambda folder: write_tables(folder, tables), lang="fr", exports=exports
    )
    return paths
