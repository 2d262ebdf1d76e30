"""Annotated texts to spaCy's training format.

The model reads clean text (`pipeline.text.clean_text`), so it is trained on clean text: offsets
are carried over, and a span that does not end where tokens end is reported and its tokens are
left unlabelled ("missing") instead of teaching the model that they are no name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from models.scripts.corpus import Annotated, Entity, Skipped
from pipeline.text import clean_text


def to_clean(text: Annotated) -> tuple[str, list[Entity]]:
    """The clean text and its entities, in offsets into the clean text."""
    clean, offsets = clean_text(text.text)
    if offsets is None:
        return clean, list(text.entities)
    source = [offsets.span(i, i + 1) for i in range(len(clean))]
    return clean, [_moved(e, source) for e in text.entities]


def _moved(entity: Entity, source: list[tuple[int, int]]) -> Entity:
    """An entity in clean offsets, from where each clean character stands in the source."""
    first = bisect_right(source, entity.start, key=lambda s: s[1])
    after = bisect_left(source, entity.end, key=lambda s: s[0])
    return Entity(first, max(first, after), entity.label)


def to_doc(nlp: Language, text: Annotated) -> tuple[Doc, list[Skipped]]:
    """A gold `Doc`, and the spans that its tokens cannot express."""
    clean, entities = to_clean(text)
    doc = nlp.make_doc(clean)
    doc.user_data["id"] = text.id
    skipped = []
    spans = []
    lost: set[int] = set()
    for e in entities:
        span = doc.char_span(e.start, e.end, label=e.label)
        if span is None:
            skipped.append(
                Skipped(
                    text.id,
                    f"span {clean[e.start : e.end]!r} does not end where words end: "
                    f"{clean[max(0, e.start - 10) : e.end + 10]!r}",
                )
            )
            wide = doc.char_span(e.start, e.end, alignment_mode="expand")
            if wide is not None:
                lost.update(range(wide.start, wide.end))
        else:
            spans.append(span)
    lost.difference_update(i for span in spans for i in range(span.start, span.end))
    missing = [doc[i : i + 1] for i in sorted(lost)]
    doc.set_ents(spans, missing=missing, default="outside")
    return doc, skipped


def write_docs(docs: Iterable[Doc], path: Path) -> int:
    """Save gold docs for `spacy train`; how many there were."""
    store = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SENT_START", "SPACY", "ORTH"])
    for doc in docs:
        store.add(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(path)
    return len(store)
