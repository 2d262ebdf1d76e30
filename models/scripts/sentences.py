"""Sentence boundaries to learn from: Universal Dependencies treebanks, laid out as press texts.

A treebank is a list of sentences without line ends. Press texts have headlines with no full stop
and paragraphs that end in a line end, so sentences are put together into paragraphs, some of them
headlines, to teach that a line end closes a sentence whatever stands before it.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.text import clean_text

_TEXT = re.compile(r"^# text = (.+)$", re.MULTILINE)


def read_sentences(path: Path) -> list[str]:
    """The sentences of a CoNLL-U file, clean, in their order."""
    found = (clean_text(m.group(1).strip())[0] for m in _TEXT.finditer(path.read_text("utf8")))
    return [s for s in found if s]


def as_press(nlp: Language, sentences: list[str], seed: int) -> Iterator[Doc]:
    """Documents of 6 to 20 sentences with gold sentence starts, some of them headlines.

    Args:
        nlp: its tokenizer makes the docs.
        sentences: in their order.
        seed: of the layout.
    """
    chance = random.Random(seed)
    position = 0
    while position < len(sentences):
        take = sentences[position : position + chance.randint(6, 20)]
        position += len(take)
        text, starts = "", []
        for n, sentence in enumerate(take):
            if n == 0 or chance.random() < 0.15:
                words = sentence.split()
                if len(words) > 4 and chance.random() < 0.7:
                    sentence = " ".join(words[: chance.randint(4, 14)]).rstrip(" .,;:!?")
                ending = chance.choice(["\n", "\n", "\n\n", " \n"])
            else:
                ending = "\n" if chance.random() < 0.2 else " "
            starts.append(len(text))
            text += sentence + ending
        doc = nlp.make_doc(text.rstrip())
        first = set(starts)
        for token in doc:
            token.is_sent_start = token.idx in first
        yield doc
