"""Text as the extractors see it, and the way back to the text as read.

Extractors work on a *clean* text: typographic apostrophes and spaces are plain, soft hyphens and
other invisible characters are gone, letters are composed (NFC). Offsets in every table point into
the text *as read*; `Offsets` maps one to the other.
"""

import re
import unicodedata
from dataclasses import dataclass

_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SAME_LENGTH = (
    dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff07"), "'")
    | dict.fromkeys(map(ord, "\u2010\u2011"), "-")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033"), '"')
    | {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_COMBINING = "\u0300-\u036f"
# What has to go: invisible characters; the spaces after the hyphen of «Burkina- Faso».
_GONE = re.compile(f"[{_INVISIBLE}]+|(?<=[^\\W\\d_]-) +(?=[A-ZÀ-Þ][a-zà-ÿ])")
_CLUSTER = re.compile(f"[^\\W\\d_][{_COMBINING}]+")
_NEEDS_WORK = re.compile(f"[{_INVISIBLE}{_COMBINING}]|[^\\W\\d_]- +[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where each character of a clean text stands in the text as read.

    Attributes:
        starts: for each clean character, the offset of its first source character.
        ends: for each clean character, the offset after its last source character.
    """

    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the clean characters `start` to `end` (end excluded, not empty)."""
        return self.starts[start], self.ends[end - 1]


def clean_text(raw: str) -> tuple[str, Offsets | None]:
    """Make a text plain for the extractors.

    Args:
        raw: the text as read, any characters.

    Returns:
        The clean text and its offsets, `None` where every character kept its place.
    """
    text = raw.translate(_SAME_LENGTH)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if not _NEEDS_WORK.search(text):
        return text, None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    edits = [(m.start(), m.end(), "") for m in _GONE.finditer(text)]
    edits += [
        (m.start(), m.end(), unicodedata.normalize("NFC", m.group()))
        for m in _CLUSTER.finditer(text)
    ]
    position = 0
    for start, end, new in sorted(edits):
        if start < position:
            continue
        parts.append(text[position:start])
        starts.extend(range(position, start))
        ends.extend(range(position + 1, start + 1))
        if new:
            parts.append(new)
            starts.extend([start] * len(new))
            ends.extend([end] * len(new))
        position = end
    parts.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return "".join(parts), Offsets(starts, ends)


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o"})


def fold(text: str) -> str:
    """A name's key: lower case, no accents, every run of other characters one space.

    >>> fold("I-n-Délimane"), fold("N’Djaména")
    ('i n delimane', 'n djamena')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()
