"""The whole pipeline's errors on annotated texts, sorted into kinds.

    python -m models.scripts.errors ../shared/corpus/dev.jsonl [--list]

Also prints how often mentions are right in bands of their score.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.scripts.confidence import BANDS
from models.scripts.corpus import LABELS
from pipeline.guide import read_texts
from pipeline.language import annotate, load
from pipeline.mentions import source_span

KINDS = ("wrong end", "wrong label", "missed", "invented")
Span = tuple[int, int, str]


def errors(gold: set[Span], found: set[Span]) -> Iterator[tuple[str, Span]]:
    """Each wrong or missing mention once, with its kind.

    A gold mention counts as missed only where nothing overlaps it, a found one as invented only
    where it overlaps nothing; where they overlap the error is in the end or in the label.
    """
    for span in sorted(gold - found):
        rivals = [f for f in found if f[0] < span[1] and span[0] < f[1]]
        if not rivals:
            yield "missed", span
        elif any(f[2] == span[2] for f in rivals):
            yield "wrong end", span
        else:
            yield "wrong label", span
    for span in sorted(found - gold):
        if not any(g[0] < span[1] and span[0] < g[1] for g in gold):
            yield "invented", span


def spans(record: Mapping[str, Any]) -> set[Span]:
    """The entities of a gold record."""
    return {(e["start"], e["end"], e["label"]) for e in record["entities"]}


def main() -> None:
    """Print the kinds of error by label, and the reliability of scores."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--list", action="store_true", help="print every error")
    options = parser.parse_args()
    texts = list(read_texts(options.gold))
    counts: Counter[tuple[str, str]] = Counter()
    scored: list[tuple[float, bool]] = []
    documents = (document for document, _ in texts)
    for doc, (document, record) in zip(annotate(load(), documents), texts, strict=True):
        gold = spans(record)
        found = {(*source_span(doc, e.start_char, e.end_char), e.label_): e for e in doc.ents}
        scored += [(e._.score, key in gold) for key, e in found.items()]
        for kind, (start, end, label) in errors(gold, set(found)):
            counts[kind, label] += 1
            if options.list:
                print(f"{document.id} {kind:12}{label:7} {document.text[start:end]!r}")
    print(f"{'':12}" + "".join(f"{label:>8}" for label in LABELS))
    for kind in KINDS:
        print(f"{kind:12}" + "".join(f"{counts[kind, label]:8}" for label in LABELS))
    print("\nscore of mentions: how many, share that is right")
    for low, high in BANDS:
        inside = [right for score, right in scored if low <= score < high]
        if inside:
            print(f"{low:.2f} to {min(high, 1):.2f}{len(inside):8}{sum(inside) / len(inside):8.3f}")
    sure = [right for score, right in scored if score > 0.9]
    print(f"above 0.90  {len(sure):8}{sum(sure) / len(sure):8.3f}")


if __name__ == "__main__":
    main()
