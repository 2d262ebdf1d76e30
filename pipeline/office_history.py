"""Offices that contradict each other: two holders at a time, a rank that falls."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.office_facts import office_facts

# What `offices.flag` may say.
TWO_HOLDERS = "two_holders"  # someone else is seen in that office at the same time
LOWER_RANK = "lower_rank"  # the person was seen with a higher rank before


def flag_offices(office_rows: list[dict[str, Any]], lexicon: PeopleLexicon | None = None) -> None:
    """Set `flag` on rows of `offices` that contradict others, in place.

    Two people in one office that one person at a time holds, in one country, on one day or with
    interleaving dates; a rank below one that the same person had before.

    Args:
        office_rows: with `first_seen` and `last_seen` set.
        lexicon: offices, countries and ranks; the package's if not given.
    """
    lexicon = lexicon or PeopleLexicon.load()
    orders = {rank.rank_id: rank.order for rank in lexicon.ranks.values()}
    holders: dict[tuple[Any, ...], dict[str, list[dict[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    by_person: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in office_rows:
        row["flag"] = ""
        if row.get("rank_id"):
            by_person[row["person_id"]].append(row)
        for fact in office_facts(row, lexicon):
            if fact.single and fact.country and not row.get("status") and fact.date:
                holders[fact.head, fact.country, fact.words][row["person_id"]].append(row)
    for people in holders.values():
        for person in _overlapping({p: _span(rows) for p, rows in people.items()}):
            for row in people[person]:
                row["flag"] = TWO_HOLDERS
    for rows in by_person.values():
        highest, since = 0, ""
        for row in sorted(rows, key=lambda r: (r.get("date") or "", r["doc_id"], r["start"])):
            order = orders.get(row["rank_id"], 0)
            short = row["rank_id"] == "general"  # «général» is said of all generals
            if not short and order < highest and (row.get("date") or "") > since:
                row["flag"] = row["flag"] or LOWER_RANK
            if order > highest:
                highest, since = order, row.get("date") or ""


def _span(rows: list[dict[str, Any]]) -> tuple[str, str]:
    dates = [row["date"] for row in rows]
    return min(dates), max(dates)


def _overlapping(spans: Mapping[str, tuple[str, str]]) -> list[str]:
    """Those whose dates overlap with another's."""
    order = sorted(spans, key=lambda p: (spans[p], p))
    found = []
    latest = ""
    for n, person in enumerate(order):
        start, end = spans[person]
        after = spans[order[n + 1]][0] if n + 1 < len(order) else "9"
        if (latest and start <= latest) or after <= end:
            found.append(person)
        latest = max(latest, end)
    return found
