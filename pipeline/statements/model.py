"""A statement: what a sentence says of one action."""

from dataclasses import dataclass

from pipeline.statements.parties import Party
from pipeline.statements.tolls import Dead
from pipeline.values import DateValue, PlaceValue

VIOLENT = frozenset(
    {"attack", "clash", "operation", "air_strike", "explosion", "abduction", "coup"}
)
# Kinds that happen where the sentence before says that something happened.
ON_THE_SPOT = VIOLENT | {"arrest", "other"}
# A sentence that only counts the dead of what others tell.
TOLL = "toll"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of one action.

    Attributes:
        start, end: the trigger's character offsets into the doc's text.
        action: one of `pipeline.tables.EVENT_KINDS`, or `TOLL`.
        status, claimed_by: as `pipeline.statements.stance.Stance`.
        actors, targets: who acts, who undergoes.
        place, date: of the same sentence, None if it does not say.
        dead: the numbers of dead that the sentence gives.
        sentence: its number in the doc.
        minor: whether its trigger gives way to others.
        definite: whether it takes up what was told («cette attaque», «la rencontre»).
        generic: whether it is a noun in the plural, of many happenings perhaps.
    """

    start: int
    end: int
    action: str
    status: str
    claimed_by: str
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    place: PlaceValue | None
    date: DateValue | None
    dead: tuple[Dead, ...]
    sentence: int = 0
    minor: bool = False
    definite: bool = False
    generic: bool = False
