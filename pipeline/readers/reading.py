"""Reading one source by the reader of its suffix, whatever may be wrong with it."""

from collections.abc import Iterator

from pipeline.readers.base import ADVICE, READERS, Limits, ReadError, Record, Reject, Source
from pipeline.readers.encodings import refuse_binary


def read(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    """The texts of a file.

    Args:
        source: a file or a member of an archive.
        limits: how much of it to take.

    Yields:
        A record a text, a reject a part that cannot be read, at least one of them. Nothing is
        raised: what fails ends the reading of this source with a reject.
    """
    found = False
    try:
        for item in READERS.get(source.suffix, _unsupported)(source, limits):
            found = True
            yield item
        if not found:
            yield source.reject("empty", "there is no text in it")
    except ReadError as error:
        yield source.reject(error.reason, error.detail)
    except FileNotFoundError:
        yield source.reject("missing", "no such file; check the path")
    except MemoryError:
        yield source.reject("too_long", "does not fit in memory; split it into smaller files")
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        yield source.reject("unreadable", f"cannot be read ({why}); check the file and its rights")
    except Exception as error:  # a damaged file of any format: the others go on
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        yield source.reject("unreadable", f"damaged, cannot be read ({why}); check the file")


def _unsupported(source: Source, limits: Limits) -> Iterator[Record | Reject]:
    advice = ADVICE.get(source.suffix, "")
    if not advice:
        with source.open() as stream:
            refuse_binary(stream.read(4096))
        known = ", ".join(sorted(suffix for suffix in READERS if suffix))
        advice = f"if it is plain text, call it .txt (read are {known})"
    yield source.reject("unsupported", f"«{source.suffix}» files are not read; {advice}")
