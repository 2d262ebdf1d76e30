"""The offices and the rank that follow a name: in apposition, after a copula, in brackets."""

from pipeline.normalizers.office_grammar import OfficeGrammar, Phrase
from pipeline.normalizers.office_skips import (
    skip_acronym,
    skip_adverbs,
    skip_affiliation,
    skip_age,
    skip_alias,
    skip_bracket,
)
from pipeline.normalizers.office_words import (
    ADVERBS,
    ARTICLES,
    COPULAS,
    NOMINATED,
    NOMINATES,
    PREMODIFIERS,
    Words,
)
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.normalizers.titles import TitleReader, civilities_at

_CLOSING = frozenset({",", ".", ";", ":", ")", "»", '"', "\n", "!", "?", "–", "-", "et", "("})
_IN_ROLE = (
    ("en", "tant", "que"),
    ("en", "qualité", "de"),
    ("en", "sa", "qualité", "de"),
    ("en", "tant", "qu'"),
    ("en", "qualité", "d'"),
    ("en", "sa", "qualité", "d'"),
)
_ROLE_BEGINS = {words[0] for words in _IN_ROLE}
_LISTENING = frozenset("selon avec par pour chez de du d' des et que contre à au".split())
_VERBS = COPULAS | {"a", "avait", "aurait", "vient", "n'"}
# Between the verb and the office: «a été nommé au poste de», «est, par ailleurs, le».
_BETWEEN = frozenset(
    "d' de être pas l' le la un une son par ailleurs au poste aux fonctions fonction en à qualité "
    "titre grade".split()
)
# After «le», an apposition may as well be the next clause's subject; not after «un», «son».
_DEFINITE = frozenset({"le", "la", "l'", "les"})
_INDEFINITE = frozenset({"un", "une", "son", "sa", "leur", "notre", "mon", "ma"})
_SEATS = frozenset({"presidence", "primature", "mairie", "direction", "vice presidence"})
_ARTICLES = frozenset({"le", "la", "l'"})
# «se proclame», «s'autoproclame», «se fait nommer»
_PROCLAIMS = ("proclam", "autoproclam", "auto-proclam")
_MAKES_ONESELF = frozenset({"fait", "fit", "faisait"})
_APPOINT = frozenset({"élire", "nommer", "désigner", "proclamer", "investir", "introniser"})
_SINCE = frozenset({"depuis", "entre", "jusqu'", "pendant", "durant"})
_NEAR = 30  # words: how far before «comme» the verb of an appointment may stand


