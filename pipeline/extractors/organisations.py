"""Finds organisations: what the model proposes, names a lexicon knows, acronyms the text explains.

Three sources, in this order of trust: the model; `lexicons/organisations.csv`; and the text itself,
where a bracket after a name gives its acronym («Conseil national des notables (CNN)»), which is
then an organisation all through the document.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.extractors.organisation_edges import demonyms, is_organisation
from pipeline.lexicons import read_rows, remembered, split_cell
from pipeline.mentions import Candidate, candidates, mentions, text_of
from pipeline.text import fold

# How often such a span is right, as measured on texts that were held back from training.
LEXICON_SCORE = 0.9
ACRONYM_SCORE = 0.88

# Heads of phrases that name a body even in lower case: «conseil militaire de transition (CMT)».
_BODIES = frozenset(
    "agence alliance assemblée association autorité banque bureau caisse centre chambre cellule "
    "coalition collectif comité commission communauté compagnie confédération conseil coordination "
    "cour direction école fédération fondation fonds front groupe haut haute hôpital institut "
    "ligue ministère mission mouvement observatoire office organisation parti plateforme pôle "
    "réseau secrétariat service société syndicat tribunal union université".split()
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_ACRONYM = 15


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of the lexicon."""

    name: str
    kind: str
    country: str


class OrganisationLexicon:
    """Names and acronyms of organisations, found in a text in one pass.

    Args:
        rows: as `read_rows("organisations", …)` gives them.
        peoples: from `pipeline.extractors.organisation_edges.demonyms`: no organisations.
    """

    def __init__(self, rows: list[dict[str, str]], peoples: frozenset[str] = frozenset()) -> None:
        self.peoples = peoples
        self.by_key: dict[str, Organisation] = {}
        self.acronyms: dict[str, list[Organisation]] = {}
        surfaces: set[str] = set()
        for row in rows:
            entry = Organisation(row["name"], row["kind"], row["country"])
            acronyms = split_cell(row["acronyms"])
            for surface in (row["name"], *split_cell(row["aliases"])):
                self.by_key.setdefault(fold(surface), entry)
                surfaces.add(surface)
            for acronym in acronyms:
                self.acronyms.setdefault(acronym, []).append(entry)
                surfaces.add(acronym)
        # First words lead to the names that begin with them, longest first, so that a text is read
        # once and each word costs one look-up.
        self._by_first: dict[str, list[str]] = {}
        for surface in surfaces:
            first = _first_word(surface)
            self._by_first.setdefault(first, []).append(surface)
        for names in self._by_first.values():
            names.sort(key=lambda n: (-len(n), n))

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "OrganisationLexicon":
        """The package's lexicon with the rows of a user's folders over it."""
        return _load(folders)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of the names and acronyms of the lexicon in a clean text, not overlapping."""
        end = 0
        for match in _WORD.finditer(text):
            start = match.start()
            if start < end:
                continue
            for surface in self._by_first.get(match.group(), ()):
                stop = start + len(surface)
                if text.startswith(surface, start) and not _inside_word(text, stop):
                    yield start, stop
                    end = stop
                    break

    def knows(self, acronym: str) -> bool:
        """Whether a form is an acronym of the lexicon, of one body or of several."""
        return acronym in self.acronyms

    def entry(self, name: str) -> Organisation | None:
        """The organisation that a name or an unambiguous acronym stands for, else None."""
        by_acronym = self.acronyms.get(name, [])
        if len(by_acronym) == 1:
            return by_acronym[0]
        return None if by_acronym else self.by_key.get(fold(name))


@remembered
def _load(folders: tuple[str, ...]) -> OrganisationLexicon:
    return OrganisationLexicon(read_rows("organisations", folders), demonyms(folders))


def _first_word(text: str) -> str:
    match = _WORD.search(text)
    return match.group() if match else text


def _inside_word(text: str, position: int) -> bool:
    """Whether a word goes on at a position: «CAFE» after «CAF», «UE-Mali» after «UE» does not."""
    return position < len(text) and (text[position].isalnum() or text[position] == "_")


def initials_match(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are the initials of a name's words, in order.

    Small words may give a letter or not; a name may have words beyond those of the acronym.

    >>> initials_match("CMAS", "Coordination des mouvements, associations et sympathisants")
    True
    >>> initials_match("CICR", "Croix-Rouge malienne")
    False
    """
    letters = [c for c in fold(acronym) if c.isalpha()]
    initials = [w[0] for w in fold(name).split() if w]
    if len(letters) < 2 or not initials or letters[0] != initials[0]:
        return False
    position = 0
    found = 0
    for letter in letters:
        while position < len(initials) and initials[position] != letter:
            position += 1
        if position == len(initials):
            break
        found += 1
        position += 1
    return found >= max(2, len(letters) - 1)


