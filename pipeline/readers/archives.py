"""Compressed files and archives, refused where they expand beyond reason."""

import contextlib
import gzip
import io
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, cast

from pipeline.readers.base import (
    HEAD,
    READERS,
    Limits,
    ReadError,
    Record,
    Reject,
    Source,
    is_hidden,
    printable,
    reader,
    suffix_of,
)
from pipeline.readers.metadata import NAME, Rows, find_metadata, load_metadata
from pipeline.readers.reading import read

_MIB = 1 << 20
_ARCHIVES = (".gz", ".zst", ".zip", ".tgz", ".tar")


@reader(".gz")
def read_gzip(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """What a gzip file holds, read as its name says without «.gz»."""
    yield from _read_inner(source, limits, lambda stream: gzip.GzipFile(fileobj=stream))


@reader(".zst")
def read_zstd(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """What a Zstandard file holds, read as its name says without «.zst»."""

    def expand(stream: io.BufferedReader) -> Any:
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(stream, "r"), "zstd")

    yield from _read_inner(source, limits, expand)


@reader(".zip")
def read_zip(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """Every file of a zip archive, in the order of their names."""
    with source.open() as stream:
        size = stream.seek(0, io.SEEK_END)
        try:
            archive = zipfile.ZipFile(stream)
        except zipfile.BadZipFile as error:
            raise ReadError(
                "unreadable", f"not a zip archive, or a damaged one ({error})"
            ) from error
        with archive:
            sizes = 0
            members: list[Source] = []
            tables: dict[PurePosixPath, Rows] = {}
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                path = PurePosixPath(info.filename)
                if info.is_dir() or any(is_hidden(part) for part in path.parts if part[:2] != ".."):
                    continue
                member = _member(source, archive, info, limits)
                sizes += info.file_size
                try:
                    _check_member(info, limits)
                    if sizes > _MIB + limits.ratio * size:
                        _too_much(limits)
                except ReadError as error:
                    sizes -= info.file_size
                    yield member.reject(error.reason, error.detail)
                    continue
                if path.name == NAME:
                    rows, rejects = load_metadata(member, limits)
                    yield from rejects
                    if rows is not None:
                        tables[path.parent] = rows
                        continue
                members.append(member)
            for member in members:
                inside = PurePosixPath(member.name.removeprefix(f"{source.name}/"))
                yield from read(replace(member, metadata=find_metadata(inside, tables.get)), limits)


def _member(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits
) -> Source:
    def opener() -> io.BufferedReader:
        return _guarded(archive.open(info), lambda: info.compress_size, limits, suffix)

    name = printable(info.filename)
    suffix = suffix_of(name)
    key = f"{source.key}/{PurePosixPath(name).with_suffix('')}"
    return Source(f"{source.name}/{name}", key, suffix, source.path, opener)


def _check_member(info: zipfile.ZipInfo, limits: Limits) -> None:
    name = info.filename
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or name[1:2] == ":":
        raise ReadError("outside_folder", "its path leaves the archive; it is not read")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ReadError("link", "a link, not a file; it is not read")
    if info.flag_bits & 1:
        raise ReadError("unreadable", "protected by a password; unpack it first")
    if suffix_of(name) in _ARCHIVES:
        raise ReadError("unsupported", "an archive in an archive; unpack it first")
    if info.file_size > _MIB + limits.ratio * info.compress_size:
        _too_much(limits)


def _read_inner(
    source: Source, limits: Limits, expand: Callable[[io.BufferedReader], Any]
) -> Iterator[Record | Reject]:
    key = PurePosixPath(source.key)  # without the suffix of the compression
    suffix = key.suffix.lower() if key.suffix.lower() in READERS else ""
    if suffix in _ARCHIVES or key.suffix.lower() == ".tar":
        raise ReadError("unsupported", "an archive in an archive; unpack it first")

    def opener() -> io.BufferedReader:
        stream = source.open()
        return _guarded(expand(stream), stream.tell, limits, suffix, stream.close)

    inner = str(key.with_suffix("")) if suffix else source.key
    yield from READERS[suffix](replace(source, key=inner, suffix=suffix, opener=opener), limits)


def _guarded(
    stream: Any,
    consumed: Callable[[], int],
    limits: Limits,
    suffix: str,
    and_close: Callable[[], None] = lambda: None,
) -> io.BufferedReader:
    raw: Any = _Guarded(stream, consumed, limits, and_close)
    guarded: io.BufferedReader = io.BufferedReader(raw, HEAD)
    if suffix not in (".parquet", ".pq"):
        return guarded
    # Parquet is read from its end.
    with guarded, contextlib.ExitStack() as on_error:
        file = on_error.enter_context(tempfile.TemporaryFile())
        shutil.copyfileobj(guarded, file)
        file.seek(0)
        on_error.pop_all()
    return cast(io.BufferedReader, file)


class _Guarded(io.RawIOBase):
    """A stream that is expanded as it is read, as long as it does not expand too much."""

    def __init__(
        self,
        stream: Any,
        consumed: Callable[[], int],
        limits: Limits,
        and_close: Callable[[], None],
    ) -> None:
        self._stream = stream
        # One piece at a time where it can: what comes before a damaged piece is still read.
        self._piece = getattr(stream, "read1", stream.read)
        self._consumed = consumed
        self._limits = limits
        self._and_close = and_close
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._piece(len(buffer))
        buffer[: len(data)] = data
        self._read += len(data)
        if self._read > _MIB + self._limits.ratio * self._consumed():
            _too_much(self._limits)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._and_close()
        super().close()


def _too_much(limits: Limits) -> None:
    raise ReadError(
        "bomb", f"expands more than {limits.ratio} times; unpack it if you know that it is right"
    )
