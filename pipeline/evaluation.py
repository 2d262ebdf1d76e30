"""Scores of predicted mentions against a gold file, by the annotation guide's measures.

Strict: same start, end and label. Relaxed: same label, overlapping. Attributes are scored over
the gold mentions that a prediction of the same label overlaps; values that the gold leaves open
(an X, other than in vague durations) are left out. B-cubed (Bagga and Baldwin, 1998) scores the
clusters that `name` makes, within a document for PERSON, over all of them for FORCE.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.scorer import PRFScore

from pipeline.mentions import LABELS

Entity = Mapping[str, Any]
GROUPS = {**{label: (label,) for label in LABELS}, "FIVE": LABELS[:5], "ALL": LABELS}


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Scores of a label (or group of labels): gold mentions, and figures from 0 to 1."""

    gold: int
    precision: float
    recall: float
    f1: float
    relaxed_f1: float


@dataclass(slots=True)
class Evaluation:
    """Scores, and every error in words.

    Attributes:
        labels: label or group (FIVE: all but ORG, ALL) to its scores.
        attributes: «LABEL attribute» to how many were compared and which share is right.
        errors: one line each, in the order of the gold file.
    """

    labels: dict[str, LabelScore] = field(default_factory=dict)
    attributes: dict[str, tuple[int, float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def evaluate(
    gold: Mapping[str, Mapping[str, Any]], predicted: Mapping[str, Sequence[Entity]]
) -> Evaluation:
    """Score predictions.

    Args:
        gold: document id to an object with `text` and `entities`.
        predicted: document id to entities, as `pipeline.guide.predictions` gives them.

    Returns:
        The scores; a document that was not predicted counts as having no mentions.
    """
    result = Evaluation()
    strict = {label: PRFScore() for label in GROUPS}
    overlap: dict[str, Counter[str]] = {label: Counter() for label in GROUPS}
    marks: dict[str, list[float]] = {}
    clusters: dict[str, list[tuple[str, str]]] = {"PERSON": [], "FORCE": []}
    for id_, document in gold.items():
        want, got = list(document["entities"]), list(predicted.get(id_, ()))
        for group, labels in GROUPS.items():
            _count_spans(_of(want, labels), _of(got, labels), strict[group], overlap[group])
        result.errors += _span_errors(id_, document["text"], want, got)
        for g in want:
            p = _best_overlap(g, got)
            if p is None:
                continue
            for name, mark, note in _attribute_marks(g, p):
                marks.setdefault(f"{g['label']} {name}", []).append(mark)
                if mark < 0.9:
                    word = document["text"][g["start"] : g["end"]]
                    result.errors.append(f"{id_} {g['label']} {name} {word!r}: {note}")
            if g["label"] in clusters and g.get("name"):
                scope = id_ if g["label"] == "PERSON" else ""
                theirs = p.get("name") or document["text"][p["start"] : p["end"]]
                clusters[g["label"]].append((scope + _key(g["name"]), scope + _key(theirs)))
    for group in GROUPS:
        counts, prf = overlap[group], strict[group]
        relaxed = _harmonic(
            counts["right"] / counts["predicted"] if counts["predicted"] else 0.0,
            counts["found"] / counts["gold"] if counts["gold"] else 0.0,
        )
        precision = prf.tp / counts["predicted"] if counts["predicted"] else 0.0
        recall = prf.tp / counts["gold"] if counts["gold"] else 0.0
        result.labels[group] = LabelScore(
            counts["gold"], precision, recall, _harmonic(precision, recall), relaxed
        )
    result.attributes = {k: (len(v), sum(v) / len(v)) for k, v in sorted(marks.items())}
    for label, pairs in clusters.items():
        if pairs:
            result.attributes[f"{label} clusters"] = (len(pairs), bcubed(pairs))
    return result


def bcubed(pairs: Sequence[tuple[str, str]]) -> float:
    """B-cubed F1 of a clustering; `pairs` holds (gold cluster, predicted cluster) of each item."""
    both, gold, predicted = (
        Counter(pairs),
        Counter(g for g, _ in pairs),
        Counter(p for _, p in pairs),
    )
    precision = sum(n * n / predicted[p] for (_, p), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return _harmonic(precision, recall)


def _of(entities: Iterable[Entity], labels: Sequence[str]) -> list[Entity]:
    return [e for e in entities if e["label"] in labels]


def _overlaps(a: Entity, b: Entity) -> bool:
    return bool(a["label"] == b["label"] and a["start"] < b["end"] and b["start"] < a["end"])


def _count_spans(
    want: Sequence[Entity], got: Sequence[Entity], strict: PRFScore, counts: Counter[str]
) -> None:
    strict.score_set(
        {(e["label"], e["start"], e["end"]) for e in got},
        {(e["label"], e["start"], e["end"]) for e in want},
    )
    counts["gold"] += len(want)
    counts["predicted"] += len(got)
    counts["right"] += sum(any(_overlaps(g, p) for g in want) for p in got)
    counts["found"] += sum(any(_overlaps(g, p) for p in got) for g in want)


def _span_errors(
    id_: str, text: str, want: Sequence[Entity], got: Sequence[Entity]
) -> Iterator[str]:
    gold = {(e["start"], e["end"], e["label"]) for e in want}
    predicted = {(e["start"], e["end"], e["label"]) for e in got}
    for what, spans in (("missed", gold - predicted), ("extra", predicted - gold)):
        for start, end, label in sorted(spans):
            yield f"{id_} {what} {label} {text[start:end]!r}"


def _best_overlap(g: Entity, got: Sequence[Entity]) -> Entity | None:
    rivals = [p for p in got if _overlaps(g, p)]
    return max(
        rivals,
        key=lambda p: min(p["end"], g["end"]) - max(p["start"], g["start"]),
        default=None,
    )


def _attribute_marks(g: Entity, p: Entity) -> Iterator[tuple[str, float, str]]:
    """Name, mark from 0 to 1 and a note, for each attribute that the gold gives."""

    def same(name: str, want: Any, got: Any) -> tuple[str, float, str]:
        return name, float(want == got), f"want {want!r}, got {got!r}"

    label = g["label"]
    if label == "DATE" and g.get("value") and "X" not in g["value"].replace("PX", "P"):
        yield same("value", g["value"], p.get("value"))
        yield same("type", g.get("type"), p.get("type"))
    elif label == "COUNT" and "low" in g:
        yield same("amount", (g["low"], g["high"]), (p.get("low"), p.get("high")))
        yield same("mod", g.get("mod"), p.get("mod"))
        yield same("role", g.get("role"), p.get("role"))
    elif label == "PLACE" and "country" in g:
        yield same("country", g["country"] or "", p.get("country") or "")
        if g.get("lat") is not None:
            far = math.inf
            if p.get("lat") is not None:
                far = kilometres(g["lat"], g["lon"], p["lat"], p["lon"])
            yield "point", float(far <= g["tol_km"]), f"{far:.0f} km off"
    elif label == "PERSON" and "role" in g:
        if g.get("rank") or p.get("rank"):
            yield same("rank", _key(g.get("rank")), _key(p.get("rank")))
        if g.get("role") or p.get("role"):
            want, got = g.get("role"), p.get("role")
            yield "role", _words_f1(want, got), f"want {want!r}, got {got!r}"


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points in WGS84 degrees (haversine, sphere of 6,371 km)."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def _words_f1(want: str | None, got: str | None) -> float:
    w, g = Counter(_key(want).split()), Counter(_key(got).split())
    both = sum((w & g).values())
    return 2 * both / (sum(w.values()) + sum(g.values())) if both else 0.0


def _key(name: str | None) -> str:
    return re.sub(r"\W+", " ", (name or "").casefold()).strip()


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0
