"""Which mentions of a text are one person.

Names are compared by their folded words: one name's words stand in the other's in some order,
initials and one slip of spelling allowed. A surname or a first name alone goes to the person with
that name who was named last, if title and gender agree.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word

PARTICLES = frozenset(
    "ag ould mint ben bin ibn bint el al le la de du des d von van der da di dos dit dite alias "
    "oul ul epouse".split()
)
# Between two names of one person: «X, dit Y», «X alias Y», «X (de son vrai nom Y)».
_SAME = re.compile(
    r"[\s,(«\"]*(?:dite?|alias|surnommée?|(?:plus |mieux )?connue? sous (?:le nom|le pseudonyme|"
    r"le sobriquet) (?:de |d')|de son vrai nom|de son nom de guerre|/|née|épouse)[\s:«\"]*"
    r"(?:Mme )?"
)
# People of one text who share a word of their names, of whom so many are looked at.
_SHARING = 100
_ALSO = re.compile(r"(?:^|[^\w])(?:[Ss]urnommée?|[Dd]ite?|[Aa]lias)[\s«\"]*$")


@dataclass(frozen=True, slots=True)
class Named:
    """One mention: its name, offsets, gender («m», «f», «»), rank id and words of its office."""

    name: str
    start: int
    end: int
    gender: str = ""
    rank_id: str = ""
    offices: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one person, by their number, and what is known of that person."""

    forms: list[str] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    words: list[tuple[str, ...]] = field(default_factory=list)
    gender: str = ""
    ranks: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)

    def add(self, number: int, named: Named, words: tuple[str, ...]) -> None:
        """Take one more mention."""
        if named.name not in self.forms:
            self.forms.append(named.name)
            self.words.append(words)
        insort(self.members, number)
        self.gender = self.gender or named.gender
        self.offices |= named.offices
        if named.rank_id:
            self.ranks.add(named.rank_id)


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name without its particles.

    >>> name_words("Iyad Ag Ghali")
    ('iyad', 'ghali')
    """
    words = fold_word(name).split()
    return tuple(w for w in words if w not in PARTICLES) or tuple(words)


def cluster_names(named: Sequence[Named], text: str, lexicon: PeopleLexicon) -> list[Cluster]:
    """Group mentions by person.

    Args:
        named: the mentions, in the text's order.
        text: the text, for what stands between two names.
        lexicon: for aliases of public figures and the gender of first names.

    Returns:
        Clusters in the order in which their fullest mentions come; every mention is in one.
    """
    clusters: list[Cluster] = []
    by_word: dict[str, list[Cluster]] = {}
    by_letter: dict[str, list[Cluster]] = {}  # the first of the surname
    of: dict[int, Cluster] = {}
    words = [name_words(n.name) for n in named]

    def put(i: int, cluster: Cluster | None) -> None:
        if cluster is None:
            cluster = Cluster()
            clusters.append(cluster)
        cluster.add(i, named[i], words[i])
        if not cluster.gender and len(words[i]) > 1:
            cluster.gender = lexicon.genders.get(words[i][0], "")
        of[i] = cluster
        for word in words[i]:
            known = by_word.setdefault(word, [])
            if cluster not in known:
                known.append(cluster)
        if words[i]:
            known = by_letter.setdefault(words[i][-1][0], [])
            if not known or known[-1] is not cluster:
                known.append(cluster)

    for i in sorted(range(len(named)), key=lambda i: (-len(words[i]), i)):
        if len(words[i]) < 2:
            continue
        put(i, _same_full_name(words[i], named[i], by_word))
    for i, mention in enumerate(named):
        if i in of:
            continue
        put(i, _short_name(i, mention, words[i], by_word, by_letter, clusters, lexicon))
    return _join_aliases(named, text, clusters, of, lexicon)


def _same_full_name(
    words: tuple[str, ...], mention: Named, by_word: dict[str, list[Cluster]]
) -> Cluster | None:
    tried: list[Cluster] = []
    for word in words:
        for cluster in by_word.get(word, ()):
            if cluster in tried:
                continue
            if len(tried) == _SHARING:
                return None
            tried.append(cluster)
            if _genders_differ(cluster, mention):
                continue
            if any(contains(full, words) for full in cluster.words):
                return cluster
    return None


def contains(full: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words of a name stand in a fuller (or equal) one.

    Initials stand for words; one word of five letters or more may have one slip, unless it is the
    only one they share.
    """
    if len(part) > len(full):
        return False
    left = list(full)
    slips = exact = 0
    for word in part:
        match = next((w for w in left if w == word), None)
        if match is not None:
            exact += len(word) > 1
        elif len(word) == 1:
            match = next((w for w in left if w[0] == word), None)
        else:
            match = next((w for w in left if len(w) == 1 and w == word[0]), None)
            if match is None:
                match = next((w for w in left if _slip(w, word)), None)
                slips += match is not None
        if match is None:
            return False
        left.remove(match)
    return exact > 0 and slips <= 1


