"""Sentences as the count rules see them: by punctuation and line, with or without a model."""

import re
from collections.abc import Iterator

_BREAK = re.compile(
    r"\n+"
    # a full stop, but not of an initial («M. Diallo») or a title
    r"|[.!?…](?<![A-ZÀ-Þ.]\.)(?<!\bMM\.)(?<!\bM[mr]\.)(?<!\bDr\.)[.!?…]{0,99}[\"'»)\]]{0,9}"
    r" +(?=[\"'«(\[–-]? ?[A-ZÀ-Þ\d])"
    # a full stop that lost its space: «au nord.Le bilan»
    r"|[.!?][\"'»]?(?=[A-ZÀ-Þ][a-zà-ÿ])"
)


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, in order, as character offsets that leave nothing out."""
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)
