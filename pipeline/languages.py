"""Is a text French? By its share of stop words, against those of the press's other languages."""

import importlib.util
import re
import runpy
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

RIVALS = {
    "en": "English",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "de": "German",
    "nl": "Dutch",
}
# What elision leaves of French words («l'armée», «qu'il»); spaCy's list has the whole words.
_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "qu", "s", "t"))
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_LETTERS = re.compile(r"[^\W\d_\u0000-\u024f]+")
_COMBINING = re.compile("[\u0300-\u036f]+")
# A long text is judged by its beginning, middle and end: three windows of so many characters.
_WINDOW = 2_000
# Shares are of all words, a stop word that k languages have counting 1/k. On French press texts
# of 20 words and more the French share is at least 0.12; on other languages at most 0.09.
_ENOUGH_WORDS = 20
_LEAST_SHARE = 0.08
_RIVAL_SHARE = 0.2


def foreign_language(text: str) -> str:
    """The language that a text seems to be in, where that is not French.

    Case and accents do not matter. A text of fewer than 20 words is taken for French unless
    another language is plain from it.

    Args:
        text: any text, of any length; three windows of a long one are looked at.

    Returns:
        "" for French or where it cannot be told, else the language's English name or
        "another language".
    """
    words = _WORD.findall(_plain(_sample(text)))
    letters = sum(map(len, words))
    if letters >= 8 and 2 * sum(map(len, _FOREIGN_LETTERS.findall(" ".join(words)))) > letters:
        return "another language"
    stop_words = _stop_words()
    score = dict.fromkeys(("fr", *RIVALS), 0.0)
    for word in words:
        for language, weight in stop_words.get(word, ()):
            score[language] += weight
    french = score.pop("fr")
    rival = max(score, key=lambda language: score[language])
    if len(words) < _ENOUGH_WORDS:
        foreign = len(words) > 5 and score[rival] > max(_RIVAL_SHARE * len(words), 2 * french)
    else:
        foreign = french < max(_LEAST_SHARE * len(words), score[rival])
    if not foreign:
        return ""
    return RIVALS[rival] if score[rival] > 2 * french else "another language"


def _sample(text: str) -> str:
    if len(text) <= 3 * _WINDOW:
        return text
    middle = (len(text) - _WINDOW) // 2
    return " ".join((text[:_WINDOW], text[middle : middle + _WINDOW], text[-_WINDOW:]))


def _plain(text: str) -> str:
    return _COMBINING.sub("", unicodedata.normalize("NFD", text.casefold()))


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, list[tuple[str, float]]]:
    """For each stop word, the languages that have it and its weight."""
    spec = importlib.util.find_spec("spacy")
    assert spec is not None
    assert spec.submodule_search_locations
    # The lists are run as files: importing spaCy takes a hundred times as long.
    folder = Path(spec.submodule_search_locations[0]) / "lang"
    lists = {"fr": set(_ELIDED)} | {language: set() for language in RIVALS}
    for language, words in lists.items():
        listed = runpy.run_path(str(folder / language / "stop_words.py"))["STOP_WORDS"]
        words.update(_plain(w) for w in listed if w.isalpha())
    shared = Counter(word for words in lists.values() for word in words)
    return {
        word: [(language, 1 / shared[word]) for language, ws in lists.items() if word in ws]
        for word in shared
    }
