"""What a text says about where it is: evidence for one reading of a place name over another."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.attrs import LOWER  # type: ignore[import-not-found]
from spacy.tokens import Doc

from pipeline.mentions import sentences
from pipeline.normalizers.place_record import Place
from pipeline.placenames import squeeze

# Weights of the evidence, on the scale of `Place.weight`; set on the sentences of the tests.
KIND_FITS = 3.0
KIND_MISFITS = -3.0
SAME_SENTENCE = 2.5
DOCUMENT_SHARE = 2.5
DIVISION_NAMED = 3.0
DIVISION_STATED = 4.0
OTHER_DIVISION = -2.0
NEARBY = 1.5
# Kilometres within which places of one sentence support each other.
_REACH = 200.0
_MOST_POINTS = 50  # of a sentence
_UNSURE = 0.3  # lead below which the names alone decide
_FAR = 25.0  # kilometres, what `where_prec` 2 allows
_ALONE = 10.0  # lead of a place that has no rival
_KM_PER_DEGREE = 111.2
# What a mention of a country, of a place in it, or of its people says about where a text is.
_VOTE = {"country": 1.0, "adjective": 0.5}
_OTHER_VOTE = 0.8


@dataclass(slots=True)
class Sentence:
    """What one sentence says.

    Attributes:
        countries: to the weight of what speaks for them.
        divisions: key of a division's name to the numbers of the mentions that name it.
        points: latitude and longitude to the numbers of the mentions of the place there.
    """

    countries: Counter[str] = field(default_factory=Counter)
    divisions: dict[str, set[int]] = field(default_factory=dict)
    points: dict[tuple[float, float], set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Context:
    """What a document says about where it is.

    Attributes:
        sentences: by number, what each sentence says.
        votes: country to its weight over the document.
        own: number of a mention to the countries it votes for itself.
    """

    sentences: list[Sentence]
    votes: Counter[str] = field(default_factory=Counter)
    own: dict[int, dict[str, float]] = field(default_factory=dict)

    def add(self, sentence: int, mention: int, place: Place, trust: float) -> None:
        """Take a reading of a mention (−1 for none) as evidence; `trust` in [0, 1]."""
        here = self.sentences[sentence]
        if place.country:
            self.vote(sentence, mention, place.country, _VOTE.get(place.kind, _OTHER_VOTE) * trust)
        if place.kind in ("region", "division"):
            for name in (place.name, place.admin1):
                here.divisions.setdefault(squeeze(name), set()).add(mention)
        if place.kind in ("town", "site", "division") and trust > 0.5 and place.lat is not None:
            point = place.lat, place.lon or 0.0
            if point in here.points or len(here.points) < _MOST_POINTS:
                here.points.setdefault(point, set()).add(mention)

    def vote(self, sentence: int, mention: int, country: str, weight: float) -> None:
        """Count a sign that a sentence is about a country."""
        self.sentences[sentence].countries[country] += weight  # type: ignore[assignment]
        self.votes[country] += weight  # type: ignore[assignment]
        if mention >= 0:
            own = self.own.setdefault(mention, {})
            own[country] = own.get(country, 0.0) + weight

    def country_of(self, sentence: int) -> str:
        """The country that a sentence, else the document, is most about; "" if none."""
        here = self.sentences[sentence].countries
        total = {c: w + 0.1 * self.votes[c] for c, w in here.items()} or self.votes
        if not total:
            return ""
        return max(sorted(total), key=lambda c: total[c])

    def support(self, place: Place, sentence: int, mention: int) -> float:
        """How much the rest of the text speaks for a place, on the scale of `Place.weight`."""
        if not place.country:
            return 0.0
        own = self.own.get(mention, {})
        others = sum(self.votes.values()) - sum(own.values())
        votes = self.votes[place.country] - own.get(place.country, 0.0)
        score = DOCUMENT_SHARE * votes / others if others > 0.01 else 0.0
        here = self.sentences[sentence]
        near = here.countries[place.country] - own.get(place.country, 0.0)
        rest = sum(here.countries.values()) - sum(own.values())
        if rest > 0.01:
            score += SAME_SENTENCE * near / rest
        if self._division_named(place, sentence, mention):
            score += DIVISION_NAMED
        if place.kind not in ("country", "zone", "continent") and place.lat is not None:
            distance = min(
                (
                    km(place.lat, place.lon or 0.0, *point)
                    for point, named in here.points.items()
                    if named != {mention}
                ),
                default=_REACH,
            )
            score += NEARBY * max(0.0, 1 - distance / _REACH)
        return score

    def _division_named(self, place: Place, sentence: int, mention: int) -> bool:
        keys = {squeeze(n) for n in (place.admin1, place.admin2) if n} - {""}
        for number in (sentence, sentence - 1):
            if number < 0:
                continue
            divisions = self.sentences[number].divisions
            if any(divisions.get(key, set()) - {mention} for key in keys):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Choice:
    """A place chosen: how far it is ahead of its rival on the scale of `Place.weight`."""

    place: Place
    lead: float
    rival: Place | None

    @property
    def sure(self) -> bool:
        """False where a place far off bears the name as well, and nothing tells them apart."""
        place, rival = self.place, self.rival
        if rival is None or self.lead >= _UNSURE or place.lat is None or rival.lat is None:
            return True
        return km(place.lat, place.lon or 0.0, rival.lat, rival.lon or 0.0) < _FAR


def open_context(doc: Doc, adjectives: Mapping[str, str]) -> tuple[Context, list[int]]:
    """A context with the nationalities that a doc names, and each token's sentence number."""
    numbers = [0] * len(doc)
    count = 0
    for count, sentence in enumerate(sentences(doc), start=1):
        for i in range(sentence.start, sentence.end):
            numbers[i] = count - 1
    context = Context([Sentence() for _ in range(max(count, 1))])
    lower = doc.to_array(LOWER).tolist()
    strings = doc.vocab.strings
    countries = {i: adjectives.get(strings[i]) for i in set(lower)}
    for i, word in enumerate(lower):
        country = countries[word]
        if country:
            context.vote(numbers[i], -1, country, _VOTE["adjective"])
    return context, numbers


