"""Text as the extractors see it, and the way back to the text as read.

Extractors work on a *clean* text: typographic apostrophes and spaces are plain, soft hyphens and
other invisible characters are gone, letters are composed (NFC), and lines that were wrapped at some
width are one. Offsets in every table point into
the text *as read*; `Offsets` maps one to the other.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SAME_LENGTH = (
    dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff07"), "'")
    | dict.fromkeys(map(ord, "\u2010\u2011"), "-")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033"), '"')
    | dict(zip(map(ord, "ᵃᵈᵉᵐⁿᵒʳˢᵗ"), "ademnorst", strict=True))  # «1ᵉʳ», «8ᵉ», «2ⁿᵈ»
    | {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_COMBINING = "\u0300-\u034e\u0350-\u036f"
# A word after which a hyphen and spaces do not part two words: «Burkina- Faso», «ex- Premier»; and
# those that no name goes on with: «Bamako- Le président» is a dateline.
_HEAD = f"(?:[A-ZÀ-ÞŒ][a-zà-ÿœ{_COMBINING}]{{1,30}}|[Ee]x|[Vv]ice)"
_NO_TAIL = (
    "Alors|Apr[eè]s|Au|Aux|Avant|Avec|Ce|Ces|Cet|Cette|Comme|Contre|Dans|De|Depuis|Des|Deux|Du|"
    "Elle|Elles|En|Entre|Et|Face|Hier|Il|Ils|Je|La|Le|Les|Leur|Leurs|Lors|Mais|Ne|Nos|Notre|Nous|"
    "On|Ou|Par|Pas|Plus|Plusieurs|Pour|Qu|Quand|Que|Qui|Sa|Sans|Selon|Ses|Si|Son|Sous|Sur|Suite|"
    "Tous|Tout|Toute|Toutes|Trois|Un|Une|Vers|Vous"
)
_GAP = (
    f"(?<![^\\W\\d_])(?P<head>{_HEAD}-)[{_INVISIBLE}]*[ ][ {_INVISIBLE}]*"
    f"(?=(?!(?:{_NO_TAIL})\\b)[A-ZÀ-ÞŒ][a-zà-ÿœ{_COMBINING}])"
)
_JOIN = re.compile(_GAP)
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]+")
# A letter with its marks, of which no script puts on more, so that what is changed stays short
# beside a sentence; and «ﬁ», «ﬂ».
_COMPOSED = re.compile(f"[^\\W\\d_][{_COMBINING}]{{1,8}}|[\ufb00-\ufb06]")
_NEEDS_WORK = re.compile(f"[{_INVISIBLE}{_COMBINING}\ufb00-\ufb06]|[^\\W\\d_]- ")


_BREAK = re.compile(r"(?<=[^ \n]) *\n *(?=[^ \n])")
_FIRST_WORD = re.compile(r"[^ \n]*")
# Characters of a line in a text that was wrapped; how many of its breaks, and what part of them,
# stand where the next word would have gone over the longest line, and what part of those before a
# small letter.
_NARROWEST, _WIDEST = 40, 120
_WRAPS, _PART, _SMALL = 3, 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a clean text stand in the text as read.

    Kept as the list of changes, so its size follows their number and not the text's length. Change
    i put the clean characters `clean_starts[i]` to `clean_ends[i]` (none, where it took characters
    away) in the place of the source's `raw_starts[i]` to `raw_ends[i]`.
    """

    clean_starts: list[int] = field(default_factory=list)
    clean_ends: list[int] = field(default_factory=list)
    raw_starts: list[int] = field(default_factory=list)
    raw_ends: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the clean characters `start` to `end` (end excluded, not empty)."""
        return self._character(start)[0], self._character(end - 1)[1]

    def _character(self, index: int) -> tuple[int, int]:
        after = bisect_right(self.clean_ends, index)  # changes that end before the character
        if after < len(self.clean_ends) and self.clean_starts[after] <= index:
            return self.raw_starts[after], self.raw_ends[after]
        if after:
            index += self.raw_ends[after - 1] - self.clean_ends[after - 1]
        return index, index + 1


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
    wraps = _wraps(text)
    if not wraps and not _NEEDS_WORK.search(text):
        return text, None
    edits = [(start, end, " ") for start, end in wraps]
    edits += [(m.end("head"), m.end(), "") for m in _JOIN.finditer(text)]
    edits += [(m.start(), m.end(), "") for m in _INVISIBLES.finditer(text)]
    edits += [(m.start(), m.end(), _composed(m.group())) for m in _COMPOSED.finditer(text)]
    parts: list[str] = []
    offsets = Offsets()
    position = length = 0  # how far the text is read, and how long the clean text is
    for start, end, new in sorted(edits, key=lambda e: (e[0], -e[1])):
        if start < position or new == text[start:end]:
            continue
        parts += (text[position:start], new)
        length += start - position
        offsets.clean_starts.append(length)
        length += len(new)
        offsets.clean_ends.append(length)
        offsets.raw_starts.append(start)
        offsets.raw_ends.append(end)
        position = end
    if not parts:
        return text, None
    parts.append(text[position:])
    return "".join(parts), offsets


def _wraps(text: str) -> list[tuple[int, int]]:
    """The line breaks, and spaces around them, that only keep lines within a width.

    Mails, agencies' wires and old archives have them. A line that is full to the next word is no
    such thing by itself; where it is the rule, it is what a program did.
    """
    breaks = [m.span() for m in _BREAK.finditer(text)]
    if len(breaks) < _WRAPS:
        return []
    starts = [text.rfind("\n", 0, start) + 1 for start, _ in breaks]
    lengths = [start - begin for begin, (start, _) in zip(starts, breaks, strict=True)]
    width = max(lengths)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    full = [
        (start, end)
        for (start, end), length in zip(breaks, lengths, strict=True)
        if length + 1 + len(_FIRST_WORD.match(text, end)[0]) > width  # type: ignore[index]
    ]
    many = len(full) >= _WRAPS and len(full) >= _PART * len(breaks)
    # A list's lines may be as long as each other, but they do not go on in small letters.
    small = sum(text[end].islower() for _, end in full)
    return full if many and small >= _SMALL * len(full) else []


def _composed(cluster: str) -> str:
    ligature = "\ufb00" <= cluster <= "\ufb06"
    return unicodedata.normalize("NFKC" if ligature else "NFC", cluster)


# Letters that Unicode does not decompose; the last ones are of Bambara, Fulfulde and Hausa.
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "đ": "d"}
    | {"ı": "i", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ŋ": "n", "Ŋ": "N", "ɲ": "ny", "Ɲ": "Ny"}
    | {"ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D", "ƙ": "k", "Ƙ": "K", "ƴ": "y", "Ƴ": "Y", "ʋ": "v"}
)
# Characters that a text may make `_Folding` remember.
_REMEMBERED = 10_000


class _Folding(dict[int, str]):
    """What each character is in a key, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
        folded = "".join(c if c.isalnum() else " " for c in plain.casefold())
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def whole_characters(text: str) -> str:
    r"""A text that UTF-8, and so every table, can hold: lone surrogates become U+FFFD, one for one.

    >>> whole_characters("Gao\ud83d") == "Gao\ufffd"
    True
    """
    return _SURROGATE.sub("\ufffd", text)


def fold(text: str) -> str:
    """A name's key: lower case, no accents, every run of other characters one space.

    >>> fold("I-n-Délimane"), fold("N’Djaména")
    ('i n delimane', 'n djamena')
    """
    return " ".join(text.translate(_FOLDING).split())
