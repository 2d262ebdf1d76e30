"""The code blocks of the docs as examples that run, by Sybil.

A block runs in the folder of its page, after those above it:

- `python` and `pycon`: executed, in one namespace a page; what `pycon` shows below a `>>>` line
  is compared;
- `sh` and `console`: `make …` has to be a target, `sahel …` runs; in `console`, what stands below
  a `$` line is compared, `…` stands for anything;
- `sql`: a query of the outputs' DuckDB file;
- `csv`, `json`, `toml`, `text`, `html`: with `title="FILE"` written to that file and read
  by what reads such files (and refused, if its folder is called `bad-…`), else parsed.

`<!-- skip: next "reason" -->` above a block leaves it out.
"""

import csv
import doctest
import io
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from typer.testing import CliRunner

from pipeline.settings import resolve

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"(?P<language>\w*)(?P<rest>[^\n]*)\n")
_TITLE = re.compile(r'title="([^"]+)"')
_COMMAND = re.compile(r"(?:sahel|python -m pipeline)(?=\s|$)")
_run_python = PythonEvaluator()
_doctests = DocTestStringParser(DocTestEvaluator(doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE))


def blocks(document: Document) -> Iterable[Region]:
    """The fenced blocks of a page, each with what runs it (a parser of Sybil's)."""
    for region in RawFencedCodeBlockLexer(_FENCE)(document):
        language, source = region.lexemes["language"], region.lexemes["source"]
        title = _TITLE.search(region.lexemes["rest"])
        region.parsed = source
        if language == "pycon":
            for inner in _doctests(source, document.path):
                inner.adjust(region, source)
                yield inner
        elif language == "python":
            region.evaluator = _run_python
            yield region
        else:
            region.evaluator = _evaluator(language, title[1] if title else "")
            yield region


def examples(path: Path) -> Iterator[Example]:
    """The examples of a page, to be evaluated in order."""
    return Sybil([blocks, SkipParser()], path=str(path.parent)).parse(path).examples()


def _evaluator(language: str, title: str) -> Callable[[Example], str | None]:
    def evaluate(example: Example) -> str | None:
        if language in _COMMANDS:
            return _COMMANDS[language](example.parsed)
        if title:
            path = Path(title)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example.parsed, encoding="utf-8")
        if language in _FORMATS:
            return _FORMATS[language](example.parsed, Path(title))
        if title and language in {"text", "html"}:
            return None
        return f"a block «{language}» with no title is not tested; see tests/docs_examples.py"

    return evaluate


def _shell(source: str) -> str | None:
    source = source.replace("\\\n", " ")
    for line in source.splitlines():
        command = re.sub(r"(^|\s)#.*", "", line).strip()
        if command and (problem := _run_line(command)[1]):
            return problem
    return None


def _console(source: str) -> str | None:
    for block in re.split(r"^\$ ", source, flags=re.M)[1:]:
        command, _, expected = block.partition("\n")
        shown, problem = _run_line(command)
        if problem:
            return problem
        pieces = [" ".join(piece.split()) for piece in expected.split("…")]
        if not re.fullmatch(".*".join(map(re.escape, pieces)), " ".join(shown.split())):
            return f"$ {command}\nshould show\n{expected}\nand shows\n{shown}"
    return None


def _run_line(command: str) -> tuple[str, str]:
    """What a command prints, and what is wrong with it, "" if nothing."""
    if command.startswith("make "):
        done = subprocess.run(
            ["make", "--dry-run", "--directory", str(ROOT), *shlex.split(command)[1:]],
            capture_output=True,
            text=True,
        )
        return done.stdout, done.stderr if done.returncode else ""
    if _COMMAND.match(command) and not re.search(
        r"[|<>;&]", re.sub(r"\"[^\"]*\"|'[^']*'", "", command)
    ):
        from pipeline.cli import app

        result = CliRunner().invoke(app, shlex.split(_COMMAND.sub("", command, count=1)))
        wrong = f"$ {command}\nends with {result.exit_code}\n{result.output}\n{result.exception!r}"
        return result.stdout, wrong if result.exit_code else ""
    if not re.search(r"(?:^|[|;&] ?)(?:sahel|python -m pipeline)\b", command):
        return "", f"$ {command}\nis no command that the tests know"
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env={
            "PATH": path,
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "HOME": str(Path.cwd()),
        },
    )
    return done.stdout, f"$ {command}\n{done.stderr}" if done.returncode else ""


def _sql(source: str) -> str | None:
    with duckdb.connect("outputs/tables.duckdb", read_only=True) as connection:
        if not connection.execute(source).description:
            return f"the query gives no columns:\n{source}"
    return None


def _check_csv(source: str, path: Path) -> str | None:
    from pipeline.corrections import read_corrections
    from pipeline.lexicons import FOLDER, read_rows
    from pipeline.lexicons.check import check_folder

    rows = list(csv.reader(io.StringIO(source), strict=True))
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return "rows of unequal length, or no rows"
    if path.name == "corrections.csv" and not read_corrections(path):
        return "no corrections in it"
    if path.parent.name.startswith("bad-"):
        return None if check_folder(path.parent) else "no fault is found in it"
    if (FOLDER / path.name).is_file():
        before, after = read_rows(path.stem), read_rows(path.stem, [path.parent])
        if before == after:
            return f"changes nothing in the lexicon {path.name}"
    return None


def _check_json(source: str, path: Path) -> str | None:
    for part in source.splitlines() if path.suffix == ".jsonl" else [source]:
        json.loads(part)
    return None


def _check_toml(source: str, path: Path) -> str | None:
    if path.name == "pipeline.toml":
        resolve(config=path)
    read: dict[str, Any] = tomllib.loads(source)
    return None if read else "an empty table"


_COMMANDS = {"sh": _shell, "console": _console, "sql": _sql}
_FORMATS = {"csv": _check_csv, "json": _check_json, "toml": _check_toml}
