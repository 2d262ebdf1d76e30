"""Actions: the words that tell of one, found in a doc.

Lexicons hold what is known. `actions.csv`: `trigger` (a noun, or a verb's infinitive, with the
words that follow it), `action` (one of `pipeline.tables.EVENT_KINDS`), `frame`, `needs` (what its
statement must have besides: a party, a person, people, someone armed, victims, a weapon, an
anchor; for declarations what sort of saying it is), `minor` («yes»: gives way to a full action of
its sort in the same sentence). `frames.csv`: who acts and who undergoes, by where the party
stands. `supports.csv`: verbs that give a noun its parties («mener une attaque», «subir …»).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from spacy.tokens import Span

from pipeline.lexicons import LexiconError, read_rows, remembered
from pipeline.statements.conjugation import FINITE, GERUND, PARTICIPLE, irregular_verbs
from pipeline.statements.phrases import NOUN, Phrases

T = TypeVar("T")
NEEDS = frozenset(
    "party person people armed victim victims agent sides mission soldiers weapon base "
    "anchor say that own deny perform".split()
) | {""}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parties of an action stand: each place means «actor», «target», … or nobody."""

    part: str
    subject: str
    object: str
    by: str
    of: str
    against: str
    with_: str
    between: str
    to: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of `actions.csv`; `reflexive` verbs need «se»."""

    phrase: str
    action: str
    frame: Frame
    needs: str
    minor: bool
    reflexive: bool


@dataclass(frozen=True, slots=True)
class Support:
    """A row of `supports.csv`: what the verb's subject, object, agent and «à X» are to the noun."""

    subject: str
    object: str
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class Action:
    """A trigger found: token offsets into the doc; `mood` is «noun» or a verb form's mood."""

    start: int
    end: int
    trigger: Trigger
    mood: str


@dataclass(frozen=True)
class ActionLexicon:
    """Triggers, and the verbs that support or govern them."""

    triggers: Phrases[Trigger] = field(default_factory=Phrases)
    supports: Phrases[Support] = field(default_factory=Phrases)
    governors: Phrases[str] = field(default_factory=Phrases)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "ActionLexicon":
        """The package's lexicons and a user's.

        Raises:
            LexiconError: a file that cannot be used; a frame or a verb that there is not.
        """
        return _load(folders)

    def find(self, entities: Sequence[Span], words: Sequence[str]) -> Iterator[Action]:
        """Actions told of in a doc, in order; the longest trigger wins where several begin.

        Args:
            entities: the doc's mentions; only a count may hold an action.
            words: the doc's tokens in lower case.
        """
        inside = {i for e in entities for i in range(e.start + (e.label_ == "COUNT"), e.end)}
        counted = {e.start for e in entities if e.label_ == "COUNT"}
        taken = 0
        nouns, verbs = self.triggers.nouns, self.triggers.verbs
        for i, word in enumerate(words):
            if i < taken or i in inside:
                continue
            if word not in verbs and word not in nouns and word[:-1] not in nouns:
                continue
            found = [
                Action(i, end, trigger, mood)
                for end, trigger, mood in self.triggers.at(words, i)
                if _fits(words, i, end, mood, trigger, i in counted)
            ]
            if found:
                best = max(found, key=_rank)
                taken = best.end
                if best.trigger.action:
                    yield best


@remembered
def _load(folders: tuple[str, ...]) -> ActionLexicon:
    lexicon = ActionLexicon()
    frames = {}
    for row in read_rows("frames", folders):
        name, part, *roles = row.values()
        frames[name] = Frame(part, *roles)
    for row in read_rows("actions", folders):
        frame = frames.get(row["frame"])
        if frame is None:
            raise LexiconError(f"actions.csv, «{row['trigger']}»: no frame «{row['frame']}»")
        phrase = row["trigger"].lower()
        bare = phrase.removeprefix("se ").removeprefix("s'")
        trigger = Trigger(
            phrase, row["action"], frame, row["needs"], row["minor"] == "yes", bare != phrase
        )
        if frame.part == NOUN:
            lexicon.triggers.add_noun(bare, trigger)
        else:
            _add_verb("actions", lexicon.triggers, bare, trigger, folders)
    for row in read_rows("supports", folders):
        support = Support(row["subject"], row["object"], row["by"], row["to"])
        _add_verb("supports", lexicon.supports, row["phrase"], support, folders)
    for row in read_rows("governors", folders):
        _add_governor(lexicon.governors, row["phrase"], row["status"], folders)
    return lexicon


def _add_verb(
    name: str, phrases: Phrases[T], phrase: str, value: T, folders: tuple[str, ...]
) -> None:
    try:
        phrases.add_verb(phrase, value, folders)
    except LexiconError as error:
        raise LexiconError(f"{name}.csv, «{phrase}»: {error}") from error


def _add_governor(
    governors: Phrases[str], phrase: str, status: str, folders: tuple[str, ...]
) -> None:
    first = phrase.split()[0].split("'")[-1]
    if first.endswith(("er", "ir")) or first in irregular_verbs(folders):
        governors.add_verb(phrase.removeprefix("s'"), status, folders)
    else:
        governors.add_words(phrase, status)


def _rank(action: Action) -> tuple[int, bool, bool, bool]:
    trigger = action.trigger
    return action.end, trigger.reflexive, action.mood == NOUN, not trigger.minor


BEFORE_A_NOUN = frozenset(
    "le la les l' un une des du de d' ce cet cette ces son sa ses leur leurs notre nos aux au "
    "plusieurs quelques chaque toute tout tous toutes aucun aucune première premier dernière "
    "dernier nouvelle nouvelles nouveau double triple violente violents violentes récente "
    "récentes grande grand vaste deux trois quatre cinq six en par sans après avant".split()
)
_BEFORE_A_VERB = frozenset(
    "il elle ils elles on qui ne n' se s' a ont est sont ait aient avait avaient été était étaient "
    "sera seront fut furent être avoir ayant nous vous je j' y lui que qu' c' ayant".split()
)
_AFTER_A_VERB = frozenset(
    "le la les l' un une des du ce cet cette ces son sa ses leur leurs".split()
)
_BEFORE_A_GERUND = frozenset({"en", ",", "«", "et", "s'", "se"})
REFLEXIVE = frozenset({"se", "s'"})


def _fits(
    words: Sequence[str], i: int, end: int, mood: str, trigger: Trigger, counted: bool
) -> bool:
    """Whether the form fits: «attaque» after an article is the noun, not the verb."""
    before = words[i - 1] if i else ""
    if mood == NOUN:
        return before not in _BEFORE_A_VERB and not (
            before.isalpha()
            and before not in BEFORE_A_NOUN
            and end < len(words)
            and words[end] in _AFTER_A_VERB
            and trigger.phrase[-1] == "e"
            and end == i + 1
        )
    if counted:
        return False
    if trigger.reflexive:
        return any(words[k] in REFLEXIVE for k in range(max(0, i - 4), i))
    if mood in (FINITE, PARTICIPLE):
        return before not in BEFORE_A_NOUN
    if mood == GERUND:
        return before in _BEFORE_A_GERUND
    return before not in {"le", "un", "ce", "du", "au"}
