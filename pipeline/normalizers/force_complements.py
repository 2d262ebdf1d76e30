"""What names a force beside its noun: a nationality, a country, a place."""

import re
from dataclasses import dataclass, replace

from pipeline.normalizers.force_lexicon import ForceLexicon, Institution
from pipeline.normalizers.force_words import Words

ORDINAL = re.compile(r"\d{1,4}(?:er|re|ere|e|eme|ieme|nd|nde)")
OF = frozenset(("de", "du", "d", "des"))
_MAX_PLACE_WORDS = 5
# Words that begin a sentence or a name of something else, never a place after «de».
_NOT_A_PLACE = frozenset(
    "la le les l un une ce cette son sa ses leur republique etat etats union nation nations ville "
    "gouvernement presidence president universite ministere parlement assemblee".split()
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed name, as read.

    Attributes:
        start, end: word indices (end excluded).
        institution: its institution or unit noun, None for «opération X».
        kind: a kind of force.
        country: ISO 3166 alpha-2 codes that its adjective or complement gives («congolaise»: two).
        place: the place that names it («gendarmerie de Bankass»), or "".
        named: whether it identifies a force by itself; a bare institution («la police») is read
            too, for the normalizer, but it is no mention.
        unit: whether it is a unit, not an institution of a state.
        proper: the proper name after a head noun, «Barkhane» of «opération Barkhane».
    """

    start: int
    end: int
    institution: Institution | None
    kind: str
    country: tuple[str, ...] = ()
    place: str = ""
    named: bool = False
    unit: bool = False
    proper: str = ""


def complement(words: Words, composed: Composed, place: str, lexicon: ForceLexicon) -> Composed:
    """Add the nationality, country or place that follows: «nigérienne», «du Niger», «de Gao»."""
    end = composed.end
    if end >= len(words) or not words.joined(end - 1):
        return composed
    adjective = lexicon.adjectives.longest(words, end)
    if adjective is not None and not words.capital(end):
        return replace(composed, end=adjective[0], country=tuple(adjective[1]), named=True)
    if place == "adjective":
        return composed
    start = after_of(words, end)
    if start is None:
        return composed
    country = lexicon.countries.longest(words, start)
    if country is not None and words.capital(country[0] - 1):
        return replace(composed, end=country[0], country=tuple(country[1]), named=True)
    if place == "yes":
        stop = place_end(words, start)
        if stop > start and not _is_force(words, start, lexicon):
            name = words.text[words.starts[start] : words.ends[stop - 1]]
            return replace(composed, end=stop, place=name, named=True)
    return composed


def _is_force(words: Words, i: int, lexicon: ForceLexicon) -> bool:
    """Whether a force begins at word i («bataillon de la Minusma»)."""
    if any(a.fits(words, i, j) for j, aliases in lexicon.names.walk(words, i) for a in aliases):
        return True
    return lexicon.institutions.longest(words, i) is not None


def after_of(words: Words, i: int) -> int | None:
    """The index after «de», «du», «des», «d'», «de la», «de l'»; None where there is none."""
    if words.folded[i] not in OF or i + 1 >= len(words) or not words.joined(i):
        return None
    if words.folded[i] == "de" and words.folded[i + 1] in ("la", "l") and i + 2 < len(words):
        return i + 2 if words.joined(i + 1) else None
    return i + 1


def place_end(words: Words, i: int) -> int:
    """The index after the capitalised words that begin at i; i itself where there are none."""
    if words.folded[i] in _NOT_A_PLACE or words.raw(i).isupper():
        return i
    j = i
    while j < len(words) and j - i < _MAX_PLACE_WORDS and words.capital(j):
        if words.raw(j).isupper() and j > i and len(words.raw(j)) > 1:
            break
        j += 1
        if not words.joined(j - 1) or "\n" in words.gap(j - 1):
            break
    return j


def place_after(words: Words, i: int) -> int:
    """The index after «de Banfora» at word i; i itself where no place is there."""
    start = after_of(words, i)
    if start is None:
        return i
    end = place_end(words, start)
    return end if end > start else i


def arrondissement_after(words: Words, i: int) -> int:
    """The index after «du 9e arrondissement» at word i, 0 where that is not there."""
    if i + 2 >= len(words) or words.folded[i] != "du" or not words.joined(i):
        return 0
    if not ORDINAL.fullmatch(words.folded[i + 1]) or words.folded[i + 2] != "arrondissement":
        return 0
    return i + 3


def sentence_start(words: Words, i: int) -> bool:
    """Whether word i begins a sentence or an item of a list, where its capital says nothing."""
    return i == 0 or bool(set(words.gap(i - 1)) & set(".!?\n:•▪"))


def char_span(words: Words, start: int, end: int) -> tuple[int, int]:
    """Character offsets of words start to end (excluded), with a closing quote that was opened."""
    first, last = words.starts[start], words.ends[end - 1]
    inside = words.text[first:last]
    if any(q in inside for q in '"«') or "''" in inside:
        close = re.match(r" ?»|\"|''", words.text[last : last + 2])
        if close:
            last += close.end()
    return first, last
