"""Parties: who may act or undergo, named or not («des hommes armés», «l'armée malienne»).

Mentions are parties (FORCE, PERSON, ORG, COUNT, and countries and towns that stand for their
government), and so are the nouns of `parties.csv`, with the adjectives that follow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.lexicons import read_rows, remembered, split_cell
from pipeline.statements.phrases import Phrases
from pipeline.text import fold
from pipeline.values import (
    CountValue,
    ForceValue,
    OrganisationValue,
    PersonValue,
    PlaceValue,
)

# What sort of party: who is armed against the state, who stands for it, civilians, office
# holders and bodies; a source is one that only says.
ARMED, STATE, CIVIL, OFFICE, SOURCE = "armed", "state", "civil", "office", "source"
THING = "thing"  # a convoy, a base: may undergo, does not act
_UNITS = {
    "fighters": ARMED,
    "military": STATE,
    "police": STATE,
    "peacekeepers": STATE,
    "civilians": CIVIL,
}
_ARTICLES = frozenset("le la les l' un une des ce cet cette ces son sa ses leur leurs nos".split())
_OF = frozenset("de d' du des".split())
_QUALIFIERS = frozenset(
    "armé armés armée armées non identifié identifiés lourdement présumé présumés présumée inconnu "
    "inconnus terroriste terroristes djihadiste djihadistes jihadistes islamistes islamiste "
    "nationale national conjointe militaire militaires régionale régional gouvernementale "
    "gouvernementales gouvernementaux onusien onusienne onusiens européen européenne européens "
    "occidentales étrangères loyalistes locales local locaux traditionnel russes communal "
    "communautaire sécuritaire sécuritaires officiel".split()
)
_OF_AN_OFFICE = 9  # how far, in tokens, a person may stand after the office they hold


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts or undergoes.

    Attributes:
        id: of the force, person, organisation or place, "" for a noun or a count.
        name: the entity's name, else the text's words.
        country: ISO 3166 alpha-2 code of nationality, or "".
        counted: whether it is a number of people, not a body.
        kind: armed, state, civil, office, source or "" (see `pipeline.statements.parties`).
    """

    id: str
    name: str
    country: str = ""
    kind: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A party where it stands, in tokens; `value` is the mention's, None for a noun."""

    start: int
    end: int
    party: Party
    value: Any = None

    @property
    def label(self) -> str:
        """What it is: the value's class in a word, «noun» for none."""
        match self.value:
            case PlaceValue():
                return "place"
            case CountValue():
                return "count"
            case PersonValue():
                return "person"
            case ForceValue():
                return "force"
            case OrganisationValue():
                return "organisation"
        return "noun"


