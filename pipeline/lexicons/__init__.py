"""The lexicons: what a user may edit, as CSV files beside this module.

UTF-8, a header, commas; lists inside a cell are separated by «|». The first column is the key. A
file of the same name in a user's folder adds rows, overrides those with the same key (an empty
cell leaves what is there, `-` empties it), and removes those whose column `remove` says «yes».
`pipeline.lexicons.schema` describes each file; `pipeline.lexicons.check` holds files to it.
"""

import csv
import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache, wraps
from pathlib import Path
from typing import Protocol, TypeVar

FOLDER = Path(__file__).parent
REMOVES = frozenset({"yes", "oui", "1", "true"})
EMPTY = "-"
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file, the line and the way out."""


def read_rows(name: str, folders: Sequence[str | Path] = ()) -> list[dict[str, str]]:
    """Rows of a lexicon: a user's, the last folder's first, then the package's.

    Where two rows claim one name, readers of the lexicons take the first; so a user's row goes
    before one of the package.

    Args:
        name: the file's name without «.csv».
        folders: a user's folders, later ones override earlier ones.

    Returns:
        One dictionary a row, every column of the package's header present, cells stripped.

    Raises:
        LexiconError: no such folder, or a file in it that `pipeline.lexicons.check` finds fault
            with; the first fault is named.
    """
    header, rows = _shipped(name)
    if not folders:
        return rows
    merged = {row[header[0]]: row for row in rows}
    for path in files(name, folders):
        from pipeline.lexicons.check import read_file

        changed: dict[str, dict[str, str]] = {}
        for row in read_file(path, known=merged):
            key = row[header[0]]
            before = merged.pop(key, dict.fromkeys(header, ""))
            if row.pop("remove", "").casefold() not in REMOVES:
                filled = {c: "" if v == EMPTY else v for c, v in row.items() if v}
                changed[key] = before | filled
        merged = changed | merged
    return list(merged.values())


def files(name: str, folders: Sequence[str | Path]) -> Iterator[Path]:
    """A user's files of one lexicon, in the order of the folders.

    Raises:
        LexiconError: as `files_in` does.
    """
    for folder in folders:
        yield from (path for path in files_in(folder) if path.stem == name)


def files_in(folder: str | Path) -> list[Path]:
    """The lexicon files in a folder, by name.

    Raises:
        LexiconError: no such folder, or a CSV file whose name is a lexicon's but for a slip.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder; a lexicon is a folder of CSV files")
    known, found = names(), []
    for path in sorted(folder.glob("*.csv")):
        if path.stem in known:
            found.append(path)
            continue
        from pipeline.lexicons.csv_file import near

        if meant := near(path.stem, known):
            raise LexiconError(f"{path}: no lexicon of that name{meant}")
    return found


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names of the lexicons, without «.csv»."""
    return frozenset(path.stem for path in FOLDER.glob("*.csv"))


class Load(Protocol[T_co]):
    """A function that makes something of the lexicons: the package's, with folders over them."""

    def __call__(self, folders: tuple[str, ...] = (), *more: Hashable) -> T_co:
        """What it makes of them."""


def remembered(build: Callable[..., T]) -> Load[T]:
    """Keep what a function makes of the lexicons in some folders, until a file there changes.

    >>> @remembered
    ... def names_of_ranks(folders: tuple[str, ...]) -> list[str]:
    ...     return [row["name"] for row in read_rows("ranks", folders)]
    >>> names_of_ranks(()) is names_of_ranks(())
    True
    """

    @lru_cache(maxsize=8)
    def kept(folders: tuple[str, ...], of: object, *more: Hashable) -> T:
        return build(folders, *more)

    @wraps(build)
    def load(folders: tuple[str, ...] = (), *more: Hashable) -> T:
        folders = tuple(str(folder) for folder in folders)
        return kept(folders, version(folders), *more)

    return load


def version(folders: Sequence[str | Path]) -> tuple[tuple[str, int, int], ...]:
    """What changes when a user's file does: path, time of change and size of each CSV file.

    Good for telling within a process that something has to be read anew; `fingerprint` says what
    the lexicons hold.

    Raises:
        LexiconError: as `files_in` does.
    """
    found = []
    for path in (path for folder in folders for path in files_in(folder)):
        about = path.stat()
        found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(found)


def fingerprint(folders: Sequence[str | Path] = ()) -> str:
    """What the lexicons in use say, as one short string.

    Args:
        folders: a user's folders, in the order in which they override each other.

    Returns:
        SHA-256, in hexadecimal, over names and bytes of the package's files and, folder by
        folder, of a user's files of those names. Where the folders lie makes no difference.

    Raises:
        LexiconError: as `files_in` does, or a file that cannot be read.
    """
    digest = hashlib.sha256()
    for folder in (FOLDER, *folders):
        digest.update(b"folder\0")
        for path in files_in(folder):
            try:
                content = path.read_bytes()
            except OSError as error:
                raise LexiconError(f"{path}: cannot be read ({error})") from error
            digest.update(f"{path.stem}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def split_cell(cell: str) -> list[str]:
    """The items of a cell that holds a list.

    >>> split_cell("FAMa|FAMA| ")
    ['FAMa', 'FAMA']
    """
    return [item.strip() for item in cell.split("|") if item.strip()]


def _shipped(name: str) -> tuple[list[str], list[dict[str, str]]]:
    """A file of the package, which a test holds to its description."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        rows = [dict(zip(header, map(str.strip, cells), strict=True)) for cells in lines if cells]
    return header, rows
