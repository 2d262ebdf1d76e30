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
from functools import partial

from spacy.tokens import Doc

from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.extractors.count_phrases import Phrase, phrases
from pipeline.extractors.count_sentences import sentences_of
from pipeline.mentions import Candidate, candidates
from pipeline.normalizers.count_amounts import Amount
from pipeline.normalizers.count_roles import (
    CASUALTY_ROLES,
    Counted,
    Reading,
    Words,
    joined_counts,
    read_roles,
)

__all__ = ["CountLexicon", "Found", "find_counts", "found_counts"]

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
    proposals = [(c.start, c.end) for c in candidates(doc, "COUNT")]
    return [
        Candidate(f.phrase.start, f.phrase.end, "COUNT", "rule", f.score)
        for f in found_counts(doc.text, lexicon, proposals)
        if not f.implicit
    ]


def found_counts(
    text: str, lexicon: CountLexicon, proposals: Sequence[tuple[int, int]] = ()
) -> list[Found]:
    """The counts of a text with their readings, in order.

    Args:
        text: clean text.
        lexicon: from `CountLexicon.load`.
        proposals: ordered character offsets that a model takes for counts. A number that the rules
            leave in doubt is a count if it is proposed; what the rules see no ground for is not.
            (Measured on held-out press texts, 1 of 20 proposals without such ground was right.)
    """
    numbers = list(phrases(text, lexicon))
    likely = {p for p in numbers if any(a < p.end and p.start < b for a, b in proposals)}
    if not numbers:
        return []
    found: list[Found] = []
    i = 0
    before: list[Found] = []
    known: set[tuple[Amount, str, str]] = set()
    for start, end in sentences_of(text):
        here = []
        while i < len(numbers) and numbers[i].start < end:
            here.append(numbers[i])
            i += 1
        now = (
            list(_sentence(text, start, end, here, before, known, likely, lexicon)) if here else []
        )
        found += now
        before = now
        known.update(_key(f.phrase) for f in now if f.phrase.noun is not None)
    return found


def _key(phrase: Phrase) -> tuple[Amount, str, str]:
    noun = phrase.noun
    return (phrase.amount, noun.unit, noun.scope) if noun else (phrase.amount, "", "")


def _sentence(
    text: str,
    start: int,
    end: int,
    numbers: Sequence[Phrase],
    before: Sequence[Found],
    known: set[tuple[Amount, str, str]],
    likely: set[Phrase],
    lexicon: CountLexicon,
) -> Iterator[Found]:
    words = Words.of(text, start, end)
    counted = [Counted(*words.covering(p.start, p.end), p.noun) for p in numbers]
    readings = read_roles(words, lexicon, counted)
    military = any(_is_military(w, lexicon) for w in words.texts)
    antecedent: Found | None = None
    last: Counted | None = None
    for phrase, place, reading in zip(numbers, counted, readings, strict=True):
        if phrase.noun is None:
            found = _elliptic(words, phrase, place, reading, antecedent, before, lexicon)
            found = found or _counted_by_name(words, phrase, place, reading, lexicon)
        else:
            joined = last is not None and joined_counts(words, last, place)
            after = text[phrase.end : phrase.end + 80]
            if _leaves_noun_out(words, place, lexicon):
                continue
            found = _full(words, phrase, place, reading, after, antecedent, joined, military)
            if found is None and _key(phrase) in known and _is_definite(words, place):
                found = Found(phrase, reading, 0.7, False, False, phrase.noun.unit)
        if found is None and phrase in likely:
            source = antecedent or (before[-1] if before else None)
            found = _likely(words, phrase, place, reading, source, military, lexicon)
        if found is not None:
            last = place
            if not found.implicit:
                antecedent = found
            yield found


def _is_military(word: str, lexicon: CountLexicon) -> bool:
    """Whether a word of the sentence says that it is about forces."""
    noun = lexicon.nouns.get(word)
    return word in _MILITARY or (noun is not None and noun.scope == "force")


