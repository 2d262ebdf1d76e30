"""The tokenizer of `fr_sahel`: spaCy's French one, cut finer so that names end where tokens end.

spaCy keeps «Niger-Mali», «Barkhane/FAMa», «Ould-Abass» or «Aix-en-Provence» whole; by the
annotation guide a border «Niger-Mali» is two places, so every hyphen and slash inside a word is a
token here. The rules are plain regular expressions and are saved with the model: loading it needs
none of this code.
"""

import re
from collections.abc import Callable

from spacy.lang.char_classes import (
    ALPHA,
    LIST_ELLIPSES,
    LIST_ICONS,
    UNITS,
)
from spacy.lang.fr import French
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_OPENING = [r"\(", r"\[", r"\{", "«", "<", "*", r"\*", "#", "@", "=", "~", "&"]
_CLOSING = [r"\)", r"\]", r"\}", "»", ">", r"\*", ":", ";", ",", r"\?", "!", "¿", "¡"]
_DASHES = "–—−_-"
# Quotation marks that are no apostrophe; after `clean_text` an apostrophe is always «'».
_QUOTES = '"“”„‟«»‹›`´‚'

PREFIXES = [
    *(p for p in _OPENING if p != "*"),
    *_CLOSING,
    *LIST_ELLIPSES,
    *LIST_ICONS,
    f"['’{_QUOTES}]",
    f"[{_DASHES}]",
    r"\|",
    r"\\n",
    "•",
    "/",
    r"\+",
    r"\.(?![0-9])",
    r"[$£€¥]",
    "§",
    "%",
]
SUFFIXES = [
    *(p for p in _OPENING if p != "*"),
    *_CLOSING,
    *LIST_ELLIPSES,
    *LIST_ICONS,
    f"[{_DASHES}]",
    r"\|",
    r"\\n",
    "•",
    "/",
    r"\+",
    f"[{_QUOTES}]",
    # An apostrophe ends a word («l'») unless it closes a quotation after a full word.
    rf"(?<=[{ALPHA}0-9»\)]{{3}})['’]",
    r"(?<=[0-9])[$£€¥%°]",
    rf"(?<=[0-9])(?:{UNITS})",
    rf"(?<=[0-9{ALPHA}%²\)\]»\"'])\.",
    rf"(?<=[{ALPHA}][{ALPHA}])\.",
    r"(?<=\bh)\.",
    "''|’’",
]
INFIXES = [
    *LIST_ELLIPSES,
    *LIST_ICONS,
    f"[{_QUOTES}]",
    r"[()\[\]{}<>|/+=*~&_:;!?]",
    # Hyphens between words or figures; dashes everywhere.
    r"(?<=\w)[-–—−](?=\w)",
    r"[–—−]",
    r"-{2,}",
    # Elision: «l'|armée», «Côte d'|Ivoire», «N'|Djamena».
    rf"(?<=[{ALPHA}]['’])(?=[{ALPHA}0-9«\"])",
    # A missing space: «terroriste.La», «Bamako,Gao», «mort(s)».
    r"(?<=[A-Za-zÀ-ÿ0-9)\]]{2})\.(?=[A-ZÀ-Þ][a-zà-ÿ '’]|[A-ZÀ-Þ]$)",
    # Feeds that lost their line ends keep them as two characters, a backslash and an n.
    r"\\n",
    "•",
    rf"(?<=[{ALPHA}]),(?=[{ALPHA}0-9])",
    rf"(?<=[0-9]),(?=[{ALPHA}])",
    # «12juin», «200km»: not «8e», «9h30», «1er».
    r"(?<=[0-9])(?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|militaires|soldats|morts|tués|blessés|personnes|ans|jours|mois)\b)",
]

_ABBREVIATIONS = (
    "M. MM. Mr. Dr. Pr. Me. Mgr. St. Ste. Sgt. Lt. Cpt. Cap. Cdt. Cne. Col. Gal. Gén. Gl. "
    "av. bd. p. pp. cf. etc. vol. no. No. art. chap. env. éd. réf. tél. Tél. apr. "
    "janv. févr. avr. juil. oct. nov. déc. J.-C. N.D.L.R. c.-à-d."
).split()

# Full words at the end of a sentence («à 18 h.», «ils étaient sept.») more often than short forms.
_NOT_ABBREVIATIONS = frozenset({"h.", "sept.", "Sept.", "n.", "s.", "m.", "a."})


def _keep_exception(key: str) -> bool:
    """Keep spaCy's abbreviations and «aujourd'hui»; drop its list of hyphenated names."""
    if key in _NOT_ABBREVIATIONS:
        return False
    return "-" not in key or not re.search(r"[^\W\d_]-[^\W\d_]", key)


def use_press_tokenizer(nlp: Language) -> None:
    """Give a French pipeline the tokenizer of `fr_sahel`.

    Args:
        nlp: its tokenizer is replaced; it must come before any component is trained.
    """
    rules = {k: v for k, v in French.Defaults.tokenizer_exceptions.items() if _keep_exception(k)}
    for word in _ABBREVIATIONS:
        rules.setdefault(word, [{ORTH: word}])
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(PREFIXES).search,
        suffix_search=compile_suffix_regex(SUFFIXES).search,
        infix_finditer=compile_infix_regex(INFIXES).finditer,
        token_match=None,
        url_match=French.Defaults.url_match,
    )


@registry.callbacks("sahel.press_tokenizer.v1")
def press_tokenizer() -> Callable[[Language], None]:
    """For `[initialize.before_init]` of a training configuration."""
    return use_press_tokenizer
