"""Offices that a text names without their holder, where the lexicon knows who of the text held it.

«… entre le Commandant de la Force Barkhane et le ministre malien de la Défense», and further on
«le général Laurent Michon»: `lexicons/people.csv` says that he commanded that force then.
"""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.mentions import mentions
from pipeline.normalizers.office_grammar import OfficeGrammar, Phrase
from pipeline.normalizers.office_words import FORMER, Words
from pipeline.normalizers.people_lexicon import KnownPerson, PeopleLexicon, singular
from pipeline.values import PersonValue

_EMPTY = frozenset("le la l les un une de du des d et en a au aux pour".split())


def find_holders(doc: Doc, lexicon: PeopleLexicon) -> Iterator[tuple[int, int, PersonValue]]:
    """Offices named without their holder, with the person of this text who held them.

    Args:
        doc: with its PERSON mentions valued and its date settled.
        lexicon: public figures and their offices.

    Yields:
        Character offsets of the office into the doc's text, and the holder with that office.
        Where two people of the text could be meant, nothing.
    """
    given = [e._.value for e in mentions(doc, "PERSON")]
    values: dict[str, PersonValue] = {v.person_id: v for v in given}
    known = [lexicon.people[i] for i in values if i in lexicon.people]
    known = [person for person in known if person.offices]
    if not known:
        return
    words = Words(doc, doc.text)
    grammar = OfficeGrammar(words, lexicon)
    taken = {part for v in given for part in v.role.split(" ; ")}
    for i in range(len(words)):
        if words.unit[i] or grammar.head_at(i) is None:
            continue
        phrase = grammar.phrase_at(i, len(words), forward=False)
        if phrase is None or phrase.plural:
            continue
        if any(words.key(j) in FORMER for j in range(max(i - 2, 0), i)):
            continue
        start, end = words.start[i], words.end[phrase.end - 1]
        text = doc.text[start:end]
        if any(text in role for role in taken):
            continue
        keys = _content(words, phrase)
        holders = [p for p in known if _held(p, keys, doc._.published, lexicon)]
        if len(holders) == 1:
            person = values[holders[0].person_id]
            yield start, end, PersonValue(person.name, person.person_id, role=text)


def _content(words: Words, phrase: Phrase) -> list[str]:
    keys = [
        words.key(j).removeprefix("d ").removeprefix("l ") for j in range(phrase.head, phrase.end)
    ]
    return [key for key in keys if key and key not in _EMPTY]


def _held(person: KnownPerson, keys: list[str], published: str, lexicon: PeopleLexicon) -> bool:
    """Whether the words of an office are those of one that the person held at that time."""
    for office, begin, end in person.offices:
        if published and ((begin and published < begin) or (end and published > end)):
            continue
        own = _office_words(office)
        specific = [key for key in keys[1:] if key in own]
        foreign = [
            key
            for key in keys
            if key not in own
            and person.country not in (lexicon.adjectives.get(key), lexicon.countries.get(key))
        ]
        if keys[0] in own and specific and not foreign and _says_more(specific, lexicon):
            return True
    return False


def _says_more(keys: list[str], lexicon: PeopleLexicon) -> bool:
    """More than a country: «ministre du Mali» may be any of them."""
    return any(key not in lexicon.countries and key not in lexicon.adjectives for key in keys)


@lru_cache(maxsize=1 << 12)
def _office_words(office: str) -> frozenset[str]:
    words = office.replace("'", " ").replace("’", " ").split()
    return frozenset(singular(word) for word in words) - _EMPTY
