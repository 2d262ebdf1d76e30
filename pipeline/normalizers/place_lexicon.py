"""Places by name: `places.csv`, an installed gazetteer, the towns of the world."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.gazetteer import Index, open_index
from pipeline.lexicons import read_rows, remembered, split_cell
from pipeline.normalizers.place_record import KIND_WEIGHT, Place, from_entry, from_row, same
from pipeline.normalizers.place_world import world_places
from pipeline.placenames import skeleton, squeeze
from pipeline.text import fold

# Below this length one letter more or less makes another name («Kati», «Kita»).
_FUZZY_LENGTH = 8
_VARIANT_LENGTH = 5


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of `toponyms.csv`, folded.

    Attributes:
        outside: administrative head noun, outside the span, to the kinds of place it heads.
        inside: head noun of a natural or built feature, inside the span, to its kinds.
        inside_starts: the first words of those nouns.
        adjectives: what may stand between such a noun and the name.
        directions: points of the compass.
        ambiguous: keys of names that are also common words or surnames.
        common: words, exactly so written, that are no name.
        military: nouns that head the name of a garrison and stay outside of it.
    """

    outside: dict[str, tuple[str, ...]]
    inside: dict[str, tuple[str, ...]]
    inside_starts: frozenset[str]
    adjectives: frozenset[str]
    directions: frozenset[str]
    ambiguous: frozenset[str]
    common: frozenset[str]
    military: frozenset[str]


class PlaceLexicon:
    """Places by name.

    Args:
        places: the rows of `places.csv`, each with the names it goes by.
        words: the words of `toponyms.csv`.
        index: an installed gazetteer, or None.
        nationalities: adjective or people's name, lower case, to ISO 3166 code.

    Attributes:
        by_key: `pipeline.placenames.squeeze` of a name to the places it may mean.
        by_id: `place_id` to the place, in a tuple.
        forms: such a key to the name as the lexicon writes it first.
        starts: a name's first word, folded, to how many words the longest such name has.
        lower_keys, lower_starts: keys, and first words, of names that begin in lower case.
    """

    def __init__(
        self,
        places: Iterable[tuple[Place, Sequence[str]]],
        words: PlaceWords,
        index: Index | None = None,
        nationalities: Mapping[str, str] | None = None,
    ) -> None:
        self.words = words
        self.nationalities = nationalities or {}
        self.index = index
        by_key: dict[str, list[Place]] = defaultdict(list)
        self.forms: dict[str, str] = {}
        self.starts: dict[str, int] = {}
        self.lower_keys: set[str] = set()
        self.lower_starts: set[str] = set()
        for place, names in places:
            for name in names:
                key = squeeze(name)
                if place not in by_key[key]:
                    by_key[key].append(place)
                self.forms.setdefault(key, name)
                parts = fold(name).split()
                if parts:
                    self.starts[parts[0]] = max(self.starts.get(parts[0], 0), len(parts))
                if name[:1].islower() or (len(parts) > 1 and parts[0] in words.inside):
                    self.lower_keys.add(key)
                    self.lower_starts.add(parts[0])
        self.by_key = {key: tuple(found) for key, found in by_key.items() if key}
        self.by_id = {p.place_id: (p,) for found in self.by_key.values() for p in found}
        skeletons: dict[str, list[str]] = defaultdict(list)
        blocks: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self.by_key:
            skeletons[skeleton(key)].append(key)
            if len(key) >= _FUZZY_LENGTH - 1:
                blocks[key[:2], len(key)].append(key)
        self._skeletons = dict(skeletons)
        self._blocks = dict(blocks)

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "PlaceLexicon":
        """The package's lexicon with a user's folders over it, and the gazetteer if installed."""
        return _load(folders, open_index())

    @classmethod
    def from_rows(
        cls,
        places: Iterable[dict[str, str]],
        toponyms: Sequence[dict[str, str]],
        index: Index | None = None,
        nationalities: Iterable[dict[str, str]] = (),
    ) -> "PlaceLexicon":
        """A lexicon of the rows of `places.csv`, `toponyms.csv` and `nationalities.csv`."""
        peoples: dict[str, str] = {}
        for row in nationalities:
            for form in split_cell(row["adjectives"]) + split_cell(row["demonyms"]):
                peoples.setdefault(form.lower(), row["code"])
        return cls(map(from_row, places), _words(toponyms), index, peoples)

    def lookup(self, name: str) -> list[Place]:
        """Every place that a name may mean; [] where none is known.

        The lexicon first, with what the gazetteer adds; then spellings that sound alike; then, for
        a name that neither has, the towns of the world; last a long name with one letter changed.
        """
        key = squeeze(name)
        found = list(self.by_key.get(key, ()))
        if self.index is not None:
            found = _unique([*found, *self._installed(self.index, name, found)])
        if not found:
            found = self._variants(key)
        world = world_places(key)
        if not found:
            found = world
        elif not any(p.weight >= KIND_WEIGHT["country"] for p in found):
            have = {p.geonameid for p in found}
            found += [p for p in world if p.geonameid not in have]
        if not found and len(key) >= _VARIANT_LENGTH and self.index is not None:
            found = self._installed(self.index, name, (), variants=True)
        return found or self._fuzzy(key)

    def _installed(
        self, index: Index, name: str, known: Sequence[Place], *, variants: bool = False
    ) -> list[Place]:
        """What an installed gazetteer adds to the places known by a name."""
        found: list[Place] = []
        # Of two villages the one that is written as the text writes it comes first.
        entries = sorted(index.lookup(name, variants=variants), key=lambda e: e.name != name)
        for entry in entries:
            place = from_entry(entry)
            if place.kind == "country":
                found += self.by_id.get(f"iso-{entry.country}", ())
            elif not any(same(place, other) for other in known):
                found.append(place)
        return _unique(found)

    def knows(self, name: str) -> bool:
        """Whether `places.csv` has the name, in this or a spelling that sounds alike."""
        key = squeeze(name)
        return key in self.by_key or bool(self._variants(key))

    def _variants(self, key: str) -> list[Place]:
        if len(key) < _VARIANT_LENGTH:
            return []
        return _unique(p for k in self._skeletons.get(skeleton(key), ()) for p in self.by_key[k])

    def _fuzzy(self, key: str) -> list[Place]:
        if len(key) < _FUZZY_LENGTH:
            return []
        near = [
            k
            for length in (len(key) - 1, len(key), len(key) + 1)
            for k in self._blocks.get((key[:2], length), ())
            if DamerauLevenshtein.distance(key, k, score_cutoff=1) <= 1
        ]
        return _unique(p for k in near for p in self.by_key[k]) if len(near) == 1 else []


def _unique(places: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(places))


@remembered
def _load(folders: tuple[str, ...], index: Index | None) -> PlaceLexicon:
    return PlaceLexicon.from_rows(
        read_rows("places", folders),
        read_rows("toponyms", folders),
        index,
        read_rows("nationalities", folders),
    )


def _words(rows: Sequence[dict[str, str]]) -> PlaceWords:
    by_role: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    common = frozenset(row["word"] for row in rows if row["roles"] == "common")
    for row in rows:
        for role in split_cell(row["roles"]):
            by_role[role][fold(row["word"])] = tuple(split_cell(row["kinds"]))
    return PlaceWords(
        by_role["outside"],
        by_role["inside"],
        frozenset(noun.partition(" ")[0] for noun in by_role["inside"]),
        frozenset(by_role["adjective"]),
        frozenset(by_role["direction"]),
        frozenset(squeeze(word) for word in by_role["ambiguous"]),
        common,
        frozenset(by_role["military"]),
    )
