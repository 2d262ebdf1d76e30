"""The lexicon of forces, indexed: listed forces, institution nouns, nationalities, unit words."""

from dataclasses import dataclass

from pipeline.lexicons import read_rows, remembered, split_cell
from pipeline.normalizers.force_words import Words, WordTree, name_key, name_words, words_of

# Beside the bodies that fight or keep order: intelligence services, general staffs, and
# `security_forces` for collective terms («forces de défense et de sécurité»).
KINDS = frozenset(
    "army air_force navy gendarmerie police guard special_forces unit joint_force peace_operation "
    "training_mission operation armed_group coalition self_defence private_company "
    "intelligence staff security_forces".split()
)

# Whose towns and regions tell which country a text speaks of, and whose «police nationale» needs
# no nationality in the press of the region.
HOME = frozenset(
    "ML BF NE TD MR SN GM GN GW SL LR CI GH TG BJ NG CM CF CD CG GA GQ SD SS ET ER SO KE UG RW BI "
    "TZ MZ AO ZA DZ MA TN LY EG EH".split()
)
_TOWN_KINDS = frozenset(("town", "region", "division"))
_TOWN_LENGTH = 3
# Countries whose names are also first names or common nouns.
_ALSO_FIRST_NAMES = frozenset(("Maurice", "Dominique", "Grenade"))


