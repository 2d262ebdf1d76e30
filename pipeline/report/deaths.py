"""The dead: of one event by side, and of all of them in a sentence of the front page."""

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report.figures import best, event_date, holds, linked_figure
from pipeline.report.reading import Reading, Row

_SURE = ("reported", "claimed")
_MONTH = 3  # UCDP GED's date_prec: known within a month


def deaths_by_side(reading: Reading, row: Row) -> Markup:
    """«13 morts : 4 civils, 9 côté FAMa», "" if the text gives none."""
    words = reading.words
    if not row.best and not row.high and not row.low:
        return Markup("")
    sides = []
    for number, key, side in (
        (row.deaths_a, "deaths.side", row.side_a),
        (row.deaths_b, "deaths.side", row.side_b),
        (row.deaths_civilians, "deaths.civilians", ""),
        (row.deaths_unknown, "deaths.unknown", ""),
    ):
        if number:
            key = "deaths.unknown" if key == "deaths.side" and not side else key
            sides.append(words(key, n=number, side=side or ""))
    total = row.best or row.low or row.high
    shown = words("count.dead", n=total)
    if row.low is not None and row.high is not None and row.low != row.high:
        shown = words("count.dead.range", low=words.number(row.low), high=words.number(row.high))
    return words("deaths.line", total=reading.link(row, shown), sides=words.listed(sides))


@dataclass(frozen=True, slots=True)
class MonthlyDead:
    """The dead of one side in one month: the sum, and each event's number with its sentence."""

    month: str
    side: Markup
    dead: str
    events: Markup


def dead_by_month(reading: Reading) -> list[MonthlyDead]:
    """The dead of each side, month by month, from the events whose month is known."""
    words = reading.words
    told: dict[tuple[str, str, str], list[tuple[int, Markup]]] = defaultdict(list)
    for row in reading.rows["events"]:
        if row.status not in _SURE or not row.date_start or (row.date_prec or 9) > _MONTH:
            continue
        for number, kind, side in (
            (row.deaths_a, "side", row.side_a or ""),
            (row.deaths_b, "side", row.side_b or ""),
            (row.deaths_civilians, "civilians", ""),
            (row.deaths_unknown, "unknown", ""),
        ):
            if number:
                key = row.date_start[:7], kind if side or kind != "side" else "unknown", side
                told[key].append((number, reading.link(row, words.number(number))))
    return [
        MonthlyDead(
            words.date(month),
            escape(side) if kind == "side" else words(f"deaths.by_month.{kind}"),
            words.number(sum(number for number, _ in numbers)),
            words.listed(link for _, link in numbers),
        )
        for (month, kind, side), numbers in sorted(told.items())
    ]


def deaths(reading: Reading) -> Markup:
    """The dead by side: of events where they have any, else of the counts."""
    words = reading.words
    sure = [r for r in reading.rows["events"] if r.status in _SURE and r.best]
    if sure:
        sides: dict[str, int] = defaultdict(int)
        for row in sure:
            for number, side in (
                (row.deaths_a, row.side_a or ""),
                (row.deaths_b, row.side_b or ""),
                (row.deaths_civilians, "*civilians"),
                (row.deaths_unknown, ""),
            ):
                sides[side] += number or 0
        total = sum(row.best for row in sure)
        told = [
            words("deaths.civilians", n=n, to="#timeline")
            if side == "*civilians"
            else words("deaths.side", n=n, to="#timeline", side=side)
            if side
            else words("deaths.unknown", n=n, to="#timeline")
            for side, n in sorted(sides.items(), key=lambda s: (s[0] == "", -s[1]))
            if n
        ][:6]
        worst = sorted(sure, key=lambda r: (-r.best, r.event_id))[:3]
        key = "deaths.sum" if {k for k, n in sides.items() if n} - {""} else "deaths.sum.bare"
        return words(
            key,
            n=total,
            to="#timeline",
            events=words("count.events", n=len(sure), to="#timeline"),
            sides=words.listed(told),
            worst=words(
                "deaths.worst",
                n=len(worst),
                events=words.listed(_toll(reading, row) for row in worst),
            ),
        )
    counts = [r for r in reading.rows["troop_counts"] if r.role == "killed" and holds(r)]
    if not counts:
        return words("deaths.none")
    counts.sort(key=lambda r: -(best(r) or 0))
    told = [linked_figure(reading, r) + Markup(" ({})").format(reading.source(r)) for r in counts]
    return words("deaths.counts", figures=words.listed(told[:5]), n=len(counts), to="#forces")


def _toll(reading: Reading, row: Row) -> Markup:
    """«15 morts (Arbinda, 27 juillet 2019)»."""
    words, date = reading.words, event_date(row)
    parts = [p for p in (row.where_coordinates, words.date(date) if date else "") if p]
    where = ", ".join(parts) or reading.text_number(row.doc_id)
    dead = reading.link(row, words("count.dead", n=row.best))
    return words("deaths.event", dead=dead, where=where)
