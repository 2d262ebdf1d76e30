"""Whose the people counted are, where and when: the last thing settled about a count.

Runs once every mention has its value. A count belongs to the force or nationality that its noun
names («45 Rwandais»), its adjective («soldats maliens»), its complement («13 soldats de la
Minusma»), the noun it completes («une colonne tchadienne de 700 hommes»), the subject of its
sentence («Elle regroupe 5100 militaires», after a sentence on opération Barkhane) or the operation
spoken of («pendant l'opération Monclar»). Where the text says none of it, it stays empty: enemies
and victims are nobody's.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from pipeline.dateline import dateline_end
from pipeline.extractors.count_lexicon import CountLexicon
from pipeline.extractors.count_phrases import noun_of
from pipeline.extractors.count_sentences import sentences_of
from pipeline.extractors.count_words import plain
from pipeline.mentions import mentions, text_of
from pipeline.normalizers.count_roles import CASUALTY_ROLES
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.normalizers.force_words import name_key
from pipeline.values import CountValue, DateValue, ForceValue, PlaceValue

_OF = r"(?:de la |de l'|du |des |de |d')"
# Between a count and the force it completes: «13 soldats maliens [de la force] Minusma».
_COMPLEMENT = re.compile(
    rf" ?(?:[\w-]+ ){{0,2}}(?:{_OF}|appartenant (?:à la |à l'|au |aux |à )|\()"
    r"(?:(?:la |l'|le |les )?(?:force|groupe|mouvement|opération|mission|organisation) )?",
)
_GENERIC = re.compile(
    r" (?:[\w-]+ )?(?:des |du |de la |de l'|dans (?:l'|la |les ))((?:mouvements?|groupes?|armées?"
    r"|forces?|milices?|organisations?|rébellion|coalition|contingents?) [\w-]+(?: [\w-]+s\b)?)"
)
_HOLDER = re.compile(
    r"\b((?:force|contingent|bataillon|détachement|armée|unité|troupe|colonne|mission|corps|section"
    r"|compagnie|brigade|patrouille)s? ([\w-]+))(?: \w+)?,? (?:de|d'|fort de|forte de|composée? de"
    r"|composée? d'|comptant|regroupant|alignant) ?$",
    re.I,
)
_BEFORE = re.compile(
    r"[ ,]*(?:\(|(?:forte? d|dotée? d|composée? d|d)(?:e |')|comptant |alignant |et |avec )?"
    r"(?:les |ses |leurs |quelque )?"
)
_ACRONYM = re.compile(r" ([A-Z][A-Za-z]?[A-Z]+a?)$")
_OWN = re.compile(r"\b(?:ses|leurs|nos|des siens)\b", re.I)
_RANKS = re.compile(r"\bdans (?:ses|leurs) rangs\b", re.I)
_LOSS = re.compile(
    r"\b(?:perd\w*|enregistr\w*|déplor\w*|pleur\w*|subi\w*|affich\w*|revendiqu\w* la perte)\b", re.I
)
_PRONOUN = re.compile(r"\W*(?:elles?|ils?|celle-ci|celui-ci|ceux-ci|celles-ci)\b", re.I)
_THE_FORCE = re.compile(r"\W*(?:l'opération|la force|la mission|l'armée|le contingent)\s", re.I)
_DURING = re.compile(
    r"\b(?:pendant|durant|lors d[eu]|dans le cadre d[eu]|au sein d[eu]|sous la bannière d[eu]"
    r"|au profit d[eu]|dans les rangs d[eu]|au titre d[eu]|dans)\s*(?:la |l'|le |les )?$",
    re.I,
)
_ASIDE = re.compile(r"\b(?:qui|dont|que|afin|pour|ainsi|où)\b|;")
_NOT_SUBJECT = re.compile(
    r"\b(?:par|contre|avec|chez|face à|aux côtés d[eu]|auprès d[eu]|d[eu]|des|d')"
    r"\s*(?:la |l'|les )?$"
)
_SAME_EVENT = re.compile(
    r"\b(?:cet|cette) (?:incident|attaque|embuscade|explosion|accident|affrontement|assaut)"
    r"|\b(?:également|aussi)\b",
    re.I,
)
_IRREGULAR = frozenset({"armed_group", "self_defence", "coalition"})
_WIDE = frozenset({"country", "continent", "zone", "region"})
# How far in the sentence a sign that is no mention is looked for, in characters.
_NEAR = 300
_FORCES = frozenset({"military", "police", "peacekeepers", "fighters"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a count is: in the text's words, the force's id, the nationality's ISO 3166 code."""

    words: str = ""
    force_id: str = ""
    nationality: str = ""


