"""The date grammar's engine: what a rule is, the words it is written in, how text is scanned.

A rule is one entry: a name, a pattern, a resolver and examples with their values. Patterns are
regular expressions over the *plain* text (lower case, no accents, the same length as the text),
with words of `WORDS` in braces: `{day} {month} {year}`. A second one in a pattern takes a number
at the end of its name, `{day} au {day2} {month}`; a space stands for any single break. A pattern
that ends in `{inner}` goes on with another expression, of one of the kinds in `Rule.inner`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.normalizers.dates_context import Meaning, Reading

Groups = Mapping[str, str | None]

_MONTH = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|janv\.?|fevr?\.|avr\.|juil\.?|sept\.|sept(?=\x20\d{4})|oct\.?|nov\.|dec\."
)
_SMALL = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    "|trente|quarante|cinquante|soixante|septante|nonante|cents?|mille"
)
_NUMBER = (
    r"\d{1,3}(?:[\x20.]\d{3})+|\d{1,5}"
    rf"|(?:{_SMALL}|une?)(?:(?:(?:-| et |-et-)(?:{_SMALL}|une?)| (?:{_SMALL}))\b){{0,6}}"
)
_UNIT = (
    "heures?|h|jours?|journees?|semaines?|mois|ans?|annees?|decennies?|siecles?|trimestres?"
    "|semestres?|nuits?|nuitees?|matinees?|soirees?|week-ends?|saisons?|quinzaines?|millenaires?"
)

# The words that patterns are written in.
WORDS = {
    "weekday": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "month": _MONTH,
    "monthname": _MONTH.partition("|janv")[0],
    "day": r"1 ?er|premier|0?[1-9]|[12]\d|3[01]",
    "spelled": (
        r"vingt et un|vingt-(?:deux|trois|quatre|cinq|six|sept"
        "|huit|neuf)|trente et un|trente|vingt|dix-(?:sept|huit|neuf)|deux|trois|quatre|cinq|six"
        "|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    ),
    "year": r"1[0-9]\d\d|20\d\d|2100",
    "n": _NUMBER,
    "unit": _UNIT,
    "last": r"derniers?|dernieres?|passee?s?|ecoulee?s?",
    "rel": (
        "derniere?s?|passee?s?|ecoulee?s?|prochaine?s?|precedente?s?|suivante?s?|a venir"
        "|en cours|courante?|d'avant|d'apres|qui vien(?:t|nent)"
    ),
    "this": "cet|cette|ces|ce",
    "edge": r"(?:tout )?debut|mi|milieu|(?:toute )?fin|(?:premiere|seconde|deuxieme) moitie",
    "part": "matinee|matin|midi|apres-midi|apres midi|soiree|soir|nuit|aube|crepuscule|journee",
    "vague": "quelques|plusieurs|des|de nombreuses|de nombreux|de longues|de longs|certaines",
    "ordinal": (
        r"\d{1,2} ?(?:er|re|eme|ieme|e)|premiere?|seconde?|deuxieme|troisieme|quatrieme|cinquieme"
        "|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme"
        "|quinzieme|seizieme|dix-septieme|dix-huitieme|dix-neuvieme|vingtieme"
    ),
    "season": "printemps|ete|automne|hiver|hivernage",
    "clock": r"(?:[01]?\d|2[0-4]) ?(?:heures?|h)(?: ?[0-5]\d(?: ?(?:minutes|mn|min))?\b)?",
    "zone": "gmt|tu|utc|heure locale|heures locales|heure de [a-z]+",
}

_WORD = re.compile(r"\{([a-z]+?)(\d?)\}")
_SPACE = r"(?: {1,3}| ?\n ?)"


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
        pattern: see the module's docstring.
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


def expand(pattern: str) -> str:
    """A rule's pattern as a plain regular expression."""

    def word(found: re.Match[str]) -> str:
        name, number = found.groups()
        return f"(?P<{name}{number}>{WORDS[name]})" if name in WORDS else found.group()

    spaced = _WORD.sub(word, pattern)
    return spaced.replace(" ", _SPACE)


_FOLD = {}
for _code in range(0xC0, 0x250):
    _base = unicodedata.normalize("NFD", chr(_code))[0].lower()
    if len(_base) == 1:
        _FOLD[_code] = _base
_FOLD |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_FOLD |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014"}
_FOLD |= {ord(c): "'" for c in "\u2018\u2019\u02bc"}
_FOLD |= {ord(c): " " for c in "\u00a0\u202f\u2009"}


