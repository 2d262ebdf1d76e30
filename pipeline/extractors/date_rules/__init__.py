"""The rules of the date grammar: every temporal expression that is found, with its value.

A rule is one entry: pattern, resolver, examples with their values (`grammar.Rule`). To add one,
put it into the module of its kind; `tests/test_dates_rules.py` runs every example of every rule.
"""

from functools import lru_cache

from pipeline.extractors.date_rules import (
    calendar,
    clock,
    deictic,
    durations,
    holidays,
    ranges,
    recurring,
    years,
)
from pipeline.extractors.date_rules.grammar import Example, Found, Grammar, Rule, plain

RULES: tuple[Rule, ...] = (
    *ranges.RULES,
    *calendar.RULES,
    *years.RULES,
    *holidays.RULES,
    *clock.RULES,
    *deictic.RULES,
    *recurring.RULES,
    *durations.RULES,
)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar, compiled once a process."""
    return Grammar(RULES)


__all__ = ["RULES", "Example", "Found", "Grammar", "Rule", "grammar", "plain"]
