"""What a description of a lexicon is made of."""

from dataclasses import dataclass
from typing import Literal

# What a cell, or each item of a list in a cell, may be:
# text; id (letters, digits, hyphens: it stands in the tables); yes (or empty); integer; number;
# day (ISO 8601: year, month or day); country (ISO 3166-1 alpha-2); choice (one of `allowed`);
# key (of the lexicon `refers`); office («office@from/to», ISO 8601 dates, either end open).
Kind = Literal[
    "text", "id", "yes", "integer", "number", "day", "country", "choice", "key", "office"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a lexicon file.

    Attributes:
        name: in the header.
        meaning: what it says, in a sentence without its full stop.
        kind: what a cell may be.
        required: a new row must fill it.
        many: a cell is a list, separated by «|».
        allowed: for a choice, what there is to choose from.
        refers: for a key, the name of the lexicon.
        low, high: for a number, the bounds, both included.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    required: bool = False
    many: bool = False
    allowed: tuple[str, ...] = ()
    refers: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One lexicon file.

    Attributes:
        name: the file's name without «.csv».
        meaning: what a row is, and what is done with it.
        columns: in their order; the first is the key.
        example: the key of a shipped row that shows well what one looks like.
        fixed: why a user cannot change it, "" where they can.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    example: str
    fixed: str = ""

    @property
    def key(self) -> str:
        """The name of the key column."""
        return self.columns[0].name

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of a name."""
        return next(column for column in self.columns if column.name == name)
