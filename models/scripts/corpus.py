"""Annotated texts, as files hold them, read into one shape; bad lines are named and skipped.

Three formats are told apart by their keys: the project's own JSONL («id», «text», «entities»),
a Label Studio export (JSON or JSON-MIN of a «Labels» task) and a doccano export (JSONL with
«label» or «labels» triples).
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.exports.label_studio_tasks import TaskError, offsets, read_task

LABELS = ("PERSON", "FORCE", "PLACE", "ORG", "DATE", "COUNT")
# Spellings that annotation tools' projects commonly use for the same labels.
_SYNONYMS = {
    "PER": "PERSON",
    "PERS": "PERSON",
    "LOC": "PLACE",
    "GPE": "PLACE",
    "LIEU": "PLACE",
    "PERSONNE": "PERSON",
    "ORGANISATION": "ORG",
    "ORGANIZATION": "ORG",
}


class BadLine(ValueError):
    """An annotated text that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An annotated span: character offsets into the text as annotated."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its entities, sorted and not overlapping."""

    id: str
    text: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that was left out: «file, line n» and the reason."""

    where: str
    reason: str


def _label(raw: Any) -> str:
    label = str(raw).strip().upper()
    label = _SYNONYMS.get(label, label)
    if label not in LABELS:
        raise BadLine(f"label {raw!r} is none of {', '.join(LABELS)}")
    return label


def _entity(text: str, start: Any, end: Any, label: Any, quoted: Any = None) -> Entity:
    if type(start) is not int or type(end) is not int:
        raise BadLine(f"span {start!r}..{end!r}: start and end must be whole numbers")
    if not 0 <= start < end <= len(text):
        raise BadLine(f"span {start}..{end} does not lie in the text of {len(text)} characters")
    if quoted is not None and quoted != text[start:end]:
        raise BadLine(f"misaligned: span {start}..{end} holds {text[start:end]!r}, not {quoted!r}")
    if text[start].isspace() or text[end - 1].isspace():
        raise BadLine(
            f"misaligned: span {start}..{end} {text[start:end]!r} begins or ends in space"
        )
    return Entity(start, end, _label(label))


def _own(record: dict[str, Any]) -> Iterator[Entity]:
    for e in record["entities"]:
        if not isinstance(e, dict) or not {"start", "end", "label"} <= e.keys():
            raise BadLine(f"entity {e!r} has no start, end and label")
        yield _entity(record["text"], e["start"], e["end"], e["label"], e.get("text"))


def _doccano(record: dict[str, Any]) -> Iterator[Entity]:
    for triple in record.get("label", record.get("labels")) or []:
        if not isinstance(triple, list) or len(triple) != 3:
            raise BadLine(f"label {triple!r} is not [start, end, label]")
        yield _entity(record["text"], *triple)


def _label_studio(record: dict[str, Any]) -> tuple[str, list[Entity]]:
    """One task, as the way back from Label Studio reads it."""
    try:
        task = read_task(record)
        spans = [(*offsets(task.text, region), region.label) for region in task.regions]
    except TaskError as error:
        raise BadLine(str(error)) from error
    return task.text, [_entity(task.text, *span) for span in spans]


def read_record(record: Any, fallback_id: str) -> Annotated:
    """One parsed record, whichever tool wrote it.

    Args:
        record: a JSON value.
        fallback_id: the id where the record has none.

    Raises:
        BadLine: what is wrong with it, for the person who made the file.
    """
    if not isinstance(record, dict):
        raise BadLine("not a JSON object")
    id_ = str(record.get("id", fallback_id))
    labels = record.get("label", record.get("labels"))
    if "data" in record or (isinstance(labels, list) and labels and isinstance(labels[0], dict)):
        text, entities = _label_studio(record)
    else:
        text = record.get("text")
        if not isinstance(text, str) or not text.strip():
            raise BadLine('no "text" field; each line needs one')
        if "entities" in record and not (
            record["entities"]
            and isinstance(record["entities"][0], dict)
            and "start_offset" in record["entities"][0]
        ):
            entities = list(_own(record))
        elif "entities" in record:  # doccano's relation projects
            entities = [
                _entity(text, e.get("start_offset"), e.get("end_offset"), e.get("label"))
                for e in record["entities"]
            ]
        elif labels is not None:
            entities = list(_doccano(record))
        else:
            raise BadLine('no "entities", "label" or "annotations": the text is not annotated')
    entities.sort(key=lambda e: (e.start, e.end))
    for a, b in itertools.pairwise(entities):
        if b.start < a.end:
            raise BadLine(f"spans overlap: {text[a.start : a.end]!r} and {text[b.start : b.end]!r}")
    return Annotated(id_, text, tuple(entities))


def read_file(path: Path) -> tuple[list[Annotated], list[Skipped]]:
    """All usable texts of a .jsonl or .json file, and what was left out of it and why."""
    texts: list[Annotated] = []
    skipped: list[Skipped] = []
    for where, record in _records(path, skipped):
        try:
            texts.append(read_record(record, where))
        except BadLine as error:
            skipped.append(Skipped(where, str(error)))
        except (KeyError, TypeError, AttributeError) as error:
            skipped.append(Skipped(where, f"not laid out as any known export ({error!r})"))
    return texts, skipped


def _records(path: Path, skipped: list[Skipped]) -> Iterable[tuple[str, Any]]:
    content = path.read_text(encoding="utf-8-sig", errors="replace")
    if content.lstrip().startswith("["):
        try:
            tasks = json.loads(content)
        except json.JSONDecodeError as error:
            skipped.append(Skipped(path.name, f"not JSON: {error}"))
            return
        for n, task in enumerate(tasks, 1):
            yield f"{path.name}, task {n}", task
        return
    for n, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"{path.name}, line {n}", json.loads(line)
        except json.JSONDecodeError as error:
            skipped.append(Skipped(f"{path.name}, line {n}", f"not JSON: {error}"))