def best(
    places: Sequence[Place],
    kinds: Iterable[str],
    context: Context | None,
    sentence: int,
    mention: int,
    division: str = "",
) -> Choice:
    """The place that a mention means, and how far it is ahead of the next one.

    Args:
        places: every place the name may mean, at least one.
        kinds: the kinds that the noun before the name asks for, none if it asks for nothing.
        context: what the text says; None decides by the name and its noun alone.
        sentence: number of the mention's sentence.
        mention: number of the mention.
        division: key of the division that the text puts it in («Sokolo, dans la région de …»).
    """
    kinds = tuple(kinds)
    widely = any(p.weight >= 5 and not p.country for p in places) or any(
        p.kind == "country" for p in places
    )
    scores = []
    for place in places:
        fits = not kinds or place.kind in kinds
        score = place.weight + (KIND_FITS if kinds and fits else 0.0 if fits else KIND_MISFITS)
        # A country or a zone that the press names all day needs more than a neighbour's presence
        # to give way: the noun before the name.
        if context is not None and (not widely or (kinds and fits)):
            score += context.support(place, sentence, mention)
        if division and place.admin1:
            inside = division in (squeeze(place.admin1), squeeze(place.admin2))
            score += DIVISION_STATED if inside else OTHER_DIVISION
        scores.append(score)
    order = sorted(range(len(places)), key=lambda i: (-scores[i], i))
    if len(order) == 1:
        return Choice(places[0], _ALONE, None)
    return Choice(places[order[0]], scores[order[0]] - scores[order[1]], places[order[1]])


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance in kilometres, good enough within a thousand of them."""
    x = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return _KM_PER_DEGREE * math.hypot(lat2 - lat1, x)
