"""A model's PERSON mentions with their edges put right, and those that are none dropped."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipeline.extractors.person_names import (
    PARTICLES,
    POPES,
    NameRun,
    is_title_word,
    name_runs,
    names_a_thing,
)
from pipeline.mentions import Candidate
from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word, singular
from pipeline.normalizers.titles import civilities_at

_EDGE = " \t\n,;:!?«»\"()[]{}<>*•|/–—-'"
_TOKEN = re.compile(r"(?:[NM]'(?=\w))?[^\W_]+(?:-[^\W_]+)*\.?")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]?['«\"]{0,2}[ ]?$")
# No name follows these directly: 0 to 1 in 100 of the capitalised words after them are a person.
_NOT_BEFORE_NAMES = frozenset(
    "le la les l du des au aux en une ce cet cette ces son sa ses leur leurs notre nos sur "
    "nombreux nombreuses premier franc".split()
)
_VILLAGE = re.compile(r".{3,}(?:bougou|dougou|koro|koroni|coura|koura|ville|bourg|stan|kaha|kro)")
_INHABITANTS = re.compile(r"\w{3,}(?:kois|eens|iens|ains)")
_STREET = frozenset("rue avenue boulevard place stade aeroport ecole lycee fondation camp".split())
_SO_CALLED = re.compile(r"(?:[Ss]urnommée?|[Aa]lias|[Dd]ite?) ['«\"]{0,2} ?(?=[A-ZÀ-Þ])")
_ACRONYM = re.compile(r"([BCDFGHJKLMNPQRSTVWXZ]{2,5}) (?=[A-ZÀ-Þ][a-zà-ÿ])")
AFTER_ARTICLE = re.compile(
    r"(?:\b[dDlL]'|\b(?:[Dd]u|[Ll]a|[Ll]e|[Aa]u) )([A-Z]{3,8}) (?=[A-ZÀ-Þ][a-zà-ÿ])"
)
# Words of organisations' names, never of people's.
_OF_ORGANISATIONS = frozenset(
    "international foundation network group watch media medias news radio tv airlines holding "
    "mining corporation limited".split()
)
_OF_FATHERS = frozenset("ag ould mint ben bin ibn bint".split())
# «au camp de X», «le village de X»: X alone is a place.
_PLACED = re.compile(
    r"(?:camps?|villages?|villes?|localités?|région|province|commune|cercle|quartier|aéroport|"
    r"hameau|département|préfecture|base|forêt|axe|secteur) d(?:e |')$"
)
_COMPOUND = re.compile(r"[ ]?/[ ]?([A-ZÀ-Þ][^\W\d_]+)(?![\w.@/])")


def correct(text: str, candidate: Candidate, lexicon: PeopleLexicon) -> Candidate | None:
    """A model's mention without what it took along that is no name.

    Args:
        text: the doc's text.
        candidate: the mention.
        lexicon: ranks, offices and names.

    Returns:
        The mention with better edges; None if nothing of it is a person's name.
    """
    start, end = candidate.start, candidate.end
    while True:
        before = start, end
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        start = min(civilities_at(text, start), end)
        so_called = _SO_CALLED.match(text, start, end)
        start = so_called.end() if so_called else start
        start = _skip_title(text, start, end, lexicon)
        start = _skip_acronym(text, start, end, lexicon)
        start, end = _skip_lower_case(text, start, end)
        if (start, end) == before:
            break
    if start >= end or not any(c.isalpha() for c in text[start:end]):
        return None
    return replace(candidate, start=start, end=end)


def _skip_title(text: str, start: int, end: int, lexicon: PeopleLexicon) -> int:
    """Offset after the rank or office at the beginning of a mention («Général Goïta»)."""
    words = [(start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    best = start
    key = ""
    for i, (s, e) in enumerate(words[:6]):
        key = f"{key} {singular(text[s:e])}".strip()
        if i + 1 == len(words) or not (key in lexicon.ranks or key in lexicon.offices):
            continue
        pope = key == "pape" and fold_word(text[slice(*words[1])]) in POPES
        if i or pope or key not in lexicon.given:
            best = words[i + 1][0]
    return best


def _skip_acronym(text: str, start: int, end: int, lexicon: PeopleLexicon) -> int:
    """Offset after an acronym that is glued to the name after it.

    After an article any («le chef de l'ANZE Awa Diallo»), after a title one with no vowel («chef
    BRG Koné»), since «le colonel IB Koné» is a name with initials.
    """
    acronym = _ACRONYM.match(text, start, end)
    if acronym is None or acronym.group(1)[0] == "J" or acronym.group(1) in {"DJ", "MC"}:
        after_article = AFTER_ARTICLE.search(text, max(0, start - 4), end)
        if after_article is None or after_article.start(1) != start:
            return start
        following = _TOKEN.match(text, after_article.end(), end)
        known = following is not None and fold_word(following.group()) in lexicon.given
        return after_article.end() if known else start
    before = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return acronym.end() if before and singular(before.group(1)) in lexicon.offices else start


def _skip_lower_case(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut lower-case words and figures at the edges of a name that is otherwise in capitals."""
    words = [(start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    proper = [
        i for i, (s, _) in enumerate(words) if text[s].isupper() or _particle_name(text[s : s + 4])
    ]
    if not proper:
        return start, end
    first, last = proper[0], proper[-1]
    while first > 0 and fold_word(text[slice(*words[first - 1])]) in PARTICLES:
        first -= 1
    for i in range(first, last + 1):
        s, e = words[i]
        word = text[s:e]
        if word[0].isupper() or word[0].isdigit() or fold_word(word) in PARTICLES | {"dite"}:
            continue
        if not _particle_name(word):  # «Awa Cissé D'autres nouvelles»: nothing after it
            last = i - 1
            while last > first and (
                text[words[last][1] : words[last][1] + 1] == "'"
                or not text[words[last][0]].isupper()
            ):
                last -= 1
            break
    if last < first:
        return start, end
    end = words[last][1] if last < len(words) - 1 else end
    return words[first][0], end


def _particle_name(word: str) -> bool:
    return word[:3].casefold() in {"al-", "el-"}


def is_no_name(text: str, c: Candidate, lexicon: PeopleLexicon) -> bool:
    """Whether a corrected mention is after all a people's, a place's or a thing's name."""
    name = text[c.start : c.end]
    words = fold_word(name).split()
    if not words or all(w in PARTICLES for w in words) or words[0] in _STREET:
        return True
    if lexicon.known(name) is not None:
        return False
    if names_a_thing(text, c.start):
        return True
    last = words[-1]
    if len(words) > 1 and last in _OF_ORGANISATIONS:
        return True
    is_name = words[0] in lexicon.given or last in lexicon.family or last in lexicon.surnames
    if is_name and len(words) > 1:
        return False
    if len(words) == 1 and not is_name and _PLACED.search(text, max(0, c.start - 20), c.start):
        return True
    lower = name.islower() and len(words) == 1
    if lower and not is_name:
        return True
    if _INHABITANTS.fullmatch(words[0]) and len(words) == 1 and not is_name:
        return True
    if len(words) == 1 and not is_name:
        if singular(name) in lexicon.adjectives or words[0] in lexicon.countries:
            return True
        if is_title_word(words[0], lexicon) or _VILLAGE.fullmatch(words[0]):
            return True
    match = _WORD_BEFORE.search(text, max(0, c.start - 24), c.start)
    if match is None:
        return False
    return match.group(1).casefold() in _NOT_BEFORE_NAMES and not is_name


def extend(text: str, c: Candidate, runs: Sequence[NameRun], lexicon: PeopleLexicon) -> Candidate:
    """A mention widened to the rest of the name that it is in («Mariam A.» Doumbia).

    Args:
        text: the doc's text.
        c: the mention.
        runs: the runs of capitalised words that overlap it.
        lexicon: given and family names.
    """
    start, end = c.start, c.end
    for run in runs:
        for offset, part in zip(run.offsets, run.parts, strict=True):
            adjoins = offset >= end and text[end:offset].strip(" '") == ""
            if adjoins and _goes_on(text[start:end], part, lexicon):
                end = offset + len(part)
        for offset, part in reversed(list(zip(run.offsets, run.parts, strict=True))):
            stop = offset + len(part)
            if stop <= start and text[stop:start].strip(" '") == "":
                key = fold_word(part)
                known = key in lexicon.given or key in lexicon.family or part[-1] == "."
                capitals = text[start:end].isupper() and end - start > 3 and not part.isupper()
                people = singular(part) in lexicon.adjectives
                if known or (capitals and part[1:2].islower() and not people):  # «Zorobine SISSOKO»
                    start = offset
    return c if (start, end) == (c.start, c.end) else replace(c, start=start, end=end)


def split_names(text: str, c: Candidate, runs: Sequence[NameRun]) -> list[Candidate]:
    """A mention of two names as two: a by-line in capitals and the next text's first words.

    Args:
        text: the doc's text.
        c: the mention.
        runs: the pieces of runs of capitalised words that overlap it.
    """
    for one, two in pairwise(runs):
        last = one.parts[-1]
        inside = c.start <= one.start and two.end <= c.end and text[one.end : two.start] == " "
        capitals = len(last) > 2 and last.isupper()
        plain = len(two.parts) > 1 and not any(p.isupper() for p in two.parts)
        if inside and capitals and plain:
            return [replace(c, end=one.end), replace(c, start=two.start)]
    return [c]


def with_second_surname(text: str, c: Candidate, lexicon: PeopleLexicon) -> Candidate:
    """«Angeline Traoré / Yougbaré»: a married name with both surnames is one name."""
    match = _COMPOUND.match(text, c.end, c.end + 40)
    if match is None or fold_word(match.group(1)) not in lexicon.family:
        return c
    return replace(c, end=match.end())


def _goes_on(name: str, part: str, lexicon: PeopleLexicon) -> bool:
    """Whether a capitalised word goes on with the name before it."""
    key = fold_word(part)
    if name[-1] == "." and len(name) > 1 and name[-2].isupper():
        return True
    if (
        key in lexicon.family
        or key in lexicon.surnames
        or lexicon.known(f"{name} {part}") is not None
    ):
        return True
    if key in _OF_FATHERS or fold_word(name).split()[-1] in _OF_FATHERS:
        return True
    return len(part) == 2 and part[-1] == "."


def release_names(doc: Doc, lexicon: PeopleLexicon) -> None:
    """Cut a person's name off the end of mentions of other labels that a model made, in place.

    Only after an acronym («CVX Awa Zorobabel») or a rank («Col Awa Zorobabel»): a full name after
    a noun is often the name of something («lycée Nelson Mandela»).
    """
    ents = []
    changed = False
    for mention in doc.ents:
        keep = mention
        if mention.label_ in {"ORG", "FORCE", "PLACE"} and mention._.method == "model":
            cut = _name_in(doc, mention, lexicon)
            if cut is not None:
                changed = True
                if cut > mention.start:
                    keep = Span(doc, mention.start, cut, label=mention.label)
                    keep._.method, keep._.score = mention._.method, mention._.score
                else:
                    continue
        ents.append(keep)
    if changed:
        doc.ents = ents


def _name_in(doc: Doc, mention: Span, lexicon: PeopleLexicon) -> int | None:
    """The token at which a person's name begins that ends a mention, None if there is none."""
    first = mention[0].text
    if len(mention) < 2 or not first[0].isupper():
        return None
    rank, acronym = singular(first) in lexicon.ranks, first.isupper() and 2 < len(first) < 9
    if not rank and not acronym:
        return None
    rest = doc[mention.start + 1 : mention.end]
    runs = list(name_runs(rest.text))
    if len(runs) != 1 or runs[0].end - runs[0].start != len(rest.text):
        return None
    if rank:
        return mention.start
    full = runs[0].full_name(lexicon) or runs[0].known_part(lexicon)
    return mention.start + 1 if full is not None else None
