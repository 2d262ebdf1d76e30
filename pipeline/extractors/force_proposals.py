"""A model's proposals of forces, judged by their words and those right before them.

What no lexicon and no grammar knows is a force where it is written like one: with a number («7e
division»), with a word of war or police («Front des braves»), or after people who fight or arrest
(«les combattants de X»). Of the model's other proposals few are forces: most are organisations.
"""

import re

from spacy.tokens import Doc, Span

from pipeline.mentions import Candidate, text_of
from pipeline.normalizers.force_grammar import read_composed
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.normalizers.force_words import Words, fold_in_place, name_key, words_of

# Before a common noun in lower case they make it one among others: «une police nationale».
VAGUE = frozenset(("un", "une", "sa", "leur"))
# «les forces de défense des pays d'Afrique de l'Est» are several, of no one name.
_NOT_IN_NAMES = frozenset(("pays", "États", "communication", "Communication"))
# Words of names of forces that are no institution's noun.
_WAR = frozenset(
    "front katiba milice milices autodefense vigilance operation garde force forces liberation "
    "defense commando commandos commandement secteur interarmees jihad army command defence "
    "flottille escadrille militaire militaires".split()
)
# Head nouns of bodies of any kind.
_ANY_BODY = frozenset(
    "groupe groupes service services section sections corps antenne antennes unite unites division "
    "divisions compagnie compagnies direction commissariat commissariats centre".split()
)
_FIGHTERS = re.compile(
    r"\b(?:soldats?|(?:les|des|aux|\d) militaires?|combattants?|rebelles?|djihadistes?|jihadistes?"
    r"|terroristes?|miliciens?|insurges?|mercenaires?|gendarmes?|policiers?|limiers|agents?|caporal|sergent"
    r"|lieutenant|capitaine|colonel|groupe (?:arme|terroriste|djihadiste|jihadiste|rebelle))"
    r" (?:du |des |de la |de l'|de |d')?$"
)
_BEFORE = 40


def is_force(text: str, proposal: Candidate, lexicon: ForceLexicon) -> bool:
    """Whether a model's proposal is a force, as far as its words and those before it tell.

    Args:
        text: the document's text.
        proposal: the model's.
        lexicon: see `ForceLexicon.load`.
    """
    name = text[proposal.start : proposal.end]
    words = words_of(name)
    if not len(words) or not _NOT_IN_NAMES.isdisjoint(name.split()):
        return False
    if name.islower() and _vague_before(text, proposal.start):
        return False
    composed = read_composed(words, 0, lexicon)
    if composed is not None and composed.end == len(words):
        return composed.named
    if lexicon.names.get(name_key(name)):
        return True
    if name.islower():
        return _told(words, lexicon)
    return _warlike(words, lexicon) or _after_fighters(text, proposal.start)


def hand_over(doc: Doc, lexicon: ForceLexicon) -> None:
    """Take from a model's forces what is none by its words: ORG if written like one, else nothing.

    Args:
        doc: changed in place.
        lexicon: see `ForceLexicon.load`.
    """
    ents = doc.ents
    if not any(e.label_ == "FORCE" for e in ents):
        return
    text = text_of(doc)
    kept = []
    for span in ents:
        proposal = Candidate(span.start_char, span.end_char, "FORCE", "model", 0.0)
        if span.label_ != "FORCE" or is_force(text, proposal, lexicon):
            kept.append(span)
        elif _is_organisation(span.text, lexicon):
            kept.append(Span(doc, span.start, span.end, label="ORG"))
    if len(kept) < len(ents) or any(a is not b for a, b in zip(kept, ents, strict=True)):
        doc.ents = kept


def _is_organisation(name: str, lexicon: ForceLexicon) -> bool:
    """Whether what is no force is written like an organisation's name or acronym."""
    words = words_of(name)
    if name.islower() or (len(words) < 2 and not name.isupper()):
        return False
    composed = read_composed(words, 0, lexicon) if len(words) else None
    return composed is None or composed.unit


def _told(words: Words, lexicon: ForceLexicon) -> bool:
    """Whether a name in lower case has a number or a nationality («13e brigade», «… malien»)."""
    return any(
        words.folded[i][0].isdigit() or lexicon.adjectives.longest(words, i)
        for i in range(len(words))
    )


def _warlike(words: Words, lexicon: ForceLexicon) -> bool:
    if words.folded[0] == "groupe":
        return False
    return any(
        word in _WAR
        or any(c.isdigit() for c in word)
        or (word not in _ANY_BODY and bool(lexicon.institutions.get(word)))
        for word in words.folded
    )


def _after_fighters(text: str, start: int) -> bool:
    return bool(_FIGHTERS.search(fold_in_place(text[max(0, start - _BEFORE) : start])))


def _vague_before(text: str, start: int) -> bool:
    return text[max(0, start - 8) : start].casefold().endswith(tuple(f" {w} " for w in VAGUE))
