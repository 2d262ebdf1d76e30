"""A Label Studio task as its export has it: the text and the regions that a person marked.

Read from the JSON export (whole tasks) and from JSON-MIN (a task's data beside its labels).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class TaskError(ValueError):
    """A task that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Region:
    """A marked span.

    Attributes:
        start, end: as the task gives them; nothing says yet that they are sound.
        label: as the task gives it.
        quoted: the characters that the task says stand there, None where it does not say.
        fields: what its text fields hold, by the field's name.
    """

    start: Any
    end: Any
    label: Any
    quoted: Any = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its data, its text and the regions of its first annotation not cancelled."""

    data: Mapping[str, Any]
    text: str
    regions: tuple[Region, ...]


def read_task(record: Mapping[str, Any]) -> Task:
    """A task from its JSON object.

    Raises:
        TaskError: no text, no annotation that was not cancelled, a span with several labels.
    """
    data = record.get("data", record)
    text = next((data[k] for k in ("text", "Text", "texte") if isinstance(data.get(k), str)), None)
    if text is None:
        raise TaskError('the task has no "text" in its data')
    fields: dict[Any, dict[str, str]] = {}
    if "annotations" in record or "data" in record:
        done = [a for a in record.get("annotations") or [] if not a.get("was_cancelled")]
        if not done:
            raise TaskError("the task has no annotation that was not cancelled")
        results = done[0].get("result", [])
        marked = [(r.get("id"), r["value"]) for r in results if r.get("type") == "labels"]
        for r in results:
            if r.get("type") == "textarea" and r.get("value", {}).get("text"):
                written = r["value"]["text"]
                first = written if isinstance(written, str) else written[-1]
                fields.setdefault(r.get("id"), {})[r.get("from_name", "")] = first.strip()
    elif "label" not in record and "annotation_id" not in record:
        raise TaskError("the task has no annotation")
    else:
        marked = [(None, value) for value in record.get("label") or []]
    return Task(data, text, tuple(_region(value, fields.get(id_, {})) for id_, value in marked))


def _region(value: Mapping[str, Any], fields: Mapping[str, str]) -> Region:
    names = value.get("labels") or []
    if len(names) != 1:
        raise TaskError(f"a span with {len(names)} labels: {names!r}; each needs one")
    return Region(value.get("start"), value.get("end"), names[0], value.get("text"), fields)


def offsets(text: str, region: Region) -> tuple[int, int]:
    """Where a region lies in a text, in code points, without the space around it.

    Label Studio's quotations write a line break as a backslash and an n, and fold runs of space;
    its early versions counted UTF-16 units, so where the characters do not agree with the
    quotation those are tried.

    Raises:
        TaskError: it lies outside, holds nothing, or other characters than it says.
    """
    start, end = region.start, region.end
    if type(start) is not int or type(end) is not int:
        raise TaskError(f"span {start!r}..{end!r}: start and end must be whole numbers")
    if _agrees(text, start, end, region.quoted):
        return _trimmed(text, start, end)
    if region.quoted is not None:
        start, end = _code_points(text, start), _code_points(text, end)
        if _agrees(text, start, end, region.quoted):
            return _trimmed(text, start, end)
    raise TaskError(
        f"span {region.start}..{region.end} does not hold {region.quoted or 'a word'!r} "
        f"in the text of {len(text)} characters"
    )


def _agrees(text: str, start: int, end: int, quoted: Any) -> bool:
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        return False
    return quoted is None or _plain(text[start:end]) == _plain(str(quoted))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    held = text[start:end]
    return start + len(held) - len(held.lstrip()), end - len(held) + len(held.rstrip())


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\\n", ""))


def _code_points(text: str, units: int) -> int:
    """The number of characters that so many UTF-16 units at a text's beginning make up."""
    seen = text.encode("utf-16-le", "surrogatepass")[: 2 * max(units, 0)]
    return len(seen.decode("utf-16-le", "ignore"))
