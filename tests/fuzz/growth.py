"""Does the time grow in proportion to the text? Each stage, on texts all of one thing.

    python -m tests.fuzz.growth [--sizes 12500,25000,50000] [NAME …]

prints for each text of `pathological.TEXTS` the processor time of the largest size, by how much
doubling the size multiplied it, and the stages that took most of it.
"""

import argparse
import sys
import time
from collections.abc import Iterable

from tests.fuzz.pathological import TEXTS

# Twice the text may take this many times as long: twice, and what a busy machine adds.
MOST_GROWTH = 3.0
# Seconds: below this, growth is noise.
LEAST = 0.4
# Seconds for 50,000 characters.
MOST = 10.0


def stage_times(text: str) -> dict[str, float]:
    """Seconds of processor time that each stage takes for one document."""
    from pipeline import load
    from pipeline.language import _describe
    from pipeline.merge import merge
    from pipeline.rows import document_rows
    from pipeline.text import clean_text
    from pipeline.tokens import make_doc
    from pipeline.values import Document

    nlp = load()
    times: dict[str, float] = {}
    begun = time.process_time()

    def lap(name: str) -> None:
        nonlocal begun
        now = time.process_time()
        times[name] = times.get(name, 0.0) + now - begun
        begun = now

    clean, offsets = clean_text(text)
    lap("clean_text")
    doc = make_doc(nlp, clean)
    lap("tokenizer")
    _describe(doc, Document("a", text, published="2021-10-06"), offsets)
    for name, component in nlp.pipeline:
        doc = component(doc)
        lap(name)
    rows = document_rows(doc)
    lap("rows")
    merge([rows])
    lap("merge")
    return times


def main(names: Iterable[str], sizes: list[int]) -> int:
    """Measure and print; returns how many texts grow too fast or take too long."""
    bad = 0
    stage_times("Le général Traoré est à Gao.")
    for name in names:
        try:
            runs = [stage_times(TEXTS[name](size)) for size in sizes]
        except Exception as error:
            bad += 1
            print(f"! {name:28} {type(error).__name__}: {error}", flush=True)
            continue
        totals = [sum(run.values()) for run in runs]
        growth = totals[-1] / totals[-2] * 2 * sizes[-2] / sizes[-1] if len(runs) > 1 else 0.0
        slowest = sorted(runs[-1].items(), key=lambda item: -item[1])[:4]
        stages = ", ".join(
            f"{stage} {seconds:.2f} (×{seconds / max(runs[-2].get(stage, 0), 1e-3):.1f})"
            for stage, seconds in slowest
        )
        wrong = (totals[-1] > LEAST and growth > MOST_GROWTH) or totals[-1] > MOST * sizes[-1] / 5e4
        bad += wrong
        print(
            f"{'! ' if wrong else '  '}{name:28} {totals[-1]:6.2f} s  ×{growth:.1f}  {stages}",
            flush=True,
        )
    return bad


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(TEXTS))
    parser.add_argument("--sizes", default="25000,50000", help="characters, ascending")
    given = parser.parse_args()
    sys.exit(main(given.names, [int(size) for size in given.sizes.split(",")]) > 0)
