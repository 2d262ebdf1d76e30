"""A text with its mentions marked, for a notebook: HTML in which nothing that a text holds can run.

Colours are see-through and text keeps the notebook's colour, so that marks can be read in light
and dark themes alike; nothing depends on a style sheet or a script that a notebook may leave out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.mentions import LABELS, sentences
from pipeline.values import (
    CountValue,
    DateValue,
    ForceValue,
    OrganisationValue,
    PersonValue,
    PlaceValue,
)

TEXTS = 10
"""How many texts are shown; the tables have all."""
CHARACTERS = 20_000
"""How many characters of each text are shown."""

_COLOURS = {
    "PERSON": "233,176,0",
    "FORCE": "222,82,49",
    "PLACE": "26,158,92",
    "DATE": "58,124,236",
    "COUNT": "176,72,196",
    "ORG": "128,128,128",
}
_NAMES = {
    "PERSON": "person",
    "FORCE": "force",
    "PLACE": "place",
    "DATE": "date",
    "COUNT": "count",
    "ORG": "organisation",
}
_STYLE = (
    "<style>.sahel-doc{line-height:1.9;max-width:52em;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".sahel-doc mark{color:inherit;padding:.12em .25em;border-radius:.25em;border-bottom:2px solid}"
    ".sahel-doc mark small{font-size:.68em;margin-left:.35em;opacity:.85;letter-spacing:.03em}"
    ".sahel-doc .sahel-s:hover{background:rgba(128,128,128,.14)}"
    ".sahel-doc sup{opacity:.6;margin-right:.15em}"
    + "".join(
        f".sahel-doc mark.{label}{{background:rgba({rgb},.24);border-color:rgb({rgb})}}"
        for label, rgb in _COLOURS.items()
    )
    + "</style>"
)


def docs_html(docs: Sequence[Doc], rejected: int = 0) -> str:
    """Texts with their mentions marked: the first `TEXTS`, and how many more there are."""
    shown = docs[:TEXTS]
    parts = [_STYLE]
    for doc in shown:
        parts.append(_article(doc, folded=len(shown) > 1))
    if more := len(docs) - len(shown):
        parts.append(f"<p>… and {more:,} more texts; the tables have all.</p>")
    if rejected:
        parts.append(f"<p>{rejected:,} texts were not read; the table rejects says why.</p>")
    return "".join(parts) if docs or rejected else "<p>No texts.</p>"


def _article(doc: Doc, folded: bool) -> str:
    document = doc._.document
    head = escape(_heading(doc))
    body = (
        f'<div class="sahel-doc" lang="fr" dir="auto">{"".join(_marked(doc))}</div>'
        f"<details><summary>Values of the {len(doc.ents)} mentions</summary>{_values(doc)}"
        "</details>"
    )
    if not folded:
        return f"<article><p><small>{head}</small></p>{body}</article>"
    name = escape((document.title or document.id) if document else "")
    return (
        f"<article><details open><summary><b>{name}</b> <small>{head}</small></summary>"
        f"{body}</details></article>"
    )


def _heading(doc: Doc) -> str:
    counts = Counter(e.label_ for e in doc.ents)
    said = [
        f"{n} {_NAMES.get(label, label)}{'s' * (n > 1)}"
        for label in (*LABELS, *sorted(counts.keys() - set(LABELS)))
        if (n := counts[label])
    ]
    how = doc._.published_how
    published = doc._.published and f"{doc._.published} ({how})"
    return " · ".join([f"published {published or 'unknown'}", *said])


def _marked(doc: Doc) -> Iterable[str]:
    """The pieces of a text: its sentences, with the numbers that the report gives them."""
    end = min(len(doc.text), CHARACTERS)
    at = 0
    waiting = [mention for mention in reversed(doc.ents) if mention.end_char <= end]
    for number, sentence in enumerate(sentences(doc), start=1):
        if sentence.start_char >= end:
            break
        yield escape(doc.text[at : sentence.start_char])
        at = sentence.start_char
        yield f'<span class="sahel-s" title="sentence {number}">'
        yield f'<sup aria-hidden="true">{number}</sup>'
        while waiting and waiting[-1].start_char < sentence.end_char:
            mention = waiting.pop()
            yield escape(doc.text[at : mention.start_char])
            yield _mark(mention)
            at = mention.end_char
        yield escape(doc.text[at : min(sentence.end_char, end)]) + "</span>"
        at = max(at, sentence.end_char)
    if end < len(doc.text):
        yield f" … ({len(doc.text) - end:,} more characters)"


def _mark(mention: Span) -> str:
    label = mention.label_
    kind = label if label in _COLOURS else "ORG"
    said = escape(describe(mention), quote=True)
    return (
        f'<mark class="{kind}" title="{said}">{escape(mention.text)}'
        f"<small>{escape(label)}</small></mark>"
    )


def describe(mention: Span) -> str:
    """What is known of a mention, in a line: «Gao · town · ML · 16.27, -0.04 (lexicon, 0.95)»."""
    parts = [str(p) for p in _known(mention._.value) if p not in ("", None)]
    return f"{' · '.join(parts) or mention.label_} ({mention._.method}, {mention._.score:.2f})"


def _known(value: Any) -> Iterable[Any]:
    match value:
        case PersonValue():
            office = f"{value.role} ({value.body})" if value.role and value.body else value.role
            return value.name, value.rank, office, value.status
        case ForceValue():
            return value.name, value.acronym, value.kind, value.country
        case PlaceValue():
            at = "" if value.lat is None else f"{value.lat:.2f}, {value.lon:.2f}"
            return value.name, value.kind, value.country, at
        case DateValue():
            against = f"from {value.reference}" if value.reference else ""
            return value.value, value.type, against
        case CountValue():
            return (
                _amount(value),
                value.role,
                value.unit,
                value.force or value.nationality,
                value.date,
                "denied" * value.denied,
            )
        case OrganisationValue():
            return (value.name,)
    return ()


def _amount(value: CountValue) -> str:
    low, high = value.low, value.high
    if low is None or high is None:
        return f"≥ {low:,}" if low is not None else f"≤ {high:,}" if high is not None else "?"
    shown = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return f"≈ {shown}" if value.mod == "approx" else shown


def _values(doc: Doc) -> str:
    """The tooltips as a table, for those who have no pointer."""
    rows = "".join(
        f'<tr><th scope="row" lang="fr">{escape(e.text)}</th>'
        f"<td>{escape(_NAMES.get(e.label_, e.label_))}</td><td>{escape(describe(e))}</td></tr>"
        for e in doc.ents
        if e.end_char <= CHARACTERS
    )
    head = "".join(f'<th scope="col">{c}</th>' for c in ("mention", "label", "value"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
