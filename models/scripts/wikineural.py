"""WikiNEuRal, French: encyclopedia sentences with PER, LOC, ORG and MISC."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.text import clean_text

# What the encyclopedia's labels are in the annotation guide; MISC (works, events) is none of it.
MAPPED = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}


def read_wikineural(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Sentences as words and their tags (IOB)."""
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 3:
                words.append(cells[1])
                tags.append(cells[2])
            elif words:
                yield words, tags
                words, tags = [], []
    if words:
        yield words, tags


_NO_SPACE_BEFORE = frozenset({",", ".", ")", "]", "..."})
_NO_SPACE_AFTER = frozenset({"(", "["})
# Heads that WikiNEuRal counts in («province de Chubut») and the guide leaves out.
_HEADS = frozenset(
    "province région département canton commune ville district comté cercle arrondissement "
    "village municipalité wilaya préfecture gouvernorat oblast état royaume".split()
)
# Words near which the guide has names that WikiNEuRal does not mark: FORCE, DATE, COUNT.
_UNKNOWN = re.compile(
    r"(?i).*\d.*|arm[ée]es?|forces?|police|gendarmerie|brigades?|bataillons?|division|régiments?|"
    r"légion|milices?|troupes?|opérations?|janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"siècles?|ans?|années?|mois|semaines?|jours?|heures?|veille|lendemain|hier|été|hiver|"
    r"printemps|automne|saisons?|soldats?|hommes|morts|tués|blessés|victimes|prisonniers|"
    r"décennies?|soir|matin|nuit|journée|demain"
)


def as_text(words: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence put back together as French is written, and the offsets of its words."""
    text = ""
    pieces = []
    for word, tag in zip(words, tags, strict=True):
        if text and word not in _NO_SPACE_BEFORE and text[-1] not in "('’[":
            text += " "
        pieces.append((len(text), len(text) + len(word), tag))
        text += word
    return text, pieces


def as_doc(nlp: Language, words: list[str], tags: list[str]) -> Doc | None:
    """A gold doc with PERSON, PLACE and ORG; what the guide may mark otherwise is missing.

    None where the words do not fall together with the tokens of `nlp`.
    """
    raw, pieces = as_text(words, tags)
    text, offsets = clean_text(raw)
    if offsets is not None:
        return None
    doc = nlp.make_doc(text)
    spans: list[Span] = []
    missing: set[int] = set()
    i = 0
    while i < len(pieces):
        start, end, tag = pieces[i]
        i += 1
        if tag == "O":
            continue
        while i < len(pieces) and pieces[i][2] == "I" + tag[1:]:
            end = pieces[i][1]
            i += 1
        span = doc.char_span(start, end, label=MAPPED.get(tag[2:], "MISC"))
        if span is None:
            return None
        if span.label_ == "MISC" or (span.label_ == "ORG" and _UNKNOWN.search(span.text)):
            missing.update(range(span.start, span.end))
            continue
        spans.append(_without_head(span))
    inside = {t.i for s in spans for t in s}
    for token in doc:
        if _UNKNOWN.fullmatch(token.text):
            missing.update(range(max(0, token.i - 3), min(len(doc), token.i + 5)))
    doc.set_ents(spans, missing=[doc[k : k + 1] for k in sorted(missing - inside)])
    return doc


def _without_head(span: Span) -> Span:
    if span.label_ == "PLACE" and len(span) > 2 and span[0].lower_ in _HEADS:
        first = next((t.i for t in span if t.text[0].isupper() and t.i > span.start), span.start)
        return Span(span.doc, first, span.end, label=span.label)
    return span


def choose(nlp: Language, folder: Path, words: int, seed: int) -> Iterator[Doc]:
    """Sentences with a person or an organisation, about `words` words of them, in groups of ten."""
    found = [
        sentence
        for path in sorted(folder.glob("*.conllu"))
        for sentence in read_wikineural(path)
        if {"B-PER", "B-ORG"} & set(sentence[1]) and 6 < len(sentence[0]) < 60
    ]
    random.Random(seed).shuffle(found)
    total = 0
    group: list[Doc] = []
    for sentence in found:
        if total >= words:
            break
        doc = as_doc(nlp, *sentence)
        if doc is None:
            continue
        total += len(doc)
        group.append(doc)
        if len(group) == 10:
            yield Doc.from_docs(group)
            group = []
    if group:
        yield Doc.from_docs(group)
