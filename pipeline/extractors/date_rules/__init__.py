"""The rules of the date grammar: every temporal expression that is found, with its value.

A rule is one entry: pattern, resolver, examples with their values (`rule.Rule`). To add one,
put it into the module of its kind; `tests/test_dates_rules.py` runs every example of every rule.
"""

from functools import lru_cache

from pipeline.extractors.date_rules import (
    calendar,
    clock,
    day_parts,
    days,
    distances,
    durations,
    holidays,
    not_dates,
    periods,
    ranges,
    recurring,
    seasons,
    short_years,
    years,
)
from pipeline.extractors.date_rules.grammar import Grammar
from pipeline.extractors.date_rules.rule import Example, Found, Rule
from pipeline.extractors.date_rules.words import plain

RULES: tuple[Rule, ...] = (
    *not_dates.RULES,
    *ranges.RULES,
    *calendar.RULES,
    *short_years.RULES,
    *years.RULES,
    *seasons.RULES,
    *holidays.RULES,
    *clock.RULES,
    *day_parts.RULES,
    *days.RULES,
    *periods.RULES,
    *recurring.RULES,
    *durations.RULES,
    *distances.RULES,
)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar, compiled once a process."""
    return Grammar(RULES)


__all__ = ["RULES", "Example", "Found", "Grammar", "Rule", "grammar", "plain"]
