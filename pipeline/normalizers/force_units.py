"""Units: an ordinal, a head noun, military or police words, a number, a proper name or a place."""

import re
from dataclasses import replace

from pipeline.normalizers.force_complements import (
    OF,
    Composed,
    arrondissement_after,
    complement,
    place_end,
    sentence_start,
)
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.normalizers.force_words import Words

_PROPER_UNITS = frozenset("bataillon brigade regiment commando escadron escadrille".split())
# Heads that name companies and offices of any kind too: «Groupe de recherche».
_OFFICES = frozenset("groupe service corps antenne".split())
_COMMON_NOUNS = _OFFICES | {"division", "compagnie"}
_POLICE = frozenset("limiers elements policiers police enqueteurs geoles commissaire".split())
# Régiment, bataillon, brigade, demi-brigade, compagnie, escadron, groupement; French and African
# usage: RIMa, RPIMa, REP, REC, REI, RIC, RCP, RPC, BIA, BIR, BCA, DBLE, GTIA, RHC, RAMa, RGP…
_UNIT_ACRONYM = re.compile(
    r"(?:R[A-Z][A-Za-z]{0,4}|B[A-Z][A-Za-z]{0,4}|DBLE|DI|DB|GTIA|GT[A-Z]|C[A-Z]{1,3})"
)


def read_unit(words: Words, i: int, start: int, lexicon: ForceLexicon) -> Composed | None:
    """A unit's name whose head noun is word i, after an ordinal where start is not i."""
    numbered = start != i
    if numbered and not words.joined(start):
        return None
    if numbered and words.folded[i] == "arrondissement":
        return _police_of(words, start)
    found = lexicon.institutions.longest(words, i)
    if found is None or found[1][0].unit == "no":
        return _acronym_unit(words, i, start, lexicon) if numbered else None
    end, (institution, *_) = found
    composed = Composed(start, end, institution, institution.kind, unit=True)
    composed, roles = _modifiers(words, composed, lexicon)
    modified = bool(roles - {"owner", "general"}) or (bool(roles) and institution.unit == "yes")
    if institution.unit == "modified" and not modified:
        return None
    title = words.capital(i) and not sentence_start(words, i)
    if institution.slot in _COMMON_NOUNS:
        title = title and composed.kind != institution.kind and institution.slot not in _OFFICES
    named = numbered or "specialty" in roles
    if roles - {"adjective", "general"} and institution.slot != "commissariat":
        # «brigade fluviale de la gendarmerie» is one; in «peloton méhariste de la Garde nationale»
        # the owner is a force by itself.
        owned = "owner" in roles and words.folded[composed.end - 1] == "gendarmerie"
        named = named or title or (modified and owned and institution.unit == "yes")
    composed = _number_after(words, replace(composed, named=named))
    if composed.end == end and institution.slot in _PROPER_UNITS:
        composed = _proper_unit(words, composed)
    if institution.slot == "region-militaire" or not (
        numbered or composed.proper or words.folded[composed.end - 1][-1].isdigit()
    ):
        modified = modified or institution.slot == "region-militaire"
        composed = _unit_complement(words, composed, modified, lexicon)
    return composed


def _modifiers(
    words: Words, composed: Composed, lexicon: ForceLexicon
) -> tuple[Composed, frozenset[str]]:
    """Take in «territoriale», «d'infanterie», «de la gendarmerie»; their roles."""
    roles: set[str] = set()
    while composed.end < len(words) and words.joined(composed.end - 1):
        i = composed.end
        if words.folded[i] == "et" and i + 1 < len(words) and words.folded[i + 1] in OF:
            i += 1
        found = lexicon.modifiers.longest(words, i)
        if found is None or found[1][0].role == "acronym":
            break
        modifier = found[1][0]
        if modifier.role == "direction" and not words.capital(i):
            break
        roles.add(modifier.role)
        country = (modifier.country,) if modifier.country else composed.country
        kind = modifier.kind or composed.kind
        composed = replace(composed, end=found[0], kind=kind, country=country)
    return composed, frozenset(roles)


