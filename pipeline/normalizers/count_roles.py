"""In what sense people are counted: the verb, participle or noun that governs a number.

Every cue near a count is weighed (`count_cues`), the cheapest reading wins; members of one list
share theirs, and a predicate that is graver than a participle goes before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.normalizers.count_cues import (
    FAR,
    LINKS,
    Counted,
    Hit,
    Words,
    aside_of,
    cost_of,
    find_cues,
    has_auxiliary,
    is_military,
    is_predicate,
    stands_alone,
)

CASUALTY_ROLES = frozenset({"killed", "wounded", "captured", "missing", "displaced"})
# How many words away a cue is looked for.
_WINDOW = 50
# «deux bergers enlevés ont été retrouvés morts»: the predicate counts where it is the graver.
_GRAVITY = {"killed": 3, "wounded": 2, "missing": 1}
_OTHER_HARM = ("bless", "tués", "tuées", "dispa", "captu")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a count is read.

    Attributes:
        role: by its cue, "" where it has none.
        cost: how far the cue is, in words and penalties.
        strong: whether the cue makes casualties of anyone.
        joined: whether the count is a member of one list with the count before.
    """

    role: str
    cost: float
    strong: bool
    joined: bool = False


def read_roles(words: Words, lexicon: CountLexicon, counts: Sequence[Counted]) -> list[Reading]:
    """The reading of each count of a sentence, by its cues and the counts it is joined to."""
    hits = find_cues(words, lexicon, counts)
    cued = frozenset(h.first for h in hits)
    starts = [h.first for h in hits]
    firsts = [c.first for c in counts if c.noun is not None or stands_alone(words, c, cued)]
    national = any(c.noun is not None and c.noun.nationality for c in counts)
    troops = national and is_military(words, lexicon)
    own = []
    for i, me in enumerate(counts):
        near = hits[
            bisect_left(starts, me.first - _WINDOW) : bisect_right(starts, me.after + _WINDOW)
        ]
        own.append(_best(words, i, counts, firsts, near, lexicon, troops))
    joined = [i for i in range(1, len(counts)) if _joined(words, counts[i - 1], counts[i], cued)]
    for i in joined:
        own[i] = _share(own[i], own[i - 1], counts[i], counts[i - 1])
    for i in reversed(joined):
        own[i - 1] = _share(own[i - 1], own[i], counts[i - 1], counts[i])
    for i in joined:
        own[i] = replace(own[i], joined=True)
    return own


def _share(mine: Reading, other: Reading, me: Counted, them: Counted) -> Reading:
    """A count's reading, or that of the count it is joined to where that one is nearer."""
    if me.noun is not None and me.noun.role:
        return mine
    if them.noun is not None and them.noun.role:  # «14 morts, 13 militaires et un gendarme»
        force = me.noun is not None and me.noun.scope in ("force", "men")
        if them.first > me.first or not (force or them.noun.role == "killed"):
            return mine
        other = Reading(them.noun.role, 4.0, True)
    if other.cost + 1.5 >= mine.cost:
        return mine
    return Reading(other.role, other.cost + 1.5, other.strong)


def _joined(words: Words, a: Counted, b: Counted, cued: frozenset[int]) -> bool:
    """Whether two counts are members of one list: «13 soldats français, 5 civils et un enfant».

    Args:
        words: their sentence.
        a, b: the two, in order.
        cued: the words where cues begin; no list goes across one.
    """
    between = words.texts[a.after : b.first]
    if a.first and words.texts[a.first - 1] == "sur":
        return False  # «sur 300 passagers, 12 ont péri»
    if a.noun is None and between and between[0] not in LINKS:
        return False  # «45 ans, laissant 4 enfants»
    if len(between) > 6 or not cued.isdisjoint(range(a.after, b.first)):
        return False
    if (
        has_auxiliary(between)
        or not any(w in {",", "et", "ou", "que", "+"} for w in between)
        or "dont" in between
    ):
        return False
    return sum(w not in LINKS for w in between) <= 3


