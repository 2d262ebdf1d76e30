"""Statements of one sentence, and of neighbours, put in order: one for each action told of."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.statements.model import ON_THE_SPOT, VIOLENT, Statement

_OUTINGS = frozenset({"operation", "patrol"})


def with_shared_actors(statements: list[Statement]) -> list[Statement]:
    """«Au cours d'une opération, les FAMa ont arrêté …»: the operation is theirs."""
    acting = next((s.actors for s in statements if s.actors and s.action in ON_THE_SPOT), ())
    return [
        replace(s, actors=acting) if s.action in _OUTINGS and not s.actors else s
        for s in statements
    ]


def placed(statement: Statement, before: Statement) -> Statement:
    """A statement without a place has that of the sentence before, where both are violent."""
    if statement.place is not None or before.place is None:
        return statement
    if not {statement.action, before.action} <= ON_THE_SPOT or statement.status == "planned":
        return statement
    return replace(statement, place=before.place)


def one_of_a_sort(statements: Sequence[Statement]) -> list[Statement]:
    """One statement for each action that a sentence tells of, in however many words."""
    full = [s for s in statements if not s.minor]
    kept: list[Statement] = []
    for statement in sorted(statements, key=lambda s: (s.minor, s.start)):
        pool = [k for k in kept if _same_sort(statement, k)]
        if pool and not _apart(statement, pool[-1]):
            nearest = min(pool, key=lambda k: abs(k.start - statement.start))
            kept[kept.index(nearest)] = _joined(nearest, statement)
        elif not (statement.minor and full and statement.action == "other"):
            kept.append(statement)
    return sorted(kept, key=lambda s: s.start)


def _same_sort(a: Statement, b: Statement) -> bool:
    if a.action == b.action:
        return True
    return a.minor and (a.action in VIOLENT or a.action == "other") and b.action in VIOLENT


def _apart(a: Statement, b: Statement) -> bool:
    """Two of one kind that the sentence itself tells apart by place or day."""
    if a.minor or b.minor:
        return False
    places = a.place is not None and b.place is not None and a.place.place_id != b.place.place_id
    dates = a.date is not None and b.date is not None and a.date.start != b.date.start
    return places or dates


def _joined(a: Statement, b: Statement) -> Statement:
    """Two statements of one action as one; what the first says stands."""
    actors = a.actors or tuple(p for p in b.actors if p not in a.targets)
    more = tuple(p for p in b.targets if p not in actors)
    targets = a.targets or more
    if b.minor and a.action != "clash":
        targets = tuple(dict.fromkeys((*a.targets, *more)))
    elif a.action == "clash" and b.minor:
        targets = a.targets
    if a.action == b.action and a.action in {"meeting", "agreement"}:
        actors = tuple(dict.fromkeys((*a.actors, *b.actors)))
    return replace(
        a,
        actors=actors,
        targets=targets,
        place=a.place or b.place,
        date=a.date or b.date,
        dead=a.dead or b.dead,
        claimed_by=a.claimed_by or b.claimed_by,
    )
