"""Holds a user's lexicon files to `pipeline.lexicons.schema`: every fault with file and line."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pipeline.lexicons import EMPTY, REMOVES, LexiconError, names, read_rows
from pipeline.lexicons.cells import fault
from pipeline.lexicons.csv_file import Line, Problem, near, read_lines
from pipeline.lexicons.rows_check import row_fault, row_warnings, verb_fault
from pipeline.lexicons.schema import LEXICONS, Lexicon

_KEEPS = frozenset({"", "no", "non", "0", "false"})
Rows = Mapping[str, Mapping[str, str]]
_Keys = Callable[[str], Rows]


def read_file(path: Path, known: Rows) -> list[dict[str, str]]:
    """The rows of a user's file, to be laid over those that are known.

    Args:
        path: its name tells the lexicon.
        known: the rows before it, by key.

    Raises:
        LexiconError: the first thing that is wrong with it.
    """
    lines, problems = _read(path, LEXICONS[path.stem], known)
    for problem in sorted(problems):
        if not problem.warning:
            raise LexiconError(str(problem))
    return [line.cells for line in lines]


def check_folder(folder: str | Path) -> list[Problem]:
    """Everything that is wrong with the lexicon files in a folder.

    Args:
        folder: a user's.

    Returns:
        Problems by file and line; those that are warnings do not keep a run from using the folder.

    Raises:
        LexiconError: no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder; a lexicon is a folder of CSV files")
    problems: list[Problem] = []
    found = sorted(folder.glob("*.csv"))
    if not found:
        problems.append(Problem(str(folder), 0, f"no CSV file there; known: {_known_files()}"))
    rows: dict[str, Rows] = {}
    checked: dict[str, list[Line]] = {}
    for path in found:
        if path.stem not in LEXICONS:
            problems.append(_unknown(path))
            continue
        lexicon = LEXICONS[path.stem]
        shipped = _shipped(lexicon)
        lines, wrong = _read(path, lexicon, shipped)
        problems += wrong
        checked[path.stem] = lines
        rows[path.stem] = _laid_over(shipped, lines, lexicon)

    def rows_of(name: str) -> Rows:
        return rows.get(name) or rows.setdefault(name, _shipped(LEXICONS[name]))

    for name, lines in checked.items():
        path, lexicon = folder / f"{name}.csv", LEXICONS[name]
        kept = [line for line in lines if not _removes(line)]
        for line in kept:
            problems += _references(path, lexicon, line, rows_of)
            row = rows[name][line.cells[lexicon.key]]
            reason = verb_fault(name, row, rows_of("frames"), rows_of("verbs"))
            if reason:
                problems.append(Problem(str(path), line.number, reason))
        for number, reason in row_warnings(name, kept, rows[name], _shipped(lexicon)):
            problems.append(Problem(str(path), number, reason, warning=True))
    if checked and all(p.warning for p in problems):
        problems += _unusable(folder, checked)
    return sorted(set(problems))


def _read(path: Path, lexicon: Lexicon, known: Rows) -> tuple[list[Line], list[Problem]]:
    """The rows of a file that are right, and what is wrong with it by itself."""
    if lexicon.fixed:
        reason = f"cannot be changed by a folder: {lexicon.fixed}"
        return [], [Problem(str(path), 0, reason)]
    lines, problems = read_lines(path, [*lexicon.header, "remove"], [lexicon.key])
    seen: dict[str, int] = {}
    right = []
    for line in lines:
        reasons = _faults(lexicon, line, known, seen)
        problems += [Problem(str(path), line.number, reason) for reason in reasons]
        key = line.cells[lexicon.key]
        seen.setdefault(key, line.number)
        if _removes(line) and key not in known and not reasons:
            reason = f"nothing to remove: no «{key}» in {lexicon.name}.csv{near(key, known)}"
            problems.append(Problem(str(path), line.number, reason, warning=True))
        if not reasons:
            right.append(line)
    return right, problems


