"""Finds places: the model's proposals corrected by the guide, and names it missed.

The guide (PLACE) wants the head noun of a natural or built feature inside the span, that of an
administrative division outside it, and two spans where a hyphen joins two places.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.extractors.place_features import with_features
from pipeline.french import STOP_WORDS
from pipeline.mentions import Candidate, candidates, text_of
from pipeline.normalizers.place_lexicon import PlaceLexicon
from pipeline.normalizers.place_record import Place
from pipeline.placenames import squeeze
from pipeline.text import fold

_WORD = re.compile(r"\w+")
_UPPER = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_UPPER}[\w'’]*(?:[ -](?:(?:de|du|des|la|ag|el|n|m|ou|oua)[ -])?{_UPPER}[\w'’]*){{0,4}}"
_OF = r"(?:de la |de l'|du |des |de |d'|)"
_NUMBERED = re.compile(
    r"\b[Cc]ommunes? (?:[IVX]{1,4}|[1-9])\b(?! (?:personne|mort|élève))"
    r"|\b[Aa]rrondissement (?:[Nn]°? ?)?\d{1,2}\b"
    r"|(?<!\bmouvement )(?<!\bMouvement )\bRN ?\d{1,2}\b"
)
_STREET = re.compile(
    rf"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard) (?:{_OF}{_NAME}(?: X?[IVX]+)?|\d{{1,2}}[.,-]\d{{1,4}})"
)
_HEADED = re.compile(
    r"\b(?:[Vv]illages?|[Ll]ocalités?|[Hh]ameaux?|[Bb]ourgades?|[Cc]ommune rurale|[Cc]ercle"
    rf"|[Mm]oughataa|[Cc]ampement)(?: [a-zà-ÿ]+)? (?:de |du |d'|des )({_NAME})"
)
# «à Sirakoro, dans la région de Kayes»: what such words place is a place.
_LOCATING = (
    r"(?:située? )?(?:dans )?(?:la |le |l'|une? )?"
    r"(?:village|localité|commune|ville|région|cercle|province|département|wilaya)\b"
)
_LOCATED = re.compile(
    rf"(?:\b(?:à|À|de|vers|entre|et|sur) |\b[dD]'|^|\n|[.:!?«»] )({_NAME})"
    rf"(?:,? \(| ?, ){_LOCATING}"
)
# Each with what a text must hold for it to match, which is found much sooner.
_RULES = (
    (re.compile(r"ommunes? [IVX1-9]|rrondissement |RN ?\d"), _NUMBERED),
    (re.compile(r"[Rr]ue |[Aa]venue |[Bb]oulevard "), _STREET),
    (
        re.compile(r"illage|ocalité|ameau|ourgade|ommune rurale|ercle|oughataa|ampement"),
        _HEADED,
    ),
    (re.compile(rf"[(,] ?{_LOCATING}"), _LOCATED),
)
_SURE = re.compile(r"à |À |vers |(?:[A-Za-z]\w{4,}) ")
_CIVILITY = re.compile(r"(?:\bM\.|\bMM\.|\bMme|\bMlle|\bMr|\bDr|\bMe|\bPr) ?$")
_CAPITAL_BEFORE = re.compile(rf"(?<!\w)({_UPPER}\w*) $")
_STUCK_BEFORE = re.compile(r"(?:(\w+)-|[@#._+])$")
_ACRONYM_BEFORE = re.compile(rf"{_UPPER}{{2,}}-$")
_OFFICE_BEFORE = re.compile(r"[Mm]inist(?:re|ère|res)\b[^.;\n]{0,40}\b(?:de l'|de |du )$")
_OF_COUNTRY = re.compile(r"^ (?:du |de la |de l'|des |d')(?=[A-ZÀ-Þ])")
_SPLIT = re.compile(r" ?[-–/] ?")
_LONGEST = 7  # words in a name of the lexicon
_JOINTS = frozenset((" ", "-", "'", " - ", "'-", "\n"))
# Africa, and Ukraine: elsewhere a town is as often a club or a firm («Barcelone», «Reims»).
_REGION = frozenset(
    """AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG
    ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UA UG ZA ZM ZW""".split()
)


def find_places(doc: Doc, lexicon: PlaceLexicon) -> list[Candidate]:
    """The PLACE mentions of a doc.

    Args:
        doc: with a model's PLACE entities, or with none.
        lexicon: from `PlaceLexicon.load`.

    Returns:
        The complete set of candidates, in order; they do not overlap.
    """
    text, ents = text_of(doc), doc.ents
    kept: list[Candidate] = []
    for proposal in candidates(ents, "PLACE"):
        for start, end in _corrected(text, proposal.start, proposal.end, lexicon):
            method = "model" if (start, end) == (proposal.start, proposal.end) else "rule"
            if not kept or kept[-1].end <= start:
                kept.append(Candidate(start, end, "PLACE", method, proposal.score))
    others = sorted((e.start_char, e.end_char) for e in ents if e.label_ == "PERSON")
    found = _merge(kept, list(_by_lexicon(text, lexicon, others)))
    for cue, pattern in _RULES:
        if cue.search(text):
            found = _merge(found, list(_by_rule(text, pattern, lexicon)))
    return with_features(text, found, lexicon)


def _merge(kept: list[Candidate], new: list[Candidate]) -> list[Candidate]:
    """Add what is new: where both overlap the longer one stays, the kept one if they are equal.

    Both are in order and without overlaps among themselves, as is the result.
    """
    result: list[Candidate] = []
    position = 0
    for candidate in new:
        while position < len(kept) and kept[position].end <= candidate.start:
            result.append(kept[position])
            position += 1
        last = position
        while last < len(kept) and kept[last].start < candidate.end:
            last += 1
        rivals = kept[position:last]
        if all(_covers(candidate, rival) for rival in rivals):
            result.append(candidate)
        else:
            result.extend(rivals)
        position = last
    return result + kept[position:]


def _covers(longer: Candidate, shorter: Candidate) -> bool:
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    return inside and longer.end - longer.start > shorter.end - shorter.start


def _corrected(text: str, start: int, end: int, lexicon: PlaceLexicon) -> Iterator[tuple[int, int]]:
    """A proposal's span or spans by the guide; none if it is no place."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    name = text[start:end]
    if _is_excluded(before, after):
        return
    if fold(name) in lexicon.words.directions:
        if re.search(r"(?:\b[Aa]u|\bvers le|[Pp]artie) $", before) and name.isalpha():
            return
        if _OF_COUNTRY.match(after) and not re.search(
            r"[Rr]égions? (?:de l'|du |de la |des )$", before
        ):
            return
    if not lexicon.by_key.get(squeeze(name)):
        parts = _parts(name, lexicon)
        if parts:
            yield from ((start + a, start + b) for a, b in parts)
            return
        trimmed = _trimmed(name, lexicon)
        if trimmed is not None:
            yield start + trimmed[0], start + trimmed[1]
            return
    if re.search(r"\bprésident(?:e)? de la $", before):
        match = re.match(r"république (?:du |de |d'|des |de la )(?=[A-ZÀ-Þ])", name)
        if match:
            yield start + match.end(), end
            return
    yield start, end


