"""Mentions: what they carry, and the one place where overlapping ones are settled.

A mention is an entity span of the `Doc` (`doc.ents`) with one of `LABELS`. This module registers
the attributes that extractors and normalizers set on it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from weakref import ref

from spacy.tokens import Doc, Span

import pipeline.packing  # noqa: F401  (registers the values with msgpack)
from pipeline.text import Offsets
from pipeline.values import Document

LABELS = ("PERSON", "FORCE", "PLACE", "DATE", "COUNT", "ORG")

# What a mention is worth where the model gives no score of its own.
MODEL_SCORE = 0.85
# Characters: no name is as long; what is comes of a text that is none.
_LONGEST_MENTION = 300


def register_attributes() -> None:
    """Register the `._.` attributes of docs and spans (spaCy keeps them globally)."""
    if not Span.has_extension("value"):
        Span.set_extension("value", default=None)  # a dataclass of pipeline.values
        Span.set_extension("method", default="model")  # model, lexicon or rule
        Span.set_extension("score", default=MODEL_SCORE)  # in [0, 1]
        Span.set_extension("settled", default=False)  # True where `settle` has put it there
        Doc.set_extension("document", default=None)  # pipeline.values.Document
        Doc.set_extension("offsets", default=None)  # pipeline.text.Offsets, None if all in place
        Doc.set_extension("published", default="")  # ISO 8601 date the text is taken to be of
        Doc.set_extension("published_how", default="unknown")  # given, stated, inferred, unknown
        Doc.set_extension("implicit_counts", default=())  # CountValue spans outside the guide
        Doc.set_extension("held_offices", default=())  # (start, end, PersonValue) without a name
        Doc.set_extension("statements", default=())  # pipeline.links.Statement


register_attributes()


def mentions(doc: Doc, label: str) -> list[Span]:
    """The document's mentions of one label, in order."""
    return [e for e in doc.ents if e.label_ == label]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that an extractor proposes, in character offsets into `doc.text`.

    Attributes:
        start, end: offsets; where they fall inside a token the mention is widened to it.
        label: one of `LABELS`.
        method: model, lexicon or rule.
        score: in [0, 1], how often such a span is right.
    """

    start: int
    end: int
    label: str
    method: str
    score: float


def candidates(ents: Iterable[Span], label: str) -> list[Candidate]:
    """Those of a doc's entities that have a label, as candidates (to keep, change or drop).

    Args:
        ents: `doc.ents`; whoever needs them twice asks once, since each look makes them anew.
        label: one of `LABELS`.
    """
    return [
        Candidate(e.start_char, e.end_char, label, e._.method, e._.score)
        for e in ents
        if e.label_ == label and e.end_char - e.start_char <= _LONGEST_MENTION
    ]


def settle(doc: Doc, label: str, found: Iterable[Candidate], *, overwrite: bool = True) -> None:
    """Make `found` the document's mentions of `label`, settling overlaps with other labels.

    The guide has one flat layer: where two mentions nest the outer one stays; where they are the
    same span or cross, the one with the higher score stays, then the longer, then the new one.

    Args:
        doc: changed in place.
        label: the label that is replaced; mentions of it that are not found again are dropped.
        found: the complete set of mentions of that label.
        overwrite: False keeps every entity, of any label, that `settle` has not put there itself,
            and fills the gaps between them.
    """
    fresh = []
    for c in found:
        if c.end - c.start > _LONGEST_MENTION:
            continue
        span = doc.char_span(c.start, c.end, label=label, alignment_mode="expand")
        if span is not None and span.text.strip():
            fresh.append((c, span))
    fresh.sort(key=lambda f: (f[1].start - f[1].end, -f[0].score, f[1].start))
    old = [e for e in doc.ents if e.label_ != label or not (overwrite or e._.settled)]
    fixed = set() if overwrite else {n for n, e in enumerate(old) if not e._.settled}
    owner = {i: n for n, e in enumerate(old) for i in range(e.start, e.end)}
    gone: set[int] = set()
    taken = bytearray(len(doc))
    kept: list[tuple[Candidate, Span]] = []
    for c, span in fresh:
        tokens = range(span.start, span.end)
        if any(taken[span.start : span.end]):
            continue
        rivals = {owner[i] for i in tokens if i in owner} - gone
        if rivals & fixed or not all(_wins(c, span, old[n]) for n in rivals):
            continue
        gone |= rivals
        taken[span.start : span.end] = b"\x01" * len(tokens)
        kept.append((c, span))
    old = [e for n, e in enumerate(old) if n not in gone]
    for c, span in kept:
        span._.method, span._.score, span._.value = c.method, c.score, None
        span._.settled = True
    doc.ents = sorted([*old, *(span for _, span in kept)], key=lambda e: e.start)


def _wins(candidate: Candidate, new: Span, old: Span) -> bool:
    new_covers = new.start <= old.start and old.end <= new.end
    old_covers = old.start <= new.start and new.end <= old.end
    if old_covers and _is_date_after_name(candidate, new, old):
        return True
    if new_covers != old_covers:
        return new_covers
    return (candidate.score, len(new)) >= (old._.score, len(old))


def _is_date_after_name(candidate: Candidate, new: Span, old: Span) -> bool:
    """«Nelson Mandela [100 ans]»: figures are no part of the name that a model marked."""
    return (
        (candidate.label, candidate.method) == ("DATE", "rule")
        and (old.label_, old._.method) == ("PERSON", "model")
        and new.start > old.start
        and new.end == old.end
        and new.text[:1].isdigit()
    )


def source_span(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Character offsets into the text as read, from offsets into `doc.text`."""
    offsets: Offsets | None = doc._.offsets
    return (start, end) if offsets is None else offsets.span(start, end)


def source_text(doc: Doc) -> str:
    """The text as read that the doc was made from."""
    document: Document | None = doc._.document
    return doc.text if document is None else document.text


# Tokens: a longer «sentence» (a list without a full stop, a table, noise) is taken in parts of this
# length, since what is done for a sentence takes more than twice as long for twice as long a one.
_LONGEST = 300


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once for all that read the doc one after another.

    spaCy joins the tokens at every call, which takes as long as a stage's own work.
    """
    global _last
    last, text = _last
    if last() is not doc:
        text = doc.text
        _last = ref(doc), text
    return text


def _no_doc() -> None:
    return None


# The doc that was asked for last and its text; one entry, so that no text is kept for long.
_last: tuple[Callable[[], Doc | None], str] = _no_doc, ""


def sentence_of(span: Span) -> Span:
    """The sentence a span begins in, as `sentences` gives it."""
    doc = span.doc
    whole = doc[:]
    if doc.has_annotation("SENT_START"):
        whole = doc[span.start : span.start + 1].sent
    if len(whole) <= _LONGEST:
        return whole
    start = span.start - (span.start - whole.start) % _LONGEST
    return doc[start : min(start + _LONGEST, whole.end)]


def sentences(doc: Doc) -> Iterator[Span]:
    """The doc's sentences; the whole doc where they are not marked. Very long ones in parts."""
    for whole in doc.sents if doc.has_annotation("SENT_START") else (doc[:],):
        if len(whole) <= _LONGEST:
            yield whole
            continue
        for start in range(whole.start, whole.end, _LONGEST):
            yield doc[start : min(start + _LONGEST, whole.end)]
