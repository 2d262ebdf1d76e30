"""Who is who across texts: which person ids are one person, which one is two, and why.

Within a text, `pipeline.normalizers.people` has already given one id to one person. What is kept
in memory grows with the number of people, not with that of their mentions.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.corrections import PEOPLE, Correction, not_met
from pipeline.merge.office_facts import Fact, conflict, office_facts
from pipeline.normalizers.people_clusters import contains, name_words
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.tables import Row

Appearance = tuple[str, str]  # doc_id, person_id as the document gave it
Named = tuple[str, str, str, int]  # person_id, doc_id, name, how often

_BLOCK = 40  # persons of one first name and office that are compared with each other, at most


@dataclass
class Identities:
    """The outcome.

    Attributes:
        splits: (doc_id, person id before) to the id after, where the mentions of one id in a
            document are another person's.
        merged: person id, after such splits, to the id that stays, "" for one that is dropped;
            ids that stay as they are are not in it.
        reasons: person id after to why several ids were taken for it, or one was split.
        names: person id after to the name that a user gave it.
        not_met: lines of a user's corrections whose person does not occur, and what to say.
    """

    splits: dict[Appearance, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    not_met: list[tuple[int, str]] = field(default_factory=list)

    def noting(self, names: Iterable[Named], corrections: Sequence[Correction]) -> Iterator[Named]:
        """The same names; once they are all read, `not_met` is known."""
        asked, seen = {c.id for c in corrections}, set[str]()
        for named in names:
            if named[0] in asked:
                seen.add(named[0])
            yield named
        self.not_met = not_met(corrections, PEOPLE, seen)

    def of(self, doc_id: str, person_id: str) -> str:
        """The id after for an id of a document, "" for one that is dropped."""
        person_id = self.splits.get((doc_id, person_id), person_id)
        return self.merged.get(person_id, person_id)

    def settle(self, table: str, row: Row) -> Row | None:
        """A row of people, offices or mentions with its id after; None where that is dropped."""
        key = "entity_id" if table == "mentions" else "person_id"
        old = row[key]
        if not old:
            return row
        new = self.of(row["doc_id"], old)
        if not new:
            return None
        return row | {key: new, "name": self.names.get(new, row["name"])}

    def settle_event(self, row: Row) -> Row:
        """A row of events with the ids after of those who took part."""
        changed = {}
        for column in ("actor_ids", "target_ids"):
            ids = filter(None, (row.get(column) or "").split("|"))
            changed[column] = "|".join(filter(None, (self.of(row["doc_id"], i) for i in ids)))
        return row | changed


@dataclass
class _Person:
    id: str
    names: Counter[str] = field(default_factory=Counter)
    facts: set[Fact] = field(default_factory=set)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the fullest name."""
        return max((name_words(n) for n in self.names), key=lambda w: (len(w), w))

    @property
    def standing(self) -> tuple[bool, int, str]:
        """What decides which id stays: the lexicon's, the most frequent, the first."""
        return not self.id.startswith("p-"), -self.names.total(), self.id

    def take(self, other: "_Person") -> None:
        self.names += other.names
        self.facts |= other.facts


def names_of(mention_rows: Iterable[Row]) -> Iterator[Named]:
    """What `find_identities` takes, from rows of the table `mentions`."""
    counts = Counter(
        (row["entity_id"], row["doc_id"], row["name"])
        for row in mention_rows
        if row["label"] == "PERSON" and row["entity_id"]
    )
    for key in sorted(counts):
        yield *key, counts[key]


