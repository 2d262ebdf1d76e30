"""Speed and memory of the whole pipeline, beside a reference measured in the same run.

    python benchmarks/speed.py [--texts FILE.jsonl] [--documents N] [--out benchmarks/README.md]

The reference is `benchmarks/reference.py`, annotating the same texts in one process. Words are
runs of characters between spaces; every process works in one thread. Ratios are medians of three
rounds in which all are measured in turn. On a quiet machine it takes about twelve minutes.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reference import reference

import pipeline
from pipeline.language import annotate, bounded_vocabulary
from pipeline.rows import document_rows
from pipeline.values import Document

ROOT = Path(__file__).parent.parent

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
ROUNDS = 3
BATCH = 64
CHARACTERS = (1_000, 10_000, 100_000, 1_000_000)  # of a document, the same text in all
DOCUMENTS = (100, 1_000, 10_000)  # of a thousand characters each
LETTERS = "abcdefghijlmnoprstuvéèç"


def texts(path: Path | None, count: int) -> list[str]:
    """`count` texts: those of a JSONL file, or the seeds, over and over."""
    if path:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line)["text"] for line in lines if line.strip()]
    else:
        found = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
    return [found[i % len(found)] for i in range(count)]


def cut(sample: Sequence[str], characters: int, count: int) -> Iterator[str]:
    """`count` texts of about `characters` characters, of the sample's lines over and over.

    Each ends with a few words that no other text has, as names and slips of the press do.
    """
    lines = [line for text in sample for line in text.splitlines() if line.strip()]
    sentences = [s for line in lines for s in line.replace(". ", ".\0").split("\0")]
    chance = random.Random(characters)
    at = 0
    for _ in range(count):
        parts: list[str] = []
        length = 0
        while length < characters:
            parts.append(sentences[at % len(sentences)])
            length += len(parts[-1]) + 1
            at += 1
        new = ("".join(chance.choices(LETTERS, k=9)) for _ in range(3))
        parts.append(f"Le village de {' '.join(w.title() for w in new)} est calme.")
        yield "\n".join(parts)


def words_of(sample: Sequence[str]) -> int:
    """Runs of characters between spaces."""
    return sum(len(text.split()) for text in sample)


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def process(sample: Sequence[str]) -> None:
    """Annotate texts and make their rows, a batch at a time, as an engine does."""
    nlp = pipeline.load()
    for start in range(0, len(sample), BATCH):
        batch = sample[start : start + BATCH]
        with bounded_vocabulary(nlp):
            for doc in annotate(nlp, [Document(str(n), text) for n, text in enumerate(batch)]):
                document_rows(doc)


def whole_run(sample: Sequence[str], workers: int) -> Callable[[], object]:
    """What runs the pipeline on texts in a file, from reading to tables and report written."""
    folder = Path(tempfile.mkdtemp())
    source = folder / "in.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for n, text in enumerate(sample):
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")

    def run() -> None:
        pipeline.run(source, folder / "out", workers=workers, any_language=True)
        shutil.rmtree(folder)

    return run


def profile(sample: Sequence[str]) -> dict[str, float]:
    """Seconds in each component, batched as `annotate` does it, and in making rows."""
    nlp = pipeline.load()
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, action: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        done = action()
        spent[name] += time.perf_counter() - start
        return done

    for start in range(0, len(sample), 8):
        documents = [Document(str(n), text) for n, text in enumerate(sample[start : start + 8])]
        docs = timed("tokenizer", lambda d=documents: [nlp.make_doc(x.text) for x in d])
        for doc, document in zip(docs, documents, strict=True):
            doc._.document = document
        parts = list(nlp.pipeline)
        while parts:  # the model takes the batch, the other components one doc after another
            name, part = parts.pop(0)
            if hasattr(part, "pipe"):
                docs = timed(name, lambda p=part, d=docs: list(p.pipe(d, batch_size=8)))
                continue
            alone = [(name, part)]
            while parts and not hasattr(parts[0][1], "pipe"):
                alone.append(parts.pop(0))
            for doc in docs:
                for name, part in alone:
                    timed(name, lambda p=part, d=doc: p(d))
        for doc in docs:
            timed("rows", lambda d=doc: document_rows(d))
    return dict(spent)


def fresh(code: str, *arguments: str) -> tuple[float, str]:
    """Wall seconds of a Python process that runs `code`, and what it prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    environment.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "bench-pyc"))
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - start, done.stdout


def cold(code: str) -> float:
    """Median wall seconds of a fresh process that runs `code`, less an empty one's."""
    fresh(code)  # compiles what is not compiled
    return statistics.median(fresh(code)[0] - fresh("pass")[0] for _ in range(ROUNDS))


# A process inherits `ru_maxrss` from the one that started it; Linux's own figure is its alone.
_PEAK = """
import resource, sys
from pathlib import Path
import pipeline
documents, workers = map(int, sys.argv[3:])
if documents:
    pipeline.run(sys.argv[1], sys.argv[2], any_language=True, workers=workers)
else:
    pipeline.load()
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
own = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
own = own or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
print(own[0] / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def peak_memory(sample: Sequence[str], documents: int, workers: int) -> str:
    """Peak MB of a process that runs the whole pipeline, and of its largest worker; 0: loads it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for n, text in enumerate(cut(sample, 2_500, documents)):
                file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")
        arguments = (str(source), str(Path(folder) / "out"), str(documents), str(workers))
        own, worker = map(float, fresh(_PEAK, *arguments)[1].split())
    return f"{own:.0f} and {worker:.0f}" if workers else f"{own:.0f}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a table, its first column to the left, followed by an empty line."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return [*("| " + " | ".join(map(str, line)) + " |" for line in lines), ""]


