"""The tables of people once it is known who is who: ids rewritten, contradictions flagged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from pipeline.identities import Identities
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.office_facts import office_facts

Rows = MutableMapping[str, list[dict[str, Any]]]

# What `offices.flag` may say.
TWO_HOLDERS = "two_holders"  # someone else is seen in that office at the same time
LOWER_RANK = "lower_rank"  # the person was seen with a higher rank before


def apply_identities(rows: Rows, identities: Identities) -> None:
    """Rewrite the person ids of tables, in place; rows of dropped people go.

    Args:
        rows: table name to rows (see `pipeline.tables`); `people` may hold one row for each
            document that names a person, or one for all. Rows of `people` that changed are made
            anew from `mentions` and `documents`.
        identities: who is who.
    """
    changed = {i for (_, old), i in identities.ids.items() if old != i}
    changed |= {old for (_, old), i in identities.ids.items() if old != i} | set(identities.names)

    def after(doc_id: str, person_id: str) -> str:
        return identities.ids.get((doc_id, person_id), person_id)

    touched = []
    for row in rows["mentions"]:
        if row["label"] != "PERSON" or not row["entity_id"]:
            continue
        old = row["entity_id"]
        row["entity_id"] = after(row["doc_id"], old)
        row["name"] = identities.names.get(row["entity_id"], row["name"])
        if row["entity_id"] in changed:
            touched.append(row)
    for row in rows["offices"]:
        row["person_id"] = after(row["doc_id"], row["person_id"])
        row["name"] = identities.names.get(row["person_id"], row["name"])
    rows["offices"][:] = [row for row in rows["offices"] if row["person_id"]]
    for row in rows.get("events", []):
        for column in ("actor_ids", "target_ids"):
            if row.get(column):
                ids = (after(row["doc_id"], i) for i in row[column].split("|"))
                row[column] = "|".join(i for i in ids if i)
    rows["people"][:] = [r for r in rows["people"] if r["person_id"] not in changed]
    published = {r["doc_id"]: r.get("published") or "" for r in rows["documents"]}
    rows["people"] += _people_rows(touched, published)
    for row in rows["people"]:
        if row["person_id"] in identities.reasons:
            row["merged"] = identities.reasons[row["person_id"]]


def _people_rows(
    mention_rows: Iterable[dict[str, Any]], published: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows of the table `people` from all mentions of each."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(mention_rows, key=lambda r: (r["doc_id"], r["start"])):
        if row["entity_id"]:
            groups[row["entity_id"]].append(row)
    rows = []
    for person_id, group in sorted(groups.items()):
        names = Counter(row["name"] for row in group)
        name = max(names, key=lambda n: (len(n.split()), names[n], n))
        dates = sorted(filter(None, (published.get(row["doc_id"], "") for row in group)))
        first = group[0]
        forms = {row["text"].replace("|", " ") for row in group} - {name}
        rows.append(
            {
                "person_id": person_id,
                "name": name,
                "aliases": "|".join(sorted(" ".join(form.split()) for form in forms)),
                "mentions": len(group),
                "documents": len({row["doc_id"] for row in group}),
                "first_date": dates[0] if dates else "",
                "last_date": dates[-1] if dates else "",
                **{c: first[c] for c in ("doc_id", "start", "end", "sentence")},
            }
        )
    return rows


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
