"""Composed names of forces: institution × nation, unit × number × place, «opération X».

One reading of them for the extractor, which wants to know where a name ends, and for the
normalizer, which wants to know what it means.
"""

import re
from dataclasses import replace

from pipeline.normalizers.force_complements import ORDINAL, Composed, complement, sentence_start
from pipeline.normalizers.force_lexicon import ForceLexicon, Institution
from pipeline.normalizers.force_units import read_unit
from pipeline.normalizers.force_words import QUOTES, Words

_NUMBER = re.compile(r"\d{1,4}|[ivx]{1,5}")
# «opération X», «katiba X»: the proper name follows its head noun.
NAMED_HEADS: dict[tuple[str, ...], str] = {
    ("operation",): "operation",
    ("katiba",): "armed_group",
    ("katibat",): "armed_group",
    ("task", "force"): "joint_force",
    ("gtia",): "unit",
    ("gtd",): "unit",
}
# Feasts and seasons whose «opération» sells sheep or makes rain.
_NOT_OPERATIONS = frozenset("tabaski ramadan careme noel paques saaga".split())
_FIRST_WORDS = frozenset(head[0] for head in NAMED_HEADS)


def read_composed(words: Words, i: int, lexicon: ForceLexicon) -> Composed | None:
    """The composed name that begins at word i, the longest reading, or None."""
    folded = words.folded[i]
    if folded[0].isdigit():
        if not ORDINAL.fullmatch(folded):
            return None
        return read_unit(words, i + 1, i, lexicon) if i + 1 < len(words) else None
    proper = _named_head(words, i) if folded in _FIRST_WORDS else None
    if proper is not None:
        return proper
    found = lexicon.institutions.longest(words, i)
    if found is None or words.raw(i).casefold().startswith("forcé"):
        return None
    end, (institution, *_) = found
    if institution.unit != "no":
        return read_unit(words, i, i, lexicon)
    return _institution(words, i, end, institution, lexicon)


def _institution(
    words: Words, start: int, end: int, institution: Institution, lexicon: ForceLexicon
) -> Composed:
    composed = Composed(start, end, institution, institution.kind)
    alone = institution.alone
    if alone == "yes" or (alone == "capital" and _capitalised(words, start, end)):
        composed = replace(composed, named=True)
    return complement(words, composed, institution.place, lexicon)


def _capitalised(words: Words, start: int, end: int) -> bool:
    if end - start < 2:
        return False
    return words.capital(end - 1) or (words.capital(start) and not sentence_start(words, start))


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
    if stop == i or words.folded[i] in _NOT_OPERATIONS:
        return None
    proper = words.text[words.starts[i] : words.ends[stop - 1]]
    return Composed(start, stop, None, kind, named=True, proper=proper)


def _proper_end(words: Words, i: int) -> int:
    """The index after a proper name at i, with its number: «Bourgou IV», «Sama 3»."""
    stop = i
    while stop < len(words) and stop - i < 4:
        goes_on = stop > i and (words.gap(stop - 1) == "-" or _NUMBER.fullmatch(words.folded[stop]))
        if not (words.capital(stop) or goes_on):
            break
        if stop != i and words.folded[stop].isdigit() and len(words.folded[stop]) > 2:
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
