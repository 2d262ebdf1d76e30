"""Composed names of forces: institution × nation, unit × number × place, «opération X».

One reading of them for the extractor, which wants to know where a name ends, and for the
normalizer, which wants to know what it means.
"""

import re
from dataclasses import dataclass, replace

from pipeline.normalizers.force_lexicon import ForceLexicon, Institution
from pipeline.normalizers.force_words import QUOTES, Words

_ORDINAL = re.compile(r"\d{1,4}(?:er|re|ere|e|eme|ieme|nd|nde)")
_NUMBER = re.compile(r"\d{1,4}|[ivx]{1,5}")
_OF = frozenset(("de", "du", "d", "des"))
_MAX_PLACE_WORDS = 5
# Words that begin a sentence or a name of something else, never a place after «de».
_NOT_A_PLACE = frozenset("la le les l un une ce cette son sa ses leur".split())
# «opération X», «katiba X»: the proper name follows its head noun.
NAMED_HEADS: dict[tuple[str, ...], str] = {
    ("operation",): "operation",
    ("katiba",): "armed_group",
    ("katibat",): "armed_group",
    ("task", "force"): "joint_force",
    ("gtia",): "unit",
    ("gtd",): "unit",
    ("gtd", "bir"): "unit",
}
_PROPER_UNITS = frozenset("bataillon brigade regiment commando escadron escadrille".split())


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


def read_composed(words: Words, i: int, lexicon: ForceLexicon) -> Composed | None:
    """The composed name that begins at word i, the longest reading, or None."""
    folded = words.folded[i]
    if _ORDINAL.fullmatch(folded):
        return _unit(words, i + 1, i, lexicon) if i + 1 < len(words) else None
    proper = _named_head(words, i)
    if proper is not None:
        return proper
    found = lexicon.institutions.longest(words, i)
    if found is None:
        return None
    end, (institution, *_) = found
    if institution.unit != "no":
        return _unit(words, i, i, lexicon)
    return _institution(words, i, end, institution, lexicon)


def _institution(
    words: Words, start: int, end: int, institution: Institution, lexicon: ForceLexicon
) -> Composed:
    composed = Composed(start, end, institution, institution.kind)
    alone = institution.alone
    if alone == "yes" or (alone == "capital" and _capitalised(words, start, end)):
        composed = replace(composed, named=True)
    return _complement(words, composed, institution.place, lexicon)


def _capitalised(words: Words, start: int, end: int) -> bool:
    if end - start < 2:
        return False
    return words.capital(end - 1) or (words.capital(start) and not _sentence_start(words, start))


def _complement(words: Words, composed: Composed, place: str, lexicon: ForceLexicon) -> Composed:
    """Add the nationality, country or place that follows: «nigérienne», «du Niger», «de Gao»."""
    end = composed.end
    if end >= len(words) or not words.joined(end - 1):
        return composed
    adjective = lexicon.adjectives.longest(words, end)
    if adjective is not None and not words.capital(end):
        return replace(composed, end=adjective[0], country=tuple(adjective[1]), named=True)
    if place == "adjective":
        return composed
    start = _after_of(words, end)
    if start is None:
        return composed
    country = lexicon.countries.longest(words, start)
    if country is not None and words.capital(country[0] - 1):
        return replace(composed, end=country[0], country=tuple(country[1]), named=True)
    if place == "yes":
        stop = _place_end(words, start)
        if stop > start and not _is_force(words, start, lexicon):
            name = words.text[words.starts[start] : words.ends[stop - 1]]
            return replace(composed, end=stop, place=name, named=True)
    return composed


def _is_force(words: Words, i: int, lexicon: ForceLexicon) -> bool:
    """Whether a force begins at word i («bataillon de la Minusma»)."""
    if any(a.fits(words, i, j) for j, aliases in lexicon.names.walk(words, i) for a in aliases):
        return True
    return lexicon.institutions.longest(words, i) is not None


def _after_of(words: Words, i: int) -> int | None:
    """The index after «de», «du», «des», «d'», «de la», «de l'»; None where there is none."""
    if words.folded[i] not in _OF or i + 1 >= len(words) or not words.joined(i):
        return None
    if words.folded[i] == "de" and words.folded[i + 1] in ("la", "l") and i + 2 < len(words):
        return i + 2 if words.joined(i + 1) else None
    return i + 1


def _place_end(words: Words, i: int) -> int:
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
    start = _after_of(words, i)
    if start is None:
        return i
    end = _place_end(words, start)
    return end if end > start else i


