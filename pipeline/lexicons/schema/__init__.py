"""What each lexicon file holds: its columns, what they may say, and what for.

The one description from which the checks (`pipeline.lexicons.check`), the commands `sahel lexicon
show` and `new`, and the reference in the docs are made (`pipeline.lexicons.reference`).
"""

from collections.abc import Mapping

from pipeline.lexicons.schema import counts, dates, events, forces, people, places
from pipeline.lexicons.schema.column import Column, Kind, Lexicon

LEXICONS: Mapping[str, Lexicon] = {
    lexicon.name: lexicon
    for lexicon in (
        *forces.LEXICONS,
        *places.LEXICONS,
        *people.LEXICONS,
        *counts.LEXICONS,
        *dates.LEXICONS,
        *events.LEXICONS,
    )
}

__all__ = ["LEXICONS", "Column", "Kind", "Lexicon"]
