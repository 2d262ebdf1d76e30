"""Statements: what one sentence ties together: who, what, to whom, where, when, how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from pipeline.actions import Action, ActionLexicon
from pipeline.circumstances import date_of, place_of
from pipeline.clauses import Clause, VerbGroup, preposition, verb_group
from pipeline.mentions import sentence_of, sentences
from pipeline.parties import CIVIL, OFFICE, SOURCE, THING, Party, PartyLexicon, PartyMention
from pipeline.phrases import NOUN
from pipeline.roles import Roles, is_shared_participle, roles
from pipeline.speech import (
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
from pipeline.stance import speech_of, stance
from pipeline.tolls import Dead, dead_of, is_killed
from pipeline.values import CountValue, DateValue, ForceValue, PlaceValue

VIOLENT = frozenset(
    {"attack", "clash", "operation", "air_strike", "explosion", "abduction", "coup"}
)
_ON_THE_SPOT = VIOLENT | {"arrest", "other"}
# A sentence that only counts the dead of what others tell.
TOLL = "toll"
_STRIKES = frozenset({"attack", "explosion", "abduction", "air_strike"})
_MUTE = frozenset({SOURCE, THING, CIVIL})
_HURT = frozenset({"killed", "wounded", "captured", "missing"})
_PLURAL = frozenset("les des ces ses leurs ces d' de nos plusieurs aux".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of one action.

    Attributes:
        start, end: the trigger's character offsets into the doc's text.
        action: one of `pipeline.tables.EVENT_KINDS`, or `TOLL`.
        status, claimed_by: as `pipeline.stance.Stance`.
        actors, targets: who acts, who undergoes.
        place, date: of the same sentence, None if it does not say.
        dead: the numbers of dead that the sentence gives.
        sentence: its number in the doc.
        minor: whether its trigger gives way to others.
        definite: whether it takes up what was told («cette attaque», «la rencontre»).
        generic: whether it is a noun in the plural, of many happenings perhaps.
    """

    start: int
    end: int
    action: str
    status: str
    claimed_by: str
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    place: PlaceValue | None
    date: DateValue | None
    dead: tuple[Dead, ...]
    sentence: int = 0
    minor: bool = False
    definite: bool = False
    generic: bool = False


@dataclass(slots=True)
class _Sentence:
    """A sentence with what is found in it before its statements are made."""

    number: int
    span: Span
    clause: Clause
    actions: list[Action]
    said: list[Speech]


def find_statements(doc: Doc, lexicon: ActionLexicon, parties: PartyLexicon) -> list[Statement]:
    """The statements of an annotated doc, in order."""
    words = [token.lower_ for token in doc]
    actions = list(lexicon.find(doc, words))
    read: list[_Sentence] = []
    said: list[Speech] = []
    last_speaker, n = "", 0
    for number, span in enumerate(sentences(doc)):
        first = n
        while n < len(actions) and actions[n].start < span.end:
            n += 1
        if n == first and not any(is_killed(e) for e in span.ents):
            continue
        clause = Clause(words, span.start, span.end, parties.find(doc, words, span))
        here = list(speeches(clause, actions[first:n], doc, last_speaker))
        last_speaker = next((s.speaker for s in reversed(here) if s.parties), last_speaker)
        said.extend(here)
        read.append(_Sentence(number, span, clause, actions[first:n], here))
    quotes = attribute(quotations(doc), said) if said else []
    found: list[Statement] = []
    for sentence in read:
        made = _with_shared_actors(list(_statements(sentence, quotes, lexicon, parties)))
        made = _one_of_a_sort(made) or _toll(sentence)
        if found and made and sentence.number - found[-1].sentence == 1:
            made = [_placed(s, found[-1]) for s in made]
        found.extend(made)
    return found


