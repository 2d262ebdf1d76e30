"""The texts themselves: sentences with an anchor each, mentions marked in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from markupsafe import Markup, escape

from pipeline.report.queries import Row
from pipeline.report.reading import REPORT, Reading

LABELS = ("PERSON", "FORCE", "PLACE", "DATE", "COUNT", "ORG")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text of the page.

    Attributes:
        number: its number in the page, from 1.
        file: the file that holds it, "" for the page itself.
        mentions: its mentions, in the order of the text.
    """

    number: int
    row: Row
    name: str
    file: str
    mentions: Sequence[Row]
    reading: Reading

    @property
    def html(self) -> Markup:
        """Its paragraphs, made when asked for: a million texts are not held at once."""
        return _paragraphs(self.reading, self.row.doc_id, self.mentions)


def marked_texts(reading: Reading) -> list[MarkedText]:
    """Every document's text with its mentions marked, in the order of the documents."""
    mentions: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows["mentions"]:
        mentions[row.doc_id].append(row)
    return [
        MarkedText(
            number=reading.numbers[row.doc_id],
            row=row,
            name=text_name(reading, row),
            file=reading.files[row.doc_id],
            mentions=mentions.get(row.doc_id, ()),
            reading=reading,
        )
        for row in reading.rows["documents"]
    ]


def text_name(reading: Reading, row: Row, length: int = 75) -> str:
    """What to call a document: its title, else how it begins, else its id."""
    if row.title:
        return str(row.title)
    lines = (
        line.strip()
        for s in reading.sentences.get(row.doc_id, ())
        for line in (s.text or "").split("\n")
    )
    first = " ".join(next((line for line in lines if line), "").split())
    return shorten(first, length, placeholder=" …") if first else str(row.doc_id)


def excerpt(sentence: str, start: int, end: int, around: int = 130) -> Markup:
    """A sentence with one span marked, shortened on both sides of it.

    Args:
        sentence: the sentence's characters.
        start, end: the span's offsets in it.
        around: how many characters to keep on each side.
    """
    end = min(end, len(sentence))
    start = max(0, min(start, end))
    left, right = sentence[:start].lstrip(), sentence[end:].rstrip()
    if len(left) > around:
        left = "… " + left[-around:].partition(" ")[2]
    if len(right) > around:
        right = right[:around].rpartition(" ")[0] + " …"
    span = Markup("<b>{}</b>").format(sentence[start:end]) if end > start else Markup("")
    return Markup(" ").join((escape(left) + span + escape(right)).split())


def _paragraphs(reading: Reading, doc_id: str, mentions: Sequence[Row]) -> Markup:
    """Sentences as spans, in paragraphs that end where the text has a line's end."""
    number, prefix = reading.numbers[doc_id], REPORT if reading.files[doc_id] else ""
    parts = ["<p>"]
    waiting = list(reversed(mentions))
    for sentence in reading.sentences.get(doc_id, ()):
        own = []
        while waiting and waiting[-1].start < sentence.end:
            own.append(waiting.pop())
        text = sentence.text or ""
        body = text.rstrip()
        marked = "".join(_marked(reading, body, sentence.start, own, prefix))
        parts.append(f'<span id="s-{number}-{sentence.number}">{marked}</span>')
        parts.append("</p><p>" if "\n" in text[len(body) :] else " ")
    html = "".join([*parts, "</p>"])
    return Markup(html.replace(" </p>", "</p>").replace("<p></p>", ""))


def _marked(
    reading: Reading, text: str, offset: int, mentions: Iterable[Row], prefix: str
) -> Iterable[str]:
    """The pieces of one sentence: plain text, and a mark or link for each mention."""
    at = 0
    for mention in mentions:
        start, end = mention.start - offset, min(mention.end - offset, len(text))
        if start < at or end <= start:
            continue
        yield str(escape(text[at:start]))
        shown = escape(text[start:end])
        entity = reading.entities.get(mention.entity_id or "")
        if entity and entity.anchor:
            yield f'<a class="m {mention.label}" href="{prefix}#{entity.anchor}">{shown}</a>'
        else:
            yield f'<mark class="m {mention.label}">{shown}</mark>'
        at = end
    yield str(escape(text[at:]))