def link_counts(
    doc: Doc, lexicon: CountLexicon | None = None, known_forces: ForceLexicon | None = None
) -> None:
    """Give every count its force, nationality, place and date.

    Args:
        doc: its FORCE, PLACE, DATE and COUNT mentions have their values; the values of COUNT
            mentions are replaced.
        lexicon: from `CountLexicon.load`; the package's own without it.
        known_forces: from `ForceLexicon.load`; likewise.
    """
    counts = mentions(doc, "COUNT")
    if not counts:
        return
    lexicon = lexicon or CountLexicon.load()
    known_forces = known_forces or ForceLexicon.load()
    text = plain(text_of(doc))
    sentences = list(sentences_of(text))
    ents = doc.ents
    forces = [e for e in ents if e.label_ == "FORCE"]
    places = [e for e in ents if e.label_ == "PLACE" and isinstance(e._.value, PlaceValue)]
    dates = [e for e in ents if e.label_ == "DATE" and _is_day(e._.value)]
    bodies = [e for e in ents if e.label_ in ("FORCE", "ORG")]
    number = 0
    last: _Linked | None = None
    for span in counts:
        value = span._.value
        if not isinstance(value, CountValue):
            continue
        while sentences[number][1] <= span.start_char:
            number += 1
        start, end = sentences[number]
        first = max(0, number - 3)
        owner = owner_of(
            text,
            span,
            value,
            sentences[first : number + 1],
            _within(forces, sentences[first][0], end),
            _within(bodies, start, end),
            lexicon,
            known_forces,
        )
        if not owner.words and last is not None and last.number >= number - 1:
            owner = _going_on(text, span, value, start, last, number, lexicon) or owner
        last = _Linked(value, owner, number)
        sent = dateline_end(text, start, end)
        place = _nearest(span, places, start, end, sent)
        date = _nearest(span, dates, start, end, sent)
        span._.value = replace(
            value,
            force=owner.words,
            force_id=owner.force_id,
            nationality=owner.nationality or value.nationality,
            place_id=place._.value.place_id if place is not None else "",
            date=date._.value.value if date is not None else "",
        )


@dataclass(frozen=True, slots=True)
class _Linked:
    """The count before: its value, whose it is, and the number of its sentence."""

    value: CountValue
    owner: Owner
    number: int


def _going_on(
    text: str,
    span: Span,
    value: CountValue,
    start: int,
    last: _Linked,
    number: int,
    lexicon: CountLexicon,
) -> Owner | None:
    """«13 soldats maliens tués, dont six par balle», «Cet incident a aussi fait 4 blessés»."""
    if value.unit != last.value.unit:
        return None
    if number == last.number:
        elliptic = noun_of(span.text, lexicon) is None
        return last.owner if elliptic or value.part_of else None
    both = value.role in CASUALTY_ROLES and last.value.role in CASUALTY_ROLES
    head = text[start : span.start_char]
    return last.owner if both and value.unit in _FORCES and _SAME_EVENT.search(head) else None


def _is_day(value: object) -> bool:
    if not isinstance(value, DateValue) or value.type not in ("DATE", "TIME"):
        return False
    return value.value[:1].isdigit()  # and no PAST_REF, no XXXX-…