def _faults(lexicon: Lexicon, line: Line, known: Rows, seen: Mapping[str, int]) -> list[str]:
    key = line.cells[lexicon.key]
    if not key or key == EMPTY:
        return [f"no «{lexicon.key}»; every row needs one"]
    if key in seen:
        return [f"«{key}» stands twice; the first is on line {seen[key]}"]
    if line.cells.get("remove", "").casefold() not in REMOVES | _KEEPS:
        return [f"«{line.cells['remove']}» in «remove»; yes, or empty"]
    if _removes(line):
        return []
    reasons = []
    for column in lexicon.columns:
        cell = line.cells.get(column.name, "")
        if column.required and (cell == EMPTY or (not cell and key not in known)):
            reasons.append(f"no «{column.name}»; a new row needs one")
        elif cell and cell != EMPTY:
            reasons.append(fault(column, cell))
    reasons = [reason for reason in reasons if reason]
    if not reasons:
        whole = {**known.get(key, dict.fromkeys(lexicon.header, "")), **_filled(line)}
        reasons = [reason] if (reason := row_fault(lexicon.name, whole)) else []
    return reasons


def _references(path: Path, lexicon: Lexicon, line: Line, keys: _Keys) -> list[Problem]:
    problems = []
    for column in lexicon.columns:
        cell = line.cells.get(column.name, "")
        if column.refers and cell and cell != EMPTY:
            reason = fault(column, cell, keys)
            if reason:
                problems.append(Problem(str(path), line.number, reason))
    return problems


def _laid_over(shipped: Rows, lines: list[Line], lexicon: Lexicon) -> Rows:
    rows = dict(shipped)
    for line in lines:
        key = line.cells[lexicon.key]
        before = rows.pop(key, dict.fromkeys(lexicon.header, ""))
        if not _removes(line):
            rows[key] = {**before, **_filled(line)}
    return rows


def _filled(line: Line) -> dict[str, str]:
    return {
        column: "" if cell == EMPTY else cell
        for column, cell in line.cells.items()
        if cell and column != "remove"
    }


def _removes(line: Line) -> bool:
    return line.cells.get("remove", "").casefold() in REMOVES


def _shipped(lexicon: Lexicon) -> Rows:
    return {row[lexicon.key]: row for row in read_rows(lexicon.name)}


def _unknown(path: Path) -> Problem:
    meant = near(path.stem, LEXICONS)
    if not meant:
        reason = "no lexicon of that name; it is not used"
        return Problem(str(path), 0, f"{reason}; known: {_known_files()}", warning=True)
    return Problem(str(path), 0, f"no lexicon of that name{meant}")


def _known_files() -> str:
    return ", ".join(f"{name}.csv" for name in sorted(names()) if not LEXICONS[name].fixed)


def _unusable(folder: Path, files: Collection[str]) -> list[Problem]:
    """What the stages that use these lexicons say of them, once nothing else is wrong."""
    found = []
    for load, used in _stages():
        if used & set(files):
            try:
                load((str(folder),))
            except ValueError as error:
                found.append(Problem(str(folder), 0, str(error)))
    return found


def _stages() -> list[tuple[Callable[[tuple[str, ...]], object], set[str]]]:
    """What is made of the lexicons, and of which of them."""
    from pipeline.extractors.count_lexicon import CountLexicon
    from pipeline.extractors.date_rules import grammar
    from pipeline.extractors.organisations import OrganisationLexicon
    from pipeline.normalizers.force_lexicon import ForceLexicon
    from pipeline.normalizers.people_lexicon import PeopleLexicon
    from pipeline.normalizers.place_lexicon import PlaceLexicon
    from pipeline.statements.actions import ActionLexicon
    from pipeline.statements.parties import PartyLexicon

    return [
        (
            ForceLexicon.load,
            {"forces", "force_institutions", "force_modifiers", "nationalities", "places"},
        ),
        (PlaceLexicon.load, {"places", "toponyms", "nationalities"}),
        (PeopleLexicon.load, {"people", "ranks", "offices", "given_names", "nationalities"}),
        (OrganisationLexicon.load, {"organisations", "nationalities"}),
        (
            CountLexicon.load,
            {"counted_nouns", "count_adjectives", "count_roles", "nationalities"},
        ),
        (ActionLexicon.load, {"actions", "frames", "supports", "governors", "verbs"}),
        (PartyLexicon.load, {"parties", "nationalities", "organisations"}),
        (grammar, {"holidays"}),
    ]
