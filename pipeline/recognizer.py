"""spaCy's entity recogniser, with the same weights and the same result, decoded all at once.

spaCy's transition system takes one decision after another. For names it need not: while no name
is open, a decision depends on its token alone, so those of all tokens are one matrix product; and
a name that begins at a token goes on or ends whatever was decided before it, so all names go on
together, a token at a time. What is found is the same as step by step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.pipeline import EntityRecognizer
from spacy.symbols import IS_SPACE, SENT_START  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span
from thinc.api import Model

_Array = np.ndarray[Any, Any]
# Tokens that all open names are followed for; a longer name is followed alone, when it is reached,
# so that the time stays in proportion to the text whatever the text.
_TOGETHER = 16
_STATE_TOKENS = 3  # of a state: the next token, the open name's first token, the last token


class Names(list[list[tuple[int, int, str]]]):
    """A list a doc of (start token, end token, label)."""


@dataclass(frozen=True, slots=True)
class _Moves:
    """Indices of the transition system's classes; those of a label stand at the same place."""

    labels: list[str]
    begin: _Array
    inside: _Array
    last: _Array
    unit: _Array
    outside: int

    @classmethod
    def of(cls, names: Sequence[str]) -> "_Moves":
        at = {name: index for index, name in enumerate(names)}
        labels = [name[2:] for name in names if name.startswith("B-")]
        begin, inside, last, unit = (
            np.array([at[f"{move}-{label}"] for label in labels]) for move in "BILU"
        )
        return cls(labels, begin, inside, last, unit, at["O"])


