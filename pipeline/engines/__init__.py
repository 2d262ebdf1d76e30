"""Engines: where batches of documents are processed. `ENGINES` is the one registry of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.engines.batch import Settings
from pipeline.engines.local import map_batches
from pipeline.rows import Rows
from pipeline.values import Document

# Batches and settings in, each batch's rows out, in order; `workers` processes.
Engine = Callable[[Iterable[Sequence[Document]], Settings, int], Iterator[Rows]]

ENGINES: Mapping[str, Engine] = {"local": map_batches}