def _best(
    words: Words,
    i: int,
    counts: Sequence[Counted],
    firsts: Sequence[int],
    hits: Sequence[Hit],
    lexicon: CountLexicon,
    troops: bool,
) -> Reading:
    me = counts[i]
    whole = counts[i + 1] if i + 1 < len(counts) else None
    if whole is None or words.texts[me.after : whole.first] != ["des"]:
        whole = None
    sur = me.first > 0 and words.texts[me.first - 1] == "sur" and i + 1 < len(counts)
    of = sur or (i > 0 and words.texts[counts[i - 1].after : me.first] == ["des"])
    # «la présence d'un citoyen est exigée»: the verb is not of the one
    single = me.noun is not None and me.noun.singular and me.after - me.first <= 3
    completes = single and me.first > 0 and words.texts[me.first - 1] in ("de", "d'")
    best = _labelled(words, me, lexicon, hits)
    if me.first and words.texts[me.first - 1] == "par" and me.noun is not None:
        best = Reading("deployment", 3.0, False)  # who does it: «menée par 200 combattants»
    bare = False
    predicate: Reading | None = None
    for hit in hits:
        role = _role_for(me, hit, troops)
        cost = cost_of(words, me, hit) if role else FAR
        if cost >= FAR:
            continue
        right = hit.first >= me.after
        low, high = (me.after, hit.first) if right else (hit.after, me.first)
        aside = aside_of(words, me, hit) if right else None
        crossed = bisect_left(firsts, high) - bisect_left(firsts, low)
        if aside is not None:
            crossed -= bisect_left(firsts, aside[1]) - bisect_left(firsts, aside[0])
        cost += 5 * (crossed - (right and whole is not None and crossed > 0))
        if not hit.cue.strong:
            cost += 3 if hit.cue.kind == "noun" else 1.5
        verb = right and is_predicate(words, hit)
        if (verb and of) or (right and not verb and whole is not None):
            continue  # «sept des 18 villageois enlevés ont péri»: the verb is of the seven
        if verb and completes:
            cost += 4
        if verb and hit.cue.strong and "," not in words.texts[me.after : hit.first]:
            predicate = predicate or Reading(role, cost, True)
        if cost < best.cost:
            best = Reading(_mixed(words, hit, role), cost, hit.cue.strong)
            bare = right and not verb
    if bare and predicate and _GRAVITY.get(predicate.role, 0) > _GRAVITY.get(best.role, 0):
        return Reading(predicate.role, best.cost, True)
    return best


def _labelled(words: Words, me: Counted, lexicon: CountLexicon, hits: Sequence[Hit]) -> Reading:
    """«Terroristes neutralisés : 29», «Blessés amis : 7», «Pertes : deux soldats»."""
    i = me.first - 1
    while i >= 0 and words.texts[i] in _QUOTES:
        i -= 1
    if i < 1 or words.texts[i] != ":":
        return Reading("", FAR, False)
    first = i - 1
    while first >= 0 and i - first <= 8 and words.texts[first] not in _LABEL_ENDS:
        first -= 1
    nouns = [lexicon.nouns[w] for w in words.texts[first + 1 : i] if w in lexicon.nouns]
    for hit in hits:
        people = me.noun is not None or nouns or hit.cue.kind == "noun"  # no «Motos saisies : 12»
        if first < hit.first < i and hit.cue.strong and people:
            return Reading(_role_for(me, hit, False), 1.0, True)
    roles = [noun.role for noun in nouns if noun.scope == "casualty"]
    return Reading(roles[0], 1.0, True) if roles else Reading("", FAR, False)


_QUOTES = frozenset('« " “ ('.split())
_LABEL_ENDS = frozenset(". ; : , ! ? – — •".split())


def _role_for(me: Counted, hit: Hit, troops: bool) -> str:
    """The role that a cue gives to a count: some give one to members of forces only.

    Args:
        me: the count.
        hit: the cue.
        troops: whether nationals are soldiers here («300 Britanniques quitteront la Minusma»).
    """
    noun = me.noun
    if noun is not None and noun.scope in ("force", "men"):
        return hit.cue.force_role
    if noun is not None and noun.nationality and troops and not hit.cue.strong:
        return hit.cue.force_role
    return hit.cue.role


def _mixed(words: Words, hit: Hit, role: str) -> str:
    """«tués ou blessés» is neither: other."""
    after = words.texts[hit.after : hit.after + 2]
    mixed = hit.cue.form == "participle" and len(after) == 2 and after[0] == "ou"
    return "other" if mixed and after[1].startswith(_OTHER_HARM) else role
