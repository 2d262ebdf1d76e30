"""How a sentence puts what it says: as a fact, a claim, a denial, a possibility, a plan."""

import re
from dataclasses import dataclass

from spacy.tokens import Span

_DENIED = re.compile(
    r"\b(?:démen(?:t|tent|ti|tie|tir|tait)|ni(?:e|ent|é|ait)|réfut\w+|récus\w+|faux|fausse|infondée?s?)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\bn(?:e|')\s*\w+\s+(?:pas|jamais|point|plus|aucune?)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b\w+(?:rait|raient)\b|\b(?:serait|auraient|aurait|seraient|peut-être|pourrait|semble\w*|"
    r"présumée?s?|soupçonnée?s?|probablement|éventuel\w*|s'ils?|au cas où|à supposer)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:va|vont|sera|seront|prévue?s?|prévoi\w+|envisag\w+|devra|devront|doit|doivent|"
    r"prochain\w*|bientôt|projet\w*|compte\w*|entend(?:ent)?|s'apprêt\w+)\b",
    re.IGNORECASE,
)
_SPEECH = (
    r"(?:a|ont|avait|avaient)?\s*(?:indiqué|déclaré|affirmé|annoncé|assuré|expliqué|précisé|"
    r"souligné|confié|rapporté|estimé|ajouté|soutenu|revendiqué|dit|fait savoir|laissé entendre|"
    r"indique(?:nt)?|déclare(?:nt)?|affirme(?:nt)?|annonce(?:nt)?|assure(?:nt)?|explique(?:nt)?|"
    r"précise(?:nt)?|souligne(?:nt)?|rapporte(?:nt)?|estime(?:nt)?|ajoute(?:nt)?|soutien(?:t|nent)|"
    r"revendique(?:nt)?|dira|disent)"
)
_CLAIM = re.compile(rf"\b{_SPEECH}\b", re.IGNORECASE)
_ACCORDING_TO = re.compile(
    r"\b(?:selon|d'après|de source\w*|aux dires de|au dire de|à en croire|de l'avis de|"
    r"aux yeux de)\s+",
    re.IGNORECASE,
)
_SPEAKERS = {"PERSON", "FORCE", "ORG"}


@dataclass(frozen=True, slots=True)
class Stance:
    """How a sentence puts it: a status of `pipeline.tables.STATUSES`, and whose claim it is."""

    status: str
    claimed_by: str = ""


def stance(sentence: Span, start: int, end: int) -> Stance:
    """How a sentence puts the words from `start` to `end`.

    Args:
        sentence: where they stand.
        start, end: character offsets into the doc's text.

    Returns:
        Denied over possible over planned over claimed over reported.
    """
    text = sentence.text
    at = start - sentence.start_char
    clause = _clause(text, at)
    speaker = _speaker(sentence, start)
    if _DENIED.search(text) or _NEGATED.search(clause):
        return Stance("denied", speaker)
    if _POSSIBLE.search(clause):
        return Stance("possible", speaker)
    if _PLANNED.search(clause[: max(at, 0) + (end - start)]):
        return Stance("planned", speaker)
    return Stance("claimed", speaker) if speaker else Stance("reported")


def _clause(text: str, at: int) -> str:
    start = max((text.rfind(mark, 0, at) for mark in (",", ";", ":", "«", "(")), default=-1) + 1
    ends = [i for mark in (",", ";", ":", "»", ")") if (i := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


def _speaker(sentence: Span, start: int) -> str:
    """Who says what stands at `start`: «selon X», «X a déclaré que …», «…», a déclaré X."""
    text, offset = sentence.text, sentence.start_char
    speakers = [e for e in sentence.ents if e.label_ in _SPEAKERS]
    match = _ACCORDING_TO.search(text)
    if match:
        named = [e for e in speakers if 0 <= e.start_char - offset - match.end() < 40]
        if named:
            return _name(named[0])
        words = re.match(r"[^,.;:«»()]{3,60}", text[match.end() :])
        return words.group().strip() if words else ""
    for verb in _CLAIM.finditer(text):
        position = verb.start() + offset
        before = [e for e in speakers if e.end_char <= position and position - e.end_char < 60]
        after = [e for e in speakers if 0 <= e.start_char - verb.end() - offset < 40]
        if before and start > position:
            return _name(before[-1])
        if after and start < position:
            return _name(after[0])
    return ""


def _name(mention: Span) -> str:
    return str(getattr(mention._.value, "name", "") or mention.text)
