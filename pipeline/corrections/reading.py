"""Reading `corrections.csv`, and saying what is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.formulas import neutralised, restored
from pipeline.lexicons import LexiconError, split_cell
from pipeline.lexicons.csv_file import Line, Problem, near, read_lines

COLUMNS = ("action", "id", "target", "value", "reason", "table")
PEOPLE = "people"
# What can be done to the rows of a table.
ACTIONS = {
    PEOPLE: ("merge", "split", "rename", "drop"),
    "forces": ("merge", "rename", "drop"),
    "places": ("merge", "rename", "drop"),
    "events": ("drop",),
    "troop_counts": ("drop",),
}


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One line of `corrections.csv`; `line` is where it stands, 0 for one made otherwise."""

    action: str
    id: str
    target: str = ""
    value: str = ""
    reason: str = ""
    table: str = PEOPLE
    line: int = field(default=0, compare=False)

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns `COLUMNS` of a file that a spreadsheet may open."""
        cells = self.action, self.id, self.target, self.value, self.reason, self.table
        return tuple(map(neutralised, cells))

    @property
    def documents(self) -> list[str]:
        """The documents that a `split` or a `drop` names."""
        return split_cell(self.value)


def read_corrections(path: str | Path) -> list[Correction]:
    """Corrections from a CSV file (UTF-8, header, commas); lines without an action are left out.

    Raises:
        LexiconError: the first thing that is wrong with it; the message names the line.
    """
    found, problems = _read(Path(path))
    if problems:
        raise LexiconError(str(min(problems)))
    return found


def not_met(
    corrections: Iterable[Correction], table: str, seen: Collection[str]
) -> list[tuple[int, str]]:
    """Corrections whose ids do not occur, as warnings: the line of each, and what to say.

    Args:
        corrections: all of them.
        table: the table whose corrections are looked at.
        seen: the ids that occur in it, before any correction.
    """
    return [
        (c.line, f"no «{c.id}» in the table {table} of these texts; nothing is done")
        for c in corrections
        if c.table == table and c.id not in seen
    ]


def _read(path: Path) -> tuple[list[Correction], list[Problem]]:
    lines, problems = read_lines(path, COLUMNS, ("action", "id"), short=True)
    # An empty file decides nothing.
    problems = [p for p in problems if p.line or not p.reason.startswith("empty;")]
    found: list[Correction] = []

    def wrong(line: int, reason: str) -> None:
        problems.append(Problem(str(path), line, reason))

    for line in lines:
        correction = _correction(line)
        if not correction.action:
            continue
        reason = _fault(correction)
        if reason:
            wrong(line.number, reason)
        else:
            found.append(correction)
    _contradictions(found, wrong)
    return found, problems


def _correction(line: Line) -> Correction:
    cells = {column: restored(cell) for column, cell in line.cells.items() if cell}
    cells.setdefault("action", "")
    cells.setdefault("id", "")
    return Correction(**cells, line=line.number)


def _fault(c: Correction) -> str:
    """What is wrong with a line by itself."""
    if c.table not in ACTIONS:
        known = f"there are {', '.join(ACTIONS)}{near(c.table, ACTIONS)}"
        return f"no table «{c.table}» to correct; {known}"
    actions = ACTIONS[c.table]
    if c.action not in actions:
        of = "" if c.table == PEOPLE else f" for {c.table}"
        return (
            f"no action «{c.action}»{of}; there are {', '.join(actions)}{near(c.action, actions)}"
        )
    if not c.id:
        return "no «id»; every line needs one"
    if "|" in c.id or "|" in c.target:
        return "«id» and «target» hold one id each; write a line for each"
    if c.action == "merge" and not c.target:
        return "«merge» needs a «target», the id that stays"
    if c.action == "split" and not (c.target or c.value):
        return "«split» needs documents in «value», or a «target» never to be merged with"
    if c.action == "rename" and not c.value:
        return "«rename» needs a «value», the name"
    if c.id == c.target:
        return f"«{c.id}» and its «target» are one id"
    if c.action == "rename" and c.target:
        return "«rename» takes no «target»; the name stands in «value»"
    return ""


def _contradictions(found: Sequence[Correction], wrong: Callable[[int, str], None]) -> None:
    """Lines that say two things of one id."""
    said: dict[tuple[str, str, str], Correction] = {}
    into: dict[tuple[str, str], str] = {}
    for c in found:
        if c.action == "split" or (c.action == "drop" and c.value):
            continue
        before = said.setdefault((c.table, c.id, c.action), c)
        if (before.target, before.value) != (c.target, c.value):
            other = before.target or before.value
            wrong(c.line, f"line {before.line} says «{c.action}» of «{c.id}» too, with «{other}»")
        elif c.action == "merge":
            into[c.table, c.id] = c.target
    for c in found:
        gone = said.get((c.table, c.id, "drop")) if c.action in ("merge", "rename") else None
        if gone is not None:
            wrong(c.line, f"line {gone.line} drops «{c.id}»")
        if c.action == "merge" and _returns(c, into):
            wrong(c.line, f"«{c.id}» is merged, over other lines, into itself")


def _returns(c: Correction, into: dict[tuple[str, str], str]) -> bool:
    seen, at = set(), c.target
    while at not in seen:
        if at == c.id:
            return True
        seen.add(at)
        at = into.get((c.table, at), at)
    return False