def bracketed_acronym(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Tokens of the acronym that a bracket right after a name gives for it, or None.

    Args:
        doc: with or without entities.
        start, end: the name's tokens.

    Returns:
        «HCN» in «Haut Conseil des notables (HCN)»: first token, and the one after the last.
    """
    if end + 2 > len(doc) or doc[end].text != "(" or len(doc[start:end].text) < 6:
        return None
    close = next((i for i in range(end + 1, min(end + 7, len(doc))) if doc[i].text in "),;"), None)
    if close is None or close == end + 1:
        return None
    acronym = doc[end + 1 : close].text
    if sum(c.isupper() for c in acronym) < 2 or len(acronym) > _LONGEST_ACRONYM or " " in acronym:
        return None
    return (end + 1, close) if initials_match(acronym, doc[start:end].text) else None


def bound_acronyms(doc: Doc, label: str = "ORG") -> dict[str, str]:
    """Acronyms that a bracket after a mention gives for it: acronym to the full name.

    «le Haut Conseil des notables (HCN)» binds HCN where «Haut Conseil des notables» is a mention.
    """
    bound: dict[str, str] = {}
    for span in mentions(doc, label):
        found = bracketed_acronym(doc, span.start, span.end)
        if found is not None:
            bound.setdefault(doc[found[0] : found[1]].text, span.text)
    return bound


def _refused(doc: Doc, lexicon: OrganisationLexicon) -> set[str]:
    """Of the model's organisations, projects, peoples, bare classes and their acronyms."""
    spans = mentions(doc, "ORG")
    refused = {
        span.text
        for span in spans
        if not is_organisation(span.text, lexicon.peoples) and lexicon.entry(span.text) is None
    }
    for span in spans:
        acronym = bracketed_acronym(doc, span.start, span.end) if span.text in refused else None
        if acronym is not None:
            refused.add(doc[acronym[0] : acronym[1]].text)
    for start, end in _in_brackets(doc, spans):
        if _abbreviates_common_words(doc, start, end) and not lexicon.knows(doc[start:end].text):
            refused.add(doc[start:end].text)
    return refused


def _in_brackets(doc: Doc, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    for span in spans:
        if span.start and doc[span.start - 1].text == "(" and " " not in span.text:
            yield span.start, span.end


def _abbreviates_common_words(doc: Doc, start: int, end: int) -> bool:
    """«les dépenses quotidiennes (DQ)»: an acronym of plain words, which names nobody."""
    letters = [c for c in fold(doc[start:end].text) if c.isalpha()]
    if not 0 < len(letters) <= _LONGEST_ACRONYM:
        return False
    first = start - 1
    names = 0
    while first > 0 and names < len(letters) + 3:
        first -= 1
        token = doc[first]
        if not (token.is_alpha or token.text.endswith("'")) or token.ent_type_:
            return False
        if fold(token.text)[:1] != letters[0] or len(token.text) < 4:
            names += 1
            continue
        phrase = doc[first : start - 1]
        if initials_match("".join(letters), phrase.text) and _covers(letters, phrase.text):
            return phrase.text.islower() and token.lower_ not in _BODIES
        names += 1
    return False


def _covers(letters: list[str], phrase: str) -> bool:
    """Whether the long words of a phrase are as many as the letters of its acronym."""
    return sum(len(w) > 3 for w in fold(phrase).split()) == len(letters)


def find_organisations(doc: Doc, lexicon: OrganisationLexicon) -> list[Candidate]:
    """All organisations of a doc.

    Args:
        doc: with the model's entities, or with none.
        lexicon: the organisations known beforehand.

    Returns:
        The doc's ORG mentions, in order; a lexicon name that lies within a mention of any label
        is left to that mention.
    """
    refused, text, ents = _refused(doc, lexicon), text_of(doc), doc.ents
    found = {c.start: c for c in candidates(ents, "ORG") if text[c.start : c.end] not in refused}
    taken = bytearray(len(text) + 1)
    doubtful: set[tuple[int, int]] = set()
    for span in ents:
        if span.label_ != "ORG":
            taken[span.start_char : span.end_char] = b"\1" * len(span.text)
            if span._.method == "model" and span.label_ in ("PERSON", "PLACE"):
                doubtful.add((span.start_char, span.end_char))
    for c in found.values():
        taken[c.start : c.end] = b"\1" * (c.end - c.start)
    for start, end in lexicon.find(text):
        # The lexicon knows the whole of a name that the model cut short.
        here = [found[k] for k in range(start, end) if k in found]
        short = [c for c in here if c.end <= end]
        alone = sum(taken[start:end]) == sum(c.end - c.start for c in short)
        if alone and (start, end) not in {(c.start, c.end) for c in short}:
            for c in short:
                del found[c.start]
        elif (start, end) not in doubtful:
            continue
        found[start] = Candidate(start, end, "ORG", "lexicon", LEXICON_SCORE)
        taken[start:end] = b"\1" * (end - start)
    for start, end in _occurrences(text, bound_acronyms(doc).keys() - refused):
        if not any(taken[start:end]):
            found[start] = Candidate(start, end, "ORG", "rule", ACRONYM_SCORE)
            taken[start:end] = b"\1" * (end - start)
    return sorted(found.values(), key=lambda c: c.start)


def _occurrences(text: str, acronyms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where acronyms stand in a text as words of their own: by acronym, then by place."""
    by_first: dict[str, list[str]] = {}
    for acronym in acronyms:
        by_first.setdefault(_first_word(acronym), []).append(acronym)
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text) if by_first else ():
        for acronym in by_first.get(match.group(), ()):
            start = match.start() - acronym.find(match.group())
            if (
                start >= 0
                and text.startswith(acronym, start)
                and not (start and _inside_word(text, start - 1))
                and not _inside_word(text, start + len(acronym))
            ):
                found.setdefault(acronym, []).append(start)
    for acronym in sorted(found):
        for start in found[acronym]:
            yield start, start + len(acronym)
