"""What an office in a table's row says: which office, of which country, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.normalizers.office_words import ARTICLES, OF, PREMODIFIERS, TO
from pipeline.normalizers.people_lexicon import Office, PeopleLexicon, singular
from pipeline.text import fold

# Offices of these kinds belong to one country; nobody holds two countries' at a time.
NATIONAL = frozenset({"state", "government", "military"})
# Years within which two offices count as held at the same time.
SAME_TIME = 3
_EMPTY = (
    frozenset(singular(w) for w in ARTICLES | OF | TO)
    | PREMODIFIERS
    | {
        "et",
        "",
        "l",
        "d",
        "interim",
        "actuel",
    }
)
_LONGEST_COUNTRY = 4  # words
_LONGEST_HEAD = 6  # words


@dataclass(frozen=True, slots=True)
class Fact:
    """One office of one row.

    Attributes:
        head: key of the head noun in `lexicons/offices.csv`, or "".
        kind: its kind, or "".
        single: one person at a time holds it in one body.
        country: ISO 3166 alpha-2 code that the office's words give, or "".
        words: the words that tell this office from others, sorted.
        date: of the document, ISO 8601, or "".
        former: the text says that it is no longer held.
    """

    head: str
    kind: str
    single: bool
    country: str
    words: tuple[str, ...]
    date: str
    former: bool

    @property
    def label(self) -> str:
        """The country of a national office, "sport" for players and the like, else ""."""
        if self.kind == "sport":
            return "sport"
        return self.country if self.single and self.kind in NATIONAL else ""


def office_facts(row: Mapping[str, Any], lexicon: PeopleLexicon) -> list[Fact]:
    """The offices of a row of the table `offices`.

    Args:
        row: its columns `office`, `body`, `status` and `date` are read.
        lexicon: office heads, countries and nationalities.
    """
    facts = []
    for part in (row.get("office") or "").split(" ; "):
        if part.strip():
            head, country, words = _read(part, row.get("body") or "", lexicon)
            facts.append(
                Fact(
                    head.office_id if head else "",
                    head.kind if head else "",
                    bool(head and head.single),
                    country,
                    words,
                    row.get("date") or "",
                    row.get("status") == "former",
                )
            )
    return facts


def conflict(a: Fact, b: Fact) -> bool:
    """Whether two offices cannot be one person's: two countries', or a player's and a state's."""
    if not a.label or not b.label or a.label == b.label:
        return False
    if "sport" in (a.label, b.label) and not (a.country and b.country):
        other = b if a.label == "sport" else a
        if other.kind == "state":
            return False  # «président» of a club is read as an office of state
    return not (a.date and b.date) or abs(int(a.date[:4]) - int(b.date[:4])) <= SAME_TIME


@lru_cache(maxsize=50_000)
def _read(
    part: str, body: str, lexicon: PeopleLexicon
) -> tuple[Office | None, str, tuple[str, ...]]:
    words = [singular(w) for w in part.replace("'", "' ").replace("-", " ").split()]
    telling = {w for w in words if w not in _EMPTY}
    country = _country(part, lexicon) or _country(body, lexicon)
    return _head(words, lexicon), country, tuple(sorted(telling))


def _head(words: list[str], lexicon: PeopleLexicon) -> Office | None:
    start = 0
    while start < len(words) and words[start] in PREMODIFIERS:
        if lexicon.offices.get(" ".join(words[start : start + 2])):
            break
        start += 1
    for length in range(_LONGEST_HEAD, 0, -1):
        key = " ".join(fold(w) for w in words[start : start + length])
        if key in lexicon.offices:
            return lexicon.offices[key]
    return None


def _country(text: str, lexicon: PeopleLexicon) -> str:
    """The first country that a text names, by name or by nationality."""
    words = fold(text).split()
    for i, word in enumerate(words):
        code = lexicon.adjectives.get(singular(word))
        if code:
            return code
        for length in range(_LONGEST_COUNTRY, 0, -1):
            code = lexicon.countries.get(" ".join(words[i : i + length]))
            if code:
                return code
    return ""
