"""What stands before a name: civilities, a rank, an office that ends there.

Used by the extractor, to know a name by its title and where the name begins, and by the
normalizer, to read the rank and the office.
"""

import re
from dataclasses import dataclass

from pipeline.normalizers.office_grammar import OfficeGrammar, Phrase
from pipeline.normalizers.office_words import Words
from pipeline.normalizers.people_lexicon import Office, PeopleLexicon, Rank

_CIVILITY = (
    r"S\. ?E\. ?M(?:me)?\.?|S\.E\.|SEM|MM?\.|M(?=\s+[A-ZÀ-Þ])|Mr\.?|Mrs\.?|Mmes?\.?|MMES?|"
    r"Mlles?\.?|Sir(?=\s)|"
    r"Me\.?|Mes(?=\s+[A-ZÀ-Þ])|Drs?\.?|DR\.?|Prs?\.?|PR\.?|Mgr\.?|"
    r"[Mm]onsieur|[Mm]essieurs|[Mm]adame|[Mm]esdames|[Mm]ademoiselle|[Mm]a[îi]tre|MONSIEUR|MADAME|"
    r"[Dd]octeure?|[Ss]on [Ee]xcellence|[Ss]a [Mm]ajesté|[Ss]a [Ss]ainteté|[Ee]l[ -]?[Hh]adji?|"
    r"ELHADJ|Elhadji?|EL HADJ|[Ss]ieurs?|dame|feue?|Feu|[Nn]ommée?s?|certain|"
    r"[Cc]itoyen(?:ne)?|[Hh]onorable|[Ss]on [Aa]ltesse|Monseigneur"
)
# The civilities right before a place in the text; anchored at its end, tried on a short slice.
_CIVILITIES = re.compile(rf"(?:(?<![^\W_])(?:{_CIVILITY})[ \n]*[,:]?[ \n]*)+$")
_CIVILITY_AT = re.compile(rf"(?:(?:{_CIVILITY})(?![^\W_])[ \n]*)+")
_SLICE = 48  # characters
_LONGEST_RANK = 6  # words
_LONGEST_OFFICE = 45  # words
# «le ministre, en la personne de X», «le préfet, à savoir X»
_LINKS = (
    ("en", "la", "personne", "de"),
    ("en", "la", "personne", "du"),
    ("en", "la", "personne", "d'"),
    ("à", "savoir"),
    ("en", "l'", "occurrence"),
)
_RETIRED = frozenset({"2s", "cr", "er", "h", "ret"})
_NO_OFFICE = Office("", "", "", False)
# «Le médiateur, l'ancien ministre X»: kinds of offices that stand beside another with an article.
_BESIDE = frozenset({"profession", "diplomacy", "religion", "parliament", "justice"})
_ARTICLES = frozenset({"le", "la", "l'", "les"})


@dataclass(frozen=True, slots=True)
class Title:
    """What stands before a name.

    Attributes:
        start: word where it begins; the name's first word if there is nothing.
        civility: whether «M.», «Mme», «Dr» … is part of it.
        rank, rank_start, rank_end: the rank, and its words.
        phrases: the offices that end there, in the text's order.
    """

    start: int
    civility: bool = False
    rank: Rank | None = None
    rank_start: int = 0
    rank_end: int = 0
    phrases: tuple[Phrase, ...] = ()


def civilities_at(text: str, offset: int) -> int:
    """Offset after the civilities that begin at `offset`."""
    match = _CIVILITY_AT.match(text, offset, offset + _SLICE)
    return match.end() if match else offset


def civilities_before(text: str, offset: int) -> int:
    """Offset of the civilities that end right before `offset`."""
    begin = max(0, offset - _SLICE)
    match = _CIVILITIES.search(text[begin:offset])
    return begin + match.start() if match else offset


