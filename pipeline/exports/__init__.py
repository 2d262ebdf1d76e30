"""Hand-overs: the tables in other tools' formats. `EXPORTS` is the one registry of them.

Unlike `pipeline.writers.WRITERS`, whose files every run writes, an export is made when asked for:
`--export NAME` on the command line, `exports=[…]` in `pipeline.run`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from pipeline.exports.docbin import write_docbin
from pipeline.exports.duckdb_file import write_duckdb
from pipeline.exports.followthemoney import write_followthemoney
from pipeline.exports.graphml import write_graphml
from pipeline.exports.label_studio import write_label_studio
from pipeline.optional import missing

Export = Callable[[Path, Mapping[str, pd.DataFrame]], list[Path]]

# Each takes a folder and the tables, writes its files there and returns their paths.
EXPORTS: Mapping[str, Export] = {
    "docbin": write_docbin,
    "duckdb": write_duckdb,
    "followthemoney": write_followthemoney,
    "graphml": write_graphml,
    "labelstudio": write_label_studio,
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
