"""Every rule's examples: the expression in brackets is found, by that rule, with that value."""

import re

import pytest

from pipeline.extractors.date_rules import RULES, Example, Rule, grammar
from pipeline.normalizers.dates import values_of

CASES = [
    pytest.param(rule, example, id=f"{rule.name}: {example.sentence}")
    for rule in RULES
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rules_example_is_found_with_its_value(rule: Rule, example: Example) -> None:
    text = re.sub(r"[\[\]]", "", example.sentence)
    marked = re.search(r"\[(.*?)\]", example.sentence)
    found = grammar().scan(text)
    if marked is None:
        assert [f for f in found if f.rule.name == rule.name] == []
        return
    place = marked.start(), marked.end() - 2
    values = values_of(text, [(f.start, f.end) for f in found], example.published)
    read = {
        (f.start, f.end): (f.rule.name, v.type, v.value) for f, v in zip(found, values, strict=True)
    }
    assert read.get(place) == (rule.name, example.type, example.value)


def test_every_rule_that_gives_dates_has_an_example() -> None:
    without = [r.name for r in RULES if r.kind != "bare" and not r.examples]
    assert without == []
