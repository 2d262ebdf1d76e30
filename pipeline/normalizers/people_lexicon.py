"""What is known of people beforehand: ranks, offices, public figures, given and family names."""

from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.lexicons import read_rows, remembered, split_cell
from pipeline.text import fold

fold_word = lru_cache(maxsize=1 << 16)(fold)


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """A word's key without the plural mark, so that «généraux» and «général» meet.

    >>> singular("Généraux"), singular("chefs"), singular("états-majors")
    ('general', 'chef', 'etat major')
    """
    return " ".join(_singular(part) for part in fold(word).split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    if len(word) > 3 and word[-1] in "sx":
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Rank:
    """A row of `lexicons/ranks.csv`; `order` grows with the rank."""

    rank_id: str
    name: str
    order: int
    nato: str
    service: str


@dataclass(frozen=True, slots=True)
class Office:
    """A row of `lexicons/offices.csv`: the head noun of an office's name.

    Attributes:
        kind: state, government, administration, military, profession …
        single: one person at a time holds it in one body.
    """

    office_id: str
    name: str
    kind: str
    single: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A row of `lexicons/people.csv`.

    Attributes:
        names: name and aliases as written.
        kind: state, government, military, group, party …
        offices: (office, from, to), ISO 8601 dates or "".
        office_words: the keys of those offices' first words; `telling_words`, of all.
        common: many people bear that name; only one with a fitting rank or office is meant.
    """

    person_id: str
    name: str
    names: tuple[str, ...]
    country: str
    kind: str
    offices: tuple[tuple[str, str, str], ...]
    office_words: frozenset[str]
    telling_words: frozenset[str]
    common: bool


@dataclass(eq=False)  # one lexicon is one object: it is hashable
class PeopleLexicon:
    """Indexes over the lexicons of people; keys are folded, ranks and offices also singular."""

    ranks: dict[str, Rank] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    office_parts: set[str] = field(default_factory=set)
    # What the keys of offices and of ranks begin with, and those of ranks end with, whole words.
    office_starts: set[str] = field(default_factory=set)
    rank_starts: set[str] = field(default_factory=set)
    rank_ends: set[str] = field(default_factory=set)
    people: dict[str, KnownPerson] = field(default_factory=dict)
    names: dict[str, KnownPerson] = field(default_factory=dict)
    surnames: dict[str, KnownPerson] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    adjectives: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "PeopleLexicon":
        """The lexicon of the package with the user's folders over it (read once per process).

        Args:
            folders: a user's lexicon folders.

        Raises:
            pipeline.lexicons.LexiconError: a file that cannot be used.
        """
        return _load(tuple(folders))

    def known(self, name: str) -> KnownPerson | None:
        """The public figure that a full name or alias means, None if none."""
        return self.names.get(fold_word(name))


@remembered
def _load(folders: tuple[str, ...]) -> PeopleLexicon:
    lexicon = PeopleLexicon()
    for row in read_rows("ranks", folders):
        rank = Rank(
            row["rank_id"], row["name"], int(row["order"] or 0), row["nato"], row["service"]
        )
        for form in (row["name"], *split_cell(row["aliases"])):
            key = singular(form)
            lexicon.ranks.setdefault(key, rank)
            words = key.split()
            lexicon.rank_starts.update(" ".join(words[: n + 1]) for n in range(len(words)))
            lexicon.rank_ends.update(" ".join(words[n:]) for n in range(len(words)))
    for row in read_rows("offices", folders):
        office = Office(row["office_id"], row["name"], row["kind"], row["single"] == "yes")
        for form in (row["name"], *split_cell(row["aliases"])):
            _add(lexicon.offices, lexicon.office_parts, singular(form), office)
    lexicon.office_starts = lexicon.office_parts | set(lexicon.offices)
    for row in read_rows("people", folders):
        forms = (row["name"], *split_cell(row["aliases"]))
        person = KnownPerson(
            row["person_id"],
            row["name"],
            forms,
            row["country"],
            row["kind"],
            held := tuple(_held(item) for item in split_cell(row["offices"])),
            frozenset(singular(office.split()[0]) for office, _, _ in held),
            frozenset(w for office, _, _ in held for w in singular(office).split()),
            row["common"] == "yes",
        )
        lexicon.people[person.person_id] = person
        for form in forms:
            lexicon.names.setdefault(fold(form), person)
    _add_surnames(lexicon)
    for row in read_rows("given_names", folders):
        key = fold(row["name"])
        if row["kind"] in {"given", "both"}:
            lexicon.given.add(key)
        if row["kind"] in {"family", "both"}:
            lexicon.family.add(key)
        if row["gender"]:
            lexicon.genders.setdefault(key, row["gender"])
    for row in read_rows("nationalities", folders):
        for form in split_cell(row["adjectives"]):
            lexicon.adjectives.setdefault(singular(form), row["code"])
        for form in (row["name"], row["long_name"], *split_cell(row["aliases"])):
            lexicon.countries.setdefault(fold(form), row["code"])
    return lexicon


def _add_surnames(lexicon: PeopleLexicon) -> None:
    """Surnames that one public figure alone bears."""
    bearers: dict[str, set[str]] = {}
    for person in lexicon.people.values():
        bearers.setdefault(fold(person.name).split()[-1], set()).add(person.person_id)
    for surname, ids in bearers.items():
        if len(ids) == 1:
            lexicon.surnames[surname] = lexicon.people[ids.pop()]


def _add(index: dict[str, Office], parts: set[str], key: str, office: Office) -> None:
    index.setdefault(key, office)
    words = key.split()
    parts.update(" ".join(words[:n]) for n in range(1, len(words)))


def _held(item: str) -> tuple[str, str, str]:
    """«office@from/to» as (office, from, to)."""
    office, _, span = item.partition("@")
    start, _, end = span.partition("/")
    return office.strip(), start, end
