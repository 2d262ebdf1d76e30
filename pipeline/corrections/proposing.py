"""Likely corrections to look at: people whose names are so much alike that they may be one."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corrections.reading import COLUMNS, Correction, read_corrections

if TYPE_CHECKING:
    import pandas as pd

READY = "corrections-a-remplir.csv"
PROPOSALS = 500
# People of names that begin alike, of whom the most named ones are compared with each other.
_BLOCK = 40
# How alike, of 1, two words have to be to be two spellings of one.
_ALIKE = 0.8


def propose(
    people: Iterable[Mapping[str, Any]],
    decided: Iterable[Correction] = (),
    most: int = PROPOSALS,
) -> list[Correction]:
    """Pairs of people with names alike, as corrections without an action.

    To fill in: `merge` where `id` is `target`, `split` where they are two for good; a line that
    stays without an action does nothing.

    Args:
        people: rows of the table `people`: `person_id`, `name`, `mentions`.
        decided: corrections that there are; what they settle is not proposed.
        most: how many, those named most often.

    Returns:
        The pairs, the most named first. Time and memory grow with the number of people, not with
        that of pairs.
    """
    from pipeline.normalizers.people_clusters import name_words

    named = [
        (
            int(row["mentions"]),
            str(row["person_id"]),
            str(row["name"]),
            name_words(str(row["name"])),
        )
        for row in people
    ]
    named.sort(key=lambda p: (-p[0], p[1]))
    settled = {frozenset((c.id, c.target)) for c in decided if c.target}
    pairs = nlargest(
        most,
        (pair for pair in _pairs(named) if frozenset((pair[0][1], pair[1][1])) not in settled),
        key=lambda pair: (pair[1][0], pair[0][0], pair[0][1], pair[1][1]),
    )
    return [
        Correction("", less[1], more[1], reason=f"noms proches : {_count(less)} ; {_count(more)}")
        for more, less in pairs
    ]


def write_ready_corrections(
    folder: str | Path, people: "pd.DataFrame | Iterable[Mapping[str, Any]]"
) -> Path:
    """Write `corrections-a-remplir.csv`, a file of likely corrections to fill in.

    A `corrections.csv` in the folder tells what is settled. Lines of an earlier file that someone
    has filled in are kept.

    Args:
        folder: the outputs' folder.
        people: the table `people`.

    Returns:
        The file's path. Saved as `corrections.csv`, it holds for the next run.

    Raises:
        pipeline.lexicons.LexiconError: a file of corrections there that cannot be used.
    """
    folder = Path(folder)
    path, settled = folder / READY, folder / "corrections.csv"
    kept = read_corrections(path) if path.is_file() else []
    decided = read_corrections(settled) if settled.is_file() else []
    rows = propose(_rows(people), [*decided, *kept])
    partial = path.with_name(path.name + ".partial")
    # With a byte-order mark, by which spreadsheets know UTF-8.
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(c.cells for c in (*kept, *rows))
    return partial.replace(path)


def _rows(people: "pd.DataFrame | Iterable[Mapping[str, Any]]") -> Iterator[Mapping[str, Any]]:
    columns = ("person_id", "name", "mentions")
    frame: Any = people
    if not hasattr(frame, "itertuples"):
        yield from frame
        return
    for values in frame[list(columns)].itertuples(index=False, name=None):
        yield dict(zip(columns, values, strict=True))


_Person = tuple[int, str, str, tuple[str, ...]]  # mentions, id, name, words of the name


def _pairs(named: Iterable[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Each pair of names alike once, the one named more often first."""
    blocks: dict[tuple[str, ...], list[_Person]] = defaultdict(list)
    for person in named:
        for key in _keys(person[3]):
            if len(blocks[key]) < _BLOCK:
                blocks[key].append(person)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for more, less in combinations(block, 2):
            key = more[1], less[1]
            if key not in seen and not _known_apart(more, less) and _alike(more[3], less[3]):
                seen.add(key)
                yield more, less


def _keys(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What the names of one person have in common: the surname and the initial, the first name and
    how the surname begins, or all words in some order."""
    if len(words) < 2:
        return set()  # a name of one word is not enough to go by
    first, last = words[0], words[-1]
    return {("last", last, first[:1]), ("first", first, last[:2]), ("all", *sorted(words))}


def _known_apart(a: _Person, b: _Person) -> bool:
    """Whether the lexicon has both, as two people."""
    return a[1].startswith("p-") and b[1].startswith("p-")


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    from rapidfuzz.distance import JaroWinkler

    from pipeline.normalizers.people_clusters import contains

    fuller, shorter = (a, b) if len(a) >= len(b) else (b, a)
    if contains(fuller, shorter):  # in whatever order their words stand
        return True
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return False
    x, y = differing[0]
    return min(len(x), len(y)) > 2 and JaroWinkler.similarity(x, y) >= _ALIKE


def _count(person: _Person) -> str:
    return f"«{person[2]}» ({person[0]} mention{'s' * (person[0] > 1)})"
