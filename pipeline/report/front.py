"""The front page: what these texts hold, in plain sentences made from the tables."""

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report.deaths import deaths
from pipeline.report.figures import (
    STRENGTH,
    holds,
    linked_figure,
    people_counted,
    when,
)
from pipeline.report.forces import counts_by_force
from pipeline.report.people import full_office, known_body
from pipeline.report.queries import Row
from pipeline.report.reading import Entity, Reading

FORCES = 3
PEOPLE = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of the front page and the section that it leads to."""

    number: str
    what: str
    section: str


@dataclass(frozen=True, slots=True)
class Front:
    """The front page: a headline, sentences by theme, and numbers."""

    title: Markup
    lead: Markup
    paragraphs: tuple[tuple[Markup, Markup], ...]
    tallies: tuple[Tally, ...]


def front_page(reading: Reading) -> Front:
    """Write the front page."""
    words, texts = reading.words, reading.totals["documents"]
    paragraphs = (
        (words("front.period"), _period(reading)),
        (words("front.forces"), _forces(reading)),
        (words("front.people"), _people(reading)),
        (words("front.places"), _places(reading)),
        (words("front.deaths"), deaths(reading)),
        (words("front.doubts"), _doubts(reading)),
    )
    return Front(
        title=words("front.title" if texts else "front.empty", n=texts),
        lead=_lead(reading),
        paragraphs=tuple((title, text) for title, text in paragraphs if text),
        tallies=_tallies(reading),
    )


def _tallies(reading: Reading) -> tuple[Tally, ...]:
    words = reading.words
    totals = reading.totals
    sizes = {name: totals[name] for name in ("people", "forces", "places", "events")}
    sizes = {"texts": totals["documents"], **sizes, "figures": totals["troop_counts"]}
    sections = {"figures": "forces", "events": "timeline"}
    return tuple(
        Tally(words.number(n), words.plural(f"tally.{what}", n), sections.get(what, what))
        for what, n in sizes.items()
    )


def _lead(reading: Reading) -> Markup:
    words = reading.words
    forces, people = reading.group("forces")[:2], reading.group("people")[:2]
    named = [reading.entity_link(e.id, e.name) for e in (*forces, *people)]
    count = reading.tables.one("select sum(words)::bigint as n from documents").n
    texts = words("count.texts", n=reading.totals["documents"], to="#method")
    size = words("count.words", n=count or 0, to="#method")
    if not named:
        return words("lead.nobody", texts=texts, words=size)
    return words("lead", texts=texts, words=size, named=words.listed(named))


def _period(reading: Reading) -> Markup:
    words, parts = reading.words, []
    told = reading.tables.one(
        """
        select count(published) as known, min(published) as first, max(published) as last,
            count(*) - count(published) as unknown,
            count(*) filter (published_how = 'inferred') as inferred
        from (select nullif(published, '') as published, published_how from documents)
        """
    )
    if told.known:
        key = "period.known" if told.first != told.last else "period.one"
        first, last = words.date(told.first), words.date(told.last)
        parts.append(words(key, n=told.known, to="#method", first=first, last=last))
    if told.unknown > 5 and not told.known:
        parts.append(words("period.none", n=told.unknown, to="#method"))
    elif told.unknown:
        undated = [row for row in reading.rows["documents"] if not row.published]
        links = [_text_link(reading, row) for row in undated[:5]]
        if told.unknown > len(links):
            links.append(words("more.others", n=told.unknown - len(links)))
        parts.append(words("period.unknown", n=told.unknown, texts=words.listed(links)))
    if told.inferred:
        parts.append(words("period.inferred", n=told.inferred, to="#method"))
    spoken = reading.tables.one(
        """
        select min(year) as first, max(year) as last
        from (select substr(calendar(date_start), 1, 4) as year from dates
            where type = 'DATE' and precision in ('day', 'month', 'year'))
        where year != ''
        """
    )
    if spoken.first != spoken.last:
        parts.append(words("period.spoken", first=spoken.first, last=spoken.last))
    return Markup(" ").join(parts)


def _text_link(reading: Reading, row: Row) -> Markup:
    number = reading.numbers[row.doc_id]
    shown = reading.words("text.n", number=number)
    file = reading.files[row.doc_id]
    return Markup('<a class="fig" href="{}#t-{}">{}</a>').format(file, number, shown)


def _forces(reading: Reading) -> Markup:
    words, counts, shown = reading.words, counts_by_force(reading), reading.group("forces")
    if not shown:
        return Markup("")
    strengths = {
        id_: [r for r in rows if r.role in STRENGTH and holds(r)] for id_, rows in counts.items()
    }
    first = shown[0]
    parts = [
        words(
            "forces.first",
            force=reading.entity_link(first.id, first.name),
            times=words("count.times", n=first.row.mentions, to=f"#{first.anchor}"),
            texts=words("count.texts", n=first.row.documents, to=f"#{first.anchor}"),
        )
    ]
    if figures := strengths.get(first.id):
        parts.append(words("forces.strengths", figures=_figures(reading, figures[:4])))
    if following := shown[1:FORCES]:
        told = words.listed(_named(reading, e) for e in following)
        parts.append(words("forces.next", n=len(following), forces=told))
    others = [(e, figures[0]) for e in shown[1:] if (figures := strengths.get(e.id))][:3]
    if others:
        told = words.listed(
            words(
                "forces.other",
                force=reading.entity_link(e.id, e.name),
                figure=_figures(reading, [row]),
            )
            for e, row in others
        )
        parts.append(words("forces.others", n=len(others), figures=told))
    return Markup(" ").join(parts)


def _named(reading: Reading, entity: Entity) -> Markup:
    """«Bamako (4 fois)», as a link to its card."""
    words = reading.words
    return words(
        "named.times",
        name=reading.entity_link(entity.id, entity.name),
        times=words("count.times", n=entity.row.mentions, to=f"#{entity.anchor}"),
    )


def _figures(reading: Reading, rows: list[Row]) -> Markup:
    """«environ 5 100 militaires (texte 1, sans date) et …»."""
    words = reading.words
    return words.listed(
        words(
            "figure.dated" if (iso := when(reading, row)) else "figure.undated",
            figure=linked_figure(reading, row),
            text=reading.text_number(row.doc_id),
            date=words.date(iso),
        )
        for row in rows
    )


def _people(reading: Reading) -> Markup:
    words = reading.words
    offices: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows["offices"]:
        offices[row.person_id].append(row)
    shown = reading.group("people")[:PEOPLE]
    if not shown:
        return Markup("")
    told = [_person(reading, entity, offices[entity.id]) for entity in shown]
    parts = [words("people.most", people=words(";").join(told))]
    if rest := reading.totals["people"] - len(told):
        parts.append(words("people.rest", n=rest, to="#people"))
    return Markup(" ").join(parts)


def _person(reading: Reading, entity: Entity, offices: list[Row]) -> Markup:
    """«Sadio Camara (5 fois), ministre de la défense, colonel en 2021 puis général en 2025»."""
    words, row = reading.words, entity.row
    parts = [_named(reading, entity)]
    last = max(offices, key=lambda r: (r.date or "", r.start), default=None)
    body = known_body(reading, row.affiliation)
    ranks = _ranks(offices)
    if office := full_office(row.last_office, offices):
        held = [r for r in offices if r.office and office.startswith(r.office.split(" ; ")[0])]
        last = max(held, key=lambda r: (r.date or "", r.start), default=last)
        shown = office if not body or body.casefold() in office.casefold() else f"{office} ({body})"
        parts.append(reading.link(last, _low(shown)) if last is not None else escape(shown))
    if len(ranks) > 1:
        steps = [
            words("people.rank_at", rank=reading.link(r, _low(r.rank)), date=words.date(r.date))
            for r in ranks[-3:]
        ]
        parts.append(words("people.then").join(steps))
    elif row.last_rank:
        ranked = next((r for r in reversed(offices) if r.rank == row.last_rank), last)
        rank = _low(row.last_rank)
        parts.append(reading.link(ranked, rank) if ranked is not None else escape(rank))
    return Markup(", ").join(parts)


def _low(title: str) -> str:
    """A title as it stands inside a sentence: «Général» as «général», acronyms as they are."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _ranks(offices: list[Row]) -> list[Row]:
    """The first row of each rank held one after the other, of those with a date."""
    steps: list[Row] = []
    for row in sorted((r for r in offices if r.rank and r.date), key=lambda r: (r.date, r.start)):
        known = row.rank_id or row.rank.casefold()
        if not steps or known != (steps[-1].rank_id or steps[-1].rank.casefold()):
            steps.append(row)
    return steps if len({r.date for r in steps}) == len(steps) else steps[-1:]


