"""Dates: every temporal expression of a text, by the annotation guide's spans.

The date grammar (`date_rules`) finds them. Where a model has marked dates too, it decides the
doubtful ones: a rule that is often wrong stands only where the model agrees, and what only the
model saw stays where its words speak of time.
"""

import re

from spacy.tokens import Doc

from pipeline.extractors.date_rules import Found, grammar, plain
from pipeline.mentions import Candidate, candidates

# A rule below this is right about as often as not: the model is asked, where there is one.
_DOUBTFUL = 0.8
_UNSURE_ALONE = 0.5
# How often a span is right that only the model saw, or that the model confirms.
_MODEL_ALONE = 0.6
_ARTICLE = re.compile(r"(?:l'|(?:les?|la|du|au|aux|en) )", re.I)
# What speaks of time; a model's span without it («l'occasion», «la 5e journée») is no date.
_TIME_WORD = re.compile(
    r"\b(?:ans?|annees?|mois|semaines?|jours?|journees?|heures?|\d{1,2} ?h|week-?ends?|siecles?|decennies?"
    r"|millenaires?|matin\w*|soir\w*|nuits?|midi|minuit|apres-midi|aube|veille|lendemain|hier|demain"
    r"|aujourd'hui|saisons?|trimestres?|semestres?|quinzaine|printemps|ete|automne|hiver\w*"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|noel|paques|ramadan|tabaski"
    r"|(?:1[5-9]|20)\d\d)(?!\w)"
)


def find_dates(doc: Doc) -> list[Candidate]:
    """Find a document's temporal expressions.

    Args:
        doc: its text clean (`pipeline.text`); the DATE mentions that it already has are weighed
            with what the rules find. Without any, the rules stand alone.

    Returns:
        All DATE mentions that the document should have, in order, none overlapping.
    """
    found = grammar().scan(doc.text)
    marked = candidates(doc, "DATE")
    asked = any(e._.method == "model" for e in doc.ents)
    out = [_from_rule(f, marked) for f in found if _stands(f, marked, asked)]
    for mark in marked:
        if not any(_overlap(mark, c) for c in out) and not _rejected(mark, found):
            kept = _trimmed(mark, doc.text)
            if kept is not None:
                out.append(kept)
    return sorted(out, key=lambda c: c.start)


def _overlap(a: Candidate | Found, b: Candidate | Found) -> bool:
    return a.start < b.end and b.start < a.end


def _stands(found: Found, marked: list[Candidate], asked: bool) -> bool:
    if found.score >= _DOUBTFUL:
        return True
    if asked:
        return any(_overlap(found, m) for m in marked)
    return found.score >= _UNSURE_ALONE


def _rejected(mark: Candidate, found: list[Found]) -> bool:
    """Whether the mark covers a rule's doubtful match that was not kept."""
    return any(_overlap(mark, f) and f.score < _UNSURE_ALONE for f in found)


def _from_rule(found: Found, marked: list[Candidate]) -> Candidate:
    agreed = any(_overlap(found, m) for m in marked)
    score = max(found.score, 0.97) if agreed else found.score
    return Candidate(found.start, found.end, "DATE", "rule", score)


def _trimmed(mark: Candidate, text: str) -> Candidate | None:
    """A model's span without its article, None if its words do not speak of time."""
    start, words = mark.start, text[mark.start : mark.end]
    if not _TIME_WORD.search(plain(words)):
        return None
    if article := _ARTICLE.match(words):
        start += article.end()
    if start >= mark.end:
        return None
    return Candidate(start, mark.end, "DATE", mark.method, min(mark.score, _MODEL_ALONE))
