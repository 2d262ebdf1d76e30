"""One person, one name and one id within a text; rank and office of each mention."""

import hashlib
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from pipeline.mentions import text_of
from pipeline.normalizers.offices import Held, OfficeReader
from pipeline.normalizers.people_clusters import Cluster, Named, cluster_names
from pipeline.normalizers.people_lexicon import KnownPerson, PeopleLexicon, fold_word, singular
from pipeline.normalizers.titles import civilities_before
from pipeline.normalizers.unnamed_offices import unnamed_offices
from pipeline.values import Document, PersonValue

_FEMININE = ("mme", "madame", "mlle", "mademoiselle", "mmes", "hadja", "dame", "feue")
_MASCULINE = ("m", "mr", "monsieur", "el hadj", "elhadj", "el hadji", "sieur", "feu")


def normalize_people(doc: Doc, lexicon: PeopleLexicon) -> None:
    """Set a `PersonValue` on each PERSON mention of a doc, and `doc._.held_offices`, in place.

    Args:
        doc: its mentions, its date, and its sentences where it has them, are read.
        lexicon: ranks, offices and public figures.
    """
    ents = doc.ents
    spans = [e for e in ents if e.label_ == "PERSON"]
    doc._.held_offices = ()
    if not spans:
        return
    text = text_of(doc)
    reader = OfficeReader(doc, ents, lexicon)
    held = [reader.read(span) for span in spans]
    named = [_named(span, h, text) for span, h in zip(spans, held, strict=True)]
    document: Document | None = doc._.document
    scope = document.id if document is not None else ""
    for cluster in cluster_names(named, text, lexicon):
        name, person_id = _identify(cluster, scope, lexicon)
        for i in cluster.members:
            h = held[i]
            spans[i]._.value = PersonValue(
                name=name,
                person_id=person_id,
                rank=h.rank,
                rank_id=h.rank_id,
                role=h.role,
                body=h.body,
                status=h.status,
            )
    doc._.held_offices = tuple(unnamed_offices(doc, reader, spans, lexicon))


def _named(span: Span, held: Held, text: str) -> Named:
    begin = civilities_before(text, span.start_char)
    civility = fold_word(text[begin : span.start_char])
    gender = ""
    if civility.startswith(_FEMININE):
        gender = "f"
    elif civility in _MASCULINE:
        gender = "m"
    offices = frozenset(singular(part.split()[0]) for part in held.role.split(" ; ") if part)
    return Named(
        " ".join(span.text.split()),
        span.start_char,
        span.end_char,
        gender,
        held.rank_id,
        frozenset(w for part in held.role.split(" ; ") for w in singular(part).split()) | offices,
    )


def _identify(cluster: Cluster, scope: str, lexicon: PeopleLexicon) -> tuple[str, str]:
    """The name and the id of a cluster.

    A public figure has the lexicon's id. Others have one made of their folded name; a name of one
    word is too little to be the same person in another text, so its id depends on the document.
    """
    name = full_name(cluster.forms)
    known = _known(cluster, lexicon)
    if known is not None:
        if len(fold_word(name).split()) < 2:
            name = known.name
        return name, known.person_id
    key = fold_word(name)
    if len(key.split()) < 2:
        key = f"{key}\x1f{scope}"
    return name, "person-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _known(cluster: Cluster, lexicon: PeopleLexicon) -> KnownPerson | None:
    for form in sorted(cluster.forms, key=lambda f: (-len(f), f)):
        person = lexicon.known(form)
        if person is not None and (not person.common or _fits(cluster, person)):
            return person
    words = {fold_word(f) for f in cluster.forms}
    if len(words) == 1 and " " not in (surname := words.pop()):
        person = lexicon.surnames.get(surname)
        if person is not None and _fits_alone(cluster, surname, person, lexicon):
            return person
    return None


def _fits_alone(
    cluster: Cluster, surname: str, person: KnownPerson, lexicon: PeopleLexicon
) -> bool:
    """Whether a surname alone is a public figure's: «le président Macron».

    A surname that many bear («Traoré», «Kaboré») needs more of the office than its head noun:
    another of its words, or the country.
    """
    if not cluster.offices & person.office_words:
        return False
    telling = {w for w in cluster.offices & person.telling_words if len(w) > 3}
    country = any(lexicon.adjectives.get(w) == person.country for w in cluster.offices)
    return surname not in lexicon.family or len(telling) > 1 or country


def _fits(cluster: Cluster, person: KnownPerson) -> bool:
    """Whether an office or a rank that the text gives is one that the public figure has held."""
    if cluster.offices & person.office_words:
        return True
    return bool(cluster.ranks) and person.kind in {"military", "state"}


def full_name(forms: Sequence[str]) -> str:
    """The fullest of several forms of a name, its capitals made plain.

    >>> full_name(["Camara", "Sadio CAMARA"])
    'Sadio Camara'
    """

    def fullness(form: str) -> tuple[int, int, int, str]:
        words = [w for w in fold_word(form).split() if len(w) > 1]
        accents = sum(not c.isascii() for c in form)
        return len(words), 0 if form.isupper() else 1, accents + len(form), form

    best = max(forms, key=fullness)
    if " " not in best:
        return best
    return " ".join(_plain_capitals(word) for word in best.split())


def _plain_capitals(word: str) -> str:
    if len(word) < 3 or not word.isupper() or "." in word:
        return word
    return "-".join("'".join(w.capitalize() for w in p.split("'")) for p in word.split("-"))
