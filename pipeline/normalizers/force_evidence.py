"""What a document says for one force or another, where a name could mean several."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping

from pipeline.normalizers.force_acronyms import meant_elsewhere
from pipeline.normalizers.force_lexicon import HOME, Force, ForceLexicon
from pipeline.normalizers.force_words import Words, fold_in_place, name_key

# How far a country's name speaks for the country of a force, in characters; and how many of them
# are looked at on either side.
_REACH = 400.0
_NEIGHBOURS = 40
# How much more a country of the region is meant where a text gives none.
_AT_HOME = 3.0


class Evidence:
    """What a document has that speaks for a force or a country; each is looked at once.

    Args:
        words: the document's words.
        lexicon: the lexicon.
    """

    def __init__(self, words: Words, lexicon: ForceLexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self._weights: dict[str, float] = {}
        self._elsewhere: dict[str, bool] = {}
        self._contexts: dict[str, list[int]] = {}
        self._folded = ""
        self._signs: tuple[list[int], list[str]] | None = None

    def weight(self, force: Force) -> float:
        """How much speaks for the force: its full name or another sure name 3, a context word 1."""
        if force.force_id not in self._weights:
            self._weights[force.force_id] = self._weigh(force)
        return self._weights[force.force_id]

    def supports(self, force: Force) -> bool:
        """Whether anything speaks for the force."""
        return self.weight(force) > 0

    def elsewhere(self, acronym: str) -> bool:
        """Whether the document gives a force's acronym to something else."""
        if acronym not in self._elsewhere:
            self._elsewhere[acronym] = meant_elsewhere(
                self.words.text, acronym, lambda name: bool(self.lexicon.names.get(name_key(name)))
            )
        return self._elsewhere[acronym]

    def _weigh(self, force: Force) -> float:
        sure = [a for a in (*force.acronyms, *force.aliases) if not a.endswith("?")]
        names = sum(self.words.has(name_key(n)) for n in (force.name, *sure))
        contexts = sum(self.words.has(name_key(c)) for c in force.contexts)
        return 3.0 * min(names, 2) + contexts

    def last_sign(self, force: Force, before: int) -> int:
        """The offset of the last context word of a force before an offset, -1 if there is none."""
        places = self._contexts.get(force.force_id)
        if places is None:
            text = self._folded = self._folded or fold_in_place(self.words.text)
            signs = "|".join(re.escape(fold_in_place(c)) for c in force.contexts)
            found = re.finditer(rf"(?<!\w)(?:{signs})(?!\w)", text) if signs else ()
            places = self._contexts[force.force_id] = [m.start() for m in found]
        at = bisect_left(places, before)
        return places[at - 1] if at else -1

    def country(self) -> str:
        """The country most spoken of in the document, ISO 3166 alpha-2, "" if none is."""
        return _heaviest(Counter(self._country_signs()[1]))

    def country_near(self, start: int) -> str:
        """The country most spoken of near an offset; near ones weigh more. "" if none is."""
        places, codes = self._country_signs()
        middle = bisect_left(places, start)
        weights: dict[str, float] = defaultdict(float)
        for k in range(max(0, middle - _NEIGHBOURS), min(len(places), middle + _NEIGHBOURS)):
            weights[codes[k]] += _REACH / (_REACH + abs(places[k] - start))
        return _heaviest(weights)

    def _country_signs(self) -> tuple[list[int], list[str]]:
        """Offsets and codes of every country's name, adjective, town or region, in order."""
        if self._signs is None:
            places: list[int] = []
            codes: list[str] = []
            words, lexicon = self.words, self.lexicon
            last = 0
            for i in range(len(words)):
                if i < last:
                    continue
                tree = lexicon.towns if words.capital(i) else lexicon.adjectives
                found = tree.longest(words, i)
                if found is None:
                    continue
                last = found[0]
                if len(found[1]) == 1:
                    places.append(words.starts[i])
                    codes.append(found[1][0])
            self._signs = places, codes
        return self._signs


def _heaviest(weights: Mapping[str, float]) -> str:
    def at_home(code: str) -> tuple[float, str]:
        return weights[code] * (_AT_HOME if code in HOME else 1.0), code

    return max(weights, key=at_home, default="")
