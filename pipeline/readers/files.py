"""Which files a path means: a file, a folder with all below it, or a glob."""

import fnmatch
import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pipeline.readers.addresses import sources_at
from pipeline.readers.base import Limits, Reject, Source, is_hidden, printable, suffix_of
from pipeline.readers.metadata import NAME, Rows, find_metadata, load_metadata
from pipeline.stores import is_url


def sources(path: str | Path, limits: Limits) -> Iterator[Source | Reject]:
    """The files that a path means, always in the same order.

    Hidden files are left out. Links to folders are not followed, and links to files only where
    they stay in the folder that is read.

    Args:
        path: a file, a folder, a glob («archives/**/*.html») or a URL that fsspec knows.
        limits: how much to read of `metadata.csv` files.

    Yields:
        Sources to read, and rejects of what is not to be read.
    """
    given = os.fspath(path)
    if is_url(given):
        yield from sources_at(given, limits)
        return
    given = given.removeprefix("file://")
    try:
        mode = os.stat(given).st_mode  # noqa: PTH116  (Path("") is "."; here it is an error)
    except (OSError, ValueError):
        if glob.has_magic(given):
            yield from _sources_of_glob(given, limits)
        else:
            shown = printable(given)
            yield Reject(shown, "missing", f"{shown}: no such file or folder; check the path")
        return
    found = Path(given)
    if stat.S_ISDIR(mode):
        listing = _Listing(found, limits)
        yield from listing.below(found)
        if not listing.found:
            shown = printable(given)
            yield Reject(shown, "empty_folder", f"{shown}: no files in it; put texts there")
    else:
        yield from _Listing(found.parent, limits).file(found, metadata_too=True)


def _sources_of_glob(pattern: str, limits: Limits) -> Iterator[Source | Reject]:
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    listing = _Listing(Path(*parts[:fixed]), limits)
    matches = sorted(set(_matches(listing.root, parts[fixed:])))
    above: Path | None = None  # a matched folder: what is below it is read with it
    for path in matches:
        if above and path.is_relative_to(above):
            continue
        if path.is_dir() and not path.is_symlink():
            above = path
        yield from listing.any(path)
    if not listing.found:
        shown = printable(pattern)
        yield Reject(shown, "missing", f"{shown}: no file matches; check the pattern")


def _matches(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Paths that match; «**» does not follow links, which `glob` does, round and round."""
    part, rest = parts[0], parts[1:]
    if part == "**":
        if not rest:
            yield folder
            return
        yield from _matches(folder, rest)
        names, rest = _names_if_any(folder), parts
    elif glob.has_magic(part):
        names = [name for name in _names_if_any(folder) if fnmatch.fnmatchcase(name, part)]
    else:
        names = [part] if os.path.lexists(folder / part) else []
    for name in names:
        path = folder / name
        if not rest:
            yield path
        elif os.path.isdir(path) and (part != "**" or not path.is_symlink()):  # noqa: PTH112
            yield from _matches(path, rest)


def _names(folder: Path) -> list[str]:
    """Names in a folder, sorted, without hidden ones."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if not is_hidden(entry.name))


def _names_if_any(folder: Path) -> list[str]:
    try:
        return _names(folder)
    except OSError:
        return []


class _Listing:
    """Lists files below a folder, with what the `metadata.csv` files there say of them."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self.root = root
        self.found = 0
        self._real = os.path.realpath(root)
        self._limits = limits
        self._metadata: dict[PurePosixPath, Rows | None] = {}
        self._rejects: list[Reject] = []

    def below(self, folder: Path) -> Iterator[Source | Reject]:
        """Every file below a folder, folders and files in the order of their names."""
        waiting = [iter([folder])]
        while waiting:
            path = next(waiting[-1], None)
            if path is None:
                waiting.pop()
                continue
            try:
                if path is not folder and (path.is_symlink() or not path.is_dir()):
                    yield from self.any(path)
                else:
                    waiting.append(map(path.__truediv__, _names(path)))
            except OSError as error:  # no right to, or a path longer than the system takes
                yield self._refuse(path, "unreadable", f"cannot be listed ({error.strerror})")

    def any(self, path: Path) -> Iterator[Source | Reject]:
        """What a path stands for: a folder, a file or a link."""
        if not path.is_symlink():
            yield from self.below(path) if path.is_dir() else self.file(path)
        elif not path.exists():
            yield self._refuse(path, "missing", "a link that leads nowhere; remove it")
        elif not self._inside(path):
            detail = "a link that leaves the folder; put the file itself there"
            yield self._refuse(path, "outside_folder", detail)
        elif path.is_dir():
            yield self._refuse(path, "link", "a link to a folder that is read where it stands")
        else:
            yield from self.file(path)

    def file(self, path: Path, *, metadata_too: bool = False) -> Iterator[Source | Reject]:
        """One file; only its rejects where it is a `metadata.csv` that holds no texts."""
        below = PurePosixPath(path.relative_to(self.root).as_posix())
        self._metadata = {f: rows for f, rows in self._metadata.items() if f in below.parents}
        metadata = find_metadata(below, self._rows)
        is_metadata = below.name == NAME and self._rows(below.parent) is not None
        yield from self._rejects
        self._rejects = []
        if is_metadata and not metadata_too:
            return
        self.found += 1
        name = PurePosixPath(printable(str(below)))
        suffix = suffix_of(name.name)
        key = str(name.with_suffix("")) if suffix else str(name)
        yield Source(printable(path.as_posix()), key, suffix, path, metadata=metadata)

    def _rows(self, folder: PurePosixPath) -> Rows | None:
        if folder not in self._metadata:
            path = self.root / folder / NAME
            rows = None
            if path.is_file() and (not path.is_symlink() or self._inside(path)):
                source = Source(printable(path.as_posix()), path.stem, path.suffix, path)
                rows, rejects = load_metadata(source, self._limits)
                self._rejects += rejects
            self._metadata[folder] = rows
        return self._metadata[folder]

    def _inside(self, path: Path) -> bool:
        return Path(os.path.realpath(path)).is_relative_to(self._real)

    def _refuse(self, path: Path, reason: str, detail: str) -> Reject:
        self.found += 1
        shown = printable(path.as_posix())
        return Reject(shown, reason, f"{shown}: {detail}")
