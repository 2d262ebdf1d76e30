"""What the report knows: the tables' rows, and where in the page each thing stands."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from pipeline.report.queries import Row, Tables
from pipeline.report.selection import KEYS, LABELS, SHOWN, select
from pipeline.report.words import Words
from pipeline.tables import TABLES
from pipeline.text import fold

REPORT = "report.html"
TEXTS_INLINE = 9_000_000
"""Bytes of marked text that still go into the page itself; vega and the lists take the rest."""
TEXTS_FILE = 4_000_000
_PREFIX = {"people": "p", "forces": "f", "places": "l"}


@dataclass(slots=True)
class Entity:
    """A person, force or place with its place in the page.

    Attributes:
        anchor: the id of its card in the page, "" where it has none.
        spans: its mentions in the texts shown, in the order of documents and text.
    """

    group: str
    row: Row
    anchor: str
    spans: list[Row] = field(default_factory=list)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other forms of the name, without those that differ in capitals and accents only."""
        known = {fold(str(self.row.name)), fold(getattr(self.row, "acronym", None) or "")}
        forms = [form for form in (self.row.aliases or "").split("|") if form]
        first = {fold(form): form for form in reversed(forms)}
        return tuple(
            form for form in forms if fold(form) not in known and first[fold(form)] == form
        )

    @property
    def id(self) -> str:
        """Its identifier."""
        return str(getattr(self.row, KEYS[self.group]))

    @property
    def name(self) -> str:
        """Its name; a force's acronym where the name would fill a line."""
        acronym = getattr(self.row, "acronym", None)
        return str(acronym if acronym and len(self.row.name) > 40 else self.row.name)


@dataclass(frozen=True, slots=True)
class At:
    """Where a sentence stands."""

    doc_id: str
    start: int


@dataclass(slots=True)
class Reading:
    """All that the sections of the page are made from.

    Attributes:
        tables: all rows, to be asked in SQL.
        totals: table name to how many rows it has.
        rows: table name to its rows; of a large run those that the page lists.
        some: whether the rows and texts are a selection.
        repeated: (document, start) of a count to how often the texts give that figure, where
            that is more than once and they are a selection.
        entities: id to entity, the most named first within each group.
        sentences: document to its sentences' (start, number, text), in order.
        numbers: document to its number in the page, from 1.
        files: document to the file that holds its text, "" for the page itself.
    """

    words: Words
    tables: Tables
    totals: dict[str, int]
    rows: dict[str, list[Row]]
    some: bool
    repeated: Mapping[tuple[str, int], int]
    entities: dict[str, Entity]
    sentences: dict[str, list[Row]]
    numbers: dict[str, int]
    files: dict[str, str]
    _starts: dict[str, list[int]]
    _published: Mapping[str, str]

    def group(self, name: str) -> list[Entity]:
        """The entities of «people», «forces» or «places» that the page shows."""
        return [e for e in self.entities.values() if e.group == name and e.anchor]

    def sentence(self, doc_id: str, start: int) -> Row | None:
        """The sentence of a document at an offset; None if the document has none."""
        starts = self._starts.get(doc_id)
        if not starts:
            return None
        return self.sentences[doc_id][max(0, bisect_right(starts, start) - 1)]

    def href(self, doc_id: str, start: int) -> str:
        """The address of the sentence at that offset, "" if the text is not there."""
        sentence = self.sentence(doc_id, start)
        if sentence is None or doc_id not in self.numbers:
            return ""
        return f"{self.files[doc_id]}#s-{self.numbers[doc_id]}-{sentence.number}"

    def link(self, row: Row, shown: object, *, quiet: bool = False) -> Markup:
        """`shown` as a link to the sentence of `row` (anything with doc_id and start)."""
        href = self.href(row.doc_id, row.start)
        if not href:
            return escape(shown)
        kind = "src" if quiet else "fig"
        return Markup('<a class="{}" href="{}">{}</a>').format(kind, href, shown)

    def text_number(self, doc_id: str) -> Markup:
        """«texte 3»; the identifier of a document that the table of documents lacks."""
        if doc_id not in self.numbers:
            return escape(doc_id)
        return self.words("text.n", number=self.numbers[doc_id])

    def source(self, row: Row) -> Markup:
        """«texte 3» as a link to the row's sentence."""
        return self.link(row, self.text_number(row.doc_id), quiet=True)

    def sources(self, rows: Iterable[Row], limit: int = 8) -> Markup:
        """Links to the sentences of rows, each sentence once, at most `limit` of them.

        A second sentence of one text is called by its number: «texte 3, phrase 7».
        """
        once = list({self.href(row.doc_id, row.start) or row.doc_id: row for row in rows}.values())
        links, before = [], ""
        for row in once[:limit]:
            sentence = self.sentence(row.doc_id, row.start)
            if row.doc_id == before and sentence is not None:
                shown = self.words("sentence.n", number=sentence.number + 1)
                links.append(self.link(row, shown, quiet=True))
            else:
                links.append(self.source(row))
            before = row.doc_id
        if len(once) > limit:
            links.append(self.words("more.sources", n=len(once) - limit))
        return Markup(", ").join(links)

    def entity_link(self, entity_id: str | None, shown: object) -> Markup:
        """`shown` as a link to the entity's card, if it has one."""
        entity = self.entities.get(entity_id or "")
        if entity is None or not entity.anchor:
            return escape(shown)
        return Markup('<a class="ent" href="#{}">{}</a>').format(entity.anchor, shown)

    def published(self, doc_id: str) -> str:
        """The date of a document, ISO 8601, "" if unknown."""
        return self._published.get(doc_id, "")


