"""Place mentions located: which place a name means in its text, and how precise the point is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span

from pipeline.mentions import mentions, text_of
from pipeline.normalizers.place_context import Choice, Context, best, open_context
from pipeline.normalizers.place_lexicon import PlaceLexicon
from pipeline.normalizers.place_record import Place
from pipeline.placenames import squeeze
from pipeline.text import fold
from pipeline.values import PlaceValue

__all__ = ["PlaceLexicon", "normalize_places"]

# UCDP GED codebook, `where_prec`: 1 exact place, 2 near a place, 3 second-level division,
# 4 first-level division, 5 a line or an area without a clear point, 6 country or more, 7 the seas.
PRECISION = {
    "town": 1,
    "site": 1,
    "division": 3,
    "region": 4,
    "nature": 5,
    "zone": 5,
    "country": 6,
    "continent": 6,
}
_SEA = re.compile(r"(?:océan|mer|golfe|détroit|Atlantique|Pacifique|Méditerranée|Manche)\b")
_NEAR = 2
_SPOKEN_FOR = 0.25  # support that a smaller place needs, see `Context.support`
_SMALL = 1.95  # weight of a town of the world of 250,000 people
_TOWNS = 50  # mentions before and after a site that may name its town
_WINDOW = 90  # characters before a mention that its head noun is looked for in
_NAME = r"[A-ZÀ-Þ][\w'’-]*(?:[ -](?:[A-ZÀ-Þ][\w'’-]*|d'[A-ZÀ-Þ]\w*))*"
_OF = r"(?:de la |de l'|du |des |de |d')"
_ADVERB = r"(?!avec|dans|sur|sous|par|pour|en|à|au|aux|vers|entre|contre|sans|et|ou|est|a)"
# One way to read each hyphen and «de la», or the ways multiply: a hyphen that a name may hold is
# the name's, and `(?>…)` keeps what it took.
_JOINED = r"(?: (?:d')?[A-ZÀ-Þ][\w'’-]*)*"
_AND = r"(?:, et |, | et | ou | à |[/–]|-(?!(?:d[eu] |des |la |les? |[dl]')?[A-ZÀ-Þ]))"
_HEAD = re.compile(
    rf"([\w-]+)(?: ({_ADVERB}[a-zà-ÿ]+))? {_OF}?"
    rf"(?:[A-ZÀ-Þ][\w'’-]*{_JOINED}{_AND}(?>{_OF}?)(?:la |le |les |l')?)*[«\"]? ?$"
)
_WORD = re.compile(r"[\w-]+")
_NEARBY = re.compile(
    r"(?:près|proche|proches|environs|alentours|aux abords|abords|périphérie|au large"
    r"|(?:km|kilomètres)(?: [a-zà-ÿ-]+){0,4}) (?:de la ville )?(?:de la |de l'|du |des |de |d')$"
)
_IN_DIVISION = re.compile(
    r",? \(?(?:située? )?(?:dans )?(?:la |le |l')?"
    r"(?:région|cercle|province|département|wilaya|district|préfecture|moughataa|commune)"
    rf" (?:de la |de l'|du |des |de |d')({_NAME})"
)
_PREPOSITION = re.compile(r"^(?:de la |de l'|du |des |de |d'|la |le |les |l')")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A mention as its words alone give it.

    Attributes:
        span: the mention.
        sentence: its sentence's number.
        places: what it may mean; [] if unknown.
        kinds: the kinds that the noun before or at its head asks for.
        part: the kind of the feature that the mention names, where only what stands after its
            head noun is known («marché de Fatoma»: a site, and `places` are Fatomas), else "".
        division: key of the division that the text puts it in, right after it, or "".
        near: the text speaks of the surroundings of the place.
    """

    span: Span
    sentence: int
    places: tuple[Place, ...]
    kinds: tuple[str, ...]
    part: str
    division: str
    near: bool