def _is_excluded(before: str, after: str) -> bool:
    """Whether what stands around a name makes it a person's, or part of a longer name."""
    if _CIVILITY.search(before) or _ACRONYM_BEFORE.search(before):
        return True
    return _OFFICE_BEFORE.search(before) is not None and after.startswith(" et ")


def _parts(name: str, lexicon: PlaceLexicon) -> list[tuple[int, int]]:
    """Offsets of two or more known places that hyphens or slashes join."""
    cuts = [(m.start(), m.end()) for m in _SPLIT.finditer(name)]
    if not cuts:
        return []
    for cut, resume in cuts:
        left, right = name[:cut], name[resume:]
        if lexicon.knows(left) and lexicon.knows(right) and left[:1].isupper():
            return [(0, cut), (resume, len(name))]
    return []


def _trimmed(name: str, lexicon: PlaceLexicon) -> tuple[int, int] | None:
    """Offsets of the known place in a proposal that took common words along with it."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(name)]
    for i in range(len(words) - 1, 0, -1):
        rest = name[words[i - 1][1] + 1 :]
        if rest[:1].islower() and rest.replace(" ", "").isalpha():
            head = name[: words[i - 1][1]]
            if lexicon.by_key.get(squeeze(head)):
                return 0, len(head)
    if name[:1].islower():
        first = fold(name.split(" ")[0])
        match = re.match(r"[a-zà-ÿ]+(?: [a-zà-ÿ]+)? (?:du |de la |de l'|de |d'|des )", name)
        if match and first not in lexicon.words.inside:
            rest = name[match.end() :]
            if rest[:1].isupper() and lexicon.by_key.get(squeeze(rest)):
                return match.end(), len(name)
    return None


def _lexicon_score(place: Place) -> float:
    """How often such a name is a place: the model's word counts more for «Barcelone» (a club)."""
    if place.kind in ("country", "continent", "zone"):
        return 0.95
    return 0.9 if place.country in _REGION else 0.6


