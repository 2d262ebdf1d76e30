"""The words of a text as the grammar of offices sees them, and the closed word classes."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.normalizers.people_lexicon import PeopleLexicon, singular
from pipeline.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Span

# A word, with its hyphens and an elided article's apostrophe; else one other character. «ex-» is
# a word of its own.
_WORD = re.compile(r"(?:ex|Ex|EX)-(?=\w)|\w+(?:-\w+)*'?|[^\w\s]|\n")

BOUNDARY_LABELS = frozenset({"PERSON", "DATE", "COUNT"})


class Words:
    """The words of a text with their offsets, and which of them one mention makes one unit.

    Args:
        text: a document's.
        mentions: all of its mentions.

    Attributes:
        source: the text that they stand in.
        text: the words as written.
        start, end: character offsets of each.
        keys: folded form of each without its plural mark.
        unit: for each word, the number of the word after the mention it stands in; 0 if in none.
        label: the label of that mention, else "".
    """

    def __init__(self, text: str, mentions: "Iterable[Span]") -> None:
        self.source = text
        self.text, self.start, self.end, self.keys = _split(text)
        self.unit = [0] * len(self.text)
        self.label = [""] * len(self.text)
        for mention in mentions:
            first = self.at(mention.start_char)
            last = self.at(mention.end_char)
            for i in range(first, last):
                self.unit[i], self.label[i] = last, mention.label_

    def __len__(self) -> int:
        return len(self.text)

    def at(self, offset: int) -> int:
        """Number of the first word that starts at or after a character offset."""
        return bisect_left(self.start, offset)

    def key(self, i: int) -> str:
        """Folded form of a word without its plural mark."""
        return self.keys[i]

    def is_boundary(self, i: int) -> bool:
        """Whether a word belongs to a person's name, a date or a count."""
        return self.label[i] in BOUNDARY_LABELS


