"""The front page: what these texts hold, in plain sentences made from the tables."""

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report.figures import STRENGTH, best, holds, linked_figure, people_counted, when
from pipeline.report.forces import counts_by_force
from pipeline.report.people import body_name
from pipeline.report.reading import Entity, Reading, Row

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
    words = reading.words
    paragraphs = (
        (words("front.period"), _period(reading)),
        (words("front.forces"), _forces(reading)),
        (words("front.people"), _people(reading)),
        (words("front.places"), _places(reading)),
        (words("front.deaths"), _deaths(reading)),
        (words("front.doubts"), _doubts(reading)),
    )
    return Front(
        title=words("front.title", n=len(reading.rows["documents"])),
        lead=_lead(reading),
        paragraphs=tuple((title, text) for title, text in paragraphs if text),
        tallies=_tallies(reading),
    )


def _tallies(reading: Reading) -> tuple[Tally, ...]:
    words = reading.words
    sizes = {
        "texts": len(reading.rows["documents"]),
        "people": len(reading.rows["people"]),
        "forces": len(reading.rows["forces"]),
        "places": len(reading.rows["places"]),
        "events": len(reading.rows["events"]),
        "figures": len(reading.rows["troop_counts"]),
    }
    sections = {"figures": "forces", "events": "timeline"}
    return tuple(
        Tally(words.number(n), words.plural(f"tally.{what}", n), sections.get(what, what))
        for what, n in sizes.items()
    )


def _lead(reading: Reading) -> Markup:
    words = reading.words
    forces, people = reading.group("forces")[:2], reading.group("people")[:2]
    named = [reading.entity_link(_id(e), e.name) for e in (*forces, *people)]
    count = sum(row.words for row in reading.rows["documents"])
    texts = words("count.texts", n=len(reading.rows["documents"]))
    size = words("count.words", n=count)
    if not named:
        return words("lead.nobody", texts=texts, words=size)
    return words("lead", texts=texts, words=size, named=words.listed(named))


def _period(reading: Reading) -> Markup:
    words, documents = reading.words, reading.rows["documents"]
    known = sorted((row.published for row in documents if row.published))
    unknown = [row for row in documents if not row.published]
    parts = []
    if known:
        key = "period.known" if known[0] != known[-1] else "period.one"
        first, last = words.date(known[0]), words.date(known[-1])
        parts.append(words(key, n=len(known), first=first, last=last))
    if unknown:
        links = [_text_link(reading, row) for row in unknown[:5]]
        if len(unknown) > len(links):
            links.append(words("more.others", n=len(unknown) - len(links)))
        parts.append(words("period.unknown", n=len(unknown), texts=words.listed(links)))
    stated = defaultdict(int)
    for row in documents:
        stated[row.published_how] += 1
    if stated["inferred"]:
        parts.append(words("period.inferred", n=stated["inferred"]))
    return Markup(" ").join(parts)


def _text_link(reading: Reading, row: Row) -> Markup:
    number = reading.numbers[row.doc_id]
    shown = reading.words("text.n", number=number)
    file = reading.files[row.doc_id]
    return Markup('<a class="fig" href="{}#t-{}">{}</a>').format(file, number, shown)


def _id(entity: Entity) -> str:
    key = {"people": "person_id", "forces": "force_id", "places": "place_id"}[entity.group]
    return str(getattr(entity.row, key))


def _forces(reading: Reading) -> Markup:
    words, counts = reading.words, counts_by_force(reading)
    parts = []
    for entity in reading.group("forces")[:FORCES]:
        row = entity.row
        name = reading.entity_link(row.force_id, row.name)
        said = words("count.times", n=row.mentions)
        texts = words("count.texts", n=row.documents)
        key = "forces.first" if not parts else "forces.next"
        parts.append(words(key, force=name, times=said, texts=texts))
        strengths = [r for r in counts.get(row.force_id, ()) if r.role in STRENGTH and holds(r)]
        if strengths:
            parts[-1] += words("forces.strengths", figures=_strengths(reading, strengths[:4]))
        parts[-1] += Markup(".")
    others = [
        (entity, rows[0])
        for entity in reading.group("forces")[FORCES:]
        if (rows := [r for r in counts.get(_id(entity), ()) if r.role in STRENGTH and holds(r)])
    ][:3]
    if others:
        told = [
            words(
                "forces.other",
                force=reading.entity_link(_id(entity), entity.name),
                figure=linked_figure(reading, row),
            )
            for entity, row in others
        ]
        parts.append(words("forces.others", figures=words.listed(told)))
    return Markup(" ").join(parts)


