"""The grammar of an office's name: «ancien ministre malien de la Défense et des Armées».

A noun phrase whose head noun `lexicons/offices.csv` knows, read from its head to the right as far
as it goes: adjectives, complements with «de», other complements, coordination. Without a tagger:
after a preposition any word is a noun, after a noun a word is an adjective if its ending says so.
Every step looks a bounded number of words ahead, so the time is linear in the words read.
"""

from bisect import bisect_left
from dataclasses import dataclass

from pipeline.normalizers.office_words import (
    ADJECTIVAL,
    BEING,
    DETERMINERS,
    FORMER,
    INSTITUTIONS,
    OF,
    PREMODIFIERS,
    TO,
    Words,
    is_infinitive,
    looks_like_adjective,
    office_starts,
)
from pipeline.normalizers.people_lexicon import Office, PeopleLexicon, singular

_LONGEST_HEAD = 7  # words
_LONGEST = 45  # words of an office's name
_ENUMERATING = frozenset({"government", "parliament", "diplomacy"})
_OPENING = {"«": "»", '"': '"', "“": "”"}
# Heads that say something only with what follows them: «chargé de mission».
_CLOSED = frozenset({",", ".", ";", ")", "»", "\n", "!", "?", ":"})
_NEED_COMPLEMENT = frozenset(
    {"second", "lieutenant", "charge", "membre", "auteur", "agent", "responsable"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An office's name in a text, as numbers of words.

    Attributes:
        start: first word, modifiers such as «ancien» included.
        head, head_end: the head noun's words.
        end: the word after the last.
        office: the head noun's row.
        complements: (preposition, end) of each complement.
        plural: the head noun is plural.
    """

    start: int
    head: int
    head_end: int
    end: int
    office: Office
    complements: tuple[tuple[int, int], ...]
    plural: bool


def _lacks_accent(word: str, name: str) -> bool:
    """«la retraite», «en charge» are not «le retraité», «le chargé»."""
    return (name.endswith("é") and word.islower() and word.isascii()) or (
        name == "élève" and word.casefold().rstrip("es").endswith("é")
    )


class OfficeGrammar:
    """Reads offices in the words of one document."""

    def __init__(self, words: Words, lexicon: PeopleLexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self._heads: dict[int, tuple[int, Office] | None] = {}
        self._places: list[int] | None = None

    def heads_between(self, start: int, end: int) -> list[int]:
        """The words from `start` to `end` (not included) at which a head noun begins."""
        if self._places is None:
            possible = office_starts(self.words.source, self.lexicon)
            self._places = [i for i in possible if self.head_at(i) is not None]
        return self._places[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def head_at(self, i: int) -> tuple[int, Office] | None:
        """The longest head noun that begins at a word: the word after it and its row."""
        if i not in self._heads:
            head = self._read_head(i)
            if head is not None and head[1].office_id in ADJECTIVAL and self._after_noun(i):
                head = None
            self._heads[i] = head
        return self._heads[i]

    def _after_noun(self, i: int) -> bool:
        """«l'Organisation internationale»: an adjective, since a noun stands right before it."""
        if i == 0 or not self.words.text[i - 1][0].isalpha():
            return False
        before = self.words.text[i - 1].casefold()
        known = before in DETERMINERS | OF | TO or before in {"et", "ou", "comme", "par", "que"}
        return not known and self.words.key(i - 1) not in PREMODIFIERS

    def _read_head(self, i: int) -> tuple[int, Office] | None:
        words, lexicon = self.words, self.lexicon
        key, found = "", None
        for j in range(i, min(i + _LONGEST_HEAD, len(words))):
            if words.is_boundary(j) or not words.text[j][0].isalnum():
                break
            key = f"{key} {words.key(j)}" if key else words.key(j)
            office = lexicon.offices.get(key)
            if office is None and j == i and "-" in words.text[i]:
                # «journaliste-écrivain», «instructeur-chef»
                one, *others = words.text[i].split("-")
                first = lexicon.offices.get(singular(one))
                compound = first is not None and first.kind == "profession"
                office = first if compound or others in (["chef"], ["cheffe"]) else None
            if office is not None and not (j == i and _lacks_accent(words.text[i], office.name)):
                found = (j + 1, office)
            elif key not in lexicon.office_parts:
                break
        return found

    def modifiers_before(self, head: int, limit: int) -> int:
        """The first word of the modifiers that stand before a head noun («l'ancien …»)."""
        i = head
        while i > limit and self.words.key(i - 1) in PREMODIFIERS:
            i -= 1
        return i

    def phrase_at(
        self, i: int, limit: int, *, forward: bool, start_limit: int = 0
    ) -> Phrase | None:
        """The office whose head noun begins at word `i`, read no further than `limit`.

        Args:
            i: number of the word.
            limit: the word that may no longer be read, such as the end of the sentence.
            forward: the phrase follows its person, so that nothing says where it has to end:
                read with more caution.
            start_limit: the first word that may be a modifier.
        """
        head = self.head_at(i)
        if head is None:
            return None
        end, office = head
        limit = min(limit, i + _LONGEST, len(self.words))
        if end > limit:
            return None
        complements: list[tuple[int, int]] = []
        stop = self.read_rest(end, limit, office, forward, complements)
        if forward and not complements and office.office_id in _NEED_COMPLEMENT:
            return None
        if stop < limit and end == stop and self._is_verb(i, stop, forward):
            return None
        first = self.words.text[i]
        plural = first.casefold()[-1:] in {"s", "x"} and office.name.split()[0][-1:] not in "sx"
        start = self.modifiers_before(i, start_limit)
        return Phrase(start, i, end, stop, office, tuple(complements), plural)

    def seat_at(self, i: int, limit: int) -> Phrase:
        """An office named by its seat: «à la présidence de la République»."""
        complements: list[tuple[int, int]] = []
        seat = Office(self.words.key(i), self.words.text[i], "state", False)
        end = self.read_rest(i + 1, min(limit, i + _LONGEST), seat, True, complements)
        return Phrase(i, i, i + 1, end, seat, tuple(complements), False)

    def _is_verb(self, head: int, after: int, forward: bool) -> bool:
        """«représentant le ministre», «, juge la menace»: the verb, not the noun."""
        words = self.words
        if words.text[after].casefold() not in {"le", "la", "les", "l'", "un", "une"}:
            return False
        verbal = words.text[head].casefold().endswith(("ant", "ants", "e"))
        return verbal and (forward or not words.text[head].casefold().endswith("e"))

    def read_rest(
        self,
        i: int,
        limit: int,
        office: Office,
        forward: bool,
        complements: list[tuple[int, int]],
    ) -> int:
        """Read what follows the head noun; returns the word after the phrase."""
        words = self.words
        while i < limit and not words.is_boundary(i):
            text = words.text[i].casefold()
            nxt = None
            if text in OF:
                nxt = self._complement(i, limit, forward)
            elif text in TO:
                field = office.kind == "profession" and not complements and text == "en"
                if not (field and i + 1 < limit and words.text[i + 1].casefold() not in BEING):
                    field = self._may_take(i, limit, forward, bool(complements))
                if field:
                    nxt = self._complement(i, limit, forward)
            elif text == "par" and i + 1 < limit and words.key(i + 1) == "interim":
                nxt = i + 2
            elif text in {"et", "&"}:
                nxt = self._coordinated(i, limit, forward, bool(complements))
            elif text == ",":
                enumerates = bool(complements) and office.kind in _ENUMERATING
                if enumerates and i + 1 < limit and words.text[i + 1].casefold() in OF:
                    nxt = self._complement(i + 1, limit, forward)
            elif self._is_adjective(i, forward):
                nxt = words.unit[i] or i + 1
            if nxt is None:
                break
            if text in OF or text in TO or text in {",", "et", "&"}:
                complements.append((i, nxt))
            i = nxt
        return i

    def _is_adjective(self, i: int, forward: bool) -> bool:
        words = self.words
        text = words.text[i]
        if not text[0].isalpha():
            return False
        if words.unit[i]:  # a force, an organisation or a place put next to the noun
            return True
        if words.key(i) in self.lexicon.adjectives:
            return True
        if text[0].isupper():
            return not (forward and self._begins_sentence(i))
        if self.head_at(i) is not None and not looks_like_adjective(text, participles=False):
            return False
        closed = i + 1 >= len(words) or words.text[i + 1] in _CLOSED
        return looks_like_adjective(text, participles=not forward or closed)

    def _begins_sentence(self, i: int) -> bool:
        return i > 0 and self.words.text[i - 1] in {"\n", ".", "!", "?"}

    def _may_take(self, i: int, limit: int, forward: bool, complemented: bool) -> bool:
        """Whether «à», «en», «pour» … at a word goes on with the office's name."""
        words = self.words
        j = i + 1
        while j < limit and words.text[j].casefold() in DETERMINERS | {"de", "du", "des", "d'"}:
            j += 1
        if j >= limit or words.is_boundary(j) or words.text[j][0].isdigit():
            return False
        if words.text[i].casefold() in {"dans", "sur"} and forward:
            return False
        if words.text[i].casefold() == "en":
            return (
                bool(words.unit[j])
                or words.text[j][0].isupper()
                or words.key(j) in {"chef", "exercice", "charge", "fonction", "titre", "second"}
            )
        if not forward or not complemented:
            return True
        if words.unit[j] or words.text[j][0].isupper() or words.text[i] == "contre":
            return True
        return words.key(j) in INSTITUTIONS

    def _complement(self, i: int, limit: int, forward: bool) -> int | None:
        """Read a preposition and its noun; returns the word after it, None if there is none."""
        words = self.words
        j = i + 1
        if words.text[i].casefold() in {"près", "auprès"} and j < limit:
            if words.text[j].casefold() not in OF:
                return None
            j += 1
        while j < limit and words.text[j].casefold() in DETERMINERS:
            j += 1
        if j < limit and words.text[j] in _OPENING:
            return self._quoted(j, limit)
        while (
            j + 1 < limit
            and not words.unit[j]
            and words.key(j) in PREMODIFIERS
            and words.text[j + 1][0].isalpha()
            and words.text[j + 1].casefold() not in OF | TO | {"et"}
        ):
            j += 1
        if j >= limit:
            return None
        if words.unit[j]:
            if words.label[j] == "PERSON":
                return words.unit[j] if forward and words.unit[j] <= limit else None
            return None if words.is_boundary(j) else min(words.unit[j], limit)
        text = words.text[j]
        bare = j == i + 1 and words.text[i].casefold() in {"de", "d'", "à", "pour"}
        if bare and is_infinitive(text):
            return None
        if not (text[0].isalpha() or (text[0].isdigit() and text[-1].isalpha())):
            return None
        if text.casefold() in OF | TO | {"et", "ou", "qui", "que", "dont"}:
            return None
        return j + 1

    def _quoted(self, i: int, limit: int) -> int | None:
        closing = _OPENING[self.words.text[i]]
        for j in range(i + 1, min(i + 9, limit)):
            if self.words.text[j] == closing:
                return j + 1
            if self.words.is_boundary(j):
                return None
        return None

    def _coordinated(self, i: int, limit: int, forward: bool, complemented: bool) -> int | None:
        """Read «et des Anciens combattants», «et exilé»; not «et ministre de …»."""
        words = self.words
        if i + 1 >= limit or words.is_boundary(i + 1):
            return None
        text = words.text[i + 1]
        if text.casefold() in OF:
            return self._complement(i + 1, limit, forward)
        if text.casefold() in {"à", "aux", "au"} and complemented:
            return self._complement(i + 1, limit, forward)
        if text.casefold() in {"le", "la", "l'", "les"}:
            if not complemented or i + 2 >= limit or forward:
                return None
            if words.is_boundary(i + 2) or self.head_at(i + 2) or words.key(i + 2) in PREMODIFIERS:
                return None
            return i + 3 if words.text[i + 2][0].isalpha() else None
        if not text[0].isalpha() or self.head_at(i + 1) or words.key(i + 1) in PREMODIFIERS:
            return None
        if self._is_adjective(i + 1, forward):
            return words.unit[i + 1] or i + 2
        if complemented and singular(text).endswith(("tion", "te", "ment", "ure", "isme", "age")):
            return i + 2
        return None

    def is_former(self, phrase: Phrase) -> bool:
        """Whether a phrase says that the office is no longer held.

        By a word before its head or right after it («président déchu»), not in a complement
        («ministre des Anciens combattants»).
        """
        after = phrase.complements[0][0] if phrase.complements else phrase.end
        places = (*range(phrase.start, phrase.head), *range(phrase.head_end, after))
        return any(self.words.key(i) in FORMER for i in places)
