"""Readers: from a file, whatever its format, to the texts in it. One registry, `READERS`."""

from pipeline.readers import archives, pages, plain, tables  # noqa: F401  (they register)
from pipeline.readers.base import (
    READERS,
    REASONS,
    Limits,
    ReadError,
    Record,
    Reject,
    Source,
    reader,
)
from pipeline.readers.reading import read

__all__ = [
    "READERS",
    "REASONS",
    "Limits",
    "ReadError",
    "Record",
    "Reject",
    "Source",
    "read",
    "reader",
]
