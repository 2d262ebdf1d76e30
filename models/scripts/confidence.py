"""Fits the scores of mentions (`pipeline.extractors.scoring`) on texts held back from training."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from models.scripts.measure import spans
from pipeline.extractors.consistency import make_consistent
from pipeline.extractors.scoring import TABLE, Forms, describe, fit, probability

BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))


def observations(nlp: Language, gold: Iterable[Doc]) -> tuple[list[dict[str, float]], list[bool]]:
    """The model's mentions as features, and whether each is right."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    gold = list(gold)
    for want, got in zip(gold, nlp.pipe(d.text for d in gold), strict=True):
        make_consistent(got)
        expected = spans(want)
        forms = Forms(got)
        for span in got.ents:
            rows.append(describe(span, forms))
            right.append((span.start_char, span.end_char, span.label_) in expected)
    return rows, right


def reliability(
    nlp: Language, gold: Iterable[Doc], weights: dict[str, float]
) -> list[dict[str, float]]:
    """Mentions in bands of their score: how many, and what share of them is right."""
    rows, right = observations(nlp, gold)
    scores = [probability(r, weights) for r in rows]
    table = []
    for low, high in BANDS:
        inside = [ok for p, ok in zip(scores, right, strict=True) if low <= p < high]
        if inside:
            table.append(
                {"from": low, "mentions": len(inside), "right": round(sum(inside) / len(inside), 3)}
            )
    return table


def calibrate(nlp: Language, gold: list[Doc]) -> list[dict[str, float]]:
    """Fit the weights on held-back texts and put them into the model's vocabulary.

    Returns:
        The reliability table on those texts.
    """
    weights = fit(*observations(nlp, gold))
    if nlp.vocab.lookups.has_table(TABLE):
        nlp.vocab.lookups.remove_table(TABLE)
    nlp.vocab.lookups.add_table(TABLE, {"weights": weights})
    return reliability(nlp, gold, weights)
