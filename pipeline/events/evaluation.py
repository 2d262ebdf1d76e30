"""Statements and events scored against gold files made by reading.

A gold file is JSON Lines. A row names its text: `text` itself, `seed` (a file of the seeds) or
`corpus` and `id` or `doc` (a document of a corpus that may not be there: then it is skipped), and
the date of the text, `published`. Names are right where one holds the other's words; «|» stands
between names that are as good. What a row leaves out is not scored.

A row of statements has `statements`: `at` (an offset, or words that the sentence holds), `action`
and, where they are scored, `status`, `claimed_by`, `actors`, `targets`, `place`, `date`;
`optional` ones may be found or not. `deaths` are those of all its events by side: a, b, civilians,
unknown. A row of events is one event: `kind`, `date_start`, `place`, `actors`, `targets`, `deaths`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import annotate
from pipeline.mentions import sentence_of
from pipeline.rows import document_rows
from pipeline.statements.model import TOLL, Statement
from pipeline.text import clean_text, fold
from pipeline.values import Document

Gold = Mapping[str, Any]
_SIDES = {
    "a": "deaths_a",
    "b": "deaths_b",
    "civilians": "deaths_civilians",
    "unknown": "deaths_unknown",
}


@dataclass(slots=True)
class EventScores:
    """Figures and errors.

    Attributes:
        gold, predicted, right: statements or events (optional ones apart).
        attributes: name to (right, compared).
        errors: one line each.
        skipped: rows whose text is not there.
    """

    gold: int = 0
    predicted: int = 0
    right: int = 0
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    skipped: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much is right, from 0 to 1."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Of what there is, how much was found, from 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def share(self, *names: str) -> float:
        """How much of what was compared under these names is right, from 0 to 1."""
        marks = [self.attributes.get(name, (0, 0)) for name in names]
        compared = sum(n for _, n in marks)
        return sum(r for r, _ in marks) / compared if compared else 0.0

    def mark(self, name: str, right: bool, note: str) -> None:
        """Count one comparison."""
        ok, all_ = self.attributes.get(name, (0, 0))
        self.attributes[name] = ok + right, all_ + 1
        if not right:
            self.errors.append(f"{name}: {note}")


def evaluate_statements(
    nlp: Language, gold_path: Path, *, seeds: Path, corpus: Path | None = None
) -> EventScores:
    """Score statements, and the dead by side of the texts' events.

    Args:
        nlp: a pipeline made by `pipeline.load`.
        gold_path: rows as this module's head describes them.
        seeds: the folder of the seeds.
        corpus: the folder of the corpora, None or absent to skip its rows.
    """
    scores = EventScores()
    for row, doc in _docs(nlp, gold_path, seeds, corpus, scores):
        _score_statements(row, doc, scores)
    return scores


def evaluate_events(
    nlp: Language, gold_path: Path, *, seeds: Path, corpus: Path | None = None
) -> EventScores:
    """Score whole events: each gold one against the event of its kind that fits it best.

    Precision is not to be had from it: the gold does not list every event of a text.
    """
    scores = EventScores()
    for row, doc in _docs(nlp, gold_path, seeds, corpus, scores):
        _score_event(row, document_rows(doc)["events"], scores)
    return scores


def _docs(
    nlp: Language, path: Path, seeds: Path, corpus: Path | None, scores: EventScores
) -> Iterator[tuple[Gold, Doc]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    texts: dict[str, str] = {}
    for name in {str(row["corpus"]) for row in rows if "corpus" in row}:
        file = (corpus or Path()) / f"{name}.jsonl"
        if corpus is not None and file.is_file():
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    document = json.loads(line)
                    texts[f"{name}/{document['id']}"] = document["text"]
    for row in rows:
        if "text" in row:
            text = str(row["text"])
        elif "seed" in row:
            text = (seeds / row["seed"]).read_text(encoding="utf-8")
        else:
            text = texts.get(f"{row['corpus']}/{row.get('doc', row.get('id'))}", "")
        if not text:
            scores.skipped += 1
            continue
        id_ = str(row.get("id") or row.get("doc") or row.get("seed"))
        document = Document(id_, text, published=row["published"], published_how="given")
        if not row["published"]:
            document = Document(id_, text)
        yield row, next(iter(annotate(nlp, [document])))


def _score_statements(row: Gold, doc: Doc, scores: EventScores) -> None:
    start, end = row.get("from", 0), row.get("to", len(doc.text))
    found = [s for s in doc._.statements if start <= s.start < end and s.action != TOLL]
    wanted = sorted(row["statements"], key=lambda g: bool(g.get("optional")))
    left = list(found)
    for gold in wanted:
        at = gold["at"] if isinstance(gold["at"], int) else doc.text.find(_clean(gold["at"]))
        here = doc.char_span(max(at, 0), max(at, 0) + 1, alignment_mode="expand")
        sentence = sentence_of(doc[:1] if here is None else here)
        rivals = [
            s
            for s in left
            if sentence.start_char <= s.start < sentence.end_char and s.action == gold["action"]
        ]
        best = max(rivals, key=lambda s: _agreement(gold, s), default=None)
        if best is not None:
            left.remove(best)
        if gold.get("optional"):
            continue
        scores.gold += 1
        where = f"{row['id']} {gold['action']} «{doc.text[at : at + 40]}»"
        if best is None:
            scores.errors.append(f"missed: {where}")
            continue
        scores.right += 1
        scores.predicted += 1
        _score_attributes(gold, best, where, scores)
    scores.predicted += len(left)
    for s in left:
        scores.errors.append(f"extra: {row['id']} {s.action} «{doc.text[s.start : s.end]}»")
    if "deaths" in row:
        _score_deaths(row["deaths"], document_rows(doc)["events"], str(row["id"]), scores)


def _clean(words: str) -> str:
    return clean_text(words)[0]


def _agreement(gold: Gold, s: Statement) -> int:
    """How many of the gold's attributes a statement has right."""
    trial = EventScores()
    _score_attributes(gold, s, "", trial)
    return sum(right for right, _ in trial.attributes.values())


