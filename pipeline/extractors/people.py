"""Persons: the model's mentions with their edges put right, and the names that it missed.

A name that the model missed is found by its title («le colonel X», «M. X», «le ministre Y»), as a
public figure's name or alias («IBK»), by a first name that is known followed by a surname, or
because the same name is a person's elsewhere in the text.
"""

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from pipeline.extractors.person_names import (
    PARTICLES,
    NameRun,
    is_title_word,
    name_runs,
    trim,
)
from pipeline.mentions import Candidate, candidates
from pipeline.normalizers.office_words import Words
from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word
from pipeline.normalizers.titles import Title, TitleReader

__all__ = ["PeopleLexicon", "find_people"]

# How often a name found so is right (measured on the training texts, rules alone).
_SCORES = {
    "known": 0.95,
    "full": 0.93,
    "rank": 0.93,
    "civility": 0.93,
    "office": 0.88,
    "again": 0.9,
}
_NOT_AGAIN = re.compile(r"[A-ZÀ-Þ]{1,2}")


def find_people(doc: Doc, lexicon: PeopleLexicon) -> list[Candidate]:
    """Every PERSON mention that a doc should have.

    Args:
        doc: with or without a model's mentions; mentions of other labels are left alone.
        lexicon: ranks, offices, public figures and names.

    Returns:
        Candidates that do not overlap, in the text's order.
    """
    text = doc.text
    proposed = [trim(text, c, lexicon) for c in candidates(doc, "PERSON")]
    found = [c for c in proposed if c is not None]
    taken = [(c.start, c.end) for c in found]
    blocked = sorted(
        (e.start_char, e.end_char) for e in doc.ents if e.label_ in {"FORCE", "ORG", "PLACE"}
    )
    runs = [r for r in name_runs(text) if not _overlaps(r.start, r.end, taken)]
    words = Words(doc)
    titles = TitleReader(text, words, lexicon)
    loose: list[NameRun] = []
    for run in (piece for whole in runs for piece in whole.pieces(lexicon)):
        candidate = _by_evidence(run, words, titles, lexicon)
        if candidate is not None and not _inside(candidate, blocked):
            found.append(candidate)
        else:
            loose.append(run)
    found += _again(found, loose, blocked, text, lexicon)
    return sorted(found, key=lambda c: c.start)


def _by_evidence(
    run: NameRun, words: Words, titles: TitleReader, lexicon: PeopleLexicon
) -> Candidate | None:
    """The name in a run of capitalised words, if its title or its words say that it is one."""
    if not run.parts:
        return None
    known = run.known_part(lexicon)
    if known is not None:
        return _candidate(known, "known", "lexicon")
    first = words.at(run.start)
    if first < len(words) and words.start[first] == run.start and not run.is_foreign(lexicon):
        title = titles.before(first, max(0, first - 40))
        if "\n" in words.text[title.start : first]:
            title = Title(first)
        if (title.start < first) and (name := run.as_name(lexicon)) is not None:
            if title.civility:
                return _candidate(name, "civility", "rule")
            if title.rank is not None and title.rank.rank_id not in {"soldat", "commissaire"}:
                return _candidate(name, "rank", "rule")
            if title.phrases and (len(name.parts) > 1 or title.phrases[-1].office.single):
                return _candidate(name, "office", "rule")
    full = run.full_name(lexicon)
    return _candidate(full, "full", "lexicon") if full is not None else None


def _candidate(run: NameRun, evidence: str, method: str) -> Candidate:
    return Candidate(run.start, run.end, "PERSON", method, _SCORES[evidence])


def _again(
    found: list[Candidate],
    runs: Iterable[NameRun],
    blocked: list[tuple[int, int]],
    text: str,
    lexicon: PeopleLexicon,
) -> list[Candidate]:
    """Names of one or more words that are part of a person's full name elsewhere in the text."""
    surnames: set[str] = set()
    whole: set[str] = set()
    for c in found:
        name = fold_word(text[c.start : c.end])
        if c.score >= _SCORES["civility"] or c.method == "model":
            whole.add(name)
        parts = [w for w in name.split() if w not in PARTICLES]
        if len(parts) > 1 and len(parts[-1]) > 3 and c.score >= _SCORES["civility"]:
            surnames.add(parts[-1])
    more = []
    for run in runs:
        key = run.key
        if not run.parts or (key not in whole and key not in surnames):
            continue
        if len(run.parts) == 1 and _NOT_AGAIN.fullmatch(run.parts[0]):
            continue
        if len(run.parts) == 1 and (key in lexicon.countries or is_title_word(key, lexicon)):
            continue
        c = _candidate(run, "again", "rule")
        if not _overlaps(c.start, c.end, blocked):
            more.append(c)
    return more


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in spans)


def _inside(candidate: Candidate, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a span of another label holds the candidate and more, or crosses it."""
    for start, end in spans:
        if start < candidate.end and candidate.start < end:
            covers = candidate.start <= start and end <= candidate.end
            if not covers or (start, end) == (candidate.start, candidate.end):
                return True
    return False
