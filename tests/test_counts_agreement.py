"""Whose the counted are, against annotated texts: the comparison, and its floor where they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.extractors.counts import CountLexicon
from pipeline.text import fold

DEV = Path(__file__).parents[2] / "shared" / "corpus" / "dev.jsonl"
MODEL = Path(__file__).parents[1] / "models" / "fr_sahel"
LEXICON = CountLexicon.load()


@dataclass(frozen=True)
class Whose:
    """A count and whose it is: words of the text, nationality if known."""

    start: int
    end: int
    force: str
    nationality: str = ""


def nationality_in(words: str) -> str:
    """The first nationality that some words name."""
    codes = (LEXICON.nationalities.get(word.lower(), "") for word in words.split())
    return next((code for code in codes if code), "")


def agree(gold: Whose, found: Whose) -> bool:
    """Whether two name the same force, or the same nationality."""
    a, b = fold(gold.force), fold(found.force)
    if a == b or (a and b and (f" {a} " in f" {b} " or f" {b} " in f" {a} ")):
        return True
    code = nationality_in(gold.force)
    return code != "" and code in (found.nationality, nationality_in(found.force))


def compare(gold: Iterable[Whose], found: Iterable[Whose]) -> tuple[int, list[tuple[str, str]]]:
    """How many forces agree, and those that do not, as (gold, found).

    Counts that neither side attributes are left out, and so are those that were not found.
    """
    agreed, misses = 0, []
    found = list(found)
    for g in gold:
        near = [f for f in found if f.start < g.end and g.start < f.end]
        if not near or not (g.force or near[0].force):
            continue
        if agree(g, near[0]):
            agreed += 1
        else:
            misses.append((g.force, near[0].force))
    return agreed, misses


def test_the_same_name_or_nationality_agrees() -> None:
    assert agree(Whose(0, 1, "français"), Whose(0, 1, "armée française", "FR"))
    assert agree(Whose(0, 1, "Minusma"), Whose(0, 1, "force Minusma"))
    assert agree(Whose(0, 1, "armée ivoirienne"), Whose(0, 1, "état-major", "CI"))
    assert not agree(Whose(0, 1, "Minusma"), Whose(0, 1, ""))
    assert not agree(Whose(0, 1, "maliens"), Whose(0, 1, "tchadiens", "TD"))


def test_what_neither_side_attributes_is_left_out() -> None:
    gold = [Whose(0, 2, ""), Whose(5, 7, "FAMa"), Whose(9, 11, "JNIM"), Whose(20, 22, "JNIM")]
    found = [Whose(0, 2, ""), Whose(5, 7, "FAMa"), Whose(9, 11, "")]
    assert compare(gold, found) == (1, [("JNIM", "")])


def texts_with_most_counts(number: int) -> list[dict[str, Any]]:
    with DEV.open(encoding="utf-8") as file:
        docs: list[dict[str, Any]] = [json.loads(line) for line in file]
    counts = {d["id"]: sum(e["label"] == "COUNT" for e in d["entities"]) for d in docs}
    return sorted(docs, key=lambda d: (-counts[d["id"]], d["id"]))[:number]


@pytest.mark.skipif(not DEV.exists(), reason="the annotated texts are not part of the project")
@pytest.mark.skipif(not MODEL.exists(), reason="needs the trained model")
def test_85_of_100_forces_attributed_agree_with_annotated_texts() -> None:
    from pipeline.language import annotate, load
    from pipeline.mentions import mentions, source_span
    from pipeline.values import Document

    agreed, misses = 0, []
    docs = texts_with_most_counts(10)
    documents = [Document(d["id"], d["text"], published=d.get("ref", "")) for d in docs]
    for record, doc in zip(docs, annotate(load(), documents), strict=True):
        gold = [
            Whose(e["start"], e["end"], e["force"] or "")
            for e in record["entities"]
            if e["label"] == "COUNT"
        ]
        found = [
            Whose(
                *source_span(doc, s.start_char, s.end_char), s._.value.force, s._.value.nationality
            )
            for s in mentions(doc, "COUNT")
        ]
        same, other = compare(gold, found)
        agreed += same
        misses += other
    assert agreed / (agreed + len(misses)) >= 0.85, misses
