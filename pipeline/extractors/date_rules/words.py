"""The words that the patterns of date rules are written in, and the plain text they match.

Patterns are regular expressions over the *plain* text (lower case, no accents, as long as the
text), with words of `WORDS` in braces: `{day} {month} {year}`. A second one in a pattern takes a
number at the end of its name, `{day} au {day2} {month}`; a space stands for any single break.
"""

import re
import unicodedata
from collections.abc import Iterable

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
        r"\d{1,2} ?(?:er|re|eme|ieme|e|nde?)|premiere?|seconde?|deuxieme|troisieme|quatrieme"
        "|cinquieme"
        "|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme"
        "|quinzieme|seizieme|dix-septieme|dix-huitieme|dix-neuvieme|vingtieme"
    ),
    "season": "printemps|ete|automne|hiver|hivernage",
    "clock": r"(?:[01]?\d|2[0-4]) ?(?:heures?|h)(?: ?[0-5]\d(?: ?(?:minutes|mn|min))?\b)?",
    "zone": "gmt|tu|utc|heure locale|heures locales|heure de [a-z]+",
}


_WORD = re.compile(r"\{([a-z]+?)(\d?)\}")


_SPACE = r"(?: {1,3}| ?\n ?)"


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
_FOLD |= {ord("\u1d49"): "e", ord("\u02b3"): "r", ord("\u02b0"): "h"}  # «1ᵉʳ», «9ʰ30»


def plain(text: str) -> str:
    """The text in lower case without accents, each character in its place.

    >>> plain("Le 1ᵉʳ AOÛT, l’été")
    "le 1er aout, l'ete"
    """
    return text.translate(_FOLD)


# The words that an expression can begin with, or that begin what only looks like one.
_OPENING = (
    r"(?:\d|(?:"
    + "|".join(
        (
            WORDS["weekday"],
            WORDS["month"],
            _SMALL,
            "une?",
            WORDS["unit"],
            WORDS["this"],
            WORDS["part"],
            WORDS["season"],
            WORDS["ordinal"],
            "debut|mi|milieu|fin|courant|tout",
            "hier|avant-hier|aujourd|aujourdhui|aujourf|demain|apres-demain|veille|lendemain|surlendemain",
            "avant-veille|ajourd|minuit|il|dans|nos|meme|jour|chaque|tous|toutes?|quelques",
            "plusieurs|nombreu(?:x|ses)|certaines|dernier|derniere|derniers|dernieres|passe",
            "prochain|prochaine|prochains|prochaines|premiers|premieres|huitaine|dizaine",
            "bien|tant|longues?|longs?|petites?|petits?|bonnes?|seule?",
            "quinzaine|douzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine|milliers?",
            "demi|quart|voici|voila|noel|paques|pentecote|ascension|toussaint|assomption",
            "ramadan|tabaski|korite|aid|maouloud|mouloud|mawlid|gamou|achoura|tamkharit|nouvel",
            "saint|reveillon|lundi|jeudi|fete|[ivx]+(?:eme|er|e)?",
            "mouvement|stade|avenue|boulevard|rue|place|pont|lycee|camp|hopital|palais|monument",
            "quartier|rond-point|echangeur|m5|journal",
        )
    )
    + r")\b)"
)


def openers(more: Iterable[str] = ()) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the words that an expression can begin with: in a text, and inside another.

    Args:
        more: such words beside the usual ones, plain.
    """
    usual = _OPENING if not more else f"(?:{_OPENING}|(?:{'|'.join(map(re.escape, more))})\\b)"
    outer = r"(?<!\w)(?<!\w-)(?<!\d[.,])(?!(?<=\d )\d{3}\b)" + usual
    return re.compile(outer), re.compile(usual)
