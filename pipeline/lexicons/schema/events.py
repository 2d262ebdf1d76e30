"""Lexicons of events: actions, who acts in them, and the verbs that tell of them."""

from pipeline.lexicons.schema.column import Column, Lexicon
from pipeline.statements.actions import NEEDS
from pipeline.tables import EVENT_KINDS

_ROLES = ("actor", "target", "either", "sides")


def _party(name: str, where: str) -> Column:
    return Column(name, f"what the party {where} is", "choice", allowed=_ROLES)


LEXICONS = (
    Lexicon(
        "actions",
        "A word or phrase that tells of an event: «attaquer», «embuscade».",
        (
            Column(
                "trigger",
                "a noun, or a verb's infinitive, with the words that follow it",
                required=True,
            ),
            Column(
                "action",
                "the kind of event; empty for a phrase that only looks like one («attaque "
                "cardiaque»)",
                "choice",
                allowed=tuple(EVENT_KINDS),
            ),
            Column(
                "frame",
                "who acts and who undergoes: a row of frames",
                "key",
                required=True,
                refers="frames",
            ),
            Column(
                "needs",
                "what its sentence must have besides, for the word to mean it",
                "choice",
                allowed=tuple(sorted(NEEDS - {""})),
            ),
            Column("minor", "gives way to another action of its kind in the same sentence", "yes"),
        ),
        "embuscade",
    ),
    Lexicon(
        "frames",
        "Where the parties of an action stand around its word.",
        (
            Column("frame", "key", "id", required=True),
            Column("part", "of speech", "choice", required=True, allowed=("verb", "noun")),
            _party("subject", "that is the verb's subject"),
            _party("object", "that is the verb's object"),
            _party("by", "after «par»"),
            _party("of", "after «de»"),
            _party("against", "after «contre»"),
            _party("with", "after «avec»"),
            _party("between", "after «entre»"),
            _party("to", "after «à»"),
        ),
        "deed",
    ),
    Lexicon(
        "supports",
        "A verb that gives a noun its parties: «mener une attaque», «subir une attaque».",
        (
            Column("phrase", "the infinitive, and words that follow it", required=True),
            _party("subject", "that is the verb's subject"),
            _party("object", "that is the verb's object"),
            _party("by", "after «par»"),
            _party("to", "after «à»"),
        ),
        "subir",
    ),
    Lexicon(
        "governors",
        "A verb or phrase that says whether what follows it has happened: «menacer de», «va».",
        (
            Column(
                "phrase",
                "an infinitive with what follows it, or words as they stand",
                required=True,
            ),
            Column(
                "status",
                "what the event then is; none: no event at all",
                "choice",
                required=True,
                allowed=("planned", "possible", "reported", "none"),
            ),
        ),
        "exiger",
    ),
    Lexicon(
        "parties",
        "A noun for someone who acts or undergoes, where no name is given: «hommes armés».",
        (
            Column("noun", "singular; the plural need not be listed", required=True),
            Column(
                "kind",
                "armed (against the state); state (forces and those who stand for it); civil; "
                "office (office holders and bodies); source (only says); thing (a convoy, a base: "
                "undergoes, does not act)",
                "choice",
                required=True,
                allowed=("armed", "state", "civil", "office", "source", "thing"),
            ),
        ),
        "homme armé",
    ),
    Lexicon(
        "verbs",
        "A verb of the third group, whose forms follow no rule; the triggers of actions use them.",
        (
            Column("infinitive", "key", required=True),
            Column("participle", "past participle, masculine singular", required=True),
            Column("present", "third person, singular and plural", required=True, many=True),
            Column("imperfect", "its stem: «abatt» of «abattait»", required=True),
            Column(
                "past", "simple past, third person, singular and plural", required=True, many=True
            ),
            Column("future", "its stem: «abattr» of «abattra»", required=True),
        ),
        "prendre",
    ),
)
