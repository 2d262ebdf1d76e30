"""Lexicons of forces and organisations."""

from pipeline.lexicons.schema.column import Column, Lexicon
from pipeline.normalizers.force_lexicon import KINDS

_KIND = tuple(sorted(KINDS))
_SOURCE = Column("source", "where one can look it up")

LEXICONS = (
    Lexicon(
        "forces",
        "A force: an army, a service, a unit, an operation, an armed group. Its names are found in "
        "texts, and its id stands in the table `forces`.",
        (
            Column("force_id", "the id that stands in the tables", "id", required=True),
            Column("name", "its name in French; found in texts too", required=True),
            Column(
                "acronyms",
                "its acronyms, the usual one first, in the letter case of the press; one that ends "
                "in «?» has other meanings and counts only beside a word of `contexts`",
                many=True,
            ),
            Column("aliases", "its other names; «?» as for acronyms", many=True),
            Column("kind", "what sort of force it is", "choice", required=True, allowed=_KIND),
            Column("country", "whose it is, or where it acts", "country", many=True),
            Column("parent", "the force that it is part of", "key", refers="forces"),
            Column("members", "the forces that make it up", "key", many=True, refers="forces"),
            Column("active_from", "since when it has been there", "day"),
            Column("active_to", "until when it was there", "day"),
            Column("contexts", "words that speak for it near a doubtful name", many=True),
            _SOURCE,
        ),
        "ml-fama",
    ),
    Lexicon(
        "force_institutions",
        "A noun that names a force with a country beside it («armée malienne», «gendarmerie du "
        "Niger»), or heads a unit's name («33e bataillon»).",
        (
            Column("institution_id", "key", "id", required=True),
            Column("forms", "its forms, singular and plural", required=True, many=True),
            Column("slot", "what institution of a state it is; those of one slot are one force"),
            Column("kind", "what sort of force it makes", "choice", required=True, allowed=_KIND),
            Column("name", "the head of the name that such a force gets", required=True),
            Column(
                "alone",
                "whether it names a force with no country; capital: when its inner words have one",
                "choice",
                required=True,
                allowed=("yes", "no", "capital"),
            ),
            Column(
                "place",
                "what may name the force beside a state: any place, or an adjective only",
                "choice",
                required=True,
                allowed=("yes", "adjective", "no"),
            ),
            Column(
                "unit",
                "whether it heads a unit's name; modified: only with a word of force_modifiers",
                "choice",
                required=True,
                allowed=("yes", "modified", "no"),
            ),
        ),
        "gendarmerie",
    ),
    Lexicon(
        "force_modifiers",
        "A word that may follow the head noun of a unit's name («brigade antigang»).",
        (
            Column("modifier", "the word, or words", required=True),
            Column(
                "role",
                "adjective; general (of any body, «régionale»); noun («d'infanterie»); specialty "
                "(a noun that names the unit by itself); owner («de la gendarmerie»); direction "
                "(«Est»); acronym (after an ordinal, «RIMa»)",
                "choice",
                required=True,
                allowed=(
                    "adjective",
                    "general",
                    "noun",
                    "specialty",
                    "owner",
                    "direction",
                    "acronym",
                ),
            ),
            Column("kind", "the sort of force that it makes of the unit", "choice", allowed=_KIND),
            Column("country", "where only one country has such units", "country"),
        ),
        "antigang",
    ),
    Lexicon(
        "organisations",
        "An organisation that is no force: a party, a ministry, an agency, a newspaper.",
        (
            Column("name", "its name in French; found in texts too", required=True),
            Column("acronyms", "its acronyms, as the press writes them", many=True),
            Column("aliases", "its other names", many=True),
            Column(
                "kind",
                "what sort of organisation it is; what media say is not what they do",
                "choice",
                allowed=tuple(
                    "agency company court health international junta media movement ngo party "
                    "regional religious school sport state thinktank union".split()
                ),
            ),
            Column("country", "whose it is", "country"),
            _SOURCE,
        ),
        "Organisation internationale pour les migrations",
    ),
)
