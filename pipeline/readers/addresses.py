"""Which files a URL means: an object, a folder with all below it, or a glob."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.readers.base import HEAD, Limits, Reject, Source, is_hidden, printable, suffix_of
from pipeline.readers.metadata import NAME, Rows, find_metadata, load_metadata
from pipeline.stores import StoreError, file_system


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens one file of a store; it can be sent to another process."""

    url: str

    def __call__(self) -> io.BufferedReader:
        fs, path = file_system(self.url)
        raw: Any = fs.open(path, "rb", block_size=4 * 2**20)
        return io.BufferedReader(raw, HEAD)


def sources_at(url: str, limits: Limits) -> Iterator[Source | Reject]:
    """The files that a URL means, in the order of their names.

    Yields:
        Sources to read, and rejects of what is not to be read; a store that cannot be reached is
        a reject, too.
    """
    shown = printable(url)
    try:
        fs, root = file_system(url)
        protocol = url.partition("://")[0]
        if "*" in root or "?" in root:
            found = sorted(path for path in fs.glob(root) if fs.isfile(path))
            root = root.partition("*")[0].partition("?")[0].rpartition("/")[0]
        elif fs.isfile(root):
            found, root = [root], root.rpartition("/")[0]
        else:
            found = sorted(fs.find(root))
    except StoreError as error:
        yield Reject(shown, "unreadable", f"{shown}: {error}")
        return
    except Exception as error:  # each store has its own
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        yield Reject(shown, "unreadable", f"{shown}: the store cannot be read ({why})")
        return
    below = [PurePosixPath(path.removeprefix(root).lstrip("/")) for path in found]
    listing = _Listing(f"{protocol}://{root}", limits, {str(name) for name in below})
    yielded = False
    for name in below:
        if any(is_hidden(part) for part in name.parts):
            continue
        yielded = True
        yield from listing.file(name, alone=len(below) == 1)
    if not yielded:
        yield Reject(shown, "missing", f"{shown}: no file there; check the address")


class _Listing:
    """The files below a folder of a store, with what the `metadata.csv` files there say of them."""

    def __init__(self, root: str, limits: Limits, names: set[str]) -> None:
        self._root = root
        self._limits = limits
        self._names = names
        self._metadata: dict[PurePosixPath, Rows | None] = {}
        self._rejects: list[Reject] = []

    def file(self, below: PurePosixPath, *, alone: bool) -> Iterator[Source | Reject]:
        metadata = find_metadata(below, self._rows)
        is_metadata = below.name == NAME and self._rows(below.parent) is not None
        yield from self._rejects
        self._rejects = []
        if not is_metadata or alone:
            yield self._source(below, metadata)

    def _source(self, below: PurePosixPath, metadata: dict[str, str]) -> Source:
        url = f"{self._root}/{below}"
        name = PurePosixPath(printable(str(below)))
        suffix = suffix_of(name.name)
        key = str(name.with_suffix("")) if suffix else str(name)
        return Source(printable(url), key, suffix, Path(below.name), Opener(url), metadata)

    def _rows(self, folder: PurePosixPath) -> Rows | None:
        if folder not in self._metadata:
            path = folder / NAME
            rows = None
            if str(path) in self._names:
                rows, rejects = load_metadata(self._source(path, {}), self._limits)
                self._rejects += rejects
            self._metadata[folder] = rows
        return self._metadata[folder]
