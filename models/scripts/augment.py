"""Training texts varied on the fly: other names in the same sentences, other spellings.

A model that has seen «Ibrahim Boubacar Keïta» in a hundred texts knows him, not what a name looks
like. In a share of the texts, each time they are read, people and towns get other names (the same
one all through the text), letters lose their accents, headlines their lower case.
"""

import csv
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

PERSON_NAMES = Path(__file__).parents[1] / "data" / "person_names.csv"
_VOWELS = "AEIOUYÉÈÊHÂÎÔaeiouyéèêhâîô"
# Words of names that are not swapped: particles, and what is no letter.
_PARTICLES = frozenset(
    "ag ould al el ben bin abou abu de du des le la les van von d' l' et".split()
)
# Heads of places that are countries and the like keep their names: the grammar around them
# («au Mali», «en Guinée») differs from that of towns.
_TOWN_PREPOSITIONS = frozenset({"à", "de", "d'"})


@dataclass(frozen=True)
class Names:
    """Names to choose from, as lists of tokens for towns."""

    given: list[str]
    family: list[str]
    towns: list[str]


def load_names(towns: Path) -> Names:
    """Person names of the project's list, towns one a line."""
    given: list[str] = []
    family: list[str] = []
    with PERSON_NAMES.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            names = [n for n in row["names"].split("|") if "-" not in n and "'" not in n]
            # The region's own names carry more weight than the world's.
            times = 3 if row["region"] == "sahel" else 1
            (given if row["kind"] == "given" else family).extend(names * times)
    lines = towns.read_text("utf8").splitlines() if towns.exists() else []
    return Names(given, family, [t for t in lines if t])


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class Words:
    """A text as lists of words, trailing spaces and tags, open to change."""

    def __init__(self, doc: Doc) -> None:
        self.words = [t.text for t in doc]
        self.spaces = [bool(t.whitespace_) for t in doc]

    def doc(self, like: Doc, tags: list[str]) -> Doc:
        return Doc(like.vocab, words=self.words, spaces=self.spaces, ents=tags)


def _tags(doc: Doc) -> list[str]:
    """IOB tags; the empty string where the annotation is missing."""
    return [
        "" if not t.ent_iob else t.ent_iob_ if not t.ent_type_ else f"{t.ent_iob_}-{t.ent_type_}"
        for t in doc
    ]


def _swap_person(
    words: list[str], span: Span, names: Names, new: dict[str, str], chance: random.Random
) -> None:
    last = span.end - 1
    for i in range(span.start, span.end):
        word = words[i]
        if not word[:1].isupper() or not word.isalpha() or len(word) < 3:
            continue
        if word.casefold() in _PARTICLES:
            continue
        key = word.casefold()
        if key not in new:
            pool = names.given if i == span.start and last > i else names.family
            new[key] = chance.choice(pool)
        words[i] = new[key].upper() if word.isupper() else new[key]


def _swap_town(
    words: list[str], span: Span, names: Names, new: dict[str, str], chance: random.Random
) -> None:
    word = words[span.start]
    before = words[span.start - 1].casefold() if span.start else ""
    if before not in _TOWN_PREPOSITIONS or not word.isalpha():
        return
    for _ in range(8):
        town = new.get(word) or chance.choice(names.towns)
        if before == "à" or (before == "d'") == (town[0] in _VOWELS):
            words[span.start] = new.setdefault(word, town)
            return


def vary(doc: Doc, names: Names, chance: random.Random, share: float) -> Doc | None:
    """Another version of a gold doc, or None where chance left it as it is."""
    text = Words(doc)
    tags = _tags(doc)
    changed = False
    if chance.random() < share:
        new: dict[str, str] = {}
        for span in doc.ents:
            if span.label_ == "PERSON":
                _swap_person(text.words, span, names, new, chance)
        changed = True
    if names.towns and chance.random() < share:
        new = {}
        for span in doc.ents:
            if span.label_ == "PLACE" and len(span) == 1:
                _swap_town(text.words, span, names, new, chance)
        changed = True
    if chance.random() < share / 5:
        text.words = [_plain(w) for w in text.words]
        changed = True
    if chance.random() < share / 3:
        _shout_headline(text.words)
        changed = True
    return text.doc(doc, tags) if changed else None


def _shout_headline(words: list[str]) -> None:
    for i, word in enumerate(words[:40]):
        if "\n" in word:
            break
        words[i] = word.upper()


@registry.augmenters("sahel.vary_names.v1")
def vary_names(
    share: float, towns: str, seed: int
) -> Callable[[Language, Example], Iterator[Example]]:
    """For `[corpora.train.augmenter]` of a training configuration.

    Args:
        share: of the texts that get other names of persons, and of towns.
        towns: path of a list of towns, one a line.
        seed: of the choices.
    """
    chance = random.Random(seed)
    names = load_names(Path(towns))

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        gold = vary(example.reference, names, chance, share)
        if gold is None:
            yield example
            return
        blank = Doc(
            nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold]
        )
        yield Example(blank, gold)

    return augment
