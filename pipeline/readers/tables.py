"""Files of many texts: JSON lines, CSV and Parquet, read piece by piece."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.readers.base import HEAD, Limits, ReadError, Record, Reject, Source, reader
from pipeline.readers.encodings import (
    decode,
    is_utf8,
    refuse_binary,
    single_byte_encoding,
    unicode_encoding,
)

COLUMNS = ("id", "text", "title", "source", "published")
_ALIASES = {"ref": "published"}  # as the corpus's own files call it
# Rows of a Parquet file in memory at a time: few, as each may hold a very long text.
_BATCH = 16
# A quote that is never closed would take the rest of the file for one cell.
_LINES_OF_A_ROW = 20_000


@reader(".jsonl", ".ndjson")
def read_json_lines(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """A JSON object a line: text, and if known id, title, source and published (or ref)."""
    with source.open() as stream:
        for number, line in text_lines(stream, 6 * limits.characters + HEAD):
            place = f"line {number}"
            if line is None:
                yield source.reject("too_long", "the line is too long for one text", place)
                continue
            if not line.strip():
                continue
            try:
                row = json.loads(line.strip())
            except RecursionError:
                yield source.reject("broken_line", "JSON nested too deep", place)
            except json.JSONDecodeError as error:
                why = f"{error.msg}, character {error.colno}"
                yield source.reject("broken_line", f"not valid JSON ({why})", place)
            except ValueError as error:
                why = str(error).partition(";")[0]
                yield source.reject("broken_line", f"not valid JSON ({why})", place)
            else:
                if isinstance(row, dict):
                    yield _record(source, row, place, number, "field; each line needs one")
                else:
                    yield source.reject("broken_line", "not a JSON object ({…})", place)


@reader(".csv", ".tsv")
def read_csv(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """A header and a text a row, parted by comma, semicolon, tab or bar."""
    for item in csv_rows(source, limits):
        if isinstance(item, Reject):
            yield item
        else:
            number, row = item
            if not row.keys() >= {"text"}:
                names = ", ".join(name for name in row if name) or "none"
                raise ReadError("missing_column", f'no column "text" (there are: {names}); add one')
            yield _record(source, row, f"line {number}", number, "cell; each row needs one")


@reader(".parquet", ".pq")
def read_parquet(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """Columns as in a CSV; a few rows are in memory at a time."""
    import pyarrow.parquet as pq

    with source.open() as stream:
        if not stream.read(1):
            raise ReadError("empty", "the file is empty")
        stream.seek(0)
        try:
            file = pq.ParquetFile(stream, pre_buffer=False)
        except (OSError, ValueError) as error:
            why = str(error).split(".")[0]
            raise ReadError(
                "unreadable", f"not a Parquet file, or a damaged one ({why})"
            ) from error
        names = {name: _column(name) for name in file.schema_arrow.names}
        if "text" not in names.values():
            there = ", ".join(names) or "none"
            raise ReadError("missing_column", f'no column "text" (there are: {there}); add one')
        wanted = [name for name, column in names.items() if column in COLUMNS]
        number = 0
        for batch in file.iter_batches(_BATCH, columns=wanted, use_threads=False):
            columns = {names[name]: _strings(batch.column(name)) for name in wanted}
            for i in range(batch.num_rows):
                number += 1
                row = {name: _value(column[i]) for name, column in columns.items()}
                yield _record(source, row, f"row {number}", number, "cell; each row needs one")


def csv_rows(source: Source, limits: Limits) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    """The rows of a CSV file by column, with the number of the line that each begins on.

    A row that cannot be parsed is a reject, and reading goes on at the line after its first.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 2 * limits.characters))
    with source.open() as stream:
        lines = _Lines(text_lines(stream, 4 * limits.characters + HEAD))
        header = next(lines, "")
        delimiter = max(",;\t|", key=lambda d: _likely(header, d))
        names = [_column(name) for name in _parse(header, delimiter)]
        while True:
            lines.start_row()
            try:
                cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
            except StopIteration:
                return
            except csv.Error as error:
                reason, detail = _csv_advice(error)
                yield source.reject(reason, detail, f"line {lines.first}")
                lines.back_to_second()
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                detail = f"{len(cells)} cells where the header has {len(names)}; quote the cells"
                yield source.reject("broken_line", detail, f"line {lines.first}")
                continue
            cells += [""] * (len(names) - len(cells))
            yield lines.first, dict(zip(names, cells, strict=True))


