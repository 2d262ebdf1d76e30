"""Counts: how many members of forces there are, how many casualties, captives, displaced.

    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_counts")
    nlp("13 soldats ont été tués.").ents  # (13 soldats,)

A number is a count by its noun (`lexicons/counted_nouns.csv`): the dead, hostages, soldiers always,
«13 personnes» only where a verb, participle or noun (`lexicons/count_roles.csv`) makes them
casualties, captives, missing or displaced. The annotation guide draws the spans.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.extractors.count_phrases import Phrase, phrases
from pipeline.mentions import Candidate, candidates
from pipeline.normalizers.count_roles import (
    CASUALTY_ROLES,
    Counted,
    Reading,
    Words,
    read_roles,
)

__all__ = ["CountLexicon", "Found", "find_counts", "found_counts"]

_BREAK = re.compile(r"\n+|(?<![A-ZÀ-Þ.])(?<!\bMM)(?<!\bM[mr])(?<!\bDr)[.!?…]+[\"'»)\]]* +(?=[\"'«(\[–-]? ?[A-ZÀ-Þ\d])|[.!?][\"'»]?(?=[A-ZÀ-Þ][a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Found:
    """A count found: its phrase, how it is read, how sure it is, and whether it is elliptic."""

    phrase: Phrase
    reading: Reading
    score: float
    part_of: bool = False
    implicit: bool = False
    unit: str = "persons"


def find_counts(doc: Doc, lexicon: CountLexicon) -> list[Candidate]:
    """The counts of a document.

    Args:
        doc: any tokens; mentions of COUNT already there are taken as a model's proposals.
        lexicon: from `CountLexicon.load`.

    Returns:
        The complete set of COUNT mentions, in character offsets.
    """
    found = [f for f in found_counts(doc.text, lexicon) if not f.implicit]
    out = [Candidate(f.phrase.start, f.phrase.end, "COUNT", "rule", f.score) for f in found]
    for proposal in candidates(doc, "COUNT"):
        if not any(c.start < proposal.end and proposal.start < c.end for c in out):
            out.append(proposal)
    return sorted(out, key=lambda c: c.start)


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Sentences by punctuation and line, as character offsets: the same with or without a model."""
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def found_counts(text: str, lexicon: CountLexicon) -> list[Found]:
    """The counts that the rules find in a text, with their readings, in order."""
    numbers = list(phrases(text, lexicon))
    if not numbers:
        return []
    found: list[Found] = []
    i = 0
    before: list[Found] = []
    for start, end in sentences_of(text):
        here = []
        while i < len(numbers) and numbers[i].start < end:
            here.append(numbers[i])
            i += 1
        now = list(_sentence(text, start, end, here, before, lexicon)) if here else []
        found += now
        before = now
    return found


def _sentence(
    text: str,
    start: int,
    end: int,
    numbers: Sequence[Phrase],
    before: Sequence[Found],
    lexicon: CountLexicon,
) -> Iterator[Found]:
    words = Words.of(text, start, end)
    counted = [Counted(*words.covering(p.start, p.end), p.noun) for p in numbers]
    readings = read_roles(words, lexicon, counted)
    antecedent: Found | None = None
    for phrase, place, reading in zip(numbers, counted, readings, strict=True):
        if phrase.noun is None:
            found = _elliptic(words, phrase, place, reading, antecedent, before)
        else:
            found = _full(words, phrase, place, reading)
        if found is not None:
            if not found.implicit:
                antecedent = found
            yield found


def _full(words: Words, phrase: Phrase, place: Counted, reading: Reading) -> Found | None:
    noun = phrase.noun
    assert noun is not None
    amount = phrase.amount
    one = amount.high == 1
    casualty = reading.strong and reading.role in CASUALTY_ROLES
    part = place.first > 0 and words.texts[place.first - 1] == "dont"
    if (amount.high or amount.low or 0) < 1:
        return None
    if noun.scope == "casualty":
        return Found(phrase, reading, 0.9, part, False, noun.unit)
    if noun.scope == "force" and not one:
        return Found(phrase, reading, 0.9, part, False, noun.unit)
    limit = {"force": 4.0, "men": 3.5, "person": 3.0}[noun.scope] if one else 6.0
    if casualty and reading.cost <= limit:
        return Found(phrase, reading, 0.85, part, False, noun.unit)
    if noun.scope == "men" and not one and reading.role and reading.cost <= 3:
        return Found(phrase, reading, 0.7, part, False, noun.unit)
    return None


_PREDICATES = frozenset("sont ont étaient avaient seraient auraient furent est a était avait".split())
_AFTER = _PREDICATES | frozenset("dans par , . ; ) à au en grièvement légèrement morts tués blessés dont".split())


def _elliptic(
    words: Words,
    phrase: Phrase,
    place: Counted,
    reading: Reading,
    antecedent: Found | None,
    before: Sequence[Found],
) -> Found | None:
    previous = words.texts[place.first - 1] if place.first else ""
    after = words.texts[place.after] if place.after < len(words.texts) else "."
    source = antecedent or (before[-1] if before else None)
    if source is None:
        return None
    casualty = reading.strong and reading.role in CASUALTY_ROLES
    if previous == "dont" and antecedent is not None and after in _AFTER:
        return Found(phrase, reading, 0.8, True, False, source.unit)
    if casualty and reading.cost <= 2 and after in _PREDICATES:
        return Found(phrase, reading, 0.7, False, antecedent is None, source.unit)
    return None
