"""Who says what: «selon X», «X a déclaré que …», «…, a déclaré X», and quotations of any length."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.mentions import text_of
from pipeline.statements.actions import REFLEXIVE, Action
from pipeline.statements.clauses import BE, Clause, VerbGroup, preposition, subject, verb_group
from pipeline.statements.conjugation import CONDITIONAL, INFINITIVE, PARTICIPLE
from pipeline.statements.parties import THING, PartyMention

SAY, THAT, OWN, DENY, PERFORM = "say", "that", "own", "deny", "perform"
SAYINGS = frozenset({SAY, THAT, OWN, DENY, PERFORM})
_QUOTE = re.compile(r"«[^«»]{1,4000}»|“[^“”]{1,4000}”|\"[^\"\n]{1,2000}\"")
_OPENS = frozenset({"que", "qu'", ":", "«", '"', "“"})
_CLOSES = frozenset({"»", '"', "”", ","})
_ACCORDING = frozenset({"selon", "après", "source", "sources", "croire", "dires"})
_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "lui", "eux"})
_OURS = frozenset({"nos", "notre", "lequel", "laquelle", "lesquels", "que", "qu'"})
_STOPS = frozenset(', . ; : « » ( ) " citée cité citées cités relayée relayé qui que dont'.split())
_LEADING = re.compile(
    r"^(?:(?:les?|la|une?|des?|du|plusieurs|aux?|ces|certaines?)\b|l')\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says: the tokens of the content, who says it, and how.

    Attributes:
        start, end: the content, in tokens of the doc.
        speaker: a name, "" where it is not told.
        kind: say, own (an attack that one claims as one's own), deny or perform.
        parties: who speaks, where they are parties of the sentence.
        verb: offset of the verb, -1 for «selon».
        turned: whether the speaker follows the verb.
    """

    start: int
    end: int
    speaker: str
    kind: str
    parties: tuple[PartyMention, ...] = ()
    verb: int = -1
    turned: bool = False


def speeches(
    clause: Clause, actions: Sequence[Action], doc: Doc, last_speaker: str
) -> Iterator[Speech]:
    """What a sentence says that somebody said, in order.

    Args:
        clause: the sentence.
        actions: its actions, in order; the verbs of saying among them.
        doc: for the words as written.
        last_speaker: whom «selon lui», «a-t-il dit» mean.
    """
    yield from _according(clause, doc, last_speaker)
    for action in actions:
        kind = action.trigger.needs
        if kind not in SAYINGS:
            continue
        group = verb_group(clause, action)
        if group.mood in (INFINITIVE, CONDITIONAL) or group.bare or _is_passive(group):
            continue
        if group.auxiliaries & REFLEXIVE and not action.trigger.reflexive:
            continue
        before = clause.words[group.start - 1] if group.start > clause.start else ""
        pronoun = group.pronoun or _inverted_pronoun(clause.words, action.end)
        inverted = before in _CLOSES or not before
        speakers = [] if pronoun else _after(clause, group) if inverted else []
        turned = bool(speakers) or (bool(pronoun) and inverted)
        if not speakers and not pronoun:
            speakers = subject(clause, group)
        speakers = [p for p in speakers if p.party.kind != THING]
        speaker = speakers[0].party.name if speakers else last_speaker if pronoun else ""
        if turned:
            start, end = clause.start, clause.end
        elif kind == THAT and _OPENS.isdisjoint(clause.words[group.end : group.end + 9]):
            continue
        else:
            start, end = _content(clause, group, kind), clause.end
        kind = SAY if kind == THAT else kind
        yield Speech(start, end, speaker, kind, tuple(speakers), action.start, turned)


def _is_passive(group: VerbGroup) -> bool:
    """«la question a été évoquée»: nobody says it."""
    return group.mood == PARTICIPLE and bool(
        group.auxiliaries & BE and not group.auxiliaries & REFLEXIVE
    )


def _content(clause: Clause, group: VerbGroup, kind: str) -> int:
    """Where what is said begins: after «que» or a colon, else after the verb."""
    for k in range(group.end, clause.end):
        if clause.words[k] in _OPENS:
            return k
        if clause.words[k] == "avoir" or (kind == DENY and k > group.end):
            return group.end
    return group.end


def _inverted_pronoun(words: Sequence[str], end: int) -> str:
    """«affirme-t-il», «ajoute-t-elle»."""
    for word in words[end : end + 4]:
        if word in _PRONOUNS:
            return word
        if word not in {"-", "t"}:
            return ""
    return ""


def _after(clause: Clause, group: VerbGroup) -> list[PartyMention]:
    """The subject that follows its verb: «…», a déclaré lundi à la presse X."""
    for party in clause.parties:
        if group.end <= party.start <= group.end + 12:
            gap = clause.words[group.end : party.start]
            if any(w in {"que", "qu'", ":", "«", ";"} for w in gap):
                return []
            if preposition(clause, party) in {"", "des"}:
                return [party]
    return []


def _according(clause: Clause, doc: Doc, last_speaker: str) -> Iterator[Speech]:
    words = clause.words
    for k in range(clause.start, clause.end - 1):
        word = words[k]
        if word not in _ACCORDING:
            continue
        before = words[k - 1] if k > clause.start else ""
        if (word == "après" and before != "d'") or (word == "croire" and before != "en"):
            continue
        if word in {"source", "sources"} and before != "de":
            continue
        if word == "dires" and before not in {"aux", "ses", "les"}:
            continue
        if words[k + 1] in _OURS:
            continue
        first = k if word in {"source", "sources"} else k + 1
        named = [p for p in clause.parties if first <= p.start <= first + 4]
        who: tuple[PartyMention, ...] = ()
        if words[k + 1] in _PRONOUNS or before == "ses":
            speaker = last_speaker
        elif named:
            speaker, who = named[0].party.name, (named[0],)
        else:
            end = next(
                (n for n in range(k + 1, clause.end) if words[n] in _STOPS or n > k + 8), clause.end
            )
            speaker = _LEADING.sub("", doc[first:end].text)
        if speaker:
            yield Speech(clause.start, clause.end, speaker, SAY, who)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, in tokens of the doc, and whose they are."""

    start: int
    end: int
    speaker: str = ""


def quotations(doc: Doc) -> list[Quotation]:
    """The doc's quotations of more than a few words, in order, without speakers."""
    starts = [token.idx for token in doc]
    found = []
    for match in _QUOTE.finditer(text_of(doc)):
        if match.end() - match.start() > 25:
            first = bisect_left(starts, match.start())
            found.append(Quotation(first, bisect_left(starts, match.end())))
    return found


def attribute(quotes: Sequence[Quotation], said: Sequence[Speech]) -> list[Quotation]:
    """Quotations with the speaker of the verb that follows or precedes them closely."""
    verbs = sorted((s for s in said if s.verb >= 0 and s.speaker), key=lambda s: s.verb)
    positions = [s.verb for s in verbs]
    result = []
    for quote in quotes:
        after = bisect_left(positions, quote.end)
        if after < len(verbs) and positions[after] - quote.end <= 5:
            result.append(Quotation(quote.start, quote.end, verbs[after].speaker))
            continue
        before = bisect_left(positions, quote.start) - 1
        if before >= 0 and quote.start - positions[before] <= 12:
            result.append(Quotation(quote.start, quote.end, verbs[before].speaker))
    return result
