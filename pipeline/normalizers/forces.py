"""What force a mention names: the lexicon's, a composed one, or one known by its name only.

Naming. A mention's `name` is the force's canonical name. Institutions of a state are named with
it («police nationale» in a text on Niger is the «Police nationale du Niger»), «armée malienne» is
one force with «Forces armées maliennes». Collective terms that every Sahelian state uses alike
(FDS, état-major général des armées) keep their plain name where the text gives no nationality;
their `force_id` and `country` then still say whose they are.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process
from spacy.tokens import Doc

from pipeline.mentions import mentions, text_of
from pipeline.normalizers.force_acronyms import given_acronyms
from pipeline.normalizers.force_complements import Composed
from pipeline.normalizers.force_evidence import Evidence
from pipeline.normalizers.force_grammar import read_composed
from pipeline.normalizers.force_guess import guess
from pipeline.normalizers.force_lexicon import Alias, Force, ForceLexicon
from pipeline.normalizers.force_words import name_key, words_of
from pipeline.values import ForceValue

# Slots whose bare name stays as it is.
_COLLECTIVE = frozenset(("fds", "etat-major", "fsi", "securite"))
# Head nouns that may stand before a listed name: «force Barkhane», «groupe anti-Balaka».
_HEADS = frozenset(
    "force forces groupe groupes operation operations mouvement milice milices secte reseau "
    "organisation mission coalition front rebellion plan task katiba ex la le les l".split()
)
# Kinds named after what was spoken of last: «la force conjointe», after G5 Sahel or after AES.
_NAMED_AFTER = frozenset(("joint_force", "peace_operation", "coalition"))
_FUZZY_LENGTH = 14
_FUZZY_CUTOFF = 92.0
_NUMBERED = re.compile(
    r"(?P<acronym>\w{2,8}) (?:n ?[°º] ?\d{1,3}|\d{1,2}|d(?:es?|u|') ?\S.{0,60})"
    r"|\d+\w{1,4} (?P<after>\w{2,8})"
)
_NO_QUOTES = str.maketrans("", "", '"«»')
_ORDINAL = re.compile(r"\b(\d+)\s?(?:ième|ieme|ème|eme|è|°)\b")


@dataclass(slots=True)
class _Reading:
    """A document while its forces are read, in order."""

    lexicon: ForceLexicon
    evidence: Evidence
    last: dict[str, int] = field(default_factory=dict)  # force_id → offset of its last sure mention
    cache: dict[str, ForceValue] = field(default_factory=dict)


def normalize_forces(doc: Doc, lexicon: ForceLexicon) -> None:
    """Set `span._.value`, a `ForceValue`, on each FORCE mention of a doc.

    Args:
        doc: changed in place.
        lexicon: see `ForceLexicon.load`.
    """
    spans = mentions(doc, "FORCE")
    if not spans:
        return
    text = text_of(doc)
    reading = _Reading(lexicon, Evidence(words_of(text), lexicon))
    given = given_acronyms(text, [(s.start_char, s.end_char) for s in spans])
    bound = {
        acronym: _value(text[start:end], start, reading)
        for acronym, (start, end) in sorted(given.items(), key=lambda item: item[1])
    }
    for span in spans:
        value = bound.get(span.text) or _value(span.text, span.start_char, reading)
        reading.last[value.force_id] = span.start_char
        span._.value = value


def _value(text: str, start: int, reading: _Reading) -> ForceValue:
    aliases = _aliases(text, reading.lexicon)
    acronym = ""
    if aliases:
        force = _choose(aliases, start, reading)
        if not force.force_id.startswith("x-"):
            return _of_force(force)
        text = force.name  # a term of every state («FDS»): the state is looked for
        acronym = force.acronym
    composed = _composed(text, reading.lexicon)
    if composed is not None:
        value = _of_composed(text, composed, start, reading)
        return replace(value, acronym=acronym) if acronym else value
    part = _part_of_listed(text, start, reading)
    if part is not None:
        return part
    if text not in reading.cache:
        reading.cache[text] = _unlisted(text, reading, start=start)
    return reading.cache[text]


def _aliases(text: str, lexicon: ForceLexicon) -> list[Alias]:
    """Listed names that the text is: itself, or without a head noun."""
    key = _ORDINAL.sub(r"\1e", name_key(text))
    found = lexicon.names.get(key)
    while not found and key.partition(" ")[0] in _HEADS and " " in key:
        key = key.partition(" ")[2]
        found = [a for a in lexicon.names.get(key) if a.force.kind != "police"]
    exact = [a for a in found if not a.acronym or a.text in text]
    return exact or found


def _choose(aliases: list[Alias], start: int, reading: _Reading) -> Force:
    """The force meant, of those that have the name."""
    forces = {a.force.force_id: a.force for a in aliases}
    if len(forces) == 1:
        return aliases[0].force
    if any(f.kind in _NAMED_AFTER for f in forces.values()):
        last = {k: reading.evidence.last_sign(f, start) for k, f in forces.items()}
        last = {k: max(at, reading.last.get(k, -1)) for k, at in last.items()}
        if max(last.values()) >= 0:
            return forces[max(last, key=lambda k: (last[k], k))]
    said = [f for k, f in forces.items() if k in reading.last]
    if said:
        return max(said, key=lambda f: reading.last[f.force_id])
    near = reading.evidence.country_near(start)
    sure = {a.force.force_id for a in aliases if not a.doubtful}
    return max(
        forces.values(),
        key=lambda f: (
            reading.evidence.weight(f) + 4 * (near in f.country),
            f.force_id in sure,
            f.force_id,
        ),
    )


def _composed(text: str, lexicon: ForceLexicon) -> Composed | None:
    words = words_of(text)
    composed = read_composed(words, 0, lexicon) if len(words) else None
    return composed if composed is not None and composed.end == len(words) else None


def _of_force(force: Force) -> ForceValue:
    country = force.country[0] if len(force.country) == 1 else ""
    return ForceValue(force.name, force.force_id, force.kind, country, force.acronym, force.parent)


def _of_composed(text: str, composed: Composed, start: int, reading: _Reading) -> ForceValue:
    lexicon, institution = reading.lexicon, composed.institution
    if institution is None or composed.unit or composed.place or not institution.slot:
        return _unlisted(text, reading, composed)
    codes = composed.country
    explicit = bool(codes)
    near = reading.evidence.country_near(start)
    code = near if near in codes or not codes else codes[0]
    slot = institution.slot
    force = lexicon.slot(slot, code)
    if force is None and len(codes) > 1:
        force = next((f for c in codes if (f := lexicon.slot(slot, c))), None)
    if force is not None:
        value = _of_force(force)
    else:
        value = _institution_of(institution.name, slot, composed.kind, code, lexicon)
    if not explicit and slot in _COLLECTIVE:
        return ForceValue(
            institution.name, value.force_id, value.kind, value.country, value.acronym
        )
    return value


def _institution_of(
    name: str, slot: str, kind: str, code: str, lexicon: ForceLexicon
) -> ForceValue:
    nation = lexicon.nations.get(code)
    if nation is None:
        return ForceValue(name, f"cf-{slot}", kind)
    parent = lexicon.slot("armee", code)
    below = parent is not None and kind in ("army", "air_force", "navy", "special_forces", "staff")
    return ForceValue(
        f"{name} {nation.of}",
        f"cf-{code.lower()}-{slot}",
        kind,
        code,
        parent=parent.force_id if parent is not None and below else "",
    )


def _part_of_listed(text: str, start: int, reading: _Reading) -> ForceValue | None:
    """«BIR 17», «BAC de Bobo», «19e BIR»: one of the units that a listed acronym stands for."""
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    aliases = _aliases(match["acronym"] or match["after"], reading.lexicon)
    if not aliases or not aliases[0].acronym:
        return None
    whole = _choose(aliases, start, reading)
    country = whole.country[0] if len(whole.country) == 1 else reading.evidence.country()
    return replace(_own(text, whole.kind, country, reading, True), parent=whole.force_id)


def _unlisted(
    text: str, reading: _Reading, composed: Composed | None = None, start: int = 0
) -> ForceValue:
    lexicon = reading.lexicon
    if composed is None:
        fuzzy = _fuzzy(text, lexicon)
        if fuzzy is not None:
            return _of_force(fuzzy)
        return _own(text, *guess(text, start, reading.evidence), reading, False)
    country = composed.country[0] if composed.country else ""
    local = composed.unit or composed.institution is not None
    if local and not country:
        country = _town_country(composed.place, lexicon) or reading.evidence.country()
    return _own(text, composed.kind, country, reading, local and not composed.country)


def _own(text: str, kind: str, country: str, reading: _Reading, local: bool) -> ForceValue:
    """A force known by its own words; `local` where another country may have one so named."""
    name = _ORDINAL.sub(r"\1e", " ".join(text.translate(_NO_QUOTES).split()))
    name = name[:1].upper() + name[1:]
    digest = hashlib.sha256(f"{name_key(name)}|{country if local else ''}".encode()).hexdigest()
    if local and country:
        name = f"{name} ({reading.lexicon.nations[country].name})"
    return ForceValue(name, f"force-{digest[:12]}", kind, country)


def _town_country(place: str, lexicon: ForceLexicon) -> str:
    """The country of the place that names a unit, "" where it is unknown or in several."""
    codes = lexicon.towns.get(name_key(place))
    return codes[0] if len(codes) == 1 else ""


def _fuzzy(text: str, lexicon: ForceLexicon) -> Force | None:
    """The listed force whose long name this nearly is («Mouvement arabe de l'Azawd»)."""
    key = name_key(text)
    if len(key) < _FUZZY_LENGTH or " " not in key or re.search(r"\d", key):
        return None
    found = process.extractOne(
        key, lexicon.long_names, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF
    )
    if found is None:
        return None
    aliases = lexicon.names.get(found[0])
    return aliases[0].force if len({a.force.force_id for a in aliases}) == 1 else None