def _places(reading: Reading) -> Markup:
    words, places = reading.words, reading.group("places")
    parts = []
    for key, kinds, most in (
        ("places.countries", ("country",), 4),
        ("places.towns", ("town", "site", "division"), 4),
        ("places.zones", ("zone", "region", "nature"), 3),
    ):
        group = [e for e in places if e.row.kind in kinds][:most]
        if group:
            parts.append(words(key, places=words.listed(_named(reading, e) for e in group)))
    return Markup(" ").join(parts)


def _doubts(reading: Reading) -> Markup:
    """What the reader should mistrust: contradictions, denials, rejected inputs."""
    words, ask, parts = reading.words, reading.tables, []
    told = ask.one(
        """
        select (select count(*) from troop_counts where contradicts != '')
            + (select count(distinct person_id) from offices where flag != '') as contradicted,
            (select count(*) from troop_counts where denied) as denied
        """
    )
    if told.contradicted:
        parts.append(words("doubts.contradictions", n=told.contradicted, to="#contradictions"))
    if told.denied:
        denied = [r for r in reading.rows["troop_counts"] if r.denied]
        figures = words.listed(reading.link(r, people_counted(words, r)) for r in denied[:3])
        parts.append(words("doubts.denied", n=told.denied, to="#forces", figures=figures))
    if rejected := reading.totals["rejects"]:
        parts.append(words("doubts.rejects", n=rejected, to="#method"))
    return Markup(" ").join(parts)
