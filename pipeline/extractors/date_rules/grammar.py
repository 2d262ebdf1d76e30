"""The date grammar's engine: rules compiled, texts scanned, expressions read."""

import re
from collections.abc import Sequence
from functools import lru_cache

import regex  # type: ignore[import-untyped]

from pipeline.extractors.date_rules.rule import Found, Groups, Rule, Site
from pipeline.extractors.date_rules.words import expand, openers, plain
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning


class Grammar:
    """The rules, compiled, and found by the word that an expression begins with.

    Args:
        rules: in the order in which they are preferred.
        more_openers: words that expressions begin with beside the usual ones, plain.
        folders: a user's lexicons that the rules were made with, to make them again elsewhere.
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        more_openers: Sequence[str] = (),
        folders: tuple[str, ...] = (),
    ) -> None:
        names = [rule.name for rule in rules]
        if len(names) != len(set(names)):
            raise ValueError("two date rules have one name")
        self.rules = rules
        self.folders = folders
        self.openers, self.inner_openers = openers(more_openers)
        self.compiled = {rule.name: re.compile(_source(rule)) for rule in rules}
        self._partial = {rule.name: regex.compile(_source(rule)) for rule in rules}
        self._starting: dict[str, tuple[Rule, ...]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        from pipeline.extractors.date_rules import grammar

        return grammar, (self.folders,)

    def scan(self, text: str) -> list[Found]:
        """The expressions of a text, in order, none overlapping.

        At each place the longest match stands; of two as long, the rule listed first.
        """
        simple = plain(text)
        out: list[Found] = []
        position = 0
        for opener in self.openers.finditer(simple):
            if opener.start() < position:
                continue
            best = self._best(text, simple, opener.start(), opener.group(), _OUTER)
            if best is None:
                continue
            position = best.end
            if best.rule.resolve is not None:
                out.append(best)
        return out

    def rules_for(self, opener: str) -> tuple[Rule, ...]:
        """The rules, in their order, that can find an expression that begins with a word."""
        rules = self._starting.get(opener)
        if rules is None:
            rules = tuple(
                r for r in self.rules if self._partial[r.name].match(opener, partial=True)
            )
            self._starting[opener] = rules
        return rules

    def _best(
        self,
        text: str,
        simple: str,
        start: int,
        opener: str,
        kinds: tuple[str, ...],
        depth: int = 0,
    ) -> Found | None:
        best: Found | None = None
        for rule in self.rules_for(opener):
            if rule.kind not in kinds or (rule.inner and depth == _DEEPEST):
                continue
            match = self.compiled[rule.name].match(simple, start)
            if match is None:
                continue
            groups, end, score = match.groupdict(), match.end(), rule.score
            if rule.inner:
                follower = self.inner_openers.match(simple, end)
                inner = follower and self._best(
                    text, simple, end, follower.group(), rule.inner, depth + 1
                )
                if not inner:
                    continue
                groups["inner"], end = simple[end : inner.end], inner.end
            if best is not None and end <= best.end:
                continue
            if callable(score):
                score = score(Site(text, simple, start, end, groups))
            if score > 0:
                best = Found(rule, start, end, groups, score)
        return best

    def read(self, text: str, simple: str, start: int, end: int) -> tuple[Rule, Groups] | None:
        """The rule that reads an expression in its place, with its groups; None if none does.

        Args:
            text, simple: the whole text, and its plain form.
            start, end: the expression's offsets. It may come from something else than the rules.

        Returns:
            Of the rules that match all of it, the first that accepts the words around it, else the
            first; where none matches all, the one that reads most of it.
        """
        readings = _readings(self, simple[start:end])
        for rule, groups in readings:
            accept = rule.score
            if not callable(accept) or accept(Site(text, simple, start, end, groups)) > 0:
                return rule, groups
        return readings[0] if readings else None

    def resolve(self, rule: Rule, groups: Groups, reading: Reading) -> Meaning:
        """The meaning of what a rule matched."""
        inner = groups.get("inner")
        if inner:
            within = _readings(self, inner)
            reading.inner = self.resolve(*within[0], reading) if within else None
        assert rule.resolve is not None, f"{rule.name} finds what is no date"
        return rule.resolve(groups, reading)


_LONGEST = 200  # characters: what is longer is no expression
_AROUND = " ,.;:()«»\"'"


_ARTICLE = re.compile(r"(?:l'|d'|(?:les?|la|du|des|au|aux|en) )")


@lru_cache(maxsize=16384)
def _readings(grammar: Grammar, simple: str) -> tuple[tuple[Rule, Groups], ...]:
    """The rules that match all of an expression, else the one that matches most of it."""
    out: list[tuple[Rule, Groups]] = []
    simple = simple.strip(_AROUND)
    if len(simple) > _LONGEST:
        return ()
    opener = grammar.inner_openers.match(simple)
    for rule in grammar.rules_for(opener.group()) if opener else ():
        if rule.resolve is None:
            continue
        pattern = grammar.compiled[rule.name]
        if rule.inner:
            match = pattern.match(simple)
            inner = _readings(grammar, simple[match.end() :]) if match else ()
            if match and inner and inner[0][0].kind in rule.inner:
                out.append((rule, match.groupdict() | {"inner": simple[match.end() :]}))
        elif match := pattern.fullmatch(simple):
            out.append((rule, match.groupdict()))
    if out:
        return tuple(out)
    if article := _ARTICLE.match(simple):
        return _readings(grammar, simple[article.end() :])
    found = max(grammar.scan(simple), key=lambda f: f.end - f.start, default=None)
    return ((found.rule, found.groups),) if found else ()


# «à la fin du mois de la saison dernière»: expressions within expressions end here.
_DEEPEST = 3
_OUTER = ("day", "clock", "period", "duration", "set", "time", "which")


def _source(rule: Rule) -> str:
    pattern = rule.pattern.removesuffix("{inner}")
    return expand(pattern) if rule.inner else rf"(?:{expand(pattern)})(?!\w)"
