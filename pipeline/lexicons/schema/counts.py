"""Lexicons of counts: nouns that are counted, and words that say in what sense."""

from pipeline.lexicons.schema.column import Column, Lexicon

_CASUALTIES = ("killed", "wounded", "captured", "missing", "displaced", "other")

LEXICONS = (
    Lexicon(
        "counted_nouns",
        "A noun that people are counted with: «13 soldats», «deux blessés».",
        (
            Column("noun", "singular; a regular plural need not be listed", required=True),
            Column("forms", "feminine and irregular forms", many=True),
            Column("whole", "a compound that stands in the mention whole («casques bleus»)", "yes"),
            Column("alone", "«un» and the noun are a count by themselves («un blessé»)", "yes"),
            Column(
                "unit",
                "who is counted",
                "choice",
                required=True,
                allowed=("military", "police", "fighters", "civilians", "peacekeepers", "persons"),
            ),
            Column(
                "scope",
                "when it is a count: casualty (always); force (more than one); men (where the text "
                "says that they are of a force); person (as casualty, captive, missing, displaced)",
                "choice",
                required=True,
                allowed=("casualty", "force", "men", "person"),
            ),
            Column("role", "the role that the noun itself gives", "choice", allowed=_CASUALTIES),
        ),
        "tirailleur",
    ),
    Lexicon(
        "count_adjectives",
        "An adjective that may stand between a number and its noun: «deux jeunes soldats».",
        (
            Column("adjective", "masculine singular", required=True),
            Column("forms", "its other forms", many=True),
        ),
        "présumé",
    ),
    Lexicon(
        "count_roles",
        "A verb, noun or phrase that says in what sense people are counted: «ont été tués».",
        (
            Column("cue", "the word or phrase; of a verb the infinitive", required=True),
            Column(
                "kind",
                "object (a verb whose object is counted); subject (a verb whose subject is); noun "
                "(with «de» before the count); state (said of the people); none (a phrase that "
                "only looks like a cue); setting (`participles` lists words that tell what a text "
                "is about)",
                "choice",
                required=True,
                allowed=("object", "subject", "noun", "state", "none", "setting"),
            ),
            Column("role", "the role of anyone so counted", "choice", allowed=_CASUALTIES),
            Column(
                "force_role",
                "the role of members of forces, where it is another",
                "choice",
                allowed=(*_CASUALTIES, "strength", "deployment"),
            ),
            Column("strong", "makes a count of people who would be none otherwise", "yes"),
            Column(
                "participles", "of a verb that does not end in -er; a setting's words", many=True
            ),
            Column(
                "finite", "other forms, third person, of a verb that does not end in -er", many=True
            ),
        ),
        "tuer",
    ),
    Lexicon(
        "number_nouns",
        "A noun that is a number: «une vingtaine».",
        (
            Column("noun", "singular", required=True),
            Column("forms", "plural", many=True),
            Column("value", "how many it is", "integer", required=True, low=1),
            Column("plural_low", "what «des …s» is at least", "integer", low=1),
            Column("plural_high", "what «des …s» is at most", "integer", low=1),
        ),
        "dizaine",
        fixed="French has these and no others; they are part of the number grammar",
    ),
)
