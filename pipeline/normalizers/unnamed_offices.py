"""Offices that a text names without their holder: «le commandant de la force Barkhane».

Where the text names a public figure who held that office at the text's date, and no other who
did, the office is that person's. Such an office goes to the table `offices`; the mentions' own
roles are what their sentences say, no more.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.mentions import text_of
from pipeline.merge.office_facts import Fact, office_facts
from pipeline.normalizers.office_grammar import Phrase
from pipeline.normalizers.offices import OfficeReader
from pipeline.normalizers.people_lexicon import KnownPerson, PeopleLexicon, singular
from pipeline.values import PersonValue

_DEFINITE = frozenset({"le", "la", "l'", "du", "au"})

Unnamed = tuple[int, int, PersonValue]


def unnamed_offices(
    doc: Doc, reader: OfficeReader, people: list[Span], lexicon: PeopleLexicon
) -> Iterator[Unnamed]:
    """The offices of a doc that stand without a name and are a named public figure's.

    Args:
        doc: with its date in `doc._.published`; without a date nothing is found.
        reader: has read the doc's PERSON mentions.
        people: those mentions, valued.
        lexicon: public figures with their dated offices.

    Yields:
        Start and end character offsets of the office, and its holder's value; each office of a
        person once, where it stands first.
    """
    date: str = doc._.published
    named = {m._.value.person_id: m._.value for m in reversed(people)}
    known = [lexicon.people[i] for i in sorted(named) if i in lexicon.people]
    if not date or not known:
        return
    held = [(p, fact) for p in known for fact in _held(p, date, lexicon)]
    told: set[tuple[str, str]] = set()
    words = reader.words
    for phrase in _phrases(reader):
        start, end = words.start[phrase.head], words.end[phrase.end - 1]
        text = " ".join(text_of(doc)[start:end].split())
        fact = office_facts({"office": text}, lexicon)[0]
        holders = {p.person_id for p, other in held if _same(fact, other, lexicon)}
        if len(holders) != 1:
            continue
        value: PersonValue = named[holders.pop()]
        if (value.person_id, text.casefold()) not in told:
            told.add((value.person_id, text.casefold()))
            yield start, end, PersonValue(value.name, value.person_id, role=text)


def _phrases(reader: OfficeReader) -> Iterator[Phrase]:
    """The singular offices after a definite article that no person was given."""
    words, grammar = reader.words, reader.grammar
    for i in grammar.heads_between(0, len(words)):
        before = words.text[i - 1].casefold() if i else ""
        if before not in _DEFINITE or i in reader.following.used:
            continue
        phrase = grammar.phrase_at(i, len(words), forward=True, start_limit=i)
        if phrase is None or phrase.plural or phrase.office.kind == "relation":
            continue
        if phrase.end > i + 1:
            yield phrase


def _held(person: KnownPerson, date: str, lexicon: PeopleLexicon) -> Iterator[Fact]:
    for office, start, end in person.offices:
        if start <= date and (not end or date[: len(end)] <= end):
            yield from office_facts({"office": office}, lexicon)


def _same(text: Fact, known: Fact, lexicon: PeopleLexicon) -> bool:
    """Whether an office in a text is one that the lexicon gives a person."""
    if not text.head or text.head != known.head:
        return False
    if text.country and known.country and text.country != known.country:
        return False
    countries = {w for w in text.words if lexicon.adjectives.get(w) or w in lexicon.countries}
    words = set(text.words) - countries - {singular(w) for w in text.head.split("-")}
    return bool(words) and words <= set(known.words)
