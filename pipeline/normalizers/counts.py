"""Values of counts: bounds, modifier, role and unit of each COUNT mention.

Whose they are, where and when, is settled by `pipeline.links_counts`, once all mentions have their
values. The annotation guide's conventions hold for bounds, modifiers and roles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extractors.count_lexicon import CountedNoun, CountLexicon
from pipeline.extractors.count_phrases import noun_of
from pipeline.extractors.count_sentences import sentences_of
from pipeline.extractors.count_situation import total_of
from pipeline.extractors.count_words import plain
from pipeline.extractors.counts import found_counts
from pipeline.mentions import mentions, text_of
from pipeline.normalizers.count_amounts import Amount, read_amount
from pipeline.normalizers.count_cues import Counted, Words
from pipeline.normalizers.count_roles import CASUALTY_ROLES, Reading, read_roles
from pipeline.values import CountValue

__all__ = ["count_values", "normalize_counts"]

_PART = re.compile(
    r"(?:\bdont|\bparmi (?:eux|elles|lesquel(?:le)?s|ceux-ci|celles-ci),?|\by compris)"
    r"[ ,]*(?:figurent |se trouvent )?$",
    re.I,
)
# «Deux attaques ont fait dix morts. Il s'agit de deux guides et …»
_LISTED = re.compile(r"\s*(?:Il s'agit|Parmi (?:eux|elles|les victimes|lesquels))\b")
_DENIED_BEFORE = re.compile(r"(?:\b(?:et|mais) non|\bnon pas|\bpas)[ ,]*[\"'«“(]? ?$", re.I)
_DENIAL = re.compile(
    r"\b(?:dément(?:i|ie|ent|ait)?|démentir|nie|nient|niait|réfute(?:nt)?|conteste(?:nt)?"
    r"|rejette(?:nt)?)\b[^.;!?]*$",
    re.I,
)
# «Un bus de 60 civils a sauté. Douze sont morts.»: no count of the guide's, but one for the table
_ELLIPTIC = re.compile(
    r"[.!?;] (?:\w+ ){0,2}?[\w-]+ (?:(?:sont|ont|étaient|avaient|seraient|auraient) |d'entre |s')"
)
# How far back, in characters, the count is that another goes on from without saying so.
_NEAR = 250
_FEW = 20
_DEFAULT = {
    "military": "deployment",
    "police": "deployment",
    "peacekeepers": "deployment",
    "fighters": "strength",
}


def normalize_counts(doc: Doc, lexicon: CountLexicon) -> None:
    """Set the value of each COUNT mention, and `doc._.implicit_counts`.

    Args:
        doc: its COUNT mentions get a `CountValue` on `span._.value`; counts whose noun stands in
            the sentence before go to `doc._.implicit_counts` as (start, end, CountValue), in
            characters, and are no mentions.
        lexicon: from `CountLexicon.load`.
    """
    spans = mentions(doc, "COUNT")
    places = [(s.start_char, s.end_char) for s in spans]
    for span, value in zip(spans, count_values(text_of(doc), places, lexicon), strict=True):
        span._.value = value
    if not spans and not _ELLIPTIC.search(text_of(doc)):
        doc._.implicit_counts = ()
        return
    implicit = []
    for found in found_counts(text_of(doc), lexicon):
        start, end = found.phrase.start, found.phrase.end
        if found.implicit and not any(e.start_char < end and start < e.end_char for e in doc.ents):
            amount, role = found.phrase.amount, found.reading.role
            value = CountValue(
                amount.low, amount.high, amount.mod, role or "other", found.unit, implicit=True
            )
            implicit.append((start, end, value))
    doc._.implicit_counts = tuple(implicit)


@dataclass(frozen=True, slots=True)
class _Read:
    """The count before: its noun, its role, the offset after it."""

    noun: CountedNoun | None
    role: str
    end: int


def count_values(
    text: str, places: Sequence[tuple[int, int]], lexicon: CountLexicon
) -> list[CountValue]:
    """The values of a text's counts, given as ordered character offsets."""
    text = plain(text)
    values: list[CountValue] = []
    i = 0
    last: _Read | None = None
    for start, end in sentences_of(text):
        here = []
        while i < len(places) and places[i][0] < end:
            here.append(places[i])
            i += 1
        if not here:
            continue
        words = Words.of(text, start, end)
        nouns = [noun_of(text[a:b], lexicon) for a, b in here]
        counted = [
            Counted(*words.covering(a, b), noun) for (a, b), noun in zip(here, nouns, strict=True)
        ]
        readings = read_roles(words, lexicon, counted)
        # «14 des 15 otages»: the whole names the part
        whole = {
            b: noun
            for (_, b), (a, _), noun in zip(here, here[1:], nouns[1:], strict=False)
            if text[b:a] == " des "
        }
        for (a, b), named, place, reading in zip(here, nouns, counted, readings, strict=True):
            total = total_of(words, place, lexicon)
            noun = named or whole.get(b) or total
            sense = noun
            if total is not None and total.role and noun is not None and noun.scope == "person":
                sense = total  # «le nombre de morts atteint 3 900 personnes»
            elif noun is total and total is not None and not total.role and last is not None:
                sense = None  # «le bilan, 28 soldats tués, est porté à une trentaine»
            before = text[max(start, a - 200) : a]
            part = _PART.search(before) is not None
            amount = read_amount(text[a:b])
            listed = part or _LISTED.match(text, start) is not None
            cued = reading.cost <= 4 and (reading.strong or not part)
            if listed and last is not None and not cued and not (sense and sense.role):
                role = last.role
            else:
                fresh = last if last is not None and a - last.end <= _NEAR else None
                role = _role(sense, reading, last, fresh, amount)
            known = noun or (last.noun if last else None)
            last = _Read(known, role, b)
            values.append(
                CountValue(
                    amount.low if amount else None,
                    amount.high if amount else None,
                    amount.mod if amount else "exact",
                    role,
                    _unit(known, role),
                    nationality=known.nationality if known else "",
                    part_of=part,
                    denied=bool(_DENIED_BEFORE.search(before) or _DENIAL.search(before)),
                )
            )
    return values


