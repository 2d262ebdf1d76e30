"""Which numbers are counts, and where their spans end."""

import re

import pytest

from pipeline.extractors.count_scope import RULES
from pipeline.extractors.counts import CountLexicon, found_counts

LEXICON = CountLexicon.load()
EXAMPLES = [(rule.name, example) for rule in RULES for example in rule.examples]


def marked(sentence: str) -> tuple[str, list[str]]:
    """A sentence without its ‹marks›, and what they held."""
    return re.sub("[‹›]", "", sentence), re.findall("‹(.*?)›", sentence)


def counts(text: str) -> list[str]:
    return [
        text[f.phrase.start : f.phrase.end] for f in found_counts(text, LEXICON) if not f.implicit
    ]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_every_example_of_every_rule_of_scope_holds(rule: str, example: str) -> None:
    text, expected = marked(example)
    assert counts(text) == expected, rule
