"""Lexicons of people: who is known, their ranks, offices and names."""

from pipeline.lexicons.schema.column import Column, Lexicon

LEXICONS = (
    Lexicon(
        "people",
        "A public figure: found in texts by name and aliases, and one person in all of them.",
        (
            Column("person_id", "the id that stands in the tables", "id", required=True),
            Column("name", "first name and surname", required=True),
            Column("aliases", "other spellings, acronyms («IBK»)", many=True),
            Column("country", "of their offices", "country"),
            Column(
                "kind",
                "what they are known for",
                "choice",
                allowed=tuple(
                    "civil diplomacy government group international media military parliament "
                    "party religion state tradition".split()
                ),
            ),
            Column(
                "offices",
                "«office@from/to», ISO 8601 dates, either end open",
                "office",
                many=True,
            ),
            Column(
                "common", "many bear that name: only with such an office is this one meant", "yes"
            ),
        ),
        "p-sadio-camara",
    ),
    Lexicon(
        "ranks",
        "A military or police rank.",
        (
            Column("rank_id", "key", "id", required=True),
            Column("name", "in French, lower case", required=True),
            Column("aliases", "feminine, abbreviations, ranks of its level", many=True),
            Column(
                "order",
                "grows with the rank: caporal 40, colonel 140, maréchal 200",
                "integer",
                required=True,
                low=1,
                high=1000,
            ),
            Column("nato", "STANAG 2116 code, «OF-5»"),
            Column("service", "army, gendarmerie, police …, in French"),
            Column("source", "where one can look it up"),
        ),
        "colonel",
    ),
    Lexicon(
        "offices",
        "The noun at the head of an office's name: «ministre», «chef d'état-major».",
        (
            Column("office_id", "key", "id", required=True),
            Column("name", "in French, as it stands in a sentence", required=True),
            Column("aliases", "feminine, other spellings", many=True),
            Column(
                "kind",
                "the sort of office; relation («conseiller») belongs to someone else's",
                "choice",
                required=True,
                allowed=tuple(
                    "administration diplomacy government group justice military parliament "
                    "profession relation religion sport state tradition".split()
                ),
            ),
            Column("single", "one person at a time holds it in one body", "yes"),
        ),
        "president",
    ),
    Lexicon(
        "given_names",
        "A first name or a surname: a sign that the words beside it are a person's name.",
        (
            Column("name", "the name", required=True),
            Column(
                "kind",
                "first name, surname or either",
                "choice",
                required=True,
                allowed=("given", "family", "both"),
            ),
            Column("gender", "of a first name", "choice", allowed=("m", "f")),
        ),
        "Adama",
    ),
)