def _within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ordered spans that begin between two offsets."""
    first = bisect_left(spans, start, key=lambda s: s.start_char)
    return spans[first : bisect_left(spans, end, lo=first, key=lambda s: s.start_char)]


def _nearest(span: Span, others: Sequence[Span], start: int, end: int, sent: int) -> Span | None:
    """The mention of the same sentence that stands nearest; a town before a country.

    What stands before `sent`, in a dateline, comes last.
    """

    def distance(other: Span) -> int:
        away = max(other.start_char - span.end_char, span.start_char - other.end_char)
        wide = isinstance(other._.value, PlaceValue) and other._.value.kind in _WIDE
        return away + _NEAR * wide + 2 * _NEAR * (other.end_char <= sent)

    return min(_within(others, start, end), key=distance, default=None)


def owner_of(
    text: str,
    span: Span,
    value: CountValue,
    sentences: Sequence[tuple[int, int]],
    forces: Sequence[Span],
    bodies: Sequence[Span],
    lexicon: CountLexicon,
    known_forces: ForceLexicon,
) -> Owner:
    """Whose a count is, by the first of the signs above that the text gives.

    Args:
        text: the document's text.
        span: the count's mention.
        value: its value so far.
        sentences: offsets of the count's sentence, the last, and of those before it.
        forces: the FORCE mentions of these sentences, in order.
        bodies: the FORCE and ORG mentions of the count's sentence, in order.
        lexicon: gives nationalities their codes.
        known_forces: gives acronyms their forces.
    """
    start, end = sentences[-1]
    here = [f for f in forces if start <= f.start_char < end and not _overlap(f, span)]
    if value.nationality:
        return Owner(span.text.split()[-1], "", value.nationality)
    acronym = _ACRONYM.search(span.text)
    if acronym is not None and noun_of(acronym.group(1), lexicon) is not None:
        return _by_acronym(acronym.group(1), forces, known_forces)
    return (
        _by_adjective(text, span, end, lexicon)
        or _by_complement(text, span, value, end, bodies)
        or _by_holder(text, span, start, here, lexicon)
        or _by_subject(text, span, value, sentences, forces, here)
        or Owner()
    )


def _by_acronym(acronym: str, forces: Sequence[Span], known_forces: ForceLexicon) -> Owner:
    """«17 FDS» belong to the FDS, whichever these are."""
    named = next((f for f in forces if f.text == acronym), None)
    if named is not None:
        return _named(named)
    known = known_forces.names.get(name_key(acronym))
    forces_meant = {a.force.force_id: a.force for a in known if not a.doubtful}
    if len(forces_meant) != 1:
        return Owner(acronym)
    ((force_id, force),) = forces_meant.items()
    return Owner(acronym, force_id, force.country[0] if len(force.country) == 1 else "")


def _overlap(a: Span, b: Span) -> bool:
    return bool(a.start < b.end and b.start < a.end)


# The country of such a force is where it serves, not whose its soldiers are.
_OF_MANY_NATIONS = frozenset({"peace_operation", "joint_force", "training_mission", "coalition"})


def _named(force: Span) -> Owner:
    value = force._.value
    if isinstance(value, ForceValue):
        country = "" if value.kind in _OF_MANY_NATIONS else value.country
        return Owner(force.text, value.force_id, country)
    return Owner(force.text)


def _by_adjective(text: str, span: Span, end: int, lexicon: CountLexicon) -> Owner | None:
    """«13 soldats français», «trois otages civils maliens»."""
    for match in _WORD.finditer(text[span.end_char : min(end, span.end_char + 45)]):
        word = match.group()
        code = lexicon.nationalities.get(word.lower())
        if code is not None:
            return Owner(word, "", code)
        if match.end() > 25 or not word.endswith(("s", "x", "é", "e", "i")) or word in _STOPS:
            return None
    return None


_WORD = re.compile(r"[\w'-]+|[^\w\s]")
_STOPS = frozenset("de des d' dans qui que par sur les ses mes très dès sous".split())


def _by_complement(
    text: str, span: Span, value: CountValue, end: int, here: Sequence[Span]
) -> Owner | None:
    """«13 soldats de la Minusma», «90 combattants des groupes ralliés»."""
    for force in here:
        gap = text[span.end_char : force.start_char]
        if force.start >= span.end and len(gap) < 45 and _COMPLEMENT.fullmatch(gap):
            return _named(force)
    generic = _GENERIC.match(text, span.end_char, end)
    if generic is not None and value.unit in _FORCES:
        return Owner(generic.group(1))
    return None


def _by_holder(
    text: str, span: Span, start: int, here: Sequence[Span], lexicon: CountLexicon
) -> Owner | None:
    """«une colonne tchadienne de 700 hommes», «la Minusma, forte de 13 000 hommes»."""
    holder = _HOLDER.search(text[max(start, span.start_char - 60) : span.start_char])
    if holder is not None:
        code = lexicon.nationalities.get(holder.group(2).lower(), "")
        if code:
            return Owner(holder.group(1), "", code)
    for force in here:
        gap = text[force.end_char : span.start_char]
        if force.end <= span.start and len(gap) < 30 and _BEFORE.fullmatch(gap):
            return _named(force)
    return None


def _by_subject(
    text: str,
    span: Span,
    value: CountValue,
    sentences: Sequence[tuple[int, int]],
    forces: Sequence[Span],
    here: Sequence[Span],
) -> Owner | None:
    """The operation spoken of, or the subject of this sentence or of the one it goes on from."""
    start, end = sentences[-1]
    head = text[max(start, span.start_char - _NEAR) : span.start_char]
    near = text[max(start, span.start_char - _NEAR) : min(end, span.end_char + _NEAR)]
    around = text[max(start, span.start_char - 20) : span.end_char]
    own = _OWN.search(around) is not None or _RANKS.search(near) is not None
    if value.unit not in _FORCES and not own:
        return None
    fit = [f for f in here if _fits(f, value)]
    if value.role in ("strength", "deployment"):
        for force in fit:
            if _ASIDE.search(text, span.end_char, max(span.end_char, force.start_char)):
                continue  # another clause: «5 100 militaires dont la mission … dans le cadre de …»
            if _DURING.search(text[max(start, force.start_char - 40) : force.start_char]):
                return _named(force)
    if not own and value.role not in ("strength", "deployment") and not _LOSS.search(head):
        return None
    subjects = [f for f in fit if f.end <= span.start and not _after_preposition(text, start, f)]
    if subjects:
        return _named(subjects[0])
    if own or _PRONOUN.match(text, start, end) or _THE_FORCE.match(text, start, end):
        return _of_before(text, value, sentences, forces)
    return None


def _of_before(
    text: str, value: CountValue, sentences: Sequence[tuple[int, int]], forces: Sequence[Span]
) -> Owner | None:
    """The subject of the last sentence before that names one, over those that go on («Elle …»)."""
    for start, end in reversed(sentences[-4:-1]):
        here = [f for f in forces if start <= f.start_char < end and _fits(f, value)]
        free = [f for f in here if not _after_preposition(text, start, f)]
        if free:
            return _named(free[0])
        if not _PRONOUN.match(text, start, end):
            return None
    return None


def _after_preposition(text: str, start: int, force: Span) -> bool:
    return (
        _NOT_SUBJECT.search(text[max(start, force.start_char - 30) : force.start_char]) is not None
    )


def _fits(force: Span, value: CountValue) -> bool:
    """Fighters are no army's, soldiers no armed group's."""
    known = force._.value
    if not isinstance(known, ForceValue) or not known.kind or known.kind == "private_company":
        return True
    return (known.kind in _IRREGULAR) == (value.unit == "fighters")
