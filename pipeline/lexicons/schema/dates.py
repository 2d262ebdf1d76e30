"""The lexicon of holidays."""

from pipeline.lexicons.schema.column import Column, Lexicon

LEXICONS = (
    Lexicon(
        "holidays",
        "A holiday: «la Tabaski 2021», «le jour de la Korité» are dates.",
        (
            Column("name", "in French", required=True),
            Column("aliases", "what it is called in texts", required=True, many=True),
            Column(
                "calendar",
                "what month and day count in; easter: days from Easter Sunday",
                "choice",
                required=True,
                allowed=("gregorian", "easter", "islamic"),
            ),
            Column(
                "month", "of that calendar; 0 for easter", "integer", required=True, low=0, high=12
            ),
            Column(
                "day",
                "of that month, or days after Easter Sunday",
                "integer",
                required=True,
                low=-100,
                high=200,
            ),
            Column("length", "days that it lasts", "integer", required=True, low=1, high=60),
        ),
        "Tabaski",
    ),
)
