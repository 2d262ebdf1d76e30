"""A run: inputs read, processed, put together, written whole or not at all."""

import contextlib
import fnmatch
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corrections import Correction, read_corrections
from pipeline.engines import EngineError, Job, engine_named
from pipeline.engines.batch import Settings, fingerprint
from pipeline.exports import FILES, ExportError, check_exports, export_named
from pipeline.journal import HeldError, Journal, held, scratch
from pipeline.memory import release, trim
from pipeline.optional import MissingExtraError
from pipeline.parts import part_names, read_done
from pipeline.stores import Store, StoreError
from pipeline.tables import TABLES
from pipeline.writers import Written, first_rows, write_tables
from pipeline.writers.data_package import is_ours

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

# The marked texts of a large run, which its report keeps in files beside it.
_REPORT, _MORE_TEXTS = "report.html", "report-texts-*.html"
_REJECTS_SHOWN = 1_000
# From so many on, putting them together takes the memory that the model has taken before.
_MANY_PARTS = 50


class RunError(ValueError):
    """A run that cannot begin, or go on; the message says why and what to do."""


class BusyError(RunError):
    """Another run holds the outputs; the message says who."""


@dataclass(frozen=True)
class RunResult:
    """What a run did.

    Attributes:
        target: the folder or URL of the outputs.
        counts: table name to its number of rows.
        paths: the files written.
        resumed: documents whose rows were there from an earlier run.
        rejects: rows of the table `rejects`, the first thousand.
    """

    target: str
    counts: Mapping[str, int]
    paths: Sequence[str] = field(repr=False)
    resumed: int = 0
    rejects: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @property
    def processed(self) -> int:
        """How many documents the tables are of."""
        return self.counts["documents"]

    @cached_property
    def tables(self) -> "Mapping[str, pd.DataFrame]":
        """Table name to DataFrame, read from the outputs when asked for."""
        from pipeline.outputs import read

        return read(self.target)

    def _repr_html_(self) -> str:
        from pipeline.showing import run_html

        return run_html(self)


