"""Hand-overs: the tables in other tools' formats. `EXPORTS` is the one registry of them.

Unlike `pipeline.writers.WRITERS`, whose files every run writes, an export is made when asked for:
`--export NAME` on the command line, `exports=[…]` in `pipeline.run`.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.optional import missing

if TYPE_CHECKING:
    import pandas as pd

Export = Callable[[Path, "Mapping[str, pd.DataFrame]"], list[Path]]

# Each takes a folder and the tables, writes its files there and returns their paths: a module
# below this one, imported when it is asked for, and its function.
EXPORTS: Mapping[str, tuple[str, str]] = {
    "docbin": ("docbin", "write_docbin"),
    "duckdb": ("duckdb_file", "write_duckdb"),
    "followthemoney": ("followthemoney", "write_followthemoney"),
    "graphml": ("graphml", "write_graphml"),
    "labelstudio": ("label_studio", "write_label_studio"),
}

# The names that they write, so that a run can tell its own files from someone else's.
FILES = (
    "mentions.spacy",
    "tables.duckdb",
    "entities.ftm.json",
    "who-with-whom.graphml",
    "label-studio.json",
    "label-studio.xml",
)

# The extra that an export needs.
_NEEDS = {"graphml": "graph"}


class ExportError(ValueError):
    """An export that cannot be made; the message says why and what to do."""


def export_named(name: str) -> Export:
    """The function of a name in `EXPORTS`."""
    module, function = EXPORTS[name]
    write: Export = getattr(import_module(f"{__name__}.{module}"), function)
    return write


def check_exports(names: Iterable[str]) -> None:
    """Fail early.

    Raises:
        ExportError: no such export, or a library that it needs is not installed.
    """
    for name in names:
        if name not in EXPORTS:
            raise ExportError(f"no export «{name}»; there are: {', '.join(EXPORTS)}")
        if name in _NEEDS and (message := missing(f"the export «{name}»", _NEEDS[name])):
            raise ExportError(message)
