"""The rank and the office that a mention's own sentence gives a person.

Before the name («le ministre de la Défense, le colonel X»), after it in apposition («X, ministre
de la Défense», «X (colonel)»), by a copula or an appointment («X est le nouveau maire», «X, nommé
préfet»), or with «en tant que».
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.mentions import sentence_of
from pipeline.normalizers.office_grammar import Phrase
from pipeline.normalizers.office_words import (
    ADVERBS,
    ARTICLES,
    COPULAS,
    NOMINATED,
    NOMINATES,
    PREMODIFIERS,
    Words,
)
from pipeline.normalizers.people_lexicon import PeopleLexicon, singular
from pipeline.normalizers.titles import Title, TitleReader, civilities_at

_CLOSING = frozenset({",", ".", ";", ":", ")", "»", '"', "\n", "!", "?", "–", "-", "et", "("})
_IN_ROLE = (
    ("en", "tant", "que"),
    ("en", "qualité", "de"),
    ("en", "sa", "qualité", "de"),
    ("en", "tant", "qu'"),
    ("en", "qualité", "d'"),
    ("en", "sa", "qualité", "d'"),
)
_LISTENING = frozenset("selon avec par pour chez de du d' des et que contre à au".split())


@dataclass(frozen=True, slots=True)
class Held:
    """Rank and office of one mention, in the text's words; "" where the sentence gives none."""

    rank: str = ""
    rank_id: str = ""
    role: str = ""
    body: str = ""
    status: str = ""