class AfterReader:
    """Reads what follows the names of one document."""

    def __init__(
        self, text: str, words: Words, titles: TitleReader, lexicon: PeopleLexicon
    ) -> None:
        self.text = text
        self.words = words
        self.titles = titles
        self.grammar: OfficeGrammar = titles.grammar
        self.lexicon = lexicon
        self.used: set[int] = set()  # heads of offices already given to someone

    def read(
        self, last: int, high: int, first: int, low: int
    ) -> tuple[list[Phrase], tuple[int, int] | None]:
        """Offices and the rank (its words) that follow a name.

        Args:
            last: the word after the name.
            high: the word after the sentence.
            first: the name's first word.
            low: the sentence's first word.
        """
        phrases, rank = self._next(last, high, first, low)
        heads = {p.head for p in phrases}
        return phrases + [p for p in self._role_ahead(last, high) if p.head not in heads], rank

    def _next(
        self, last: int, high: int, first: int, low: int
    ) -> tuple[list[Phrase], tuple[int, int] | None]:
        words = self.words
        i = skip_affiliation(words, skip_alias(words, last, high), high)
        i = skip_age(words, i, high)
        if i >= high:
            return [], None
        text = words.text[i].casefold()
        if words.text[i] in _ARTICLES:  # «Le» begins another text
            return self._bare_apposition(i + 1, high, first, low), None
        if text in {"se", "s'"}:
            return self._proclaimed(i + 1, high), None
        if text in {",", "(", "–", "-", ":"}:
            if text == "-" and words.end[i - 1] == words.start[i]:
                return [], None
            found = self._apposition(i + 1, high, first, low, bracket=text == "(")
            if text == "(" and found == ([], None):  # «X (RPM), député de Kati»
                after = skip_bracket(words, i, high)
                if after > i:
                    return self._apposition(after + 1, high, first, low, bracket=False)
            return found
        if text in _VERBS:
            return self._predicate(i, high), None
        if text == "en" and i + 1 < high and words.text[i + 1].casefold() in COPULAS:
            return self._predicate(i + 1, high), None  # «X en est la porte-parole»
        if text in {"comme", "en", "nommé", "nommée", "élu", "élue", "alors", "ministre"}:
            return self._in_role(i, high, low), None
        if text == "à" and i + 2 < high and words.key(i + 2) in _SEATS:
            return [self.grammar.seat_at(i + 2, high)], None
        if text == "qui" and i + 1 < high and words.text[i + 1].casefold() in COPULAS | {"a"}:
            return self._predicate(i + 1, high), None
        return [], None

    def _bare_apposition(self, i: int, high: int, first: int, low: int) -> list[Phrase]:
        """The office in «X le maire de Gao confirme», with no comma; it needs a complement."""
        phrase = self._phrase(i, high)
        if phrase is None or phrase.plural or not phrase.complements or phrase.head in self.used:
            return []
        return [phrase] if self._belongs(phrase, True, first, low, high, False) else []

    def _proclaimed(self, i: int, high: int) -> list[Phrase]:
        """The office after «se proclame», «s'est autoproclamé», «se fait élire»."""
        words = self.words
        if i < high and words.text[i].casefold() in COPULAS:
            i += 1
        if i + 1 >= high:
            return []
        text = words.text[i].casefold()
        if text in _MAKES_ONESELF and words.text[i + 1].casefold() in _APPOINT:
            i += 1
        elif not text.startswith(_PROCLAIMS):
            return []
        i += 1
        while i < high and words.text[i].casefold() in ARTICLES:
            i += 1
        phrase = self._phrase(i, high) if i < high else None
        return [] if phrase is None or phrase.plural else self._chain(phrase, high)

    def fronted(self, title: int, low: int) -> list[Phrase]:
        """The office that opens a sentence: «Nommé préfet de Kayes en mai, le général X …».

        Args:
            title: first word of the name with its title.
            low: the sentence's first word.
        """
        words = self.words
        for j in range(title - 1, max(low, title - _NEAR) - 1, -1):
            if words.text[j] in {".", "\n", "!", "?"}:
                low = j + 1
                break
        while low < title and not words.text[low][0].isalnum():
            low += 1
        end = title - (words.text[title - 1].casefold() in _ARTICLES) - 1
        if not low < end < low + _NEAR or words.text[end] != ",":
            return []
        i = low
        appointed = words.key(i) in NOMINATED
        if appointed:
            i += 1
            while i < end and words.text[i].casefold() in ADVERBS | _BETWEEN:
                i += 1
        phrase = self._phrase(i, end) if i < end else None
        if phrase is None or phrase.plural or "PERSON" in words.label[low:end]:
            return []
        if any(words.text[j] in {":", ";", "\n", "»"} for j in range(low, end)):
            return []
        since = phrase.end < end and words.text[phrase.end].casefold() in _SINCE
        return self._chain(phrase, end) if appointed or since else []

    def _role_ahead(self, i: int, high: int) -> list[Phrase]:
        """Offices after the next «en tant que», where no other person stands before it."""
        words = self.words
        for j in range(i, min(high - 3, i + _NEAR)):
            if words.label[j] == "PERSON":
                return []
            if words.text[j].casefold() not in _ROLE_BEGINS:
                continue
            opening = tuple(w.casefold() for w in words.text[j : j + 4])
            if opening[:3] in _IN_ROLE or opening in _IN_ROLE:
                return self._in_role(j, high, i)
        return []

    def _apposition(
        self, i: int, high: int, first: int, low: int, *, bracket: bool
    ) -> tuple[list[Phrase], tuple[int, int] | None]:
        words = self.words
        rank: tuple[int, int] | None = None
        phrases: list[Phrase] = []
        for round_ in range(5):
            begin = i
            if i >= high:
                break
            relative = words.text[i] == "qui" and i + 1 < high
            if relative and words.text[i + 1].casefold() in COPULAS | {"a"}:
                phrases += self._predicate(i + 1, high)
                break
            if tuple(words.text[i : i + 3]) in _IN_ROLE or words.key(i) in NOMINATED:
                phrases += self._in_role(i, high, low)
                break
            i = skip_adverbs(words, i, high)
            article = i < high and words.text[i].casefold() in _DEFINITE
            i += article or (i < high and words.text[i].casefold() in _INDEFINITE)
            if i >= high:
                break
            i = words.at(civilities_at(self.text, words.start[i]))
            if i >= high:
                break
            found = self._rank_at(i, high)
            if found is not None and not round_ + len(phrases) > 3:
                if self._name_follows(found[1], high):
                    break
                rank, i = found, found[1]
                retired = words.text[i : i + 3]
                i += 3 if retired == ["à", "la", "retraite"] else 0
            else:
                phrase = self._phrase(i, high)
                if phrase is None or phrase.head in self.used:
                    break
                if not self._belongs(phrase, article, first, low, high, bracket):
                    break
                phrases.append(phrase)
                i = phrase.end
            i = skip_acronym(words, i, high)
            if i >= high or words.text[i] not in {",", "et", "-", ";", "–"}:
                break
            i += 1
            if i < high and words.text[i - 1] == "," and words.text[i] == "et":
                i += 1
            if i >= high or i == begin:
                break
        return phrases, rank

    def _phrase(self, i: int, high: int) -> Phrase | None:
        """The office at a word, its modifiers («ancien», «nouveau») before the head included."""
        head = i
        while head < high and self.words.key(head) in PREMODIFIERS:
            if self.grammar.head_at(head) is not None:
                break
            head += 1
        if head >= high:
            return None
        return self.grammar.phrase_at(head, high, forward=True, start_limit=i)

    def _belongs(
        self, phrase: Phrase, article: bool, first: int, low: int, high: int, bracket: bool
    ) -> bool:
        """Whether an apposition speaks of the name before it, not of what follows."""
        words = self.words
        end = phrase.end
        if phrase.plural and not article:
            return False
        if self._name_follows(end, high):
            return False
        if bracket or end >= high:
            return True
        text = words.text[end].casefold()
        if article and text == "," and self._name_follows(end + 1, high):
            return False
        if not article or text in _CLOSING:
            return True
        # «Selon X, le ministre a …»: another person; «X, le maire de Gao a …»: X.
        title = self.titles.before(first, low)
        before = title.start - 1
        while before >= low and words.text[before].casefold() in ARTICLES:
            before -= 1
        return before < low or words.text[before].casefold() not in _LISTENING

    def _name_follows(self, i: int, high: int) -> bool:
        words = self.words
        i = min(i, len(words))
        if i < high and words.text[i].casefold() in ARTICLES:
            i += 1
        if i >= high:
            return False
        i = words.at(civilities_at(self.text, words.start[i]))
        if i < high and words.label[i] == "PERSON":
            return True
        rank = self._rank_at(i, high)
        return rank is not None and rank[1] < high and words.label[rank[1]] == "PERSON"

    def _rank_at(self, i: int, high: int) -> tuple[int, int] | None:
        """The longest rank that begins at a word, alone: not «commandant de la force»."""
        found = None
        for j in range(i + 1, min(i + 7, high) + 1):
            if self.words.is_boundary(j - 1):
                break
            if self.key(i, j) in self.lexicon.ranks:
                found = (i, j)
        if found is None:
            return None
        head = self.grammar.phrase_at(i, high, forward=True)
        if head is not None and head.end > found[1]:
            return None
        return found

    def _predicate(self, i: int, high: int) -> list[Phrase]:
        """Offices after «est», «a été nommé», «vient d'être élu», «est devenu»."""
        words = self.words
        text = words.text[i].casefold()
        simple = text in COPULAS
        nominated = text in {"devient", "devint", "deviendra"}
        i += 1
        for _ in range(7):
            if i >= high:
                return []
            text = words.text[i].casefold()
            if words.key(i) in NOMINATED:
                nominated = simple = True
            elif text == "été":
                simple = True
            elif text in ADVERBS or text in _BETWEEN:
                if text in {"au", "aux", "en", "à"} and not nominated:
                    return []
            else:
                break
            i += 1
        if i >= high or not simple:
            return []
        if words.text[i - 1] == "," or words.text[i - 1].casefold() in {"pas"}:
            return []
        phrase = self._phrase(i, high)
        if phrase is None or phrase.plural:
            return []
        bare = words.text[i - 1].casefold() not in ARTICLES
        if bare and phrase.office.office_id == "responsable":  # «est responsable de crimes»
            return []
        return self._chain(phrase, high)

    def _chain(self, phrase: Phrase, high: int) -> list[Phrase]:
        """An office and those joined to it by «et» or a comma."""
        words = self.words
        phrases = [phrase]
        while len(phrases) < 5:
            i = skip_acronym(words, phrases[-1].end, high)
            if i >= high or words.text[i] not in {",", "et"}:
                break
            i += 1
            if i < high and words.text[i] == "et":
                i += 1
            if i >= high:
                break
            nxt = self._phrase(i, high)
            if nxt is None or nxt.plural or self._name_follows(nxt.end, high):
                break
            phrases.append(nxt)
        return phrases

    def _in_role(self, i: int, high: int, low: int) -> list[Phrase]:
        """Offices after «en tant que», «comme», «nommé» right after a name."""
        words = self.words
        for opening in _IN_ROLE:
            if tuple(w.casefold() for w in words.text[i : i + len(opening)]) == opening:
                i += len(opening)
                break
        else:
            if words.text[i].casefold() == "comme":
                if not self._nominates(low, i):
                    return []
                i += 1
            elif words.key(i) in NOMINATED:
                i += 1
                while i < high and words.text[i].casefold() in ADVERBS | _BETWEEN:
                    i += 1
            elif not self._nominates(low, i):
                return []
        while i < high and words.text[i].casefold() in ARTICLES:
            i += 1
        if i >= high:
            return []
        phrase = self._phrase(i, high)
        return [] if phrase is None else self._chain(phrase, high)

    def _nominates(self, low: int, i: int) -> bool:
        near = self.words.text[max(low, i - _NEAR) : i]
        return any(word.casefold() in NOMINATES for word in near)

    def key(self, start: int, end: int) -> str:
        """Key of the words from `start` to `end` (not included)."""
        return " ".join(self.words.key(i) for i in range(start, end))
