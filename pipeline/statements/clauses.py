"""Clauses without a parser: a verb's auxiliaries, subject and object, a noun's complements.

Good for what newspapers write: subject before verb, «par» after a passive, prepositions before
what they govern. All offsets count tokens of the doc.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from pipeline.statements.actions import REFLEXIVE, Action
from pipeline.statements.conjugation import GERUND, INFINITIVE, PARTICIPLE
from pipeline.statements.parties import PartyMention

BE = frozenset(
    "est sont été était étaient fut furent sera seront serait seraient être soit soient "
    "étant".split()
)
HAVE = frozenset(
    "a ont avait avaient aura auront aurait auraient avoir ait aient eut eurent ayant".split()
)
CONDITIONAL_AUXILIARIES = frozenset("aurait auraient serait seraient".split())
FUTURE_AUXILIARIES = frozenset("sera seront aura auront".split())
_CLITICS = frozenset("se s' l' y en n' ne lui leur le la les - t il elle ils elles on".split())
_ADVERBS = frozenset(
    "pas plus déjà également aussi jamais encore ensuite bien ainsi d'ores hier notamment "
    "lourdement gravement mortellement point alors enfin toujours tous toutes".split()
)
_ARTICLES = frozenset(
    "le la les l' un une ce cet cette ces son sa ses leur leurs nos notre certains quelques "
    "plusieurs environ quelque deux trois quatre cinq autres autre nombreux premiers derniers "
    "dernières d'autres éléments jeunes présumés présumé".split()
)
_PREPOSITIONS = {
    **dict.fromkeys(("de", "d'", "du"), "de"),
    "des": "des",
    **dict.fromkeys(("à", "au", "aux"), "à"),
    **dict.fromkeys(("contre", "visant", "ciblant", "frappant", "touchant"), "contre"),
    **{
        word: word for word in "par avec entre dans sur pour sous chez en selon vers depuis".split()
    },
    "sans": "sans",
    "après": "après",
    "avant": "avant",
}
_TWO_WORDS = {
    ("côtés", "de"): "avec",
    ("côtés", "des"): "avec",
    ("côtés", "du"): "avec",
    ("auprès", "de"): "avec",
    ("auprès", "des"): "avec",
    ("auprès", "du"): "avec",
    ("encontre", "de"): "contre",
    ("encontre", "des"): "contre",
    ("encontre", "du"): "contre",
    ("part", "de"): "par",
    ("part", "des"): "par",
    ("part", "du"): "par",
    ("face", "à"): "contre",
    ("face", "aux"): "contre",
    ("face", "au"): "contre",
}
_HARD_BREAKS = frozenset({";", ":", "«", "»", '"', "“", "”", "(", ")", "mais", "car", "tandis"})
_SUBORDINATES = frozenset("que qu' lorsque lorsqu' quand si comme où dont puisque".split())
_RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
_JOINS = frozenset(
    "et , ou ainsi que / - le la les l' des du de d' au aux à un une ses par".split()
)
_FREE_DES = frozenset(", et ou que qu' où dont ; : « lorsque quand mais ( puis car".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence: the doc's words in lower case, bounds in tokens, parties, all mentions."""

    words: Sequence[str]
    start: int
    end: int
    parties: Sequence[PartyMention]
    entities: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with what stands before it.

    Attributes:
        start, end: from the first auxiliary or pronoun to after the trigger.
        auxiliaries: the words before the verb that belong to it.
        passive: whether its subject undergoes.
        bare: a participle without auxiliary.
        pronoun: its subject pronoun, "" if none.
        mood: of `pipeline.statements.conjugation`.
    """

    start: int
    end: int
    auxiliaries: frozenset[str]
    passive: bool
    bare: bool
    pronoun: str
    mood: str


def verb_group(clause: Clause, action: Action) -> VerbGroup:
    """The verbal group that a verb stands in."""
    words, start = clause.words, action.start
    while start > clause.start:
        word = words[start - 1]
        is_auxiliary = word in BE or word in HAVE
        if not (is_auxiliary or word in _CLITICS or word in _ADVERBS or word.endswith("ment")):
            break
        if word in {"il", "elle", "ils", "elles", "on"}:
            start -= 1
            if not (start > clause.start and words[start - 1] in {"-", "t"}):
                break
            continue
        start -= 1
    before = words[start : action.start]
    auxiliaries = frozenset(w for w in before if w in BE or w in HAVE or w in REFLEXIVE)
    bare = action.mood == PARTICIPLE and not auxiliaries
    passive = (
        action.mood == PARTICIPLE
        and bool(action.trigger.frame.object)
        and not auxiliaries & REFLEXIVE
        and (bare or bool(auxiliaries & BE))
    )
    if not passive and auxiliaries & BE and not auxiliaries & REFLEXIVE and bare:
        passive = True
    pronoun = next((w for w in before if w in {"il", "elle", "ils", "elles", "on"}), "")
    return VerbGroup(start, action.end, auxiliaries, passive, bare, pronoun, action.mood)


def preposition(clause: Clause, party: PartyMention) -> str:
    """What governs a party: «de», «par», «contre», …; "" for none, «des» for that word itself."""
    words, k = clause.words, party.start - 1
    for _ in range(4):
        if k < clause.start:
            return ""
        word = words[k]
        if word in _PREPOSITIONS:
            two = _TWO_WORDS.get((words[k - 1], "de" if word == "d'" else word)) if k else None
            if word == "des" and (k == clause.start or words[k - 1] in _FREE_DES):
                return ""
            if word in {"des", "de", "d'"} and k > clause.start:
                outer = _PREPOSITIONS.get(words[k - 1], "")
                if outer in _BEFORE_DES:
                    return outer
            return two or _PREPOSITIONS[word]
        if word not in _ARTICLES:
            return ""
        k -= 1
    return ""


_BEFORE_DES = frozenset("par contre avec entre dans sur pour sous chez".split())


def with_joined(clause: Clause, n: int) -> list[PartyMention]:
    """The n-th party and those that «et» or a comma joins to it, on both sides."""
    parties = clause.parties
    first = last = n
    while first > 0 and _joined(clause.words, parties[first - 1], parties[first]):
        first -= 1
    while last + 1 < len(parties) and _joined(clause.words, parties[last], parties[last + 1]):
        last += 1
    return list(parties[first : last + 1])


def _joined(words: Sequence[str], a: PartyMention, b: PartyMention) -> bool:
    between = words[a.end : b.start]
    return (
        len(between) <= 5
        and bool(between)
        and (a.label == "place") == (b.label == "place")
        and between[0] in {"et", ",", "ou", "ainsi", "/", "-"}
        and all(w in _JOINS for w in between)
    )


def subject(clause: Clause, group: VerbGroup) -> list[PartyMention]:
    """The parties before a verb that nothing governs, or that a relative pronoun stands for."""
    words, at = clause.words, group.start
    if group.pronoun:
        return []
    if group.bare and at <= clause.start + 1:
        return _after_comma(clause, group)
    if at > clause.start and words[at - 1] in _RELATIVES | {"qui"}:
        n = _last_before(clause, at - 1)
        near = n is not None and at - 1 - clause.parties[n].end <= _NEAR_RELATIVE
        return with_joined(clause, n) if n is not None and near else []
    if at > clause.start and words[at - 1] == ",":
        opening = _comma_before(words, clause.start, at - 1)
        if opening is not None and _last_before(clause, opening) is not None:
            at = opening
    floor = _floor(clause, at)
    n = _last_before(clause, at)
    while n is not None and clause.parties[n].start >= floor:
        party = clause.parties[n]
        governed = preposition(clause, party)
        if not governed and not _spoken_to(words, party):
            return with_joined(clause, n)
        if governed in {"de", "des"} and _counts_of(clause, n):
            return with_joined(clause, n)
        n = n - 1 if n else None
    return []


# How many words may stand between a party and the «qui» that stands for it.
_NEAR_RELATIVE = 3


def _after_comma(clause: Clause, group: VerbGroup) -> list[PartyMention]:
    """«Réunis à Bamako, les ministres ont …»: the subject of a participle that opens a sentence."""
    for n in after(clause, group.end):
        gap = clause.words[group.end : clause.parties[n].start]
        if "," in gap and not preposition(clause, clause.parties[n]):
            return with_joined(clause, n)
    return []


def _spoken_to(words: Sequence[str], party: PartyMention) -> bool:
    """A place that names no actor: «à Diffa, Niger, …», the dateline «Gao, le 12 mars – …»."""
    if party.label != "place":
        return False
    before = words[party.start - 1].strip(" ") if party.start else "\n"
    after = words[party.end] if party.end < len(words) else ""
    return before in {",", "("} or (before[:1] in {"\n", ".", "»"} and after in {",", "("})


def _counts_of(clause: Clause, n: int) -> bool:
    """«Une vingtaine de», «des dizaines de», «un groupe de»: the party is the head all the same."""
    k = clause.parties[n].start - 2
    if clause.parties[n].label == "place":
        return False
    return k >= clause.start and clause.words[k] in _HEADS


_HEADS = frozenset(
    "groupe groupes dizaine dizaines centaine centaines vingtaine trentaine majorité éléments "
    "élément unité unités hommes membres membre colonne soldats militaires combattants équipe "
    "convoi convois position base camp poste véhicule patrouille hélicoptère avion équipes "
    "agents chefs chef délégation forces troupes plupart".split()
)


def _floor(clause: Clause, at: int) -> int:
    """Where the clause that ends at a verb begins."""
    k = at - 1
    while k >= clause.start:
        word = clause.words[k]
        if word in _HARD_BREAKS or (word in _SUBORDINATES and not _inside_comma(clause, k, at)):
            return k + 1
        k -= 1
    return clause.start


def _inside_comma(clause: Clause, k: int, at: int) -> bool:
    """«X, dont la base est à Gao, a attaqué»: the relative clause is closed before the verb."""
    return clause.words[k] in {"dont", "où"} and "," in clause.words[k:at]


def _comma_before(words: Sequence[str], start: int, at: int) -> int | None:
    return next((k for k in range(at - 1, start, -1) if words[k] == ","), None)


def _last_before(clause: Clause, at: int) -> int | None:
    parties = clause.parties
    for n in range(len(parties) - 1, -1, -1):
        if parties[n].end <= at:
            return n
    return None


def objects(clause: Clause, group: VerbGroup) -> list[PartyMention]:
    """The parties after a verb that nothing governs."""
    for n in after(clause, group.end):
        party = clause.parties[n]
        gap = clause.words[group.end : party.start]
        if any(w in _HARD_BREAKS or w in _SUBORDINATES or w in _RELATIVES for w in gap):
            return []
        governed = preposition(clause, party)
        if not governed or (governed in {"des", "de"} and (len(gap) <= 2 or _counts_of(clause, n))):
            return with_joined(clause, n)
        if len(gap) > 14:
            return []
    return []


def governed(
    clause: Clause, start: int, prepositions: frozenset[str], reach: int = 40
) -> list[PartyMention]:
    """The parties after `start` that one of the prepositions governs, with those joined to them."""
    for n in after(clause, start):
        party = clause.parties[n]
        if party.start - start > reach:
            return []
        gap = clause.words[start : party.start]
        if any(w in {";", "»", "qui", "que", "qu'", "mais"} for w in gap):
            return []
        if preposition(clause, party) in prepositions:
            return with_joined(clause, n)
    return []


def after(clause: Clause, start: int) -> Iterator[int]:
    """Numbers of the parties that begin at `start` or later."""
    for n, party in enumerate(clause.parties):
        if party.start >= start:
            yield n


__all__ = [
    "BE",
    "CONDITIONAL_AUXILIARIES",
    "FUTURE_AUXILIARIES",
    "GERUND",
    "HAVE",
    "INFINITIVE",
    "Clause",
    "VerbGroup",
    "governed",
    "objects",
    "preposition",
    "subject",
    "verb_group",
    "with_joined",
]
