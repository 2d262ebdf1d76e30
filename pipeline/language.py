"""Loads the model, puts the components together, and annotates documents."""

import pipeline.light_spacy  # isort: skip  (before anything else imports spaCy)

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

import pipeline.components  # noqa: F401  (registers the factories)
from pipeline.lexicons import version
from pipeline.model_folder import default_model
from pipeline.models import ModelError, read_model
from pipeline.text import Offsets, clean_text
from pipeline.tokens import make_doc
from pipeline.values import Document

__all__ = [
    "PIECE",
    "STAGES",
    "ModelError",
    "annotate",
    "bounded_vocabulary",
    "default_model",
    "load",
]

STAGES = (
    "sahel_dates",
    "sahel_counts",
    "sahel_forces",
    "sahel_organisations",
    "sahel_places",
    "sahel_people",
)
# Characters: longer texts are read in pieces, so that time and memory stay in proportion.
PIECE = 50_000
# Characters of the documents that the model sees at once: what it works out for them stays in the
# processor's caches, and takes tens of megabytes.
_AT_ONCE = 25_000
# Words that a pipeline keeps of the texts it has seen: 12 MB.
_WORDS_KEPT = 40_000


@lru_cache(maxsize=4)
def _load(model: str, lexicons: tuple[str, ...], of: object) -> Language:
    nlp = read_model(model)
    nlp.add_pipe("sahel_lines", first=True)
    if not {"senter", "parser", "sentencizer"} & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer", after="sahel_lines")
    if "ner" in nlp.pipe_names:
        nlp.add_pipe("sahel_labels")
        nlp.add_pipe("sahel_consistency", config={"lexicons": list(lexicons)})
    for stage in STAGES:
        nlp.add_pipe(stage, config={"lexicons": list(lexicons), "overwrite": True})
    nlp.add_pipe("sahel_links", config={"lexicons": list(lexicons)})
    return nlp


def forget_models() -> None:
    """Let go of the pipelines that `load` keeps; those in use stay as they are."""
    _load.cache_clear()


def load(model: str | Path = "", *, lexicons: Sequence[str | Path] = ()) -> Language:
    """The whole pipeline, ready to annotate.

    Args:
        model: a spaCy pipeline's folder or package name; "" is the shipped one, "blank" is none
            (rules and lexicons alone).
        lexicons: folders with a user's own lexicon files.

    Returns:
        A spaCy pipeline whose docs carry mentions (`doc.ents`), values (`span._.value`) and
        statements (`doc._.statements`). Calls with the same arguments share one object.

    Raises:
        pipeline.models.ModelError: no such model, or not a French one.
        pipeline.lexicons.LexiconError: a lexicon file that cannot be used.
    """
    folders = tuple(str(folder) for folder in lexicons)
    return _load(str(model), folders, version(folders))  # read anew when a file there changes


def annotate(
    nlp: Language,
    documents: Iterable[Document],
    *,
    batch_size: int = 32,
    on_error: Callable[[Document, Exception], Any] | None = None,
) -> Iterator[Doc]:
    """Annotate documents, in order.

    Args:
        nlp: a pipeline made by `load`.
        documents: any number; they are read as they are needed.
        batch_size: documents that the model sees at once, at most; fewer where they are long.
        on_error: called for a document that cannot be processed; the others go on. Without it
            the exception is raised.

    Yields:
        One `Doc` a document that could be processed; `doc._.document` is the document.
    """
    for batch in _batches(documents, batch_size):
        try:
            docs = list(_annotate_batch(nlp, batch))
        except Exception:
            if on_error is None:
                raise
            docs = []
            for document in batch:
                try:
                    docs.extend(_annotate_batch(nlp, [document]))
                except Exception as error:
                    on_error(document, error)
        yield from docs


@contextmanager
def bounded_vocabulary(nlp: Language) -> Iterator[None]:
    """Let a pipeline forget the words of what is annotated within, once it knows very many.

    spaCy keeps every word that it meets, so memory grows with the texts; in `nlp.memory_zone` it
    keeps none, and works the common ones out again each time. Here the first words are kept and
    later ones are not. Docs made within must not be used after it.
    """
    with nlp.memory_zone() if len(nlp.vocab) >= _WORDS_KEPT else nullcontext():
        yield


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        if batch and (len(batch) >= size or characters + len(document.text) > _AT_ONCE):
            yield batch
            batch, characters = [], 0
        batch.append(document)
        characters += len(document.text)
    if batch:
        yield batch


def _annotate_batch(nlp: Language, documents: Sequence[Document]) -> Iterator[Doc]:
    texts = [clean_text(document.text) for document in documents]
    if any(len(text) > PIECE for text, _ in texts):
        for document, (text, offsets) in zip(documents, texts, strict=True):
            yield _annotate_pieces(nlp, document, text, offsets)
    else:
        yield from nlp.pipe(
            _describe(make_doc(nlp, text), document, offsets)
            for document, (text, offsets) in zip(documents, texts, strict=True)
        )


def _annotate_pieces(nlp: Language, document: Document, text: str, offsets: Offsets | None) -> Doc:
    """Annotate a long text piece by piece; the date of the first that has one is that of all."""
    pieces: list[Doc] = []
    known = document
    shifted: dict[str, list[Any]] = {name: [] for name in _WITH_OFFSETS}
    start = 0
    for text_of_piece in _pieces(text):
        piece = nlp(
            _describe(make_doc(nlp, text_of_piece), replace(known, text=text_of_piece), None)
        )
        if piece._.published and not known.published:
            how = piece._.published_how
            known = replace(known, published=piece._.published, published_how=how)
        for name, items in shifted.items():
            items.extend(_shift(item, start) for item in piece._.get(name))
        pieces.append(piece)
        start += len(text_of_piece)
    with warnings.catch_warnings():  # attributes of docs, which are set just below
        warnings.filterwarnings("ignore", message=r"\[W101\]")
        whole = Doc.from_docs(pieces, ensure_whitespace=False) or nlp.make_doc("")
    _describe(whole, known, offsets)
    whole._.document = document
    for name, items in shifted.items():
        whole._.set(name, tuple(items))
    return whole


_WITH_OFFSETS = ("implicit_counts", "held_offices", "statements")


def _shift(item: Any, by: int) -> Any:
    """A statement, or a (start, end, value), of a piece: in offsets of the whole text."""
    if isinstance(item, tuple):
        return item[0] + by, item[1] + by, item[2]
    return replace(item, start=item.start + by, end=item.end + by)


def _describe(doc: Doc, document: Document, offsets: Offsets | None) -> Doc:
    doc._.document = document
    doc._.offsets = offsets
    doc._.published = document.published
    doc._.published_how = document.published_how
    return doc


_CUT = re.compile(r"\n+|(?<=[.!?…»]) +(?=[A-ZÀ-Þ«\"])")


def _pieces(text: str) -> Iterator[str]:
    """Parts of a long text, cut at line ends or sentence ends where there are any."""
    start = 0
    while len(text) - start > PIECE:
        cut = start + PIECE
        for match in _CUT.finditer(text, start + PIECE // 2, start + PIECE):
            cut = match.end()
        yield text[start:cut]
        start = cut
    yield text[start:]
