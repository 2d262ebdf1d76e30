"""A CSV file of a user's, read cell by cell, with everything that is wrong with its shape."""

import csv
import difflib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.text import clean_text

# What a cell may hold at most, in characters: more is a quotation mark that was not closed.
_LONGEST_CELL = 100_000
# Bytes: a lexicon is a list that people keep by hand.
_LARGEST_FILE = 50_000_000
_Tell = Callable[[int, str], None]  # line and reason


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a file, and where.

    Attributes:
        file: path.
        line: counted from 1; 0 for the file as a whole.
        reason: what is wrong, and what would be right.
        warning: the file can be used as it is.
    """

    file: str
    line: int
    reason: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {'warning: ' if self.warning else ''}{self.reason}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: the line that it begins on, and its cells by column."""

    number: int
    cells: dict[str, str]


def read_lines(
    path: Path, columns: Sequence[str], needed: Sequence[str], *, short: bool = False
) -> tuple[list[Line], list[Problem]]:
    """The rows of a CSV file, and what is wrong with its shape.

    Args:
        path: UTF-8, with or without byte-order mark; a header; commas.
        columns: those that there may be.
        needed: those that there must be.
        short: a row may lack cells at its end, which are then empty.

    Returns:
        Rows whose shape is right, cells stripped, apostrophes plain, letters in composed form;
        every problem found.
    """
    problems: list[Problem] = []

    def problem(line: int, reason: str) -> None:
        problems.append(Problem(str(path), line, reason))

    text = _decode(path, problem)
    if text is None:
        return [], problems
    records = _records(text, problem)
    if not records:
        if not problems:
            problem(0, f"empty; its first line must name the columns: {','.join(columns)}")
        return [], problems
    first, header = records[0]
    header = [cell.strip() for cell in header]
    if _separated_otherwise(first, header, columns, problem):
        return [], problems
    for column in header:
        if column not in columns:
            problem(first, f"unknown column «{column}»; {_nearest(column, columns)}")
    for column in {c for c in header if c and header.count(c) > 1}:
        problem(first, f"column «{column}» stands twice")
    for column in needed:
        if column not in header and not problems:
            problem(first, f"no column «{column}»; the columns are {','.join(columns)}")
    if problems:
        return [], problems
    lines = []
    for number, cells in records[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if short:
            cells = cells + [""] * (len(header) - len(cells))
        if len(cells) != len(header):
            way_out = "; a cell that holds a comma needs quotation marks around it"
            problem(
                number,
                f"{len(cells)} cells where the header has {len(header)}"
                + (way_out if len(cells) > len(header) else ""),
            )
            continue
        lines.append(Line(number, dict(zip(header, map(_plain, cells), strict=True))))
    return lines, problems


def _plain(cell: str) -> str:
    """A cell as texts are read: composed letters, plain apostrophes, spaces and hyphens."""
    return clean_text(cell.strip())[0] if not cell.isascii() else cell.strip()


def _decode(path: Path, problem: _Tell) -> str | None:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            problem(0, f"larger than {_LARGEST_FILE // 10**6} MB; no lexicon is")
            return None
        raw = path.read_bytes()
    except OSError as error:
        problem(0, f"cannot be read ({error.strerror or error})")
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:1000]:
        problem(0, "not UTF-8 but UTF-16 or binary; save it as «CSV UTF-8»")
        return None
    try:
        return raw.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        begin = max(raw.rfind(b"\n", 0, error.start) + 1, error.start - 15)
        around = raw[begin : error.start + 15].splitlines()[0].decode("cp1252", "replace")
        problem(line, f"not UTF-8 (at «{around.strip()}»); save it as «CSV UTF-8»")
        return None


def _records(text: str, problem: _Tell) -> list[tuple[int, list[str]]]:
    """The lines that hold something, each with its number."""
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                problem(begin, "a cell that does not end; a quotation mark was not closed")
                return found
            if cells:
                found.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        problem(begin, f"no CSV ({error}); a quotation mark inside a cell is written twice")
    return found


def _separated_otherwise(
    line: int, header: list[str], columns: Sequence[str], problem: _Tell
) -> bool:
    """Whether another sign than the comma separates the columns, which is then said."""
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        parts = [part.strip() for part in ",".join(header).split(sign)]
        if len(parts) > 1 and parts[0] in columns and len(header) < len(parts):
            problem(line, f"columns are separated by {name}; save it with commas")
            return True
    return False


def _nearest(column: str, columns: Sequence[str]) -> str:
    near = difflib.get_close_matches(column.casefold(), columns, n=1, cutoff=0.7)
    known = f"known: {', '.join(columns)}"
    return f"«{near[0]}» is meant? ({known})" if near else known


def near(word: str, words: Iterable[str]) -> str:
    """« «x» is meant?» for the word that is nearest, "" where none is near."""
    found = difflib.get_close_matches(word.casefold(), list(words), n=1, cutoff=0.75)
    return f"; «{found[0]}» is meant?" if found else ""
