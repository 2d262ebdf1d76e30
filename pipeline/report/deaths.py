"""The dead: of one event by side, and of all of them in a sentence of the front page."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report.figures import event_date, linked_figure
from pipeline.report.queries import Row
from pipeline.report.reading import At, Reading

_MONTH = 3  # UCDP GED's date_prec: known within a month
# Of a large run: how many lines and, on each, events the table of the months has.
_MONTHS = 400
_LINKED = 12
_KIND = "case when coalesce({}, '') = '' then 'unknown' else 'side' end"
_SURE = "status in ('reported', 'claimed')"
# A row for each event and side that has dead; `kind` is side, civilians or unknown.
_SIDES = " union all ".join(
    f"select event_id, doc_id, start, date_start, date_prec, best, {place} as part, "
    f"{number} as number, {kind} as kind, {side} as side from events "
    f"where {_SURE} and {number} != 0"
    for place, (number, kind, side) in enumerate(
        (
            ("deaths_a", _KIND.format("side_a"), "coalesce(side_a, '')"),
            ("deaths_b", _KIND.format("side_b"), "coalesce(side_b, '')"),
            ("deaths_civilians", "'civilians'", "''"),
            ("deaths_unknown", "'unknown'", "''"),
        )
    )
)


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
    """The dead of each side, month by month, from the events whose month is known.

    Of a large run the months and sides with the most dead, and some of their events.
    """
    words = reading.words
    told = reading.tables.rows(
        f"""
        with sides as ({_SIDES}), numbered as (
            select *, substr(date_start, 1, 7) as month,
                row_number() over (
                    partition by month, kind, side order by event_id, part) as nth
            from sides where date_start != '' and coalesce(date_prec, 9) <= {_MONTH}
        ), months as (
            select month, kind, side, sum(number)::bigint as total, count(*) as events,
                list({{'number': number, 'doc_id': doc_id, 'start': start}} order by nth)
                    filter (nth <= ?) as first
            from numbered group by all
            order by total desc, month, kind, side limit ?
        )
        from months order by month, kind, side
        """,
        *((_LINKED, _MONTHS) if reading.some else (2**31, 2**31)),
    )
    lines = []
    for row in told:
        links = [
            reading.link(At(e["doc_id"], e["start"]), words.number(e["number"])) for e in row.first
        ]
        if row.events > len(links):
            links.append(words("more.others", n=row.events - len(links)))
        side = escape(row.side) if row.kind == "side" else words(f"deaths.by_month.{row.kind}")
        lines.append(
            MonthlyDead(words.date(row.month), side, words.number(row.total), words.listed(links))
        )
    return lines


def deaths(reading: Reading) -> Markup:
    """The dead by side: of events where they have any, else of the counts."""
    words, ask = reading.words, reading.tables
    sure = ask.one(
        "select count(*) as events, sum(best)::bigint as dead from events "
        f"where {_SURE} and best > 0"
    )
    if sure.events:
        sides = ask.rows(
            f"select kind, side, sum(number)::bigint as n from ({_SIDES}) where best > 0 "
            "group by kind, side order by kind = 'unknown', n desc, min(concat(event_id, part))"
        )
        told = [
            words(f"deaths.{row.kind}", n=row.n, to="#timeline", side=row.side) for row in sides
        ][:6]
        worst = ask.rows(
            f"select * from events where {_SURE} and best > 0 order by best desc, event_id limit 3"
        )
        key = "deaths.sum" if any(row.kind != "unknown" for row in sides) else "deaths.sum.bare"
        return words(
            key,
            n=sure.dead,
            to="#timeline",
            events=words("count.events", n=sure.events, to="#timeline"),
            sides=words.listed(told),
            worst=words(
                "deaths.worst",
                n=len(worst),
                events=words.listed(_toll(reading, row) for row in worst),
            ),
        )
    held = (
        "from troop_counts where role = 'killed' and not coalesce(denied, false) "
        "and not coalesce(part_of, false) and best(low, high) is not null"
    )
    counts = ask.one(f"select count(*) as n {held}").n
    if not counts:
        return words("deaths.none")
    rows = ask.rows(f"select * {held} order by best(low, high) desc, doc_id, start limit 5")
    figures = [linked_figure(reading, r) + Markup(" ({})").format(reading.source(r)) for r in rows]
    return words("deaths.counts", figures=words.listed(figures), n=counts, to="#forces")


def _toll(reading: Reading, row: Row) -> Markup:
    """«15 morts (Arbinda, 27 juillet 2019)»."""
    words, date = reading.words, event_date(row)
    parts = [p for p in (row.where_coordinates, words.date(date) if date else "") if p]
    where = ", ".join(parts) or reading.text_number(row.doc_id)
    dead = reading.link(row, words("count.dead", n=row.best))
    return words("deaths.event", dead=dead, where=where)
