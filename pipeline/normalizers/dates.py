"""Dates' values: every DATE mention gets its TIMEX3 value and the interval it covers."""

from spacy.tokens import Doc

from pipeline.extractors.date_rules import Grammar
from pipeline.mentions import mentions, text_of
from pipeline.normalizers.dates_reading import values_of
from pipeline.normalizers.published import set_published

__all__ = ["normalize_dates", "values_of"]


def normalize_dates(doc: Doc, lexicon: Grammar | None = None) -> None:
    """Set `span._.value` (a `DateValue`) on each DATE mention, in reading order.

    Sets `doc._.published` and `doc._.published_how` first. Mentions that no rule reads get the
    value "" and the type that their words suggest.

    Args:
        doc: changed in place.
        lexicon: from `pipeline.extractors.date_rules.grammar`; the package's own without it.
    """
    text = text_of(doc)
    set_published(doc, text, lexicon)
    spans = mentions(doc, "DATE")
    places = [(s.start_char, s.end_char) for s in spans]
    values = values_of(text, places, doc._.published, lexicon)
    for span, value in zip(spans, values, strict=True):
        span._.value = value