@dataclass(frozen=True)
class PartyLexicon:
    """Nouns that name parties, adjectives of nationality, and the media."""

    nouns: Phrases[str] = field(default_factory=Phrases)
    nationalities: dict[str, str] = field(default_factory=dict)
    media: frozenset[str] = frozenset()

    @classmethod
    def load(cls, folders: tuple[str, ...] = ()) -> "PartyLexicon":
        """The package's lexicons and a user's.

        Raises:
            pipeline.lexicons.LexiconError: a file that cannot be used.
        """
        return _load(folders)

    def find(
        self, doc: Doc, words: Sequence[str], start: int, stop: int, mentions: Sequence[Span]
    ) -> list[PartyMention]:
        """The parties that a sentence names, in order, none inside another.

        Args:
            doc: for the words as written.
            words: its tokens in lower case.
            start, stop: the sentence, in tokens.
            mentions: those of the sentence, in order.
        """
        found: list[PartyMention] = []
        entities = {e.start: e for e in mentions}
        i = start
        while i < stop:
            entity = entities.get(i)
            if entity is not None:
                i = entity.end
                party = _of_entity(entity)
                if party is None:
                    continue
                mention = PartyMention(entity.start, entity.end, party, entity._.value)
                if found and _owns(words, found[-1], mention):
                    last = found.pop()
                    mention = PartyMention(
                        last.start, entity.end, party, last.value or mention.value
                    )
                elif found and _holds(words, found[-1], mention):
                    mention = PartyMention(found.pop().start, entity.end, party, entity._.value)
                elif found[1:] and found[-1].label == "place" and _posted(words, found, mention):
                    del found[-1]
                    mention = PartyMention(found.pop().start, entity.end, party, entity._.value)
                found.append(mention)
                continue
            noun = self._noun(doc, words, i, stop, entities)
            if noun is None:
                i += 1
                continue
            if found and _same_office(words, found[-1], noun):
                last = found.pop()
                noun = PartyMention(last.start, noun.end, last.party)
            elif found and _is_title_of(words, found[-1], noun):
                last = found.pop()
                noun = PartyMention(last.start, noun.end, last.party, last.value)
            elif found and found[-1].end == noun.start and found[-1].value is None:
                last = found.pop()
                both = replace(last.party, name=doc[last.start : noun.end].text)
                noun = PartyMention(last.start, noun.end, both)
            found.append(noun)
            i = noun.end
        return found

    def _noun(
        self, doc: Doc, words: Sequence[str], i: int, stop: int, entities: dict[int, Span]
    ) -> PartyMention | None:
        word = words[i]
        if word not in self.nouns.nouns and word[:-1] not in self.nouns.nouns:
            return None
        matches = [(end, kind) for end, kind, _ in self.nouns.at(words, i)]
        if not matches:
            return None
        end, kind = max(matches)
        if end > stop or any(k in entities for k in range(i + 1, end)):
            return None
        country = ""
        while end < stop and end not in entities:
            code = self.nationalities.get(words[end], "")
            if not code and words[end] not in _QUALIFIERS:
                break
            country = country or code
            end += 1
        if kind == OFFICE or words[i] in _OWN_PLACE:
            end = _with_complement(doc, words, end, stop, entities)
        if any(k in entities and entities[k].end > end for k in range(i, end)):
            return None
        return PartyMention(i, end, Party("", doc[i:end].text, country, kind))

    def is_media(self, party: Party) -> bool:
        """Whether a party is a newspaper, a station, an agency."""
        return fold(party.name) in self.media


def _owns(words: Sequence[str], people: PartyMention, force: PartyMention) -> bool:
    """«13 soldats de la Minusma», «un convoi de la Minusma»: the force stands for its people."""
    if not isinstance(force.value, ForceValue) or force.start - people.end > 3:
        return False
    between = words[people.end : force.start]
    if not between or not set(between) <= _OF_THE or between[0] not in _OF:
        return False
    return isinstance(people.value, CountValue) or (
        people.value is None and people.party.kind in {STATE, ARMED, THING}
    )


_OWN_PLACE = frozenset({"chefs", "chef", "éléments", "élément"})


@remembered
def _load(folders: tuple[str, ...]) -> PartyLexicon:
    nouns: Phrases[str] = Phrases()
    for row in read_rows("parties", folders):
        nouns.add_noun(row["noun"], row["kind"])
    nationalities = {
        form.lower(): row["code"]
        for row in read_rows("nationalities", folders)
        for form in split_cell(row["adjectives"])
    }
    media = frozenset(
        fold(name)
        for row in read_rows("organisations", folders)
        if row["kind"] == "media"
        for name in (row["name"], *split_cell(row["acronyms"]), *split_cell(row["aliases"]))
    )
    return PartyLexicon(nouns, nationalities, media)


