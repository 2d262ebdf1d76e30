"""The data dictionary, as Markdown, from the tables' declaration."""

import csv
from pathlib import Path

from pipeline.tables import TABLES, Column, Table

_TYPES = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}
_LEXICONS = Path(__file__).parents[2] / "pipeline" / "lexicons"


def table_reference() -> str:
    """Every table with its columns: types, meaning, allowed values, keys."""
    return "\n".join(_table(table) for table in TABLES.values())


def _table(table: Table) -> str:
    lines = [f"## {table.name}", "", table.description, ""]
    if table.key:
        lines += [f"Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [_column(column, table) for column in table.columns]
    return "\n".join([*lines, ""])


def _column(column: Column, table: Table) -> str:
    meaning = column.description
    if column.values:
        meaning += " One of " + ", ".join(f"`{value}`" for value in column.values) + "."
    if column.name in table.foreign:
        other, name = table.foreign[column.name]
        meaning += f" Refers to [{other}](#{other}).`{name}`."
    if column.required:
        meaning += " *Never empty.*"
    return f"| `{column.name}` | {_TYPES[column.type]} | {meaning.replace('|', '&#124;')} |"


def lexicon_columns() -> str:
    """Every lexicon file with its columns, the key first."""
    lines = ["| file | columns; the first is the key |", "|---|---|"]
    for path in sorted(_LEXICONS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        lines.append(f"| `{path.name}` | {', '.join(f'`{name}`' for name in header)} |")
    return "\n".join(lines)