def text_lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, str | None]]:
    """Numbered lines with their ends, whatever the encoding; None for one of too many bytes.

    UTF-16 and UTF-32 are told from the file's first bytes; else each line is UTF-8 or, where it is
    not, what it looks like.

    Raises:
        ReadError: empty or binary.
    """
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        raise ReadError("empty", "the file is empty")
    refuse_binary(head)
    encoding = unicode_encoding(head)
    fallback = "" if encoding or is_utf8(head) else single_byte_encoding(head)
    end = "\n" if encoding else b"\n"
    number = 0
    text: Any = stream
    if encoding:
        text = io.TextIOWrapper(stream, encoding, "replace", newline="\n")
    with text:
        while line := text.readline(limit):
            number += 1
            if len(line) >= limit and not line.endswith(end):
                while (rest := text.readline(limit)) and not rest.endswith(end):
                    pass
                yield number, None
            elif encoding:
                yield number, line.removeprefix("\ufeff") if number == 1 else line
            else:
                yield number, _decode_line(line, fallback)


def _decode_line(line: bytes, fallback: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        try:
            return decode(line, fallback)
        except ReadError:  # binary; JSON and CSV will find that it is no row
            return line.decode(errors="replace")


class _Lines:
    """Lines for `csv.reader` that can be taken back, and cut at the old Macintosh's line ends."""

    def __init__(self, lines: Iterable[tuple[int, str | None]]) -> None:
        self._lines = iter(lines)
        self._again: list[tuple[int, str]] = []
        self._row: list[tuple[int, str]] = []

    @property
    def first(self) -> int:
        """Number of the row's first line."""
        return self._row[0][0] if self._row else 0

    def start_row(self) -> None:
        self._row = []

    def back_to_second(self) -> None:
        """Read the row's lines again, but the first."""
        self._again = self._row[:0:-1] + self._again

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._row) >= _LINES_OF_A_ROW:
            raise csv.Error("unexpected end of data")
        if not self._again:
            number, line = next(self._lines)
            if line is None:
                self._row.append((number, ""))
                raise csv.Error("the line is too long for one text")
            pieces = re.split(r"(?<=\r)(?!\n)", line) if "\r" in line else [line]
            self._again = [(number, piece) for piece in pieces[::-1] if piece]
        number, line = self._again.pop()
        self._row.append((number, line))
        return line


def _csv_advice(error: csv.Error) -> tuple[str, str]:
    what = str(error)
    if "field larger" in what or "too long" in what:
        return "too_long", "the cell is too long for one text"
    if "unexpected end of data" in what:
        return "broken_line", "a quoted cell that is never closed; add the closing quote"
    if "expected after" in what:
        return "broken_line", 'a quote inside a quoted cell; write it twice ("")'
    return "broken_line", f"not a CSV row ({what})"


def _column(name: str) -> str:
    name = name.strip().strip("\ufeff").casefold()
    return _ALIASES.get(name, name)


def _parse(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _likely(header: str, delimiter: str) -> tuple[int, int]:
    names = [_column(name) for name in _parse(header, delimiter)]
    return sum(name in (*COLUMNS, "file") for name in names), len(names)


def _strings(column: Any) -> Any:
    """A column as bytes where it is of strings or bytes, else as Arrow writes it."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type):
        return column
    if not pa.types.is_large_binary(column.type) and not pa.types.is_binary(column.type):
        column = column.cast(pa.large_string()).cast(pa.large_binary())
    return column


def _value(cell: Any) -> Any:
    value = cell.as_py()
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:  # Arrow does not check that strings are UTF-8
        return decode(value)


def _record(
    source: Source, row: Mapping[str, Any], place: str, number: int, needed: str
) -> Record | Reject:
    text = row.get("text")
    if text is None:
        return source.reject("missing_column", f'no "text" {needed}', place)
    if not isinstance(text, str):
        kind = type(text).__name__
        return source.reject("broken_line", f'its "text" is of type {kind}, not a string', place)
    return Record(
        text,
        f"{source.name}, {place}",
        _cell(row.get("id")) or f"{source.key}-{number}",
        _cell(row.get("title")),
        _cell(row.get("source")),
        _cell(row.get("published")) or _cell(row.get("ref")),
    )


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
