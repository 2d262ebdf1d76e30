"""A user's corrections of who is who: `corrections.csv`, which every run respects.

Columns `action,id,target,value,reason`:

- `merge`: person `id` is person `target`.
- `split`: the mentions of `id` in the documents of `value` («doc1|doc2») are another person, with
  the id `target` (made up if empty); with no `value`, `id` and `target` are never merged.
- `rename`: person `id` is called `value`.
- `drop`: `id` is no person; it is taken out of the tables.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicons import LexiconError, split_cell

COLUMNS = ("action", "id", "target", "value", "reason")
ACTIONS = ("merge", "split", "rename", "drop")


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One line of `corrections.csv`."""

    action: str
    id: str
    target: str = ""
    value: str = ""
    reason: str = ""

    @property
    def documents(self) -> list[str]:
        """The documents that a `split` names."""
        return split_cell(self.value)


def read_corrections(path: str | Path) -> list[Correction]:
    """Corrections from a CSV file (UTF-8, header, commas).

    Raises:
        LexiconError: a file that cannot be read, a column or an action that is none, a line that
            lacks what its action needs; the message names the line.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 CSV ({error})") from error
    if not lines:
        return []
    header = [cell.strip() for cell in lines[0]]
    unknown = [c for c in header if c not in COLUMNS]
    if unknown or "action" not in header or "id" not in header:
        raise LexiconError(f"{path}, line 1: the columns are {', '.join(COLUMNS)}")
    return list(_corrections(path, header, lines[1:]))


def _corrections(
    path: str | Path, header: list[str], lines: list[list[str]]
) -> Iterable[Correction]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"{path}, line {number}: {len(cells)} cells where the header has {len(header)}"
            )
        row = {c: cell.strip() for c, cell in zip(header, cells, strict=False)}
        correction = Correction(**row)
        problem = _problem(correction)
        if problem:
            raise LexiconError(f"{path}, line {number}: {problem}")
        yield correction


def _problem(correction: Correction) -> str:
    if correction.action not in ACTIONS:
        return f"no action «{correction.action}»; there are {', '.join(ACTIONS)}"
    if not correction.id:
        return "no «id»; every line needs one"
    if correction.action == "merge" and not correction.target:
        return "«merge» needs a «target», the id that stays"
    if correction.action == "split" and not (correction.target or correction.value):
        return "«split» needs documents in «value», or a «target» never to be merged with"
    if correction.action == "rename" and not correction.value:
        return "«rename» needs a «value», the name"
    return ""
