"""Runs of capitalised words that may be a person's name, and what is no part of one."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word, singular

PARTICLES = frozenset(
    "ag ould mint ben bin ibn bint el al le la de du des d von van der da di dos dit".split()
)
_LETTERS = r"(?:[^\W\d_]|(?<=[a-zß-ÿ])'(?=[a-zA-Z]))*"
_CAPITAL = rf"(?:[NM]'[^\W\d_]{_LETTERS}|(?:O')?[A-ZÀ-Þ]{_LETTERS})"
_WORD = rf"(?:[A-ZÀ-Þ]\.(?![A-ZÀ-Þ]\.)|{_CAPITAL}(?:-(?:{_CAPITAL}|[a-z]{{2,4}}(?!\w)))*)"
_PARTICLE = (
    r"(?:[Aa]g|[Oo]uld|[Mm]int|[Bb]en|[Bb]in|[Ii]bn|[Bb]int|[Ee]l|[Aa]l|von|van|der|"
    r"da|di|dos|dite?|[Aa]l-|[Ee]l-)"
)
_RUN = re.compile(
    rf"(?<![\w-]){_WORD}(?:[ ](?:{_PARTICLE}[ ]?){{0,2}}{_WORD}|-(?=[A-Z]){_WORD}){{0,11}}"
)
_PART = re.compile(rf"{_WORD}|[a-z]+'?")
_MONTHS_AND_DAYS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi "
    "mardi mercredi jeudi vendredi samedi dimanche".split()
)
# What joins a name to what stands before it.
_SKIPPED = frozenset({"M.", "dit", "dite"})
# Capitalised words that begin sentences or stand in titles and headlines, never in names.
_COMMON = frozenset(
    "idem ndlr "
    "le la les un une des du de et ou mais donc or ni car il elle ils elles on nous vous je tu ce "
    "cet cette ces son sa ses leur leurs notre nos mon ma mes dans sur sous avec sans pour par "
    "selon apres avant depuis pendant lors alors ainsi aussi si quand comme que qui quoi dont ou "
    "en au aux a y tout tous toute toutes plus moins tres bien mal pas non oui etat republique "
    "nation peuple pays afrique europe mali niger burkina faso tchad senegal france sahel nord sud "
    "est ouest saint sainte dieu allah islam coran monsieur madame communique photo video lire "
    "suite source redaction ecole lycee universite hopital stade palais rue avenue place boulevard "
    "aeroport camp forces armee police gendarmerie garde nationale national commission conseil "
    "comite assemblee cour ministere direction bureau federation association union parti "
    "mouvement front alliance coalition groupe force operation mission projet programme fonds "
    "banque societe agence office institut centre haute haut grand grande nouveau nouvelle "
    "premier premiere selon voici voila cependant toutefois pourtant enfin ensuite puis hier "
    "aujourd demain interview entretien justice sante education defense securite culture sport "
    "pourquoi lorsque votre administration doubles prix fondation monseigneur mgr "
    "sports economie finances interieur exterieur affaires etrangeres jeunesse transition paix "
    "dr pr me mes mme mmes mlle mr sir sem docteur professeur maitre vive joyeux noel pere bonne "
    "bon coupe championnat ligue equipe club fc as us cs can fifa caf onu ua cedeao".split()
)


POPES = frozenset("benoit francois jean-paul jean pie leon paul clement gregoire".split())
# «la pharmacie Mountaga», «le plan Marshall»: a name in the name of something.
_NAMED_THINGS = frozenset(
    singular(w)
    for w in "pharmacie bar hôtel restaurant maquis rue avenue boulevard place stade plan prix "
    "mouvement parti village hameau ville localité quartier axe camp base aéroport fondation école "
    "lycée clinique hôpital mosquée église marché pont barrage colline forêt fleuve lac cercle "
    "commune région province département secteur groupe société entreprise marque opération loi "
    "coupe trophée tournoi méthode doctrine effet variant ouragan cyclone tempête logiciel revue "
    "magazine journal quotidien site chaîne radio film roman livre chanson album carrefour "
    "mémorial carrière université institut centre cité zone route projet coalition vaccin virus "
    "peuple "
    "capitale océan missile application banque immeuble villa complexe cinéma galerie studio "
    "label collectif ethnie tribu clan espace promotion bibliothèque monument tour avion navire "
    "club équipe association ong réseau plateforme pays état fonds".split()
)
_TWO_WORDS_BEFORE = re.compile(r"([^\W\d_]+)(?: ([^\W\d_]+))?[ ]?['«\"]{0,2}[ ]?$")
_OF_THINGS = frozenset(
    singular(w)
    for w in "omnisport omnisports international internationale général régional régionale "
    "national nationale municipal citoyen citoyenne politique privé privée mixte".split()
)


def names_a_thing(text: str, offset: int) -> bool:
    """Whether a name at `offset` is that of a street, a school, a party … named before it."""
    match = _TWO_WORDS_BEFORE.search(text, max(0, offset - 32), offset)
    if match is None:
        return False
    first, second = match.groups()
    last = singular(second or first)
    return last in _NAMED_THINGS or (last in _OF_THINGS and singular(first) in _NAMED_THINGS)


@dataclass(frozen=True, slots=True)
class NameRun:
    """Capitalised words in a row, with particles between them.

    Attributes:
        start, end: character offsets.
        parts: the words, particles included.
        offsets: where each begins.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    offsets: tuple[int, ...]

    @property
    def key(self) -> str:
        """Folded form of the whole run."""
        return fold_word(" ".join(self.parts))

    def cut(self, first: int, last: int) -> "NameRun":
        """The run from part `first` to part `last` (not included)."""
        parts, offsets = self.parts[first:last], self.offsets[first:last]
        if not parts:
            return replace(self, parts=(), offsets=(), end=self.start)
        return NameRun(offsets[0], offsets[-1] + len(parts[-1]), parts, offsets)

    def without_titles(self, lexicon: PeopleLexicon) -> "NameRun":
        """The run without words of titles, civilities and common words at its edges."""
        first, last = 0, len(self.parts)
        while first < last and is_title_word(fold_word(self.parts[first]), lexicon):
            first += 1
        while last > first and (
            is_title_word(fold_word(self.parts[last - 1]), lexicon)
            or fold_word(self.parts[last - 1]) in PARTICLES
        ):
            last -= 1
        return self if (first, last) == (0, len(self.parts)) else self.cut(first, last)

    def pieces(self, lexicon: PeopleLexicon, edges: Collection[int] = ()) -> "list[NameRun]":
        """The run cut where a title or a common word stands, and after a surname in capitals.

        Args:
            lexicon: titles and names.
            edges: offsets at which it is cut too, such as those of mentions of other labels.
        """
        if len(self.parts) == 1:  # most are the first word of a sentence
            alone = fold_word(self.parts[0])
            if self.parts[0] in _SKIPPED or is_title_word(alone, lexicon) or alone in PARTICLES:
                return []
            return [self.cut(0, 1)]
        cuts = [0]
        for i, part in enumerate(self.parts):
            offset = self.offsets[i]
            if offset in edges:
                cuts.append(i)
            if offset + len(part) in edges:
                cuts.append(i + 1)
            key = fold_word(part)
            if part == "M." and i == 0:
                cuts.append(1)
            if part[-1] == ".":
                continue
            if part in {"dit", "dite"}:
                # «Seydou dit Papa Zorobabel» is one name, «Alpha Diallo» dit «Rapido» two
                cuts += [] if i == 1 and len(self.parts) > 3 else [i, i + 1]
                continue
            pope = key == "pape" and fold_word("".join(self.parts[i + 1 : i + 2])) in POPES
            if pope:
                cuts.append(i + 1)
            elif is_title_word(key, lexicon) and key not in PARTICLES:
                cuts += [i, i + 1]
            elif i > 1 and self._capitals_end(i, lexicon):
                cuts.append(i)
        cuts = sorted({*cuts, len(self.parts)})
        found = (
            self.cut(a, b) for a, b in pairwise(cuts) if a < b and self.parts[a] not in _SKIPPED
        )
        return [run if self._is_surname(run) else run.without_titles(lexicon) for run in found]

    def _is_surname(self, run: "NameRun") -> bool:
        """Whether a piece is the one word after «M.»: a surname though a title too («M. Roi»)."""
        if self.parts[0] != "M." or len(self.parts) != 2 or run.parts != self.parts[1:]:
            return False
        key = fold_word(run.parts[0])
        return key not in _COMMON and key not in _MONTHS_AND_DAYS

    def _capitals_end(self, i: int, lexicon: PeopleLexicon) -> bool:
        """Whether part `i` follows «Mariam SISSOKO» and is no part of that name.

        After «A. SISSOKO», in capitals throughout, only if another full name begins there.
        """
        before, part = self.parts[i - 1], self.parts[i]
        if len(before) < 3 or not before.isupper() or part.isupper():
            return False
        another = i + 1 < len(self.parts) and fold_word(part) in lexicon.given
        return not self.parts[0].isupper() or (another and not self.parts[i + 1].isupper())

    def known_part(self, lexicon: PeopleLexicon) -> "NameRun | None":
        """The longest part of the run that is a public figure's name or alias."""
        count = len(self.parts)
        for length in range(min(count, 7), 0, -1):
            for first in range(count - length + 1):
                part = self.cut(first, first + length)
                person = lexicon.known(" ".join(part.parts))
                if person is None:
                    continue
                if length == 1 and " ".join(part.parts) not in person.names:
                    continue
                if length == 1 and count > 1 and part.parts[0].isupper():
                    continue
                return self if length > 1 and first == 0 else part
        return None

    def is_foreign(self, lexicon: PeopleLexicon) -> bool:
        """Whether the run is a country or a people, not a name."""
        return self.key in lexicon.countries or singular(self.parts[0]) in lexicon.adjectives

    def as_name(self, lexicon: PeopleLexicon) -> "NameRun | None":
        """The run as a name that a title stands before; None if it looks like an acronym."""
        if len(self.parts) == 1 and self.parts[0].isupper() and len(self.parts[0]) < 5:
            key = fold_word(self.parts[0])
            if key not in lexicon.given and key not in lexicon.family:
                return None
        return self

    def full_name(self, lexicon: PeopleLexicon) -> "NameRun | None":
        """A first name that is known and a surname, or two names that are known."""
        keys = [fold_word(p) for p in self.parts]
        strong = [i for i, k in enumerate(keys) if k not in PARTICLES]
        if len(strong) < 2 or (len(strong) > 3 and all(p.isupper() for p in self.parts)):
            return None
        first = keys[strong[0]]
        if self.is_foreign(lexicon):
            return None
        given = first in lexicon.given or all(p in lexicon.given for p in first.split())
        others = [keys[i] for i in strong[1:]]
        initials = all(len(k) == 1 for k in keys[strong[0] : strong[-1]])
        if initials and "." in self.parts[strong[0]] and keys[strong[-1]] in lexicon.family:
            return self  # «I. B. Keïta»
        if given and all(k not in _COMMON and k not in lexicon.countries for k in others):
            return self
        if first in lexicon.family and any(k in lexicon.given for k in others):
            return self
        # «Yirpoutoulé Somé»: a surname of the region after a word that begins no sentence
        surname = others[-1] in lexicon.family and len(strong) < 4
        return self if surname and first not in _COMMON and len(first) > 2 else None


def name_runs(text: str) -> Iterator[NameRun]:
    """The runs of capitalised words of a text, in order."""
    for match in _RUN.finditer(text):
        word = match.group()
        if word.isalpha():  # as most are
            yield NameRun(match.start(), match.end(), (word,), (match.start(),))
            continue
        parts = list(_PART.finditer(word))
        offset = match.start()
        yield NameRun(
            offset,
            match.end(),
            tuple(p.group() for p in parts),
            tuple(offset + p.start() for p in parts),
        )


def is_title_word(key: str, lexicon: PeopleLexicon) -> bool:
    """Whether a folded word is one of titles, dates or sentence beginnings, not of names."""
    if key in _COMMON or key in _MONTHS_AND_DAYS:
        return True
    if key in lexicon.given or key in lexicon.family:
        return False
    plain = singular(key)
    return plain in lexicon.ranks or plain in lexicon.offices
