"""What the report knows: the tables' rows, and where in the page each thing stands."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from pipeline.report.words import Words
from pipeline.tables import TABLES
from pipeline.text import fold

Row = Any
"""A table's row as a named tuple: its columns are its attributes, empty cells are None."""

REPORT = "report.html"
TEXTS_INLINE = 9_000_000
"""Bytes of marked text that still go into the page itself; vega and the lists take the rest."""
TEXTS_FILE = 4_000_000
SHOWN = {"people": 300, "forces": 200, "places": 800}
_PREFIX = {"people": "p", "forces": "f", "places": "l"}
_KEY = {"people": "person_id", "forces": "force_id", "places": "place_id"}
_GROUP = {"PERSON": "people", "FORCE": "forces", "PLACE": "places"}


@dataclass(slots=True)
class Entity:
    """A person, force or place with its place in the page.

    Attributes:
        anchor: the id of its card in the page, "" where it has none.
        spans: its mentions, in the order of documents and text.
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
        return str(getattr(self.row, _KEY[self.group]))

    @property
    def name(self) -> str:
        """Its name; a force's acronym where the name would fill a line."""
        acronym = getattr(self.row, "acronym", None)
        return str(acronym if acronym and len(self.row.name) > 40 else self.row.name)


@dataclass(slots=True)
class Reading:
    """All that the sections of the page are made from.

    Attributes:
        rows: table name to its rows.
        entities: id to entity, the most named first within each group.
        sentences: document to its sentences' (start, number, text), in order.
        numbers: document to its number in the page, from 1.
        files: document to the file that holds its text, "" for the page itself.
    """

    words: Words
    rows: dict[str, list[Row]]
    entities: dict[str, Entity]
    sentences: dict[str, list[Row]]
    numbers: dict[str, int]
    files: dict[str, str]
    _starts: dict[str, list[int]]
    _published: dict[str, str]

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

    def sources(self, rows: Sequence[Row], limit: int = 8) -> Markup:
        """Links to the sentences of rows, each sentence once, at most `limit` of them.

        A second sentence of one text is called by its number: «texte 3, phrase 7».
        """
        once = list({self.href(row.doc_id, row.start): row for row in rows}.values())
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


def read(frames: Mapping[str, pd.DataFrame], words: Words) -> Reading:
    """Bring the tables into the shape that the sections need.

    Args:
        frames: the tables by name, as `pipeline.tables` declares them; a missing one is empty.
        words: the language of the page.
    """
    rows = {name: rows_of(frames, name) for name in TABLES}
    sentences: dict[str, list[Row]] = defaultdict(list)
    for row in rows["sentences"]:
        sentences[row.doc_id].append(row)
    entities: dict[str, Entity] = {}
    for group, prefix in _PREFIX.items():
        ranked = sorted(
            rows[group], key=lambda r: (-r.mentions, -r.documents, r.name, getattr(r, _KEY[group]))
        )
        for place, row in enumerate(ranked, start=1):
            anchor = f"{prefix}-{place}" if place <= SHOWN[group] else ""
            entities[getattr(row, _KEY[group])] = Entity(group, row, anchor)
    for mention in rows["mentions"]:
        entity = entities.get(mention.entity_id or "")
        if entity and entity.group == _GROUP.get(mention.label):
            entity.spans.append(mention)
    numbers = {row.doc_id: i for i, row in enumerate(rows["documents"], start=1)}
    return Reading(
        words=words,
        rows=rows,
        entities=entities,
        sentences=sentences,
        numbers=numbers,
        files=_files(rows),
        _starts={doc: [s.start for s in own] for doc, own in sentences.items()},
        _published={row.doc_id: row.published or "" for row in rows["documents"]},
    )


def rows_of(frames: Mapping[str, pd.DataFrame], name: str) -> list[Row]:
    """The rows of a table as named tuples, empty cells as None."""
    frame = frames.get(name)
    if frame is None or frame.empty:
        return []
    # A table read back from a file may lack columns, or have whole numbers as 5.0.
    frame = frame.reindex(columns=TABLES[name].names)
    whole = [c.name for c in TABLES[name].columns if c.type == "integer"]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    plain = frame.astype(object).where(frame.notna(), None)
    return list(plain.itertuples(index=False, name="Row"))


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
