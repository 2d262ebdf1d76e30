"""The rules of the date grammar: every temporal expression that is found, with its value.

A rule is one entry: pattern, resolver, examples with their values (`rule.Rule`). To add one,
put it into the module of its kind; `tests/test_dates_rules.py` runs every example of every rule.
"""

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
from pipeline.lexicons import files, remembered
from pipeline.normalizers.dates_holidays import holidays as holidays_of


def rules(folders: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """Every rule, with the holidays of a user's lexicon folders over the package's."""
    return (*_BEFORE, *holidays.rules(holidays_of(folders)), *_AFTER)


_BEFORE: tuple[Rule, ...] = (
    *not_dates.RULES,
    *ranges.RULES,
    *calendar.RULES,
    *short_years.RULES,
    *years.RULES,
    *seasons.RULES,
)
_AFTER: tuple[Rule, ...] = (
    *clock.RULES,
    *day_parts.RULES,
    *days.RULES,
    *periods.RULES,
    *recurring.RULES,
    *durations.RULES,
    *distances.RULES,
)
RULES = rules()


@remembered
def grammar(folders: tuple[str, ...]) -> Grammar:
    """The grammar, compiled once a process.

    Args:
        folders: a user's lexicon folders; their `holidays.csv` counts.
    """
    if not any(files("holidays", folders)):
        return grammar() if folders else Grammar(RULES)
    first_words = {plain(alias).split()[0] for alias in holidays_of(folders) if alias.split()}
    return Grammar(rules(folders), sorted(first_words, key=len, reverse=True), folders)


__all__ = ["RULES", "Example", "Found", "Grammar", "Rule", "grammar", "plain", "rules"]
