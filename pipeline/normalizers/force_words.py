"""Texts as words, and names as paths through a tree of words: what forces are looked up with.

A text is folded character by character (lower case, no accents), so that offsets stay, and cut
into words. Names live in a tree of words: all names that begin at a word are found in one walk.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


def _plain(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


_FOLD = {
    c: _plain(chr(c)) for c in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}
_WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one name: «anti-Balaka», «d'Ivoire», «CSP-PSD/DPA».
_JOINTS = frozenset((" ", "  ", "'", "-", "' ", "- ", " -", "/", ".", "–", "\n", " \n", "\n "))
QUOTES = frozenset("\"'«»")


def fold_in_place(text: str) -> str:
    """Lower case without accents, every character in its place.

    >>> fold_in_place("Épervier")
    'epervier'
    """
    return text.translate(_FOLD)


@dataclass(slots=True)
class Words:
    """A text cut into words.

    Attributes:
        text: the text.
        folded: the words, folded.
        starts, ends: character offsets of each word.
        sentence: the words joined by single spaces, with one at either end, for searches.
    """

    text: str
    folded: list[str]
    starts: list[int]
    ends: list[int]
    sentence: str = field(default="", repr=False)

    def __len__(self) -> int:
        return len(self.folded)

    def raw(self, i: int) -> str:
        """The word as the text has it."""
        return self.text[self.starts[i] : self.ends[i]]

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def gap(self, i: int) -> str:
        """What stands between word i and the next one; a line end where there is none."""
        return self.text[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self) else "\n\n"

    def joined(self, i: int) -> bool:
        """Whether word i and the next one can belong to one name."""
        return self.gap(i) in _JOINTS

    def has(self, phrase: str) -> bool:
        """Whether the text has these folded words in this order."""
        if not self.sentence:
            self.sentence = f" {' '.join(self.folded)} "
        return f" {phrase} " in self.sentence


def words_of(text: str) -> Words:
    """Cut a text into words (letters and digits)."""
    folded, starts, ends = [], [], []
    for match in _WORD.finditer(fold_in_place(text)):
        folded.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Words(text, folded, starts, ends)


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name.

    >>> name_words("Côte d'Ivoire")
    ('cote', 'd', 'ivoire')
    """
    return tuple(_WORD.findall(fold_in_place(name)))


def name_key(name: str) -> str:
    """A name's key: its folded words.

    >>> name_key("FC-G5S")
    'fc g5s'
    """
    return " ".join(name_words(name))


class WordTree(Generic[T]):
    """Names by their words."""

    def __init__(self) -> None:
        self._root: dict[str, dict] = {}  # type: ignore[type-arg]
        self._values: dict[str, list[T]] = {}

    def add(self, name: str, value: T) -> None:
        """Give a name a value; a name may have several."""
        words = name_words(name)
        if not words:
            return
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        key = " ".join(words)
        node[""] = key  # type: ignore[assignment]
        held = self._values.setdefault(key, [])
        if value not in held:
            held.append(value)

    def get(self, key: str) -> list[T]:
        """The values of a name, by its key (see `name_key`)."""
        return self._values.get(key, [])

    def keys(self, *, with_space: bool) -> list[str]:
        """The names' keys, those of one word or those of several."""
        return [key for key in self._values if (" " in key) == with_space]

    def walk(self, words: Words, i: int) -> Iterator[tuple[int, list[T]]]:
        """Names that begin at word i, shorter ones first: index after the last word, values."""
        node = self._root.get(words.folded[i])
        while node is not None:
            i += 1
            if "" in node:
                yield i, self._values[node[""]]
            if i >= len(words) or not words.joined(i - 1):
                return
            node = node.get(words.folded[i])

    def longest(self, words: Words, i: int) -> tuple[int, list[T]] | None:
        """The longest name that begins at word i, or None."""
        found = None
        if i < len(words) and words.folded[i] in self._root:
            for name in self.walk(words, i):
                found = name
        return found
