"""Who appears with whom: people and forces that one sentence names together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from markupsafe import Markup

from pipeline.report.aggregates import PairCount, Pairs, pairs_of_many
from pipeline.report.queries import Row
from pipeline.report.reading import Entity, Reading

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
    some = reading.some
    pairs = pairs_of_many(reading, LISTED, IN_MATRIX) if some else _pairs(reading, entities)
    return Together(
        pairs=tuple(
            Pair(
                first=_linked(entities[pair.first]),
                second=_linked(entities[pair.second]),
                sentences=pair.sentences,
                documents=pair.documents,
                sources=reading.sources(pair.places, limit=6),
            )
            for pair in pairs.counts[:LISTED]
        ),
        total=pairs.total,
        matrix=_matrix(reading, pairs, entities),
    )


def _pairs(reading: Reading, entities: Sequence[Entity]) -> Pairs:
    by_sentence: dict[tuple[str, int], dict[int, Row]] = defaultdict(dict)
    for rank, entity in enumerate(entities):
        for span in entity.spans:
            sentence = reading.sentence(span.doc_id, span.start)
            if sentence is not None:
                by_sentence[span.doc_id, sentence.number].setdefault(rank, span)
    spans: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for key in sorted(by_sentence):
        # A sentence that lists dozens of names says little of any two of them.
        there = sorted(by_sentence[key])[:12]
        for pair in combinations(there, 2):
            spans[pair].append(by_sentence[key][pair[0]])
    weight: dict[int, int] = defaultdict(int)
    for pair, own in spans.items():
        for rank in pair:
            weight[rank] += len(own)
    return Pairs(
        counts=[
            PairCount(*pair, len(own), len({s.doc_id for s in own}), tuple(own))
            for pair, own in sorted(spans.items(), key=lambda p: (-len(p[1]), p[0]))
        ],
        total=len(spans),
        heaviest=sorted(weight, key=lambda e: (-weight[e], entities[e].anchor))[:IN_MATRIX],
    )


def _linked(entity: Entity) -> Markup:
    return Markup('<a class="ent" href="#{}">{}</a>').format(entity.anchor, entity.name)


def _matrix(reading: Reading, pairs: Pairs, entities: Sequence[Entity]) -> list[dict[str, Any]]:
    chosen = sorted(pairs.heaviest, key=lambda e: entities[e].anchor)
    names = _short_names([entities[e] for e in chosen])
    cells = []
    for pair in pairs.counts:
        if pair.first in chosen and pair.second in chosen:
            place = pair.places[0]
            href = reading.href(place.doc_id, place.start) or "#together"
            a, b = (names[entities[e].anchor] for e in (pair.first, pair.second))
            for x, y in ((a, b), (b, a)):
                cells.append({"a": x, "b": y, "n": pair.sentences, "href": href})
    return cells


def _short_names(entities: list[Entity]) -> dict[str, str]:
    """A name for each anchor: a force's acronym where it has one; no two alike."""
    names: dict[str, str] = {}
    for entity in entities:
        short = getattr(entity.row, "acronym", None) or entity.name
        names[entity.anchor] = short if short not in names.values() else entity.name
    return names
