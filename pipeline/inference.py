"""Makes a loaded model compute the same in less time.

Two changes to the layers of one pipeline, none to their weights or to how they are saved; models
of other pipelines in the process stay as they are:

- matrices are multiplied by numpy's BLAS (`PlainBlas`), which is several times as fast as the one
  that thinc ships;
- words are embedded once a batch and not once an occurrence (`embed_words_once`): in news text
  two words in three have been there before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]
    IS_SPACE,
    LENGTH,
    LOWER,
    ORTH,
    PREFIX,
    SHAPE,
    SUFFIX,
    intify_attr,
)
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

# Rows. BLAS multiplies the last rows of a matrix, and all of a small one, by other routines than
# the rest; in whole blocks a row's result is the same to the bit wherever it stands, so that
# what is found in a text does not depend on the texts beside it.
_BLOCK = 64

chain = import_module("thinc.layers.chain")  # thinc.layers.chain is also a function

_Array = np.ndarray[Any, Any]


class PlainBlas(NumpyOps):  # type: ignore[misc]
    """Operations on the CPU with numpy's BLAS, in one thread, for matrix products.

    More threads cost more than they give: the matrices are small, and processes share the cores.
    """

    def __init__(
        self, device_type: str = "cpu", device_id: int = -1, *, use_blis: bool = False
    ) -> None:
        super().__init__(device_type, device_id, use_blis=use_blis)

    def gemm(
        self,
        x: _Array,
        y: _Array,
        *,
        out: _Array | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> _Array:
        """The product of two matrices, either of them transposed first if so told.

        Each row of the result depends, to the bit, on that row of `x` and on `y` alone.
        """
        x = x.T if trans1 else x
        y = y.T if trans2 else y
        if out is None:
            out = np.empty((x.shape[0], y.shape[1]), dtype=x.dtype)
        with _one_thread():
            return _multiply(x, y, out)


def _multiply(x: _Array, y: _Array, out: _Array) -> _Array:
    whole = len(x) - len(x) % _BLOCK
    if whole:
        np.dot(x[:whole], y, out=out[:whole])
    if whole < len(x):
        rest = np.zeros((_BLOCK, x.shape[1]), dtype=x.dtype)
        rest[: len(x) - whole] = x[whole:]
        out[whole:] = np.dot(rest, y)[: len(x) - whole]
    return out


@lru_cache(maxsize=1)
def _blas() -> list[Any]:
    """The BLAS libraries loaded in this process, as `threadpoolctl` handles them."""
    return list(ThreadpoolController().select(user_api="blas").lib_controllers)


@contextmanager
def _one_thread() -> Iterator[None]:
    before = [(library, library.get_num_threads()) for library in _blas()]
    several = [(library, number) for library, number in before if number and number > 1]
    for library, _ in several:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, number in several:
            library.set_num_threads(number)


def speed_up(nlp: Language) -> None:
    """Apply both changes to the models of a pipeline's components, in place."""
    ops = PlainBlas()
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in model.walk():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops
            if node.has_ref("embed"):
                embed_words_once(node.get_ref("embed"))


def embed_words_once(embed: Model[Any, Any]) -> None:
    """Let an embedding layer (`spacy.MultiHashEmbed`) compute each different word of a batch once.

    Its result for a token depends on attributes of that token alone, so the result is the same.
    """
    if embed._func is chain.forward:
        embed._func = _embed_once


class _Words:
    """The different words of a batch, as an embedding layer reads them: a doc of attributes."""

    def __init__(self, vocab: Vocab, columns: Mapping[int, _Array]) -> None:
        self.vocab = vocab
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[ORTH])

    def to_array(self, wanted: int | str | Sequence[int | str]) -> _Array:
        if isinstance(wanted, int | str):
            return self._columns[intify_attr(wanted)]
        return np.stack([self._columns[intify_attr(name)] for name in wanted], axis=1)


def _embed_once(
    model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
) -> tuple[list[_Array], Callable[..., Any]]:
    if is_train or not sum(map(len, docs)):
        return cast(tuple[list[_Array], Callable[..., Any]], chain.forward(model, docs, is_train))
    wanted = {ORTH} | {
        intify_attr(name)
        for node in model.walk()
        if "columns" in node.attrs
        for name in node.attrs["columns"]
    }
    names = sorted(wanted)
    table = np.concatenate([doc.to_array(names) for doc in docs])
    first, inverse = _different_rows(table, names)
    words = _Words(docs[0].vocab, dict(zip(names, table[first].T, strict=True)))
    (vectors,), backprop = chain.forward(model, [words], False)
    ends = np.cumsum([len(doc) for doc in docs])[:-1]
    return np.split(vectors[inverse], ends), backprop


def _different_rows(table: _Array, names: Sequence[int]) -> tuple[_Array, _Array]:
    """Indices of the first of each set of equal rows, and for every row which set it is of."""
    keys = np.zeros(len(table), dtype=np.int64)
    for column, name in enumerate(names):
        if name not in _OF_THE_WORD:
            values, codes = np.unique(table[:, column], return_inverse=True)
            _, keys = np.unique(keys * len(values) + codes, return_inverse=True)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return first, inverse


# Attributes that follow from ORTH, the word's form.
_OF_THE_WORD = frozenset({LOWER, PREFIX, SUFFIX, SHAPE, LENGTH, IS_SPACE})
