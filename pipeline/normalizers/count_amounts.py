"""Amounts: the number grammar of counts, from the words of a text to bounds and a modifier.

A rule is one entry of `RULES`: its pattern, its resolver, its examples with their values; one test
runs every example of every rule. In patterns `{q}` stands for a quantity: figures, words, both, or
a number noun («une vingtaine», «1,2 million»). Conventions of bounds are the annotation guide's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicons import read_rows, split_cell

_UNITS = (
    "une|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
)
_TENS = "vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante"
_WORD = f"(?:{_UNITS}|{_TENS}|cents?|milles?|millions?|milliards?)"
WORDS = rf"{_WORD}(?:[ -](?:et[ -](?=une?\b|onze\b))?{_WORD})*(?![\w'])"
FIGURES = r"(?:\d{1,3}(?:[ .]\d{3}(?!\d))+|\d{1,9}(?:[.,]\d{1,3}(?!\d))?)(?![\d%])"
_NOUNS = {row["noun"]: row for row in read_rows("number_nouns")}
_PLURALS = {form: row for row in _NOUNS.values() for form in split_cell(row["forms"])}
_NOUN = "|".join(sorted([*_NOUNS, *_PLURALS], key=len, reverse=True))
QUANTITY = (
    rf"(?:{FIGURES}(?: (?:mille|millions?|milliards?|milliers?|centaines?|dizaines?)\b)?"
    rf"|une? (?:bon(?:ne)?|petite?|gros(?:se)?) (?:{_NOUN})\b"
    rf"|{WORDS}(?: (?:{_NOUN})\b)?|(?:{_NOUN})\b)"
    r"(?: ?\(\d[\d .]{0,12}\))?"
)


# More than there are people: something else is counted, or nothing.
_TOO_MANY = 10**10


@dataclass(frozen=True, slots=True)
class Amount:
    """Bounds, both included and None for an open end, and how the text qualifies them."""

    low: int | None
    high: int | None
    mod: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: its value, whether its very wording is approximate, and its bounds if vague."""

    value: int
    approx: bool = False
    low: int | None = None
    high: int | None = None


def read_amount(text: str) -> Amount | None:
    """The amount that a count's text begins with or holds.

    >>> read_amount("plus de 600 soldats")
    Amount(low=600, high=None, mod='at_least')
    """
    return _read_amount(" ".join(text.split()).lower())


@lru_cache(maxsize=8192)
def _read_amount(text: str) -> Amount | None:
    found = match_amount(text, 0)
    if found is None:
        core = CORE.search(text)
        found = match_amount(text, core.start()) if core else None
    return found[0] if found else None


def match_amount(text: str, start: int, *, ranges: bool = True) -> tuple[Amount, int] | None:
    """The amount that begins at an offset of a text, and the offset after it.

    Args:
        text: lower-case text.
        start: offset of the modifier, or of the number where it has none.
        ranges: False reads the first number alone, as in «passé de 8 à 11».
    """
    for pattern, rule in _COMPILED:
        if rule.resolve is _range and not ranges:
            continue
        match = pattern.match(text, start)
        if match is not None:
            amount = rule.resolve(*[read_quantity(g) for g in match.groups() if g is not None])
            if amount is not None and max(amount.low or 0, amount.high or 0) < _TOO_MANY:
                return amount, match.end()
    return None


def read_quantity(text: str) -> Quantity | None:
    """The value of one quantity, or None where it has none.

    >>> read_quantity("1,2 million").value, read_quantity("une vingtaine").value
    (1200000, 20)
    """
    return _read_quantity(text.lower())


@lru_cache(maxsize=8192)
def _read_quantity(text: str) -> Quantity | None:
    text = re.sub(r" ?\(.*", "", text).strip()
    figures = re.match(FIGURES, text)
    if figures is not None:
        rest = text[figures.end() :].strip()
        scale = _scale(rest) if rest else 1
        value = _figures(figures.group(), bool(rest))
        return None if value is None or scale is None else Quantity(round(value * scale))
    words = text.split()
    noun = words[-1] if words else ""
    if noun in _PLURALS and (len(words) == 1 or words[-2] in {"des", "les", "plusieurs"}):
        row = _PLURALS[noun]
        if row["plural_low"]:
            low, high = int(row["plural_low"]), int(row["plural_high"])
            return Quantity(low, True, low, high)
    if noun in _NOUNS or noun in _PLURALS:
        scale = _scale(noun)
        before = [w for w in words[:-1] if w not in _PADDING]
        if scale is None:
            return None
        if not before:
            return Quantity(scale, noun not in {"million", "milliard"})
        many = _words(" ".join(before))
        return None if many is None else Quantity(many * scale)
    value = _words(text)
    return None if value is None else Quantity(int(value))


