"""What workers run in tests of what goes wrong: documents that kill, fill memory, or take long.

Imported by workers of their own, since functions are sent to them by name. What a document does is
in its text; «UNE FOIS» in it means the first time only, which a file beside their folder remembers.
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.engines import batch, dask_cluster
from pipeline.engines.batch import BatchDone, Settings
from pipeline.parts import Done
from pipeline.stores import Store
from pipeline.tables import Rows
from pipeline.values import Document

KILLS = "MEURS"
FILLS = "GONFLE"
WAITS = "ATTENDS"
ONCE = "UNE FOIS"

_process = batch.process_batch
_memory: list[bytearray] = []


def _hostile(documents: Sequence[Document], settings: Settings) -> list[Rows]:
    for document in documents:
        text = document.text
        if ONCE in text:
            source = Path(document.where.partition(",")[0])
            mark = source.parent.with_name(f"{source.stem}.done")
            if mark.exists():
                continue
            mark.touch()
        if KILLS in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if FILLS in text:
            _memory.append(bytearray(os.urandom(1024) * 3 * 2**20))
            time.sleep(60)
        if WAITS in text:
            time.sleep(1)
    return _process(documents, settings)


def process_part(documents: Sequence[Document], settings: Settings, parts: Store) -> BatchDone:
    batch.process_batch = _hostile
    return batch.process_part(documents, settings, parts)


def process_task(task: dask_cluster.Task, done: Done) -> list[BatchDone]:
    batch.process_batch = _hostile
    return dask_cluster.process_task(task, done)
