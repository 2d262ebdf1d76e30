"""A spaCy `DocBin` of the texts with their mentions: for training and for spaCy's own tools.

It is made from the tables alone and needs no model. What a mention stands for is in
`doc.user_data["mentions"]` as plain mappings, so that it opens without this package.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipeline.exports.records import by_document, full_texts, records

# The tables that say more of a mention, by its label.
_MORE = {"DATE": "dates", "COUNT": "troop_counts"}


def write_docbin(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `mentions.spacy`; returns its path.

    Each doc is a text as read. `doc.ents` are its mentions, with the entity's identifier as
    `kb_id_`; sentences begin where the table `sentences` has them; `doc.user_data` holds `doc_id`,
    `title`, `source`, `published` and `mentions`: a mapping for each entity, in their order, with
    its character offsets, name, method and score, and the value of a date or a count.
    """
    nlp = spacy.blank("fr")
    texts = full_texts(frames)
    mentions = by_document(frames["mentions"])
    sentences = by_document(frames["sentences"])
    more = {
        (row["doc_id"], row["start"], row["end"]): row
        for name in _MORE.values()
        for row in records(frames[name])
    }
    packed = DocBin(store_user_data=True)
    for document in records(frames["documents"]):
        doc_id = document["doc_id"]
        found = mentions.get(doc_id, [])
        starts = {row["start"] for row in sentences.get(doc_id, [])}
        doc = _doc(nlp, texts[doc_id], found, starts)
        doc.user_data = {
            key: document[key] or "" for key in ("doc_id", "title", "source", "published")
        }
        doc.user_data["mentions"] = [
            more.get((doc_id, row["start"], row["end"]), {}) | row for row in found
        ]
        packed.add(doc)
    path = folder / "mentions.spacy"
    path.write_bytes(packed.to_bytes())
    return [path]


def _doc(nlp: Language, text: str, mentions: Iterable[dict[str, Any]], starts: set[int]) -> Doc:
    """A doc whose tokens end wherever a mention or a sentence begins or ends."""
    mentions = list(mentions)
    cuts = sorted(starts.union(*((m["start"], m["end"]) for m in mentions)))
    words: list[str] = []
    spaces: list[bool] = []
    for token in nlp.make_doc(text):
        first, last = token.idx, token.idx + len(token)
        within = cuts[bisect_right(cuts, first) : bisect_left(cuts, last)]
        inner = [first, *within, last]
        words += [text[a:b] for a, b in pairwise(inner)]
        spaces += [False] * (len(inner) - 2) + [bool(token.whitespace_)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    spans = (
        doc.char_span(m["start"], m["end"], m["label"], m["entity_id"] or "") for m in mentions
    )
    doc.ents = [span for span in spans if isinstance(span, Span)]
    return doc
