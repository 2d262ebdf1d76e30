"""Phrases that may count people: modifier, number, adjectives, noun, with their offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extractors.count_lexicon import CountedNoun, CountLexicon
from pipeline.extractors.count_words import WORD
from pipeline.normalizers.count_amounts import CORE, LEFT, Amount, match_amount

_NEXT = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?")
_PARTITIVE = re.compile(r" ?(?:de (?:ses|nos|leurs|mes|tes|vos|ces)|des|d'entre (?:les|ces|ses)) ")
_OF = re.compile(r" ?(?:de |d')")
_NUMBER_NOUN = re.compile(r"(?:aines?|milliers?|millions?|milliards?)(?: ?\(\d[\d .]*\))?$")
# «passé de 8 à 11» is two counts, not a range.
_CHANGE = re.compile(
    r"\b(?:pass|ramen|rédui|augment|chut|tomb|port|revu|mont|grimp|bond)\w* (?:de |d')$"
)
_SAID_OF_OTHERS = re.compile(r"(?:bless|tué|disparu|capturé|enlevé|arrêté)\w*")
_ONE = frozenset({"un", "une"})
_NUMBER_ENDS = ("aine", "illier", "illion", "illiard", "de", "des", "bon", "bonne", "petit")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number that may count people.

    Attributes:
        start, end: character offsets.
        amount: its bounds.
        noun: the noun counted, None where it is left out.
        partitive: True in «un de ses gardes», «trois des corps».
        number: offset after the number.
        head: offset of the noun, or of an adjective before it.
    """

    start: int
    end: int
    amount: Amount
    noun: CountedNoun | None
    partitive: bool = False
    number: int = 0
    head: int = 0


def phrases(text: str, lexicon: CountLexicon) -> Iterator[Phrase]:
    """The phrases of a text, in order, not overlapping; those with no noun are bare numbers."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer: «İ»
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    done = 0
    for core in CORE.finditer(low):
        if core.start() < done or (core.group() in _ONE and not _may_count(low, core, lexicon)):
            continue
        phrase = _phrase_at(low, core.start(), lexicon, done)
        if phrase is None:
            continue
        national = phrase.noun is not None and phrase.noun.nationality
        if national and text[phrase.head].islower():  # «dont 334 français»: an adjective, no noun
            phrase = replace(phrase, end=phrase.number, noun=None)
        done = phrase.end
        yield phrase


def _may_count(low: str, core: re.Match[str], lexicon: CountLexicon) -> bool:
    """Whether «un» or «une» may be a number: what follows it decides, and is quick to look up."""
    word = _NEXT.match(low, core.end() + 1)
    if word is None:
        return low.startswith("dont ", core.start() - 5)
    if word.group().removeprefix("ex-") in lexicon.first_words or word.group().endswith(
        _NUMBER_ENDS
    ):
        return True
    return low.startswith("dont ", core.start() - 5)


def _phrase_at(low: str, core: int, lexicon: CountLexicon, floor: int) -> Phrase | None:
    left = LEFT.search(low[max(floor, core - 40) : core])
    starts = [core]
    if left is not None:
        base = max(floor, core - 40)
        words = [m.start() for m in re.finditer(r"(?<![\w'])\w", left.group())]
        starts = [base + left.start() + w for w in words] + starts
    change = _CHANGE.search(low, max(floor, core - 20), core) is not None
    for start in starts:
        found = match_amount(low, start, ranges=not change)
        if found is None or found[1] <= core:
            continue
        amount, end = found
        return _with_noun(low, start, end, amount, lexicon)
    return None


def _with_noun(low: str, start: int, end: int, amount: Amount, lexicon: CountLexicon) -> Phrase:
    bare = Phrase(start, end, amount, None)
    partitive = _PARTITIVE.match(low, end)
    if partitive is not None:
        noun = _noun_at(low, partitive.end(), lexicon)
        if noun is not None and not noun[0].singular:
            return Phrase(start, noun[1], amount, noun[0], True)
    position = end
    if _NUMBER_NOUN.search(low, start, end):
        of = _OF.match(low, end)
        if of is None:
            return bare
        position = of.end()
    elif low.startswith(" ", end):
        position = end + 1
    else:
        return bare
    noun = _noun_at(low, position, lexicon)
    if noun is None:
        return bare
    single = (amount.low, amount.high) == (1, 1)
    if noun[0].singular and not single and not noun[0].nationality:
        return bare
    return Phrase(start, noun[1], amount, noun[0], False, end, position)


def _noun_at(
    low: str, position: int, lexicon: CountLexicon, adjectives: int = 3
) -> tuple[CountedNoun, int] | None:
    """The noun counted at an offset, after a few adjectives, and the offset after it."""
    word = _NEXT.match(low, position)
    if word is None:
        return None
    if adjectives and word.group() in lexicon.adjectives and low.startswith(" ", word.end()):
        after = _noun_at(low, word.end() + 1, lexicon, adjectives - 1)
        said = _SAID_OF_OTHERS.match(low, word.end() + 1)  # «un tué et deux autres blessés»
        if after is not None and not (said and word.group() in ("autre", "autres")):
            return after
    return _longest(low, position, lexicon)


def _longest(low: str, position: int, lexicon: CountLexicon) -> tuple[CountedNoun, int] | None:
    """The noun of the longest form that begins at an offset, and the offset where its span ends."""
    end = position
    head = 0
    best = None
    for _ in range(lexicon.longest):
        word = _NEXT.match(low, end)
        if word is None:
            break
        end = word.end()
        head = head or end
        form = low[position:end]
        noun = lexicon.nouns.get(form) or lexicon.nouns.get(form.removeprefix("ex-"))
        if noun is not None:
            best = noun, end if noun.whole else head
        if low.startswith(" ", end):
            end += 1
        elif not word.group().endswith("'"):
            break
    return best


def noun_of(text: str, lexicon: CountLexicon) -> CountedNoun | None:
    """The noun of a count's text, None where it has none.

    Args:
        text: modifier, number, adjectives and noun, as a mention of COUNT has them.
        lexicon: from `CountLexicon.load`.
    """
    low = text.lower()
    starts = [m.start() for m in WORD.finditer(low)]
    last = None
    for start in starts:
        noun = _longest(low, start, lexicon)
        if noun is not None:
            if noun[0].scope == "person" and low[start : noun[1]] in lexicon.adjectives:
                last = noun[0]
                continue
            return noun[0]
    return last
