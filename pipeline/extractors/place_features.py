"""Natural and built features: the noun that heads their names belongs to the span.

«fleuve Niger», «aéroport de Gao», «stade Lat Dior de Thiès» are one place each by the guide.
"""

import re
from dataclasses import replace

from pipeline.mentions import Candidate
from pipeline.normalizers.place_lexicon import PlaceLexicon
from pipeline.placenames import squeeze
from pipeline.text import fold

_WORDS_BEFORE = re.compile(r"(?:[\w-]+[' ]){1,7}$")
_WORD = re.compile(r"[\w-]+'?")
_LONGEST_HEAD = 6  # words: «maison d'arrêt et de correction»
_LINKS = frozenset(("de", "du", "des", "d", "la", "le", "l", "les"))
# «une église de Lviv», «des marchés de Gao» name no feature.
_INDEFINITE = frozenset(("un", "une", "des", "plusieurs", "quelques", "certains", "certaines"))
# Nouns that are verbs or common words when a name follows them without «de».
_NEED_LINK = frozenset(
    """place passe mine base boucle bande cap bassin centrale canal fort port mer gare plaine
    plateau""".split()
)
_OF_TOWN = re.compile(r" (?:de |d')$")


def with_features(text: str, found: list[Candidate], lexicon: PlaceLexicon) -> list[Candidate]:
    """Widen spans to the whole name of the feature that they are part of.

    Args:
        text: the document's.
        found: PLACE candidates in order, not overlapping.
        lexicon: its `words.inside` are the nouns that head such names.

    Returns:
        The candidates, in order, not overlapping.
    """
    result: list[Candidate] = []
    for candidate in found:
        start = _head_start(text, candidate, lexicon)
        if start < candidate.start:
            while result and result[-1].end > start:
                result.pop()
            candidate = replace(candidate, start=start, method="rule")
        elif result and _lies_in(text, result[-1], candidate, lexicon):
            candidate = replace(candidate, start=result.pop().start, method="rule")
        result.append(candidate)
    return result


def _head_start(text: str, candidate: Candidate, lexicon: PlaceLexicon) -> int:
    """Where the head noun right before a span begins; the span's start if there is none."""
    window = max(0, candidate.start - 60)
    match = _WORDS_BEFORE.search(text[window : candidate.start])
    if match is None:
        return candidate.start
    words = [(m.start(), fold(m.group())) for m in _WORD.finditer(match[0])]
    heads = [i for i, (_, word) in enumerate(words) if word in lexicon.words.inside_starts]
    if not heads or _head(text[candidate.start : candidate.end], lexicon):
        return candidate.start
    known = lexicon.by_key.get(squeeze(text[candidate.start : candidate.end]), ())
    wide = any(place.kind in ("country", "continent") for place in known)
    filler = lexicon.words.adjectives | _LINKS
    for i in heads:
        offset = words[i][0]
        for count in range(min(_LONGEST_HEAD, len(words) - i), 0, -1):
            head = " ".join(word for _, word in words[i : i + count])
            if head not in lexicon.words.inside:
                continue
            rest = [word for _, word in words[i + count :]]
            if any(word not in filler for word in rest):
                continue
            start = window + match.start() + offset
            if squeeze(text[start : candidate.end]) in lexicon.by_key:
                return start
            indefinite = i > 0 and words[i - 1][1] in _INDEFINITE
            loose = not rest and head in _NEED_LINK and text[start].islower()
            if not (wide or indefinite or loose):
                return start
    return candidate.start


def _head(name: str, lexicon: PlaceLexicon) -> tuple[str, ...]:
    """Kinds of the feature whose name begins with its head noun; () if it has none."""
    words = [fold(m.group()) for m in _WORD.finditer(name)][:_LONGEST_HEAD]
    if words[:1] and words[0] in lexicon.words.military:
        return lexicon.words.outside[words[0]]
    for count in range(len(words), 0, -1):
        kinds = lexicon.words.inside.get(" ".join(words[:count]))
        if kinds:
            return kinds
    return ()


def _lies_in(text: str, site: Candidate, town: Candidate, lexicon: PlaceLexicon) -> bool:
    """Whether a site and the town after it are one name: «stade Lat Dior» «de» «Thiès»."""
    if not _OF_TOWN.fullmatch(text[site.end : town.start]):
        return False
    if "site" not in _head(text[site.start : site.end], lexicon):
        return False
    known = lexicon.by_key.get(squeeze(text[town.start : town.end]), ())
    return any(place.kind == "town" for place in known)
