"""What the texts say of an entity: sentences with its name marked, and links to them."""

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.reading import Entity, Reading
from pipeline.report.texts import excerpt

QUOTED = 3
LISTED = 40


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence shortened around a span; `source` links to it. No text: only the link."""

    text: Markup
    source: Markup


def quotes_of(reading: Reading, entity: Entity) -> tuple[Quote, ...]:
    """The sentences that name an entity: the first ones quoted, the others as links.

    One sentence of each document comes before a second one of any, since a reader wants to hear
    as many texts as possible.
    """
    seen: set[tuple[str, int]] = set()
    turns: list[tuple[int, int]] = []
    by_document: dict[str, int] = {}
    quotes = []
    for order, span in enumerate(entity.spans):
        sentence = reading.sentence(span.doc_id, span.start)
        if sentence is None or (span.doc_id, sentence.number) in seen:
            continue
        seen.add((span.doc_id, sentence.number))
        turn = by_document.get(span.doc_id, 0)
        by_document[span.doc_id] = turn + 1
        turns.append((turn, order))
    for place, (_, order) in enumerate(sorted(turns)[:LISTED]):
        span = entity.spans[order]
        sentence = reading.sentence(span.doc_id, span.start)
        text = Markup("")
        if place < QUOTED and sentence is not None:
            text = excerpt(sentence.text, span.start - sentence.start, span.end - sentence.start)
        quotes.append(Quote(text, reading.source(span)))
    return tuple(quotes)
