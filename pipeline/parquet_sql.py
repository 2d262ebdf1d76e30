"""Parquet files, and the types of their columns, as DuckDB's SQL names them."""

import re
from collections.abc import Iterable

SQL_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
"""A column's type (`pipeline.tables.Column`) to DuckDB's."""

# DuckDB takes a path for a pattern.
_SIGN = re.compile(r"[*?[]")


def in_sql(paths: Iterable[str], options: str = "") -> str:
    """The SQL that reads these files, whatever characters are in their paths.

    >>> in_sql(["l'été [2]/dates.parquet"], "filename = true")
    "read_parquet(['l''été [[]2]/dates.parquet'], filename = true)"
    """
    names = (_SIGN.sub(r"[\g<0>]", path).replace("'", "''") for path in paths)
    listed = ", ".join(f"'{name}'" for name in names)
    return f"read_parquet([{listed}]{', ' + options if options else ''})"
