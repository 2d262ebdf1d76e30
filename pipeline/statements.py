"""Statements: what one sentence ties together: who, what, to whom, where, when, how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.actions import Action, ActionLexicon
from pipeline.mentions import sentences
from pipeline.speech import stance
from pipeline.values import CountValue, DateValue, ForceValue, PlaceValue

_ACTORS = {"FORCE", "PERSON", "ORG"}
_BE = frozenset(
    "est sont été était étaient fut furent sera seront serait seraient être soit soient".split()
)
_PARTICIPLE = ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "is", "it", "ise", "ises", "i", "ie")
# Nouns of these actions name who undergoes in «de X» («l'arrestation de X»).
_OF_IS_TARGET = {"arrest", "abduction", "appointment", "dismissal", "handover"}
_MUTUAL = {"clash", "meeting", "agreement"}
_NEEDS_PEOPLE = {"killed", "wounded", "captured", "missing"}


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts or undergoes: the entity's id and name; a count without a force has a text only."""

    id: str
    name: str
    country: str = ""
    civilian: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """A number of dead: bounds, and whose."""

    low: int | None
    high: int | None
    force_id: str
    nationality: str
    civilian: bool
    part_of: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of one action.

    Attributes:
        start, end: the trigger's character offsets into the doc's text.
        action: one of `pipeline.tables.EVENT_KINDS`.
        status, claimed_by: as `pipeline.speech.Stance`.
        actors, targets: who acts, who undergoes.
        place, date: of the same sentence or the one before, None if neither says.
        dead: the numbers of dead that the sentence gives.
        paragraph: number of the paragraph, for what neighbours share.
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


def find_statements(doc: Doc, lexicon: ActionLexicon) -> list[Statement]:
    """The statements of an annotated doc, in order."""
    actions = list(lexicon.find(doc))
    found: list[Statement] = []
    before: Span | None = None
    n = 0
    for sentence in sentences(doc):
        here = []
        while n < len(actions) and actions[n].start < sentence.end:
            here.append(actions[n])
            n += 1
        if here:
            found.extend(_sentence_statements(sentence, before, here))
        if sentence.text.strip():
            before = sentence
    return found


def _sentence_statements(
    sentence: Span, before: Span | None, actions: Sequence[Action]
) -> Iterator[Statement]:
    ents = list(sentence.ents)
    counts = [e for e in ents if isinstance(e._.value, CountValue)]
    casualties = [e for e in counts if e._.value.role in _NEEDS_PEOPLE and not e._.value.denied]
    dead = tuple(_dead(e._.value) for e in casualties if e._.value.role == "killed")
    strong = [a for a in actions if not a.trigger.weak]
    for action in actions:
        kind = action.trigger.action
        if (
            action.trigger.weak
            and (strong or not casualties)
            and not _has_force_nearby(action, ents)
        ):
            continue
        if action.trigger.weak and any(a.trigger.action == kind for a in strong):
            continue
        actors, targets = _parties(sentence, action, ents)
        if not (actors or targets or (casualties and kind in _VIOLENT)):
            continue
        trigger = sentence.doc[action.start : action.end]
        how = stance(sentence, trigger.start_char, trigger.end_char)
        yield Statement(
            trigger.start_char,
            trigger.end_char,
            kind,
            how.status,
            how.claimed_by,
            tuple(actors),
            tuple(targets),
            _place(action, ents, before),
            _date(action, ents, before),
            dead if kind in _VIOLENT else (),
        )


_VIOLENT = {"attack", "clash", "operation", "air_strike", "explosion", "coup", "abduction"}


def _dead(value: CountValue) -> Dead:
    return Dead(
        value.low,
        value.high,
        value.force_id,
        value.nationality,
        value.unit == "civilians",
        value.part_of,
    )


def _has_force_nearby(action: Action, ents: Sequence[Span]) -> bool:
    return any(
        e.label_ == "FORCE" and min(abs(e.start - action.end), abs(action.start - e.end)) < 8
        for e in ents
    )