def find_identities(
    names: Iterable[Named],
    office_rows: Iterable[Row],
    corrections: Sequence[Correction] = (),
    lexicon: PeopleLexicon | None = None,
) -> Identities:
    """Decide which person ids are one person, and which one is several.

    Args:
        names: person id, document, name and how often, sorted.
        office_rows: rows of the table `offices`; if they are not a sequence, sorted by person and
            document.
        corrections: a user's, which go before everything else.
        lexicon: offices, countries and public figures; the package's if not given.

    Returns:
        What becomes of the ids, with the reasons.
    """
    lexicon = lexicon or PeopleLexicon.load()
    corrections = [c for c in corrections if c.table == PEOPLE]
    if isinstance(office_rows, Sequence):
        office_rows = sorted(office_rows, key=lambda r: (r["person_id"], r["doc_id"]))
    found = Identities()
    names = found.noting(names, corrections)
    people: dict[str, _Person] = {}
    for seen in _after_users_splits(_appearances(names, office_rows, lexicon), corrections, found):
        _split_incompatible(seen, lexicon, found, people)
    people = dict(sorted(people.items()))
    apart = {frozenset((c.id, _target(c))) for c in corrections if c.action == "split"}
    merges = _Merges(people, apart)
    _merge_variants(people, merges)
    _merge_surnames(people, merges)
    for c in sorted(corrections):
        if c.action == "merge":
            merges.force(c.id, c.target, c.reason or "correction")
    merges.tell(found)
    for person_id in merges.parent:
        found.merged[person_id] = merges.root(person_id)
    for c in sorted(corrections):
        if c.action == "rename":
            found.names[merges.root(c.id)] = c.value
        elif c.action == "drop":
            dropped = merges.root(c.id)
            found.merged = {i: "" if r == dropped else r for i, r in found.merged.items()}
            found.merged[dropped] = ""
    return found


def _appearances(
    names: Iterable[Named], office_rows: Iterable[Row], lexicon: PeopleLexicon
) -> Iterator[tuple[str, dict[str, _Person]]]:
    """Id by id, what is known of it in each document."""
    offices = groupby(office_rows, key=lambda row: row["person_id"])
    id_, rows = next(offices, (None, iter(())))
    for person_id, group in groupby(names, key=itemgetter(0)):
        seen: dict[str, _Person] = {}
        for _, doc_id, name, count in group:
            seen.setdefault(doc_id, _Person(person_id)).names[name] += count
        while id_ is not None and id_ < person_id:
            id_, rows = next(offices, (None, iter(())))
        if id_ == person_id:
            for row in rows:
                if row["doc_id"] in seen:
                    # Years are compared, no days: the fewer facts, the less there is to keep.
                    facts = (replace(f, date=f.date[:4]) for f in office_facts(row, lexicon))
                    seen[row["doc_id"]].facts.update(facts)
        yield person_id, seen


def _after_users_splits(
    appearances: Iterable[tuple[str, dict[str, _Person]]],
    corrections: Sequence[Correction],
    found: Identities,
) -> Iterator[tuple[str, list[tuple[str, str, _Person]]]]:
    """Id by id its appearances as (document, id before, person), a user's splits done."""
    splits = [c for c in sorted(corrections) if c.action == "split" and c.value]
    away = {(doc_id, c.id): _target(c) for c in splits for doc_id in c.documents}
    held: dict[str, list[tuple[str, str, _Person]]] = {t: [] for t in away.values()}
    for person_id, seen in appearances:
        staying = held.get(person_id, [])
        for doc_id, person in seen.items():
            target = away.get((doc_id, person_id))
            if target is None:
                staying.append((doc_id, person_id, person))
            else:
                held[target].append((doc_id, person_id, person))
        if person_id not in held and staying:
            yield person_id, staying
    for c in splits:
        target = _target(c)
        if any(before == c.id for _, before, _ in held[target]):
            found.reasons[target] = c.reason or "correction"
    for target in sorted(held):
        if held[target]:
            yield target, held[target]


def _target(split: Correction) -> str:
    """The id that a user's split gives, made from its documents if the user gave none."""
    digest = hashlib.sha256("|".join(sorted(split.documents)).encode()).hexdigest()[:6]
    return split.target or f"{split.id}-{digest}"


def _split_incompatible(
    seen: tuple[str, list[tuple[str, str, _Person]]],
    lexicon: PeopleLexicon,
    found: Identities,
    people: dict[str, _Person],
) -> None:
    """Join the appearances of an id, save where their offices cannot be one person's."""
    person_id, group = seen
    known = lexicon.people.get(person_id)
    labels = [_label(person) for _, _, person in group]
    parts: set[str] = set()
    if known is None or known.common:
        parts = _parts([person for _, _, person in group], labels)
    for (doc_id, before, person), label in zip(group, labels, strict=True):
        new_id = f"{person_id}-{label.lower()}" if label in parts else person_id
        people.setdefault(new_id, _Person(new_id)).take(person)
        if new_id != before:
            found.splits[doc_id, before] = new_id
        if new_id != person_id:
            found.reasons[new_id] = f"homonyme : office d'un autre pays ({label})"


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
