"""The lexicons described for people: in the terminal, in the docs, as a file to fill in."""

import csv
import io
from pathlib import Path

from pipeline.lexicons import LexiconError, read_rows
from pipeline.lexicons.csv_file import near
from pipeline.lexicons.schema import LEXICONS, Column, Lexicon

_KINDS = {
    "text": "text",
    "id": "letters, digits, hyphens",
    "yes": "yes, or empty",
    "integer": "whole number",
    "number": "number",
    "day": "ISO 8601 date, also a year or month",
    "country": "ISO 3166 code, two letters",
    "choice": "",
    "key": "",
    "office": "office@from/to",
}


def lexicon(name: str) -> Lexicon:
    """The description of a lexicon by its name, with or without «.csv».

    Raises:
        LexiconError: there is none of that name.
    """
    found = LEXICONS.get(name.removesuffix(".csv"))
    if found is None:
        known = ", ".join(LEXICONS)
        raise LexiconError(f"no lexicon «{name}»{near(name, LEXICONS)}; there are {known}")
    return found


def rows(name: str) -> list[tuple[str, str, str]]:
    """The columns of a lexicon, for a table: name, what a cell may be, meaning.

    The key has a star, other columns that a new row must fill a plus.
    """
    of = lexicon(name)
    return [
        (column.name + _sign(of, column), _may_be(column), column.meaning) for column in of.columns
    ]


def example(name: str) -> str:
    """A lexicon's header and one row that the package ships, as CSV."""
    of = lexicon(name)
    row = next(row for row in read_rows(of.name) if row[of.key] == of.example)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*of.header, "remove"])
    writer.writerow([*row.values(), ""])
    return text.getvalue()


def new_file(name: str, folder: str | Path) -> Path:
    """Write a lexicon file to fill in: the header, and a row of the package as an example.

    The example says what the package says already, so it changes nothing where it is left.

    Args:
        name: the lexicon.
        folder: a user's lexicon folder; made if it is not there.

    Returns:
        The file's path.

    Raises:
        LexiconError: no such lexicon, or one that cannot be changed.
        FileExistsError: there is such a file already.
    """
    of = lexicon(name)
    if of.fixed:
        raise LexiconError(f"{of.name}.csv cannot be changed by a folder: {of.fixed}")
    path = Path(folder) / f"{of.name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # With a byte-order mark, by which spreadsheets know UTF-8.
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(example(of.name))
    except FileExistsError as error:
        raise FileExistsError(f"{path}: is there already; edit it, or move it away") from error
    return path


def markdown() -> str:
    """Every lexicon that a user may give, with its columns, as Markdown for the docs."""
    return "\n".join(_section(of) for of in LEXICONS.values() if not of.fixed)


def _section(of: Lexicon) -> str:
    lines = [f"### {of.name}.csv", "", of.meaning, ""]
    lines += ["| column | a cell is | meaning |", "|---|---|---|"]
    for column in of.columns:
        needed = " *Needed in a new row.*" if column.required else ""
        cells = (f"`{column.name}`", _may_be(column), f"{_sentence(column.meaning)}{needed}")
        lines.append("| " + " | ".join(cell.replace("|", "&#124;") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _sign(of: Lexicon, column: Column) -> str:
    return "*" if column.name == of.key else "+" if column.required else ""


def _may_be(column: Column) -> str:
    """What a cell may be, in words."""
    what = _KINDS[column.kind]
    if column.kind == "choice":
        what = "one of " + ", ".join(column.allowed)
    elif column.kind == "key":
        what = f"a key of {column.refers}.csv"
    if column.low is not None and column.high is not None:
        what += f", {column.low:g} to {column.high:g}"
    elif column.low is not None:
        what += f", {column.low:g} or more"
    return f"list, separated by |: {what}" if column.many else what
