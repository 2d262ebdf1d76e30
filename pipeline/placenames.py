"""How place names are compared: keys under which spellings of one name fall together."""

import re
from functools import lru_cache

from pipeline.text import fold

# Spellings of one sound in names that French administrations wrote down by ear, longest first.
_SOUNDS = (
    ("tch", "c"),
    ("dj", "j"),
    ("kh", "k"),
    ("gh", "g"),
    ("gn", "n"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("gu", "g"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("w", "u"),
    ("q", "k"),
    ("y", "i"),
    ("z", "s"),
    ("h", ""),
)
_TWICE = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[\W_]+")
_HARD_C = re.compile(r"c(?=[aou])")


@lru_cache(maxsize=16384)
def squeeze(name: str) -> str:
    """A name's key: no case, accents, hyphens, apostrophes or spaces.

    >>> squeeze("I-n-Délimane") == squeeze("In Delimane") == squeeze("Indelimane")
    True
    """
    if name.isascii():
        return _OTHER.sub("", name.lower())
    return fold(name).replace(" ", "")


@lru_cache(maxsize=16384)
def skeleton(key: str) -> str:
    """What stays of a key when spellings that sound alike fall together.

    >>> skeleton("watagouna"), skeleton("ouatagouna")
    ('uataguna', 'uataguna')
    """
    key = _HARD_C.sub("k", key)
    for written, sound in _SOUNDS:
        key = key.replace(written, sound)
    return _TWICE.sub(r"\1", key)
