"""Texts that once took minutes, under a limit that only minutes would reach.

Each was found by `make fuzz`; the limit is many times what they take now.
"""

import pytest

from pipeline.language import annotate
from pipeline.rows import document_rows
from pipeline.time_limit import time_limit
from pipeline.tokens import make_doc
from pipeline.values import Document
from tests.fuzz.pathological import TEXTS

# Seconds; and characters, of which these took from one to ten minutes.
LIMIT = 90
LENGTH = 15_000


@pytest.mark.parametrize(
    "name",
    [
        "commas",  # the tokenizer took them off one by one
        "ellipses",
        "stops and quotes",
        "one token of lines",
        "all capitals",  # a «sentence» of thousands of words
        "attacks in one sentence",
        "words on lines",  # each sentence start looked at every token
        "groups of three",  # a figure longer than Python turns into a number
    ],
)
def test_a_text_that_once_took_minutes_is_annotated_soon(nlp, name):
    text = TEXTS[name](LENGTH)
    with time_limit(LIMIT):
        [doc] = annotate(nlp, [Document("a", text)])
        rows = document_rows(doc)
    assert "".join(row["text"] for row in rows["sentences"]) == text


@pytest.mark.parametrize("run", [299, 300, 301, 5_000])
def test_a_run_without_spaces_keeps_every_character(nlp, run):
    text = f"Gao {',' * run} à {'a.' * run}\nFin"
    doc = make_doc(nlp, text)
    assert doc.text == text


def test_an_ordinary_text_has_the_tokens_that_spacy_gives_it(nlp):
    text = "L'armée (FAMa) a dit: «Rien.» https://www.maliweb.net/a/b?c=d N'Djaména,\n\nfin"
    assert [t.text for t in make_doc(nlp, text)] == [t.text for t in nlp.make_doc(text)]


def test_a_sentence_without_end_is_taken_in_parts(nlp):
    from pipeline.mentions import sentence_of, sentences

    doc = make_doc(nlp, "le soldat de la ville " * 300)
    parts = list(sentences(doc))
    assert "".join(p.text_with_ws for p in parts) == doc.text
    assert max(map(len, parts)) == 300
    assert all(sentence_of(doc[p.end - 1 : p.end]) == p for p in parts)