def _with_shared_actors(statements: list[Statement]) -> list[Statement]:
    """«Au cours d'une opération, les FAMa ont arrêté …»: the operation is theirs."""
    acting = next((s.actors for s in statements if s.actors and s.action in _ON_THE_SPOT), ())
    return [
        replace(s, actors=acting) if s.action in _OUTINGS and not s.actors else s
        for s in statements
    ]


_OUTINGS = frozenset({"operation", "patrol"})


def _placed(statement: Statement, before: Statement) -> Statement:
    """A statement without a place has that of the sentence before, where both are violent."""
    if statement.place is not None or before.place is None:
        return statement
    if not {statement.action, before.action} <= _ON_THE_SPOT or statement.status == "planned":
        return statement
    return replace(statement, place=before.place)


def _statements(
    sentence: _Sentence,
    quotes: Sequence[Quotation],
    lexicon: ActionLexicon,
    parties: PartyLexicon,
) -> Iterator[Statement]:
    clause, doc = sentence.clause, sentence.span.doc
    told: set[int] = set()
    rivals = [a for a in sentence.actions if a.trigger.needs not in SAYINGS]
    hurt = [p for p in clause.parties if isinstance(p.value, CountValue) and p.value.role in _HURT]
    dead = tuple(dead_of(sentence.span, clause.words))
    previous: Action | None = None
    before: Roles | None = None
    for action in rivals:
        group = verb_group(clause, action) if action.mood != NOUN else None
        if group is not None and group.bare and is_shared_participle(clause, action, previous):
            group = replace(group, passive=False)
        shared = before if group or (previous and previous.trigger.action in _ON_THE_SPOT) else None
        who = roles(clause, action, group, shared, lexicon.supports)
        if group is not None and group.pronoun and group.pronoun != "on":
            _give_antecedent(who, action, group, sentence, parties)
        _add_speaker(who, action, group, sentence.said)
        _drop_speakers(who, sentence.said, parties)
        if group is not None:
            previous, before = action, who
        how = stance(clause, action, group, sentence.said, quotes, lexicon.governors)
        if how is None or not _enough(action, who, sentence.span, hurt, clause):
            continue
        kind = action.trigger.action
        if kind in _STRIKES and not who.targets:
            who.targets.extend(p for p in hurt if _are_people(p))
        told.add(action.start)
        definite = action.mood == NOUN and _takes_up(clause, action)
        named = [*who.actors, *(p for s in sentence.said for p in s.parties)]
        place = place_of(clause, sentence.span, action, rivals, named)
        date = date_of(clause, sentence.span, action, rivals, sentence.said)
        status = how.status
        status = _in_time(status, date, doc._.published)
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
    yield from _declarations(sentence, [a for a in rivals if a.start in told], parties, quotes)


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
) -> Iterator[Statement]:
    """«X a condamné …», and «X a déclaré que …» where what X says is no action itself."""
    doc = sentence.span.doc
    for speech in sentence.said:
        if speech.verb < 0 or not speech.parties or speech.kind == OWN:
            continue
        speakers = [p for p in speech.parties if p.party.kind not in _MUTE and p.label != "count"]
        if not speakers or any(parties.is_media(p.party) for p in speakers):
            continue
        told = [a for a in rivals if speech_of(a, [speech]) is not None]
        quoted = any(
            q.speaker == speech.speaker and q.start <= a.start < q.end
            for q in quotes
            for a in rivals
        )
        if speech.kind in (SAY, DENY) and (told or quoted):
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
            place_of(sentence.clause, sentence.span, action, (), speakers, outside=content),
            date_of(sentence.clause, sentence.span, action, (), (), outside=content),
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