def _unit(words: Words, i: int, start: int, lexicon: ForceLexicon) -> Composed | None:
    """A unit's name whose head noun is word i, after an ordinal where start is not i."""
    numbered = start != i
    if numbered and not words.joined(start):
        return None
    found = lexicon.institutions.longest(words, i)
    if found is None or found[1][0].unit == "no":
        return _acronym_unit(words, i, start) if numbered else None
    end, (institution, *_) = found
    composed = Composed(start, end, institution, institution.kind, unit=True)
    composed, roles = _modifiers(words, composed, lexicon)
    modified = bool(roles - {"owner"})
    if institution.unit == "modified" and not modified:
        return None
    title = words.capital(i) and not _sentence_start(words, i)
    named = numbered or "specialty" in roles
    if roles - {"adjective"} and institution.slot != "commissariat":
        # «brigade fluviale de la gendarmerie» is one; in «peloton méhariste de la Garde nationale»
        # the owner is a force by itself.
        owned = "owner" in roles and words.folded[composed.end - 1] == "gendarmerie"
        named = named or title or (modified and owned and institution.unit == "yes")
    composed = _number_after(words, replace(composed, named=named))
    if composed.end == end and institution.slot in _PROPER_UNITS:
        composed = _proper_unit(words, composed)
    if institution.slot == "region-militaire" or not (
        numbered or composed.proper or words.folded[composed.end - 1][-1].isdigit()
    ):
        modified = modified or institution.slot == "region-militaire"
        composed = _unit_complement(words, composed, modified, lexicon)
    return composed


def _sentence_start(words: Words, i: int) -> bool:
    return i == 0 or bool(set(words.gap(i - 1)) & set(".!?\n:•▪"))


def _modifiers(
    words: Words, composed: Composed, lexicon: ForceLexicon
) -> tuple[Composed, frozenset[str]]:
    """Take in «territoriale», «d'infanterie», «de la gendarmerie»; their roles."""
    roles: set[str] = set()
    while composed.end < len(words) and words.joined(composed.end - 1):
        i = composed.end
        if words.folded[i] == "et" and i + 1 < len(words) and words.folded[i + 1] in _OF:
            i += 1
        found = lexicon.modifiers.longest(words, i)
        if found is None or (found[1][0].role == "direction" and not words.capital(i)):
            break
        roles.add(found[1][0].role)
        composed = replace(composed, end=found[0], kind=found[1][0].kind or composed.kind)
    return composed, frozenset(roles)


def _unit_complement(
    words: Words, composed: Composed, modified: bool, lexicon: ForceLexicon
) -> Composed:
    """«de Fana», «burkinabè» (after a modified noun only), «du 9e arrondissement»."""
    assert composed.institution is not None
    i = composed.end
    if i + 1 < len(words) and words.folded[i] == "du" and words.folded[i + 1] == "commissariat":
        station = _unit(words, i + 1, i + 1, lexicon)
        if station is not None and station.named and words.joined(i - 1):
            return replace(composed, end=station.end, place=station.place, named=True)
    place = "yes" if composed.institution.place == "yes" or modified else "no"
    longer = _complement(words, composed, place, lexicon)
    if longer.country and not modified and composed.institution.slot != "commissariat":
        return composed
    return longer if longer.end > composed.end else _arrondissement(words, composed)


def _number_after(words: Words, composed: Composed) -> Composed:
    """«n° 2», «n°2», «17»: a number after the noun."""
    i = composed.end
    if i >= len(words):
        return composed
    if words.folded[i] in ("n", "no") and i + 1 < len(words):
        if words.gap(i).strip(" ") in ("°", "º", ".") and words.folded[i + 1].isdigit():
            return replace(composed, end=i + 2, named=True)
        if words.folded[i] == "no" and words.gap(i) == " " and words.folded[i + 1].isdigit():
            return replace(composed, end=i + 2, named=True)
    match = re.fullmatch(r"no?(\d{1,4})", words.folded[i])
    if match and words.joined(i - 1):
        return replace(composed, end=i + 1, named=True)
    return composed


def _proper_unit(words: Words, composed: Composed) -> Composed:
    """«bataillon Gangan», «bataillon Badenya 3», «escadron 1/33 Belfort»."""
    i = composed.end
    if i + 2 < len(words) and words.gap(i) == "/" and words.folded[i].isdigit():
        i += 2
    if i >= len(words) or not words.joined(i - 1):
        return composed
    stop = _place_end(words, i)
    if stop == i or stop - i > 3:
        return composed
    proper = words.text[words.starts[i] : words.ends[stop - 1]]
    if stop < len(words) and words.joined(stop - 1) and words.folded[stop].isdigit():
        stop += 1
    return replace(composed, end=stop, named=True, proper=proper)


