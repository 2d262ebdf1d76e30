"""Whose counts, where and when; who did what."""

from spacy.tokens import Doc


class Linker:
    """The component that ties a document's mentions together (factory `sahel_links`)."""

    def __init__(self, lexicons: tuple[str, ...] = ()) -> None:
        self.lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        """Link one doc, in place."""
        try:  # DURING CONSTRUCTION ONLY
            from pipeline.links_counts import link_counts
        except ImportError:
            return doc
        link_counts(doc)
        return doc
