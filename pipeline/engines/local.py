"""On this machine: in process, or in several processes."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from pipeline.engines.batch import Settings, process_batch
from pipeline.rows import Rows
from pipeline.values import Document


def map_batches(
    batches: Iterable[Sequence[Document]], settings: Settings, workers: int = 1
) -> Iterator[Rows]:
    """Process batches in order; at most two a worker are in memory at once.

    Args:
        batches: batches of documents, read as they are needed.
        settings: what they are processed with.
        workers: processes; 1 stays in this one.
    """
    if workers <= 1:
        for batch in batches:
            yield process_batch(batch, settings)
        return
    # Started afresh, not forked: threads of numeric libraries do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[Rows]] = deque()
        for batch in batches:
            waiting.append(pool.submit(process_batch, batch, settings))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