def normalize_places(doc: Doc, lexicon: PlaceLexicon) -> None:
    """Set a `PlaceValue` on each PLACE mention of a doc.

    Args:
        doc: its mentions stand; sentence boundaries are used where they are marked.
        lexicon: from `PlaceLexicon.load`.
    """
    spans = mentions(doc, "PLACE")
    if not spans:
        return
    context, numbers = open_context(doc, lexicon.nationalities)
    text = text_of(doc)
    readings = [_read(span, text, numbers[span.start], lexicon) for span in spans]
    first = [
        best(r.places, r.kinds, None, r.sentence, i, r.division) if r.places else None
        for i, r in enumerate(readings)
    ]
    for i, (reading, found) in enumerate(zip(readings, first, strict=True)):
        if found is not None and not reading.part:
            # A name that leads by two points of the scale is as good as sure.
            context.add(reading.sentence, i, found.place, min(1.0, found.lead / 2))
    choices = [_choose(i, reading, context) for i, reading in enumerate(readings)]
    _agree(readings, choices)
    chosen = [choice.place if choice else None for choice in choices]
    for i, reading in enumerate(readings):
        choice = choices[i]
        sure = choice is None or choice.sure
        reading.span._.value = _value(i, readings, chosen, context, sure=sure)


def _choose(number: int, reading: _Reading, context: Context) -> Choice | None:
    """What a mention means; a small place that nothing else in the text speaks for is no find."""
    places = [
        place
        for place in reading.places
        if place.weight >= _SMALL
        or not place.place_id.startswith("geonames-")
        or context.support(place, reading.sentence, number) >= _SPOKEN_FOR
    ]
    if not places:
        return None
    return best(places, reading.kinds, context, reading.sentence, number, reading.division)


def _agree(readings: list[_Reading], choices: list[Choice | None]) -> None:
    """Let one name mean one place throughout a text, where nothing next to it says otherwise."""
    groups: dict[str, list[int]] = {}
    for i, reading in enumerate(readings):
        if choices[i] is not None and not reading.kinds:
            groups.setdefault(squeeze(reading.span.text), []).append(i)
    for numbers in groups.values():
        ranked = [c for i in numbers if (c := choices[i]) is not None]
        stated = [c for i in numbers if (c := choices[i]) is not None and readings[i].division]
        if len({choice.place for choice in ranked}) > 1:
            votes: dict[Place, float] = {}
            for choice in [*ranked, *stated, *stated]:
                votes[choice.place] = votes.get(choice.place, 0.0) + 1 + min(choice.lead, 1.0)
            most = max(ranked, key=lambda choice: votes[choice.place])
            for i in numbers:
                if not readings[i].division:
                    choices[i] = most


def _read(span: Span, text: str, sentence: int, lexicon: PlaceLexicon) -> _Reading:
    name = span.text.replace("\n", " ").strip()
    before = text[max(0, span.start_char - _WINDOW) : span.start_char]
    after = text[span.end_char : span.end_char + _WINDOW]
    kinds = _kinds_before(before, lexicon)
    places = tuple(lexicon.lookup(name))
    part = ""
    if not places:
        places, part = _whole(name, lexicon)
        kinds = ()
    division = _IN_DIVISION.match(after)
    return _Reading(
        span,
        sentence,
        places,
        kinds,
        part,
        squeeze(division[1]) if division else "",
        _NEARBY.search(before) is not None,
    )


def _whole(text: str, lexicon: PlaceLexicon) -> tuple[tuple[Place, ...], str]:
    """What may be the place that an unknown name lies in, and the kind of what it names."""
    head = _head_inside(text, lexicon)
    part = head[1][0] if head else "town"
    if head and head[0] and (known := lexicon.lookup(head[0])):
        return tuple(known), part
    for name in _places_within(text):
        key = squeeze(name)
        if key in lexicon.by_key and key not in lexicon.words.ambiguous:
            return tuple(lexicon.lookup(name)), part
    return (), part if head else ""


