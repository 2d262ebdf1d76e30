"""Mentions of forces: listed names, composed names, and what the model adds.

Armies and services, their units, multinational forces, operations, armed groups, militias and
private military companies, as the annotation guide has them under FORCE.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from pipeline.extractors.force_proposals import VAGUE, is_force
from pipeline.mentions import Candidate, candidates, text_of
from pipeline.normalizers.force_acronyms import given_acronyms
from pipeline.normalizers.force_complements import (
    Composed,
    arrondissement_after,
    char_span,
    place_after,
)
from pipeline.normalizers.force_evidence import Evidence
from pipeline.normalizers.force_grammar import read_composed
from pipeline.normalizers.force_lexicon import Alias, ForceLexicon
from pipeline.normalizers.force_words import Words, words_of

# Kinds of forces whose acronym takes a number or a place: «BIR 17», «CRS 3», «BAC de Bobo».
_NUMBERED_KINDS = frozenset(("unit", "police", "special_forces", "gendarmerie"))
_RANKS = frozenset("general generaux generale chef chefs officier officiers".split())
_RANKED_UNITS = frozenset("brigade division bataillon escadron corps groupe".split())
# Before a force's name they make it something else: a school, a club, a street.
_OTHER_HEADS = frozenset(
    "ecole ecoles lycee institut academie musee amicale as association".split()
)


_SMALL = frozenset("la le les l de du des d et a au aux".split())
# Common nouns that belong to the proper name after them: «force Barkhane», «groupe Wagner».
_GLUED = frozenset("force forces operation groupe groupes mouvement milice milices mission".split())
_GLUED_KINDS = frozenset(
    "operation armed_group joint_force private_company self_defence coalition training_mission "
    "peace_operation".split()
)


def find_forces(doc: Doc, lexicon: ForceLexicon) -> list[Candidate]:
    """The forces that a doc names: the lexicon's, composed names, and the model's others.

    Args:
        doc: any tokens; entities with the label FORCE are taken as a model's proposals.
        lexicon: see `ForceLexicon.load`.

    Returns:
        The complete set of FORCE candidates, none overlapping another, in order.
    """
    text = text_of(doc)
    words = words_of(text)
    found = _longest_first(_found(words, lexicon))
    found = _fill(found, (c for c in candidates(doc.ents, "FORCE") if is_force(text, c, lexicon)))
    found = _fill(found, _acronyms(text, found))
    return sorted(found, key=_span)


def _span(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, candidate.end


def _longest_first(found: Iterable[Candidate]) -> list[Candidate]:
    return _fill([], sorted(found, key=lambda c: (c.start - c.end, c.start)))


def _fill(kept: list[Candidate], more: Iterable[Candidate]) -> list[Candidate]:
    """Add those that overlap none that is there."""
    kept = list(kept)
    taken = {p for c in kept for p in range(c.start, c.end)}
    for candidate in more:
        places = range(candidate.start, candidate.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(candidate)
    return kept


def _found(words: Words, lexicon: ForceLexicon) -> Iterator[Candidate]:
    evidence = Evidence(words, lexicon)
    head = -1  # the head noun of a unit that an ordinal begins: read once
    for i in range(len(words)):
        for j, aliases in lexicon.names.walk(words, i):
            end = _listed(words, i, j, aliases, evidence)
            if end and not _excluded(words, i, end):
                start = _with_head(words, i, aliases)
                yield _candidate(words, start, end, "lexicon", 0.93)
        composed = read_composed(words, i, lexicon) if i != head else None
        if composed is not None and composed.unit and words.folded[i][0].isdigit():
            head = i + 1
        if composed is None or not composed.named or _rank(words, composed):
            continue
        if not _excluded(words, i, composed.end):
            yield _candidate(words, composed.start, composed.end, "rule", 0.9)


def _candidate(words: Words, i: int, j: int, method: str, score: float) -> Candidate:
    start, end = char_span(words, i, j)
    return Candidate(start, end, "FORCE", method, score)


def _listed(words: Words, i: int, j: int, aliases: list[Alias], evidence: Evidence) -> int:
    """The index after a listed name that is meant, with its number or place; 0 if none is."""
    fitting = [a for a in aliases if a.fits(words, i, j)]
    if not fitting:
        return 0
    if any(a.acronym and a.force.kind in _NUMBERED_KINDS for a in fitting) and j - i == 1:
        end = _numbered(words, j)
        if end > j:
            return end
    if any(not a.doubtful for a in fitting):
        return j
    if not any(evidence.supports(a.force) for a in fitting):
        return 0
    if fitting[0].acronym:
        return 0 if evidence.elsewhere(words.raw(i)) else j
    return 0 if j - i == 1 and _part_of_a_name(words, i) else j


def _part_of_a_name(words: Words, i: int) -> bool:
    """«Richard Wagner», «Wagner Moura»: a capitalised word right beside it."""
    before = i > 0 and words.capital(i - 1) and words.gap(i - 1) == " "
    after = i + 1 < len(words) and words.capital(i + 1) and words.gap(i) == " "
    return after or (before and words.folded[i - 1] not in _GLUED | _SMALL)


def _with_head(words: Words, i: int, aliases: list[Alias]) -> int:
    """The index of the common noun that belongs to the name at word i, or i."""
    if not i or words.folded[i - 1] not in _GLUED or words.folded[i] in _GLUED:
        return i
    if aliases[0].force.kind not in _GLUED_KINDS or not (
        words.capital(i) or aliases[0].text.startswith("anti")
    ):
        return i
    return i - 1 if words.gap(i - 1) in (" ", ' "', " ''", " « ", " «") else i


def _numbered(words: Words, j: int) -> int:
    """The index after «17» or «de Banfora» at word j, where an acronym ends; j if none is there."""
    if j >= len(words) or words.gap(j - 1) != " ":
        return j
    if words.folded[j].isdigit() and len(words.folded[j]) <= 2:
        return j + 1
    if words.folded[j] == "n" and words.gap(j).strip(" ") in ("°", "º"):
        return j + 2
    return arrondissement_after(words, j) or place_after(words, j)


def _excluded(words: Words, i: int, j: int) -> bool:
    """«chef d'état-major des armées» is an office, «une police nationale» none in particular."""
    if not i:
        return False
    before, earlier = words.folded[i - 1], words.folded[i - 2] if i > 1 else ""
    if words.folded[i] == "etat":
        return before in ("d", "de", "l") and earlier in ("chef", "chefs", "chefferie")
    if _headed_staff(words, i, j):
        return True
    if before in VAGUE and words.text[words.starts[i] : words.ends[j - 1]].islower():
        return not words.folded[i][0].isdigit()
    if before == "haut" and words.folded[i] == "commissariat":
        return True
    return before in _OTHER_HEADS or (before in ("de", "du", "d") and earlier in _OTHER_HEADS)


def _headed_staff(words: Words, i: int, j: int) -> bool:
    """«chef d'état-major général des armées du Niger»: an office and a country, no force."""
    before = words.folded[max(0, i - 6) : i]
    if words.folded[i] != "armees" or not words.capital(j - 1) or "etat" not in before:
        return False
    k = before.index("etat")
    return k > 1 and before[k - 2] in ("chef", "chefs") and before[-1] in ("des", "l", "la", "de")


def _rank(words: Words, composed: Composed) -> bool:
    """«général de brigade X», «chef d'escadron X»: a rank, and a person's name."""
    i = composed.start
    return (
        i > 1
        and words.folded[i] in _RANKED_UNITS
        and words.folded[i - 1] in ("de", "d")
        and words.folded[i - 2] in _RANKS
    )


def _acronyms(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Every use of an acronym that the document gives one of its forces."""
    given = given_acronyms(text, sorted(_span(c) for c in found))
    if not given:
        return
    pattern = "|".join(re.escape(a) for a in sorted(given, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text):
        yield Candidate(match.start(), match.end(), "FORCE", "rule", 0.9)
