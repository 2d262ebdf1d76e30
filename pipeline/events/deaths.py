"""The dead of an event: how many, and on which side, by UCDP GED's columns."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.statements.model import Statement
from pipeline.statements.parties import ARMED, CIVIL, STATE, Party
from pipeline.statements.tolls import Dead
from pipeline.tables import Row

_SIDES = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
# Kinds in which soldiers who die are those who were struck, where the text names no side.
_STRUCK = frozenset({"attack", "explosion", "abduction", "other"})


def deaths(group: Sequence[Statement], actors: Sequence[Party], targets: Sequence[Party]) -> Row:
    """Columns of the dead from the statements of one event.

    A sentence's numbers add up, its parts («dont 4 civils») within its total; of several sentences
    the one that tells most of a side counts for it.

    Args:
        group: the event's statements.
        actors, targets: sides A and B.

    Returns:
        The columns deaths_a … high; none where the text gives no number.
    """
    kinds = {s.action for s in group}
    if any(p.kind in (ARMED, STATE) and not p.counted for p in (*actors, *targets)):
        actors = [p for p in actors if not p.counted]
        targets = [p for p in targets if not p.counted]
    tellings = [_one_telling(dead, actors, targets, kinds) for dead in _by_sentence(group)]
    if not tellings:
        return {}
    sides: Row = {}
    for name in _SIDES:
        known = [t[name] for t in tellings if t.get(name)]
        if known:
            sides[name] = max(known)
    sided = sum(v for k, v in sides.items() if k != "deaths_unknown")
    best = max(t["best"] for t in tellings)
    if sided and "deaths_unknown" in sides:
        rest = best - sided
        sides["deaths_unknown"] = rest
        if rest <= 0:
            del sides["deaths_unknown"]
    best = max(best, sum(sides.values()))
    lows = [t["low"] for t in tellings if 2 * t["best"] >= best]
    return sides | {
        "low": min(lows, default=best),
        "best": best,
        "high": max(best, *(t["high"] for t in tellings)),
    }


def _by_sentence(group: Sequence[Statement]) -> list[tuple[Dead, ...]]:
    ordered = sorted((s for s in group if s.dead), key=lambda s: s.sentence)
    return [next(iter(same)).dead for _, same in groupby(ordered, key=lambda s: s.sentence)]


def _one_telling(
    dead: Sequence[Dead], actors: Sequence[Party], targets: Sequence[Party], kinds: set[str]
) -> Row:
    """One sentence's numbers by side; parts say whose the total's dead are."""
    total: Row = {"low": 0, "best": 0, "high": 0}
    sides: dict[str, int] = {}
    whole = [d for d in dead if not d.part_of]
    parts = [d for d in dead if d.part_of] if whole else []
    for d in whole or dead:
        total["low"] += d.low or 0
        total["best"] += best_of(d)
        total["high"] += d.high or best_of(d)
    inside = sum(best_of(d) for d in parts)
    for d in whole or dead:
        rest = best_of(d)
        if parts and d is whole[0] and inside <= rest:
            rest -= inside
        side = side_of(d, actors, targets, kinds)
        sides[side] = sides.get(side, 0) + rest
    for d in parts:
        side = side_of(d, actors, targets, kinds)
        sides[side] = sides.get(side, 0) + best_of(d)
    return total | {name: number for name, number in sides.items() if number}


def side_of(dead: Dead, actors: Sequence[Party], targets: Sequence[Party], kinds: set[str]) -> str:
    """Whose the dead are: the column that they go to."""
    if dead.kind == CIVIL:
        return "deaths_civilians"
    for column, parties in (("deaths_b", targets), ("deaths_a", actors)):
        for party in parties:
            if dead.force_id and dead.force_id == party.id:
                return column
    for column, parties in (("deaths_b", targets), ("deaths_a", actors)):
        for party in parties:
            same = dead.nationality and dead.nationality == party.country
            if same and dead.kind in ("", party.kind):
                return column
    if dead.kind not in (ARMED, STATE):
        return "deaths_unknown"
    if any(p.kind == dead.kind for p in targets):
        return "deaths_b"
    if dead.kind == STATE and kinds & _STRUCK and not any(p.kind == ARMED for p in targets):
        return "deaths_b"
    if any(p.kind == dead.kind for p in actors):
        return "deaths_a"
    if dead.kind == STATE:
        if any(p.kind == ARMED for p in targets):
            return "deaths_a"
        return "deaths_b" if kinds & _STRUCK else "deaths_unknown"
    if any(p.kind == STATE for p in actors) or kinds & {"operation", "air_strike"}:
        return "deaths_b"
    return "deaths_a" if any(p.kind == STATE for p in targets) else "deaths_unknown"


def best_of(dead: Dead) -> int:
    """The likeliest number: the middle of narrow bounds, the lower of wide ones («dizaines»)."""
    if dead.low is None or dead.high is None:
        return dead.low or dead.high or 0
    return dead.low if dead.high > 2 * dead.low else (dead.low + dead.high) // 2