def _places_within(text: str) -> Iterator[str]:
    """What may be a known place in a longer name: «stade X de Thiès», «Yeumbeul Nord»."""
    for match in re.finditer(r" (?:de |d'|du )(?=[A-ZÀ-Þ])", text):
        yield text[match.end() :]
    cuts = [m.start() for m in re.finditer(r"[ -]", text)]
    for cut in reversed(cuts):
        if text[:1].isupper() and cut >= 4:
            yield text[:cut]


def _kinds_before(before: str, lexicon: PlaceLexicon) -> tuple[str, ...]:
    """Kinds that the noun before a mention asks for, also at the head of an enumeration."""
    outside = lexicon.words.outside
    if not any(_key(word) in outside for word in _WORD.findall(before)):
        return ()  # as before most mentions, and found much sooner
    match = _HEAD.search(before.replace("\n", " "))
    if match is None:
        return ()
    nearest, other = _key(match[2] or ""), _key(match[1])
    return outside.get(nearest) or outside.get(other) or ()


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    """A word, hyphens included, as the nouns before places are listed."""
    return fold(word).replace(" ", "-")


def _head_inside(text: str, lexicon: PlaceLexicon) -> tuple[str, tuple[str, ...]] | None:
    """A feature's name without its head noun, and the head's kinds: «marché de Fatoma»."""
    words = text.split(" ")
    for count in range(min(5, len(words)), 0, -1):
        kinds = lexicon.words.inside.get(fold(" ".join(words[:count])))
        if kinds:
            break
    else:
        return None
    while count < len(words) and fold(words[count]) in lexicon.words.adjectives:
        count += 1
    return _PREPOSITION.sub("", " ".join(words[count:])), kinds


def _value(
    number: int,
    readings: list[_Reading],
    chosen: list[Place | None],
    context: Context,
    *,
    sure: bool,
) -> PlaceValue:
    reading, place = readings[number], chosen[number]
    text = " ".join(reading.span.text.split())
    if place is not None and not reading.part:
        precision = PRECISION[place.kind] if place.lat is not None else 0
        if precision == 1 and reading.near:
            precision = _NEAR
        if precision and not sure:
            precision = max(precision, PRECISION["region"])
        if precision and not place.country and _SEA.match(place.name):
            precision = 7
        return PlaceValue(
            place.name,
            place.place_id,
            place.kind,
            place.country,
            place.admin1,
            place.lat,
            place.lon,
            place.geonameid,
            precision,
        )
    around = place
    if around is None or around.kind in ("country", "continent", "zone"):
        around = None
        if reading.part == "site":
            around = _town_around(number, readings, chosen, place.country if place else "")
    country = (place.country if place else "") or (
        around.country if around else context.country_of(reading.sentence)
    )
    name = f"x-{country.lower()}-{fold(text).replace(' ', '-')}"
    if around is None:
        return PlaceValue(text, name, reading.part, country)
    return PlaceValue(
        text,
        name,
        reading.part,
        country,
        around.admin1,
        around.lat,
        around.lon,
        None,
        max(_NEAR, PRECISION[around.kind]),
    )


def _town_around(
    number: int, readings: list[_Reading], chosen: list[Place | None], country: str
) -> Place | None:
    """The town that a site which no gazetteer knows lies in: the nearest one that is named."""
    here = readings[number]
    nearest, least = None, (2, 0)
    for other in range(max(0, number - _TOWNS), min(len(readings), number + _TOWNS + 1)):
        place, reading = chosen[other], readings[other]
        if place is None or place.kind != "town" or reading.part:
            continue
        if country and place.country != country:
            continue
        gap = abs(reading.span.start - here.span.start)
        rank = (int(reading.sentence != here.sentence), gap)
        if rank < least:
            nearest, least = place, rank
    return nearest