@dataclass(frozen=True, slots=True)
class Force:
    """A row of `lexicons/forces.csv`; lists are tuples, the key is `force_id`."""

    force_id: str
    name: str
    acronyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = ""
    country: tuple[str, ...] = ()
    parent: str = ""
    members: tuple[str, ...] = ()
    active_from: str = ""
    active_to: str = ""
    contexts: tuple[str, ...] = ()
    source: str = ""

    @property
    def acronym(self) -> str:
        """The usual acronym, or ""."""
        return self.acronyms[0].rstrip("?") if self.acronyms else ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of a force.

    Attributes:
        text: the name as the lexicon writes it.
        force: the force.
        doubtful: True where it means the force only beside other signs of it («CMA»).
        acronym: True where letter case counts.
    """

    text: str
    force: Force
    doubtful: bool
    acronym: bool

    def fits(self, words: Words, i: int, j: int) -> bool:
        """Whether words i to j (excluded) are written as this name may be."""
        raw = words.text[words.starts[i] : words.ends[j - 1]]
        if self.acronym:
            if raw in (self.text, self.text.upper()):
                return True
            return len(self.text) > 4 and raw == self.text.capitalize()
        if j - i > 2 or self.text.islower():
            return True
        # «Djihad islamique», «Frontière étanche»: in lower case no name.
        return words.capital(i) or words.capital(j - 1)


@dataclass(frozen=True, slots=True)
class Institution:
    """A row of `lexicons/force_institutions.csv`.

    Attributes:
        institution_id: key.
        slot: what institution of a state it is: with a country, it makes the force; "" where
            every text's own words are the name («Direction des investigations criminelles»).
        kind: a kind of force.
        name: the head of the force's canonical name.
        alone: whether it names a force with no complement: yes, no, or capital (when its inner
            words are capitalised, «Forces Spéciales»).
        place: what names the force beside a state: yes (any place), adjective (no place, not even
            a country's name: «forces russes»), no.
        unit: whether it is a unit's head noun («33e bataillon»): yes, modified (only with a
            military or police word after it: «section de recherches»), no.
    """

    institution_id: str
    slot: str
    kind: str
    name: str
    alone: str
    place: str
    unit: str


@dataclass(frozen=True, slots=True)
class Modifier:
    """A row of `lexicons/force_modifiers.csv`: what may follow a unit's head noun.

    Attributes:
        role: adjective, general (an adjective of any body, «régionale»), noun («d'infanterie»),
            specialty (a noun that names the unit by itself, «des stupéfiants»), owner («de la
            gendarmerie»), direction («Est», with a capital) or acronym (after an ordinal,
            «RIMa»).
        kind: the kind of force that it makes of the unit, or "".
        country: ISO 3166 alpha-2 code where only one country has such units, or "".
    """

    role: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Nation:
    """A country: ISO 3166 alpha-2 code and its name with «de» («du Mali»)."""

    code: str
    name: str
    of: str


class ForceLexicon:
    """Everything known of forces beforehand.

    Attributes:
        forces: by `force_id`.
        names: aliases by their words.
        institutions, modifiers, adjectives, countries: by their words.
        towns: what a capital begins and tells a country: its name and its people's, and towns
            and regions of Africa, by their words.
        long_names: keys of the aliases of several words.
        nations: by ISO 3166 alpha-2 code.
    """

    def __init__(self, folders: tuple[str, ...] = ()) -> None:
        self.forces: dict[str, Force] = {}
        self.names: WordTree[Alias] = WordTree()
        self.institutions: WordTree[Institution] = WordTree()
        self.modifiers: WordTree[Modifier] = WordTree()
        self.adjectives: WordTree[str] = WordTree()
        self.countries: WordTree[str] = WordTree()
        self.towns: WordTree[str] = WordTree()
        self.nations: dict[str, Nation] = {}
        self._slots: dict[tuple[str, str], Force] = {}
        self._claims: dict[tuple[str, str], tuple[bool, bool]] = {}
        self._read_nations(folders)
        self._read_institutions(folders)
        self._read_towns(folders)
        self._read_forces(folders)
        self.long_names = self.names.keys(with_space=True)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "ForceLexicon":
        """The package's lexicon with a user's folders over it, read once.

        Raises:
            pipeline.lexicons.LexiconError: a file that cannot be used.
        """
        return _load(tuple(folders))

    def slot(self, slot: str, country: str) -> Force | None:
        """The listed force that is this institution of this country, or None."""
        return self._slots.get((slot, country))

    def _read_nations(self, folders: tuple[str, ...]) -> None:
        for row in read_rows("nationalities", folders):
            code = row["code"]
            self.nations[code] = Nation(code, row["name"], row["of"])
            for adjective in split_cell(row["adjectives"]):
                self.adjectives.add(adjective, code)
            for name in (row["name"], row["long_name"], *split_cell(row["aliases"])):
                self.countries.add(name, code)
            for demonym in split_cell(row["demonyms"]):
                self.towns.add(demonym, code)
            if row["name"] not in _ALSO_FIRST_NAMES:
                for name in (row["name"], *split_cell(row["aliases"]), row["capital"]):
                    self.towns.add(name, code)

    def _read_towns(self, folders: tuple[str, ...]) -> None:
        """Of places that share a name the best known counts: «Gao» is Mali's."""
        places = [
            row
            for row in read_rows("places", folders)
            if row["country"] in HOME and row["kind"] in _TOWN_KINDS
        ]
        places.sort(key=lambda row: (-int(row["population"] or 0), row["place_id"]))
        for row in places:
            for name in (row["name"], *split_cell(row["aliases"])):
                key = name_key(name)
                if len(key) < _TOWN_LENGTH or self.modifiers.get(key) or self.towns.get(key):
                    continue  # «Est», «Centre» are regions of several
                self.towns.add(name, row["country"])

    def _read_institutions(self, folders: tuple[str, ...]) -> None:
        for row in read_rows("force_institutions", folders):
            fields = {k: v for k, v in row.items() if k != "forms"}
            institution = Institution(**fields)
            for form in split_cell(row["forms"]):
                self.institutions.add(form, institution)
        for row in read_rows("force_modifiers", folders):
            self.modifiers.add(row["modifier"], Modifier(row["role"], row["kind"], row["country"]))

    def _read_forces(self, folders: tuple[str, ...]) -> None:
        for row in read_rows("forces", folders):
            force = _force(row)
            self.forces[force.force_id] = force
            self._add(force, force.name, acronym=_is_acronym(force.name))
            for text in force.acronyms:
                self._add(force, text, acronym=True)
            for text in force.aliases:
                self._add(force, text, acronym=_is_acronym(text))
            for text in (force.name, *force.aliases):
                self._claim_slot(force, text)

    def _add(self, force: Force, text: str, *, acronym: bool) -> None:
        name = text.rstrip("?")
        self.names.add(name, Alias(name, force, text.endswith("?"), acronym))

    def _claim_slot(self, force: Force, text: str) -> None:
        """Where a listed force's name is composed («armée malienne»), it is that institution."""
        if len(force.country) != 1 or text.endswith("?"):
            return
        words = words_of(text)
        head = self.institutions.longest(words, 0)
        if head is None or not head[1][0].slot or head[1][0].unit != "no" or head[0] == len(words):
            return
        rest = name_key(text[words.starts[head[0]] :])
        country = force.country[0]
        codes = self.adjectives.get(rest)
        if not codes:
            parts = name_words(rest)
            while parts and parts[0] in ("de", "du", "des", "d", "la", "l"):
                parts = parts[1:]
            codes = self.countries.get(" ".join(parts))
        if country in codes:
            # «armée X» says it better than «armée nationale X»; a force of today than a past one.
            key = (head[1][0].slot, country)
            claim = (head[0] > 1, bool(force.active_to))
            if key not in self._claims or claim < self._claims[key]:
                self._slots[key], self._claims[key] = force, claim


def _is_acronym(text: str) -> bool:
    return " " not in text and text.rstrip("?").isupper()


def _force(row: dict[str, str]) -> Force:
    lists = ("acronyms", "aliases", "country", "members", "contexts")
    values = {k: tuple(split_cell(v)) if k in lists else v for k, v in row.items()}
    return Force(**values)  # type: ignore[arg-type]


@remembered
def _load(folders: tuple[str, ...]) -> ForceLexicon:
    return ForceLexicon(folders)