def _unit(noun: CountedNoun | None, role: str) -> str:
    """Who is counted: «hommes» are soldiers where they serve, people where they die."""
    if noun is None:
        return "persons"
    if noun.scope == "men" and noun.unit == "persons" and role not in CASUALTY_ROLES:
        return "military"
    return noun.unit


def _role(
    noun: CountedNoun | None,
    reading: Reading,
    last: _Read | None,
    fresh: _Read | None,
    amount: Amount | None,
) -> str:
    """The role of a count by its noun, its cue, the count it goes on from, or by default.

    A few soldiers that no word governs are dead or wounded where those just counted were; many
    are a force on duty.
    """
    own = noun.role if noun else ""
    if own:
        mild = noun is not None and noun.scope != "casualty"
        sure = reading.strong and reading.cost <= (9 if mild else 3)
        if sure and mild:
            return reading.role
        milder = own in {"captured", "displaced", "missing", "other"}
        if sure and own == "displaced" and reading.role == "captured":
            return "captured"
        if sure and milder and reading.role in {"killed", "wounded"}:
            return reading.role
        if sure and own == "wounded" and reading.role == "killed":
            return "killed"
        return own
    if noun is None and last is not None and reading.cost > 4:
        return last.role
    if reading.role and reading.cost <= (40 if noun and noun.scope == "person" else 12):
        return reading.role
    if noun is None or noun.scope == "person":
        return last.role if last else "other"
    if amount is not None and (amount.high or amount.low or 0) < _FEW:
        return fresh.role if fresh is not None and fresh.role in CASUALTY_ROLES else "other"
    return _DEFAULT.get(_unit(noun, ""), "other")
