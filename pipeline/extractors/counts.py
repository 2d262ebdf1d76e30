"""Counts: how many members of forces there are, how many casualties, captives, displaced.

    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_counts")
    nlp("13 soldats ont été tués.").ents  # (13 soldats,)

A number is a count by its noun (`lexicons/counted_nouns.csv`): the dead, hostages, soldiers always,
«13 personnes» only where a verb, participle or noun (`lexicons/count_roles.csv`) makes them
casualties, captives, missing or displaced. The annotation guide draws spans and scope;
`count_phrases` has the spans, `count_scope` the scope.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.extractors.count_phrases import Phrase, phrases
from pipeline.extractors.count_scope import judge
from pipeline.extractors.count_sentences import sentences_of
from pipeline.extractors.count_situation import Found, Situation
from pipeline.extractors.count_words import plain
from pipeline.mentions import Candidate, candidates, text_of
from pipeline.normalizers.count_amounts import Amount
from pipeline.normalizers.count_cues import Counted, Words, is_military
from pipeline.normalizers.count_roles import read_roles

__all__ = ["CountLexicon", "Found", "find_counts", "found_counts"]

# What a count is told by when it is said again: its amount, its noun's unit and scope.
Key = tuple[Amount, str, str]


def find_counts(doc: Doc, lexicon: CountLexicon) -> list[Candidate]:
    """The counts of a document.

    Args:
        doc: any tokens; mentions of COUNT already there are taken as a model's proposals.
        lexicon: from `CountLexicon.load`.

    Returns:
        The complete set of COUNT mentions, in character offsets.
    """
    proposals = [(c.start, c.end) for c in candidates(doc.ents, "COUNT")]
    return [
        Candidate(f.phrase.start, f.phrase.end, "COUNT", "rule", f.score)
        for f in found_counts(text_of(doc), lexicon, proposals)
        if not f.implicit
    ]


def found_counts(
    text: str, lexicon: CountLexicon, proposals: Sequence[tuple[int, int]] = ()
) -> list[Found]:
    """The counts of a text with their readings, in order.

    Args:
        text: any text.
        lexicon: from `CountLexicon.load`.
        proposals: character offsets that a model takes for counts. A number that the rules leave
            in doubt is a count if it is proposed; what they see no ground for is not (on press
            texts that the model had not seen, 1 of 20 such proposals was right).
    """
    text = plain(text)
    numbers = list(phrases(text, lexicon))
    if not numbers:
        return []
    proposed = _overlapping(numbers, proposals)
    known: set[Key] = set()
    found: list[Found] = []
    earlier: Found | None = None
    i = 0
    before = (0, 0)
    for start, end in sentences_of(text):
        first = i
        while i < len(numbers) and numbers[i].start < end:
            i += 1
        now: list[Found] = []
        if i > first:
            now = list(
                _sentence(
                    text, (start, end), before, numbers[first:i], earlier, known, proposed, lexicon
                )
            )
        before = (start, end)
        found += now
        earlier = now[-1] if now else None
        known.update(_key(f.phrase) for f in now)
    return found


def _overlapping(numbers: Sequence[Phrase], proposals: Sequence[tuple[int, int]]) -> set[Phrase]:
    """The phrases that a proposal overlaps; both are ordered."""
    taken = set()
    i = 0
    for start, end in sorted(proposals):
        while i < len(numbers) and numbers[i].end <= start:
            i += 1
        for phrase in numbers[i:]:
            if phrase.start >= end:
                break
            taken.add(phrase)
    return taken


def _key(phrase: Phrase) -> Key:
    noun = phrase.noun
    return (phrase.amount, noun.unit, noun.scope) if noun else (phrase.amount, "", "")


def _sentence(
    text: str,
    place: tuple[int, int],
    before: tuple[int, int],
    numbers: Sequence[Phrase],
    earlier: Found | None,
    known: set[Key],
    proposed: set[Phrase],
    lexicon: CountLexicon,
) -> Iterator[Found]:
    words = Words.of(text, *place)
    places = [Counted(*words.covering(p.start, p.end), p.noun) for p in numbers]
    readings = read_roles(words, lexicon, places)
    military = is_military(words, lexicon)
    antecedent: Found | None = None
    for phrase, covered, reading in zip(numbers, places, readings, strict=True):
        found = judge(
            Situation(
                words,
                phrase,
                covered,
                reading,
                text[phrase.end : phrase.end + 80],
                text[slice(*before)],
                lexicon,
                antecedent,
                earlier,
                _key(phrase) in known,
                phrase in proposed,
                military,
            )
        )
        if found is not None:
            if found.implicit:
                earlier = found
            else:
                antecedent = found
            yield found
