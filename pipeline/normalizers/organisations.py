"""Gives organisations their name and id.

An acronym stands for the name that the document binds it to («Conseil national des notables
(CNN)»), else for the lexicon's; a name is the lexicon's canonical one where it is known there.
"""

import hashlib

from spacy.tokens import Doc

from pipeline.extractors.organisations import OrganisationLexicon, bound_acronyms
from pipeline.mentions import mentions
from pipeline.text import fold
from pipeline.values import OrganisationValue


def organisation_id(name: str) -> str:
    """The id of a canonical name: the same in every document, whatever its accents and case.

    >>> organisation_id("Cédéao") == organisation_id("CEDEAO")
    True
    """
    return "org-" + hashlib.sha256(fold(name).encode("utf8")).hexdigest()[:12]


def normalize_organisations(doc: Doc, lexicon: OrganisationLexicon) -> None:
    """Set `span._.value` of each ORG mention to an `OrganisationValue`, in place.

    Args:
        doc: with its ORG mentions settled.
        lexicon: canonical names.
    """
    bound = bound_acronyms(doc)
    for span in mentions(doc, "ORG"):
        name = bound.get(span.text, span.text)
        entry = lexicon.entry(name) or lexicon.entry(name.rstrip("."))
        canonical = entry.name if entry else _tidy(name)
        span._.value = OrganisationValue(canonical, organisation_id(canonical))


def _tidy(name: str) -> str:
    """One space between words, first letter as written."""
    return " ".join(name.split())
