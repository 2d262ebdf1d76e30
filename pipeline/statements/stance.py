"""How a text puts an action: as a fact, a claim, a denial, a possibility or a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.statements.actions import BEFORE_A_NOUN, Action
from pipeline.statements.clauses import (
    CONDITIONAL_AUXILIARIES,
    FUTURE_AUXILIARIES,
    Clause,
    VerbGroup,
)
from pipeline.statements.conjugation import CONDITIONAL, FUTURE, INFINITIVE
from pipeline.statements.phrases import NOUN, Phrases
from pipeline.statements.speech import DENY, OWN, PERFORM, Quotation, Speech

_NEGATIONS = frozenset("pas jamais point aucun aucune ni nullement".split())
_NONE_OF = frozenset("aucun aucune sans ni".split())
_PERHAPS = frozenset("probablement peut-être vraisemblablement éventuellement".split())
_SUPPOSED = frozenset(
    "présumé présumée présumés présumées éventuel éventuelle éventuels éventuelles supposé "
    "supposée possible possibles".split()
)
_COMING = frozenset("va vont devra devront devrait devraient doit doivent prochainement".split())
_TO_COME = frozenset(
    "prévu prévue prévus prévues tiendra tiendront aura auront sera seront devrait devraient "
    "débutera prochain prochaine".split()
)
_CLITICS = frozenset("se s' l' y en n' ne lui leur le la les être".split())
_BREAKS = frozenset(", ; : « » ( ) que qu' qui dont où mais".split())


@dataclass(frozen=True, slots=True)
class Stance:
    """A status of `pipeline.tables.STATUSES`, and whose claim it is."""

    status: str
    claimed_by: str = ""


def stance(
    clause: Clause,
    action: Action,
    group: VerbGroup | None,
    said: Sequence[Speech],
    quotes: Sequence[Quotation],
    governors: Phrases[str],
) -> Stance | None:
    """How the text puts an action; None where it does not say that it is or may be.

    Args:
        clause: its sentence.
        action: a trigger found.
        group: its verbal group, None for a noun.
        said: what the sentence says that somebody said.
        quotes: the doc's quotations with known speakers.
        governors: the verbs that an infinitive or a noun depends on, with the status they give.
    """
    speech = speech_of(action, said)
    speaker = speech.speaker if speech else ""
    if speech is None:
        speaker = next((q.speaker for q in quotes if q.start <= action.start < q.end), "")
    status = _own_status(clause, action, group, governors)
    if status == "none":
        return None
    if speech is not None and speech.kind == DENY:
        return Stance("denied", speaker)
    if status:
        return Stance(status, speaker)
    return Stance("claimed", speaker) if speaker else Stance("reported")


def speech_of(action: Action, said: Sequence[Speech]) -> Speech | None:
    """Who says it: a denial over a claim, an assertion over «selon X»."""
    inside = [
        s
        for s in said
        if s.start <= action.start < s.end
        and s.kind != PERFORM
        and s.verb != action.start
        and (s.speaker or s.kind in (DENY, OWN))
    ]
    inside.sort(key=lambda s: (s.kind == DENY, s.kind == OWN, s.verb >= 0))
    return inside[-1] if inside else None


def _own_status(
    clause: Clause, action: Action, group: VerbGroup | None, governors: Phrases[str]
) -> str:
    """The status that the action's own clause gives: "" for a plain fact, «none» for no action."""
    words = clause.words
    start = group.start if group else action.start
    if group is None:
        return _noun_status(clause, action, governors)
    first = next((k for k in range(start, action.start + 1) if words[k] not in _CLITICS), start)
    governor = _governor(clause, first, governors) or _governor(clause, start, governors)
    if governor in ("possible", "planned") and _negated(words, max(clause.start, start - 4), start):
        return "none"
    if action.mood == INFINITIVE:
        if governor in ("", "none"):
            return "none"
        return "" if governor == "reported" else governor
    if governor in ("possible", "none"):
        return governor
    before = words[max(clause.start, start - 3) : action.start]
    after = words[action.end : action.end + 2]
    if ("ne" in before or "n'" in before) and _NEGATIONS & {*before, *after}:
        return "denied"
    if group.auxiliaries & CONDITIONAL_AUXILIARIES or action.mood == CONDITIONAL:
        return "possible"
    if _supposed(clause, start, action.start) or _PERHAPS & {*before, *after}:
        return "possible"
    if group.auxiliaries & FUTURE_AUXILIARIES or action.mood == FUTURE:
        return "planned"
    return "planned" if _COMING & set(before) else ""


def _negated(words: Sequence[str], low: int, high: int) -> bool:
    """«ne peuvent pas attaquer», «ne doit plus»."""
    return any(words[k] in {"ne", "n'"} for k in range(low, high))


def _noun_status(clause: Clause, action: Action, governors: Phrases[str]) -> str:
    words = clause.words
    k = action.start
    while k > clause.start and (words[k - 1] in BEFORE_A_NOUN or words[k - 1] in _SUPPOSED):
        if words[k - 1] in _NONE_OF:
            return "none"
        k -= 1
        if words[k] in {"de", "d'", "du", "des", "à", "au", "aux"}:
            break
    if k > clause.start and words[k] in {"d'", "de"} and words[k - 1] == "pas":
        return "none"
    for at in (k, min(k + 1, action.start)):
        governor = _governor(clause, at, governors)
        if governor:
            return "" if governor == "reported" else governor
    after = words[action.end : min(action.end + 10, clause.end)]
    before = words[max(k - 4, clause.start) : k]
    near = [*_until_break(list(reversed(before))), *_until_break(after)]
    if _SUPPOSED & {*after[:1], words[max(action.start - 1, 0)]}:
        return "possible"
    if any(w in CONDITIONAL_AUXILIARIES for w in near) or _supposed(clause, k, action.start):
        return "possible"
    if any(w in _COMING for w in near) or _TO_COME & set(after[:8]):
        return "planned"
    return ""


def _until_break(words: Sequence[str]) -> Sequence[str]:
    stop = next((k for k, w in enumerate(words) if w in _BREAKS), len(words))
    return words[:stop]


def _governor(clause: Clause, at: int, governors: Phrases[str]) -> str:
    """The status that the words right before a token give to what follows, "" if none do."""
    for k in range(max(clause.start, at - 5), at):
        for end, status, _ in governors.at(clause.words, k):
            if end == at:
                return status
    return ""


def _supposed(clause: Clause, start: int, end: int) -> bool:
    """Whether a clause begins with «si»: «Si les rebelles attaquaient Kidal», «s'il attaquait»."""
    for k in range(end - 1, max(clause.start, end - 15) - 1, -1):
        word = clause.words[k]
        if word == "si" or (word == "s'" and clause.words[k + 1] in {"il", "ils"}):
            return not (k and clause.words[k - 1] in {"même", "comme"})
        if word in {",", ";", ":", "«"} and k < start:
            return False
    return False


__all__ = ["NOUN", "Stance", "speech_of", "stance"]
