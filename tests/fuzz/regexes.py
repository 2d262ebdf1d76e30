"""Does any regular expression take more than a proportionate time on a text made against it?

    python -m tests.fuzz.regexes [--characters 100000] [PART OF A PATH …]

collects every pattern that the package compiles (those made from lexicons as well), makes texts
for each of its own characters, classes and repeated parts, and of common words and signs, and
times it in the way in which its module uses it. Growth from a quarter of the length to the whole of
more than six times, or no end within a limit, is a fault. Exit status 1 where there is one.
"""

import argparse
import ast
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pipeline

_ROOT = Path(pipeline.__file__).parent
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
# Four times the text may take this many times as long.
_MOST_GROWTH = 6.5
_LEAST = 0.05  # seconds; below this, growth is noise
_LIMIT = 3.0
_PER_REPEAT, _WHOLE = 3, 4  # examples of each repeated part, and of a pattern
_COMMON = (
    " |\n| \n|\t|d'|d'A |le |la |de la |de |et |1|1 |1 000 |111 |12/|12-|mille |cent |deux |-|A|a"
    "|É|A |Abc |Abc-|l'|«|»|« |\"|(|)|( |.|. |A.|A. |,|, |,1|1,|ou |M. |1er |juin |2012 |a1|_|é|…"
    "|–|[|<|<a|&|&amp;|#|/|\\|'|général |colonel |du |ministre |ministre de la |soldats |morts, "
    "|soldats et |1 mort |Abc Def |abc |abc, |ABC |Ag |Ould "
).split("|")
# Patterns (and modules of such) that see a stretch of the text of this length at most: what stands
# before or after a mention, one cell, one value.
_WINDOWS = {
    "readers/published.py": 200,
    "report/words.py": 200,
    "lexicons/": 2_000,
    "extractors/date_rules/ages.py": 100,
    "extractors/date_rules/clock.py": 100,
    "extractors/date_rules/day_parts.py": 100,
    "extractors/date_rules/days.py": 100,
    "extractors/date_rules/durations.py": 100,
    "extractors/date_rules/seasons.py": 100,
    "extractors/date_rules/short_years.py": 100,
    "extractors/date_rules/years.py": 100,
    "extractors/person_edges.py _WORD_BEFORE": 24,
    "extractors/person_names.py _TWO_WORDS_BEFORE": 32,
    "extractors/place_features.py _WORDS_BEFORE": 60,
    "extractors/places.py _STUCK_BEFORE": 60,
    "extractors/places.py _ACRONYM_BEFORE": 60,
    "normalizers/places.py _HEAD": 90,
    "normalizers/published.py _PUBLISHED": 80,
    "normalizers/titles.py _CIVILITIES": 60,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it is compiled, and how it is used."""

    pattern: str
    flags: int
    where: str
    name: str
    methods: tuple[str, ...]

    @property
    def longest(self) -> int:
        """Characters of the text that it sees at most; 0 for any number."""
        file = self.where.partition(":")[0]
        known = _WINDOWS.get(f"{file} {self.name}", 0)
        return known or next((n for part, n in _WINDOWS.items() if file.startswith(part)), 0)


def collect() -> list[Found]:
    """Every pattern that importing, loading and one run compile, except those of other packages."""
    seen: dict[tuple[str, int], tuple[str, int]] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def record(pattern: Any, flags: Any) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_globals.get("__name__", "").partition(".")[0] in ("re", "__main__"):
            frame = frame.f_back
        if frame and isinstance(pattern, str):
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(_ROOT):
                place = path.relative_to(_ROOT).as_posix(), frame.f_lineno
                seen.setdefault((pattern, int(flags)), place)
        return compile_(pattern, flags)

    re._compile = record  # type: ignore[attr-defined]
    try:
        re.purge()
        for module in walk_packages([str(_ROOT)], "pipeline."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
        nlp = pipeline.load()
        for path in sorted((_ROOT.parent / "seeds").glob("*.txt")):
            nlp(path.read_text("utf-8"))
        pipeline.extract("Le 5 mai 2021, 13 soldats de l'armée malienne ont été tués à Gao.")
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    uses = _uses()
    return [
        Found(pattern, flags, f"{path}:{line}", *uses.get((path, line), ("", ("finditer",))))
        for (pattern, flags), (path, line) in sorted(seen.items(), key=lambda item: item[1])
    ]


# Compiled in a list or a mapping, and tried at one place of a text.
_MATCHED = ("extractors/date_rules/grammar.py", "normalizers/count_amounts.py")
_Uses = dict[tuple[str, int], tuple[str, tuple[str, ...]]]


def _uses() -> _Uses:
    """The name of each pattern and the methods by which it is used, by its lines."""
    trees = {
        path.relative_to(_ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in _ROOT.rglob("*.py")
    }
    methods: dict[str, dict[str, set[str]]] = {}  # name to file to methods
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS:
                name = ast.unparse(node.value).rpartition(".")[2]
                methods.setdefault(name, {}).setdefault(file, set()).add(node.attr)
    found: _Uses = {}
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                everywhere = methods.get(name, {})
                own = everywhere.get(file, set())
                if not name.startswith("_"):
                    own = set().union(*everywhere.values())
                found |= _lines(file, node, name, own)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                method = ast.unparse(node.func)[3:]
                found |= _lines(file, node, "", {method} & set(_METHODS))
            elif isinstance(node, ast.ListComp | ast.DictComp) and file in _MATCHED:
                found |= _lines(file, node, "", {"match", "fullmatch"})
    return found


def _lines(file: str, node: ast.expr | ast.stmt, name: str, methods: set[str]) -> _Uses:
    last = node.end_lineno or node.lineno
    use = name, tuple(sorted(methods))
    return {(file, line): use for line in range(node.lineno, last + 1)} if methods else {}


class _Examples:
    """Short texts that a pattern, or a part of it, matches."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def attacks(self, pattern: str, flags: int) -> set[tuple[str, str]]:
        """What to begin with and what to repeat."""
        found = {("", piece) for piece in _COMMON}
        tree = list(parser.parse(pattern, flags & ~re.DEBUG))
        for before, body in self._repeats(tree, ""):
            found |= {(before, body), ("", body), ("", before + body)}
        for _ in range(_WHOLE):
            whole = self.of(tree)
            found |= {("", whole), ("", whole[: len(whole) // 2]), ("", whole[:-1])}
        return {(before, body) for before, body in found if body}

    def of(self, tree: Any) -> str:
        out = ""
        for op, value in tree:
            if op is code.LITERAL:
                out += chr(value)
            elif op is code.NOT_LITERAL:
                out += "a" if value != ord("a") else "b"
            elif op is code.ANY:
                out += self.random.choice("a 1")
            elif op is code.IN:
                out += self._of_class(value)
            elif op is code.BRANCH:
                out += self.of(self.random.choice(value[1]))
            elif op is code.SUBPATTERN:
                out += self.of(value[3])
            elif op is code.ATOMIC_GROUP:
                out += self.of(value)
            elif op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
                low, high, part = value
                times = min(int(high), max(int(low), self.random.choice((0, 1, 1, 2))))
                out += "".join(self.of(part) for _ in range(times))
        return out

    def _repeats(self, tree: Any, before: str) -> Iterator[tuple[str, str]]:
        """Each part that may repeat often, with an example of what comes before it."""
        for op, value in tree:
            if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
                if int(value[1]) >= 8:
                    for _ in range(_PER_REPEAT):
                        yield before, self.of(value[2])
                yield from self._repeats(value[2], before)
            elif op is code.BRANCH:
                for part in value[1]:
                    yield from self._repeats(part, before)
            elif op is code.SUBPATTERN:
                yield from self._repeats(value[3], before)
            elif op is code.ATOMIC_GROUP:
                yield from self._repeats(value, before)
            elif op in (code.ASSERT, code.ASSERT_NOT):
                yield from self._repeats(value[1], before)
            before += self.of([(op, value)])

    def _of_class(self, items: Any) -> str:
        inverted = items[0][0] is code.NEGATE
        if inverted:
            members = re.compile("[" + "".join(map(self._escaped, items[1:])) + "]")
            return next((c for c in "aéA1 ,\n-.«_" if not members.match(c)), "z")
        op, value = self.random.choice(items)
        if op is code.RANGE:
            return chr(self.random.choice((value[0], value[1], self.random.randint(*value))))
        if op is code.CATEGORY:
            kinds = {"DIGIT": "1", "SPACE": " \n", "WORD": "aA1é"}
            kinds |= {"NOT_DIGIT": "a", "NOT_SPACE": "a1-", "NOT_WORD": " -,"}
            return self.random.choice(kinds[str(value).removeprefix("CATEGORY_")])
        return chr(value)

    @staticmethod
    def _escaped(item: Any) -> str:
        op, value = item
        if op is code.RANGE:
            return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        if op is code.CATEGORY:
            name = str(value).removeprefix("CATEGORY_")
            letter = {"D": r"\d", "S": r"\s", "W": r"\w"}[name.removeprefix("NOT_")[0]]
            return letter.upper() if name.startswith("NOT_") else letter
        return re.escape(chr(value))


class _TooLongError(Exception):
    pass


def seconds(pattern: re.Pattern[str], method: str, text: str) -> float:
    """How long one use takes; `_LIMIT` where it takes no end."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _LIMIT)
    begun = time.process_time()
    try:
        if method in ("match", "fullmatch", "search"):
            getattr(pattern, method)(text)
        else:
            for _ in pattern.finditer(text):
                pass
    except _TooLongError:
        return _LIMIT
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - begun


def fault(found: Found, characters: int) -> str:
    """The text on which a pattern takes too long, with the times, or ""."""
    compiled = re.compile(found.pattern, found.flags)
    length = min(characters, found.longest or characters)
    for before, body in sorted(_Examples(1).attacks(found.pattern, found.flags)):
        for tail in ("", "\x00!"):
            texts = [before + body * (n // len(body)) + tail for n in (length // 4, length)]
            for method in found.methods:
                quarter = seconds(compiled, method, texts[0])
                if quarter < _LEAST / _MOST_GROWTH / 4:
                    continue
                whole = seconds(compiled, method, texts[1])
                if whole >= _LIMIT or (whole > _LEAST and whole > quarter * _MOST_GROWTH):
                    text = f"{before!r} + {body!r} * n + {tail!r}"
                    return f"{method}({text}): {quarter:.3f} s, {whole:.3f} s"
    return ""


def main(parts: list[str], characters: int) -> int:
    """Check all and print the faults; returns how many there are."""
    patterns = [f for f in collect() if not parts or any(part in f.where for part in parts)]
    bad = 0
    for found in patterns:
        if why := fault(found, characters):
            bad += 1
            print(f"! {found.where} {found.pattern[:60]!r}\n    {why}", flush=True)
    print(f"{len(patterns)} patterns, {bad} faults")
    return bad


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*")
    options.add_argument("--characters", type=int, default=100_000)
    given = options.parse_args()
    sys.exit(main(given.parts, given.characters) > 0)
