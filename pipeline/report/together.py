"""Who appears with whom: people and forces that one sentence names together."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from markupsafe import Markup

from pipeline.report.reading import Entity, Reading, Row

LISTED = 40
IN_MATRIX = 16


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people or forces, in how many sentences they stand together, and which."""

    first: Markup
    second: Markup
    sentences: int
    documents: int
    sources: Markup


@dataclass(frozen=True, slots=True)
class Together:
    """Pairs, the most frequent first; `total` counts those not listed too.

    `matrix` holds rows for the chart: a cell for each two of the entities most often seen with
    others, in both directions.
    """

    pairs: tuple[Pair, ...]
    total: int
    matrix: list[dict[str, Any]]


def together(reading: Reading) -> Together:
    """Count in how many sentences each two people or forces stand together."""
    entities = [*reading.group("people"), *reading.group("forces")]
    by_sentence: dict[tuple[str, int], dict[str, Row]] = defaultdict(dict)
    by_anchor: dict[str, Entity] = {}
    for entity in entities:
        by_anchor[entity.anchor] = entity
        for span in entity.spans:
            sentence = reading.sentence(span.doc_id, span.start)
            if sentence is not None:
                by_sentence[span.doc_id, sentence.number].setdefault(entity.anchor, span)
    rank = {e.anchor: i for i, e in enumerate(entities)}
    spans: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for key in sorted(by_sentence):
        # A sentence that lists dozens of names says little of any two of them.
        there = sorted(by_sentence[key], key=rank.__getitem__)[:12]
        for pair in combinations(there, 2):
            spans[pair].append(by_sentence[key][pair[0]])
    order = sorted(spans, key=lambda p: (-len(spans[p]), rank[p[0]], rank[p[1]]))
    return Together(
        pairs=tuple(
            Pair(
                first=_linked(by_anchor[a]),
                second=_linked(by_anchor[b]),
                sentences=len(spans[a, b]),
                documents=len({s.doc_id for s in spans[a, b]}),
                sources=reading.sources(spans[a, b], limit=6),
            )
            for a, b in order[:LISTED]
        ),
        total=len(order),
        matrix=_matrix(reading, spans, order, by_anchor),
    )


def _linked(entity: Entity) -> Markup:
    return Markup('<a class="ent" href="#{}">{}</a>').format(entity.anchor, entity.name)


def _matrix(
    reading: Reading,
    spans: dict[tuple[str, str], list[Row]],
    order: list[tuple[str, str]],
    by_anchor: dict[str, Entity],
) -> list[dict[str, Any]]:
    weight: dict[str, int] = defaultdict(int)
    for pair in order:
        for anchor in pair:
            weight[anchor] += len(spans[pair])
    chosen = set(sorted(weight, key=lambda a: (-weight[a], a))[:IN_MATRIX])
    names = _short_names([by_anchor[a] for a in sorted(chosen)])
    cells = []
    for a, b in order:
        if a in chosen and b in chosen:
            own = spans[a, b]
            href = reading.href(own[0].doc_id, own[0].start)
            for x, y in ((a, b), (b, a)):
                cells.append({"a": names[x], "b": names[y], "n": len(own), "href": href})
    return cells


def _short_names(entities: list[Entity]) -> dict[str, str]:
    """A name for each anchor: a force's acronym where it has one; no two alike."""
    names: dict[str, str] = {}
    for entity in entities:
        short = getattr(entity.row, "acronym", None) or entity.name
        names[entity.anchor] = short if short not in names.values() else entity.name
    return names
