"""What the page is made from: every row of a small run, the rows that it lists of a large one.

A page can show some thousand texts. Where there are more, it lists the entries that it would list
anyway (the most named people, the figures told most often …), out of all texts, and shows the
texts that these entries cite most. Sums and charts stay those of all texts: the sections ask for
them in SQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.report.queries import Row, Tables
from pipeline.tables import TABLES

TEXTS = 2_000
"""How many texts a page shows; with more, a selection."""
CHARACTERS = 12_000_000
"""How long they may be together, in characters."""
SHOWN = {"people": 300, "forces": 200, "places": 800}
KEYS = {"people": "person_id", "forces": "force_id", "places": "place_id"}
LABELS = {"people": "PERSON", "forces": "FORCE", "places": "PLACE"}
REJECTS = 200

_EVENTS = 400
_FIGURES = 40  # of a force and kind of figure
_UNATTRIBUTED = 200
_CONTRADICTIONS = 120
_OFFICES = 16  # of a person
_FLAGGED = 800
# The columns that the page needs of the tables that are as long as the texts.
_COLUMNS = {
    "mentions": 'doc_id, start, "end", label, entity_id',
    "dates": "doc_id, start, type, date_start, precision",
}


_ORDER = {"documents": "doc_id", "sentences": "doc_id, number", "mentions": 'doc_id, start, "end"'}


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows that the page is made from.

    Attributes:
        rows: table name to rows.
        some: whether they are a selection.
        published: document to its date, ISO 8601, for the documents that the rows are of.
        repeated: (document, start) of a count to how often the texts give that figure.
    """

    rows: dict[str, list[Row]]
    some: bool
    published: dict[str, str]
    repeated: dict[tuple[str, int], int] = field(default_factory=dict)


def select(tables: Tables) -> Selected:
    """Every row where all texts fit on the page, else a selection."""
    size = tables.one("select count(*) as texts, sum(characters) as characters from documents")
    if size.texts <= TEXTS and (size.characters or 0) <= CHARACTERS:
        rows = {
            name: tables.rows(f"select {_COLUMNS.get(name, '*')} from {name}") for name in TABLES
        }
        return Selected(rows, False, {r.doc_id: r.published or "" for r in rows["documents"]})
    _rank_entities(tables)
    _pick_figures(tables)
    _pick_events_and_offices(tables)
    chosen = _choose_texts(tables)
    tables.keep("chosen", "doc_id", sorted(chosen))
    rows = {
        name: tables.rows(
            f"select {_COLUMNS.get(name, '*')} from {name} semi join chosen using (doc_id) "
            f"order by {_ORDER[name]}"
        )
        for name in _ORDER
    }
    rows["troop_counts"] = tables.rows(
        "select t.* from troop_counts t semi join picked_counts using (doc_id, start) "
        'order by doc_id, start, "end"'
    )
    rows["events"] = tables.rows(
        "select t.* from events t semi join picked_events using (event_id) order by event_id"
    )
    rows["offices"] = tables.rows(
        "select t.* from offices t semi join picked_offices using (person_id, doc_id, start) "
        "order by person_id, date nulls last, doc_id, start"
    )
    rows["rejects"] = tables.rows(
        f"select * from rejects order by source, reason, detail limit {REJECTS}"
    )
    rows["dates"] = []
    rows |= _entities(tables, rows)
    dated = tables.rows(
        "select doc_id, coalesce(published, '') as published from documents "
        "where doc_id in (from chosen) or doc_id in (select doc_id from picked_counts)"
    )
    repeated = tables.rows("select doc_id, start, n from picked_counts where n > 1")
    return Selected(
        rows,
        True,
        {row.doc_id: row.published for row in dated},
        {(row.doc_id, row.start): row.n for row in repeated},
    )


def _rank_entities(tables: Tables) -> None:
    """Tables `shown` (the entities with a card) and `named` (every mention of them)."""
    ranked = " union all ".join(
        f"select '{name}' as kind, {number} as number, '{LABELS[name]}' as label, {KEYS[name]} as "
        f"id, doc_id, start, row_number() over (order by mentions desc, documents desc, name, "
        f"{KEYS[name]}) as place from {name} qualify place <= {most}"
        for number, (name, most) in enumerate(SHOWN.items())
    )
    tables.run(
        "create table shown as select *, row_number() over (order by number, place) as entity "
        f"from ({ranked})"
    )
    tables.run(
        "create table texts as select doc_id, published, characters, "
        "cast(row_number() over (order by doc_id) as integer) as text from documents"
    )
    tables.run(
        "create table named as select cast(s.entity as smallint) as entity, t.text, "
        "cast(m.start as integer) as start, hash(m.sentence) as sentence from mentions m "
        "join shown s on m.entity_id = s.id and m.label = s.label "
        "join texts t on t.doc_id = m.doc_id"
    )


