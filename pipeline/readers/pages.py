"""Web pages: main text, title and date, as trafilatura finds them."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from pipeline.readers.base import HEAD, Limits, ReadError, Record, Reject, Source, reader
from pipeline.readers.encodings import decode, refuse_binary, unicode_encoding
from pipeline.readers.plain import read_whole

_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{2,40})""", re.I
)
# Extraction takes up to 40 µs a tag and 0.6 µs a byte; beyond these it would take many seconds.
_MOST_BYTES = 10_000_000
_MOST_TAGS = 100_000


@reader(".html", ".htm", ".xhtml")
def read_page(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """A saved web page; the text is its main text, so offsets count that text's characters."""
    page = decode_page(read_whole(source, limits))
    if len(page) > _MOST_BYTES or page.count("<") > _MOST_TAGS:
        raise ReadError("too_long", "too large for one page; save its text as .txt")
    text, title, date = extract_page(page)
    if not text.strip():
        raise ReadError("empty", "no main text found in the page; save its text as .txt")
    yield source.record(text, title=title, published=date)


def decode_page(data: bytes) -> str:
    """Decode a page: Unicode where it is, else as it declares, else as it looks."""
    refuse_binary(data)
    if not unicode_encoding(data[:HEAD]):
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
        if declared := _CHARSET.search(data, 0, 4096):
            name = declared[1].decode().lower()
            # Browsers, too, take the first for the second, of which it is a part.
            name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(
                name, name
            )
            if name not in ("utf-8", "utf8"):
                try:
                    return data.decode(name)
                except (LookupError, UnicodeDecodeError):
                    pass
    return decode(data)


def extract_page(page: str) -> tuple[str, str, str]:
    """Main text, title and date (ISO 8601, "" if the page gives none) of an HTML page."""
    # Takes longer to import than a run without pages does to start.
    import trafilatura
    from trafilatura.settings import use_config

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # its warnings are our rejects
    page = page.replace("\x00", "")
    if "<html" not in page[:HEAD].lower():  # a part of a page
        page = f"<html><body>{page}</body></html>"
    config = use_config()
    # A dispatch is as short; below this, trafilatura runs title and paragraphs together.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
    found: Any = trafilatura.bare_extraction(
        page,
        config=config,
        include_comments=False,
        with_metadata=True,
        # Not any date that stands somewhere in the page: those that it says are its own.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is not None and found.text and found.text.strip():
        return found.text, found.title or "", found.date or ""
    metadata: Any = trafilatura.extract_metadata(
        page, date_config={"original_date": True, "extensive_search": False}
    )
    text = trafilatura.html2txt(page)
    if metadata is None:
        return text, "", ""
    return text, metadata.title or "", metadata.date or ""
