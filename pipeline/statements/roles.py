"""Who acts and who undergoes: an action's frame applied to the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.statements.actions import REFLEXIVE, Action, Frame, Support, Trigger
from pipeline.statements.clauses import (
    BE,
    Clause,
    VerbGroup,
    after,
    governed,
    objects,
    preposition,
    subject,
    verb_group,
    with_joined,
)
from pipeline.statements.conjugation import GERUND, INFINITIVE, PARTICIPLE
from pipeline.statements.parties import ARMED, THING, PartyMention
from pipeline.statements.phrases import NOUN, Phrases
from pipeline.values import PlaceValue

_BY = frozenset({"par"})
_AGAINST = frozenset({"contre"})
_ON = frozenset({"sur"})
_WITH = frozenset({"avec"})
_OF = frozenset({"de", "des"})
_TO = frozenset({"à", "pour"})
_BETWEEN = frozenset({"entre"})
_BREAKS = frozenset({";", ":", "«", "»", "que", "qu'", "mais"})
_OCCASIONS = frozenset({"lors", "cours", "cadre", "occasion", "durant", "pendant"})
_NEAR = 4  # how far after a noun its «de X» may begin


def _is_passive(group: VerbGroup) -> bool:
    """«Une attaque menée …», «est menée»: what stands before does not act."""
    return group.mood == PARTICIPLE and (
        group.bare or bool(group.auxiliaries & BE and not group.auxiliaries & REFLEXIVE)
    )


# What `verb_group` reads of a support verb: that it may be passive.
_SUPPORT_VERB = Trigger(
    "", "other", Frame("verb", "actor", "target", "actor", "", "", "", "", ""), "", False, False
)


@dataclass(slots=True)
class Roles:
    """Parties in the order in which they were found."""

    actors: list[PartyMention] = field(default_factory=list)
    targets: list[PartyMention] = field(default_factory=list)

    def give(self, role: str, parties: Sequence[PartyMention]) -> None:
        """Add parties in a role of `frames.csv`."""
        parties = [p for p in parties if p not in self.actors and p not in self.targets]
        if role == "target":
            parties = [p for p in parties if not _is_town(p)]
        if role == "actor":
            self.actors.extend(p for p in parties if p.party.kind != THING)
        elif role == "target":
            self.targets.extend(parties)
        elif role == "either":
            armed = bool(parties) and parties[0].party.kind == ARMED
            self.give("actor" if armed and not self.actors else "target", parties)
        elif role == "sides" and parties:
            self.give("actor", parties[:1])
            self.give("target", parties[1:])


def _is_town(party: PartyMention) -> bool:
    """A town is where something takes place, not who undergoes it."""
    return isinstance(party.value, PlaceValue) and party.value.kind != "country"


def roles(
    clause: Clause,
    action: Action,
    group: VerbGroup | None,
    before: Roles | None,
    supports: Phrases[Support],
) -> Roles:
    """The parties of an action.

    Args:
        clause: its sentence.
        action: a trigger found.
        group: its verbal group, None for a noun.
        before: the roles of the verb before it in the sentence, whose subject it may share.
        supports: verbs that give a noun its parties.
    """
    if group is not None:
        found = _of_verb(clause, action, group, before)
        if group.passive and not found.actors:
            found.give("actor", _opening_agent(clause, supports))
        return found
    found = _of_noun(clause, action, supports)
    shares = before is not None and action.trigger.frame.of == "actor"
    if shares and before and not found.actors and _on_occasion(clause, action):
        found.give("actor", before.actors)
    return found


def _on_occasion(clause: Clause, action: Action) -> bool:
    """«lors d'une opération»: who did what the sentence tells did it in that."""
    return any(
        clause.words[k] in _OCCASIONS
        for k in range(max(clause.start, action.start - 5), action.start)
    )


def _opening_agent(clause: Clause, supports: Phrases[Support]) -> list[PartyMention]:
    """«Conduite par les armées françaises, l'opération …»."""
    for end, support, mood in supports.at(clause.words, clause.start):
        if support.by and mood == PARTICIPLE:
            return governed(clause, end, _BY, 6)
    return []


