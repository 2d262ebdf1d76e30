"""A document's own date: given, stated by the document, inferred from what it says, or unknown."""

from spacy.tokens import Doc

from pipeline.values import Document


def set_published(doc: Doc) -> None:
    """Set `doc._.published` and `doc._.published_how`."""
    document: Document | None = doc._.document
    if document is not None and document.published:
        doc._.published, doc._.published_how = document.published, "given"