def _strengths(reading: Reading, rows: list[Row]) -> Markup:
    """«environ 5 100 militaires (texte 1, sans date) et …»."""
    words = reading.words
    told = []
    for row in rows:
        iso = when(reading, row)
        key = "figure.dated" if iso else "figure.undated"
        told.append(
            words(
                key,
                figure=linked_figure(reading, row),
                text=words("text.n", number=reading.numbers[row.doc_id]),
                date=words.date(iso),
            )
        )
    return words.listed(told)


def _people(reading: Reading) -> Markup:
    words = reading.words
    offices: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows["offices"]:
        offices[row.person_id].append(row)
    told = []
    for entity in reading.group("people")[:PEOPLE]:
        row = entity.row
        name = reading.entity_link(row.person_id, row.name)
        titles = [escape(t) for t in (row.last_rank, row.last_office) if t]
        body = body_name(reading, row.affiliation)
        if row.last_office and body and body.casefold() not in row.last_office.casefold():
            titles[-1] += Markup(" ({})").format(body)
        shown = Markup(", ").join(titles)
        last = max(offices[row.person_id], key=lambda r: (r.date or "", r.start), default=None)
        if shown and last is not None:
            shown = reading.link(last, shown)
        times = words("count.times", n=row.mentions)
        key = "people.titled" if shown else "people.untitled"
        told.append(words(key, person=name, titles=shown, times=times))
    if not told:
        return Markup("")
    rest = len(reading.rows["people"]) - len(told)
    sentence = words("people.most", people=Markup(" ; ").join(told))
    return sentence + (Markup(" ") + words("people.rest", n=rest) if rest > 0 else Markup(""))


def _places(reading: Reading) -> Markup:
    words, places = reading.words, reading.group("places")
    lands = [e for e in places if e.row.kind == "country"][:3]
    towns = [e for e in places if e.row.kind in ("town", "site", "division")][:4]
    zones = [e for e in places if e.row.kind in ("zone", "region", "nature")][:3]
    parts = []
    for key, group in (("places.countries", lands), ("places.towns", towns), ("places.zones", zones)):
        if group:
            named = [
                words(
                    "places.named",
                    place=reading.entity_link(_id(e), e.name),
                    times=words("count.times", n=e.row.mentions),
                )
                for e in group
            ]
            parts.append(words(key, places=words.listed(named)))
    return Markup(" ").join(parts)


def _deaths(reading: Reading) -> Markup:
    """The dead by side: of events where they have any, else of the counts."""
    words = reading.words
    sure = [r for r in reading.rows["events"] if r.status in ("reported", "claimed") and r.best]
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
            words("deaths.civilians", n=n)
            if side == "*civilians"
            else words("deaths.side", n=n, side=side)
            if side
            else words("deaths.unknown", n=n)
            for side, n in sorted(sides.items(), key=lambda s: (s[0] == "", -s[1]))
            if n
        ][:6]
        sources = reading.sources(sorted(sure, key=lambda r: -r.best), limit=5)
        key = "deaths.sum" if told else "deaths.sum.bare"
        return words(
            key,
            n=total,
            events=words("count.events", n=len(sure)),
            sides=words.listed(told),
            sources=sources,
        )
    counts = [r for r in reading.rows["troop_counts"] if r.role == "killed" and holds(r)]
    if not counts:
        return words("deaths.none")
    counts.sort(key=lambda r: -(best(r) or 0))
    told = [linked_figure(reading, r) + Markup(" ({})").format(reading.source(r)) for r in counts]
    return words("deaths.counts", figures=words.listed(told[:5]), n=len(counts))


def _doubts(reading: Reading) -> Markup:
    """What the reader should mistrust: contradictions, denials, rejected inputs."""
    words, parts = reading.words, []
    counts = [r for r in reading.rows["troop_counts"] if r.contradicts]
    flagged = {r.person_id for r in reading.rows["offices"] if r.flag}
    if counts or flagged:
        parts.append(words("doubts.contradictions", n=len(counts) + len(flagged)))
    denied = [r for r in reading.rows["troop_counts"] if r.denied]
    if denied:
        told = words.listed(
            reading.link(r, people_counted(words, r)) for r in denied[:3]
        )
        parts.append(words("doubts.denied", n=len(denied), figures=told))
    if reading.rows["rejects"]:
        parts.append(words("doubts.rejects", n=len(reading.rows["rejects"])))
    return Markup(" ").join(parts)
