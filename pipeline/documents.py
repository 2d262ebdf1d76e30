"""Documents from files: every text that a path means, checked; or why it is not processed."""

import hashlib
import json
import re
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.languages import foreign_language
from pipeline.readers import Limits, Record, Reject, Source, read
from pipeline.readers.files import sources
from pipeline.readers.published import iso_date
from pipeline.text import whole_characters
from pipeline.values import Document

__all__ = [
    "Document",
    "Reject",
    "Source",
    "read_documents",
    "read_files",
    "read_source",
    "sources",
]

_WORD = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--|<[!?][a-zA-Z][^<>]{0,2000}>")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|feed|head|body)\b", re.I)
# A text is looked through for markup as far as this.
_MARKUP_HEAD = 20_000
# A text may have a few words in angle brackets.
_FEWEST_TAGS = 4


def read_documents(
    source: str | Path, *, any_language: bool = False, max_characters: int = 20_000_000
) -> Iterator[Document | Reject]:
    """Read every text that a path means.

    Read piece by piece, so memory does not grow with the number of documents but for 13 to 27
    bytes of each, by which a second document of the same id is known. Nothing is raised.

    Args:
        source: a file, a folder (with all below it) or a glob.
        any_language: also texts that are not French.
        max_characters: of one text; longer ones are rejects.

    Yields:
        A document a text, in an order that depends on names alone; a reject for each input that
        is not processed.
    """
    ids = _Ids()
    for _, item in _read(source, Limits(max_characters), any_language, lambda: ids):
        yield item


def read_files(
    source: str | Path, *, any_language: bool = False
) -> Iterator[tuple[int, Document | Reject]]:
    """Read every text that a path means, with the number of its file.

    As `read_documents`, but ids are compared within each file only, as where files are read by
    different processes.
    """
    return _read(source, Limits(), any_language, _Ids)


def read_source(source: Source, *, any_language: bool = False) -> Iterator[Document | Reject]:
    """Read every text of one file that `sources` found; ids are compared within it."""
    limits, ids = Limits(), _Ids()
    for item in read(source, limits):
        yield _checked(item, limits, any_language, ids)


def _read(
    source: str | Path, limits: Limits, any_language: bool, ids_of_file: Callable[[], "_Ids"]
) -> Iterator[tuple[int, Document | Reject]]:
    number = 0
    try:
        for number, found in enumerate(sources(source, limits)):
            if isinstance(found, Reject):
                yield number, _clean(found)
                continue
            ids = ids_of_file()
            for item in read(found, limits):
                yield number, _checked(item, limits, any_language, ids)
    except Exception as error:  # a file system that does what none should
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        detail = f"{source}: cannot be listed further ({why})"
        yield number, Reject(str(source), "unreadable", detail)


def _checked(
    record: Record | Reject, limits: Limits, any_language: bool, ids: "_Ids"
) -> Document | Reject:
    if isinstance(record, Reject):
        return _clean(record)
    text = whole_characters(record.text)
    if not _WORD.search(text):
        return _reject(record, "empty", "there are no words in it")
    if len(text) > limits.characters:
        detail = f"{len(text):,} characters, more than {limits.characters:,}; split it"
        return _reject(record, "too_long", detail)
    if len(text) > limits.line and (longest := max(map(len, text.splitlines()))) > limits.line:
        detail = f"a line of {longest:,} characters, more than {limits.line:,}; break it into lines"
        return _reject(record, "too_long", detail)
    if kind := markup(text):
        return _reject(record, "markup", f"{kind}; give the text itself, or a page as .html")
    if not any_language and (language := foreign_language(text)):
        detail = f"not French but, it seems, {language}; --any-language processes it all the same"
        return _reject(record, "not_french", detail)
    id = whole_characters(record.id)
    if not ids.add(id):
        return _reject(
            record, "duplicate_id", f"its id «{id}» is that of an earlier document; change one"
        )
    published = iso_date(record.published)
    return Document(
        id=id,
        text=text,
        source=whole_characters(record.source or record.where),
        title=" ".join(whole_characters(record.title).split()),
        published=published,
        published_how="given" if published else "unknown",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        where=whole_characters(record.where),
    )


def markup(text: str) -> str:
    """What a text is where it is markup or data and not prose: "HTML or XML", "JSON", or ""."""
    head = text[:_MARKUP_HEAD].lstrip("\ufeff \t\r\n")
    if _MARKUP.match(head):
        return "HTML or XML, not text"
    tags = _TAG.findall(head)
    if len(tags) >= _FEWEST_TAGS and 5 * sum(map(len, tags)) > len(head):
        return "HTML or XML, not text"
    if head.startswith(("{", "[")):
        line = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
        for candidate in (line, text):
            try:
                if isinstance(json.loads(candidate), dict | list):
                    return "JSON, not text (one object a line goes into a .jsonl file)"
            except (ValueError, RecursionError):
                pass
    return ""


def _reject(record: Record, reason: str, detail: str) -> Reject:
    return _clean(Reject(record.where, reason, f"{record.where}: {detail}"))


def _clean(reject: Reject) -> Reject:
    return Reject(
        whole_characters(reject.source),
        reject.reason,
        " ".join(whole_characters(reject.detail).split()),
    )


class _Ids:
    """The ids seen, as 64-bit hashes in an open-addressing table.

    Two ids among five million share a hash with a probability of less than one in a million.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._used = 0

    def add(self, id: str) -> bool:
        """Add an id; False where it was there."""
        key = int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest()) or 1
        if not self._put(self._table, key):
            return False
        self._used += 1
        if 5 * self._used > 3 * len(self._table):
            larger = array("Q", bytes(16 * len(self._table)))
            for old in self._table:
                if old:
                    self._put(larger, old)
            self._table = larger
        return True

    @staticmethod
    def _put(table: "array[int]", key: int) -> bool:
        mask = len(table) - 1
        slot = key & mask
        while table[slot]:
            if table[slot] == key:
                return False
            slot = (slot + 1) & mask
        table[slot] = key
        return True
