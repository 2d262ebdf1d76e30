"""Who is who across texts: which person ids are one person, which one is two, and why.

Pure functions over table rows; the order of the rows makes no difference. Within a text,
`pipeline.normalizers.people` has already given one id to one person.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.corrections import Correction
from pipeline.normalizers.people_clusters import contains, name_words
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.office_facts import Fact, conflict, office_facts

Row = Mapping[str, Any]
Appearance = tuple[str, str]  # doc_id, person_id as the document gave it

_BLOCK = 40  # persons of one first name and office that are compared with each other, at most


@dataclass
class Identities:
    """The outcome.

    Attributes:
        ids: (doc_id, person id before) to the person id after, "" for one that is dropped.
        reasons: person id after to why several ids were taken for it, or one was split.
        names: person id after to the name that a user gave it.
    """

    ids: dict[Appearance, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@dataclass
class _Person:
    id: str
    names: Counter[str] = field(default_factory=Counter)
    appearances: set[Appearance] = field(default_factory=set)
    facts: set[Fact] = field(default_factory=set)
    ranks: set[str] = field(default_factory=set)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the fullest name."""
        return max((name_words(n) for n in self.names), key=lambda w: (len(w), w))

    @property
    def standing(self) -> tuple[bool, int, str]:
        """What decides which id stays: the lexicon's, the most frequent, the first."""
        return not self.id.startswith("p-"), -self.names.total(), self.id


def merge_people(
    mention_rows: Iterable[Row],
    office_rows: Iterable[Row],
    corrections: Sequence[Correction] = (),
    lexicon: PeopleLexicon | None = None,
) -> Identities:
    """Decide which person ids are one person, and which one is several.

    Args:
        mention_rows: rows of the table `mentions`; those of label PERSON are read.
        office_rows: rows of the table `offices`.
        corrections: a user's, which go before everything else.
        lexicon: offices, countries and public figures; the package's if not given.

    Returns:
        The id after for each id of each document, with the reasons.
    """
    lexicon = lexicon or PeopleLexicon.load()
    found = Identities()
    seen = _split_users(_people(mention_rows, office_rows, lexicon), corrections, found)
    people = _split_incompatible(seen, lexicon, found)
    apart = {frozenset((c.id, _target(c))) for c in corrections if c.action == "split"}
    merges = _Merges(people, apart)
    _merge_variants(people, merges)
    _merge_surnames(people, merges)
    for c in sorted(corrections):
        if c.action == "merge":
            merges.force(c.id, c.target, c.reason or "correction")
    merges.tell(found)
    for person in people.values():
        for appearance in person.appearances:
            found.ids[appearance] = merges.root(person.id)
    for c in sorted(corrections):
        if c.action == "rename":
            found.names[merges.root(c.id)] = c.value
        elif c.action == "drop":
            dropped = merges.root(c.id)
            found.ids = {a: "" if i == dropped else i for a, i in found.ids.items()}
    found.ids = dict(sorted(found.ids.items()))
    return found


def _people(
    mention_rows: Iterable[Row], office_rows: Iterable[Row], lexicon: PeopleLexicon
) -> dict[Appearance, _Person]:
    """What is known of each id in each document."""
    people: dict[Appearance, _Person] = {}
    for row in mention_rows:
        if row["label"] == "PERSON" and row["entity_id"]:
            key = row["doc_id"], row["entity_id"]
            person = people.setdefault(key, _Person(row["entity_id"], appearances={key}))
            person.names[row["name"]] += 1
    for row in office_rows:
        person_ = people.get((row["doc_id"], row["person_id"]))
        if person_ is not None:
            person_.facts.update(office_facts(row, lexicon))
            if row.get("rank_id"):
                person_.ranks.add(row["rank_id"])
    return people


def _split_users(
    people: dict[Appearance, _Person], corrections: Sequence[Correction], found: Identities
) -> dict[Appearance, _Person]:
    for c in sorted(corrections):
        if c.action != "split" or not c.value:
            continue
        target = _target(c)
        for doc_id in c.documents:
            person = people.get((doc_id, c.id))
            if person is not None:
                person.id = target
                found.reasons[target] = c.reason or "correction"
    return people


def _target(split: Correction) -> str:
    """The id that a user's split gives, made from its documents if the user gave none."""
    digest = hashlib.sha256("|".join(sorted(split.documents)).encode()).hexdigest()[:6]
    return split.target or f"{split.id}-{digest}"


def _split_incompatible(
    people: dict[Appearance, _Person], lexicon: PeopleLexicon, found: Identities
) -> dict[str, _Person]:
    """Join the appearances of each id, save where their offices cannot be one person's."""
    groups: dict[str, list[_Person]] = defaultdict(list)
    for key in sorted(people):
        groups[people[key].id].append(people[key])
    joined: dict[str, _Person] = {}
    for person_id, group in groups.items():
        known = lexicon.people.get(person_id)
        labels = [_label(p) for p in group]
        parts = {""} if known is not None and not known.common else _parts(group, labels)
        for person, label in zip(group, labels, strict=True):
            new_id = f"{person_id}-{label.lower()}" if label in parts and label else person_id
            whole = joined.setdefault(new_id, _Person(new_id))
            whole.names += person.names
            whole.appearances |= person.appearances
            whole.facts |= person.facts
            whole.ranks |= person.ranks
            if new_id != person_id:
                found.reasons[new_id] = f"homonyme : office d'un autre pays ({label})"
    return joined


