"""The lexicons: what a user may edit, as CSV files beside this module.

UTF-8, a header, commas; lists inside a cell are separated by «|». The first column is the key. A
file of the same name in a user's folder adds rows, overrides those with the same key, and removes
those whose column `remove` says «yes».
"""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file, the line and the way out."""


def read_rows(name: str, folders: Sequence[str | Path] = ()) -> list[dict[str, str]]:
    """Rows of a lexicon: the package's, then each folder's over them.

    Args:
        name: the file's name without «.csv».
        folders: a user's folders, later ones override earlier ones.

    Returns:
        One dictionary a row, every column of the package's header present, cells stripped.

    Raises:
        LexiconError: a header that lacks the key, an unknown column, a row of the wrong length,
            a row without a key, or a key that stands twice in one file.
    """
    package = FOLDER / f"{name}.csv"
    header, rows = _read(package)
    merged = dict(rows)
    for folder in folders:
        path = Path(folder) / f"{name}.csv"
        if not path.is_file():
            continue
        _, extra = _read(path, header)
        for key, row in extra.items():
            if row.pop("remove", "").casefold() in {"yes", "oui", "1", "true"}:
                merged.pop(key, None)
            else:
                merged[key] = merged.get(key, dict.fromkeys(header, "")) | {
                    k: v for k, v in row.items() if v or key not in merged
                }
    return list(merged.values())


def fingerprint(folders: Sequence[str | Path] = ()) -> str:
    """What the lexicons in use say, as one short string.

    Args:
        folders: a user's folders, in the order in which they override each other.

    Returns:
        SHA-256, in hexadecimal, over names and bytes of the package's files and, folder by
        folder, of a user's files of those names. Where the folders lie makes no difference.

    Raises:
        LexiconError: no such folder, or a file in it that cannot be read.
    """
    digest = hashlib.sha256()
    names = sorted(path.name for path in FOLDER.glob("*.csv"))
    for folder in (FOLDER, *map(Path, folders)):
        if not folder.is_dir():
            raise LexiconError(f"{folder}: no such folder; a lexicon is a folder of CSV files")
        digest.update(b"folder\0")
        for name in names:
            if not (folder / name).is_file():
                continue
            try:
                content = (folder / name).read_bytes()
            except OSError as error:
                raise LexiconError(f"{folder / name}: cannot be read ({error})") from error
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def split_cell(cell: str) -> list[str]:
    """The items of a cell that holds a list.

    >>> split_cell("FAMa|FAMA| ")
    ['FAMa', 'FAMA']
    """
    return [item.strip() for item in cell.split("|") if item.strip()]


def _read(
    path: Path, known: Sequence[str] | None = None
) -> tuple[list[str], dict[str, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 CSV ({error})") from error
    if not lines or not lines[0]:
        raise LexiconError(f"{path}: empty; its first line must name the columns")
    header = [cell.strip() for cell in lines[0]]
    if known is not None:
        if known[0] not in header:
            raise LexiconError(f"{path}, line 1: no column «{known[0]}», the key of this lexicon")
        for column in header:
            if column not in known and column != "remove":
                raise LexiconError(
                    f"{path}, line 1: unknown column «{column}»; known: {', '.join(known)}, remove"
                )
    key = known[0] if known is not None else header[0]
    rows: dict[str, dict[str, str]] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise LexiconError(
                f"{path}, line {number}: {len(cells)} cells where the header has {len(header)}"
            )
        row = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        if not row[key]:
            raise LexiconError(f"{path}, line {number}: no «{key}»; every row needs one")
        if row[key] in rows:
            raise LexiconError(f"{path}, line {number}: «{row[key]}» stands twice")
        rows[row[key]] = row
    return header, rows