def _enough(
    action: Action,
    who: Roles,
    sentence: Span,
    hurt: Sequence[PartyMention],
    clause: Clause,
) -> bool:
    """Whether the statement has what its trigger needs."""
    both = [*who.actors, *who.targets]
    if not _has_need(action, who, hurt, clause):
        return False
    if action.mood != NOUN or hurt:
        return True
    dated = any(isinstance(e._.value, DateValue) and e._.value.start for e in sentence.ents)
    placed = any(isinstance(e._.value, PlaceValue) for e in sentence.ents)
    word, previous = clause.words[action.start], clause.words[max(action.start - 1, 0)]
    if word[-1] in "sx" and (previous in _PLURAL or not previous.isalpha()):
        return bool(both) or dated
    if not _is_definite(clause, action):
        return bool(both) or (action.start == sentence.start and (dated or placed))
    return bool(both) or dated or placed or previous not in {"toute", "une", "un", "d'"}


def _has_need(
    action: Action, who: Roles, hurt: Sequence[PartyMention], clause: Clause
) -> bool:
    """Whether the need that `actions.csv` names for a trigger is met."""
    both = [*who.actors, *who.targets]
    violent = action.trigger.action in VIOLENT
    match action.trigger.needs:
        case "party":
            return bool(both) or (bool(hurt) and violent)
        case "person":
            chosen = action.trigger.action == "appointment" and bool(who.targets)
            return chosen or any(
                p.label in {"person", "count"} or p.party.kind == OFFICE for p in both
            )
        case "people":
            return bool(who.targets or (who.actors and action.mood == NOUN))
        case "agent":
            return bool(who.actors)
        case "armed":
            return any(p.label != "place" and p.party.kind in _ARMED for p in both)
        case "victim":
            return bool(hurt)
        case "victims":
            return any(p.label in {"count", "person"} or p.party.kind in _BODIES for p in who.targets)
        case "sides":
            plural = clause.words[action.start].endswith("s")
            return bool(hurt) or len(both) > 1 or (plural and bool(both))
        case "soldiers":
            return any(p.label != "place" and p.party.kind == "state" for p in who.targets)
        case "mission":
            return any(_is_mission(p) for p in both)
        case "weapon":
            return bool(hurt) or not _WEAPONS.isdisjoint(_text(clause))
        case "base":
            return bool(both) and not _BASES.isdisjoint(_text(clause))
    return True


_ARMED = frozenset({"armed", "state"})
_BODIES = frozenset({"armed", "state", CIVIL, THING})


def _is_mission(party: PartyMention) -> bool:
    return isinstance(party.value, ForceValue) and party.value.kind == "operation"


def _are_people(party: PartyMention) -> bool:
    """Not «13 morts», which names nobody."""
    return isinstance(party.value, CountValue) and (
        party.value.unit != "persons" or "personnes" in party.party.name
    )


def _give_antecedent(
    who: Roles,
    action: Action,
    group: VerbGroup,
    sentence: _Sentence,
    parties: PartyLexicon,
) -> None:
    """«Il est relevé de ce poste»: the first party of the sentence before that nothing governs."""
    doc, words = sentence.span.doc, sentence.clause.words
    if sentence.span.start == 0:
        return
    before = sentence_of(doc[sentence.span.start - 1 : sentence.span.start])
    clause = Clause(words, before.start, before.end, parties.find(doc, words, before))
    alone = group.pronoun in {"il", "elle"}
    for party in clause.parties:
        fits = party.label in {"person", "force", "organisation"} if alone else True
        if fits and not preposition(clause, party):
            frame = action.trigger.frame
            who.give(frame.object if group.passive else frame.subject, [party])
            return


def _is_definite(clause: Clause, action: Action) -> bool:
    """Whether an article or the like stands before a noun: «d'attaque», «de formation» lack it."""
    k = action.start - 1
    while k > clause.start and clause.words[k] in _ADJECTIVES:
        k -= 1
    if k > clause.start and clause.words[k] in {"de", "d'"}:
        return not _TENTATIVE.isdisjoint(clause.words[max(clause.start, k - 2) : k])
    return k >= clause.start and clause.words[k] in _DETERMINERS


