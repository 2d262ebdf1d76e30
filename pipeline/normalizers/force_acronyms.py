"""Acronyms that a document gives its forces: «Coordination des mouvements de l'Azawad (CMA)»."""

import re
from collections.abc import Callable, Iterable

from pipeline.normalizers.force_words import fold_in_place

_BRACKET = re.compile(r"[\"»]?,? {0,2}\(\s?[\"«]?\s?([A-Z][A-Za-z0-9/-]{1,11})\s?[\"»]?\s?[),;]")

_ORDINAL = re.compile(r"^\d+[a-z]{1,4} ")

_NAME_LENGTH = 120
_NAME_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("de du des d la le les l et a au aux en dans pour sur avec".split())


def acronym_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The acronym in brackets right after a name, where its letters come from the name.

    Args:
        text: the document.
        start, end: character offsets of the name.

    Returns:
        Character offsets of the acronym, or None.
    """
    match = _BRACKET.match(text, end)
    if match is None or not _abbreviates(match.group(1), text[start:end]):
        return None
    return match.span(1)


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether the acronym's letters stand in the name in order, the first one first.

    >>> _abbreviates("CMA", "Coordination des mouvements de l'Azawad")
    True
    """
    letters = [c for c in fold_in_place(acronym) if c.isalpha()]
    if " " not in name.strip():
        return False
    folded = _ORDINAL.sub("", fold_in_place(name))
    if not folded or folded[0] != letters[0]:
        return False
    position = 0
    for letter in letters:
        position = folded.find(letter, position) + 1
        if position == 0:
            return False
    return True


def meant_elsewhere(text: str, acronym: str, is_force: Callable[[str], bool]) -> bool:
    """Whether a document gives the acronym to something that is no force.

    Args:
        text: the document.
        acronym: as the document writes it.
        is_force: tells whether a name is a force's.

    Returns:
        True for «centre médical avec antenne (CMA)», where the words before the bracket begin
        with the acronym's letters and are no force's name.
    """
    for match in re.finditer(rf"\([\s\"«]{{0,2}}{re.escape(acronym)}[\s\"»]{{0,2}}\)", text):
        before = text[max(0, match.start() - _NAME_LENGTH) : match.start()]
        words = [m for m in _NAME_WORD.finditer(before) if m.group().lower() not in _SMALL]
        first = words[-len(acronym)].start() if len(words) >= len(acronym) else -1
        initials = "".join(m.group()[0] for m in words[-len(acronym) :])
        if first >= 0 and fold_in_place(initials) == fold_in_place(acronym):
            return not is_force(before[first:].strip())
    return False


def given_acronyms(text: str, names: Iterable[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Acronyms that a document gives names of its own.

    Args:
        text: the document.
        names: character offsets of the names of forces found in it.

    Returns:
        Each acronym, as written, with the offsets of the name it stands for; the first wins.
    """
    found: dict[str, tuple[int, int]] = {}
    for start, end in names:
        acronym = acronym_after(text, start, end)
        if acronym is not None:
            found.setdefault(text[acronym[0] : acronym[1]], (start, end))
    return found