def plain(text: str) -> str:
    """The text in lower case without accents, each character in its place.

    >>> plain("Le 1ᵉʳ AOÛT, l’été")
    "le 1ᵉʳ aout, l'ete"
    """
    return text.translate(_FOLD)


class Grammar:
    """The rules, compiled, and found by the word that an expression begins with."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        names = [rule.name for rule in rules]
        if len(names) != len(set(names)):
            raise ValueError("two date rules have one name")
        self.rules = rules
        self.compiled = {rule.name: re.compile(_source(rule)) for rule in rules}
        self._partial = {rule.name: regex.compile(_source(rule)) for rule in rules}
        self._starting: dict[str, tuple[Rule, ...]] = {}

    def scan(self, text: str) -> list[Found]:
        """The expressions of a text, in order, none overlapping.

        At each place the longest match stands; of two as long, the rule listed first.
        """
        simple = plain(text)
        out: list[Found] = []
        position = 0
        for opener in _OPENERS.finditer(simple):
            if opener.start() < position:
                continue
            best = self._best(text, simple, opener.start(), opener.group(), _OUTER)
            if best is None:
                continue
            position = best.end
            if best.rule.resolve is not None:
                out.append(best)
        return out

    def _rules_for(self, opener: str) -> tuple[Rule, ...]:
        rules = self._starting.get(opener)
        if rules is None:
            rules = tuple(r for r in self.rules if self._partial[r.name].match(opener, partial=True))
            self._starting[opener] = rules
        return rules

    def _best(
        self, text: str, simple: str, start: int, opener: str, kinds: tuple[str, ...]
    ) -> Found | None:
        best: Found | None = None
        for rule in self._rules_for(opener):
            if rule.kind not in kinds:
                continue
            match = self.compiled[rule.name].match(simple, start)
            if match is None:
                continue
            groups, end, score = match.groupdict(), match.end(), rule.score
            if rule.inner:
                follower = _INNER_OPENERS.match(simple, end)
                inner = follower and self._best(text, simple, end, follower.group(), rule.inner)
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


_AROUND = " ,.;:()«»\"'"
_ARTICLE = re.compile(r"(?:l'|d'|(?:les?|la|du|des|au|aux|en) )")


@lru_cache(maxsize=16384)
def _readings(grammar: Grammar, simple: str) -> tuple[tuple[Rule, Groups], ...]:
    """The rules that match all of an expression, else the one that matches most of it."""
    out: list[tuple[Rule, Groups]] = []
    simple = simple.strip(_AROUND)
    for rule in grammar.rules if simple else ():
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


_OUTER = ("day", "clock", "period", "duration", "set", "time", "which")


def _source(rule: Rule) -> str:
    pattern = rule.pattern.removesuffix("{inner}")
    return expand(pattern) if rule.inner else rf"(?:{expand(pattern)})(?!\w)"


# The words that an expression can begin with, or that begin what only looks like one.
_OPENING = (
    r"(?:\d|(?:"
    + "|".join(
        (
            WORDS["weekday"], WORDS["month"], _SMALL, "une?", WORDS["unit"], WORDS["this"],
            WORDS["part"], WORDS["season"], WORDS["ordinal"], "debut|mi|milieu|fin|courant|tout",
            "hier|avant-hier|aujourd|aujourf|demain|apres-demain|veille|lendemain|surlendemain",
            "avant-veille|ajourd|minuit|il|dans|nos|meme|jour|chaque|tous|toutes?|quelques",
            "plusieurs|nombreu(?:x|ses)|certaines|dernier|derniere|derniers|dernieres|passe",
            "prochain|prochaine|prochains|prochaines|premiers|premieres|huitaine|dizaine",
            "bien|tant|longues?|longs?|petites?|petits?|bonnes?|seule?",
            "quinzaine|douzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine|milliers?",
            "demi|quart|voici|voila|noel|paques|pentecote|ascension|toussaint|assomption",
            "ramadan|tabaski|korite|aid|maouloud|mouloud|mawlid|gamou|achoura|tamkharit|nouvel",
            "saint|reveillon|lundi|jeudi|fete|plus|plein|ages?|agees?|[ivx]+(?:eme|er|e)?",
            "agenda|vision|mondial|coupe|euro|can|chan|loi|article|n|page|numero|resolution",
            "decret|arrete|ordonnance|tel|telephone|horizon",
        )
    )  # fmt: skip
    + r")\b)"
)
_INNER_OPENERS = re.compile(_OPENING)
_OPENERS = re.compile(r"(?<!\w)(?<!\w-)(?<!\d[.,])(?!(?<=\d )\d{3}\b)" + _OPENING)