def _unit_complement(
    words: Words, composed: Composed, modified: bool, lexicon: ForceLexicon
) -> Composed:
    """«de Fana», «burkinabè» (after a modified noun only), «du 9e arrondissement»."""
    assert composed.institution is not None
    i, police = composed.end, composed.institution.slot == "commissariat"
    if not police and words.folded[i : i + 2] == ["du", "commissariat"]:
        station = read_unit(words, i + 1, i + 1, lexicon)
        if station is not None and station.named and words.joined(i - 1):
            return replace(composed, end=station.end, place=station.place, named=True)
    place = "yes" if composed.institution.place == "yes" or modified else "no"
    longer = complement(words, composed, place, lexicon)
    if longer.country != composed.country and not modified and not police:
        return composed
    return longer if longer.end > composed.end else _arrondissement(words, composed)


def _number_after(words: Words, composed: Composed) -> Composed:
    """«n° 2», «n°2», «17»: a number after the noun."""
    i = composed.end
    if i >= len(words):
        return composed
    if words.folded[i] in ("n", "no") and i + 1 < len(words):
        if words.gap(i).strip(" ") in ("°", "º", ".") and words.folded[i + 1].isdigit():
            return replace(composed, end=i + 2, named=True)
        if words.folded[i] == "no" and words.gap(i) == " " and words.folded[i + 1].isdigit():
            return replace(composed, end=i + 2, named=True)
    match = re.fullmatch(r"no?(\d{1,4})", words.folded[i])
    if match and words.joined(i - 1):
        return replace(composed, end=i + 1, named=True)
    return composed


def _proper_unit(words: Words, composed: Composed) -> Composed:
    """«bataillon Gangan», «bataillon Badenya 3», «escadron 1/33 Belfort»."""
    i = composed.end
    if i + 2 < len(words) and words.gap(i) == "/" and words.folded[i].isdigit():
        i += 2
    if i >= len(words) or not words.joined(i - 1):
        return composed
    stop = place_end(words, i)
    if stop == i or stop - i > 3:
        return composed
    proper = words.text[words.starts[i] : words.ends[stop - 1]]
    if stop < len(words) and words.joined(stop - 1) and words.folded[stop].isdigit():
        stop += 1
    return replace(composed, end=stop, named=True, proper=proper)


def _arrondissement(words: Words, composed: Composed) -> Composed:
    """«(commissariat) du 9e arrondissement», «… de Sikasso» after it."""
    end = arrondissement_after(words, composed.end)
    if not end:
        return composed
    composed = replace(composed, end=end, named=True, place="arrondissement")
    if end + 1 < len(words) and words.folded[end] in OF and words.joined(end - 1):
        stop = place_end(words, end + 1)
        if stop > end + 1:
            return replace(composed, end=stop)
    return composed


def _police_of(words: Words, i: int) -> Composed | None:
    """«les limiers du 3e arrondissement»: its police station."""
    before = words.folded[max(0, i - 6) : i]
    if not before or before[-1] != "du" or _POLICE.isdisjoint(before):
        return None
    return Composed(i, i + 2, None, "police", named=True, unit=True, place="arrondissement")


def _acronym_unit(words: Words, i: int, start: int, lexicon: ForceLexicon) -> Composed | None:
    """«2e REP», «21e RIMa», «13e DBLE»: an ordinal and an acronym."""
    raw = words.raw(i)
    if words.gap(start) not in (" ", "-") or not 2 <= len(raw) <= 6:
        return None
    if sum(c.isupper() for c in raw) < 2 or not raw[0].isupper() or not raw.isalpha():
        return None
    if not _UNIT_ACRONYM.fullmatch(raw):
        return None
    known = lexicon.modifiers.get(words.folded[i])
    country = tuple(m.country for m in known if m.role == "acronym")
    return Composed(start, i + 1, None, "unit", country, named=True, unit=True)
