"""GraphML of who appears with whom: for Gephi, Cytoscape, igraph and networkx.

Nodes are people and forces. Two that a document names are joined by an edge with `sentences`, in
how many sentences both stand, `documents`, in how many documents, and `weight`, their sum: a
sentence counts on top of its document, so that those who are named together weigh more.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.exports.records import by_document, records

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `who-with-whom.graphml`; returns its path.

    Raises:
        ImportError: networkx is not installed.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(_nodes(frames))
    graph.add_edges_from(
        (a, b, edge | {"weight": edge["sentences"] + edge["documents"]})
        for (a, b), edge in sorted(_edges(frames, graph.nodes).items())
    )
    path = folder / "who-with-whom.graphml"
    # The pure Python writer: the one that lxml speeds up differs in its bytes.
    nx.write_graphml_xml(graph, path, encoding="utf-8")
    return [path]


def _nodes(frames: Mapping[str, pd.DataFrame]) -> Iterable[tuple[str, dict[str, Any]]]:
    for row in records(frames["people"]):
        yield _node(row, row["person_id"], kind="person", country="", role=row["last_office"])
    for row in records(frames["forces"]):
        yield _node(row, row["force_id"], kind=row["kind"], country=row["country"], role="")


def _node(row: dict[str, Any], id_: str, **more: str | None) -> tuple[str, dict[str, Any]]:
    texts = {"label": row["name"], "aliases": row["aliases"], **more}
    numbers = {name: row[name] or 0 for name in ("mentions", "documents")}
    return _xml(id_), {k: _xml(v) for k, v in texts.items() if v} | numbers


def _edges(
    frames: Mapping[str, pd.DataFrame], nodes: Iterable[str]
) -> dict[tuple[str, str], dict[str, Any]]:
    known = set(nodes)
    starts = {
        doc_id: [row["start"] for row in rows]
        for doc_id, rows in by_document(frames["sentences"]).items()
    }
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for doc_id, mentions in by_document(frames["mentions"]).items():
        sentences: dict[int, set[str]] = {}
        quotes: dict[int, str] = {}
        for mention in mentions:
            id_ = _xml(mention["entity_id"] or "")
            if id_ in known:
                number = bisect_right(starts.get(doc_id, []), mention["start"])
                sentences.setdefault(number, set()).add(id_)
                quotes.setdefault(number, mention["sentence"])
        for pair in combinations(sorted(set().union(*sentences.values())), 2):
            edge = edges.setdefault(
                pair, {"sentences": 0, "documents": 0, "doc_id": _xml(doc_id), "sentence": ""}
            )
            edge["documents"] += 1
        for number, ids in sorted(sentences.items()):
            for pair in combinations(sorted(ids), 2):
                edge = edges[pair]
                edge["sentences"] += 1
                if not edge["sentence"]:  # evidence: the first sentence that names both
                    edge |= {"doc_id": _xml(doc_id), "sentence": _xml(quotes[number])}
    return edges


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
