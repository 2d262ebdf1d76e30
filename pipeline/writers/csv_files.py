"""CSV that opens right in a spreadsheet: UTF-8 with a byte-order mark, no live formulas."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

# A cell that begins so is a formula to a spreadsheet (OWASP, «CSV injection»).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `<table>.csv` for each table; returns the paths.

    A text cell that a spreadsheet would take for a formula gets an apostrophe before it; the
    Parquet files hold it as it is.
    """
    paths = []
    for name, frame in frames.items():
        safe = frame.copy()
        for column in safe.columns[safe.dtypes == "string"]:
            safe[column] = safe[column].map(_neutralise, na_action="ignore")
        for column in safe.columns[safe.dtypes == "boolean"]:
            safe[column] = safe[column].map({True: "true", False: "false"}, na_action="ignore")
        path = folder / f"{name}.csv"
        safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        paths.append(path)
    return paths


def _neutralise(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
