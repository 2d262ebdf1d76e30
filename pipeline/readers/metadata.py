"""`metadata.csv` beside texts: the title, source and published date of each of them.

A row names its text by the column `file` (path below the folder of `metadata.csv`) or `id` (the
same without suffix). The nearest `metadata.csv` that names a text counts, then that of the folder
above it, up to the folder that is read.
"""

import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath

from pipeline.readers.base import Limits, ReadError, Reject, Source
from pipeline.readers.tables import csv_rows

NAME = "metadata.csv"
FIELDS = ("title", "source", "published")
COMPRESSED = (".gz", ".zst")
Rows = dict[str, dict[str, str]]


def load_metadata(source: Source, limits: Limits) -> tuple[Rows | None, list[Reject]]:
    """The rows of a `metadata.csv` by file name and id, and what could not be read of it.

    Returns:
        None for the rows where the file has a column "text", so is itself a collection of texts.
    """
    rows: Rows = {}
    rejects: list[Reject] = []
    try:
        for item in csv_rows(source, limits):
            if isinstance(item, Reject):
                rejects.append(item)
                continue
            number, row = item
            if "text" in row:
                return None, []
            if not row.keys() & {"file", "id"}:
                names = ", ".join(name for name in row if name) or "none"
                detail = f'no column "file" or "id" (there are: {names}); add one'
                raise ReadError("missing_column", detail)
            given = {field: row[field].strip() for field in FIELDS if row.get(field, "").strip()}
            if not row.get("file", "").strip() and not row.get("id", "").strip():
                detail = 'no "file" and no "id" cell; each row needs one'
                rejects.append(source.reject("missing_column", detail, f"line {number}"))
            for key in ("file", "id"):
                if name := row.get(key, "").strip():
                    rows.setdefault(_normal(name), given)
    except ReadError as error:
        rejects.append(source.reject(error.reason, error.detail))
    except Exception as error:  # the texts are read without it
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        rejects.append(source.reject("unreadable", f"cannot be read ({why}); check the file"))
    return rows, rejects


def find_metadata(
    path: PurePosixPath, rows_of: Callable[[PurePosixPath], Rows | None]
) -> dict[str, str]:
    """What is said of a text.

    Args:
        path: the text's path below the folder that is read.
        rows_of: gives the metadata of a folder below that, None or nothing where it has none.
    """
    for folder in path.parents:
        rows = rows_of(folder)
        if not rows:
            continue
        name = path.relative_to(folder)
        for candidate in (name, without_suffix(name, COMPRESSED), without_suffix(name)):
            if row := rows.get(_normal(str(candidate))):
                return row
    return {}


def without_suffix(path: PurePosixPath, only: tuple[str, ...] = ()) -> PurePosixPath:
    """A path without its suffix, and that of its compression.

    Args:
        only: take off no other suffix than these.
    """
    if path.suffix.lower() in COMPRESSED:
        path = path.with_suffix("")
    return path if only else path.with_suffix("")


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))
