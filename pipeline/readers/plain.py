"""Plain text files: one text each."""

from collections.abc import Iterator

from pipeline.readers.base import HEAD, Limits, ReadError, Record, Reject, Source, reader
from pipeline.readers.encodings import decode, refuse_binary


@reader(".txt", ".text", "")
def read_plain(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """A text in any encoding; line ends stay as they are."""
    yield source.record(decode(read_whole(source, limits)))


def read_whole(source: Source, limits: Limits) -> bytes:
    """All bytes of a file that holds one text.

    Raises:
        ReadError: empty, binary, or longer than a text may be.
        OSError: as reading does.
    """
    with source.open() as stream:
        head = stream.peek(HEAD)
        if not head:
            raise ReadError("empty", "the file is empty")
        refuse_binary(head[:HEAD])
        data = stream.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise ReadError(
            "too_long",
            f"more than {limits.bytes:,} bytes for one text; split it, or give .jsonl or .csv",
        )
    return data
