"""How sure the model's mentions are: a probability of being right, learned on held-back texts.

spaCy's named entity recogniser decides without saying how nearly it decided otherwise. What tells
a safe mention from a doubtful one can be seen from outside: a name that stands four times in the
text with one label is safer than one that stands once, one with a capital right beside it may be
cut wrong, one whose words the name lists know is safer than one that nobody has heard of. A
logistic regression weighs these; `models/scripts/confidence.py` fits it when the model is trained
and keeps its weights in the model's vocabulary (`vocab.lookups`), so that they travel together.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

TABLE = "sahel_confidence"
LABELS = ("PERSON", "FORCE", "PLACE", "ORG", "DATE", "COUNT")

_CIVILITIES = frozenset({"m.", "mm.", "mme", "mlle", "mr", "dr", "me", "pr"})
_TITLES = frozenset(
    "président présidente ministre premier général colonel capitaine commandant lieutenant sergent "
    "imam docteur professeur maître secrétaire directeur directrice gouverneur maire préfet".split()
)


class Forms:
    """What forms of names a doc has.

    Attributes:
        labels: the labels of each form, with how often.
        parts: of each label, what its longer names begin or end with.
    """

    def __init__(self, doc: Doc) -> None:
        self.labels: dict[str, Counter[str]] = {}
        self.parts: dict[str, set[str]] = {}
        for span in doc.ents:
            self.labels.setdefault(span.text, Counter())[span.label_] += 1
        for text, labels in self.labels.items():
            words = text.split(" ")[:8]
            for label in labels:
                parts = self.parts.setdefault(label, set())
                for n in range(1, len(words)):
                    parts.add(" ".join(words[:n]))
                    parts.add(" ".join(words[n:]))


def describe(span: Span, forms: Forms) -> dict[str, float]:
    """What can be seen of a mention from outside.

    Args:
        span: an entity of its doc.
        forms: those of its doc.

    Returns:
        Feature values by name; each feature is told apart by label, because a capital beside a
        place means something else than one beside a date.
    """
    doc, label = span.doc, span.label_
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    text = span.text
    counts = forms.labels[text]
    same, all_ = counts[label], counts.total()
    seen: dict[str, float] = {
        "bias": 1.0,
        "one token": float(len(span) == 1),
        "four tokens or more": float(len(span) > 3),
        "seven tokens or more": float(len(span) > 6),
        "short": float(len(text) < 4),
        "acronym": float(text.isupper() and len(text) > 1),
        "no capital": float(text.islower()),
        "capital first": float(text[0].isupper()),
        "digit": float(any(c.isdigit() for c in text)),
        "seen twice": float(same > 1),
        "seen four times": float(same > 3),
        "seen as something else": float(same < all_),
        "part of a longer name": float(text in forms.parts.get(label, ())),
        "civility before": float(before is not None and before.lower_ in _CIVILITIES),
        "title before": float(before is not None and before.lower_ in _TITLES),
        "capital before": float(
            before is not None and before.text[0].isupper() and not before.is_sent_start
        ),
        "capital after": float(after is not None and after.text[0].isupper()),
        "hyphen beside": float(
            (before is not None and before.text in "-/")
            or (after is not None and after.text in "-/")
        ),
        "bracket or quote before": float(before is not None and before.text in '("«'),
        "complement after": float(
            after is not None and after.lower_ in ("de", "du", "des", "d'", "et", "pour")
        ),
        "sentence start": float(bool(span[0].is_sent_start)),
    }
    known = [float(t.vector_norm) for t in span if t.has_vector and t.is_alpha]
    seen["words known"] = len(known) / len(span)
    seen["how well known"] = min(3.0, max(known, default=0.0))
    return {f"{label} {name}": value for name, value in seen.items() if value}


def probability(features: dict[str, float], weights: dict[str, float]) -> float:
    """The logistic function of the weighted features."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(1.0 / (1.0 + np.exp(-total)))


def score_mentions(doc: Doc) -> None:
    """Set `span._.score` of the model's mentions to the probability that they are right, in place.

    A model without a table of weights leaves the scores as they are.
    """
    lookups = doc.vocab.lookups
    if not doc.ents or not lookups.has_table(TABLE):
        return
    weights: dict[str, float] = dict(lookups.get_table(TABLE).get("weights", {}))
    forms = Forms(doc)
    for span in doc.ents:
        span._.score = round(probability(describe(span, forms), weights), 3)


def fit(rows: list[dict[str, float]], right: list[bool], strength: float = 2.0) -> dict[str, float]:
    """Weights of a logistic regression with a ridge penalty, by Newton's method.

    Args:
        rows: features of each mention.
        right: whether it was.
        strength: of the penalty, which keeps rare features near zero.
    """
    names = sorted({name for row in rows for name in row})
    column = {name: i for i, name in enumerate(names)}
    x: NDArray[np.float64] = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            x[i, column[name]] = value
    y = np.asarray(right, dtype=np.float64)
    w = np.zeros(len(names))
    ridge = strength * np.eye(len(names))
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-(x @ w)))
        gradient = x.T @ (p - y) + strength * w
        hessian = (x.T * (p * (1.0 - p))) @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(v), 4) for name, v in zip(names, w, strict=True)}
