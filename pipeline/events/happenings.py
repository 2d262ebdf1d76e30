"""Which statements of a text speak of one happening.

Kind, date, place and parties must not contradict each other, and something must tie them: a shared
place, day, party or number of dead, «cette attaque», a headline, or mere nearness.
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.evaluation import kilometres
from pipeline.statements.model import TOLL, VIOLENT, Statement
from pipeline.values import DateValue, PlaceValue

# Words for one happening: an attack that a sentence later is an explosion or a clash.
_FAMILY = {
    "attack": "violence",
    "clash": "violence",
    "explosion": "violence",
    "air_strike": "violence",
    "operation": "operation",
}
# How many events back, and how many sentences, a statement may go on speaking of one.
_BACK, _FAR = 12, 40
_TOLL_FAR = 6
_NEAR_KM = 25  # two places of one happening: a village and its commune, a base and its town
# How many sentences back «cette attaque» may mean; the lead after a headline; a shared party.
_TAKEN_UP, _LEAD, _NEAR = 12, 3, 4


def happenings(doc: Doc) -> list[list[Statement]]:
    """The doc's statements, those of one happening together, in the order of their first."""
    groups: list[list[Statement]] = []
    for statement in doc._.statements:
        group = _home(statement, groups)
        if group is not None:
            group.append(statement)
        elif statement.action != TOLL:
            groups.append([statement])
    return groups


def _home(statement: Statement, groups: Sequence[list[Statement]]) -> list[Statement] | None:
    """The happening that a statement goes on speaking of, the last that fits."""
    for group in reversed(groups[-_BACK:]):
        far = statement.sentence - group[-1].sentence
        if statement.action == TOLL:
            if far <= _TOLL_FAR and any(s.action in VIOLENT for s in group):
                return group
        elif far <= _FAR and _fits(statement, group):
            return group
    return None


def _fits(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether a statement agrees with all that the group says."""
    others = [s for s in group if s.action != TOLL]
    if not any(_same_kind(statement, s) for s in others):
        return False
    if statement.action == "declaration" and not _same_speaker(statement, others[0]):
        return False
    if any(
        (statement.status == s) != (o.status == s) for o in others for s in ("denied", "planned")
    ):
        return False
    if not all(_dates_agree(statement.date, o.date) for o in others):
        return False
    if not all(_places_agree(statement.place, o.place) for o in others):
        return False
    if not _parties_agree(statement, others):
        return False
    return _linked(statement, others)


def _linked(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether something ties a statement to a happening, beyond that nothing forbids it."""
    far = statement.sentence - others[-1].sentence
    if statement.action == "declaration" or far <= 0:
        return True
    if statement.generic and not statement.date:
        return False
    if statement.definite and far <= _TAKEN_UP and not (statement.place and statement.date):
        return True
    if statement.minor and far <= 2 and not (statement.place and statement.date):
        return True
    dates = {o.date.start[:10] for o in others if o.date}
    places = {o.place.place_id for o in others if o.place}
    same_date = statement.date is not None and statement.date.start[:10] in dates
    same_place = statement.place is not None and statement.place.place_id in places
    if same_date or (same_place and not (statement.date and dates)):
        return True
    numbers = {(d.low, d.high) for o in others for d in o.dead if (d.low or 0) > 1}
    if any((d.low, d.high) in numbers for d in statement.dead):
        return True
    if others[0].sentence == 0 and far <= _LEAD:  # the headline, and the text that tells it again
        return True
    sides = {p.id or p.name for o in others for p in (*o.actors, *o.targets)}
    mine = {p.id or p.name for p in (*statement.actors, *statement.targets)}
    bare = not statement.place and not statement.date
    return (bool(sides & mine) and far <= _NEAR) or (bare and far <= 1)


def _same_kind(a: Statement, b: Statement) -> bool:
    if a.action == b.action or _FAMILY.get(a.action, a.action) == _FAMILY.get(b.action, b.action):
        return True
    return (a.minor or b.minor) and all(s.action in VIOLENT or s.action == "other" for s in (a, b))


def _same_speaker(a: Statement, b: Statement) -> bool:
    return bool({p.id or p.name for p in a.actors} & {p.id or p.name for p in b.actors})


def _dates_agree(a: DateValue | None, b: DateValue | None) -> bool:
    if a is None or b is None:
        return True
    return a.start[:10] <= b.end[:10] and b.start[:10] <= a.end[:10]


def _places_agree(a: PlaceValue | None, b: PlaceValue | None) -> bool:
    if a is None or b is None or a.place_id == b.place_id or _within(a, b):
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return not (a.country and b.country and a.country != b.country)
    return kilometres(a.lat, a.lon, b.lat, b.lon) < _NEAR_KM


def _within(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether one may lie in the other: a town and its region or country, a zone and anything."""
    for big, small in ((a, b), (b, a)):
        if big.kind in {"zone", "continent"}:
            return True
        if big.kind == "country" and big.country == small.country:
            return True
        if big.kind in {"region", "division"} and small.kind not in {"country", "region"}:
            return not small.admin1 or big.name in (small.admin1, "") or big.kind == "division"
    return False


def _parties_agree(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether no side is known to be different: named with identity on both ends and disjoint."""
    if statement.action in {"meeting", "agreement", "visit", "operation", "patrol", "aid"}:
        return True
    ours, theirs = [_sides(s) for s in (statement,)], [_sides(s) for s in others]
    actors = set().union(*(a for a, _ in theirs))
    targets = set().union(*(t for _, t in theirs))
    mine, struck = ours[0]
    if statement.action in {"clash"}:
        return (
            not (mine | struck)
            or not (actors | targets)
            or bool((mine | struck) & (actors | targets))
        )
    return not (mine and actors and not mine & actors) and not (
        struck and targets and not struck & targets
    )


def _sides(statement: Statement) -> tuple[set[str], set[str]]:
    return {p.id for p in statement.actors if p.id}, {p.id for p in statement.targets if p.id}