def read(tables: Tables, words: Words) -> Reading:
    """Bring the tables into the shape that the sections need.

    Args:
        tables: the tables of a run.
        words: the language of the page.
    """
    selected = select(tables)
    rows = selected.rows
    sentences: dict[str, list[Row]] = defaultdict(list)
    for row in rows["sentences"]:
        sentences[row.doc_id].append(row)
    entities: dict[str, Entity] = {}
    for group, prefix in _PREFIX.items():
        key = KEYS[group]
        ranked = sorted(
            rows[group], key=lambda r: (-r.mentions, -r.documents, r.name, getattr(r, key))
        )
        for place, row in enumerate(ranked, start=1):
            anchor = f"{prefix}-{place}" if place <= SHOWN[group] else ""
            entities[getattr(row, key)] = Entity(group, row, anchor)
    for mention in rows["mentions"]:
        entity = entities.get(mention.entity_id or "")
        if entity and LABELS[entity.group] == mention.label:
            entity.spans.append(mention)
    numbers = {row.doc_id: i for i, row in enumerate(rows["documents"], start=1)}
    return Reading(
        words=words,
        tables=tables,
        totals={name: tables.one(f"select count(*) as n from {name}").n for name in TABLES},
        rows=rows,
        some=selected.some,
        repeated=selected.repeated,
        entities=entities,
        sentences=sentences,
        numbers=numbers,
        files=_files(rows),
        _starts={doc: [s.start for s in own] for doc, own in sentences.items()},
        _published=selected.published,
    )


def _files(rows: Mapping[str, list[Row]]) -> dict[str, str]:
    """Which file each document's text goes to: the page itself while all fit into it."""
    sizes: dict[str, int] = dict.fromkeys((r.doc_id for r in rows["documents"]), 400)
    for row in rows["documents"]:
        sizes[row.doc_id] += round(row.characters * 1.1) + row.sentences * 45
    for row in rows["mentions"]:
        sizes[row.doc_id] = sizes.get(row.doc_id, 0) + 60
    if sum(sizes.values()) <= TEXTS_INLINE:
        return dict.fromkeys(sizes, "")
    files: dict[str, str] = {}
    number, filled = 1, 0
    for doc_id, size in sizes.items():
        if filled and filled + size > TEXTS_FILE:
            number, filled = number + 1, 0
        filled += size
        files[doc_id] = f"report-texts-{number:03}.html"
    return files