def _score_attributes(gold: Gold, s: Statement, where: str, scores: EventScores) -> None:
    if "status" in gold:
        scores.mark("status", s.status == gold["status"], f"{where}: {s.status}")
    if "claimed_by" in gold:
        right = _same_name(gold["claimed_by"], s.claimed_by)
        scores.mark("claimed_by", right, f"{where}: {s.claimed_by!r}")
    for name, parties in (("actors", s.actors), ("targets", s.targets)):
        if name in gold:
            names = [p.name for p in parties]
            right = all(any(_same_name(g, n) for n in names) for g in gold[name])
            right = right and (bool(gold[name]) or not names)
            scores.mark(name, right, f"{where}: {names}")
    if "place" in gold:
        place = s.place.name if s.place else ""
        scores.mark("place", _same_name(gold["place"], place), f"{where}: {place!r}")
    if "date" in gold:
        date = s.date.start[:10] if s.date else ""
        scores.mark("date", _same_date(gold["date"], date), f"{where}: {date!r}")


def _score_event(gold: Gold, events: Sequence[Mapping[str, Any]], scores: EventScores) -> None:
    scores.gold += 1
    kinds = gold["kind"].split("|")
    where = f"{gold.get('doc') or gold.get('seed')} {gold['kind']} {gold.get('date_start', '')}"
    rivals = [e for e in events if e["kind"] in kinds]

    def marks(event: Mapping[str, Any]) -> EventScores:
        trial = EventScores()
        if "date_start" in gold:
            date = event["date_start"] or ""
            trial.mark("date", _same_date(gold["date_start"], date), f"{where}: {date!r}")
        if "place" in gold:
            place = event.get("where_coordinates") or ""
            trial.mark("place", _same_name(gold["place"], place), f"{where}: {place!r}")
        for name in ("actors", "targets"):
            if name in gold:
                names = str(event[name] or "").split("|")
                right = all(any(_same_name(g, n) for n in names) for g in gold[name])
                trial.mark(name, right, f"{where}: {names}")
        if "deaths" in gold:
            _score_deaths(gold["deaths"], [event], where, trial)
        return trial

    trials = [marks(event) for event in rivals]
    scores.predicted += bool(trials)
    best = max(trials, key=lambda t: sum(r for r, _ in t.attributes.values()), default=None)
    if best is None:
        scores.errors.append(f"missed: {where}")
        return
    scores.right += 1
    for name, (right, compared) in best.attributes.items():
        ok, all_ = scores.attributes.get(name, (0, 0))
        scores.attributes[name] = ok + right, all_ + compared
    scores.errors += best.errors


def _score_deaths(
    gold: Mapping[str, int], events: Sequence[Mapping[str, Any]], where: str, scores: EventScores
) -> None:
    """Each side that the gold or the events give dead: the number must be the gold's."""
    for side, column in _SIDES.items():
        got = sum(event.get(column) or 0 for event in events)
        want = gold.get(side, 0)
        if want or got:
            scores.mark("side of the dead", got == want, f"{where} {side}: {got}, not {want}")


def _same_name(gold: str, name: str) -> bool:
    """Whether one name holds all words of the other."""
    words = set(fold(name).replace("'", " ").split())
    for choice in gold.split("|"):
        wanted = set(fold(choice).replace("'", " ").split())
        if (not wanted and not words) or (
            wanted and words and (wanted <= words or words <= wanted)
        ):
            return True
    return False


def _same_date(gold: str, date: str) -> bool:
    return date.startswith(gold) if gold else not date
