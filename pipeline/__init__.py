"""Reads the French-language press on the Sahel and gives back tables.

    >>> import pipeline
    >>> found = pipeline.extract("Le 5 mai 2021, 13 soldats maliens ont été tués à Gao.")
    >>> found.troop_counts[["text", "low", "role"]].values.tolist()
    [['13 soldats', 13, 'killed']]

`load` gives the spaCy pipeline, `extract` works on texts at hand, `run` on files and folders,
`read` opens what a run wrote.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load", "read", "run"]

if TYPE_CHECKING:
    from pipeline.extraction import extract
    from pipeline.language import load
    from pipeline.outputs import read
    from pipeline.running import run

_HOMES = {
    "extract": "pipeline.extraction",
    "read": "pipeline.outputs",
    "load": "pipeline.language",
    "run": "pipeline.running",
}


def __getattr__(name: str) -> Any:
    # Loaded when first used: spaCy and pandas take longer to import than a command's help does.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name != "read":  # which needs no spaCy at all
        import_module("pipeline.light_spacy")
    return getattr(import_module(_HOMES[name]), name)
