"""Of a large run: what stands together, when and where, counted in SQL over all texts.

The tables `shown`, `texts`, `named` and `chosen` are those of `pipeline.report.selection`. Of what
is linked to, one that stands in a text that the page shows comes first.
"""

from collections import defaultdict
from dataclasses import dataclass

from pipeline.report.queries import Row
from pipeline.report.reading import At, Reading

# What a chart draws at most: points of the map, lines of the timeline.
DRAWN = 1500
_PEOPLE_A_SENTENCE = 12


@dataclass(frozen=True, slots=True)
class PairCount:
    """Two entities, by their place among those shown: in how many sentences, and some of them."""

    first: int
    second: int
    sentences: int
    documents: int
    places: tuple[At, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs, the most frequent first; how many there are; the entities most often beside others."""

    counts: list[PairCount]
    total: int
    heaviest: list[int]


def pairs_of_many(reading: Reading, listed: int, heaviest: int) -> Pairs:
    """The pairs of people and forces most often in one sentence.

    Args:
        listed: how many pairs are asked for.
        heaviest: all pairs among so many entities, those most often beside others, come too.
    """
    ask = reading.tables
    # A sentence that lists dozens of names says little of any two of them.
    ask.run(
        f"""
        create table pairs as
        with there as (
            select text, sentence, n.entity, min(n.start) as start from named n
            join shown s on s.entity = n.entity and s.kind in ('people', 'forces')
            group by text, sentence, n.entity
        ), few as (
            from there qualify row_number() over (
                partition by text, sentence order by entity) <= {_PEOPLE_A_SENTENCE}
        )
        select a.entity as a, b.entity as b, count(*) as n, count(distinct text) as texts,
            min(((c.doc_id is null)::bigint << 62) | (text::bigint << 31) | a.start, 6) as places
        from few a join few b using (text, sentence)
        join texts t using (text) left join chosen c on c.doc_id = t.doc_id
        where a.entity < b.entity group by all
        """
    )
    ask.run(
        "create table heaviest as select entity from "
        "(select a as entity, n from pairs union all select b, n from pairs) "
        f"group by entity order by sum(n) desc, entity limit {heaviest}"
    )
    rows = ask.rows(
        f"""
        select * from (select *, row_number() over (order by n desc, a, b) as place from pairs)
        where place <= {listed} or (a in (from heaviest) and b in (from heaviest)) order by place
        """
    )
    texts = _doc_ids(reading, {(p >> 31) & (2**31 - 1) for row in rows for p in row.places})
    counts = []
    for row in rows:
        places = [At(texts[(p >> 31) & (2**31 - 1)], p & (2**31 - 1)) for p in row.places]
        shown = [at for at in places if at.doc_id in reading.numbers] or places[:2]
        # In SQL entities are numbered from 1, here from 0.
        counts.append(PairCount(row.a - 1, row.b - 1, row.n, row.texts, tuple(shown)))
    return Pairs(
        counts=counts,
        total=ask.one("select count(*) as n from pairs").n,
        heaviest=[row.entity - 1 for row in ask.rows("from heaviest order by entity")],
    )


def _doc_ids(reading: Reading, texts: set[int]) -> dict[int, str]:
    rows = reading.tables.rows(
        "select text, doc_id from texts where text in (select unnest(?::integer[]))", sorted(texts)
    )
    return {row.text: row.doc_id for row in rows}


def events_by_month(reading: Reading) -> list[Row]:
    """Dated events by kind and month (by year where those are too many): kind, day, n, and one."""
    for length in (7, 4):
        rows = reading.tables.rows(
            f"""
            select kind, substr(calendar(date_start), 1, {length}) as day, count(*) as n,
                arg_min({{'doc_id': doc_id, 'start': start}},
                    concat(c.doc_id is null, event_id)) as one
            from events left join chosen c using (doc_id)
            where calendar(date_start) != '' group by kind, day order by kind, day
            """
        )
        if len(rows) <= DRAWN:
            break
    return rows[:DRAWN]


def dates_by_month(reading: Reading) -> list[Row]:
    """The months and years that the texts name: day, n, and one place."""
    return reading.tables.rows(
        f"""
        select case precision when 'year' then day[:4] else day[:7] end as month, count(*) as n,
            arg_min({{'doc_id': doc_id, 'start': start}},
                concat(c.doc_id is null, doc_id, lpad(start::varchar, 9, '0'))) as one
        from (select *, calendar(date_start) as day from dates where type = 'DATE')
        left join chosen c using (doc_id)
        where day != '' and precision in ('day', 'month', 'year')
        group by month order by n desc, month limit {DRAWN}
        """
    )


def beside_places(reading: Reading) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Place to the forces named in a sentence with it, and to the years of the texts naming it."""
    forces: dict[str, list[str]] = defaultdict(list)
    for row in reading.tables.rows(
        """
        with places as (
            select distinct text, sentence, n.entity, id from named n
            join shown s on s.entity = n.entity and s.kind = 'places'
        ), forces as (
            select distinct text, sentence, n.entity, id from named n
            join shown s on s.entity = n.entity and s.kind = 'forces'
        )
        select distinct p.id as place, f.id as force from places p
        join forces f using (text, sentence) order by place, force
        """
    ):
        forces[row.place].append(row.force)
    years: dict[str, list[str]] = defaultdict(list)
    for row in reading.tables.rows(
        """
        select distinct id as place, published[:4] as year from named n
        join shown s on s.entity = n.entity and s.kind = 'places' join texts using (text)
        where published != '' order by place, year
        """
    ):
        years[row.place].append(row.year)
    return forces, years


def events_by_place(reading: Reading, country_only: int) -> list[Row]:
    """Located events by place and kind, the most frequent first, as rows of the map.

    Args:
        country_only: the `where_prec` from which on only the country is known.
    """
    return reading.tables.rows(
        f"""
        select kind, latitude, longitude, any_value(where_coordinates order by event_id) as name,
            min(where_prec) as where_prec, count(*) as n, sum(best)::bigint as dead,
            string_agg(distinct date_start[:4], '|') as years,
            string_agg(distinct concat_ws('|', actor_ids, target_ids), '|') as ids,
            arg_min({{'doc_id': doc_id, 'start': start}},
                concat(c.doc_id is null, event_id)) as one
        from events left join chosen c using (doc_id)
        where latitude is not null and longitude is not null
            and coalesce(nullif(where_prec, 0), 1) < {country_only}
        group by kind, latitude, longitude order by n desc, kind, latitude, longitude
        limit {DRAWN}
        """
    )


def last_of(day: str) -> str:
    """The last day to draw of a year, month or day.

    >>> last_of("2021"), last_of("2021-10"), last_of("2021-10-05")
    ('2021-12-31', '2021-10-28', '2021-10-05')
    """
    return {4: f"{day}-12-31", 7: f"{day}-28"}.get(len(day), day)
