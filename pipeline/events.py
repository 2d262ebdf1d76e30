"""Events: statements that speak of one happening, merged; UCDP GED's columns where it has them.

Statements are one event where the kind is the same and date, place and parties do not contradict
each other. Within a text a missing date or place is taken to agree; between texts both must be
known. Columns and codes follow the UCDP Georeferenced Event Dataset codebook (version 23.1):
`date_prec` 1 exact day, 2 within a week, 3 within a month, 4 within a year, 5 longer.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from spacy.tokens import Doc

from pipeline.event_deaths import deaths
from pipeline.evaluation import kilometres
from pipeline.event_merging import join, merge_events
from pipeline.parties import ARMED, CIVIL, STATE, Party
from pipeline.statements import TOLL, VIOLENT, Statement
from pipeline.tables import Row
from pipeline.values import DateValue, PlaceValue

__all__ = ["document_events", "merge_events"]

# Words for one happening: an attack that a sentence later is an explosion or a clash.
_FAMILY = {
    "attack": "violence",
    "clash": "violence",
    "explosion": "violence",
    "air_strike": "violence",
    "operation": "operation",
}
_SPECIFIC = ("explosion", "air_strike", "clash", "attack", "operation", "abduction", "coup")
_WIDE = frozenset({"country", "zone", "continent", "region"})
# How many events back, and how many sentences, a statement may go on speaking of one.
_BACK, _FAR = 12, 40
_TOLL_FAR = 6
_NEAR_KM = 25  # two places of one happening: a village and its commune, a base and its town
# How many sentences back «cette attaque» may mean; the lead after a headline; a shared party.
_TAKEN_UP, _LEAD, _NEAR = 12, 3, 4


def document_events(doc: Doc, evidence: Callable[[int, int], Row]) -> list[Row]:
    """Rows of the table `events` that one document gives.

    Args:
        doc: with its statements (`doc._.statements`).
        evidence: gives the evidence columns for character offsets into the doc's text.
    """
    return [
        _row(group, evidence(group[0].start, group[0].end))
        for group in happenings(doc)
        if _says_enough(group)
    ]


def _says_enough(group: Sequence[Statement]) -> bool:
    """Whether there is more than the bare word: a party, dead, a date or a town."""
    if group[0].action == "other" and not any(s.date or s.place for s in group):
        return any(s.targets and not s.generic for s in group)
    if any(s.actors or s.targets or s.dead or s.date for s in group):
        return True
    return any(s.place and s.place.kind not in _WIDE for s in group)


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


def _row(group: Sequence[Statement], evidence: Row) -> Row:
    """One event's row from its statements in one document."""
    actors = _best_named(p for s in group for p in s.actors)
    targets = _best_named(p for s in group for p in s.targets)
    actors, targets = _sorted_out(group, actors, targets)
    lead = group[0]
    where = _place([s.place for s in group if s.place])
    when = _date([s.date for s in group if s.date])
    kinds = {s.action for s in group if not s.minor} or {lead.action}
    kind = (
        lead.action if not lead.minor else next((k for k in _SPECIFIC if k in kinds), lead.action)
    )
    row: Row = {
        "kind": kind,
        "status": _status(group),
        "claimed_by": _claimed_by(group),
        "actors": join(p.name for p in actors),
        "actor_ids": join(p.id for p in actors),
        "targets": join(p.name for p in targets),
        "target_ids": join(p.id for p in targets),
        "side_a": actors[0].name if actors else "",
        "side_b": targets[0].name if targets else "",
        "number_of_sources": 1,
        "source_article": evidence["doc_id"],
        "date_start": "",
        "date_end": "",
        "date_prec": None,
        "place_id": "",
    }
    if when:
        row |= {
            "date_start": when.start[:10],
            "date_end": when.end[:10],
            "date_prec": _date_precision(when.start, when.end),
        }
    if where:
        row |= {
            "place_id": where.place_id,
            "where_coordinates": where.name,
            "where_prec": where.precision or None,
            "adm_1": where.admin1,
            "latitude": where.lat,
            "longitude": where.lon,
            "country": where.country,
        }
    row |= deaths(group, actors, targets) | evidence
    row["event_id"] = _event_id(row)
    return row


def _event_id(row: Row) -> str:
    key = "|".join(str(row[name]) for name in ("kind", "date_start", "place_id", "doc_id", "start"))
    return "ev-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _status(group: Sequence[Statement]) -> str:
    """The firmest that the text puts it: reported over claimed over the rest."""
    order = ("reported", "claimed", "possible", "planned", "denied")
    kept = [s for s in group if s.action != TOLL] or group
    return min((s.status for s in kept), key=order.index)


def _claimed_by(group: Sequence[Statement]) -> str:
    """Whose claim it is, where no statement gives it as a fact."""
    status = _status(group)
    return next((s.claimed_by for s in group if s.claimed_by and s.status == status), "")


def _place(places: Sequence[PlaceValue]) -> PlaceValue | None:
    """The finest place named, the first of those."""
    return min(places, key=lambda p: (p.kind in _WIDE, p.kind in _WIDE - {"region"}), default=None)


def _date(dates: Sequence[DateValue]) -> DateValue | None:
    """The most precise date named, the first of those."""
    return min(dates, key=lambda d: min(_days(d.start, d.end), 400), default=None)


def _best_named(parties: Iterable[Party]) -> list[Party]:
    """Parties without repeats; nouns give way where the same side is named."""
    unique = list({p.id or p.name.casefold(): p for p in parties}.values())
    named = [p for p in unique if p.id]
    kept = []
    for party in unique:
        generic = not party.id and party.kind in (ARMED, STATE) and not party.name[:1].isdigit()
        same = any(
            n.kind == party.kind and (not party.country or n.country == party.country)
            for n in named
        )
        if not (generic and same):
            kept.append(party)
    return kept


def _sorted_out(
    group: Sequence[Statement], actors: list[Party], targets: list[Party]
) -> tuple[list[Party], list[Party]]:
    """No party on both sides; in a clash the state is side A where it is known."""
    both = {p.id or p.name for p in actors} & {p.id or p.name for p in targets}
    if both:
        targets = [p for p in targets if (p.id or p.name) not in both]
    if group[0].action == "clash" and not targets and len(actors) > 1:
        kinds = {p.kind for p in actors}
        if {STATE, ARMED} <= kinds:
            targets = [p for p in actors if p.kind == ARMED]
            actors = [p for p in actors if p.kind != ARMED]
    if group[0].action == "clash" and actors and targets:
        if all(p.kind == ARMED for p in actors) and any(p.kind == STATE for p in targets):
            actors, targets = targets, actors
    return actors, [p for p in targets if p.kind != CIVIL] + [p for p in targets if p.kind == CIVIL]


def _date_precision(start: str, end: str) -> int:
    days = _days(start, end)
    return 1 if days <= 1 else 2 if days <= 7 else 3 if days <= 31 else 4 if days <= 366 else 5


def _days(start: str, end: str) -> int:
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days + 1
    except ValueError:
        return 10_000
