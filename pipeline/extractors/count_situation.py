"""A number in its sentence, as the rules of scope look at it, and the count that it may be."""

import re
from dataclasses import dataclass

from pipeline.extractors.count_lexicon import CountedNoun, CountLexicon
from pipeline.extractors.count_phrases import Phrase
from pipeline.extractors.count_words import WORD
from pipeline.normalizers.count_amounts import CORE
from pipeline.normalizers.count_cues import Counted, Words
from pipeline.normalizers.count_roles import CASUALTY_ROLES, Reading

_FUNCTION = frozenset(
    "de des du d' à au aux en dans par pour sur avec et ou qui que dont sont ont étaient avaient "
    "cette ce cet ces ont a est n' ne se s' y lors hier selon depuis après contre chez".split()
)
_SCALES = frozenset(
    "million millions milliard milliards millier milliers centaine centaines dizaine "
    "dizaines".split()
)
_TOTALS = frozenset("nombre bilan total chiffre effectif".split())
_CHANGES = frozenset(
    "passé passe passait passera passant revu ramené augmenté grimpé monté monte bondi".split()
)
_BEFORE_TOTAL = frozenset(
    "à de d' est atteint atteignait dépasse était sont : contre "
    "atteindre dépasser passer frôle frôler avoisine approche".split()
)
_PART = re.compile(
    r"(?:\bdont|\bparmi (?:eux|elles|lesquels|lesquelles|ceux-ci|celles-ci)|\by compris)"
    r"[ ,]*(?:figurent|se trouvent)?$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A count found.

    Attributes:
        phrase: its span, amount and noun.
        reading: its role as its cue gives it.
        score: how often such a count is right.
        unit: of its noun, or of the count whose noun it takes over.
        part_of: True where it is a part of another count of its sentence.
        implicit: True where its noun stands in the sentence before.
    """

    phrase: Phrase
    reading: Reading
    score: float
    unit: str = "persons"
    part_of: bool = False
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """A number in its sentence, as the rules of scope look at it.

    Attributes:
        words: the sentence.
        phrase: the number, with its noun if it has one.
        place: the phrase in words.
        reading: its role as its cue gives it.
        text: the 80 characters after the phrase.
        before: the sentence before.
        lexicon: nouns and cues.
        antecedent: the count before it in the sentence.
        earlier: the last count of the sentence before.
        repeated: True where the same number of the same kind was a count before.
        proposed: True where a model takes it for a count.
        military: True where the sentence is about forces.
    """

    words: Words
    phrase: Phrase
    place: Counted
    reading: Reading
    text: str
    before: str
    lexicon: CountLexicon
    antecedent: Found | None
    earlier: Found | None
    repeated: bool
    proposed: bool
    military: bool

    @property
    def noun(self) -> CountedNoun | None:
        return self.phrase.noun

    @property
    def scope(self) -> str:
        return self.phrase.noun.scope if self.phrase.noun else ""

    @property
    def one(self) -> bool:
        return self.phrase.amount.high == 1

    @property
    def previous(self) -> str:
        return self.words.texts[self.place.first - 1] if self.place.first else ""

    @property
    def after(self) -> str:
        texts = self.words.texts
        return texts[self.place.after] if self.place.after < len(texts) else "."

    @property
    def plain(self) -> bool:
        """Whether no noun that we do not know can follow the number."""
        after = self.after
        if after in ("d'", "de") and self.words.texts[self.place.after - 1] in _SCALES:
            return self.of_them  # «32 millions d'euros»
        return after in _FUNCTION or not after[0].isalnum() or after in self.lexicon.cues

    @property
    def of_whole(self) -> bool:
        """Whether the whole gives the noun: «7 des 18 villageois», «sur 300 passagers, 12 …»."""
        if self.after == "des":
            return CORE.match(self.text.lower(), 5) is not None
        before = self.words.texts[max(0, self.place.first - 7) : self.place.first]
        return "sur" in before and any(w in self.lexicon.nouns for w in before)

    @property
    def after_people(self) -> bool:
        """Whether the sentence before names people in the plural, counted or not."""
        nouns = (self.lexicon.nouns.get(m.group()) for m in WORD.finditer(self.before.lower()))
        return any(noun is not None and not noun.singular for noun in nouns)

    @property
    def of_them(self) -> bool:
        """Whether «d'entre eux» follows the number."""
        rest = self.words.texts[self.place.after : self.place.after + 3]
        return rest[:2] == ["d'", "entre"] and rest[2:] in (["eux"], ["elles"])

    @property
    def of_named(self) -> bool:
        """Whether it is «d'entre eux» after people that the sentence names, in the plural."""
        if not self.of_them:
            return False
        before = (self.lexicon.nouns.get(w) for w in self.words.texts[: self.place.first])
        return any(noun is not None and not noun.singular for noun in before)

    @property
    def casualty(self) -> bool:
        return self.reading.strong and self.reading.role in CASUALTY_ROLES

    @property
    def in_setting(self) -> bool:
        """Whether this sentence or the one before is about what a vague cue may mean."""
        role, settings = self.reading.role, self.lexicon.settings
        return any(settings.get(w) == role for w in self.words.texts) or any(
            settings.get(m.group()) == role for m in WORD.finditer(self.before.lower())
        )

    @property
    def part(self) -> bool:
        before = " ".join(self.words.texts[max(0, self.place.first - 5) : self.place.first])
        return _PART.search(before) is not None or before.endswith("(")


def total_of(words: Words, place: Counted, lexicon: CountLexicon) -> CountedNoun | None:
    """The noun that a number without one counts by name: «le nombre de morts est passé à 11»."""
    texts = words.texts
    after = texts[place.after : place.after + 7]
    noun = None
    if after[:1] == ["à"] and _changes(texts[: place.first]):  # «passé de 18 à 25 morts»
        noun = _first_noun(after[1:4], lexicon)
    if noun is not None:
        pass
    elif after[:2] in (["le", "nombre"], ["le", "bilan"], ["le", "total"]):
        noun = _first_noun(after[2:], lexicon)
    else:
        marks = [i for i in range(max(0, place.first - 22), place.first) if texts[i] in _TOTALS]
        if not marks or texts[place.first - 1] not in _BEFORE_TOTAL:
            return None
        noun = _first_noun(texts[marks[-1] + 1 : min(marks[-1] + 6, place.first)], lexicon)
    if noun is None or noun.scope not in ("casualty", "force") or noun.singular:
        return None
    return noun


def _changes(before: list[str]) -> bool:
    return before[-1:] in (["de"], ["d'"]) and before[-2:-1] != [] and before[-2] in _CHANGES


def _first_noun(texts: list[str], lexicon: CountLexicon) -> CountedNoun | None:
    for i in range(len(texts)):
        for size in (3, 2, 1):
            noun = lexicon.nouns.get(" ".join(texts[i : i + size]))
            if noun is not None:
                return noun
    return None
