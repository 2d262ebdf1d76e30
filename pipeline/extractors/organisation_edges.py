"""Where an organisation's name ends, and what only looks like one.

A model that has seen «Comité national pour le salut du peuple» may run on into «ministère de
l'Agriculture pour la relance». French tells where a name cannot go on: a finite verb, a relative
pronoun, an infinitive after «pour»; and a name does not end in a preposition or an article.
"""

import re
from collections.abc import Collection

from spacy.tokens import Doc

from pipeline.lexicons import read_rows, remembered, split_cell

# No name ends in one of these.
_NO_LAST = frozenset(
    "de du des d' le la les l' un une et ou à au aux en par pour sur sous dans avec sans vers chez "
    "que qu' qui se s' sa son ses leur leurs ce cet cette ces dudit ladite lors ainsi , ; : - – — "
    "(".split()
)
# A name does not go on past one of these.
_NO_INSIDE = frozenset(
    "qui que qu' dont où ont sont était étaient sera seront avait avaient aurait auraient serait "
    "seraient fut furent peut peuvent doit doivent mais car afin lors lorsque depuis selon quand "
    "puis ainsi notamment s' n' ne elle il ils elles dudit hier".split()
)
_ARTICLES = frozenset(("le", "la", "les", "l'"))
# Nouns in -er and -ir that stand in names after «pour» or «de»; other such words are infinitives.
_NOUNS = frozenset(
    "mer fer hiver foyer métier ouvrier policier officier financier premier dernier routier papier "
    "dossier chantier quartier courrier cancer charter minier avenir loisir plaisir désir soir "
    "pouvoir savoir agir devoir".split()
)
_INFINITIVE = re.compile(
    r"[a-zà-ÿ]{2,}(?:er|ir|dre)|(?:re|dé)?faire|[a-z]*dire|être|(?:[a-z]+)?mettre|vivre|"
    r"(?:pour)?suivre|(?:com|dé)?battre|(?:con|pro|ré|dé)(?:dui|strui)re|(?:con|in)clure|con?naître"
)
_BEFORE_INFINITIVE = frozenset(("pour", "de", "d'", "à", "le", "la", "les", "l'", "se", "s'", "en"))
# Projects, laws, events and documents are named with capitals too, but are no organisations.
_OTHER_THINGS = frozenset(
    "programme projet plan stratégie initiative règlement accord accords loi code décret forum "
    "festival prix journée journées semaine sommet atelier campagne grand-prix tournoi coupe "
    "championnat trophée meeting université-d'été rapport charte agenda pacte traité protocole "
    "convention".split()
)
# What any body may have; without a name of its own it is not named.
_BARE = frozenset(
    "assemblée générale|assemblée|bureau|bureau exécutif|bureau national|bureau politique|cabinet|"
    "chancellerie|comité d'organisation|comité exécutif|comité directeur|commission|"
    "commission d'organisation|conseil|conseil d'administration|conseil municipal|"
    "conseil communal|conseil régional|cour|cour d'appel|cour d'assises|direction|"
    "direction générale|direction régionale|état|gouvernement|haute autorité|justice|mairie|"
    "ministère|opposition|parlement|parquet|préfecture|présidence|primature|"
    "secrétariat général|tribunal|université|académie|société civile|administration|"
    "police|armée|gendarmerie|communauté internationale|internet|euro|euros|dollar|dollars|"
    "franc|francs|cfa|covid|covid-19|tabaski|ramadan|pcr|iphone".split("|")
)


@remembered
def demonyms(folders: tuple[str, ...]) -> frozenset[str]:
    """«Maliens», «Burkinabè»: people of a country, never an organisation or a place."""
    return frozenset(
        word for row in read_rows("nationalities", folders) for word in split_cell(row["demonyms"])
    )


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens of an organisation's name, without what runs on after it.

    Args:
        doc: any tokens.
        start, end: the name as proposed.

    Returns:
        First token, and the one after the last; equal where nothing is left.
    """
    for i in range(start + 1, end):
        word = doc[i].text
        if word in _NO_INSIDE or _is_infinitive(doc, i):
            end = i
            break
    while end > start and (doc[end - 1].text in _NO_LAST or doc[end - 1].is_space):
        end -= 1
    return start, end


def extend(doc: Doc, end: int) -> int:
    """Where an organisation's name ends that goes on after «pour» with a capital.

    «Mouvement des jeunes» before «pour la Démocratie» is cut short; before «pour la paix» it need
    not be.
    """
    i = end + 2
    if i < len(doc) and doc[end].text == "pour" and doc[end + 1].text in _ARTICLES:
        while (
            i < len(doc) and (doc[i].is_title or doc[i].text == "-") and doc[i].is_sent_start != 1
        ):
            i += 1
        if i > end + 2 and doc[i - 1].is_title:
            return i
    return end


def _is_infinitive(doc: Doc, i: int) -> bool:
    word = doc[i].text
    return (
        bool(_INFINITIVE.fullmatch(word))
        and word not in _NOUNS
        and doc[i - 1].lower_ in _BEFORE_INFINITIVE
        and (doc[i - 1].lower_ in ("pour", "d'", "de") or doc[i - 2].lower_ == "pour")
    )


def is_organisation(text: str, peoples: Collection[str] | None = None) -> bool:
    """Whether a proposed name can be one: no project, no people of a country, no bare class.

    Args:
        text: the name.
        peoples: from `demonyms`; the package's own without it.
    """
    peoples = demonyms() if peoples is None else peoples
    first = re.split(r"[\s'’]", text, maxsplit=1)[0].casefold()
    return not (first in _OTHER_THINGS or text.casefold() in _BARE or text in peoples)
