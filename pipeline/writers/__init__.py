"""Writers: tables to files. `WRITERS` is the one registry of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from pipeline.writers.csv_files import write_csv
from pipeline.writers.data_package import write_data_package
from pipeline.writers.geojson import write_geojson
from pipeline.writers.parquet import write_parquet

Frames = Mapping[str, pd.DataFrame]
Writer = Callable[[Path, Frames], list[Path]]

# Each takes a folder and the tables, writes its files there and returns their paths. The data
# package describes the CSV files, so it comes after them.
WRITERS: Mapping[str, Writer] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "geojson": write_geojson,
    "datapackage": write_data_package,
}
