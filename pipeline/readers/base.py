"""What readers take and give, and the registry that says which suffix is read by which."""

import io
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NoReturn

# The first bytes of a file, by which its encoding and its kind are told.
HEAD = 65_536


class ReadError(Exception):
    """An input that cannot be read: its reason and a line that says why and what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


# Why an input is not processed: every `Reject.reason` that reading gives.
REASONS = {
    "missing": "no such file or folder, no file that matches a glob, or a link that leads nowhere",
    "empty_folder": "a folder without files",
    "empty": "a file or text without words",
    "binary": "a file that is no text: an image, a PDF, an office document",
    "unreadable": "a file that may not be read, is damaged, or is a pipe, socket or device",
    "unsupported": "a format that is not read",
    "broken_line": "a line or row that cannot be parsed",
    "missing_column": "a table without a needed column, or a row without its cell",
    "markup": "HTML, XML or JSON in the place of text",
    "not_french": "a text in another language",
    "too_long": "a text, or a line of one, longer than the limit",
    "duplicate_id": "a text with the id of an earlier one",
    "outside_folder": "a link, or an archive's member, that leaves the folder or archive",
    "link": "a link to a folder that is read where it stands, or a link in an archive",
    "bomb": "a compressed file that expands beyond reason",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that was not processed.

    Attributes:
        source: the path as given, with the line or row where only that one is meant.
        reason: a key of `REASONS`.
        detail: one line that names the input, the place in it and the way out.
    """

    source: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Record:
    """A text as a reader finds it; `documents` checks it and makes a `Document` of it.

    Attributes:
        text: the text as read.
        where: the path, with the line or row where a file holds several texts.
        id: the document's id.
        title, source, published: as the file gives them, "" where it does not.
    """

    text: str
    where: str
    id: str
    title: str = ""
    source: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a file in an archive, that is to be read.

    Attributes:
        name: how it is called in messages: the path as given, always printable.
        key: its path below the folder that is read, without suffix: the id of a single text.
        suffix: lower-case, with the dot; "" where there is none.
        path: the file; for a member of an archive, the archive.
        opener: opens a member of an archive; None for a file.
        metadata: title, source and published that a `metadata.csv` beside it gives.
    """

    name: str
    key: str
    suffix: str
    path: Path
    opener: Callable[[], io.BufferedReader] | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def open(self) -> io.BufferedReader:
        """Open for reading bytes.

        Raises:
            OSError: as opening does.
            ReadError: not a regular file.
        """
        return self.opener() if self.opener else open_regular(self.path)

    def record(self, text: str, *, title: str = "", published: str = "") -> Record:
        """The record of a file that holds one text: what `metadata.csv` says goes first."""
        given = self.metadata
        return Record(
            text,
            self.name,
            self.key,
            given.get("title") or title,
            given.get("source", ""),
            given.get("published") or published,
        )

    def reject(self, reason: str, detail: str, place: str = "") -> Reject:
        """A reject of this source; `place` is the line or row, «line 12», where it is one."""
        where = f"{self.name}, {place}" if place else self.name
        return Reject(where, reason, f"{where}: {detail}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes.

    Attributes:
        characters: of one text.
        line: characters of one line; longer ones are dumps, not something that was published.
        ratio: how many times its size a compressed input may expand to, past the first MiB.
    """

    characters: int = 20_000_000
    line: int = 2_000_000
    ratio: int = 200

    @property
    def bytes(self) -> int:
        """Bytes of the file of one text (four a character is UTF-8's most)."""
        return 4 * self.characters + 4


Reader = Callable[[Source, Limits], Iterator[Record | Reject]]
READERS: dict[str, Reader] = {}
# What some suffixes hold that are not read, and what to do with them.
ADVICE = {
    ".doc": "save it as plain text (.txt)",
    ".docx": "save it as plain text (.txt)",
    ".odt": "save it as plain text (.txt)",
    ".pdf": "export its text to a .txt file",
    ".json": "write one JSON object a line and call it .jsonl",
    ".rtf": "save it as plain text (.txt)",
    ".xls": "save the sheet as .csv",
    ".xlsx": "save the sheet as .csv",
    ".xml": "give the texts as .txt, .html or .jsonl",
}


def reader(*suffixes: str) -> Callable[[Reader], Reader]:
    """Register a reader for some suffixes (lower-case, with the dot)."""

    def register(function: Reader) -> Reader:
        for suffix in suffixes:
            READERS[suffix] = function
        return function

    return register


def open_regular(path: Path) -> io.BufferedReader:
    """Open a file for reading; never waits, as opening a named pipe would."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        not_regular(mode)
    return io.BufferedReader(io.FileIO(descriptor, "rb"), HEAD)


def not_regular(mode: int) -> NoReturn:
    """Raise the error that says what a path that is no regular file is."""
    kinds = {
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    kind = kinds.get(stat.S_IFMT(mode), "not a file")
    raise ReadError("unreadable", f"{kind}, not a file; give a file, a folder or a glob")


def suffix_of(name: str) -> str:
    """A path's last suffix, lower-case.

    >>> suffix_of("archives/2021.JSONL.gz")
    '.gz'
    """
    return PurePosixPath(name).suffix.lower()


def is_hidden(name: str) -> bool:
    """Is a file or folder of this name the system's, not the user's?"""
    return name.startswith((".", "~$")) or name in ("Thumbs.db", "desktop.ini", "__MACOSX")


def printable(name: str) -> str:
    """A file name that is safe to print and write as UTF-8: other bytes as `\\xe9`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