_MILITARY = frozenset(
    "armée armées troupes effectifs effectif contingent bataillon détachement opération colonne "
    "force forces régiment brigade légion minusma barkhane serval takuba mission fama militaire "
    "militaires katiba garnison unité unités compagnie patrouille".split()
)

_AT_WAR = _MILITARY - frozenset("opération mission force forces unité unités compagnie".split())


def _is_definite(words: Words, place: Counted) -> bool:
    previous = words.texts[place.first - 1] if place.first else ""
    return previous in {"les", "ces", "des", "aux", "nos", "leurs"}


_FUNCTION = frozenset(
    "de des du d' à au aux en dans par pour sur avec et ou qui que dont sont ont étaient avaient "
    "ont a est n' ne se s' y lors hier selon depuis après contre chez".split()
)


def _leaves_noun_out(words: Words, place: Counted, lexicon: CountLexicon) -> bool:
    """«deux autres félins», «trois jeunes léopards»: the noun counted is one we do not know."""
    if place.after >= len(words.texts) or words.texts[place.after - 1] not in _OPEN_HEADS:
        return False
    after = words.texts[place.after]
    if not after[0].isalpha() or after in _FUNCTION or after in lexicon.cues:
        return False
    return after not in lexicon.nationalities and after.endswith(("s", "x"))


_OPEN_HEADS = frozenset("autre autres jeune jeunes".split())


def _full(
    words: Words,
    phrase: Phrase,
    place: Counted,
    reading: Reading,
    text: str,
    antecedent: Found | None,
    joined: bool,
    military: bool,
) -> Found | None:
    """A number with its noun, where it is a count."""
    noun = phrase.noun
    assert noun is not None
    amount = phrase.amount
    if (amount.high or amount.low or 0) < 1:
        return None
    one = amount.high == 1
    before = " ".join(words.texts[max(0, place.first - 5) : place.first])
    part = _PART.search(before) is not None or before.endswith("(")
    found = partial(Found, phrase, reading, part_of=part, unit=noun.unit)
    casualty = reading.strong and reading.role in CASUALTY_ROLES
    if noun.scope == "casualty" and (not one or noun.alone and not noun_is_event(words, place)):
        return found(score=0.9)
    if noun.scope == "force" and not one:
        return found(score=0.9)
    if (
        casualty
        and reading.cost <= _LIMITS[noun.scope][one]
        and not (one and reading.role == "displaced")
    ):
        return found(score=0.85)
    if noun.scope == "men" and not one:
        if reading.role in ("strength", "deployment") and reading.cost <= 4:
            return found(score=0.7)
        if _OF_FORCE.match(text) or military and (amount.high or amount.low or 0) >= 20:
            return found(score=0.7)
    if (
        noun.nationality
        and _AT_WAR.intersection(words.texts)
        and reading.role in ("strength", "deployment")
    ):
        if reading.cost <= 3 and not one:
            return found(score=0.6)
    if part and antecedent is not None:
        return found(score=0.75)
    if joined and antecedent is not None and (not one or antecedent.part_of):
        listed = antecedent.phrase.noun
        same = listed is not None and listed.scope in ("force", "men") and noun.scope == "men"
        if antecedent.reading.strong or antecedent.part_of or same:
            return found(score=0.7, part_of=antecedent.part_of)
    return None


def noun_is_event(words: Words, place: Counted) -> bool:
    """«une mort» is a death, «un mort» a dead man."""
    return words.texts[place.first : place.after] == ["une", "mort"]


_LIMITS = {
    "casualty": (9.0, 4.0),
    "force": (9.0, 4.0),
    "men": (7.0, 3.0),
    "person": (7.0, 2.0),
}
_PART = re.compile(
    r"(?:\bdont|\bparmi (?:eux|elles|lesquels|lesquelles|ceux-ci|celles-ci)|\by compris)"
    r"[ ,]*(?:figurent|se trouvent)?$"
)
_OF_FORCE = re.compile(
    r"[^.;,]{0,40}? (?:de|du|des|d') ?(?:la |l')?(?:\w+ ){0,2}?(?:police|armées?|gendarmerie|garde"
    r"|forces? (?:de|armée)|unités?|bataillons?|régiments?|brigades?|compagnies?|légion"
    r"|groupement|escadrons?|pelotons?|GMS|BAC|CRS|FAMa|FAMA)\b"
)
_PREDICATES = frozenset(
    "sont ont étaient avaient seraient auraient furent est a était avait".split()
)


