"""The data dictionary and the reasons of rejects, as Markdown, from their declarations."""

from pipeline.readers.base import REASONS
from pipeline.tables import TABLES, Column, Table

_TYPES = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}


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


def reject_reasons() -> str:
    """Why an input may not be read."""
    rows = [f"| `{reason}` | {meaning} |" for reason, meaning in REASONS.items()]
    return "\n".join(["| reason | what it was |", "|---|---|", *rows])