def _parties(
    sentence: Span, action: Action, ents: Sequence[Span]
) -> tuple[list[Party], list[Party]]:
    """Who acts and who undergoes, by the trigger's frame and the words around it."""
    doc, kind = sentence.doc, action.trigger.action
    able = [e for e in ents if e.label_ in _ACTORS or _is_crowd(e)]
    left = [e for e in able if e.end <= action.start]
    right = [e for e in able if e.start >= action.end]
    by = [e for e in right if _preposition(doc, e) == "par"]
    if kind in _MUTUAL:
        return _unique([*left[-3:], *right[:3]]), []
    if action.trigger.frame == "verb":
        if _passive(doc, action):
            return _unique(_group(by[:1], by)), _unique(_nearest(left))
        return _unique(_nearest(left)), _unique(_group(right[:1], right))
    against = [e for e in right if _preposition(doc, e) in {"contre", "visant", "ciblant"}]
    of = [e for e in right[:1] if _preposition(doc, e) in {"de", "d'", "du", "des", "la", "les"}]
    if kind in _OF_IS_TARGET:
        return _unique(by[:1]), _unique(_group(of, right))
    actors = by[:1] or [e for e in of if e not in against] or _nearest(left)
    return _unique(actors), _unique(_group(against[:1], against))


def _is_crowd(span: Span) -> bool:
    value = span._.value
    return isinstance(value, CountValue) and value.role in _NEEDS_PEOPLE


def _passive(doc: Doc, action: Action) -> bool:
    word = doc[action.start].lower_
    before = {doc[i].lower_ for i in range(max(0, action.start - 4), action.start)}
    after = doc[action.end].lower_ if action.end < len(doc) else ""
    return word.endswith(_PARTICIPLE) and (bool(before & _BE) or after == "par")


def _nearest(left: Sequence[Span]) -> list[Span]:
    """The last mention before the trigger, with those that «et» or a comma joins to it."""
    group = list(left[-1:])
    for span in reversed(left[:-1]):
        between = span.doc[span.end : group[0].start].text.strip(" ")
        if between not in {",", "et", "et le", "et la", "et les", "/", "et l'", ", le", ", la"}:
            break
        group.insert(0, span)
    return group


def _group(first: Sequence[Span], rest: Sequence[Span]) -> list[Span]:
    group = list(first)
    for span in rest:
        if group and span.start > group[-1].start:
            between = span.doc[group[-1].end : span.start].text.strip(" ")
            if between not in {",", "et", "et le", "et la", "et les", "/", "et l'"}:
                break
            group.append(span)
    return group


def _preposition(doc: Doc, span: Span) -> str:
    """The last preposition in the three words before a mention."""
    for i in range(span.start - 1, max(span.start - 5, -1), -1):
        word = doc[i].lower_
        if word in {"par", "contre", "visant", "ciblant", "de", "d'", "du", "des", "avec", "à"}:
            return str(word)
        if doc[i].is_punct:
            return ""
    return ""


def _unique(spans: Sequence[Span]) -> list[Party]:
    parties = {}
    for span in spans:
        party = _party(span)
        if party:
            parties[party.id or party.name] = party
    return list(parties.values())


def _party(span: Span) -> Party | None:
    match span._.value:
        case ForceValue() as v:
            return Party(v.force_id, v.name, v.country)
        case CountValue() as v:
            return Party(v.force_id, v.force or span.text, v.nationality, v.unit == "civilians")
        case None:
            return None
        case v:
            id_ = getattr(v, "person_id", "") or getattr(v, "organisation_id", "")
            return Party(id_, v.name)


def _distance(action: Action, span: Span) -> int:
    return max(span.start - action.end, action.start - span.end, 0)


def _place(action: Action, ents: Sequence[Span], before: Span | None) -> PlaceValue | None:
    for spans in (ents, list(before.ents) if before is not None else []):
        places = [e for e in spans if isinstance(e._.value, PlaceValue)]
        if places:
            best = min(
                places,
                key=lambda e: (
                    e._.value.kind in {"continent", "zone", "country"},
                    e._.value.kind in {"continent", "zone"},
                    _distance(action, e),
                ),
            )
            return best._.value  # type: ignore[no-any-return]
    return None


def _date(action: Action, ents: Sequence[Span], before: Span | None) -> DateValue | None:
    for spans in (ents, list(before.ents) if before is not None else []):
        dates = [e for e in spans if isinstance(e._.value, DateValue) and e._.value.start]
        if dates:
            return min(dates, key=lambda e: _distance(action, e))._.value  # type: ignore[no-any-return]
    return None
