"""On a cluster, with Dask: each task reads some files, and writes their parts and a manifest.

Texts do not pass through the machine that started the run. A task that is done again, because its
worker or the scheduler was lost, finds the parts that are there and goes on after them.
"""

import logging
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.documents import Reject, read_source, sources
from pipeline.engines.batch import ATTEMPTS, BatchDone, Settings, batches, fingerprint, process_part
from pipeline.engines.job import EngineError, Job
from pipeline.manifest import Manifest
from pipeline.optional import need
from pipeline.parts import Done, key_of
from pipeline.readers import Limits, Source
from pipeline.readers.addresses import Opener
from pipeline.stores import Store, file_system
from pipeline.values import Document

log = logging.getLogger(__name__)

# Bytes of files (compressed, if they are) and files that one task reads: minutes of work.
BYTES_A_TASK = 16 * 2**20
FILES_A_TASK = 500
# A task whose worker died is given out again, so often for each of its attempts.
_GIVEN_OUT = 4 * (ATTEMPTS + 2)
# Seconds to wait for a scheduler that is gone to come back, and between two looks for it.
_PATIENCE, _PAUSE = 300.0, 2.0
_CONNECTING = 30.0
# The pipeline is not made for threads; a worker with several does one batch at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """Files to read, and what a worker has to know.

    Attributes:
        name: of its manifest.
        files: with their numbers among the run's.
    """

    name: str
    files: tuple[tuple[int, Source], ...]
    settings: Settings
    fingerprint: str
    any_language: bool
    parts: Store
    manifests: Store


class _TaskError(Exception):
    """A task failed at its work; `why` is the error there."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


def run(job: Job) -> Iterator[BatchDone]:
    """Process the documents of a job on a cluster."""
    need("--engine dask", "dask")
    from distributed import Client

    manifests = job.parts.below("manifests")
    for name in manifests.names():  # of a run that was stopped
        manifests.remove(name)
    waiting = {task.name: task for task in _tasks(job, manifests)}
    given_out: Counter[str] = Counter()
    last_seen = 0.0  # never yet
    with _cluster(job) as address:
        while waiting:
            try:
                with Client(address, timeout=_CONNECTING, set_as_default=False) as client:
                    last_seen = last_seen or time.monotonic()
                    for done in _gather(client, waiting, given_out, job.done):
                        last_seen = time.monotonic()
                        yield done
            except _TaskError as error:
                raise error.why from error
            except (OSError, TimeoutError) as error:
                if not last_seen or time.monotonic() - last_seen > _PATIENCE:
                    raise EngineError(
                        f"no scheduler at {address}, or no worker there ({error}); start them and "
                        "the same command again, which goes on from where it was"
                    ) from error
                told = {"address": address, "why": str(error)}
                log.warning("scheduler.lost: %(why)s", told)
                time.sleep(_PAUSE)
    _fetch(manifests, job)
    job.read_all = True


def process_task(task: Task, done: Done) -> list[BatchDone]:
    """What a worker does: read files, process what is not done, write parts and a manifest.

    Raises:
        EngineError: this machine's program, model or lexicons are not those of the run.
    """
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="sahel-") as folder:
        if fingerprint(task.settings) != task.fingerprint:
            raise EngineError(
                "this worker's program, model or lexicons differ from those of the machine that "
                "started the run; install the same version with the same files everywhere"
            )
        found: list[BatchDone] = []
        with closing(Manifest(Path(folder), task.name)) as manifest:
            for batch in batches(_documents(task, done, manifest)):
                found.append(process_part(batch, task.settings, task.parts))
        for path in manifest.paths:
            task.manifests.take(path, path.name)
        return found


def _documents(task: Task, done: Done, manifest: Manifest) -> Iterator[Document]:
    for number, source in task.files:
        for item in read_source(source, any_language=task.any_language):
            if isinstance(item, Reject):
                manifest.reject(item)
                continue
            key = key_of(item)
            manifest.add(item, key, number)
            if key not in done:
                yield item


def _tasks(job: Job, manifests: Store) -> Iterator[Task]:
    """The files of a job in groups; what cannot be listed goes into a manifest of its own."""
    files: list[tuple[int, Source]] = []
    size = count = 0

    def task() -> Task:
        name = f"task-{count:06}"
        return Task(
            name,
            tuple(files),
            job.settings,
            job.fingerprint,
            job.any_language,
            job.parts,
            manifests,
        )

    with closing(Manifest(job.scratch, "listing")) as listing:
        for number, found in enumerate(sources(job.source, Limits())):
            if isinstance(found, Reject):
                listing.reject(found)
                continue
            files.append((number, found))
            size += _size(found)
            if size >= BYTES_A_TASK or len(files) >= FILES_A_TASK:
                yield task()
                files, size, count = [], 0, count + 1
        if files:
            yield task()
    job.manifests += listing.paths


def _size(source: Source) -> int:
    try:
        if isinstance(source.opener, Opener):
            fs, path = file_system(source.opener.url)
            return int(fs.info(path)["size"] or 0)
        return source.path.stat().st_size
    except OSError:
        return 0


def _gather(
    client: Any, waiting: dict[str, Task], given_out: Counter[str], done: Done
) -> Iterator[BatchDone]:
    """Give tasks out and take what comes back, until none is left or the scheduler is lost.

    Raises:
        OSError, TimeoutError: the scheduler is lost.
        _TaskError: a task failed, for a reason that would make it fail again.
    """
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, as_completed
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError

    client.wait_for_workers(1, timeout=_PATIENCE)
    known = client.scatter(done, broadcast=True) if len(done) else done

    def give(task: Task) -> Any:
        given_out[task.name] += 1
        key = f"sahel-{task.name}-{given_out[task.name]}-{os.getpid()}-{time.monotonic_ns()}"
        return client.submit(process_task, task, known, key=key, pure=False)

    names = {give(task): name for name, task in waiting.items()}
    coming = as_completed(list(names), loop=client.loop)
    for future in coming:
        name = names.pop(future)
        try:
            found = future.result()
        except KilledWorker as error:
            if given_out[name] > _GIVEN_OUT:
                raise EngineError(
                    f"workers die over {waiting[name].files[0][1].name} ({error}); is there "
                    "memory for them? about 500 MB each"
                ) from error
            log.warning("worker.lost: %(why)s", {"task": name, "why": str(error)})
            again = give(waiting[name])
            names[again] = name
            coming.add(again)
        except (CancelledError, FutureCancelledError, CommClosedError) as error:
            raise ConnectionError(f"task {name} was lost with its scheduler") from error
        except Exception as error:
            raise _TaskError(error) from error
        else:
            del waiting[name]
            yield from found


@contextmanager
def _cluster(job: Job) -> Iterator[str]:
    """The address of the scheduler; one of this machine where none is given."""
    if job.scheduler:
        yield job.scheduler
        return
    from distributed import LocalCluster

    workers = job.workers if job.workers > 1 else os.cpu_count() or 1
    with ExitStack() as stack:
        cluster = stack.enter_context(
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=50,
                preload=["pipeline.engines.interrupts"],
            )
        )
        yield cluster.scheduler_address


def _fetch(manifests: Store, job: Job) -> None:
    """Bring the workers' manifests here."""
    names: Sequence[str] = manifests.names()
    if not names and not job.manifests:
        raise EngineError(
            f"{manifests.url}: the workers wrote nothing there; with workers on other machines "
            "the outputs must be a folder that all of them share, or a URL"
        )
    for name in names:
        path = job.scratch / name
        path.write_bytes(manifests.read(name))
        job.manifests.append(path)
        manifests.remove(name)