_PADDING = frozenset("un une l la le du bon bonne petit petite gros grosse".split())


def _scale(word: str) -> int | None:
    if word in {"mille", "milliard", "milliards"}:
        return 1000 if word == "mille" else 10**9
    row = _NOUNS.get(word) or _PLURALS.get(word)
    return int(row["value"]) if row else None


def _figures(text: str, scaled: bool) -> float | None:
    if len(text) > 20:  # «111 111 111 …»: too many, and too long for `int`
        return None
    if re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+", text) and not (scaled and text.count(".") == 1):
        return int(re.sub(r"\D", "", text))
    whole, mark, part = text.replace(",", ".").partition(".")
    if mark and len(part) == 3 and not scaled:
        return int(whole + part)
    if mark and not scaled:
        return None
    return float(text.replace(",", ".")) if mark else int(whole)


@lru_cache(maxsize=4096)
def _words(text: str) -> int | None:
    from text_to_num import text2num  # imported late: only texts with number words need it

    try:
        return int(text2num(text.replace("milles", "mille"), "fr"))
    except ValueError:
        return None


def _exact(q: Quantity | None) -> Amount | None:
    if q is None:
        return None
    if q.low is not None:
        return Amount(q.low, q.high, "range")
    return Amount(q.value, q.value, "approx" if q.approx else "exact")


def _approx(q: Quantity | None) -> Amount | None:
    if q is None or q.low is not None:
        return _exact(q)
    return Amount(q.value, q.value, "approx")


def _at_least(q: Quantity | None) -> Amount | None:
    return None if q is None else Amount(q.value, None, "at_least")


def _at_most(q: Quantity | None) -> Amount | None:
    return None if q is None else Amount(None, q.value, "at_most")


def _range(a: Quantity | None, b: Quantity | None) -> Amount | None:
    """Bounds of a range; «cinq à six mille», «70 à 80 000» share the thousand."""
    if a is None or b is None:
        return None
    low = a.value
    for scale in (1_000_000, 1000, 100):
        if low < 1000 and b.value >= 2 * scale and b.value % scale == 0 and low < b.value // scale:
            low *= scale
            break
    return Amount(low, b.value, "range") if low < b.value else None


def _many(of: int) -> Callable[..., Amount | None]:
    def resolve(q: Quantity | None) -> Amount | None:
        if q is None:
            return None
        if q.low is None or q.high is None:
            return Amount(q.value * of, q.value * of, "approx")
        return Amount(q.low * of, (q.high + 1) * of - 1, "range")

    return resolve


@dataclass(frozen=True, slots=True)
class AmountRule:
    """One rule of the amount grammar.

    Attributes:
        name: what it reads.
        pattern: regular expression over lower-case text; `{q}` is a quantity, each a group.
        resolve: from the quantities, in order, to the amount; None where they do not fit.
        examples: texts with their low, high and modifier.
    """

    name: str
    pattern: str
    resolve: Callable[..., Amount | None]
    examples: tuple[tuple[str, int | None, int | None, str], ...]