def _label(person: _Person) -> str:
    """The country (or "sport") that a person's offices in one document are of, "" if none."""
    labels = Counter(f.label for f in person.facts if f.label)
    return min(labels, key=lambda one: (-labels[one], one)) if labels else ""


def _parts(group: Sequence[_Person], labels: Sequence[str]) -> set[str]:
    """The labels whose appearances leave the id to others, since both cannot be one person."""
    facts: dict[str, set[Fact]] = defaultdict(set)
    for person, label in zip(group, labels, strict=True):
        if label:
            facts[label] |= {f for f in person.facts if f.label == label}
    count = Counter(label for label in labels if label)
    order = sorted(count, key=lambda one: (-count[one], one))
    leaving: set[str] = set()
    for stays, goes in combinations(order, 2):
        if stays not in leaving and any(conflict(a, b) for a in facts[stays] for b in facts[goes]):
            leaving.add(goes)
    return leaving


class _Merges:
    """Ids that were found to be one, and why."""

    def __init__(self, people: Mapping[str, _Person], apart: set[frozenset[str]]) -> None:
        self.people = people
        self.apart = apart
        self.parent: dict[str, str] = {}
        self.why: list[tuple[str, str, str]] = []

    def root(self, person_id: str) -> str:
        while person_id in self.parent:
            person_id = self.parent[person_id]
        return person_id

    def members(self, root: str) -> list[str]:
        return [i for i in self.people if self.root(i) == root]

    def propose(self, a: str, b: str, reason: str) -> None:
        """Take two ids for one unless their offices, or the user, say otherwise."""
        first, second = self.root(a), self.root(b)
        if first == second or self._barred(first, second):
            return
        if self.people[first].standing > self.people[second].standing:
            first, second = second, first
        self.parent[second] = first
        self.people[first].facts |= self.people[second].facts
        self.why.append((a, b, reason))

    def _barred(self, a: str, b: str) -> bool:
        if frozenset((a, b)) in self.apart:
            return True
        if self.apart and any(
            frozenset((x, y)) in self.apart for x in self.members(a) for y in self.members(b)
        ):
            return True
        return any(conflict(x, y) for x in self.people[a].facts for y in self.people[b].facts)

    def force(self, person_id: str, target: str, reason: str) -> None:
        """A user's merge: `target` stays."""
        first, second = self.root(target), self.root(person_id)
        if first != second:
            self.parent[second] = first
            self.why.append((person_id, target, reason))

    def tell(self, found: Identities) -> None:
        """Write the reasons down, each at the id that stayed."""
        reasons: dict[str, set[str]] = defaultdict(set)
        for a, _, reason in self.why:
            reasons[self.root(a)].add(reason)
        for root, texts in reasons.items():
            before = {found.reasons[root]} if root in found.reasons else set()
            found.reasons[root] = " ; ".join(sorted(texts | before))


def _evidence(person: _Person) -> set[tuple[str, ...]]:
    """What two people of a like name have to share to be one: an office of one country or body."""
    evidence: set[tuple[str, ...]] = set()
    for fact in person.facts:
        if fact.head and fact.country:
            evidence.add((fact.head, fact.country))
        if len(fact.words) > 1:
            evidence.add(fact.words)
    return evidence


def _merge_variants(people: Mapping[str, _Person], merges: _Merges) -> None:
    """«Choguel Maïga» and «Choguel Kokalla Maïga», «Sawadogo» and «Sawadgo», of one office."""
    blocks: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for person_id in sorted(people):
        words = people[person_id].words
        if len(words) < 2:
            continue
        for shared in _evidence(people[person_id]):
            for word in {words[0], words[-1]}:
                blocks[word, shared].append(person_id)
    for (_, shared), ids in sorted(blocks.items(), key=lambda b: repr(b[0])):
        for a, b in combinations(ids[:_BLOCK], 2):
            first, second = people[a].words, people[b].words
            if len(first) > len(second):
                first, second = second, first
            if contains(second, first) or _one_slip(first, second):
                names = f"«{_name(people[a])}», «{_name(people[b])}»"
                merges.propose(a, b, f"variantes {names}, même office ({' '.join(shared)})")


def _one_slip(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return False
    x, y = differing[0]
    return min(len(x), len(y)) >= 5 and Levenshtein.distance(x, y, score_cutoff=1) <= 1


def _merge_surnames(people: Mapping[str, _Person], merges: _Merges) -> None:
    """A surname alone is the one person of that surname and office that the texts name in full."""
    full: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for person_id in sorted(people):
        words = people[person_id].words
        if len(words) > 1:
            for shared in _evidence(people[person_id]):
                full[words[-1], shared].add(merges.root(person_id))
    for person_id in sorted(people):
        words = people[person_id].words
        if len(words) != 1:
            continue
        owners: dict[str, tuple[str, ...]] = {}
        for shared in sorted(_evidence(people[person_id])):
            for owner in full.get((words[0], shared), ()):
                owners.setdefault(merges.root(owner), shared)
        if len(owners) == 1:
            ((owner, shared),) = owners.items()
            name = _name(people[person_id])
            merges.propose(owner, person_id, f"«{name}», même office ({' '.join(shared)})")


def _name(person: _Person) -> str:
    return min(person.names, key=lambda n: (-len(name_words(n)), -person.names[n], n))
