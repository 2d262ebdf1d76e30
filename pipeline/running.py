"""A run: inputs read, processed, merged, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline.corrections import Correction, read_corrections
from pipeline.documents import Reject, read_documents
from pipeline.engines import ENGINES
from pipeline.engines.batch import Settings, batches
from pipeline.exports import EXPORTS, FILES, ExportError, check_exports
from pipeline.merge import merge
from pipeline.tables import TABLES, frames
from pipeline.values import Document
from pipeline.writers import WRITERS
from pipeline.writers.data_package import is_ours

# The marked texts of a large run, which its report keeps in files beside it.
_MORE_TEXTS = "report-texts-*.html"


class RunError(ValueError):
    """A run that cannot begin; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did.

    Attributes:
        tables: table name to DataFrame, every table of `pipeline.tables.TABLES`.
        paths: the files written.
    """

    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    paths: Sequence[Path]

    @property
    def processed(self) -> int:
        """How many documents were processed."""
        return len(self.tables["documents"])


def run(
    source: str | Path,
    target: str | Path = "outputs",
    *,
    model: str | Path = "",
    workers: int = 1,
    engine: str = "local",
    lexicons: Sequence[str | Path] = (),
    corrections: str | Path = "",
    any_language: bool = False,
    lang: str = "fr",
    exports: Sequence[str] = (),
    on_progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> RunResult:
    """Read texts and write tables and a report.

    Args:
        source: a file, a folder or a glob.
        target: the folder for the outputs; made if it is not there.
        model: a spaCy pipeline's folder or package; "" is the shipped one.
        workers: processes to work in.
        engine: a name in `pipeline.engines.ENGINES`.
        lexicons: folders with a user's own lexicon files.
        corrections: a CSV file that says who is who (`pipeline.corrections`); "" takes
            `corrections.csv` of the target where there is one.
        any_language: also process texts that are not French.
        lang: language of the report, "fr" or "en".
        exports: names in `pipeline.exports.EXPORTS`, files for other tools.
        on_progress: called with the documents done so far, and how many there are once that is
            known.

    Returns:
        The tables and the paths written. An input that could not be processed is a row of the
        table `rejects`.

    Raises:
        RunError: the target is not a folder that can be written, or holds files of these names
            that no run of this program wrote; no such export, or its library is not installed.
        pipeline.language.ModelError: no such model.
        pipeline.lexicons.LexiconError: a lexicon or corrections file that cannot be used.
    """
    from pipeline.language import load

    folder = Path(target)
    _check_target(folder)
    try:
        check_exports(exports)
    except ExportError as error:
        raise RunError(str(error)) from error
    settings = Settings(str(model), tuple(str(Path(f)) for f in lexicons))
    load(settings.model, lexicons=settings.lexicons)  # fail before reading, not after
    who_is_who = _corrections(folder, corrections)
    rejects: list[dict[str, str]] = []
    read, total = 0, None

    def documents() -> Iterator[Document]:
        nonlocal read, total
        for item in read_documents(source, any_language=any_language):
            if isinstance(item, Reject):
                rejects.append(
                    {"source": item.source, "reason": item.reason, "detail": item.detail}
                )
            else:
                read += 1
                yield item
        total = read

    parts, done = [], 0
    for part in ENGINES[engine](batches(documents()), settings, workers):
        parts.append(part)
        done += len(part["documents"])
        on_progress(done, total)
    tables = frames(merge([*parts, {"rejects": rejects}], who_is_who))
    return RunResult(tables, write_outputs(folder, tables, lang=lang, exports=exports))


def write_outputs(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    lang: str = "fr",
    exports: Sequence[str] = (),
) -> list[Path]:
    """Write every file of the outputs, or none; returns their paths."""
    from pipeline.report import write_report

    folder.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    try:
        paths = [path for write in WRITERS.values() for path in write(partial, tables)]
        paths += write_report(partial, tables, lang=lang)
        for name in dict.fromkeys(exports):
            paths += EXPORTS[name](partial, tables)
        # The data package marks the folder as ours: first, so that a stop in between is ours too.
        for path in sorted(paths, key=lambda p: p.name != "datapackage.json"):
            path.replace(folder / path.relative_to(partial))
        written = [folder / path.relative_to(partial) for path in paths]
        for stale in set(folder.glob(_MORE_TEXTS)) - set(written):
            stale.unlink()
        return written
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _corrections(folder: Path, given: str | Path) -> list[Correction]:
    path = Path(given) if given else folder / "corrections.csv"
    return read_corrections(path) if given or path.is_file() else []


def _check_target(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder}: is a file; the outputs need a folder")
    if not folder.is_dir() or is_ours(folder):
        return
    names = {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")}
    names |= {"report.html", "datapackage.json", "places.geojson", "events.geojson"}
    names |= {*FILES, *(path.name for path in folder.glob(_MORE_TEXTS))}
    taken = sorted(path.name for path in folder.iterdir() if path.name in names)
    if taken:
        raise RunError(
            f"{folder}: holds {taken[0]}, which no run of this program wrote; "
            "choose another folder for the outputs, or move that file away"
        )
