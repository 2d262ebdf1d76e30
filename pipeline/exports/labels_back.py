"""The way back from Label Studio: its export becomes training data and corrections.

`gold.jsonl` is in the corpus's own format, for `make model` and `sahel evaluate`;
`corrections.csv` says what the annotators changed about who is who (`pipeline.corrections`).
"""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.corrections import COLUMNS, Correction, read_corrections
from pipeline.exports.label_studio_tasks import Region, Task, TaskError, offsets, read_task
from pipeline.tables import LABELS

_PERSON_ID = re.compile(r"\S+")


@dataclass(slots=True)
class Imported:
    """What an export of Label Studio held.

    Attributes:
        gold: a mapping a reviewed text: id, ref, text, entities.
        corrections: what was changed about people.
        notes: tasks left out and changes that no correction can say, a line each.
    """

    gold: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_labels(source: str | Path, target: str | Path) -> tuple[Imported, list[Path]]:
    """Read a Label Studio JSON export and write `gold.jsonl` and `corrections.csv`.

    Args:
        source: the export, JSON or JSON-MIN.
        target: a folder, made if it is not there. Corrections that its `corrections.csv` holds
            already are kept, before the new ones.

    Returns:
        What the export held, and the paths written.

    Raises:
        ValueError: the export is not a JSON array of tasks.
        pipeline.lexicons.LexiconError: a `corrections.csv` there that cannot be read.
    """
    source, folder = Path(source), Path(target)
    try:
        tasks = json.loads(source.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{source}: not JSON ({error})") from error
    if not isinstance(tasks, list):
        raise ValueError(f"{source}: not an array of tasks; export the project as JSON")
    imported = read_labels(tasks, source.name)
    table = folder / "corrections.csv"
    kept = read_corrections(table) if table.is_file() else []
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in imported.gold]
    paths = [_write(folder / "gold.jsonl", lines)]
    if imported.corrections or kept:
        rows = [*kept, *(c for c in imported.corrections if _key(c) not in map(_key, kept))]
        partial = table.with_name(table.name + ".partial")
        with partial.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *(c.cells for c in rows)])
        paths.append(partial.replace(table))
    return imported, paths


def _write(path: Path, lines: Iterable[str]) -> Path:
    partial = path.with_name(path.name + ".partial")
    partial.write_text("".join(lines), encoding="utf-8", newline="\n")
    return partial.replace(path)


def _key(correction: Correction) -> tuple[str, ...]:
    return correction.action, correction.id, correction.target, correction.value


def read_labels(tasks: Sequence[Any], name: str = "export") -> Imported:
    """Gold texts and corrections from the tasks of an export.

    Args:
        tasks: JSON values, a task each.
        name: what the notes call the export.
    """
    imported = Imported()
    people = _People()
    for number, record in enumerate(tasks, start=1):
        where = f"{name}, task {number}"
        try:
            task = read_task(record)
            regions = _regions(task)
        except TaskError as error:
            imported.notes.append(f"{where}: {error}")
        except (KeyError, TypeError, AttributeError) as error:
            imported.notes.append(f"{where}: not laid out as an export ({error!r})")
        else:
            doc_id = str(task.data.get("doc_id") or record.get("id") or number)
            imported.gold.append(_gold(doc_id, task, regions))
            people.see(doc_id, task, regions)
    imported.corrections, notes = people.corrections()
    imported.notes += notes
    return imported


def _regions(task: Task) -> list[tuple[int, int, Region]]:
    """The regions in order, in sound offsets; of two that nest the outer one, as the guide has it.

    Raises:
        TaskError: an unknown label, a span that is not sound, two that cross.
    """
    placed = []
    for region in task.regions:
        if region.label not in LABELS:
            raise TaskError(f"label {region.label!r} is none of {', '.join(LABELS)}")
        placed.append((*offsets(task.text, region), region))
    kept: list[tuple[int, int, Region]] = []
    for start, end, region in sorted(placed, key=lambda p: (p[0], -p[1])):
        if kept and start < kept[-1][1]:
            if end > kept[-1][1]:
                crossing = task.text[kept[-1][0] : kept[-1][1]], task.text[start:end]
                raise TaskError("spans overlap: {!r} and {!r}".format(*crossing))
            continue
        kept.append((start, end, region))
    return kept


