"""One row a person, force or place, from its share in each document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pipeline.merge.identities import Identities
from pipeline.tables import Row

ENTITY_KEYS = {"people": "person_id", "forces": "force_id", "places": "place_id"}


@dataclass(frozen=True, slots=True)
class Last:
    """The last rank and office that a person is seen in."""

    rank: str = ""
    office: str = ""
    affiliation: str = ""


def merge_entities(
    table: str, rows: Iterable[Row], found: Identities, last: Mapping[str, Last]
) -> Iterator[Row]:
    """The rows of a table of entities; the fullest name stands for each.

    Args:
        table: people, forces or places.
        rows: shares in documents, sorted as `pipeline.merge.sorting.ORDERS` says.
        found: who is who.
        last: person id to last rank and office.
    """
    key = ENTITY_KEYS[table]
    for entity, shares in groupby(rows, key=lambda row: row[key]):
        row = _merge(shares, people=table == "people")
        if table == "people":
            row["merged"] = found.reasons.get(entity, "")
            held = last.get(entity, Last())
            row["last_rank"], row["last_office"] = held.rank, held.office
            row["affiliation"] = held.affiliation
        yield row


def _merge(shares: Iterable[Row], *, people: bool) -> Row:
    row: Row = {}
    names: dict[str, int] = {}
    aliases: set[str] = set()
    first_date = last_date = ""
    mentions = documents = 0
    doc_id = None
    for share in shares:
        row = row or dict(share)
        names[share["name"]] = names.get(share["name"], 0) + share["mentions"]
        aliases.update(share["aliases"].split("|"))
        mentions += share["mentions"]
        documents += share["doc_id"] != doc_id  # sorted by document
        doc_id = share["doc_id"]
        date = share["first_date"] if people else ""
        if date:
            first_date = min(first_date or date, date)
            last_date = max(last_date, date)
    row["name"] = max(names, key=lambda n: (len(n.split()), names[n], n))
    row["aliases"] = "|".join(form for form in sorted(aliases) if form != row["name"])
    row["mentions"], row["documents"] = mentions, documents
    if people:
        row["first_date"], row["last_date"] = first_date, last_date
    return row
