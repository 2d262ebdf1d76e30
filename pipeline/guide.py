"""Mentions as the annotation guide's JSON has them: one object a text, entities with attributes."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.language import annotate
from pipeline.mentions import source_span, source_text
from pipeline.values import (
    CountValue,
    DateValue,
    Document,
    ForceValue,
    OrganisationValue,
    PersonValue,
    PlaceValue,
)


def read_texts(path: str | Path) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Texts of a JSONL file, with the whole object of each.

    Args:
        path: each line an object with `id`, `text` and, if known, `ref` (the reference date,
            ISO 8601).

    Raises:
        ValueError: a line that is no such object; the message names the line.
    """
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                document = Document(
                    id=str(record["id"]),
                    text=record["text"],
                    source=f"{path}, line {number}",
                    published=record.get("ref") or "",
                    published_how="given" if record.get("ref") else "unknown",
                )
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(
                    f"{path}, line {number}: not an object with «id» and «text» ({error!r})"
                ) from error
            yield document, record


def entities(doc: Doc) -> list[dict[str, Any]]:
    """The doc's mentions with the guide's attributes; offsets into the text as read."""
    text = source_text(doc)
    found = []
    for span in doc.ents:
        start, end = source_span(doc, span.start_char, span.end_char)
        entity = {"start": start, "end": end, "text": text[start:end], "label": span.label_}
        found.append(entity | _attributes(span))
    return found


def _attributes(span: Span) -> dict[str, Any]:
    match span._.value:
        case DateValue() as v:
            return {"type": v.type, "value": v.value}
        case CountValue() as v:
            return {
                "low": v.low,
                "high": v.high,
                "mod": v.mod,
                "role": v.role,
                "force": v.force or None,
            }
        case PlaceValue() as v:
            return {"country": v.country, "lat": v.lat, "lon": v.lon, "geonameid": v.geonameid}
        case ForceValue() | OrganisationValue() as v:
            return {"name": v.name}
        case PersonValue() as v:
            return {"name": v.name, "rank": v.rank, "role": v.role}
    return {}


def annotate_file(nlp: Language, source: str | Path, target: str | Path) -> int:
    """Annotate a JSONL file of texts; returns how many texts it held.

    Args:
        nlp: a pipeline made by `pipeline.load`.
        source: as `read_texts` has it.
        target: gets a line a text, `{"id", "entities"}`; written whole or not at all.
    """
    lines = [
        json.dumps({"id": doc._.document.id, "entities": entities(doc)}, ensure_ascii=False)
        for doc in annotate(nlp, (document for document, _ in read_texts(source)))
    ]
    target = Path(target)
    partial = target.with_name(target.name + ".partial")
    partial.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    partial.replace(target)
    return len(lines)


def predictions(nlp: Language, documents: Iterable[Document]) -> dict[str, list[dict[str, Any]]]:
    """Document id to its entities as the guide has them."""
    return {d._.document.id: entities(d) for d in annotate(nlp, documents)}
