"""In what sense people are counted: the verb, participle or noun that governs a number.

Every cue of a sentence is weighed against every count of it: on which side it stands, in which
voice, how many words, commas, clauses and other counts lie between. The cheapest reading wins.
"""

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
    "ainsi toujours même donc été".split()
)
_LINKS = frozenset(
    "de d' des du le la les l' ces ses leurs nos quelque environ près plus au moins à aux un une "
    "deux autres ainsi que qu' dont et , ou ( ) puis".split()
)
_CLAUSE = frozenset("mais tandis alors lorsque quand tandis pendant puisque car or".split())
_OPEN = frozenset({":", ";", "–", "—"})
FAR = 99.0
CASUALTY_ROLES = frozenset({"killed", "wounded", "captured", "missing", "displaced"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of a sentence, in words: first word, word after the last, and its noun if any."""

    first: int
    after: int
    noun: CountedNoun | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A count's role, how far its cue is (words and penalties), and whether the cue is strong."""

    role: str
    cost: float
    strong: bool


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
        first = next((i for i, e in enumerate(self.ends) if e > start), len(self.ends))
        after = next((i for i in range(first, len(self.starts)) if self.starts[i] >= end), None)
        return first, len(self.starts) if after is None else after


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


def read_roles(words: Words, lexicon: CountLexicon, counts: Sequence[Counted]) -> list[Reading]:
    """The reading of each count of a sentence, by its cues and the counts it is joined to."""
    hits = find_cues(words, lexicon, counts)
    own = [_best(words, i, counts, hits) for i in range(len(counts))]
    for i in range(1, len(counts)):
        if joined_counts(words, counts[i - 1], counts[i], hits):
            own[i] = _share(own[i], own[i - 1], counts[i], counts[i - 1])
    for i in range(len(counts) - 2, -1, -1):
        if joined_counts(words, counts[i], counts[i + 1], hits):
            own[i] = _share(own[i], own[i + 1], counts[i], counts[i + 1])
    return own


def _share(mine: Reading, other: Reading, me: Counted, them: Counted) -> Reading:
    """A count's reading, or that of the count it is joined to where that one is nearer."""
    if any(c.noun is not None and c.noun.role for c in (me, them)):
        return mine
    if other.cost + 1.5 >= mine.cost:
        return mine
    return Reading(other.role, other.cost + 1.5, other.strong)


def joined_counts(words: Words, a: Counted, b: Counted, hits: Sequence[Hit] = ()) -> bool:
    """Whether two counts are members of one list: «13 soldats français, 5 civils et un enfant»."""
    between = words.texts[a.after : b.first]
    if len(between) > 6 or any(a.after <= h.first < b.first for h in hits):
        return False
    if not any(w in {",", "et", "ou", "que"} for w in between) or "dont" in between:
        return False
    return sum(w not in _LINKS for w in between) <= 3


def _best(words: Words, i: int, counts: Sequence[Counted], hits: Sequence[Hit]) -> Reading:
    me = counts[i]
    force = me.noun is not None and me.noun.scope in ("force", "men")
    whole = counts[i + 1] if i + 1 < len(counts) else None
    if whole is None or words.texts[me.after : whole.first] != ["des"]:
        whole = None
    of = i > 0 and words.texts[counts[i - 1].after : me.first] == ["des"]
    best = Reading("", FAR, False)
    bare: Hit | None = None
    predicate: Reading | None = None
    for hit in hits:
        role = hit.cue.force_role if force else hit.cue.role
        if not role and me.noun is not None and me.noun.nationality:
            role = hit.cue.force_role  # «300 Britanniques quitteront Gao»: soldiers, it says
        if not role:
            continue
        if hit.first >= me.after:
            cost = _right(words, me, hit, hits)
        else:
            cost = _left(words, me, hit)
        if cost >= FAR:
            continue
        low, high = (me.after, hit.first) if hit.first >= me.after else (hit.after, me.first)
        for other in counts:
            if other is not me and low <= other.first < high and other is not whole:
                cost += 5
        if not hit.cue.strong:
            cost += 1
        right = hit.first >= me.after
        if right and _is_predicate(words, hit):
            if of:
                continue  # said of the part: «12 des 25 personnes détenues sont mortes»
            if hit.cue.strong and "," not in words.texts[me.after : hit.first]:
                predicate = predicate or Reading(role, cost, True)
        elif right and whole is not None:
            continue  # said of the whole
        if cost < best.cost:
            best = Reading(_mixed(words, hit, role), cost, hit.cue.strong)
            bare = hit if right and not _is_predicate(words, hit) else None
    if (
        bare is not None
        and predicate is not None
        and _GRAVITY.get(predicate.role, 0) > _GRAVITY.get(best.role, 0)
    ):
        return Reading(predicate.role, best.cost, True)
    return best


# «12 personnes arrêtées ont été retrouvées mortes»: the predicate counts where it is the graver.
_GRAVITY = {"killed": 3, "wounded": 2, "missing": 1}


def _is_predicate(words: Words, hit: Hit) -> bool:
    cue = hit.cue
    if cue.kind == "object":
        return _auxiliary(words, hit.first) == "être"
    if cue.kind == "subject":
        return cue.form == "finite" or len(cue.words) > 1 or _auxiliary(words, hit.first) != ""
    return False


def _mixed(words: Words, hit: Hit, role: str) -> str:
    """«tués ou blessés» is neither: other."""
    after = words.texts[hit.after : hit.after + 2]
    mixed = hit.cue.form == "participle" and len(after) == 2 and after[0] == "ou"
    return (
        "other" if mixed and after[1][:5] in {"bless", "tués", "tuées", "dispa", "captu"} else role
    )


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
        else:
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
        elif word not in _SKIPPED:
            break
        i -= 1
    return "être" if passive else ""


def _right(words: Words, me: Counted, hit: Hit, hits: Sequence[Hit]) -> float:
    """Cost of a cue after the count: the count is its subject, or it is said of the count."""
    cue = hit.cue
    cost = _distance(words, me.after, hit.first)
    if cue.kind == "noun":
        return FAR
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
    linked = all(w in _LINKS for w in between)
    if cue.kind == "noun":
        if not between or not any(w in {"de", "d'", "des", "du", ":", "par"} for w in between):
            return cost + 6
        return cost if linked else cost + 2.5
    if cue.kind == "object":
        if cue.form == "finite":
            return cost if linked else cost + 1
        aux = _auxiliary(words, hit.first)
        if aux == "avoir":
            return cost if linked else cost + 1
        if aux == "être":
            return cost + 2 if not between or between[-1] == "avec" else cost + 7
        return cost + 3 if not between or between[-1] == ":" else cost + 7
    if cue.kind == "subject":
        return cost + 3 if not between else cost + 5
    if cue.force_role not in ("strength", "missing"):
        return FAR  # «aux mains de cinq hommes» says nothing of these
    return cost + 2 if linked else cost + 5