_D = r"(?:de |d'|du )"
_PLURAL_DET = r"(?:(?:des|plusieurs|quelques|de nombreuses|de nombreux) )?"
RULES = (
    AmountRule(
        "between",
        r"entre {q} et {q}",
        _range,
        (("entre 30 000 et 45 000 soldats", 30000, 45000, "range"),),
    ),
    AmountRule(
        "from to",
        r"de {q} à {q}",
        _range,
        (("de 1 500 à 2 000 personnes", 1500, 2000, "range"),),
    ),
    AmountRule(
        "range",
        r"{q}(?: à | ou | ?– ?|(?<=\d)-(?=\d)){q}",
        _range,
        (
            ("40 à 50 combattants", 40, 50, "range"),
            ("deux ou trois soldats", 2, 3, "range"),
            ("cinq à six mille déplacés", 5000, 6000, "range"),
            ("trois à quatre cents hommes", 300, 400, "range"),
        ),
    ),
    AmountRule(
        "at most",
        r"(?:jusqu'à|(?:un peu )?moins " + _D + r"|au plus|tout au plus|au maximum|maximum"
        r"|pas plus " + _D + r"|ne dépassant pas) ?{q}",
        _at_most,
        (
            ("moins de cent policiers", None, 100, "at_most"),
            ("un peu moins de 10 400 tués", None, 10400, "at_most"),
            ("jusqu'à 350 réfugiés", None, 350, "at_most"),
        ),
    ),
    AmountRule(
        "at least",
        r"(?:(?:un peu |bien |beaucoup )?plus " + _D + r"|plus (?=\d)|au moins|au minimum|à minima"
        r"|a minima|pas moins " + _D + r"|minimum|au bas mot|au-delà " + _D + r") ?{q}",
        _at_least,
        (
            ("plus de 600 soldats", 600, None, "at_least"),
            ("plus d'une centaine de gardes", 100, None, "at_least"),
            ("plus du million d'exilés", 1000000, None, "at_least"),
            ("pas moins de trente blessés", 30, None, "at_least"),
            ("un peu plus de 1 100 hommes", 1100, None, "at_least"),
        ),
    ),
    AmountRule(
        "about",
        r"(?:environ|près " + _D + r"|quelques?|autour " + _D + r"|presque|pas loin " + _D + r"|"
        r"à peu près|approximativement|à peine|de l'ordre " + _D + r"|plus ou moins|dans les"
        r"|aux alentours " + _D + r") ?{q}",
        _approx,
        (
            ("environ 5100 militaires", 5100, 5100, "approx"),
            ("près d'une centaine de blessés", 100, 100, "approx"),
            ("quelque 8.300 âmes", 8300, 8300, "approx"),
        ),
    ),
    AmountRule(
        "tens of thousands",
        _PLURAL_DET + r"(?:{q}) " + _D + r"milliers",
        _many(1000),
        (
            ("des dizaines de milliers d'exilés", 20000, 99999, "range"),
            ("une quinzaine de milliers de réfugiés", 15000, 15000, "approx"),
        ),
    ),
    AmountRule(
        "hundreds of millions",
        _PLURAL_DET + r"(?:{q}) " + _D + r"millions",
        _many(10**6),
        (("des centaines de millions d'habitants", 200000000, 999999999, "range"),),
    ),
    AmountRule(
        "many",
        _PLURAL_DET + "({plural})(?![\\w])",
        _exact,
        (
            ("des dizaines de morts", 20, 99, "range"),
            ("plusieurs centaines de soldats", 200, 999, "range"),
            ("milliers de morts", 2000, 9999, "range"),
        ),
    ),
    AmountRule(
        "one quantity",
        r"{q}",
        _exact,
        (
            ("13 soldats", 13, 13, "exact"),
            ("vingt-huit (28) membres", 28, 28, "exact"),
            ("4 500 hommes", 4500, 4500, "exact"),
            ("400.000 déplacés", 400000, 400000, "exact"),
            ("1,2 million", 1200000, 1200000, "exact"),
            ("une dizaine de terroristes", 10, 10, "approx"),
            ("une bonne centaine d'hommes", 100, 100, "approx"),
            ("deux millions de personnes", 2000000, 2000000, "exact"),
            ("un million deux cent mille personnes", 1200000, 1200000, "exact"),
            ("01 mort", 1, 1, "exact"),
        ),
    ),
)
_PLURAL = "|".join(sorted(_PLURALS, key=len, reverse=True))
_COMPILED = [
    (re.compile(r.pattern.replace("{q}", f"({QUANTITY})").replace("{plural}", _PLURAL)), r)
    for r in RULES
]
# Where a number may stand, in lower-case text; a hyphen or letter before makes it another thing.
CORE = re.compile(rf"(?<![\w.,/-])(?:(?=\d){FIGURES}(?!\w)|(?=[a-zé]){WORDS}|(?:{_NOUN})\b)")
# Modifiers that stand before a number, to be read from a number leftward.
LEFT = re.compile(
    r"(?:\b(?:entre|de|environ|près d[eu]?|quelques?|autour d[eu]?|presque|pas loin d[eu]?"
    r"|à peu près|approximativement|de l'ordre d[eu]?|jusqu'à|(?:un peu |bien |pas )?moins d[eu]?"
    r"|au plus|tout au plus|au maximum|maximum|(?:un peu |bien |beaucoup |pas )?plus(?: d[eu]?)?"
    r"|au moins|au minimum|[aà] minima|minimum|au bas mot|au-delà d[eu]?|aux alentours d[eu]?"
    r"|plusieurs|des|quelques|de nombreu(?:ses|x)|une?(?: bon(?:ne)?| petite?| gros(?:se)?)?)"
    r"(?: |')?){1,3}$"
)
