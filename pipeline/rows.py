"""Rows of the tables from one annotated document."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.events.rows import document_events
from pipeline.mentions import sentences, source_span, source_text
from pipeline.tables import TABLES, Row, Rows
from pipeline.values import (
    CountValue,
    DateValue,
    Document,
    ForceValue,
    OrganisationValue,
    PersonValue,
    PlaceValue,
)


def document_rows(doc: Doc) -> Rows:
    """Every table's rows that one document gives.

    Args:
        doc: as `pipeline.language.annotate` yields it.

    Returns:
        Table name to rows. Rows of people, forces, places and events are this document's share of
        them; `pipeline.merge` puts the shares of several documents together.
    """
    view = _View(doc)
    rows: Rows = {name: [] for name in TABLES}
    rows["documents"].append(view.document_row())
    rows["sentences"].extend(view.sentence_rows())
    for span in doc.ents:
        base = view.span(span)
        value = span._.value
        rows["mentions"].append(
            base | {"label": span.label_, "entity_id": entity_id(value), "name": _name(value)}
        )
        if isinstance(value, DateValue):
            rows["dates"].append(base | _date(value))
        elif isinstance(value, CountValue):
            rows["troop_counts"].append(base | _count(value))
        elif isinstance(value, PersonValue) and (value.rank or value.role):
            rows["offices"].append(base | _office(value) | {"date": doc._.published})
    for start, end, value in doc._.held_offices:
        base = view.evidence(start, end) | {"method": "lexicon", "date": doc._.published}
        rows["offices"].append(base | _office(value))
    for start, end, value in doc._.implicit_counts:
        base = view.evidence(start, end) | {"text": view.text_of(start, end)}
        rows["troop_counts"].append(base | {"method": "rule", "score": 0.7} | _count(value))
    rows["people"] = view.entities(PersonValue, _person)
    rows["forces"] = view.entities(ForceValue, _force)
    rows["places"] = view.entities(PlaceValue, _place)
    rows["events"] = document_events(doc, view.evidence)
    return rows


def entity_id(value: Any) -> str:
    """The identifier of the entity that a value names, "" where it names none."""
    match value:
        case PersonValue():
            return value.person_id
        case ForceValue():
            return value.force_id
        case PlaceValue():
            return value.place_id
        case OrganisationValue():
            return value.organisation_id
    return ""


def _name(value: Any) -> str:
    if isinstance(value, DateValue):
        return value.value
    return getattr(value, "name", "")


class _View:
    """One document, with offsets and sentences of its text as read at hand."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = source_text(doc)
        self.sentences = list(sentences(doc))
        self.sentence_of_token = [
            number for number, s in enumerate(self.sentences) for _ in range(s.start, s.end)
        ]
        self.document: Document = doc._.document

    def document_row(self) -> Row:
        document = self.document
        return {
            "doc_id": document.id,
            "source": document.source,
            "title": document.title,
            "published": self.doc._.published,
            "published_how": self.doc._.published_how,
            "characters": len(self.text),
            "words": sum(1 for t in self.doc if not (t.is_space or t.is_punct)),
            "sentences": len(self.sentences),
            "sha256": document.sha256,
            "status": "read",
        }

    def sentence_rows(self) -> Iterable[Row]:
        starts = [source_span(self.doc, s.start_char, s.start_char + 1)[0] for s in self.sentences]
        starts[:1] = [0]
        for number, (start, end) in enumerate(
            zip(starts, [*starts[1:], len(self.text)], strict=True)
        ):
            yield {
                "doc_id": self.document.id,
                "number": number,
                "start": start,
                "end": end,
                "text": self.text[start:end],
            }

    def text_of(self, start: int, end: int) -> str:
        start, end = source_span(self.doc, start, end)
        return self.text[start:end]

    def evidence(self, start: int, end: int) -> Row:
        """Evidence columns for characters of the clean text."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        first = span.start if span is not None else 0
        sentence = self.sentences[self.sentence_of_token[first]]
        source_start, source_end = source_span(self.doc, start, end)
        return {
            "doc_id": self.document.id,
            "start": source_start,
            "end": source_end,
            "sentence": self.text_of(sentence.start_char, sentence.end_char).strip(),
        }

    def span(self, span: Span) -> Row:
        """Columns that every row of a mention has."""
        row = self.evidence(span.start_char, span.end_char)
        row["text"] = self.text[row["start"] : row["end"]]
        row["method"] = span._.method
        row["score"] = round(span._.score, 3)
        return row

    def entities(self, kind: type, describe: Callable[[Any], Row]) -> list[Row]:
        """One row an entity of a kind, with its evidence: the first mention."""
        groups: dict[str, list[Span]] = {}
        for span in self.doc.ents:
            if isinstance(span._.value, kind):
                groups.setdefault(entity_id(span._.value), []).append(span)
        rows = []
        for spans in groups.values():
            seen = Counter(self.text_of(s.start_char, s.end_char) for s in spans)
            first = self.evidence(spans[0].start_char, spans[0].end_char)
            rows.append(
                first
                | describe(spans[0]._.value)
                | {
                    "aliases": "|".join(sorted(form.replace("|", " ") for form in seen)),
                    "mentions": len(spans),
                    "documents": 1,
                    "first_date": self.doc._.published,
                    "last_date": self.doc._.published,
                }
            )
        return rows


def _date(value: DateValue) -> Row:
    return {
        "type": value.type,
        "value": value.value,
        "date_start": value.start,
        "date_end": value.end,
        "precision": value.precision,
        "anchor": value.anchor,
        "reference": value.reference,
    }


def _count(value: CountValue) -> Row:
    return {
        "low": value.low,
        "high": value.high,
        "modifier": value.mod,
        "role": value.role,
        "unit": value.unit,
        "force": value.force,
        "force_id": value.force_id,
        "nationality": value.nationality,
        "place_id": value.place_id,
        "date": value.date,
        "part_of": value.part_of,
        "denied": value.denied,
        "implicit": value.implicit,
    }


def _office(value: PersonValue) -> Row:
    return {
        "person_id": value.person_id,
        "name": value.name,
        "rank": value.rank,
        "rank_id": value.rank_id,
        "office": value.role,
        "body": value.body,
        "status": value.status,
    }


def _person(value: PersonValue) -> Row:
    return {"person_id": value.person_id, "name": value.name}


def _force(value: ForceValue) -> Row:
    return {
        "force_id": value.force_id,
        "name": value.name,
        "acronym": value.acronym,
        "kind": value.kind,
        "country": value.country,
        "parent": value.parent,
    }


def _place(value: PlaceValue) -> Row:
    return {
        "place_id": value.place_id,
        "name": value.name,
        "kind": value.kind,
        "country": value.country,
        "admin1": value.admin1,
        "latitude": value.lat,
        "longitude": value.lon,
        "geonameid": value.geonameid,
        "precision": value.precision or None,
    }
