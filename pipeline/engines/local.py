"""On this machine: in this process, or in others.

With processes of their own the memory that the model takes is free again when the tables are put
together, and a document that kills its process does not take the run with it: a worker that dies,
or is stopped because a batch takes much too long, costs no other batch. It is replaced, and its
batch is tried again, in the end document by document (`process_part`).
"""

import logging
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

from pipeline.engines.batch import ATTEMPTS, BatchDone, batches, process_part
from pipeline.engines.job import EngineError, Job
from pipeline.values import Document

log = logging.getLogger(__name__)

# Seconds that a worker may take to start and to load the model, on a slow disk.
STARTING = 300.0
# Numeric libraries get one thread each: the processes share the machine's cores.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def run(job: Job) -> Iterator[BatchDone]:
    """Process the documents of a job; at most two batches a worker are in memory at once."""
    if not job.workers:
        for batch in batches(job.documents()):
            yield process_part(batch, job.settings, job.parts)
    else:
        yield from _in_workers(job)


@dataclass(slots=True)
class _Waiting:
    batch: Sequence[Document]
    future: Any
    tries: int = 1


def _in_workers(job: Job) -> Iterator[BatchDone]:
    from pebble import ProcessExpired, ProcessPool

    # Started afresh, not forked: threads of numeric libraries do not survive a fork.
    context = multiprocessing.get_context("spawn")
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    pool = ProcessPool(max_workers=job.workers, context=context, initializer=_without_pandas)
    waiting: deque[_Waiting] = deque()

    def start(batch: Sequence[Document]) -> Any:
        # Slow documents are cut off in the worker; this is for one that does not even get there.
        limit = STARTING + 2 * sum(job.settings.limit(d) for d in batch)
        return pool.schedule(process_part, [batch, job.settings, job.parts], timeout=limit)

    def first_done() -> BatchDone:
        while True:
            first = waiting[0]
            try:
                done: BatchDone = first.future.result()
            except BrokenProcessPool as error:
                raise EngineError(
                    "workers cannot start; in a script, calls with workers stand below "
                    'if __name__ == "__main__":'
                ) from error
            except (ProcessExpired, TimeoutError) as error:
                # One more for each document of the batch, should each of them kill its worker.
                if first.tries > ATTEMPTS * (2 + len(first.batch)):
                    raise EngineError(
                        f"workers die as soon as they start ({error}); is there memory for "
                        f"{job.workers} of them? about 500 MB each"
                    ) from error
                told = {"documents": len(first.batch), "why": str(error)}
                log.warning("worker.lost: %(why)s", told)
                first.future, first.tries = start(first.batch), first.tries + 1
            else:
                waiting.popleft()
                return done

    try:
        for batch in batches(job.documents()):
            waiting.append(_Waiting(batch, start(batch)))
            if len(waiting) >= 2 * job.workers:
                yield first_done()
        while waiting:
            yield first_done()
        pool.close()
    finally:
        pool.stop()
        pool.join()


class _NoPandas(MetaPathFinder):
    """Keeps Arrow from importing pandas, as it does where it finds it: 40 MB without a use here."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("no use for pandas in a worker", name=fullname)


def _without_pandas() -> None:
    sys.meta_path.insert(0, _NoPandas())