def _gold(doc_id: str, task: Task, regions: Iterable[tuple[int, int, Region]]) -> dict[str, Any]:
    gold: dict[str, Any] = {"id": doc_id}
    if task.data.get("ref"):
        gold["ref"] = task.data["ref"]
    gold["text"] = task.text
    gold["entities"] = []
    for start, end, region in regions:
        entity = {"start": start, "end": end, "text": task.text[start:end], "label": region.label}
        if region.fields.get("person_name"):
            entity["name"] = region.fields["person_name"]
        gold["entities"].append(entity)
    return gold


class _People:
    """What annotators did to the mentions of each person, over all tasks."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.gone: Counter[str] = Counter()
        # Person to the document to the identifiers given there, one a mention.
        self.given: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.names: dict[str, set[str]] = defaultdict(set)

    def see(self, doc_id: str, task: Task, regions: Sequence[tuple[int, int, Region]]) -> None:
        """Compare a task's people with what had been proposed."""
        self.totals |= task.data.get("totals") or {}
        people = [(a, b, region) for a, b, region in regions if region.label == "PERSON"]
        for was in task.data.get("proposed") or []:
            id_ = was.get("entity_id")
            if was.get("label") != "PERSON" or not id_:
                continue
            now = [r for a, b, r in people if a < was["end"] and was["start"] < b]
            if not now:
                self.gone[id_] += 1
                continue
            fields = now[0].fields
            self.given[id_][doc_id].append(fields.get("person_id") or id_)
            # A name beside another identifier is the name of that other person.
            if fields.get("person_id", id_) == id_ and fields.get("person_name"):
                self.names[id_].add("" if (n := fields["person_name"]) == was.get("name") else n)

    def corrections(self) -> tuple[list[Correction], list[str]]:
        """Corrections, sorted, and what none can say."""
        found: list[Correction] = []
        notes: list[str] = []
        for id_, count in self.gone.items():
            if count == self.totals.get(id_):
                found.append(Correction("drop", id_, reason="Label Studio: no mention was kept"))
            elif id_ not in self.given:
                notes.append(f"{id_}: every mention reviewed was taken out; others were not seen")
        for id_, documents in self.given.items():
            found += self._moved(id_, documents, notes)
            names = self.names[id_] - {""}
            if len(names) == 1:
                name = names.pop()
                found.append(Correction("rename", id_, value=name, reason="Label Studio"))
            elif names:
                notes.append(f"{id_}: given several names: {', '.join(sorted(names))}")
        return sorted(found), sorted(notes)

    def _moved(
        self, id_: str, documents: Mapping[str, list[str]], notes: list[str]
    ) -> Iterable[Correction]:
        others: dict[str, list[str]] = defaultdict(list)
        for doc_id, given in documents.items():
            targets = set(given)
            if targets == {id_}:
                continue
            target = targets.pop()
            if targets:
                notes.append(f"{id_}: stands for several people in {doc_id}; none was moved")
            elif not _PERSON_ID.fullmatch(target):
                notes.append(f"{id_}: «{target}» is no identifier (in {doc_id})")
            else:
                others[target].append(doc_id)
        seen = self.gone[id_] + sum(map(len, documents.values()))
        for target, where in sorted(others.items()):
            if len(where) == len(documents) and seen == self.totals.get(id_):
                yield Correction("merge", id_, target, reason="Label Studio")
            else:
                yield Correction("split", id_, target, "|".join(sorted(where)), "Label Studio")