def _with_complement(
    doc: Doc, words: Sequence[str], end: int, stop: int, entities: dict[int, Span]
) -> int:
    """The end of «commandant de la force Barkhane», «ministre des Affaires étrangères du Mali»."""
    k = end
    if k + 1 < stop and words[k] == "et" and words[k + 1] in _OF:
        k += 1
    if k < stop and words[k] in _OF:
        k += 1
        if k < stop and words[k] in _ARTICLES:
            k += 1
        if k < stop and words[k] in _BEFORE_NOUNS:
            k += 1
        if k in entities and entities[k].label_ not in {"PERSON", "DATE", "COUNT"}:
            return entities[k].end
        word = doc[k].text if k < stop and k not in entities else ""
        if word[:1].isalpha() and (word[:1].isupper() or len(word) > 3) and word != "avoir":
            k += 1
            if k < stop and k not in entities and words[k].endswith(_ADJECTIVE_ENDINGS):
                k += 1
            return _with_complement(doc, words, k, stop, entities)
    return end


_BEFORE_NOUNS = frozenset("anciens ancien hauts haut nouvelles nouveau grands".split())
_ADJECTIVE_ENDINGS = tuple(
    "ale al aux elle elles els ielle aire aires ique iques ière ières ères armées générale".split()
)
_OF_THE = _OF | _ARTICLES | {"force", "groupe", "mouvement"}


def _holds(words: Sequence[str], office: PartyMention, person: PartyMention) -> bool:
    """«le ministre de la Défense, le colonel Sadio Camara»: the person stands for the office."""
    if office.value is not None or person.label != "person":
        return False
    if person.start - office.end > _OF_AN_OFFICE:
        return False
    between = words[office.end : person.start]
    if office.party.kind == ARMED:
        return set(between) <= _APPOSITION
    return (
        office.party.kind == OFFICE
        and between.count(",") <= 1
        and not any(w in _BREAKS for w in between)
    )


def _posted(words: Sequence[str], found: Sequence[PartyMention], person: PartyMention) -> bool:
    """«l'ambassadeur de France à Niamey, Sylvain Itté»."""
    office, place = found[-2:]
    return (
        office.value is None
        and office.party.kind == OFFICE
        and person.label == "person"
        and words[office.end : place.start] in (["à"], ["au"], ["en"], ["aux"])
        and words[place.end : person.start] == [","]
    )


def _is_title_of(words: Sequence[str], person: PartyMention, office: PartyMention) -> bool:
    """«Moussa Barmou, chef d'état-major du Niger, …»: the office says who the person is."""
    return (
        person.label == "person"
        and office.party.kind == OFFICE
        and list(words[person.end : office.start]) in ([","], [])
    )


def _same_office(words: Sequence[str], first: PartyMention, second: PartyMention) -> bool:
    """«le commandant de la garde, le colonel …»: one holder of two titles."""
    return (
        first.value is None
        and first.party.kind == second.party.kind == OFFICE
        and set(words[first.end : second.start]) <= _APPOSITION
    )


_APPOSITION = frozenset({",", "le", "la", "l'"})
_BREAKS = frozenset(
    "et qui que avec par à au est a ont sont été ; : « » ( contre entre dont où pour".split()
)


def _of_entity(entity: Span) -> Party | None:
    match entity._.value:
        case ForceValue() as v:
            armed = v.kind == "armed_group"
            return Party(v.force_id, v.name, v.country, ARMED if armed else STATE)
        case CountValue() as v:
            if v.role == "strength" and not v.force:
                return Party("", entity.text, v.nationality, _UNITS.get(v.unit, ""), True)
            return Party("", _counted(entity), v.nationality, _UNITS.get(v.unit, ""), True)
        case PersonValue() as v:
            return Party(v.person_id, v.name, "", OFFICE)
        case OrganisationValue() as v:
            return Party(v.organisation_id, v.name, "", OFFICE)
        case PlaceValue() as v if v.kind in {"country", "town"}:
            return Party(v.place_id, v.name, v.country, STATE)
    return None


def _counted(entity: Span) -> str:
    """«13 soldats maliens»: the count with its adjective of nationality."""
    value, doc = entity._.value, entity.doc
    after = doc[entity.end].text if entity.end < len(doc) else ""
    return f"{entity.text} {after}" if value.nationality and value.force == after else entity.text
