"""Persons: the model's mentions with their edges put right, and the names that it missed.

A name that the model missed is found by its title («le colonel X», «M. X», «le ministre Y»), as a
public figure's name or alias («IBK»), by a first name or a surname that is known, or because the
same name is a person's elsewhere in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.extractors.person_edges import (
    AFTER_ARTICLE,
    correct,
    extend,
    is_no_name,
    release_names,
    split_names,
    with_second_surname,
)
from pipeline.extractors.person_names import (
    PARTICLES,
    NameRun,
    is_title_word,
    name_runs,
    names_a_thing,
)
from pipeline.mentions import Candidate, candidates, text_of
from pipeline.normalizers.office_words import OF, Words, looks_like_adjective
from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word
from pipeline.normalizers.titles import Title, TitleReader

__all__ = ["PeopleLexicon", "find_people"]

# How often a name found so is right (measured on the training texts, rules alone).
_SCORES = {
    "known": 0.97,
    "civility": 0.97,
    "full": 0.95,
    "again": 0.95,
    "rank": 0.93,
    "office": 0.92,
}
# «Alpha Diallo dit Rapido», «Oumou Cissé, alias ''Mamy''»
_ALIAS = re.compile(r",? (?:dite?|alias|surnommée?) ['\"«]{0,2} ?$")
# «sa sœur X», «son fils aîné X»
_KIN = re.compile(
    r"\b(?:[Ss]on|[Ss]a|[Mm]on|[Mm]a|leur|notre|votre) (?:épouse|époux|mari|femme|veuve|père|mère|"
    r"frère|sœur|soeur|fils|fille|oncle|tante|cousine?|neveu|nièce|fiancée?|compagn(?:e|on)|"
    r"jumeau|jumelle|ami|amie)(?: aînée?| cadette?| jumeau| jumelle| adopti(?:f|ve))?,? $"
)
_RIVALS = frozenset({"FORCE", "ORG", "PLACE"})
# Heads of offices before which a lone capitalised word is more often something else's name.
_WEAK_HEADS = frozenset(
    "chasseur international joueur champion vice-champion responsable second chef star agent saint "
    "espion icône sportif cadre autorité citoyen membre soldat garde élu élève pensionnaire".split()
)


def find_people(doc: Doc, lexicon: PeopleLexicon, *, release: bool = False) -> list[Candidate]:
    """Every PERSON mention that a doc should have.

    Args:
        doc: with or without a model's mentions.
        lexicon: ranks, offices, public figures and names.
        release: first cut persons' names off the model's mentions of other labels, in place
            («directeur de la CVX Awa Zorobabel», where the model took «CVX Awa Zorobabel» for
            an organisation); else mentions of other labels are left alone.

    Returns:
        Candidates that do not overlap, in the text's order.
    """
    if release:
        release_names(doc, lexicon)
    text = text_of(doc)
    ents = doc.ents
    rivals = [e for e in ents if e.label_ in _RIVALS]
    edges = {offset for e in rivals for offset in (e.start_char, e.end_char)}
    edges.update(m.end(1) for m in AFTER_ARTICLE.finditer(text))
    pieces = [p for run in name_runs(text) for p in run.pieces(lexicon, edges) if p.parts]
    found = _corrected(text, candidates(ents, "PERSON"), pieces, lexicon)
    words = Words(text, ents)
    titles = TitleReader(text, words, lexicon)
    loose: list[NameRun] = []
    starts = [rival.start_char for rival in rivals]
    for run in _outside(pieces, found):
        if _lies_within(run, rivals, starts):
            continue  # none of it may stand
        candidate = _by_evidence(text, run, words, titles, lexicon)
        if candidate is None or names_a_thing(text, run.start):
            loose.append(run)
        elif _may_stand(candidate, rivals):
            found.append(candidate)
    found += [c for c in _again(found, loose, text, lexicon) if _may_stand(c, rivals)]
    found = [with_second_surname(text, c, lexicon) for c in found]
    return sorted(found, key=lambda c: c.start)


def _lies_within(run: NameRun, rivals: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a run is part of a longer mention of another label; `rivals` are in order."""
    at = bisect_right(starts, run.start) - 1
    if at < 0 or rivals[at].end_char < run.end:
        return False
    return (rivals[at].start_char, rivals[at].end_char) != (run.start, run.end)


def _may_stand(c: Candidate, rivals: Sequence[Span]) -> bool:
    """Whether a name that a rule found may stand against mentions of other labels.

    Not inside a longer one («école Alioune Blondin Bèye»), and not in the place of one that a
    lexicon or a rule found, unless a civility or a rank stands before it.
    """
    for rival in rivals:
        start, end = rival.start_char, rival.end_char
        if start >= c.end or c.start >= end:
            continue
        if (start, end) == (c.start, c.end):
            titled = c.score in {_SCORES["civility"], _SCORES["rank"], _SCORES["known"]}
            if rival._.method != "model" and not titled:
                return False
        elif not (c.start <= start and end <= c.end):
            return False
    return True


