"""`sahel run`: texts in, tables and a report out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import output
from pipeline.cli.application import READ, app
from pipeline.cli.command import Session, command, shows_bar
from pipeline.cli.exits import UNUSABLE, UsageError
from pipeline.stores import is_url

if TYPE_CHECKING:
    from pipeline.running import RunResult

# So many rejects are shown to people; the table has them all.
_REJECTS_SHOWN = 20


@command(
    app,
    panel=READ,
    settings=(
        "model",
        "workers",
        "engine",
        "scheduler",
        "lexicon",
        "corrections",
        "any_language",
        "lang",
        "export",
        "seconds_a_document",
    ),
    stopped="stopped; what was finished is kept in {target}: the same command goes on from there, "
    "--fresh starts anew",
    progress=True,
)
def run(
    session: Session,
    source: Annotated[str, typer.Argument(help="A file, a folder, a glob or a URL (s3://…).")],
    target: Annotated[
        str, typer.Argument(help="The folder for tables and report, or a URL.")
    ] = "outputs",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start anew: forget what an earlier run left.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Read texts and write tables and a report.

    A run that was stopped goes on where it was; texts that were added, changed or removed since
    the last run are all that is processed.

    Examples:
      sahel run seeds outputs
      sahel run "archives/*.jsonl.gz" outputs --workers 8 --export duckdb
      sahel run s3://bucket/texts s3://bucket/tables --engine dask
    """
    if not source.strip() or not target.strip():
        raise UsageError("SOURCE and TARGET are paths or URLs; one that is empty was given")
    settings = session.settings
    with _naming(target), _progress(session) as on_progress:
        from pipeline.running import run as run_pipeline

        result = run_pipeline(
            source,
            target,
            model=settings.model,
            workers=settings.workers,
            engine=settings.engine,
            scheduler=settings.scheduler,
            lexicons=settings.lexicon,
            corrections=settings.corrections,
            any_language=settings.any_language,
            lang=settings.lang,
            exports=settings.export,
            fresh=fresh,
            seconds_a_document=settings.seconds_a_document,
            on_progress=on_progress,
        )
    _show_rejects(session, result, target)
    if json_:
        output.say_json(
            {
                "processed": result.processed,
                "resumed": result.resumed,
                "tables": dict(result.counts),
                "paths": [str(path) for path in result.paths],
            }
        )
    if not result.counts["documents"]:
        session.warn("run.empty", _nothing(source, target))
        raise typer.Exit(UNUSABLE)
    if not json_ and not session.quiet:
        _show_summary(result, target)


@contextmanager
def _naming(target: str) -> Iterator[None]:
    """Errors of a store that name no place are of the target: what cannot be read is a reject."""
    try:
        yield
    except OSError as error:
        if error.filename is None and is_url(target):
            error.filename = target
        raise


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[int, int | None], None]]:
    """What `run` reports its progress to: a bar on the terminal, or nothing."""
    if not shows_bar(session):
        yield lambda done, total: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=output.console(errors=True),
        transient=True,
    ) as progress:
        task = progress.add_task("loading the model", total=None)

        def on_progress(done: int, total: int | None) -> None:
            stage = "reading" if total is None or done < total else "writing tables and report"
            progress.update(task, description=stage, completed=done, total=total)

        yield on_progress


def _show_rejects(session: Session, result: "RunResult", target: str) -> None:
    shown = result.rejects if session.as_json else result.rejects[:_REJECTS_SHOWN]
    for reject in shown:
        session.warn(
            "reject",
            f"left out ({reject['reason']}): {reject['detail']}",
            source=reject["source"],
            reason=reject["reason"],
        )
    if more := result.counts["rejects"] - len(shown):
        text = f"left out: {_number(more)} more; {target}/rejects.csv has them all"
        session.warn("rejects", text, count=more)


def _nothing(source: str, target: str) -> str:
    """Why a run did nothing, and the likeliest way out."""
    slashes = source.replace("\\", "/")
    if slashes != source and Path(slashes).exists() and not Path(source).exists():
        return f"nothing was processed; folders are separated by /: did you mean {slashes}?"
    return f"nothing was processed; {target}/rejects.csv says why"


def _show_summary(result: "RunResult", target: str) -> None:
    read = "1 document" if result.processed == 1 else f"{_number(result.processed)} documents"
    title = f"{read} read"
    if result.resumed:
        title += f", {_number(result.resumed)} of them by an earlier run"
    rows = [(name, _number(count)) for name, count in result.counts.items()]
    output.say(title)
    output.say_table(("table", "rows"), rows, right=1)
    for path in map(str, result.paths):
        if not path.endswith((".csv", ".parquet")):
            output.say(path)
    output.say(f"{target}/*.csv, {target}/*.parquet")


def _number(count: int) -> str:
    return f"{count:,}".replace(",", " ")