def _elliptic(
    words: Words,
    phrase: Phrase,
    place: Counted,
    reading: Reading,
    antecedent: Found | None,
    before: Sequence[Found],
    lexicon: CountLexicon,
) -> Found | None:
    """A number whose noun is left out, where the sentence, or the one before, gives the noun."""
    previous = words.texts[place.first - 1] if place.first else ""
    after = words.texts[place.after] if place.after < len(words.texts) else "."
    source = antecedent or (before[-1] if before else None)
    if source is None:
        return None
    found = partial(Found, phrase, reading, unit=source.unit)
    casualty = reading.strong and reading.role in CASUALTY_ROLES
    plain = after in _FUNCTION or not after[0].isalnum() or after in lexicon.cues
    if previous == "dont" and antecedent is not None and (plain or after in lexicon.nationalities):
        return found(score=0.8, part_of=True)
    if casualty and reading.cost <= 0 and antecedent is not None:
        return found(score=0.7)
    rest = words.texts[place.after : place.after + 3]
    among = rest[:3] in (["d'", "entre", "eux"], ["d'", "entre", "elles"]) or after == "des"
    if casualty and reading.cost <= (6 if among else 2) and (among or after in _PREDICATES):
        return found(score=0.7, implicit=antecedent is None)
    return None


def _likely(
    words: Words,
    phrase: Phrase,
    place: Counted,
    reading: Reading,
    source: Found | None,
    military: bool,
    lexicon: CountLexicon,
) -> Found | None:
    """A number that a model takes for a count, where the sentence gives some ground for it."""
    noun = phrase.noun
    after = words.texts[place.after] if place.after < len(words.texts) else "."
    casualty = reading.strong and reading.role in CASUALTY_ROLES
    if noun is not None:
        one = phrase.amount.high == 1
        near = source is not None and source.unit != "civilians"
        force = noun.scope in ("force", "men") or bool(noun.nationality)
        if casualty and reading.cost <= 15 or (force and not one and (military or near)):
            return Found(phrase, reading, 0.6, unit=noun.unit)
        return None
    plain = after in _FUNCTION or not after[0].isalnum() or after in lexicon.cues
    if source is not None and plain:
        return Found(phrase, reading, 0.6, unit=source.unit)
    return None


def _counted_by_name(
    words: Words, phrase: Phrase, place: Counted, reading: Reading, lexicon: CountLexicon
) -> Found | None:
    """«le nombre de morts est passé de 8 à 11», «ce qui porte à quatre le nombre de victimes»."""
    text = words.texts
    after = text[place.after : place.after + 5]
    if after[:2] in (["le", "nombre"], ["le", "bilan"], ["le", "total"]):
        noun = next((lexicon.nouns[w] for w in after[2:] if w in lexicon.nouns), None)
    else:
        first = max(0, place.first - 22)
        marks = [i for i in range(first, place.first) if text[i] in _TOTALS]
        if not marks or (after and (after[0][0].isalpha() and after[0] not in _FUNCTION)):
            return None
        named = [
            lexicon.nouns[" ".join(text[i : i + n])]
            for i in range(marks[-1] + 1, min(marks[-1] + 5, place.first))
            for n in (1,)
            if " ".join(text[i : i + n]) in lexicon.nouns
        ]
        noun = named[0] if named else None
        if place.first and text[place.first - 1] not in _BEFORE_TOTAL:
            return None
    if noun is None or noun.scope not in ("casualty", "force") or noun.singular:
        return None
    return Found(phrase, reading, 0.7, unit=noun.unit)


_TOTALS = frozenset("nombre bilan total chiffre effectif".split())
_BEFORE_TOTAL = frozenset("à de d' est atteint atteignait dépasse était sont : contre".split())
