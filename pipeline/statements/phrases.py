"""Phrases of a lexicon, found among a doc's tokens: nouns in the plural too, verbs in any form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.statements.conjugation import conjugate

NOUN = "noun"
T = TypeVar("T")
_CAPITAL = re.compile(r"^[éèê]")  # «Etat», as capitals are often written
_PARTS = re.compile(r"\w+'?|[^\w\s]")


@dataclass(slots=True)
class Phrases(Generic[T]):
    """Phrases by the form of their first word.

    `nouns` has singular first words, `verbs` every form; each entry holds the words that follow,
    and what the phrase stands for.
    """

    nouns: dict[str, list[tuple[tuple[str, ...], T]]] = field(default_factory=dict)
    verbs: dict[str, list[tuple[tuple[str, ...], T, str]]] = field(default_factory=dict)

    def add_noun(self, phrase: str, value: T) -> None:
        """A phrase whose words may all stand in the plural."""
        first, *rest = [singular(word) for word in split(phrase)]
        self.nouns.setdefault(first, []).append((tuple(rest), value))
        bare = [_CAPITAL.sub("e", word) for word in (first, *rest)]
        if bare != [first, *rest]:
            self.nouns.setdefault(bare[0], []).append((tuple(bare[1:]), value))

    def add_verb(self, phrase: str, value: T, folders: tuple[str, ...] = ()) -> None:
        """A phrase that begins with an infinitive, in all its forms; what follows stays as it is.

        Raises:
            LexiconError: a verb that cannot be conjugated.
        """
        first, *rest = split(phrase)
        for form, mood in conjugate(first, folders).items():
            self.verbs.setdefault(form, []).append((tuple(rest), value, mood))

    def add_words(self, phrase: str, value: T) -> None:
        """A phrase that stands as it is written."""
        first, *rest = split(phrase)
        self.verbs.setdefault(first, []).append((tuple(rest), value, ""))

    def at(self, words: Sequence[str], i: int) -> Iterator[tuple[int, T, str]]:
        """Every phrase that begins at a token.

        Args:
            words: a doc's tokens in lower case.
            i: the token.

        Yields:
            The token after it, what it stands for, and «noun» or the form's mood.
        """
        word = words[i]
        for rest, value, mood in self.verbs.get(word, ()):
            end = i + 1 + len(rest)
            if not rest or tuple(words[i + 1 : end]) == rest:
                yield end, value, mood
                continue
            start = _after_adverbs(words, i + 1)
            if _contracted(words, start, rest):
                yield start + len(rest), value, mood
        for rest, value in self.nouns.get(singular(word), ()):
            end = i + 1 + len(rest)
            if not rest or tuple(map(singular, words[i + 1 : end])) == rest:
                yield end, value, NOUN


def split(phrase: str) -> list[str]:
    """Words as the tokenizer cuts them: apostrophes stay with what is before, hyphens stand alone.

    >>> split("coup d'état")
    ['coup', "d'", 'état']
    """
    return _PARTS.findall(phrase.lower().replace("’", "'"))


def singular(word: str) -> str:
    """A word without the sign of the plural, good for comparing only."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


_CONTRACTED = {"de": ("d'", "du", "des", "de"), "à": ("au", "aux", "à"), "une": ("des", "une")}


_ADVERBS = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier ce matin soir également aussi ainsi "
    "pas plus déjà avant-hier dernier".split()
)


def _after_adverbs(words: Sequence[str], i: int) -> int:
    """The token after up to three that may stand within a phrase: «tombé lundi dans»."""
    for k in range(i, min(i + 3, len(words))):
        if words[k] not in _ADVERBS:
            return k
    return i


def _contracted(words: Sequence[str], start: int, rest: Sequence[str]) -> bool:
    """«procéder à» in «procède au»."""
    return start + len(rest) <= len(words) and all(
        words[start + k] in _CONTRACTED.get(want, (want,)) for k, want in enumerate(rest)
    )
