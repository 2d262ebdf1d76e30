"""Datelines: «Bamako, le 26 août 2024 (AFP) – …», where and when a dispatch was sent."""

import re
from functools import lru_cache

_NAME = r"[A-ZÀ-Þ][\w'’-]*(?: (?:(?:de|du|la|le|les|sur) )?[A-ZÀ-Þ][\w'’.-]*){0,3}"
_BRACKETS = r"(?: ?\([^()\n]{2,40}\))"
_DAY = r"(?:,? (?:(?:le|ce) )?(?:[a-zA-Z]{5,8} )?\d{1,2}(?:er)? \w{3,9}\.?(?: \d{4})?)"
_DATELINE = re.compile(
    rf"\s*{_NAME}(?:, {_NAME})?(?:{_BRACKETS}{_DAY}?|{_DAY}{_BRACKETS}?) ?[-–—] ?(?=\S)"
)
_LONGEST = 120  # characters


@lru_cache(maxsize=256)
def _end(head: str) -> int:
    match = _DATELINE.match(head)
    return match.end() if match else 0


def dateline_end(text: str, start: int, end: int) -> int:
    """Offset after the dateline that a sentence begins with; its start where it has none.

    A place alone before a dash is none: «Gao – Cinq soldats …» says where.

    >>> text = "Bamako, le 26 août 2024 - Dix civils ont péri dimanche à Tinzaouatène."
    >>> text[dateline_end(text, 0, len(text)):]
    'Dix civils ont péri dimanche à Tinzaouatène.'
    """
    return start + _end(text[start : min(end, start + _LONGEST)])