def _arrondissement(words: Words, composed: Composed) -> Composed:
    """«(commissariat) du 9e arrondissement», «… de Sikasso» after it."""
    i = composed.end
    if i + 2 >= len(words) or words.folded[i] != "du" or not words.joined(i):
        return composed
    if not _ORDINAL.fullmatch(words.folded[i + 1]) or words.folded[i + 2] != "arrondissement":
        return composed
    composed = replace(composed, end=i + 3, named=True, place="arrondissement")
    i += 3
    if i + 1 < len(words) and words.folded[i] in _OF and words.joined(i - 1):
        stop = _place_end(words, i + 1)
        if stop > i + 1:
            return replace(composed, end=stop)
    return composed


def _acronym_unit(words: Words, i: int, start: int) -> Composed | None:
    """«2e REP», «21e RIMa», «13e DBLE»: an ordinal and an acronym."""
    raw = words.raw(i)
    if words.gap(start) not in (" ", "-") or not 2 <= len(raw) <= 6:
        return None
    if sum(c.isupper() for c in raw) < 2 or not raw[0].isupper() or not raw.isalpha():
        return None
    if not _UNIT_ACRONYM.fullmatch(raw):
        return None
    return Composed(start, i + 1, None, "unit", named=True, unit=True)


# Régiment, bataillon, brigade, demi-brigade, compagnie, escadron, groupement; French and African
# usage: RIMa, RPIMa, REP, REC, REI, RIC, RCP, RPC, BIA, BIR, BCA, DBLE, GTIA, RHC, RAMa, RGP…
_UNIT_ACRONYM = re.compile(
    r"(?:R[A-Z][A-Za-z]{0,4}|B[A-Z][A-Za-z]{0,4}|DBLE|DI|DB|GTIA|GT[A-Z]|C[A-Z]{1,3})"
)


def _named_head(words: Words, i: int) -> Composed | None:
    for head, kind in NAMED_HEADS.items():
        end = i + len(head)
        if words.folded[i] == head[0] and tuple(words.folded[i:end]) == head and end < len(words):
            return _named_after(words, i, end, kind)
    return None


def _named_after(words: Words, start: int, i: int, kind: str) -> Composed | None:
    """The proper name at word i: capitalised words, or words between quotes."""
    gap = words.gap(i - 1)
    if QUOTES & set(gap):
        return _quoted(words, start, i, kind, gap)
    if not words.joined(i - 1):
        return None
    if words.folded[i] in ("de", "du", "des", "d", "la", "n", "no"):
        return None
    stop = _proper_end(words, i)
    if stop == i:
        return None
    proper = words.text[words.starts[i] : words.ends[stop - 1]]
    return Composed(start, stop, None, kind, named=True, proper=proper)


def _proper_end(words: Words, i: int) -> int:
    """The index after a proper name at i, with its number: «Bourgou IV», «Sama 3»."""
    stop = i
    while stop < len(words) and stop - i < 4:
        if not (words.capital(stop) or (stop > i and _NUMBER.fullmatch(words.folded[stop]))):
            break
        if not stop == i and words.folded[stop].isdigit() and len(words.folded[stop]) > 2:
            break
        stop += 1
        if not words.joined(stop - 1) or "\n" in words.gap(stop - 1):
            break
    return stop


def _quoted(words: Words, start: int, i: int, kind: str, gap: str) -> Composed | None:
    if gap.strip(" \"'«»") or not words.capital(i):
        return None
    for j in range(i, min(i + 6, len(words))):
        after = words.gap(j)
        if QUOTES & set(after) and after != "'":
            proper = words.text[words.starts[i] : words.ends[j]]
            return Composed(start, j + 1, None, kind, named=True, proper=proper)
        if not words.joined(j):
            return None
    return None


def char_span(words: Words, start: int, end: int) -> tuple[int, int]:
    """Character offsets of words start to end (excluded), with a closing quote that was opened."""
    first, last = words.starts[start], words.ends[end - 1]
    inside = words.text[first:last]
    if any(q in inside for q in '"«') or "''" in inside:
        close = re.match(r" ?»|\"|''", words.text[last : last + 2])
        if close:
            last += close.end()
    return first, last
