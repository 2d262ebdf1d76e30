"""Engines: where batches of documents are processed. `ENGINES` is the one registry of them.

An engine reads documents, lists them in manifests, has those that are not done yet processed, and
writes the rows into parts. Whatever the engine, the number of workers and the order of arrival,
the parts hold the same rows.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

from pipeline.engines.batch import BatchDone
from pipeline.engines.job import EngineError, Job

__all__ = ["ENGINES", "EngineError", "Job", "engine_named"]

# Yields what was done of each batch, as it is done.
Engine = Callable[[Job], Iterator[BatchDone]]

ENGINES = {"local": "pipeline.engines.local", "dask": "pipeline.engines.dask_cluster"}


def engine_named(name: str) -> Engine:
    """The engine of a name in `ENGINES`.

    Raises:
        EngineError: no such engine.
    """
    if name not in ENGINES:
        raise EngineError(f"no engine «{name}»; there are: {', '.join(ENGINES)}")
    run: Engine = import_module(ENGINES[name]).run
    return run