def _slip(a: str, b: str) -> bool:
    if a[0] != b[0] or min(len(a), len(b)) < 5:
        return False
    return Levenshtein.distance(a, b, score_cutoff=1) <= 1


def _genders_differ(cluster: Cluster, mention: Named) -> bool:
    return bool(cluster.gender and mention.gender and cluster.gender != mention.gender)


def _short_name(
    i: int,
    mention: Named,
    words: tuple[str, ...],
    by_word: dict[str, list[Cluster]],
    by_letter: dict[str, list[Cluster]],
    clusters: Iterable[Cluster],
    lexicon: PeopleLexicon,
) -> Cluster | None:
    """The person that a name of one word means: the likeliest, None if there is none."""
    if not words:
        return None
    word = words[0]
    found = [c for c in by_word.get(word, ()) if not _genders_differ(c, mention)]
    if not found and mention.name.isupper() and 2 <= len(word) <= 5:
        found = [c for c in clusters if any(_initials(w) == word for w in c.words)]
        person = lexicon.known(mention.name)
        if person is not None:
            known = [c for c in clusters if any(lexicon.known(f) is person for f in c.forms)]
            found = known or found
    if not found and len(word) >= 6:
        found = [
            c
            for c in by_letter.get(word[0], ())  # a slip is never in the first letter
            if any(len(w) > 1 and _slip(w[-1], word) for w in c.words)
            and not _genders_differ(c, mention)
        ]
    if not found:
        return None

    def likelihood(cluster: Cluster) -> tuple[int, int, int, int]:
        same_rank = mention.rank_id and mention.rank_id in cluster.ranks
        same_office = bool(mention.offices & cluster.offices)
        surname = any(w[-1] == word or len(w) == 1 for w in cluster.words)
        before = bisect_left(cluster.members, i)
        return (
            2 * bool(same_rank) + same_office,
            int(before > 0),
            int(surname),
            cluster.members[before - 1] if before else -cluster.members[0],
        )

    return max(found[-_SHARING:], key=likelihood)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(w[0] for w in words)


def _join_aliases(
    named: Sequence[Named],
    text: str,
    clusters: list[Cluster],
    of: dict[int, Cluster],
    lexicon: PeopleLexicon,
) -> list[Cluster]:
    """Join clusters that the text, or the lexicon, says are one person."""

    def join(a: Cluster, b: Cluster) -> None:
        if a is b:
            return
        for member in b.members:
            of[member] = a
        a.members = sorted(a.members + b.members)
        a.forms += [f for f in b.forms if f not in a.forms]
        a.ranks |= b.ranks
        a.offices |= b.offices
        b.members = []

    for i in range(1, len(named)):
        between = text[named[i - 1].end : named[i].start]
        if len(between) < 60 and _SAME.fullmatch(between):
            join(of[i - 1], of[i])
        elif len(named[i].name.split()) == 1 and _ALSO.search(
            text[max(0, named[i].start - 14) : named[i].start]
        ):
            # «Surnommé Rambo, M. Yekatom …»
            after = text[named[i].end : named[i + 1].start] if i + 1 < len(named) else "."
            if "." not in after.replace("M.", ""):
                join(of[i + 1], of[i])
    by_person: dict[str, Cluster] = {}
    for cluster in clusters:
        for form in cluster.forms if cluster.members else ():
            person = lexicon.known(form)
            if person is not None and not person.common:
                join(by_person.setdefault(person.person_id, cluster), cluster)
    for cluster in clusters:
        cluster.members.sort()
    return [c for c in clusters if c.members]
