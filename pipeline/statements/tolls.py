"""The dead that a sentence counts: which of its numbers are of dead, and which are parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from pipeline.statements.parties import ARMED, CIVIL, STATE
from pipeline.values import CountValue

_KINDS = {"fighters": ARMED, "civilians": CIVIL, "persons": ""}
# What joins a part to its total («53 morts, dont 49 militaires») and parts to each other.
_AMONG = frozenset({"dont", "parmi", "soit", "("})
_JOINS = frozenset(", et ainsi que au moins parmi lesquels eux dont soit ( : également".split())
_OUR_SIDE = re.compile(
    r"\b(?:côté (?:ami|armée|militaire)|nos rangs|notre côté|rangs (?:de l'armée|amis|des forces)"
    r"|forces amies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dead:
    """A number of dead: bounds, and whose.

    Attributes:
        kind: of the party that they are of, as `pipeline.statements.parties.Party.kind`.
        part_of: True where they are part of another number of the sentence.
    """

    low: int | None
    high: int | None
    force_id: str
    nationality: str
    kind: str
    part_of: bool


def is_killed(span: Span) -> bool:
    """Whether a mention counts dead, and the text does not deny it."""
    value = span._.value
    return isinstance(value, CountValue) and value.role == "killed" and not value.denied


def _lead_up(first: Span, words: Sequence[str]) -> str:
    """What stands before a sentence's first mention, and just after it."""
    return " ".join(words[max(0, first.start - 12) : first.end + 12]).replace("' ", "'")


def dead_of(entities: Sequence[Span], words: Sequence[str]) -> Iterator[Dead]:
    """The numbers of dead in a sentence, in order.

    Args:
        entities: the sentence's mentions.
        words: the doc's tokens in lower case.
    """
    ours = bool(entities) and _OUR_SIDE.search(_lead_up(entities[0], words)) is not None
    before: Span | None = None  # the dead before, with nothing but joining words since
    part = False
    for span in entities:
        value = span._.value
        if not isinstance(value, CountValue) or value.denied:
            continue
        between = words[before.end : span.start] if before is not None else ()
        among = not _AMONG.isdisjoint(between) and len(between) <= 4
        joined = part and len(between) <= 3 and _JOINS.issuperset(between)
        if value.role != "killed" and not (among or joined):
            before = None
            continue
        part = value.part_of or among or joined
        before = span
        kind = _KINDS.get(value.unit, STATE)
        if ours and not kind:
            kind = STATE
        yield Dead(value.low, value.high, value.force_id, value.nationality, kind, part)
