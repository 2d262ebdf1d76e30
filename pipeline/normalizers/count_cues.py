"""What the words of a sentence say of the people counted in it: the cues, and how far each is.

A cue's cost for a count is how many words, commas, clauses lie between, on which side it stands
and in which voice: «a tué 13 soldats» and «13 soldats tués» cost nothing, «13 soldats ont tué»
cannot be read so at all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extractors.count_lexicon import CountedNoun, CountLexicon, Cue
from pipeline.extractors.count_words import WORD

_AVOIR = frozenset(
    "ai as a avons avez ont avait avaient aura auront aurait auraient ayant avoir eu eut eurent "
    "ait aient".split()
)
_ETRE = frozenset(
    "est sont était étaient sera seront serait seraient fut furent soit soient être été étant "
    "restent reste demeurent seraient".split()
)
_SKIPPED = frozenset(
    "également aussi tous toutes déjà depuis encore grièvement légèrement gravement pas ensuite "
    "finalement récemment sommairement lâchement froidement notamment officiellement jamais plus "
    'ainsi toujours même donc été « » "'.split()
)
LINKS = frozenset(
    "de d' des du le la les l' ces ses leurs nos quelque environ près plus au moins à aux un une "
    "deux autres ainsi que qu' dont et , ou ( ) puis +".split()
)
_WEIGHTLESS = _AVOIR | _ETRE | frozenset('« » "'.split())
_CLAUSE = frozenset(
    "mais tandis alors lorsque quand pendant puisque car or où il ils elle elles".split()
)
_OPEN = frozenset({":", ";", "–", "—"})
MILITARY = frozenset(
    "armée armées troupes effectifs effectif contingent bataillon détachement opération colonne "
    "force forces régiment brigade légion minusma barkhane serval takuba mission fama militaire "
    "militaires katiba garnison unité unités compagnie patrouille".split()
)
# The cost of a cue that does not govern a count.
FAR = 99.0


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of a sentence, in words: first word, word after the last, and its noun if any."""

    first: int
    after: int
    noun: CountedNoun | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a sentence, in words."""

    first: int
    after: int
    cue: Cue


@dataclass(slots=True)
class Words:
    """The words of a sentence: lower-case text, and character offsets into the document."""

    texts: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Words":
        """The words of `text[start:end]`."""
        found = list(WORD.finditer(text, start, end))
        return cls(
            [m.group().lower() for m in found], [m.start() for m in found], [m.end() for m in found]
        )

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """First word and word after the last of a span of characters."""
        first = bisect_right(self.ends, start)
        return first, bisect_left(self.starts, end, lo=first)


def find_cues(words: Words, lexicon: CountLexicon, counts: Sequence[Counted]) -> list[Hit]:
    """The cues of a sentence outside its counts; several where one form has several uses."""
    inside = {i for c in counts for i in range(c.first, c.after)}
    hits: list[Hit] = []
    silent = 0  # words of a phrase that only looks like a cue end here
    for i, word in enumerate(words.texts):
        options = lexicon.cues.get(word)
        if options is None or i in inside:
            continue
        length = 0
        if i < silent:
            continue
        for cue in options:
            size = len(cue.words)
            if size < length:
                break
            if size == 1 or tuple(words.texts[i : i + size]) == cue.words:
                length = size
                if cue.kind == "none":
                    silent = i + size
                else:
                    hits.append(Hit(i, i + size, cue))
    return hits


def cost_of(words: Words, me: Counted, hit: Hit) -> float:
    """How far a cue is from governing a count; `FAR` where it cannot."""
    return _right(words, me, hit) if hit.first >= me.after else _left(words, me, hit)


def is_predicate(words: Words, hit: Hit) -> bool:
    """Whether a cue after a count is its verb, and no participle that goes with the noun."""
    cue = hit.cue
    if cue.kind == "object":
        return _auxiliary(words, hit.first) == "être"
    if cue.kind == "subject":
        return cue.form == "finite" or len(cue.words) > 1 or _auxiliary(words, hit.first) != ""
    return False


def is_military(words: Words, lexicon: CountLexicon) -> bool:
    """Whether a sentence is about forces."""
    nouns = (lexicon.nouns.get(word) for word in words.texts)
    return not MILITARY.isdisjoint(words.texts) or any(n and n.scope == "force" for n in nouns)


def has_auxiliary(texts: Sequence[str]) -> bool:
    """Whether «avoir» or «être» is among some words."""
    return not (_AVOIR.isdisjoint(texts) and _ETRE.isdisjoint(texts))


def stands_alone(words: Words, me: Counted, cued: frozenset[int]) -> bool:
    """Whether a number without a noun counts what another counts: «deux sont morts», not «8 ans».

    Args:
        words: its sentence.
        me: the number.
        cued: the words where cues begin.
    """
    after = words.texts[me.after] if me.after < len(words.texts) else ""
    return after in _AVOIR or after in _ETRE or after in ("par", "d'") or me.after in cued


def aside_of(words: Words, me: Counted, hit: Hit) -> tuple[int, int] | None:
    """What commas set apart between a count and its verb: «8 civils, dont 2 enfants, ont péri».

    Returns:
        Word of the first comma and the word after the last, None where there is no such pair.
    """
    if not is_predicate(words, hit):
        return None
    texts = words.texts
    first = next(
        (i for i in range(me.after, min(me.after + 7, hit.first)) if texts[i] == ","), None
    )
    if first is None:
        return None
    last = next(
        (i for i in range(hit.first - 1, max(first, hit.first - 6), -1) if texts[i] == ","), None
    )
    return None if last is None else (first, last + 1)


def _distance(words: Words, low: int, high: int) -> float:
    cost = 0.0
    for word in words.texts[low:high]:
        if word in _OPEN:
            cost += 5
        elif word == ",":
            cost += 2.5
        elif word in _CLAUSE:
            cost += 6
        elif word in ("et", "(", ")"):
            cost += 2
        elif word not in _WEIGHTLESS:
            cost += 0.5
    return cost


def _auxiliary(words: Words, first: int) -> str:
    """«avoir», «être» or «» before a participle: «ont été tués» is «être»."""
    i = first - 1
    passive = False
    while i >= 0 and first - i <= 4:
        word = words.texts[i]
        if word == "été":
            passive = True
        elif word in _AVOIR:
            return "être" if passive else "avoir"
        elif word in _ETRE:
            return "être"
        elif word not in _SKIPPED and not word.endswith("ment"):
            break
        i -= 1
    return "être" if passive else ""


def _right(words: Words, me: Counted, hit: Hit) -> float:
    """Cost of a cue after the count: the count is its subject, or it is said of the count."""
    cue = hit.cue
    if cue.kind == "noun":
        return FAR
    aside = aside_of(words, me, hit)
    if aside is None:
        cost = _distance(words, me.after, hit.first)
    else:
        cost = _distance(words, me.after, aside[0]) + _distance(words, aside[1], hit.first) + 2
    if cue.kind == "object":
        if cue.form == "finite":
            return FAR
        aux = _auxiliary(words, hit.first)
        if aux == "avoir" and "que" not in words.texts[me.after : hit.first]:
            return FAR
        return cost if aux != "être" else cost * 0.7
    if cue.kind == "subject":
        return cost * 0.8
    return cost + (0 if hit.first - me.after <= 1 else 1)


def _left(words: Words, me: Counted, hit: Hit) -> float:
    """Cost of a cue before the count: the count is its object or complement."""
    cue = hit.cue
    between = words.texts[hit.after : me.first]
    if "par" in between:
        return FAR
    cost = _distance(words, hit.after, me.first)
    linked = all(w in LINKS for w in between)
    if cue.kind == "noun":
        if has_auxiliary(between):
            return FAR  # «les arrestations ont mobilisé 100 agents»
        if not between or not any(w in {"de", "d'", "des", "du", ":", "par"} for w in between):
            return cost + 6
        return cost if linked else cost + 2.5
    if cue.kind == "object":
        loose = 0 if linked else 1 if me.noun is None or not me.noun.singular else 2.5
        if cue.form == "finite":
            return cost + loose
        aux = _auxiliary(words, hit.first)
        if aux == "avoir":
            return cost + loose
        if aux == "être":
            return cost + 2 if not between or between[-1] == "avec" else cost + 7
        return cost + 3 if not between or between[-1] == ":" else cost + 7
    if cue.kind == "subject":
        return cost + 3 if not between else cost + 5
    if cue.force_role not in ("strength", "missing"):
        return FAR  # «aux mains de cinq hommes» says nothing of these
    return cost + 0.5 if linked else cost + 5