def _pick_figures(tables: Tables) -> None:
    """Table `picked_counts`: of figures that several texts give in a month, one, and how often."""
    tables.run(
        """
        create table figures as
        select t.doc_id, t.start, t.force_id, t.contradicts,
            case when role in ('strength', 'deployment') then 'strength'
                when role in ('killed', 'wounded', 'captured', 'missing') then 'loss'
                else 'other' end as kind,
            coalesce(nullif(calendar(split_part(coalesce(t.date, ''), '/', 1)), ''),
                calendar(d.published)) as day,
            hash(role, unit, modifier, low, high, denied, part_of, substr(day, 1, 7)) as figure
        from troop_counts t left join documents d using (doc_id)
        where best(low, high) is not null
        """
    )
    tables.run(
        """
        create table told as
        select *, count(*) over same as n from figures
        window same as (partition by force_id, figure)
        qualify row_number() over (partition by force_id, figure order by doc_id, start) = 1
        """
    )
    tables.run(
        f"""
        create table picked_counts as
        with best_told as (
            select doc_id, start, n from told
            join (select id from shown where kind = 'forces') on id = force_id
            qualify row_number() over (
                partition by force_id, kind order by n desc, day desc, doc_id, start) <= {_FIGURES}
        ), nobody_s as (
            select doc_id, start, n from told where force_id is null and kind = 'loss'
            order by n desc, day desc, doc_id, start limit {_UNATTRIBUTED}
        ), doubted as (
            select doc_id, start, n, contradicts from told where contradicts is not null
            order by n desc, doc_id, start limit {_CONTRADICTIONS}
        ), others as (
            select distinct trim(unnest(string_split(contradicts, '|'))) as key from doubted
        ), denied as (
            select doc_id, start, 1 as n from troop_counts where denied
            order by doc_id, start limit 3
        )
        select doc_id, start, max(n) as n from (
            from best_told union all from nobody_s
            union all select doc_id, start, n from doubted union all from denied
            union all select doc_id, start, 1 from figures semi join others
                on key = concat(doc_id, ':', start)
        ) group by doc_id, start
        """
    )


def _pick_events_and_offices(tables: Tables) -> None:
    tables.run(
        "create table picked_events as select event_id, doc_id from events "
        f"order by number_of_sources desc, best desc nulls last, event_id limit {_EVENTS}"
    )
    # Of a title that many texts give a person, the first and the last time.
    tables.run(
        f"""
        create table picked_offices as
        with held as (
            select person_id, doc_id, start, date, row_number() over by_date as first,
                row_number() over by_date_down as last, count(*) over same as n
            from offices join (select id from shown where kind = 'people') on id = person_id
            window same as (partition by person_id, lower(rank), lower(office), status),
                by_date as (same order by date nulls last, doc_id, start),
                by_date_down as (same order by date desc nulls last, doc_id, start)
        ), ends as (
            select person_id, doc_id, start from held where first = 1 or last = 1
            qualify row_number() over (
                partition by person_id order by n desc, date, doc_id, start) <= {_OFFICES}
        ), latest as (
            select person_id, doc_id, start from held
            qualify row_number() over (
                partition by person_id order by date desc nulls last, doc_id, start) = 1
        ), flagged as (
            select person_id, doc_id, start from offices where flag is not null
            qualify row_number() over (
                partition by person_id, flag order by date, doc_id, start) <= 8
            order by person_id, doc_id, start limit {_FLAGGED}
        )
        from ends union from latest union from flagged
        """
    )


def _choose_texts(tables: Tables) -> set[str]:
    """The texts that the page's entries cite most, then those that name most of its entities."""
    cited = tables.rows(
        """
        with cited as (
            select doc_id, 3 as weight from shown
            union all select doc_id, 2 from picked_events
            union all select doc_id, 1 from picked_counts
            union all select doc_id, 1 from picked_offices
        )
        select doc_id, characters from cited join texts using (doc_id)
        group by doc_id, characters order by sum(weight) desc, doc_id
        """
    )
    naming = tables.rows(
        f"""
        select doc_id, characters from named join texts using (text)
        group by doc_id, characters order by count(distinct entity) desc, doc_id
        limit {2 * TEXTS}
        """
    )
    chosen: set[str] = set()
    room = CHARACTERS
    for row in (*cited, *naming):
        if len(chosen) < TEXTS and row.characters <= room and row.doc_id not in chosen:
            chosen.add(row.doc_id)
            room -= row.characters
    return chosen


def _entities(tables: Tables, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """People, forces and places with a card, and those that the other rows refer to."""
    asked: set[str] = set()
    for row in rows["troop_counts"]:
        asked |= {row.force_id or "", row.place_id or ""}
    for row in rows["events"]:
        asked |= {row.place_id or "", *_ids(row.actor_ids), *_ids(row.target_ids)}
    asked |= {row.body or "" for row in rows["offices"]}
    asked |= {r.parent or "" for r in tables.rows("select distinct parent from forces")}
    tables.keep("asked", "id", sorted(asked - {""}))
    return {
        name: tables.rows(
            f"select * from {name} where {key} in (from asked) or {key} in "
            f"(select id from shown where kind = '{name}') order by {key}"
        )
        for name, key in KEYS.items()
    }


def _ids(cell: str | None) -> Iterable[str]:
    return (cell or "").split("|")
