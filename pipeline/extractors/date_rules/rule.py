"""What a date rule is.

A rule is one entry: a name, a pattern, a resolver and examples with their values. Its pattern is
written in the words of `words.WORDS`; one that ends in `{inner}` goes on with another expression,
of one of the kinds in `Rule.inner`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the expression in brackets, and its value.

    Attributes:
        sentence: «Il est mort [hier].»; with no brackets, the rule must find nothing in it.
        value, type: TIMEX3.
        published: the document's date, "" for unknown.
    """

    sentence: str
    value: str = ""
    type: str = "DATE"
    published: str = "2021-10-06"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a pattern matched: for conditions that a pattern cannot state.

    Attributes:
        text, plain: the text as given, and its plain form.
        start, end: offsets of the match.
        groups: the pattern's named groups.
    """

    text: str
    plain: str
    start: int
    end: int
    groups: Groups

    def before(self, width: int = 40) -> str:
        return self.plain[max(0, self.start - width) : self.start]

    def after(self, width: int = 40) -> str:
        return self.plain[self.end : self.end + width]


@dataclass(frozen=True)
class Rule:
    """One rule of the date grammar.

    Attributes:
        name: unique.
        pattern: see the module's docstring and `words`.
        resolve: gives the value; None marks what is no date, so that no other rule finds it.
        examples: sentences with their values; a test runs them all.
        score: how often a span that it finds is right, or a function that tells from the site
            (0 where there is none).
        kind: what sort of expression it is, for rules with an inner one: day, clock, period,
            duration, set, time, which; bare ones are found inside another expression only.
        inner: the kinds that `{inner}` may be.
    """

    name: str
    pattern: str
    resolve: Callable[[Groups, Reading], Meaning] | None
    examples: tuple[Example, ...]
    score: float | Callable[[Site], float] = 0.97
    kind: str = "day"
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match.

    Attributes:
        rule: whose.
        start, end: character offsets of the expression.
        groups: the pattern's named groups, plain text.
        score: in [0, 1].
    """

    rule: Rule
    start: int
    end: int
    groups: Groups
    score: float