def _takes_up(clause: Clause, action: Action) -> bool:
    """Whether a noun stands with «la», «cette», «ces», or is «dans les combats»."""
    k = action.start - 1
    while k > clause.start and clause.words[k] in _ADJECTIVES:
        k -= 1
    if k < clause.start:
        return False
    if clause.words[action.start].endswith(("s", "x")):
        occasion = k > clause.start and clause.words[k - 1] in {"dans", "lors", "cours"}
        return clause.words[k] == "ces" or (occasion and clause.words[k] in {"les", "des"})
    return clause.words[k] in _TAKING_UP


_TAKING_UP = frozenset("le la l' ce cet cette du au".split())
_TENTATIVE = frozenset("tentative tentatives cible victime auteurs auteur objet".split())
_ADJECTIVES = frozenset(
    "nouvelle nouveau récente récent violente violents violentes première premier dernière dernier "
    "double deuxième troisième quatrième cinquième sixième vaste grande grand importante meilleure "
    "seconde second présumée présumé même".split()
)
_DETERMINERS = frozenset(
    "le la l' un une ce cet cette son sa leur du au les des ces deux trois quatre cinq six sept "
    "plusieurs double aux ses leurs chaque notre nos".split()
)
_BASES = frozenset("camp camps base bases emprise emprises caserne aéroport".split())
_WEAPONS = frozenset("mine engin bombe grenade véhicule voiture explosif kamikaze obus ied".split())


def _text(clause: Clause) -> Sequence[str]:
    return clause.words[clause.start : clause.end]


def _one_of_a_sort(statements: Sequence[Statement]) -> list[Statement]:
    """One statement for each action that a sentence tells of, in however many words."""
    full = [s for s in statements if not s.minor]
    kept: list[Statement] = []
    for statement in sorted(statements, key=lambda s: (s.minor, s.start)):
        pool = [k for k in kept if _same_sort(statement, k)]
        if pool and not _apart(statement, pool[-1]):
            nearest = min(pool, key=lambda k: abs(k.start - statement.start))
            kept[kept.index(nearest)] = _joined(nearest, statement)
        elif not (statement.minor and full and statement.action == "other"):
            kept.append(statement)
    return sorted(kept, key=lambda s: s.start)


def _same_sort(a: Statement, b: Statement) -> bool:
    if a.action == b.action:
        return True
    return a.minor and (a.action in VIOLENT or a.action == "other") and b.action in VIOLENT


def _apart(a: Statement, b: Statement) -> bool:
    """Two of one kind that the sentence itself tells apart by place or day."""
    if a.minor or b.minor:
        return False
    places = a.place is not None and b.place is not None and a.place.place_id != b.place.place_id
    dates = a.date is not None and b.date is not None and a.date.start != b.date.start
    return places or dates


def _joined(a: Statement, b: Statement) -> Statement:
    """Two statements of one action as one; what the first says stands."""
    actors = a.actors or tuple(p for p in b.actors if p not in a.targets)
    more = tuple(p for p in b.targets if p not in actors)
    targets = a.targets or more
    if b.minor and a.action != "clash":
        targets = tuple(dict.fromkeys((*a.targets, *more)))
    elif a.action == "clash" and b.minor:
        targets = a.targets
    if a.action == b.action and a.action in {"meeting", "agreement"}:
        actors = tuple(dict.fromkeys((*a.actors, *b.actors)))
    return replace(
        a,
        actors=actors,
        targets=targets,
        place=a.place or b.place,
        date=a.date or b.date,
        dead=a.dead or b.dead,
        claimed_by=a.claimed_by or b.claimed_by,
    )


def _toll(sentence: _Sentence) -> list[Statement]:
    """«Le bilan est de 13 morts»: for the event that the sentences before tell of."""
    killed = [e for e in sentence.span.ents if is_killed(e)]
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
            tuple(dead_of(sentence.span, sentence.clause.words)),
            sentence.number,
            True,
        )
    ]


def _unique(mentions: Sequence[PartyMention]) -> tuple[Party, ...]:
    return tuple({m.party.id or m.party.name: m.party for m in mentions}.values())
