"""Actions: the words that tell of one, found in a doc.

The lexicon `actions.csv` holds triggers: `trigger` (words; «~» after a stem stands for any verb or
plural ending), `action` (one of `pipeline.tables.EVENT_KINDS`), `frame` (verb or noun: where who
acts and who undergoes stand), `weak` («yes»: counts only where the sentence also has a count of
dead, wounded or captured, or a force).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc, Token

from pipeline.lexicons import LexiconError, read_rows
from pipeline.tables import EVENT_KINDS

_VERB_ENDINGS = frozenset(
    "e es ent é ée és ées er ez ons ais ait aient ant a as ai âmes èrent era erait eront eraient "
    "erai eras erez erons it is ira iront irent isse issent issant issait issaient i ie ies ir "
    "u ue us ues ut urent t s re rait ra ront oie oient oyer oya oyé oyés oyée oyées ea eait "
    "eant eaient eons ge".split()
) | {""}
_NOUN_ENDINGS = frozenset({"", "s", "x", "e", "es", "ne", "nes", "le", "les", "tes"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of the lexicon: its words in lower case, its action and frame."""

    words: tuple[str, ...]
    action: str
    frame: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Action:
    """A trigger found: token offsets into the doc, and what kind of action it tells of."""

    start: int
    end: int
    trigger: Trigger


@dataclass(frozen=True)
class ActionLexicon:
    """Triggers by their first word, whole or up to «~»."""

    whole: dict[str, list[Trigger]] = field(default_factory=dict)
    stems: dict[str, list[Trigger]] = field(default_factory=dict)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "ActionLexicon":
        """The package's triggers and a user's.

        Raises:
            LexiconError: an action or frame that there is not.
        """
        return _load(folders)

    def find(self, doc: Doc) -> Iterator[Action]:
        """Actions told of in a doc, in order; the longest trigger wins where several begin."""
        words = [token.lower_ for token in doc]
        taken = -1
        for i, word in enumerate(words):
            if i < taken or not word[0].isalpha():
                continue
            matches = [
                Action(i, end, trigger)
                for trigger in self._candidates(word)
                if (end := _match(trigger.words, words, i)) and _fits(doc[i], trigger.frame)
            ]
            if matches:
                best = max(matches, key=lambda a: (a.end, len(a.trigger.words[0])))
                taken = best.end
                yield best

    def _candidates(self, word: str) -> Iterator[Trigger]:
        yield from self.whole.get(word, ())
        for cut in range(2, len(word) + 1):
            yield from self.stems.get(word[:cut], ())


@lru_cache(maxsize=8)
def _load(folders: tuple[str, ...]) -> ActionLexicon:
    lexicon = ActionLexicon()
    for row in read_rows("actions", folders):
        if row["action"] not in EVENT_KINDS or row["frame"] not in {"verb", "noun"}:
            raise LexiconError(
                f"actions.csv, «{row['trigger']}»: action «{row['action']}» or frame "
                f"«{row['frame']}» is not known"
            )
        words = tuple(row["trigger"].lower().replace("'", "' ").split())
        trigger = Trigger(words, row["action"], row["frame"], row["weak"] == "yes")
        first = words[0]
        index = lexicon.stems if first.endswith("~") else lexicon.whole
        index.setdefault(first.removesuffix("~"), []).append(trigger)
    return lexicon


def _match(pattern: Sequence[str], words: Sequence[str], start: int) -> int:
    """The token offset after a trigger that begins at `start`, 0 where none does."""
    for offset, want in enumerate(pattern):
        if start + offset >= len(words):
            return 0
        word = words[start + offset]
        if want.endswith("~"):
            stem = want[:-1]
            endings = _VERB_ENDINGS | _NOUN_ENDINGS
            if not (word.startswith(stem) and word[len(stem) :] in endings):
                return 0
        elif word != want:
            return 0
    return start + len(pattern)


_BEFORE_A_NOUN = frozenset(
    "le la les l' un une des du de d' ce cet cette ces son sa ses leur leurs notre nos aux au "
    "plusieurs quelques chaque toute tout tous toutes aucun aucune première premier dernière "
    "dernier nouvelle nouvelles nouveau double triple violente violents violentes".split()
)
_BEFORE_A_VERB = frozenset(
    "il elle ils elles on qui ne n' se s' a ont est sont ait aient avait avaient été était étaient "
    "sera seront fut furent être avoir ayant nous vous je j' y en lui que qu' c'".split()
)


def _fits(token: Token, frame: str) -> bool:
    """Whether the form fits the frame: «attaque» after an article is the noun, not the verb."""
    if token.ent_type_ and token.ent_type_ != "COUNT":
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    return before not in (_BEFORE_A_NOUN if frame == "verb" else _BEFORE_A_VERB)