@lru_cache(maxsize=1)  # a doc's words are read twice, to find people and to value them
def _split(text: str) -> tuple[list[str], list[int], list[int], list[str]]:
    spans = [m.span() for m in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return words, starts, ends, list(map(singular, words))


@lru_cache(maxsize=1)
def office_starts(text: str, lexicon: PeopleLexicon) -> list[int]:
    """Numbers of the words of a text at which the head noun of an office may begin."""
    words, _, _, keys = _split(text)
    starts = lexicon.office_starts
    return [i for i, key in enumerate(keys) if key in starts or "-" in words[i]]


def _keys(words: str) -> frozenset[str]:
    return frozenset(singular(w) for w in words.split())


ARTICLES = frozenset({"le", "la", "l'", "les", "un", "une", "l"})
DETERMINERS = ARTICLES | frozenset(
    "son sa ses leur leurs notre nos votre vos mon ma mes ce cet cette ces ladite ledit "
    "lesdites lesdits plusieurs deux trois quatre cinq".split()
)
OF = frozenset({"de", "du", "des", "d'"})
TO = frozenset({"à", "au", "aux", "en", "pour", "auprès", "près", "chez", "contre", "sur", "dans"})
# Before the head noun: «l'ancien ministre», «le tout nouveau président», «feu le roi».
PREMODIFIERS = _keys(
    "ancien ancienne ex- ex nouveau nouvelle nouvel actuel actuelle futur future tout toute feu "
    "défunt célèbre principal principale jeune grand grande haut haute seul seule simple éminent "
    "éminente fameux fameuse puissant puissante charismatique emblématique influent regretté "
    "regrettée premier première deuxième second seconde troisième double triple vrai véritable "
    "présumé présumée soi-disant autoproclamé virtuel éphémère tristement vieux vieil richissime "
    "1er 1ère 2e 2ème 2nd 3e 3ème 4e 4ème 5e 5ème "
    "brillant brillante talentueux talentueuse bouillant tonitruant prétendu autre redouté"
)
FORMER = _keys(
    "ancien ancienne ex- ex feu défunt regretté regrettée déchu déchue renversé renversée sortant"
)
# Adjectives that no suffix gives away, and participles that stand in the names of offices.
ADJECTIVES = _keys(
    "adjoint adjointe délégué déléguée chargé chargée conjoint conjointe civil civile public "
    "publique étranger étrangère uni unie mixte libre suprême interne externe élu élue déchu "
    "déchue exilé exilée renversé renversée présumé présumée retraité retraitée spécialisé "
    "spécialisée armé armée nommé exécutif exécutive actif active intègre burkinabè burkinabé "
    "burkinabe nord sud ouest supérieur supérieure inférieur mineur majeur majeure ancien "
    "ancienne nouveau nouvelle honoraire émérite sortant sortante entrant entrante intérimaire "
    "titulaire saint sainte fort forte grand grande haut haute bas basse jeune moyen moyenne "
    "second seconde premier première unique multiple rapide autonome islamiste touareg peul peule "
    "arabe bambara dogon songhaï zarma haoussa rebelle juif juive russe turc turque suisse belge "
    "russe suédois serbe corse slave kurde grec grecque tchèque croate chiite sunnite laïc laïque "
    "démocrate autonome peulh noir noire blanc blanche historique agréé agréée associé "
    "associée assermenté certifié "
    "autoproclamé autoproclamée destitué destituée emprisonné emprisonnée éponyme "
    "anonyme homonyme incarcéré réélu réélue "
    "exclusif maritime numérique rurale commun commune direct directe permanent permanente "
    "indépendant indépendante résident résidente assistant assistante général générale privé "
    "privée technique sénior senior junior vétéran cadre pionnier autochtone itinérant itinérante"
)
_ADJECTIVE_ENDING = re.compile(
    r".{2,}(?:al|ale|ique|aire|if|ive|iel|ielle|uel|uelle|nel|nelle|ien|ienne|ain|aine|ais|aise|"
    r"ois|oise|eux|euse|eur|ible|able|iste|este|ier|iere|ant|ante|in|ine|an|ane|on|onne|ol|ole)"
)
_PARTICIPLE_ENDING = re.compile(r"\w{2,}ée?s?")
# Verbs, adverbs and nouns that end as adjectives do.
_NOT_ADJECTIVES = _keys(
    "explique indique implique communique applique critique pratique réplique s'explique signale "
    "arrive cultive prive dérive insiste assiste persiste existe consiste résiste reste atteste "
    "déteste proteste conteste manifeste accable oblige ainsi mais jamais désormais maintenant "
    "avant devant pendant durant cependant pourtant toutefois bien rien combien fait plus demain "
    "soudain ensuite puis aussi selon non on mon ton son bon sinon environ dans sans en un fin "
    "enfin vient tient lien soutien fallait quant tant autant alors ailleurs plusieurs leur fier "
    "hier pourrait voudrait maire ministre guerre terre affaire moins main domaine semaine "
    "amène mène donne ordonne pardonne abandonne parle console fonctionne mentionne questionne "
    "dimanche fils femme mère père frère sœur lors longtemps quand concernant suivant compte grâce "
    "montre heure jour pris fin affirmant ajoutant précisant soulignant indiquant rappelant disant "
    "estimant déclarant expliquant évoquant parlant appelant demandant saluant faisant étant ayant "
    "accusant dénonçant mettant annonçant tenant promettant invitant exhortant"
)
# Present participles that stand in offices' names.
_PRESENT = _keys(
    "résidant sortant entrant militant enseignant assistant dirigeant important puissant "
    "indépendant correspondant suppléant consultant protestant brillant"
)
# «professeur d'histoire à l'université de Thiès»
INSTITUTIONS = _keys(
    "université école institut faculté centre hôpital ministère laboratoire cabinet fondation "
    "banque radio journal tribunal cour assemblée présidence sénat bureau lycée collège parlement "
    "conseil commission mairie préfecture ambassade agence observatoire académie musée barreau"
)
# Heads of offices that are adjectives as often: keys of `lexicons/offices.csv`.
ADJECTIVAL = frozenset(
    "international militaire policier espion sportif parlementaire scientifique universitaire "
    "rebelle jihadiste djihadiste terroriste religieuse citoyen militant combattant commando "
    "criminel humanitaire mineur retraite salarie dissident eleve guide pilote universitaire "
    "dirigeant savant intellectuel partisan putschiste officiel chef second adjoint".split()
)
COPULAS = frozenset(
    "est était fut sera serait sont étaient furent devient devint demeure reste deviendra "
    "devenu devenue redevient".split()
)
NOMINATED = _keys(
    "nommé nommée élu élue réélu réélue désigné désignée promu promue reconduit reconduite "
    "confirmé confirmée bombardé intronisé intronisée investi investie devenu devenue installé "
    "installée porté portée choisi choisie reconnu reconnue proclamé proclamée maintenu maintenue "
    "considéré considérée présenté présentée surnommé"
)
NOMINATES = frozenset(
    "nomme nommait nomma nommer nommant nommé nommée désigne désigner désigné désignée élit "
    "élire élu élue choisi choisie présente présenté présentée reconnu reconnue reconduit "
    "considéré considérée".split()
)
ADVERBS = frozenset(
    "alors actuellement également aussi désormais toujours ainsi donc notamment jadis longtemps "
    "récemment officiellement auparavant naguère bien déjà encore comme autrefois maintenant "
    "présentement lui-même elle-même".split()
)
# Adverbs of several words, as `Words` has them; «aujourd'hui» is two.
ADVERB_PHRASES = (
    ("aujourd'", "hui"),
    ("par", "ailleurs"),
    ("en", "outre"),
    ("à", "l'", "époque"),
    ("à", "ce", "moment"),
)

# «le premier à rencontrer X»: an infinitive, where no determiner stands before it.
_INFINITIVE = re.compile(r"[a-zà-ÿ]{2,}(?:er|ir|oir)")
_INFINITIVES = frozenset(
    "faire dire lire écrire mettre prendre rendre être perdre vendre suivre vivre conduire "
    "construire détruire produire combattre permettre remettre promettre entendre répondre "
    "défendre attendre descendre naître connaître".split()
)
_NOUNS_IN_R = frozenset(
    "désir avenir pouvoir devoir foyer dossier atelier quartier chantier métier papier courrier "
    "fer mer hiver cuir loisir plaisir souvenir danger clavier calendrier gibier cancer laser "
    "leader reporter manager poker boxer hôtelier dernier premier particulier financier policier "
    "droitier espoir savoir miroir couloir".split()
)
# «député en visite», «chef en fuite»: where someone is, not what someone is.
BEING = frozenset(
    "visite tournée mission fuite prison exil cavale colère poste route retraite vie vacances "
    "déplacement détention tête compagnie présence vue cours marge faveur juin mai mars".split()
)


@lru_cache(maxsize=1 << 14)
def is_infinitive(word: str) -> bool:
    """Whether a word as written is, by its ending, an infinitive."""
    if word in _NOUNS_IN_R:
        return False
    return word in _INFINITIVES or _INFINITIVE.fullmatch(word) is not None


@lru_cache(maxsize=1 << 14)
def looks_like_adjective(word: str, *, participles: bool) -> bool:
    """Whether a lower-case word may be an adjective after its noun.

    Args:
        word: as written.
        participles: whether any word in -é counts («le président renversé»).
    """
    key = singular(word)
    if key in ADJECTIVES:
        return True
    if key in _NOT_ADJECTIVES:
        return False
    if not participles and key.endswith("ant"):
        return key in _PRESENT
    if participles and key.endswith(("ent", "ente")):
        return True
    if key.startswith("anti") and len(key) > 6:  # «antidrogue», «antiterroriste»
        return True
    if participles and _PARTICIPLE_ENDING.fullmatch(word):
        return True
    return bool(_ADJECTIVE_ENDING.fullmatch(key)) or fold(word).endswith(("ieux", "ueux", "reux"))