def _corrected(
    text: str, proposed: Sequence[Candidate], pieces: Sequence[NameRun], lexicon: PeopleLexicon
) -> list[Candidate]:
    """The model's mentions, corrected, widened, and joined where they are parts of one name."""
    found: list[Candidate] = []
    at = 0
    for c in _split(text, proposed, pieces):
        better = correct(text, c, lexicon)
        if better is None:
            continue
        while at < len(pieces) and pieces[at].end <= better.start:
            at += 1
        around = []
        for piece in pieces[at:]:
            if piece.start >= better.end:
                break
            around.append(piece)
        better = extend(text, better, around, lexicon)
        if is_no_name(text, better, lexicon):
            continue
        if found and better.start < found[-1].end:
            if better.end > found[-1].end:
                found[-1] = Candidate(
                    found[-1].start, better.end, "PERSON", better.method, better.score
                )
        else:
            found.append(better)
    return found


def _split(
    text: str, proposed: Sequence[Candidate], pieces: Sequence[NameRun]
) -> Iterator[Candidate]:
    """The model's mentions, those that hold two names as two."""
    at = 0
    for c in proposed:
        while at < len(pieces) and pieces[at].end <= c.start:
            at += 1
        inside = [piece for piece in pieces[at : at + 6] if piece.start < c.end]
        yield from split_names(text, c, inside)


def _outside(runs: Iterable[NameRun], found: Sequence[Candidate]) -> list[NameRun]:
    """The runs that overlap no candidate; both in the text's order."""
    free = []
    at = 0
    for run in runs:
        while at < len(found) and found[at].end <= run.start:
            at += 1
        if at == len(found) or found[at].start >= run.end:
            free.append(run)
    return free


def _by_evidence(
    text: str, run: NameRun, words: Words, titles: TitleReader, lexicon: PeopleLexicon
) -> Candidate | None:
    """The name in a run of capitalised words, if its title or its words say that it is one."""
    known = run.known_part(lexicon)
    if known is not None:
        return _candidate(known, "known", "lexicon")
    if run.as_name(lexicon) is not None:
        first = words.at(run.start)
        if first < len(words) and words.start[first] == run.start and not run.is_foreign(lexicon):
            evidence = _title_evidence(run, titles.before(first, max(0, first - 40)), first, words)
            if evidence:
                return _candidate(run, evidence, "rule")
        if _KIN.search(text, max(0, run.start - 40), run.start):
            return _candidate(run, "office", "rule")
    full = run.full_name(lexicon)
    return _candidate(full, "full", "lexicon") if full is not None else None


def _title_evidence(run: NameRun, title: Title, first: int, words: Words) -> str:
    """What a title says of the run after it: "civility", "rank", "office" or nothing."""
    if title.start >= first or "\n" in words.text[title.start : first]:
        return ""
    if title.civility:
        return "civility"
    if title.rank is not None and title.rank.rank_id not in {"soldat", "commissaire"}:
        return "rank"
    if not title.phrases:
        return ""
    phrase = title.phrases[-1]
    prepositions = {words.text[at].casefold() for at, _ in phrase.complements}
    if not prepositions <= OF | {"et", ",", "à", "au", "aux", "auprès", "près"}:
        return ""
    if phrase.complements and phrase.office.name in _WEAK_HEADS:
        return ""
    if len(run.parts) > 1:
        return "" if phrase.plural and phrase.complements else "office"
    if looks_like_adjective(run.parts[0].casefold(), participles=True) and phrase.complements:
        return ""
    if phrase.plural or phrase.office.name in _WEAK_HEADS:
        return ""
    return "office" if phrase.office.single or not phrase.complements else ""


def _candidate(run: NameRun, evidence: str, method: str) -> Candidate:
    return Candidate(run.start, run.end, "PERSON", method, _SCORES[evidence])


def _again(
    found: Sequence[Candidate], runs: Iterable[NameRun], text: str, lexicon: PeopleLexicon
) -> list[Candidate]:
    """Names that are a person's, or a person's surname, elsewhere in the text."""
    surnames: set[str] = set()
    whole: set[str] = set()
    for c in found:
        name = fold_word(text[c.start : c.end])
        parts = [w for w in name.split() if w not in PARTICLES]
        clear = len(parts) > 1 or name in lexicon.given
        if c.score >= _SCORES["full"] or (c.method == "model" and clear):
            whole.add(name)
            # the last name, or a middle one: «Mahamat Zorobine Ali», then «Zorobine»
            surnames.update(w for w in parts[1:-1] if len(w) > 4)
            if len(parts) > 1 and len(parts[-1]) > 3:
                surnames.add(parts[-1])
    more = []
    ends = {c.end for c in found}
    for run in runs:
        key = run.key
        alias = _ALIAS.search(text, max(0, run.start - 16), run.start)
        if alias is not None and alias.start() in ends:
            more.append(_candidate(run, "again", "rule"))
            continue
        if key not in whole and key not in surnames:
            continue
        if len(run.parts) == 1:
            short = len(key) < 3 or key in lexicon.countries or is_title_word(key, lexicon)
            if short or _follows_article(text, run.start):
                continue
        more.append(_candidate(run, "again", "rule"))
    return more


def _follows_article(text: str, offset: int) -> bool:
    before = text[max(0, offset - 5) : offset].split(" ")
    return len(before) > 1 and before[-2].casefold() in {"le", "la", "les", "du", "des", "au", "en"}
