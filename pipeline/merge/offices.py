"""Offices over time: when each was held, who follows whom, and what contradicts that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline.merge.entities import Last
from pipeline.merge.office_facts import office_facts
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.tables import Row
from pipeline.text import fold

# What `offices.flag` may say.
TWO_HOLDERS = "two_holders"  # someone else is seen in that office at the same time
LOWER_RANK = "lower_rank"  # the person was seen with a higher rank before

_Span = tuple[str, str]  # first and last date, ISO 8601
_Office = tuple[str, str, tuple[str, ...]]  # head, country, telling words


class OfficeHistory:
    """What the rows of `offices` say together; they are read twice, in the same order.

    `see` takes each row, then `tell` gives them back with `first_seen`, `last_seen` and `flag`,
    which says what contradicts a row: two people in one office that one person at a time holds,
    in one country, on one day or with interleaving dates; a rank below one that the same person
    had before. What is kept is a person's offices, not their rows.

    Args:
        lexicon: offices, countries and ranks.

    Attributes:
        last: person id to the last rank and office, once `tell` is at its end.
    """

    def __init__(self, lexicon: PeopleLexicon) -> None:
        self._lexicon = lexicon
        self._orders = {rank.rank_id: rank.order for rank in lexicon.ranks.values()}
        self._seen: dict[tuple[str, str, str], _Span] = {}
        self._holders: dict[_Office, dict[str, _Span]] = defaultdict(dict)
        self._doubtful: set[tuple[_Office, str]] | None = None
        self.last: dict[str, Last] = {}

    def see(self, row: Row) -> None:
        """Take a row into account."""
        date = row.get("date")
        if not date:
            return
        key = _key(row)
        self._seen[key] = _wider(self._seen.get(key), date)
        for office in self._single(row):
            people = self._holders[office]
            people[row["person_id"]] = _wider(people.get(row["person_id"]), date)

    def tell(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows with what all of them together say.

        Args:
            rows: sorted as `pipeline.merge.sorting.ORDERS` says.
        """
        self._doubtful = {
            (office, person)
            for office, people in self._holders.items()
            if len(people) > 1
            for person in _overlapping(people)
        }
        person, career = "", _Career()
        for row in rows:
            if row["person_id"] != person:
                self.last[person] = career.last
                person, career = row["person_id"], _Career()
            row["first_seen"], row["last_seen"] = self._seen.get(_key(row), ("", ""))
            row["flag"] = self._flag(row, career)
            career.add(row)
            yield row
        self.last[person] = career.last

    def _flag(self, row: Row, career: "_Career") -> str:
        lower = bool(row.get("rank_id")) and career.falls(
            row["rank_id"], self._orders.get(row["rank_id"], 0), row.get("date") or ""
        )
        doubtful = self._doubtful or set()
        if any((office, row["person_id"]) in doubtful for office in self._single(row)):
            return TWO_HOLDERS
        return LOWER_RANK if lower else ""

    def _single(self, row: Row) -> list[_Office]:
        """The offices of a row that one person at a time holds."""
        if row.get("status") or not row.get("date"):
            return []
        return [
            (fact.head, fact.country, fact.words)
            for fact in office_facts(row, self._lexicon)
            if fact.single and fact.country
        ]


class _Career:
    """What one person is seen as, as time goes by."""

    def __init__(self) -> None:
        self._rank, self._office = _Fullest("rank"), _Fullest("office")
        self._body = ""
        self._highest, self._since = 0, ""

    def falls(self, rank_id: str, order: int, date: str) -> bool:
        """Whether a rank is below one of before; it is taken into account."""
        short = rank_id == "general"  # «général» is said of all generals
        lower = not short and order < self._highest and date > self._since
        if order > self._highest:
            self._highest, self._since = order, date
        return lower

    def add(self, row: Row) -> None:
        self._rank.add(row)
        self._office.add(row)
        if row.get("office"):
            self._body = row.get("body") or self._body

    @property
    def last(self) -> Last:
        office = self._office.row or {}
        return Last(
            (self._rank.row or {}).get("rank") or "",
            office.get("office") or "",
            office.get("body") or self._body,
        )


class _Fullest:
    """Of the rows of the last date the one that says most in a column."""

    def __init__(self, column: str) -> None:
        self._column = column
        self.row: Row | None = None

    def add(self, row: Row) -> None:
        if not row.get(self._column):
            return
        if (
            self.row is None
            or (row.get("date") or "") != (self.row.get("date") or "")
            or self._says(row) > self._says(self.row)
        ):
            self.row = row

    def _says(self, row: Row) -> tuple[int, int]:
        return len(row[self._column]), -row["start"]


def _key(row: Row) -> tuple[str, str, str]:
    return row["person_id"], fold(row.get("office") or ""), fold(row.get("rank") or "")


def _wider(span: _Span | None, date: str) -> _Span:
    return (min(span[0], date), max(span[1], date)) if span else (date, date)


def _overlapping(spans: Mapping[str, _Span]) -> list[str]:
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
