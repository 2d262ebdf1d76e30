"""`datapackage.json`: a Frictionless Data Package descriptor (v1) of the CSV files."""

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.stores import Store
from pipeline.tables import TABLES, Column, Table

GENERATOR = "sahel-press"


def write_data_package(folder: Path) -> list[Path]:
    """Write `datapackage.json` for the CSV files that are in the folder; returns its path."""
    descriptor = {
        "profile": "tabular-data-package",
        "name": GENERATOR,
        "title": "What the French-language press on the Sahel says: people, forces, places, counts",
        "generator": GENERATOR,
        "resources": [_resource(folder, table) for table in TABLES.values()],
    }
    path = folder / "datapackage.json"
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")
    return [path]


def is_ours(folder: Store) -> bool:
    """Whether a folder holds the outputs of an earlier run, by its data package."""
    try:
        return bool(json.loads(folder.read("datapackage.json")).get("generator") == GENERATOR)
    except (OSError, ValueError, AttributeError):
        return False


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [their]}}
            for column, (other, their) in table.foreign.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.description,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "bytes": path.stat().st_size,
        "hash": "sha256:" + digest,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.description,
    }
    return field | ({"constraints": constraints} if constraints else {})