_folded = lru_cache(maxsize=16384)(fold)


def _by_lexicon(
    text: str, lexicon: PlaceLexicon, people: list[tuple[int, int]]
) -> Iterator[Candidate]:
    """Names of the lexicon in a text, the longest at each word."""
    spans = [m.span() for m in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    begins = _names_that_begin(lexicon)
    free = 0  # the word after the last name
    for i, word in enumerate(words):
        longest = begins.get(word)
        if longest is None:
            longest = _longest(word, lexicon)
            if len(begins) < _REMEMBERED:
                begins[word] = longest
        if not longest or i < free:
            continue
        start = spans[i][0]
        for count in range(min(longest, len(words) - i), 0, -1):
            end = spans[i + count - 1][1]
            if not _joined(text, spans, i, count):
                continue
            key = "".join(_folded(w) for w in words[i : i + count])
            if key in lexicon.by_key and _is_name(text, start, end, key, lexicon):
                if not _of_person(start, end, people):
                    score = _lexicon_score(lexicon.by_key[key][0])
                    yield Candidate(start, end, "PLACE", "lexicon", score)
                free = i + count
                break


# Different words whose part in names is remembered.
_REMEMBERED = 100_000


@lru_cache(maxsize=4)
def _names_that_begin(lexicon: PlaceLexicon) -> dict[str, int]:
    """Words that were met, and how many words a name has at most that begins with each."""
    return {}


def _longest(word: str, lexicon: PlaceLexicon) -> int:
    first = _folded(word)
    may_begin = word[0].isupper() or first in lexicon.lower_starts
    return lexicon.starts.get(first, 0) if may_begin else 0


def _of_person(start: int, end: int, people: list[tuple[int, int]]) -> bool:
    """Whether a name is part of a person's; `people` are in order, without overlaps."""
    i = bisect_right(people, (start, end)) - 1
    for a, b in people[max(0, i) : i + 2]:
        if a < end and start < b and not (start <= a and b <= end):
            return True
    return False


def _joined(text: str, spans: list[tuple[int, int]], i: int, count: int) -> bool:
    return all(text[spans[j][1] : spans[j + 1][0]] in _JOINTS for j in range(i, i + count - 1))


def _is_name(text: str, start: int, end: int, key: str, lexicon: PlaceLexicon) -> bool:
    """Whether a form of the lexicon stands in a text as the name of a place."""
    name = text[start:end]
    if not name[:1].isupper() and key not in lexicon.lower_keys:
        return False
    if key in lexicon.words.ambiguous or name in lexicon.words.common or len(key) < 3:
        return False
    if lexicon.forms[key].isupper() and not name.isupper():
        return False
    first, _, rest = name.partition(" ")
    if first in lexicon.words.military and rest[:1].isupper():
        return False
    # «Djibo Baanè», «Mamadou Djibo», «Sotelma-Mali», «Mali-Météo»: parts of longer names.
    kind = lexicon.by_key[key][0].kind
    before, after = text[max(0, start - 60) : start], text[end : end + 25]
    if _is_excluded(before, after):
        return False
    joined = re.match(r"['_@]|-(\w+)", after)
    if joined and _folded(joined[1] or "") not in lexicon.starts:
        return False
    stuck = _STUCK_BEFORE.search(before)
    if stuck and (stuck[1] is None or _folded(stuck[1]) not in lexicon.by_key):
        return False
    if kind in ("country", "continent", "zone"):
        return True
    if re.match(rf" {_UPPER}", after):
        return False
    previous = _CAPITAL_BEFORE.search(before)
    return previous is None or previous[1].lower() in STOP_WORDS or name.isupper()


def _by_rule(text: str, pattern: re.Pattern[str], lexicon: PlaceLexicon) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        if not pattern.groups:
            yield Candidate(match.start(), match.end(), "PLACE", "rule", 0.9)
            continue
        first = match[1].split(" ")[0].lower()
        if first in STOP_WORDS or fold(match[1]) in lexicon.words.directions:
            continue
        # After these words, or at the head of a sentence, a person may stand as well.
        if _SURE.match(match[0]) or lexicon.lookup(match[1]):
            yield Candidate(match.start(1), match.end(1), "PLACE", "rule", 0.9)