class TitleReader:
    """Reads titles before names in one document."""

    def __init__(self, text: str, words: Words, lexicon: PeopleLexicon) -> None:
        self.text = text
        self.words = words
        self.lexicon = lexicon
        self.grammar = OfficeGrammar(words, lexicon)
        self._titles: dict[tuple[int, int], Title] = {}

    def rank_before(self, end: int, limit: int) -> tuple[int, Rank] | None:
        """The longest rank that ends right before word `end`: its first word and its row."""
        words = self.words
        key, found = "", None
        for i in range(end - 1, max(limit, end - _LONGEST_RANK) - 1, -1):
            if words.is_boundary(i) or not words.text[i][0].isalnum():
                if words.text[i] == "/" and key:  # «S/Lt»
                    continue
                glued = i > limit and words.end[i - 1] == words.start[i]
                if words.text[i] == "-" and key and glued:  # «sergent- chef»
                    continue
                break
            key = f"{words.key(i)} {key}" if key else words.key(i)
            if key not in self.lexicon.rank_ends:
                break
            rank = self.lexicon.ranks.get(key)
            if rank is not None:
                found = (i, rank)
        if found is not None and self._within_office(found[0], limit):
            return None
        return found

    def _within_office(self, i: int, limit: int) -> bool:
        """Whether word `i` ends an office's head: «secrétaire général»."""
        for j in range(max(limit, i - 3), i):
            head = self.grammar.head_at(j)
            if head is not None and head[0] > i:
                return True
        return False

    def _rank_with_complement(self, at: int, limit: int) -> tuple[int, int, Rank] | None:
        """A rank and what goes on with it: «un colonel de la Bundeswehr, X»; first word, end."""
        words = self.words
        end = self._skip(at, limit, {","}, 1)
        for i in range(max(limit, end - _LONGEST_RANK - 4), end):
            key = ""
            for j in range(i, min(i + _LONGEST_RANK, end)):
                key = f"{key} {words.keys[j]}" if key else words.keys[j]
                if key not in self.lexicon.rank_starts:
                    break
                rank = self.lexicon.ranks.get(key)
                if rank is None or self._within_office(i, limit):
                    continue
                rest = self.grammar.read_rest(j + 1, end, _NO_OFFICE, False, [])
                if rest == end and rest > j + 1:
                    return i, j + 1, rank
        return None

    def before(self, name: int, limit: int) -> Title:
        """Everything that stands before the name that begins at word `name`.

        Args:
            name: number of the name's first word.
            limit: the first word that may be read.
        """
        if (name, limit) not in self._titles:
            self._titles[name, limit] = self._read(name, limit)
        return self._titles[name, limit]

    def _read(self, name: int, limit: int) -> Title:
        words = self.words
        at, civility = self._skip_civilities(name, limit)
        # «le colonel.\nAssimi Goïta», «le général de corps d'armée, Sadio Camara»
        skipped = self._skip(at, 0, {".", ",", "\n"}, 2)
        if "." in words.text[skipped:at] and (civility or words.text[skipped - 1][-1:] in "sx"):
            skipped = at  # «… des soldats. M. X»
        rank = self.rank_before(at, 0) or (self.rank_before(skipped, 0) if skipped != at else None)
        rank_start = rank_end = at
        if rank is None:
            retired = self._before_retired(at, limit)
            rank = self.rank_before(retired, 0) if retired != at else None
        if rank is None and at - 2 >= limit and words.key(at - 1) in self.lexicon.adjectives:
            rank = self.rank_before(at - 1, limit)
        if rank is not None:
            rank_start = rank[0]
            rank_end = at
            at, more = self._skip_civilities(rank_start, limit)
            civility = civility or more
        office_end, close = self._office_end(at, limit, rank is not None or civility)
        phrases = self.offices_ending(office_end, limit, adjoining=close)
        phrases = phrases or self._signed(at, name)
        if not phrases and rank is not None and at > limit and words.text[at - 1] in {"du", "de"}:
            # «ministre de la Défense du Niger du général X», a slip for «le général»
            phrases = tuple(
                p
                for p in self.offices_ending(at - 1, limit, adjoining=False)
                if any(words.text[c] == "du" for c, _ in p.complements)
                and p.office.single
                and len(p.complements) > 1
            )
        if phrases and rank is not None and phrases[-1].end > rank_start:
            phrases = ()
        if rank is None and not phrases and not civility:
            more_of_it = self._rank_with_complement(at, limit)
            if more_of_it is not None:
                first, end, row = more_of_it
                return Title(first, False, row, first, end)
        start = phrases[0].start if phrases else min(at, rank_start)
        return Title(
            start,
            civility,
            rank[1] if rank else None,
            rank_start,
            self._trim(rank_start, rank_end),
            phrases,
        )

    def _before_retired(self, at: int, limit: int) -> int:
        """The word after the rank in «général (2S) X», «colonel à la retraite X»."""
        text = self.words.text
        if at - 3 >= limit and text[at - 1] == ")" and text[at - 2].casefold() in _RETIRED:
            return at - 3
        if at - 3 >= limit and tuple(text[at - 3 : at]) == ("à", "la", "retraite"):
            return at - 3
        if at - 2 >= limit and tuple(text[at - 2 : at]) == ("en", "retraite"):
            return at - 2
        return at

    def _trim(self, start: int, end: int) -> int:
        """The end of a rank without the punctuation or nationality after it."""
        words = self.words
        for i in range(start + 1, end):
            if words.text[i] == "(" or (
                words.text[i] in {"à", "en"} and words.text[end - 1] == "retraite"
            ):
                end = i
                break
        while end > start + 1 and (
            not words.text[end - 1][0].isalnum()
            or (
                words.key(end - 1) in self.lexicon.adjectives
                and " ".join(words.key(i) for i in range(start, end)) not in self.lexicon.ranks
            )
        ):
            end -= 1
        return end

    def _skip_civilities(self, at: int, limit: int) -> tuple[int, bool]:
        if at >= len(self.words):
            return at, False
        offset = civilities_before(self.text, self.words.start[at])
        first = self.words.at(offset)
        return (first, True) if limit <= first < at else (at, False)

    def _signed(self, at: int, name: int) -> tuple[Phrase, ...]:
        """The office on the line above a signature: «Le Préfet,\\nle colonel X».

        Nothing but the name, its rank and civility stands on the line of the signature, nothing
        but the office on the line above.

        Args:
            at: the signature's first word, rank and civility included.
            name: the name's first word.
        """
        words = self.words
        while at > 0 and words.text[at - 1].casefold() in _ARTICLES:
            at -= 1
        if name == len(words):  # the name begins within the last word: «hier-Sadio»
            return ()
        after = words.unit[name]
        if words.label[name] != "PERSON" or at == 0 or words.text[at - 1] != "\n":
            return ()
        if after < len(words) and words.text[after] != "\n":
            return ()
        end = self._skip(at, 0, {"\n"}, 3)
        end = self._skip(end, 0, {",", ":"}, 1)
        begin = end
        while begin > max(0, end - _LONGEST_OFFICE) and words.text[begin - 1] != "\n":
            begin -= 1
        phrases = self.offices_ending(end, begin, adjoining=False)
        if not phrases:
            return ()
        before = [w.casefold() for w in words.text[begin : phrases[0].start]]
        return phrases if all(w in _ARTICLES for w in before) else ()

    def _skip(self, at: int, limit: int, what: set[str], most: int) -> int:
        while most and at > limit and self.words.text[at - 1] in what:
            at, most = at - 1, most - 1
        return at

    def _office_end(self, at: int, limit: int, titled: bool) -> tuple[int, bool]:
        """Where an office that belongs to what begins at `at` would end, and if it adjoins it."""
        words = self.words
        end = at
        for link in _LINKS:
            first = end - len(link)
            if first < limit or words.text[end - 1].casefold() != link[-1]:
                continue
            if tuple(w.casefold() for w in words.text[first:end]) == link:
                end = first
                break
        if end > limit and titled and words.text[end - 1].casefold() in _ARTICLES:
            end -= 1
        if end - 2 >= limit and words.text[end - 1] == "alors" and words.text[end - 2] == ",":
            after = words.unit[at] if at < len(words) else 0
            if after == len(words) or (after and words.text[after] in {".", ",", ";", ")", "\n"}):
                end -= 1  # «le maire de Kati, alors X.»
        end = self._skip(end, limit, {",", ":", '"', "«", "-", "–"}, 2)
        if end - 3 >= limit and words.text[end - 1] == "ans" and words.text[end - 3] == "de":
            end -= 3  # «un berger de 14 ans, X»
        if end > limit and words.text[end - 1] == ")":
            # «ministre de l'Administration territoriale (MATD), X»
            for opening in range(end - 2, max(limit, end - 8) - 1, -1):
                if words.text[opening] == "(":
                    end = opening
                    break
        return end, end == at

    def offices_ending(self, end: int, limit: int, *, adjoining: bool) -> tuple[Phrase, ...]:
        """The offices that end at word `end`, several where they are strung together.

        Args:
            end: the word after the last.
            limit: the first word that may be read.
            adjoining: the name follows with no comma: then «le porte-parole du président X» gives
                the inner office, which is X's, not the outer one.
        """
        first = self._last_phrase(end, limit, adjoining)
        if first is None:
            return ()
        phrases = [first]
        words = self.words
        while len(phrases) < 5:
            at = phrases[0].start
            article = at > limit and words.text[at - 1].casefold() in _ARTICLES
            if article:
                at -= 1
            joined = self._skip(at, limit, {",", "et", "-", ";"}, 2)
            if joined == at or (article and words.text[at - 1] == "et"):
                break
            beside = phrases[0].office.kind in _BESIDE or self.grammar.is_former(phrases[0])
            if article and not beside:
                break
            previous = self._last_phrase(joined, limit, False)
            if previous is None or previous.plural:
                break
            phrases.insert(0, previous)
        return tuple(phrases)

    def _last_phrase(self, end: int, limit: int, adjoining: bool) -> Phrase | None:
        """The office that ends at word `end`: the outermost reading, or the innermost."""
        best: Phrase | None = None
        taken = limit
        for i in self.grammar.heads_between(max(limit, end - _LONGEST_OFFICE), end):
            if i < taken:
                continue
            head = self.grammar.head_at(i)
            phrase = self.grammar.phrase_at(i, end, forward=False, start_limit=limit)
            if head is None or phrase is None or phrase.end != end:
                continue
            taken = head[0]
            inner = adjoining and not phrase.plural and not phrase.complements
            if best is None or inner:
                best = phrase
        return best
