"""What counts are made of: the nouns counted and the words that say in what sense.

Read from `lexicons/counted_nouns.csv`, `count_adjectives.csv`, `count_roles.csv` and
`nationalities.csv`. All keys are lower-case; accents stay («tue» is not «tué»).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extractors.count_words import conjugated, feminine, plural, words_of
from pipeline.lexicons import read_rows, remembered, split_cell


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """A noun that counts are made of.

    Attributes:
        unit: military, police, fighters, civilians, peacekeepers or persons.
        scope: casualty (a count by itself), force (one when more than one), men (one where the
            text says that they are of a force), person (one only as casualty, captive, missing
            or displaced).
        role: the role that the noun itself gives, or "".
        nationality: ISO 3166 alpha-2 code where the noun is a demonym, or "".
        singular: True for a singular form.
        whole: True for a compound that stands in the mention whole («casques bleus»); of others
            (agents de police) only the first word does.
        alone: True where «un» and the noun are a count with no further word («un blessé»).
    """

    unit: str
    scope: str
    role: str = ""
    nationality: str = ""
    singular: bool = False
    whole: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that says in what sense people are counted.

    Attributes:
        words: its words, lower-case.
        kind: object (a verb whose object is counted), subject (a verb whose subject is counted),
            noun (a noun with «de» before the count), state (said of the people counted) or none
            (a phrase that only looks like a cue: «peine de mort»); rows of kind setting
            list words that are no cues (see `CountLexicon.settings`).
        form: participle or finite for verbs, else "".
        role: role given to anyone, or "" where it only fits members of forces.
        force_role: role given to members of forces.
        strong: True where it makes a count of people who would not be one otherwise.
    """

    words: tuple[str, ...]
    kind: str
    form: str
    role: str
    force_role: str
    strong: bool


@dataclass(frozen=True, slots=True)
class CountLexicon:
    """Index of the lexicons of counts.

    Attributes:
        nouns: form, one or several words joined by a space, to noun.
        longest: number of words of the longest form.
        first_words: the first words of nouns, and the adjectives.
        adjectives: forms that may stand between number and noun.
        cues: first word to cues, longest first.
        nationalities: lower-case adjective to ISO 3166 alpha-2 code.
        settings: words that tell what a text is about, so that a cue that is vague by itself
            (people «ont traversé») gives its role there, to that role.
    """

    nouns: dict[str, CountedNoun]
    longest: int
    first_words: frozenset[str]
    adjectives: frozenset[str]
    cues: dict[str, tuple[Cue, ...]]
    nationalities: dict[str, str]
    settings: dict[str, str]

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "CountLexicon":
        """The package's lexicons with those of a user's folders over them."""
        return _load(tuple(folders))


@remembered
def _load(folders: tuple[str, ...]) -> CountLexicon:
    nouns: dict[str, CountedNoun] = {}
    nationalities: dict[str, str] = {}
    for row in read_rows("nationalities", folders):
        for adjective in split_cell(row["adjectives"]):
            nationalities.setdefault(adjective.lower(), row["code"])
        for demonym in split_cell(row["demonyms"]):
            many = demonym.lower().endswith(("s", "x", "è"))
            noun = CountedNoun("persons", "person", "", row["code"], not many)
            nouns.setdefault(demonym.lower(), noun)
    listed: dict[str, CountedNoun] = {}
    for row in read_rows("counted_nouns", folders):
        for form, many in dict(_forms(row["noun"], split_cell(row["forms"]))).items():
            noun = CountedNoun(
                row["unit"],
                row["scope"],
                row["role"],
                "",
                not many,
                row["whole"] == "yes",
                row["alone"] == "yes",
            )
            listed.setdefault(form, noun)
    nouns |= listed
    adjectives: set[str] = set()
    for row in read_rows("count_adjectives", folders):
        adjectives.update((row["adjective"], *split_cell(row["forms"])))
    cues: dict[str, list[Cue]] = {}
    settings: dict[str, str] = {}
    for row in read_rows("count_roles", folders):
        if row["kind"] == "setting":
            for word in split_cell(row["participles"]):
                settings.setdefault(word, row["role"])
            continue
        for cue in _cues(row):
            cues.setdefault(cue.words[0], []).append(cue)
    return CountLexicon(
        nouns,
        max(form.count(" ") + 1 for form in nouns),
        frozenset(adjectives) | {form.partition(" ")[0] for form in nouns},
        frozenset(adjectives),
        {w: tuple(sorted(c, key=lambda x: -len(x.words))) for w, c in cues.items()},
        nationalities,
        settings,
    )


def _forms(noun: str, others: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Forms of a noun with whether they are plural; regular plurals need no listing."""
    acronym, noun = noun.isupper(), noun.lower()
    listed = [form.lower() for form in others]
    yield noun, acronym or (noun.endswith("s") and not listed)
    for form in listed:
        yield form, form.split()[0].endswith(("s", "x"))
    if " " not in noun:
        yield plural(noun), True
        for form in listed:
            if " " not in form and not form.endswith(("s", "x")):
                yield plural(form), True


def _cues(row: dict[str, str]) -> Iterator[Cue]:
    kind, role = row["kind"], row["role"]
    force_role = row["force_role"] or role
    strong = row["strong"] == "yes"
    first, _, rest = row["cue"].lower().partition(" ")
    if kind in ("noun", "state", "none"):
        yield Cue(words_of(row["cue"].lower()), kind, "", role, force_role, strong)
        return
    participles, finite = split_cell(row["participles"]), split_cell(row["finite"])
    if not participles and not finite:
        participles, finite = conjugated(first)
        if rest:
            participles = [f"{form} {rest}" for form in participles]
            finite = [f"{form} {rest}" for form in finite]
    for form in dict.fromkeys(participles):
        for variant in (form,) if " " in form else dict.fromkeys((form, *feminine(form))):
            yield Cue(words_of(variant), kind, "participle", role, force_role, strong)
    for form in dict.fromkeys(finite):
        yield Cue(words_of(form), kind, "finite", role, force_role, strong)