def run(
    source: str | Path,
    target: str | Path = "outputs",
    *,
    model: str | Path = "",
    workers: int = 0,
    engine: str = "local",
    scheduler: str = "",
    lexicons: Sequence[str | Path] = (),
    corrections: str | Path = "",
    any_language: bool = False,
    lang: str = "fr",
    exports: Sequence[str] = (),
    fresh: bool = False,
    seconds_a_document: float = 0.0,
    on_progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> RunResult:
    """Read texts and write tables and a report.

    What is done is kept in the folder `.work` of the outputs: a run that is stopped goes on from
    there when it is started again, and one whose inputs have changed processes what is new.

    Args:
        source: a file, a folder, a glob, or a URL that fsspec knows (s3://…).
        target: the folder or URL for the outputs; made if it is not there.
        model: a spaCy pipeline's folder or package; "" is the shipped one.
        workers: processes of their own to work in. With 0 this process does the work and keeps
            its model; with 1 it has the model's memory free for the tables, and survives a text
            that would kill it. A script that gives a number guards its calls with
            `if __name__ == "__main__":`.
        engine: a name in `pipeline.engines.ENGINES`.
        scheduler: address of a Dask scheduler; "" with the engine «dask» starts one here.
        lexicons: folders with a user's own lexicon files.
        corrections: a CSV file that says who is who (`pipeline.corrections`); "" takes
            `corrections.csv` of the target where there is one.
        any_language: also process texts that are not French.
        lang: language of the report, "fr" or "en".
        exports: names in `pipeline.exports.EXPORTS`, files for other tools.
        fresh: begin anew, with nothing of earlier runs.
        seconds_a_document: wall time that a document may take before it is rejected; 0 gives a
            minute and a second more for each thousand characters.
        on_progress: called with the documents done so far, and how many there are once that is
            known.

    Returns:
        What was done. An input that could not be processed is a row of the table `rejects`.

    Raises:
        RunError: the target is not a folder that can be written, or holds files of these names
            that no run of this program wrote; no such engine or export, or its library is not
            installed.
        BusyError: another run holds the target.
        pipeline.language.ModelError: no such model.
        pipeline.lexicons.LexiconError: a lexicon or corrections file that cannot be used.
        OSError: the disk is full, or the target can no longer be written.
    """
    begun = time.perf_counter()
    store = Store(str(target))
    settings = Settings(str(model), tuple(str(Path(f)) for f in lexicons), seconds_a_document)
    with _run_errors():
        _check_target(store)
        check_exports(exports)
        mark = fingerprint(settings)
        with held(store), scratch(store) as folder:
            who_is_who = _corrections(store, corrections)
            journal = Journal(store, mark)
            if fresh:
                journal.forget()
            done = read_done(journal.parts)
            log.info("run.started", extra={"source": str(source), "target": store.url})
            if len(done):
                log.info("run.resumed", extra={"documents": len(done)})
            job = Job(
                source=str(source),
                settings=settings,
                fingerprint=mark,
                any_language=any_language,
                parts=journal.parts,
                done=done,
                scratch=folder,
                workers=workers,
                scheduler=scheduler,
            )
            new = _process(engine, job, on_progress)
            result = _finish(store, job, who_is_who, lang=lang, exports=exports)
            result = replace(result, resumed=max(0, result.processed - new))
            journal.forget_others()
    seconds = time.perf_counter() - begun
    told = {"documents": result.processed, "rejects": result.counts["rejects"]}
    log.info("run.finished", extra=told | {"seconds": round(seconds, 1)})
    return result


@contextlib.contextmanager
def _run_errors() -> Iterator[None]:
    try:
        yield
    except HeldError as error:
        raise BusyError(str(error)) from error
    except (EngineError, ExportError, StoreError) as error:
        raise RunError(str(error)) from error


def _process(name: str, job: Job, on_progress: Callable[[int, int | None], None]) -> int:
    """Have the engine do what is not done; returns how many documents it processed."""
    begun, documents, words, before = time.perf_counter(), 0, 0, 0
    for batch in engine_named(name)(job):
        documents += batch.documents + batch.rejects
        words += batch.words
        seconds = time.perf_counter() - begun
        told = {"documents": documents, "words": words, "rejects": batch.rejects}
        told["words_per_second"] = round(words / seconds)
        log.info("batch.done", extra=told)
        before = max(before, min(job.listed - documents, len(job.done)))
        on_progress(before + documents, job.listed if job.read_all else None)
    return documents


def _finish(
    store: Store,
    job: Job,
    corrections: Sequence[Correction],
    *,
    lang: str,
    exports: Sequence[str],
) -> RunResult:
    """Put the parts together and write the outputs."""
    from pipeline.merge.on_disk import DiskTables

    names, lexicons = part_names(job.parts), job.settings.lexicons
    if len(names) > _MANY_PARTS:
        release()
    unused: list[str] = []

    def write(folder: Path) -> Written:
        with DiskTables(
            job.parts, names, job.manifests, job.scratch, corrections, lexicons
        ) as tables:
            for line, why in tables.not_met:
                log.warning("correction.not_met: %(why)s", {"line": line, "why": why})
            unused.extend(tables.unused_parts)
            return write_tables(folder, tables)

    paths, counts, rejects = _publish(store, write, lang=lang, exports=exports, within=job.scratch)
    for name in unused:
        job.parts.remove(name)
    return RunResult(target=store.url, counts=counts, paths=paths, rejects=rejects)


def _publish(
    store: Store,
    write: Callable[[Path], Written],
    *,
    lang: str,
    exports: Sequence[str],
    within: Path | None = None,
) -> tuple[list[str], dict[str, int], list[dict[str, Any]]]:
    """Put every file together in a folder of this machine, then where they belong, or none.

    Args:
        write: writes the tables into a folder.
        within: where that folder is made; on the target's disk if that is here.

    Returns:
        Where the files are, how many rows each table has, and the first of `rejects`.
    """
    from pipeline.corrections.proposing import READY
    from pipeline.outputs import read

    if store.local:
        store.local.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=within or store.local))
    try:
        paths, counts = write(partial)
        trim()  # for the report, of what sorting took
        for name in ("corrections.csv", READY):  # the report keeps what is decided there
            if store.exists(name):
                (partial / name).write_bytes(store.read(name))
        paths += _report(partial, lang)
        if exports:
            written = read(partial)
            for name in dict.fromkeys(exports):
                paths += export_named(name)(partial, written)
        rejects = first_rows(partial, "rejects", _REJECTS_SHOWN)
        # The data package marks the folder as ours: first, so that a stop in between is ours too.
        files = [path.relative_to(partial).as_posix() for path in paths]
        for name in sorted(files, key=lambda n: n != "datapackage.json"):
            store.take(partial / name, name)
        reports = [n for n in store.names() if n == _REPORT or fnmatch.fnmatch(n, _MORE_TEXTS)]
        for stale in set(reports) - set(files):
            store.remove(stale)
        return [store.where(name) for name in files], counts, rejects
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _report(folder: Path, lang: str) -> list[Path]:
    """Write the report of the tables in a folder, where what it needs is installed."""
    try:
        from pipeline.report import write_report
    except MissingExtraError as error:
        log.warning("report.left_out: %(why)s", {"why": str(error)})
        return []
    return write_report(folder, folder, lang=lang)


def _corrections(store: Store, given: str | Path) -> list[Correction]:
    if given:
        return read_corrections(given)
    if store.local:
        path = store.local / "corrections.csv"
        return read_corrections(path) if path.is_file() else []
    if not store.exists("corrections.csv"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corrections.csv"
        path.write_bytes(store.read("corrections.csv"))
        return read_corrections(path)


def _check_target(store: Store) -> None:
    if store.local and store.local.exists() and not store.local.is_dir():
        raise RunError(f"{store.url}: is a file; the outputs need a folder")
    there = store.names()
    if not there or is_ours(store):
        return
    names = {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")}
    names |= {_REPORT, "datapackage.json", "places.geojson", "events.geojson", *FILES}
    taken = [n for n in there if n in names or fnmatch.fnmatch(n, _MORE_TEXTS)]
    if taken:
        raise RunError(
            f"{store.url}: holds {taken[0]}, which no run of this program wrote; "
            "choose another folder for the outputs, or move that file away"
        )
