"""Where and when an action takes place, of all the places and dates that its sentence names."""

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Span

from pipeline.dateline import dateline_end
from pipeline.mentions import sentence_of, text_of
from pipeline.statements.actions import Action
from pipeline.statements.clauses import Clause
from pipeline.statements.conjugation import PARTICIPLE
from pipeline.statements.parties import PartyMention
from pipeline.statements.speech import Speech
from pipeline.values import DateValue, PlaceValue

# What a place or date costs, in tokens of distance, for each sign that it belongs elsewhere.
_WIDE = {"country": 12, "zone": 9, "continent": 30, "region": 4, "division": 3, "nature": 2}
_AHEAD = 4  # before the action rather than after it
_OTHER_CLAUSE = 10
_OTHER_ACTION = 12
_SOMEBODY_S = 9  # «le maire de Mondoro», «la population de Gao»
_OF_A_TITLE = 25  # «les autorités du Burkina Faso»
_TOO_FAR = 60
_OF_A_DATELINE = 30  # «Bamako, le 3 mai – …»: where and when it was written
_BREAKS = frozenset("; : « » qui que qu' dont où mais alors tandis ( )".split())
_SITE = frozenset(
    "région ville village localité commune cercle province département camp base poste "
    "secteur zone axe environs abords quartier district nord sud est ouest centre frontière "
    "forêt site gare aéroport localités villages préfecture garnison détachement près loin "
    "kilomètres km entrée attaque mine marché école route banlieue périphérie alentours "
    "proximité large".split()
)
_WHERE = frozenset("à au aux en dans sur vers près entre chez sous depuis".split())
_NOT_WHEN = frozenset("depuis avant jusqu' jusque après dès".split())
_MADE = frozenset(
    "créé créée créés créées fondé fondée établi établie signé signée adopté adoptée élu élue né "
    "née instauré instaurée promulgué promulguée condamné condamnée".split()
)


def place_of(
    clause: Clause,
    action: Action,
    rivals: Sequence[Action],
    acting: Sequence[PartyMention],
    *,
    outside: tuple[int, int] = (0, 0),
) -> PlaceValue | None:
    """The place of an action: near it, of its clause, the finest, and no party to it.

    Tokens of `outside` (first, after the last) are left out: what somebody says.
    """
    taken = {p.start for p in acting if p.label == "place"}
    inside = [(p.start, p.end) for p in clause.parties if p.label not in {"place", "count"}]
    best: tuple[float, PlaceValue] | None = None
    for span in clause.entities:
        value = span._.value
        if not isinstance(value, PlaceValue) or span.start in taken:
            continue
        if outside[0] <= span.start < outside[1]:
            continue
        cost = _cost(clause, action, rivals, span) + _WIDE.get(value.kind, 0)
        if any(a <= span.start < b for a, b in inside):
            cost += _OF_A_TITLE
        cost += _belongs_to_a_noun(clause, action, span) + _of_a_dateline(span)
        if cost < _TOO_FAR and (best is None or cost < best[0]):
            best = (cost, value)
    return best[1] if best else None


def _of_a_dateline(span: Span) -> int:
    sentence = sentence_of(span)
    end = dateline_end(text_of(span.doc), sentence.start_char, sentence.end_char)
    return _OF_A_DATELINE * (span.end_char <= end)


def _belongs_to_a_noun(clause: Clause, action: Action, span: Span) -> int:
    """What «de X» costs where X completes another noun than the action's or a site's."""
    words, k = clause.words, span.start - 1
    while k > clause.start and words[k] in {"la", "le", "l'", "les"}:
        k -= 1
    if k < clause.start or words[k] not in {"de", "d'", "du", "des"}:
        return 0
    head = words[k - 1] if k > clause.start else ""
    if k <= action.end + 1 and k >= action.end:
        return -4
    return 0 if head in _SITE else _SOMEBODY_S


def date_of(
    clause: Clause,
    action: Action,
    rivals: Sequence[Action],
    said: Sequence[Speech],
    *,
    outside: tuple[int, int] = (0, 0),
) -> DateValue | None:
    """The date of an action: near it, of its clause, not the day on which somebody says so."""
    best: tuple[float, DateValue] | None = None
    for span in clause.entities:
        value = span._.value
        if not isinstance(value, DateValue) or not _is_day(value):
            continue
        if outside[0] <= span.start < outside[1]:
            continue
        before = _word_before(clause, span)
        if before in _NOT_WHEN or _of_speech(clause, action, rivals, span, said):
            continue
        cost = _cost(clause, action, rivals, span) + _of_a_dateline(span)
        if before in _MADE and not action.start <= span.start - 3 <= action.end:
            cost += _OTHER_CLAUSE
        cost += {"year": 6, "decade": 20, "century": 40}.get(value.precision, 0)
        if value.type == "TIME" and len(value.value) < 10:
            cost += 20
        if best is None or cost < best[0]:
            best = (cost, value)
    return best[1] if best else None


def _is_day(value: DateValue) -> bool:
    return value.type in ("DATE", "TIME") and bool(value.start) and value.value[:1].isdigit()


def _word_before(clause: Clause, span: Span) -> str:
    k = span.start - 1
    while k >= clause.start and clause.words[k] in {
        "le",
        "la",
        "l'",
        "en",
        "ce",
        "au",
        "du",
        "les",
    }:
        k -= 1
    return clause.words[k] if k >= clause.start else ""


def _of_speech(
    clause: Clause,
    action: Action,
    rivals: Sequence[Action],
    span: Span,
    said: Sequence[Speech],
) -> bool:
    """«a annoncé mardi que», «…, a indiqué lundi l'armée»: the day of the saying."""
    for speech in said:
        if speech.verb < 0 or speech.verb == action.start:
            continue
        low, high = min(span.start, speech.verb), max(span.start, speech.verb + 1)
        if any(low <= a.start < high or 0 <= span.start - a.end <= _ITS_OWN for a in rivals):
            continue
        outside = not speech.start <= span.start < speech.end
        near = 0 < span.start - speech.verb <= 4
        apart = any(w in _SPEECH_ENDS for w in clause.words[low:high])
        if not apart and (near or (outside and high - low <= 9)):
            return True
    return False


_ITS_OWN = 2  # «le coup d'État du 26 juillet»
_SPEECH_ENDS = frozenset({"que", "qu'", ":", "«", "»"})


def _cost(clause: Clause, action: Action, rivals: Sequence[Action], span: Span) -> float:
    """How far a mention stands from an action, with what stands between them."""
    if span.start >= action.end:
        low, high = action.end, span.start
        cost: float = span.start - action.end
    else:
        low, high = span.end, action.start
        cost = action.start - span.end + _AHEAD
    gap = clause.words[low:high]
    cost += _OTHER_CLAUSE * min(sum(w in _BREAKS for w in gap), 3)
    for other in rivals:
        if low <= other.start < high and other.trigger.action != action.trigger.action:
            cost += _OTHER_ACTION if other.mood != PARTICIPLE else _OTHER_ACTION / 2
    return cost


def days(value: Any) -> tuple[str, str]:
    """First and last day of a date, ISO 8601."""
    return value.start[:10], value.end[:10]