class OfficeReader:
    """Reads ranks and offices of the PERSON mentions of one document."""

    def __init__(self, doc: Doc, lexicon: PeopleLexicon) -> None:
        self.doc = doc
        self.words = Words(doc)
        self.lexicon = lexicon
        self.titles = TitleReader(doc.text, self.words, lexicon)
        self.grammar = self.titles.grammar
        self._used: set[int] = set()  # heads of offices already given to someone

    def read(self, span: Span) -> Held:
        """Rank and office that the sentence of a PERSON mention gives that person."""
        words = self.words
        sentence = sentence_of(span)
        low, high = words.at(sentence.start_char), words.at(sentence.end_char)
        first, last = words.at(span.start_char), words.at(span.end_char)
        title = self._title(first, low)
        phrases = [*title.phrases]
        rank, rank_words = title.rank, (title.rank_start, title.rank_end)
        after, rank_after = self._after(last, high, first, low)
        phrases += [p for p in after if p.head not in {q.head for q in phrases}]
        if rank is None and rank_after is not None:
            start, end = rank_after
            rank = self.lexicon.ranks[self._key(start, end)]
            rank_words = rank_after
        self._used.update(p.head for p in phrases)
        return Held(
            rank=self._text(*rank_words) if rank else "",
            rank_id=rank.rank_id if rank else "",
            role=" ; ".join(self._text(p.start, p.end) for p in phrases),
            body=next(filter(None, map(self._body, phrases)), ""),
            status=self._status(phrases),
        )

    def _title(self, first: int, low: int) -> Title:
        """The title before a name, or the one before the list that it stands in («MM. X et Y»)."""
        words = self.words
        title = self.titles.before(first, low)
        if title.rank is not None or title.phrases or title.civility:
            return title
        at = first
        for _ in range(6):
            at -= 1
            while at >= low and words.text[at] in {",", "et"}:
                at -= 1
            if at < low or words.label[at] != "PERSON" or at == first - 1:
                return title
            while at > low and words.label[at - 1] == "PERSON":
                at -= 1
            shared = self.titles.before(at, low)
            if shared.rank is not None or shared.phrases:
                plural = (
                    words.text[shared.rank_start][-1:] in "sx"
                    if shared.rank is not None
                    else shared.phrases[-1].plural
                )
                return shared if plural else title
            if shared.civility:
                return title
        return title

    def _after(
        self, last: int, high: int, first: int, low: int
    ) -> tuple[list[Phrase], tuple[int, int] | None]:
        """Offices and the rank (its words) that follow a name."""
        words = self.words
        i = self._skip_age(last, high)
        if i >= high:
            return [], None
        text = words.text[i].casefold()
        if text in {",", "(", "–", "-", ":"}:
            if text == "-" and words.end[i - 1] == words.start[i]:
                return [], None
            return self._apposition(i + 1, high, first, low, bracket=text == "(")
        if text in {
            "est",
            "était",
            "fut",
            "sera",
            "demeure",
            "reste",
            "devient",
            "devint",
            "a",
            "avait",
            "vient",
            "serait",
            "n'",
            "aurait",
            "deviendra",
        }:
            return self._predicate(i, high), None
        if text in {"comme", "en", "nommé", "nommée", "élu", "élue", "alors", "ministre"}:
            return self._in_role(i, high, low), None
        if text == "qui" and i + 1 < high and words.text[i + 1].casefold() in COPULAS | {"a"}:
            return self._predicate(i + 1, high), None
        return [], None

    def _skip_age(self, i: int, high: int) -> int:
        """Skip «, 45 ans» and «(45 ans)»."""
        words = self.words
        for length in (3, 4):
            if i + length <= high and words.text[i] in {",", "("}:
                inner = words.text[i + 1 : i + length]
                if inner[0].isdigit() and inner[1] in {"ans", "an"}:
                    return i + length
        return i

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
            if words.text[i : i + 2] == ["qui", "est"] or words.text[i : i + 2] == ["qui", "était"]:
                phrases += self._predicate(i + 1, high)
                break
            if tuple(words.text[i : i + 3]) in _IN_ROLE or words.key(i) in NOMINATED:
                phrases += self._in_role(i, high, low)
                break
            while i < high and words.text[i].casefold() in ADVERBS:
                i += 1
            article = i < high and words.text[i].casefold() in ARTICLES
            i += article
            if i >= high:
                break
            i = words.at(civilities_at(self.doc.text, words.start[i]))
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
                if phrase is None or phrase.head in self._used:
                    break
                if not self._belongs(phrase, article, first, low, high, bracket):
                    break
                phrases.append(phrase)
                i = phrase.end
            i = self._skip_acronym(i, high)
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
        return before < low or words.text[before].casefold() not in _LISTENING | {
            singular(w) for w in _LISTENING
        }

    def _name_follows(self, i: int, high: int) -> bool:
        words = self.words
        i = min(i, len(words))
        if i < high and words.text[i].casefold() in ARTICLES:
            i += 1
        if i >= high:
            return False
        i = words.at(civilities_at(self.doc.text, words.start[i]))
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
            if self._key(i, j) in self.lexicon.ranks:
                found = (i, j)
        if found is None:
            return None
        head = self.grammar.phrase_at(i, high, forward=True)
        if head is not None and head.end > found[1]:
            return None
        return found

    def _skip_acronym(self, i: int, high: int) -> int:
        words = self.words
        if i + 2 < high and words.text[i] == "(" and words.text[i + 2] == ")":
            return i + 3
        return i

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
            elif text in ADVERBS or text in {
                "été",
                "d'",
                "de",
                "être",
                "pas",
                "l'",
                "le",
                "la",
                "un",
                "une",
                "son",
                "par",
                "ailleurs",
                "au",
                "poste",
                "aux",
                "fonctions",
                "fonction",
                "en",
                "à",
                "qualité",
                "titre",
                "grade",
            }:
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
        return [] if phrase is None or phrase.plural else self._chain(phrase, high)

    def _chain(self, phrase: Phrase, high: int) -> list[Phrase]:
        """An office and those joined to it by «et» or a comma."""
        words = self.words
        phrases = [phrase]
        while len(phrases) < 5:
            i = self._skip_acronym(phrases[-1].end, high)
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
            text = words.text[i].casefold()
            if text == "comme":
                if not any(words.text[j].casefold() in NOMINATES for j in range(low, i)):
                    return []
                i += 1
            elif words.key(i) in NOMINATED:
                i += 1
                while i < high and words.text[i].casefold() in ADVERBS | {
                    "au",
                    "poste",
                    "aux",
                    "fonctions",
                    "de",
                    "d'",
                    "le",
                    "la",
                }:
                    i += 1
            elif not any(words.text[j].casefold() in NOMINATES for j in range(low, i)):
                return []
        while i < high and words.text[i].casefold() in ARTICLES:
            i += 1
        if i >= high:
            return []
        phrase = self._phrase(i, high)
        return [] if phrase is None else self._chain(phrase, high)

    def _key(self, start: int, end: int) -> str:
        return " ".join(self.words.key(i) for i in range(start, end))

    def _text(self, start: int, end: int) -> str:
        words = self.words
        return " ".join(self.doc.text[words.start[start] : words.end[end - 1]].split())

    def _body(self, phrase: Phrase) -> str:
        """Whose office it is: the first complement to the end; a minister's country, if any."""
        words = self.words
        complements = list(phrase.complements)
        if phrase.office.kind == "government":
            complements = complements[1:]
            complements = [
                c
                for c in complements
                if words.label[c[1] - 1] == "PLACE"
                or words.key(c[0] + 1) in {"gouvernement", "mali", "niger", "burkina", "tchad"}
            ]
        if not complements:
            return ""
        start = complements[0][0] + 1
        while start < phrase.end and words.text[start].casefold() in {
            "la",
            "le",
            "l'",
            "les",
            "de",
            "du",
            "des",
            "d'",
        }:
            start += 1
        if start >= phrase.end:
            return ""
        if words.key(start) in {"transition", "etat", "intérim"} and start + 1 == phrase.end:
            return ""
        return self._text(start, phrase.end)

    def _status(self, phrases: list[Phrase]) -> str:
        if phrases and all(self.grammar.is_former(p) for p in phrases):
            return "former"
        for p in phrases:
            keys = {self.words.key(i) for i in range(p.start, p.end)}
            if "interim" in keys or "interimaire" in keys:
                return "interim"
        return ""
