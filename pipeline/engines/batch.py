"""The one pure function that every engine calls: a batch of documents in, rows out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.rows import Rows
from pipeline.values import Document

DOCUMENTS_A_BATCH = 64
CHARACTERS_A_BATCH = 400_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What a batch is processed with.

    Attributes:
        model: as `pipeline.load` takes it.
        lexicons: folders with a user's own lexicon files.
    """

    model: str = ""
    lexicons: tuple[str, ...] = ()


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in batches of bounded number and length, in order."""
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= DOCUMENTS_A_BATCH or characters >= CHARACTERS_A_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def process_batch(documents: Sequence[Document], settings: Settings) -> Rows:
    """Rows of every table that a batch of documents gives.

    A document that cannot be processed gives a row of `rejects`; the others go on.
    """
    from pipeline.language import annotate, load
    from pipeline.merge import concatenate
    from pipeline.rows import document_rows

    rejects: list[dict[str, str]] = []

    def reject(document: Document, error: Exception) -> None:
        detail = f"{document.source or document.id}: {type(error).__name__}: {error}"
        rejects.append(
            {"source": document.source or document.id, "reason": "failed", "detail": detail}
        )

    nlp = load(settings.model, lexicons=settings.lexicons)
    parts = []
    for doc in annotate(nlp, documents, on_error=reject):
        try:
            parts.append(document_rows(doc))
        except Exception as error:
            reject(doc._.document, error)
    return concatenate([*parts, {"rejects": rejects}])