def speed_lines(sample: Sequence[str]) -> list[str]:
    """Words a second beside the reference."""
    theirs, ours = reference(), pipeline.load()
    documents = [Document(str(n), text) for n, text in enumerate(sample)]
    list(theirs.pipe(sample[:20]))
    whole_run(sample[:20], 0)()  # imports what a process imports once
    rounds = [
        {
            "reference": seconds(lambda: list(theirs.pipe(sample))),
            "annotating": seconds(lambda: list(annotate(ours, documents))),
            "whole, in one process": seconds(whole_run(sample, 0)),
            "whole, with a worker, starting it included": seconds(whole_run(sample, 1)),
        }
        for _ in range(ROUNDS)
    ]
    words = words_of(sample)
    rows = []
    for name in rounds[0]:
        speed = words / statistics.median(r[name] for r in rounds)
        ratio = statistics.median(r["reference"] / r[name] for r in rounds)
        rows.append((name, f"{speed:,.0f}", f"{ratio:.2f}"))
    return [
        f"{len(sample)} documents, {words:,} words.",
        "",
        *table(("what", "words a second", "times the reference"), rows),
    ]


def scale_lines(sample: Sequence[str], documents: int) -> list[str]:
    """Two processes beside one."""
    many = [sample[n % len(sample)] for n in range(documents)]
    one, two = seconds(whole_run(many, 1)), seconds(whole_run(many, 2))
    return [
        f"Two processes to one: {one / two:.2f}, on {documents:,} documents of "
        f"{words_of(many):,} words ({one:.0f} s and {two:.0f} s, starting them included).",
        "",
    ]


def cost(group: Sequence[str]) -> float:
    """Microseconds a word; of small groups the median of three."""
    times = 1 if words_of(group) > 50_000 else ROUNDS
    spent = statistics.median(seconds(lambda: process(group)) for _ in range(times))
    return 1e6 * spent / words_of(group)


def growth_lines(sample: Sequence[str]) -> list[str]:
    """Cost of a word by the length of documents, and by their number."""
    total = CHARACTERS[-1]
    by_length = {n: list(cut(sample, n, total // n)) for n in CHARACTERS}
    by_number = {n: list(cut(sample, CHARACTERS[0], n)) for n in DOCUMENTS}
    lines = []
    for what, groups in (("characters a document", by_length), ("documents", by_number)):
        rows = []
        first = next(iter(groups.values()))
        before = cost(first)
        for number, group in groups.items():
            # A machine's speed drifts within minutes: the first group is measured again.
            here, after = cost(group), cost(first)
            rows.append((f"{number:,}", f"{here:.1f}", f"{2 * here / (before + after):.2f}"))
            before = after
        lines += table((what, "µs a word", "to the first"), rows)
    return lines


def stage_lines(sample: Sequence[str]) -> list[str]:
    """The profile by stage."""
    profile(sample[:20])
    spent = profile(sample)
    whole, words = sum(spent.values()), words_of(sample)
    rows = [(name, f"{1e6 * s / words:.1f}", f"{s / whole:.1%}") for name, s in spent.items()]
    return table(("stage", "µs a word", "share"), rows)


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--scale-documents", type=int, default=5_000)
    parser.add_argument("--memory-documents", type=int, nargs="*", default=[1_000])
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "README.md")
    arguments = parser.parse_args()
    one_thread = dict.fromkeys(_THREADS, "1")
    if not one_thread.items() <= os.environ.items():  # numpy read them when it was imported
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | one_thread)
    sample = texts(arguments.texts, arguments.documents)
    shells = {
        "`import pipeline`": "import pipeline",
        "`pipeline.load()`": "import pipeline; pipeline.load()",
        "the first text's result": "import pipeline; pipeline.extract(chr(76) + 'e').mentions",
    }
    begun = time.perf_counter()
    lines = [
        "# Speed and memory",
        "",
        "Written by `make bench`; ratios count, since machines differ. One thread a process.",
        "",
        *speed_lines(sample),
        *scale_lines(sample, arguments.scale_documents),
        *table(
            ("from a cold shell", "seconds beyond Python's own start"),
            [(what, f"{cold(code):.2f}") for what, code in shells.items()],
        ),
        *table(
            ("a fresh process that runs", "peak memory, MB"),
            [
                ("`pipeline.load()`", peak_memory(sample, 0, 0)),
                *(
                    (f"{n:,} documents, {where}", peak_memory(sample, n, workers))
                    for n in arguments.memory_documents
                    for workers, where in enumerate(("in itself", "with one worker"))
                ),
            ],
        ),
        "## By stage",
        "",
        *stage_lines(sample),
        "## Growth",
        "",
        "Annotating and making rows, in one process.",
        "",
        *growth_lines(sample),
        "[dates.md](dates.md) compares the dates with other tools (`make bench-dates`).",
        "",
    ]
    arguments.out.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    print(f"measured in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
