"""The rank and the office that a mention's own sentence gives a person.

Before the name («le ministre de la Défense, le colonel X»), after it in apposition («X, ministre
de la Défense», «X (colonel)»), by a copula or an appointment («X est le nouveau maire», «X, nommé
préfet»), or with «en tant que».
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.mentions import sentences, text_of
from pipeline.normalizers.office_grammar import Phrase
from pipeline.normalizers.office_words import ARTICLES, DETERMINERS, OF, Words
from pipeline.normalizers.offices_after import AfterReader
from pipeline.normalizers.people_lexicon import PeopleLexicon, fold_word
from pipeline.normalizers.titles import Title, TitleReader, civilities_at

# Offices whose first complement is a portfolio, not a body.
_WITH_PORTFOLIO = frozenset(
    "ministre ministre-d-etat vice-ministre premier-ministre vice-premier-ministre "
    "secretaire-d-etat sous-secretaire-d-etat".split()
)
# «professeur d'histoire», «footballeur d'origine malienne»: a field, not a body.
_PERSONAL = frozenset({"profession", "sport"})
_NO_BODY = frozenset({"transition", "etat", "profession", "formation", "carriere"})


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

    def __init__(self, doc: Doc, ents: Sequence[Span], lexicon: PeopleLexicon) -> None:
        self.text = text_of(doc)
        self.bounds = [(s.start_char, s.end_char) for s in sentences(doc)]
        self.words = Words(self.text, ents)
        self.lexicon = lexicon
        self.titles = TitleReader(self.text, self.words, lexicon)
        self.grammar = self.titles.grammar
        self.following = AfterReader(self.text, self.words, self.titles, lexicon)

    def read(self, span: Span) -> Held:
        """Rank and office that the sentence of a PERSON mention gives that person."""
        words = self.words
        at = bisect_right(self.bounds, (span.start_char, len(self.text) + 1)) - 1
        low, high = map(words.at, self.bounds[max(at, 0)])
        first, last = words.at(span.start_char), words.at(span.end_char)
        title = self._title(first, low)
        phrases = [*title.phrases]
        if phrases and phrases[-1].plural and not self._in_list(first, last, low, high):
            phrases = []  # «les propos des ministres, X dit …»
        rank, rank_words = title.rank, (title.rank_start, title.rank_end)
        after, rank_after = self.following.read(last, high, first, low)
        phrases += [p for p in after if p.head not in {q.head for q in phrases}]
        if rank is None and rank_after is not None:
            start, end = rank_after
            rank = self.lexicon.ranks[self.following.key(start, end)]
            rank_words = rank_after
        if not phrases:
            phrases = self._signed_above(min(title.start, first), last)
        if first > low:
            begin = min(title.start, first)
            front = self.following.fronted(begin, low)
            phrases = [p for p in front if p.head not in {q.head for q in phrases}] + phrases
        phrases = [p for p in phrases if p.office.kind != "relation"]
        self.following.used.update(p.head for p in phrases)
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

    def _signed_above(self, first: int, last: int) -> list[Phrase]:
        """The office that is the whole line under a line with a name alone: a signature.

        Args:
            first: the name's first word, its title included.
            last: the word after the name.
        """
        words = self.words
        above = first - 1
        if above < 0 or words.text[above] != "\n" or last >= len(words):
            return []
        begin = last
        while begin < len(words) and begin < last + 2 and words.text[begin] == "\n":
            begin += 1
        if begin == last or begin >= len(words):
            return []
        i = begin + (words.text[begin].casefold() in ARTICLES)
        phrase = self.grammar.phrase_at(i, len(words), forward=True) if i < len(words) else None
        if phrase is None or phrase.plural or phrase.head in self.following.used:
            return []
        ends = phrase.end == len(words) or words.text[phrase.end] == "\n"
        return [phrase] if ends else []

    def _in_list(self, first: int, last: int, low: int, high: int) -> bool:
        """Whether a name is one of several («X et Y», «X, Y»)."""
        words = self.words
        after = last
        while after < high and words.text[after] in {",", "et", "(", "/"}:
            after += 1
        after = words.at(civilities_at(self.text, words.start[after])) if after < high else high
        before = first - 1
        while before >= low and words.text[before] in {",", "et"}:
            before -= 1
        return (last < after < high and words.label[after] == "PERSON") or (
            low <= before < first - 1 and words.label[before] == "PERSON"
        )

    def _text(self, start: int, end: int) -> str:
        words = self.words
        return " ".join(self.text[words.start[start] : words.end[end - 1]].split())

    def _body(self, phrase: Phrase) -> str:
        """Whose office it is, in the text's words; "" where the text does not say.

        A minister's is the country or government («ministre de la Défense du Mali»), others' the
        first complement to the phrase's end («président du conseil régional de Gao»).
        """
        words = self.words
        for at, _ in phrase.complements:
            preposition = words.text[at].casefold()
            if preposition not in OF | {"à", "au", "aux", "chez", "auprès"}:
                continue
            start = at + 1
            while start < phrase.end and words.text[start].casefold() in DETERMINERS | OF:
                start += 1
            if start >= phrase.end:
                continue
            place = words.label[start] == "PLACE" or self._is_country(start)
            if phrase.office.office_id in _WITH_PORTFOLIO:
                if not place and words.key(start) != "gouvernement":
                    continue
            elif phrase.office.kind in _PERSONAL:
                named = words.unit[start] or words.text[start].isupper()
                if preposition in OF and not named:
                    continue
            elif words.key(start) in _NO_BODY and (
                start + 1 == phrase.end or words.text[start + 1].casefold() in OF
            ):
                continue
            end = words.unit[start] or phrase.end
            return self._text(start, min(end, phrase.end))
        return ""

    def _is_country(self, i: int) -> bool:
        text = self.words.text
        return any(fold_word(" ".join(text[i : i + n])) in self.lexicon.countries for n in (1, 2))

    def _status(self, phrases: list[Phrase]) -> str:
        if phrases and all(self.grammar.is_former(p) for p in phrases):
            return "former"
        for p in phrases:
            keys = {self.words.key(i) for i in range(p.start, p.end)}
            if "interim" in keys or "interimaire" in keys:
                return "interim"
        return ""