def _of_verb(clause: Clause, action: Action, group: VerbGroup, before: Roles | None) -> Roles:
    frame, found = action.trigger.frame, Roles()
    shares = _shares_subject(clause, group)
    if shares and before is not None:
        role = frame.object if group.passive else frame.subject
        found.give(role, before.actors or before.targets)
    elif group.mood not in (GERUND, INFINITIVE) or before is None:
        parties = subject(clause, group)
        found.give(frame.object if group.passive else frame.subject, parties)
    if frame.object and not group.passive:
        found.give(frame.object, objects(clause, group))
    if group.passive or frame.subject == "target":
        found.give(frame.by, governed(clause, group.end, _BY))
    if frame.against:
        found.give(frame.against, governed(clause, group.end, _AGAINST, 15))
    if frame.with_:
        found.give(frame.with_, governed(clause, group.end, _WITH, 15))
    if frame.to:
        found.give(frame.to, governed(clause, group.end, _TO))
    if frame.between:
        found.give(frame.between, _between(clause, group.end))
    return found


def is_shared_participle(clause: Clause, action: Action, previous: Action | None) -> bool:
    """«ont repoussé une attaque et tué 12 hommes»: the second participle has the first's verb."""
    if previous is None or action.mood != PARTICIPLE or previous.mood != PARTICIPLE:
        return False
    return clause.words[action.start - 1] in {"et", ",", "puis"}


def _shares_subject(clause: Clause, group: VerbGroup) -> bool:
    before = clause.words[group.start - 1] if group.start > clause.start else ""
    if group.mood in (GERUND, INFINITIVE) or "avoir" in group.auxiliaries:
        return True
    return before in {"et", "puis"} and not group.pronoun


def _of_noun(clause: Clause, action: Action, supports: Phrases[Support]) -> Roles:
    frame, found = action.trigger.frame, Roles()
    if frame.between:
        found.give(frame.between, _between(clause, action.end))
    found.give(frame.by, governed(clause, action.end, _BY, 25))
    if frame.against:
        found.give(frame.against, governed(clause, action.end, _AGAINST, 25))
        if not found.targets:
            found.give(frame.against, governed(clause, action.end, _ON, 6))
    if frame.of:
        first = next(iter(after(clause, action.end)), None)
        if first is not None and clause.parties[first].start - action.end <= _NEAR:
            party = clause.parties[first]
            if preposition(clause, party) in _OF and party.label != "place":
                role = frame.of
                if role == "either" and found.targets:
                    role = "actor"
                found.give(role, with_joined(clause, first))
    if frame.with_:
        found.give(frame.with_, governed(clause, action.end, _WITH, 20))
    if frame.to:
        found.give(frame.to, governed(clause, action.end, _TO, 12))
    for k in range(action.end, min(action.end + 4, clause.end)):
        for end, support, mood in supports.at(clause.words, k):
            if support.to and mood == PARTICIPLE:  # «une attaque attribuée au JNIM»
                found.give(support.to, governed(clause, end, _TO, 4))
    _supported(clause, action, supports, found)
    return found


def _between(clause: Clause, start: int) -> list[PartyMention]:
    """«entre le commandant de la force Barkhane et le ministre», «entre X avec Y»."""
    first = governed(clause, start, _BETWEEN)
    if len(first) != 1:
        return first
    later = [clause.parties[n] for n in after(clause, first[0].end)]
    if later and later[0].start - first[0].end <= 8:
        between = clause.words[first[0].end : later[0].start]
        if "et" in between or "avec" in between:
            return [*first, *with_joined(clause, clause.parties.index(later[0]))]
    return first


def _supported(clause: Clause, action: Action, supports: Phrases[Support], found: Roles) -> None:
    """Parties that a verb gives a noun: «X a mené une attaque», «l'attaque a visé X»."""
    words = clause.words
    for k in range(action.start - 1, max(clause.start, action.start - 12) - 1, -1):
        if words[k] in _BREAKS:
            break
        for end, support, mood in supports.at(words, k):
            if end > action.start or not support.subject or found.actors:
                continue
            group = verb_group(clause, Action(k, end, _SUPPORT_VERB, mood))
            if support.subject == "actor" and _is_passive(group):
                continue
            found.give(support.subject, subject(clause, group))
            return
    for k in range(action.end, min(clause.end, action.end + 14)):
        if words[k] in _BREAKS:
            break
        for end, support, mood in supports.at(words, k):
            if not support.object:
                continue
            group = verb_group(clause, Action(k, end, _SUPPORT_VERB, mood))
            if group.passive or group.bare:
                continue
            given = objects(clause, group)
            if support.object == "sides":
                if not action.trigger.frame.between:
                    continue
                given = [*given, *governed(clause, end, _TO)]
                found.give(action.trigger.frame.between, given)
            else:
                found.give(support.object, given)
            return


__all__ = ["NOUN", "Roles", "is_shared_participle", "roles"]