class QuickRecognizer(EntityRecognizer):  # type: ignore[misc]
    """An `EntityRecognizer` whose greedy decoding is done for all tokens at once.

    Where that does not hold (entities set before, a beam, other features than the three tokens of
    spaCy's `ner`) it does what its parent does.
    """

    def predict(self, docs: Iterable[Doc]) -> Any:
        """Names, as `Names`, or spaCy's parse states; `set_annotations` takes either."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        if not self._can_be_quick or any(doc.has_annotation("ENT_IOB") for doc in docs):
            return super().predict(docs)
        full = [doc for doc in docs if len(doc)]
        found = iter(_Decoding(self.model, self._class_names, full).names() if full else ())
        return Names(next(found) if len(doc) else [] for doc in docs)

    def set_annotations(self, docs: Iterable[Doc], found: Any) -> None:
        """Set `doc.ents` to what `predict` found."""
        if not isinstance(found, Names):
            super().set_annotations(docs, found)
            return
        for doc, names in zip(docs, found, strict=True):
            doc.ents = [Span(doc, start, end, label=label) for start, end, label in names]

    @property
    def _class_names(self) -> list[str]:
        return [self.moves.get_class_name(i) for i in range(self.moves.n_moves)]

    @property
    def _can_be_quick(self) -> bool:
        model = self.model
        return bool(
            self.cfg["beam_width"] == 1
            and model.attrs["has_upper"]
            and not model.attrs["unseen_classes"]
            and model.get_ref("lower").get_dim("nF") == _STATE_TOKENS
            and self.moves.n_moves
        )


class _Decoding:
    """The decisions over a batch of docs, whose tokens are numbered through."""

    def __init__(
        self, model: Model[Any, Any], class_names: Sequence[str], docs: Sequence[Doc]
    ) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        features = lower.predict(model.get_ref("tok2vec").predict(docs))
        self.padding, self.features = features[0], features[1:]  # token, of the three, unit, piece
        self.bias = lower.get_param("b")
        self.upper = upper
        self.moves = _Moves.of(class_names)
        self.bounds = np.cumsum([0, *map(len, docs)])
        attributes = np.concatenate([doc.to_array([IS_SPACE, SENT_START]) for doc in docs])
        self.space = attributes[:, 0] == 1
        self.ends_here = np.append(attributes[1:, 1] == 1, True)  # no name goes on after it
        self.ends_here[self.bounds[1:] - 1] = True

    def names(self) -> list[list[tuple[int, int, str]]]:
        """The names of each doc, in order."""
        chosen = self._chosen
        kind = self._kind[chosen]
        start = np.flatnonzero(kind != _OUT)
        label, begins = self._label[chosen[start]], kind[start] == _BEGIN
        last = start.copy()
        last[begins] = self._follow(start[begins], start[begins] + 1, label[begins], _TOGETHER)
        found: list[list[tuple[int, int, str]]] = []
        for low, high in pairwise(self.bounds):
            first, after = np.searchsorted(start, (low, high))
            names: list[tuple[int, int, str]] = []
            free = low
            for n in range(first, after):
                begin, end = int(start[n]), int(last[n])
                if begin < free:
                    continue
                if end < 0:
                    end = self._follow_alone(begin, begin + 1 + _TOGETHER, int(label[n]))
                free = end + 1
                names.append((begin - int(low), free - int(low), self.moves.labels[label[n]]))
            found.append(names)
        return found

    @cached_property
    def _chosen(self) -> _Array:
        """The class that each token would get with no name open before it."""
        scores = self._scores(self.features[:, 0], self.padding[1], self.padding[2])
        allowed = np.zeros(scores.shape, dtype=bool)
        allowed[:, self.moves.outside] = True
        allowed[:, self.moves.unit] = ~self.space[:, None]
        allowed[:, self.moves.begin] = ~(self.space | self.ends_here)[:, None]
        scores[~allowed] = -np.inf
        chosen: _Array = scores.argmax(axis=1)
        return chosen

    @cached_property
    def _kind(self) -> _Array:
        """What a class does: `_OUT`, `_UNIT` or `_BEGIN`."""
        kind = np.full(self.upper.get_dim("nO"), _OUT)
        kind[self.moves.unit] = _UNIT
        kind[self.moves.begin] = _BEGIN
        return kind

    @cached_property
    def _label(self) -> _Array:
        """The place in `moves.labels` of a class's label."""
        label = np.zeros(self.upper.get_dim("nO"), dtype=int)
        label[self.moves.unit] = label[self.moves.begin] = np.arange(len(self.moves.labels))
        return label

    def _follow(self, start: _Array, token: _Array, label: _Array, steps: int) -> _Array:
        """The last token of each name that is open at `token`, -1 where it is not reached."""
        last = np.full(len(start), -1)
        rows = np.arange(len(start))
        for _ in range(steps):
            if not len(rows):
                break
            at = token[rows]
            first = self.features[start[rows], 1]
            scores = self._scores(self.features[at, 0], first, self.features[at - 1, 2])
            here = np.arange(len(rows))
            inside, closing = self.moves.inside[label[rows]], self.moves.last[label[rows]]
            goes_on = scores[here, inside] - scores[here, closing]
            goes_on = (goes_on > 0) | ((goes_on == 0) & (inside < closing))
            goes_on &= ~self.ends_here[at]
            last[rows[~goes_on]] = at[~goes_on]
            rows = rows[goes_on]
            token = token + 1
        return last

    def _follow_alone(self, start: int, token: int, label: int) -> int:
        starts, labels = np.array([start]), np.array([label])
        while True:
            last = int(self._follow(starts, np.array([token]), labels, _TOGETHER)[0])
            if last >= 0:
                return last
            token += _TOGETHER

    def _scores(self, token: _Array, first: _Array, before: _Array) -> _Array:
        """The classes' scores in states, from the features that their three tokens add."""
        pieces = token + first
        pieces += before
        pieces += self.bias
        hidden = pieces[:, :, 0]
        for n in range(1, pieces.shape[2]):
            hidden = np.maximum(hidden, pieces[:, :, n])
        scores: _Array = self.upper.predict(np.ascontiguousarray(hidden))
        return scores


_OUT, _UNIT, _BEGIN = range(3)
