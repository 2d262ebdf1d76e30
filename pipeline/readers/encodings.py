"""From bytes to text: the encoding is told by byte-order marks, else found out."""

import codecs
import re

from pipeline.readers.base import HEAD, ReadError

_MAGIC = {
    b"%PDF-": "a PDF; export its text to a .txt file",
    b"PK\x03\x04": "a zip archive or an office document; save its text as .txt",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an office document; save its text as .txt",
    b"{\\rtf": "an RTF document; save its text as .txt",
    b"\x89PNG\r\n": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b\x08": "compressed with gzip; name it .gz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; name it .zst",
    b"BZh": "compressed with bzip2; unpack it",
    b"7z\xbc\xaf\x27\x1c": "a 7-zip archive; unpack it",
    b"Rar!\x1a\x07": "a RAR archive; unpack it",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet file; name it .parquet",
}
_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes((*range(1, 9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
# Single-byte encodings in which French is found, the likeliest first.
_FRENCH = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_ODD_BYTES = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")
_IN_WORD = frozenset("éèàêçùâîôûëïüœæöäÿ")
_ELSEWHERE = frozenset("ÉÈÀÊÇÙÂÎÔÛËÏÜŒÆ«»’‘“”…–—°€•\u00a0\u202f")


def unicode_encoding(head: bytes) -> str:
    """UTF-8 with a mark, UTF-16 or UTF-32, as the first bytes show; "" where they do not."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    sample = head[:4096]
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8, perhaps cut off within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def refuse_binary(head: bytes) -> None:
    """Raise `ReadError` where a file's first bytes are not those of a text."""
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise ReadError("binary", f"not a text but {what}")
    sample = head[:HEAD]
    if unicode_encoding(sample):
        return
    nulls = sample.count(0)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if is_utf8(sample):
        binary = 10 * (nulls + controls) > len(sample)  # a text may hold stray ones
    else:
        binary = 200 * nulls > len(sample) or 50 * controls > len(sample)
    if binary:
        raise ReadError("binary", "not a text but binary data; give plain text")


def decode(data: bytes, fallback: str = "") -> str:
    """Decode a text whose encoding is not known.

    Args:
        data: the whole text's bytes, UTF-8 or any encoding that French is written in.
        fallback: the encoding where it is not Unicode; found out from the text if not given.

    Returns:
        The text, without byte-order mark, line ends as they are.

    Raises:
        ReadError: not a text.
    """
    refuse_binary(data)
    if name := unicode_encoding(data[:HEAD]):
        return data.decode(name, "replace").removeprefix("\ufeff")
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    text = data.decode(errors="replace")
    broken = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) > 5 * broken:
        return text  # UTF-8 with a few bytes lost
    encoding = fallback or single_byte_encoding(data)
    if encoding != "cp1252":
        return data.decode(encoding, "replace")
    # The five bytes that it leaves out are the controls of ISO 8859-1.
    return "".join(
        chunk.decode("latin-1" if i % 2 else "cp1252")
        for i, chunk in enumerate(re.split(rb"([\x81\x8d\x8f\x90\x9d]+)", data))
    )


def single_byte_encoding(data: bytes) -> str:
    """The encoding, not a Unicode one, in which a text looks most like French."""
    sample = b" ".join(_ODD_BYTES.findall(data, 0, 16 * HEAD)[:4_000])
    scores = {name: _score(sample.decode(name, "replace")) for name in _FRENCH}
    best = max(_FRENCH, key=lambda name: scores[name])
    odd = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return best if 2 * scores[best] >= odd else _detected(data) or best


def _score(sample: str) -> int:
    """How French the non-ASCII characters of a sample look: one point each at most."""
    score = 0
    for before, char in zip(" " + sample, sample, strict=False):
        if char <= "\x7f":
            continue
        if char in _IN_WORD:
            score += 1
        elif char in _ELSEWHERE:
            score += -1 if before.islower() and char.isupper() else 1
        else:
            score -= 1
    return score


def _detected(data: bytes) -> str:
    """What charset-normalizer finds: texts that are not French, or hardly."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:HEAD]).best()
    return match.encoding if match else ""
