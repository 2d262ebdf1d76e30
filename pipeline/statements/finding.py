"""Statements: what one sentence ties together: who, what, to whom, where, when, how many."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from pipeline.mentions import sentence_of, sentences
from pipeline.statements.actions import Action, ActionLexicon
from pipeline.statements.circumstances import date_of, place_of
from pipeline.statements.clauses import Clause, VerbGroup, preposition, verb_group
from pipeline.statements.model import ON_THE_SPOT, TOLL, VIOLENT, Statement
from pipeline.statements.needs import are_people, enough, takes_up
from pipeline.statements.parties import CIVIL, SOURCE, THING, Party, PartyLexicon, PartyMention
from pipeline.statements.phrases import NOUN
from pipeline.statements.roles import Roles, is_shared_participle, roles
from pipeline.statements.same_sentence import one_of_a_sort, placed, with_shared_actors
from pipeline.statements.speech import (
    DENY,
    OWN,
    PERFORM,
    SAY,
    SAYINGS,
    Quotation,
    Speech,
    attribute,
    quotations,
    speeches,
)
from pipeline.statements.stance import speech_of, stance
from pipeline.statements.tolls import dead_of, is_killed
from pipeline.values import CountValue, DateValue

_BESIDE = 8  # how far, in tokens, «a déclaré X» may stand from what X says
_HEADLINE = 16  # tokens
_STRIKES = frozenset({"attack", "explosion", "abduction", "air_strike"})
_MUTE = frozenset({SOURCE, THING, CIVIL})
_HURT = frozenset({"killed", "wounded", "captured", "missing"})


@dataclass(frozen=True, slots=True)
class _View:
    """A doc's words in lower case, its mentions, and where these begin."""

    words: Sequence[str]
    entities: Sequence[Span]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Span]:
        """The mentions that begin between two tokens."""
        return self.entities[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def clause(
        self, doc: Doc, start: int, end: int, parties: PartyLexicon, skip: range = range(0)
    ) -> Clause:
        """The sentence between two tokens, with its parties; mentions in `skip` left out."""
        here = [e for e in self.within(start, end) if e.start not in skip]
        found = parties.find(doc, self.words, start, end, here)
        return Clause(self.words, start, end, found, here)


@dataclass(slots=True)
class _Sentence:
    """A sentence with what is found in it before its statements are made."""

    number: int
    doc: Doc
    clause: Clause
    actions: list[Action]
    said: list[Speech]
    view: _View


def find_statements(doc: Doc, lexicon: ActionLexicon, parties: PartyLexicon) -> list[Statement]:
    """The statements of an annotated doc, in order."""
    strings = doc.vocab.strings
    words = [strings[key] for key in doc.to_array("LOWER").tolist()]
    view = _View(words, doc.ents, [e.start for e in doc.ents])
    actions = list(lexicon.find(view.entities, words))
    read: list[_Sentence] = []
    said: list[Speech] = []
    last_speaker, n = "", 0
    for number, span in enumerate(sentences(doc)):
        first = n
        while n < len(actions) and actions[n].start < span.end:
            n += 1
        if n == first and not any(is_killed(e) for e in view.within(span.start, span.end)):
            continue
        link = _link_in(words, span.start, span.end)
        told_of = [action for action in actions[first:n] if action.start not in link]
        clause = view.clause(doc, span.start, span.end, parties, link)
        here = list(speeches(clause, told_of, doc, last_speaker))
        last_speaker = next((s.speaker for s in reversed(here) if s.parties), last_speaker)
        said.extend(here)
        read.append(_Sentence(number, doc, clause, told_of, here, view))
    quotes = attribute(quotations(doc), said) if said else []
    found: list[Statement] = []
    told: set[int] = set()
    for sentence in read:
        made = with_shared_actors(list(_statements(sentence, quotes, lexicon, parties, told)))
        made = one_of_a_sort(made) or _toll(sentence)
        if found and made and sentence.number - found[-1].sentence == 1:
            made = [placed(s, found[-1]) for s in made]
        found.extend(made)
    return found


def _link_in(words: Sequence[str], start: int, end: int) -> range:
    """«Lire aussi : …»: the headline of another text, as long as headlines are."""
    for k in range(start, end - 2):
        if words[k] == "lire" and words[k + 1] == "aussi" and words[k + 2] == ":":
            return range(k, k + _HEADLINE)
    return range(0)


def _statements(
    sentence: _Sentence,
    quotes: Sequence[Quotation],
    lexicon: ActionLexicon,
    parties: PartyLexicon,
    told: set[int],
) -> Iterator[Statement]:
    """The statements of one sentence; `told` gets where the actions told of begin."""
    clause, doc = sentence.clause, sentence.doc
    rivals = [a for a in sentence.actions if a.trigger.needs not in SAYINGS]
    hurt = [p for p in clause.parties if isinstance(p.value, CountValue) and p.value.role in _HURT]
    dead = tuple(dead_of(clause.entities, clause.words))
    previous: Action | None = None
    before: Roles | None = None
    passive = False  # of the verb before, which a second participle shares
    for action in rivals:
        group = verb_group(clause, action) if action.mood != NOUN else None
        if group is not None and group.bare and is_shared_participle(clause, action, previous):
            group = replace(group, passive=passive)
        shared = before if group or (previous and previous.trigger.action in ON_THE_SPOT) else None
        who = roles(clause, action, group, shared, lexicon.supports)
        if group is not None and group.pronoun and group.pronoun != "on":
            _give_antecedent(who, action, group, sentence, parties)
        _add_speaker(who, action, group, sentence.said)
        _drop_speakers(who, sentence.said, parties)
        if group is not None:
            previous, before, passive = action, who, group.passive
        how = stance(clause, action, group, sentence.said, quotes, lexicon.governors)
        if how is None or not enough(action, who, hurt, clause):
            continue
        kind = action.trigger.action
        if kind in _STRIKES and not who.targets:
            who.targets.extend(p for p in hurt if are_people(p))
        told.add(action.start)
        definite = action.mood == NOUN and takes_up(clause, action)
        named = [*who.actors, *(p for s in sentence.said for p in s.parties)]
        place = place_of(clause, action, rivals, named)
        date = date_of(clause, action, rivals, sentence.said)
        status = _in_time(how.status, date, doc._.published)
        yield Statement(
            doc[action.start].idx,
            doc[action.end - 1].idx + len(doc[action.end - 1]),
            kind,
            status,
            how.claimed_by,
            _unique(who.actors),
            _unique(who.targets),
            place,
            date,
            dead if kind in VIOLENT or kind == "other" else (),
            sentence.number,
            action.trigger.minor,
            definite,
            action.mood == NOUN and not definite and clause.words[action.start][-1] in "sx",
        )
    yield from _declarations(sentence, rivals, parties, quotes, told)


def _in_time(status: str, date: DateValue | None, published: str) -> str:
    """What lies ahead of the text's day is planned; what lies behind is told in any tense."""
    if date is None or not published:
        return status
    if status == "reported" and date.start[:10] > published:
        return "planned"
    return "reported" if status == "planned" and date.end[:10] < published[:10] else status


def _declarations(
    sentence: _Sentence,
    rivals: Sequence[Action],
    parties: PartyLexicon,
    quotes: Sequence[Quotation],
    told: set[int],
) -> Iterator[Statement]:
    """«X a condamné …», and «X a déclaré que …» where what X says is no action itself."""
    doc = sentence.doc
    for speech in sentence.said:
        if speech.verb < 0 or not speech.parties or speech.kind == OWN:
            continue
        speakers = [p for p in speech.parties if p.party.kind not in _MUTE and p.label != "count"]
        if not speakers or any(parties.is_media(p.party) for p in speakers):
            continue
        within = any(a.start in told and speech_of(a, [speech]) is not None for a in rivals)
        quoted = any(
            q.speaker == speech.speaker
            and -_BESIDE <= speech.verb - q.end <= _BESIDE
            and any(q.start <= start < q.end for start in told)
            for q in quotes
        )
        if speech.kind in (SAY, DENY) and (within or quoted):
            continue
        action = next(a for a in sentence.actions if a.start == speech.verb)
        content = (speech.start, speech.end) if speech.kind != PERFORM else (0, 0)
        token = doc[action.end - 1]
        yield Statement(
            doc[action.start].idx,
            token.idx + len(token),
            "declaration",
            "reported",
            "",
            _unique(speakers),
            (),
            place_of(sentence.clause, action, (), speakers, outside=content),
            date_of(sentence.clause, action, (), (), outside=content),
            (),
            sentence.number,
        )


def _add_speaker(
    who: Roles, action: Action, group: VerbGroup | None, said: Sequence[Speech]
) -> None:
    """«X a revendiqué l'attaque», «X affirme avoir tué»: who speaks is who acts."""
    for speech in said:
        if not speech.start <= action.start < speech.end or who.actors or not speech.parties:
            continue
        controls = group is not None and "avoir" in group.auxiliaries
        if (speech.kind == OWN and action.trigger.action in VIOLENT) or (
            controls and speech.kind != PERFORM and speech.verb >= 0
        ):
            who.actors.extend(speech.parties)


def _drop_speakers(who: Roles, said: Sequence[Speech], parties: PartyLexicon) -> None:
    """Media and sources do not act; nor do those who only say so, in the words around it."""
    speakers = {p.start for s in said if s.verb < 0 or s.turned for p in s.parties}

    def keep(mention: PartyMention) -> bool:
        return not (
            mention.start in speakers
            or mention.party.kind == SOURCE
            or parties.is_media(mention.party)
        )

    who.actors[:] = [m for m in who.actors if keep(m)]
    who.targets[:] = [m for m in who.targets if keep(m)]


def _give_antecedent(
    who: Roles,
    action: Action,
    group: VerbGroup,
    sentence: _Sentence,
    parties: PartyLexicon,
) -> None:
    """«Il est relevé de ce poste»: the first party of the sentence before that nothing governs."""
    doc, start = sentence.doc, sentence.clause.start
    if start == 0:
        return
    before = sentence_of(doc[start - 1 : start])
    clause = sentence.view.clause(doc, before.start, before.end, parties)
    alone = group.pronoun in {"il", "elle"}
    for party in clause.parties:
        fits = party.label in {"person", "force", "organisation"} if alone else True
        if fits and not preposition(clause, party):
            frame = action.trigger.frame
            who.give(frame.object if group.passive else frame.subject, [party])
            return


def _toll(sentence: _Sentence) -> list[Statement]:
    """«Le bilan est de 13 morts»: for the event that the sentences before tell of."""
    killed = [e for e in sentence.clause.entities if is_killed(e)]
    if not killed:
        return []
    first = killed[0]
    speaker = next((s.speaker for s in sentence.said if s.kind == SAY), "")
    return [
        Statement(
            first.start_char,
            first.end_char,
            TOLL,
            "claimed" if speaker else "reported",
            speaker,
            (),
            (),
            None,
            None,
            tuple(dead_of(sentence.clause.entities, sentence.clause.words)),
            sentence.number,
            True,
        )
    ]


def _unique(mentions: Sequence[PartyMention]) -> tuple[Party, ...]:
    return tuple({m.party.id or m.party.name: m.party for m in mentions}.values())
