"""Strict scores of a model alone, without the grammars and lexicons of the whole pipeline."""

from collections import Counter
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from models.scripts.corpus import LABELS


def spans(doc: Doc) -> set[tuple[int, int, str]]:
    """A doc's entities as character offsets and label."""
    return {(e.start_char, e.end_char, e.label_) for e in doc.ents}


def f_scores(nlp: Language, gold: Iterable[Doc]) -> dict[str, float]:
    """Strict F1 per label, and FIVE (all but ORG), as `corpus/score.py` counts them."""
    counts = {k: Counter[str]() for k in LABELS}
    gold = list(gold)
    for want, got in zip(gold, nlp.pipe(d.text for d in gold), strict=True):
        right, found = spans(want), spans(got)
        for label, c in counts.items():
            a = {x for x in right if x[2] == label}
            b = {x for x in found if x[2] == label}
            c.update(tp=len(a & b), gold=len(a), pred=len(b))
    groups = {k: [k] for k in LABELS} | {"FIVE": [k for k in LABELS if k != "ORG"]}
    return {k: round(_f1(sum((counts[x] for x in g), Counter())), 4) for k, g in groups.items()}


def _f1(c: Counter[str]) -> float:
    return 2 * c["tp"] / (c["pred"] + c["gold"]) if c["pred"] + c["gold"] else 0.0
