"""Ties a document's mentions together: whose counts, where and when; who did what."""

from spacy.tokens import Doc

from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.links_counts import link_counts
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.statements.actions import ActionLexicon
from pipeline.statements.finding import find_statements
from pipeline.statements.parties import PartyLexicon


class Linker:
    """The component that links one document's mentions (factory `sahel_links`).

    Args:
        lexicons: folders with a user's own lexicon files.
    """

    def __init__(self, lexicons: tuple[str, ...] = ()) -> None:
        self.counts = CountLexicon.load(lexicons)
        self.forces = ForceLexicon.load(lexicons)
        self.actions = ActionLexicon.load(lexicons)
        self.parties = PartyLexicon.load(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """Link one doc, in place: values of counts, `doc._.statements`."""
        link_counts(doc, self.counts, self.forces)
        doc._.statements = tuple(find_statements(doc, self.actions, self.parties))
        return doc
