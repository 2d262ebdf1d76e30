"""Whether a sentence says enough of an action for a statement: what `actions.csv` asks of each."""

from collections.abc import Sequence

from pipeline.statements.actions import Action
from pipeline.statements.clauses import Clause
from pipeline.statements.model import VIOLENT
from pipeline.statements.parties import ARMED, CIVIL, OFFICE, STATE, THING, PartyMention
from pipeline.statements.phrases import NOUN
from pipeline.statements.roles import Roles
from pipeline.values import CountValue, DateValue, ForceValue, PlaceValue

_PLURAL = frozenset("les des ces ses leurs d' de nos plusieurs aux".split())


def enough(
    action: Action,
    who: Roles,
    hurt: Sequence[PartyMention],
    clause: Clause,
) -> bool:
    """Whether the statement has what its trigger needs."""
    both = [*who.actors, *who.targets]
    if not _has_need(action, who, hurt, clause):
        return False
    if action.mood != NOUN or hurt:
        return True
    dated = any(isinstance(e._.value, DateValue) and e._.value.start for e in clause.entities)
    placed = any(isinstance(e._.value, PlaceValue) for e in clause.entities)
    word, previous = clause.words[action.start], clause.words[max(action.start - 1, 0)]
    if word[-1] in "sx" and (previous in _PLURAL or not previous.isalpha()):
        return bool(both) or dated
    if not _is_definite(clause, action):
        return bool(both) or (action.start == clause.start and (dated or placed))
    return bool(both) or dated or placed or previous not in {"toute", "une", "un", "d'"}


def _has_need(action: Action, who: Roles, hurt: Sequence[PartyMention], clause: Clause) -> bool:
    """Whether the need that `actions.csv` names for a trigger is met."""
    both = [*who.actors, *who.targets]
    violent = action.trigger.action in VIOLENT
    match action.trigger.needs:
        case "party":
            return bool(both) or (bool(hurt) and violent)
        case "person":
            chosen = action.trigger.action == "appointment" and bool(who.targets)
            return chosen or any(
                p.label in {"person", "count"} or p.party.kind == OFFICE for p in both
            )
        case "people":
            return bool(who.targets or (who.actors and action.mood == NOUN))
        case "agent":
            return bool(who.actors)
        case "armed":
            return any(p.label != "place" and p.party.kind in _ARMED for p in both)
        case "victim":
            return bool(hurt)
        case "victims":
            return any(
                p.label in {"count", "person"} or p.party.kind in _BODIES for p in who.targets
            )
        case "sides":
            plural = clause.words[action.start].endswith("s")
            return bool(hurt) or len(both) > 1 or (plural and bool(both))
        case "soldiers":
            return any(p.label != "place" and p.party.kind == STATE for p in who.targets)
        case "mission":
            return any(_is_mission(p) for p in both)
        case "weapon":
            return bool(hurt) or not _WEAPONS.isdisjoint(_text(clause))
        case "base":
            return bool(both) and not _BASES.isdisjoint(_text(clause))
    return True


_ARMED = frozenset({ARMED, STATE})
_BODIES = frozenset({ARMED, STATE, CIVIL, THING})


def _is_mission(party: PartyMention) -> bool:
    return isinstance(party.value, ForceValue) and party.value.kind == "operation"


def are_people(party: PartyMention) -> bool:
    """Not «13 morts», which names nobody."""
    return isinstance(party.value, CountValue) and (
        party.value.unit != "persons" or "personnes" in party.party.name
    )


def _is_definite(clause: Clause, action: Action) -> bool:
    """Whether an article or the like stands before a noun: «d'attaque», «de formation» lack it."""
    k = action.start - 1
    while k > clause.start and clause.words[k] in _ADJECTIVES:
        k -= 1
    if k > clause.start and clause.words[k] in {"de", "d'"}:
        return not _TENTATIVE.isdisjoint(clause.words[max(clause.start, k - 2) : k])
    return k >= clause.start and clause.words[k] in _DETERMINERS


def takes_up(clause: Clause, action: Action) -> bool:
    """Whether a noun stands with «la», «cette», «ces», or is «dans les combats»."""
    k = action.start - 1
    while k > clause.start and clause.words[k] in _ADJECTIVES:
        k -= 1
    if k < clause.start:
        return False
    if clause.words[action.start].endswith(("s", "x")):
        occasion = k > clause.start and clause.words[k - 1] in {"dans", "lors", "cours"}
        return clause.words[k] == "ces" or (occasion and clause.words[k] in {"les", "des"})
    return clause.words[k] in _TAKING_UP


_TAKING_UP = frozenset("le la l' ce cet cette du au".split())
_TENTATIVE = frozenset("tentative tentatives cible victime auteurs auteur objet".split())
_ADJECTIVES = frozenset(
    "nouvelle nouveau récente récent violente violents violentes première premier dernière dernier "
    "double deuxième troisième quatrième cinquième sixième vaste grande grand importante meilleure "
    "seconde second présumée présumé même".split()
)
_DETERMINERS = frozenset(
    "le la l' un une ce cet cette son sa leur du au les des ces deux trois quatre cinq six sept "
    "plusieurs double aux ses leurs chaque notre nos".split()
)
_BASES = frozenset("camp camps base bases emprise emprises caserne aéroport".split())
_WEAPONS = frozenset("mine engin bombe grenade véhicule voiture explosif kamikaze obus ied".split())


def _text(clause: Clause) -> Sequence[str]:
    return clause.words[clause.start : clause.end]
