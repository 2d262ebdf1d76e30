"""One name, one label through a document.

A model reads a sentence at a time: it may take «Komara» for a person in one and for a town in the
next. A newspaper does not: within one text a name stands for one thing. The clear sentences decide
for the others. Only what the model found is used; no word of the language is listed here but the
civilities that only people bear.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.extractors.organisation_edges import demonyms, extend, trim
from pipeline.extractors.organisations import bracketed_acronym

NAMES = ("PERSON", "FORCE", "PLACE", "ORG")
_CIVILITIES = frozenset({"m.", "mm.", "mme", "mlle", "mr", "mr.", "mrs", "me", "dr", "dr.", "pr"})

Ents = dict[tuple[int, int], str]


def make_consistent(doc: Doc, peoples: Collection[str] | None = None) -> None:
    """Relabel, add and drop the model's names so that a name has one label, in place.

    Args:
        doc: with the model's entities; nothing happens where it has none.
        peoples: from `pipeline.extractors.organisation_edges.demonyms`; the package's own without.
    """
    if not doc.ents:
        return
    ents: Ents = {(e.start, e.end): e.label_ for e in doc.ents}
    _cut(doc, ents, demonyms() if peoples is None else peoples)
    _bear_civility(doc, ents)
    _bind_acronyms(doc, ents)
    _one_label(doc, ents)
    _family_names(doc, ents)
    _fill(doc, ents)
    _set(doc, ents)


def _set(doc: Doc, ents: Ents) -> None:
    old = {(e.start, e.end, e.label_): e for e in doc.ents}
    new = {(s, e, label) for (s, e), label in ents.items()}
    if new != old.keys():
        # What stays keeps its identifiers.
        doc.ents = [
            old[s, e, label] if (s, e, label) in old else Span(doc, s, e, label=label)
            for s, e, label in sorted(new)
        ]


def _cut(doc: Doc, ents: Ents, peoples: Collection[str]) -> None:
    """No verb inside, no article at the end of an organisation or a force; peoples are no names."""
    for (start, end), label in list(ents.items()):
        if label in ("ORG", "FORCE"):
            first, last = trim(doc, start, end)
            if label == "ORG" and last == end and end - start > 1:
                last = extend(doc, end)
            if (first, last) != (start, end):
                del ents[start, end]
                start, end = first, last
                if end > start and not _taken(ents, start, end):
                    ents[start, end] = label
        if label in NAMES and doc[start:end].text in peoples:
            del ents[start, end]


def _bear_civility(doc: Doc, ents: Ents) -> None:
    """«M. Komara», «Mme Touré» are people whatever the model took them for."""
    for (start, end), label in ents.items():
        if label != "PERSON" and label in NAMES and start and _is_civility(doc[start - 1]):
            ents[start, end] = "PERSON"


def _is_civility(token: Token) -> bool:
    # «Me» is a lawyer's title only with its capital: «il me Mali…» is no text, «me» a pronoun.
    return token.lower_ in _CIVILITIES and token.text[0].isupper()


def _bind_acronyms(doc: Doc, ents: Ents) -> None:
    """«Mouvement des jeunes (MDJ)»: an acronym has the label of the name it stands for."""
    for (start, end), label in list(ents.items()):
        if label not in ("ORG", "FORCE") or end - start < 2:
            continue
        acronym = bracketed_acronym(doc, start, end)
        if acronym is None:
            continue
        inside = ents.get(acronym)
        if inside is None and not _taken(ents, *acronym):
            ents[acronym] = label
        elif inside in ("ORG", "FORCE", "PLACE", "PERSON") and inside != label:
            # A full name says more of its kind than five capitals do.
            text = doc[acronym[0] : acronym[1]].text
            for key, other in list(ents.items()):
                if other in NAMES and doc[key[0] : key[1]].text == text:
                    ents[key] = label


def _taken(ents: Ents, start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in ents)


def _one_label(doc: Doc, ents: Ents) -> None:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (start, end), label in ents.items():
        if label in NAMES:
            clear = 2 if start and _is_civility(doc[start - 1]) else 1
            votes[doc[start:end].text][label] += clear
    for (start, end), label in ents.items():
        counts = votes.get(doc[start:end].text)
        if label in NAMES and counts and len(counts) > 1:
            (first, n), (_, m) = counts.most_common(2)
            if n > m:
                ents[start, end] = first


def _family_names(doc: Doc, ents: Ents) -> None:
    """A family name alone is the person whose full name the text gives."""
    people = {
        doc[end - 1].text
        for (start, end), label in ents.items()
        if label == "PERSON" and end - start > 1 and doc[end - 1].is_title and len(doc[end - 1]) > 3
    }
    others = Counter(
        doc[start:end].text
        for (start, end), label in ents.items()
        if label in NAMES and label != "PERSON" and end - start == 1
    )
    persons = Counter(
        doc[start:end].text for (start, end), label in ents.items() if label == "PERSON"
    )
    for (start, end), label in list(ents.items()):
        word = doc[start:end].text
        if (
            label in NAMES
            and label != "PERSON"
            and word in people
            and others[word] <= 1 + persons[word]
        ):
            ents[start, end] = "PERSON"


def _fill(doc: Doc, ents: Ents) -> None:
    """Occurrences that the model passed over, of names that it found elsewhere in the text."""
    labels: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for (start, end), label in ents.items():
        if label in NAMES:
            labels[tuple(t.text for t in doc[start:end])][label] += 1
    sure = {
        words: counts.most_common(1)[0][0]
        for words, counts in labels.items()
        if len(counts) == 1 and _tells(words, counts.total())
    }
    if not sure:
        return
    free = [True] * len(doc)
    for start, end in ents:
        free[start:end] = [False] * (end - start)
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in sorted(sure, key=lambda w: (-len(w), w)):
        by_first[words[0]].append(words)
    for start, end, words in _unlabelled(doc, by_first, free):
        ents[start, end] = sure[words]


def _tells(words: tuple[str, ...], times: int) -> bool:
    """Whether a form is so plainly a name that it is one wherever it stands."""
    if not any(w[0].isupper() for w in words):
        return False
    if len(words) > 1:
        return words[0][0].isupper() and words[-1][0].isupper()
    return len(words[0]) > 2 and (times > 1 or words[0].isupper())


def _unlabelled(
    doc: Doc, by_first: dict[str, list[tuple[str, ...]]], free: list[bool]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    i = 0
    while i < len(doc):
        step = 1
        if free[i]:
            for words in by_first.get(doc[i].text, ()):
                end = i + len(words)
                if (
                    end <= len(doc)
                    and all(free[i:end])
                    and all(doc[i + k].text == w for k, w in enumerate(words))
                    and not _part_of_longer(doc, i, end)
                ):
                    yield i, end, words
                    step = len(words)
                    break
        i += step


def _part_of_longer(doc: Doc, start: int, end: int) -> bool:
    """Whether capitals or a hyphen beside a form make it a part of some other name."""
    if start and (doc[start - 1].text == "-" or _is_name_word(doc, start - 1)):
        return True
    return end < len(doc) and (doc[end].text in "-/" or doc[end].is_title or doc[end].is_upper)


def _is_name_word(doc: Doc, i: int) -> bool:
    """Whether a capital stands there for a name and not for the beginning of a sentence."""
    first = i == 0 or doc[i - 1].text in ".!?…:«" or doc[i - 1].is_space
    return doc[i].is_title and not first and not doc[i].is_sent_start
