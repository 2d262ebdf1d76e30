"""The command line: `python -m pipeline …`, or `sahel …` where the package is installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

app = typer.Typer(
    name="sahel",
    help="Tables from the French-language press on the Sahel: people and their offices, forces, "
    "places, dates, troop and casualty counts, events.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The full GeoNames country files.")
lexicon_app = typer.Typer(no_args_is_help=True, help="Lexicons of one's own.")
app.add_typer(gazetteer_app, name="gazetteer", rich_help_panel="Set up")
app.add_typer(lexicon_app, name="lexicon", rich_help_panel="Set up")

console = Console()
messages = Console(stderr=True)

Model = Annotated[
    str,
    typer.Option(
        "--model",
        "-m",
        envvar="SAHEL_MODEL",
        help="A spaCy pipeline: a folder or a package's name. Default: the shipped one.",
    ),
]
Lexicon = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", "-l", help="A folder with lexicon files of your own; repeatable."),
]
Lang = Annotated[str, typer.Option(help="Language of the report: fr or en.")]


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Errors that a user can mend: one line, exit status 1, no traceback."""
    try:
        yield
    except KeyboardInterrupt:
        messages.print("stopped; nothing was written", style="yellow")
        raise typer.Exit(130) from None
    except (ValueError, OSError, ImportError) as error:
        messages.print(
            f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        raise typer.Exit(1) from None


@app.callback()
def main() -> None:
    """Tables from the French-language press on the Sahel."""


@app.command(rich_help_panel="Read texts")
def run(
    source: Annotated[str, typer.Argument(help="A file, a folder or a glob.")],
    target: Annotated[Path, typer.Argument(help="The folder for tables and report.")],
    model: Model = "",
    workers: Annotated[int, typer.Option(min=1, help="Processes to work in.")] = 1,
    engine: Annotated[str, typer.Option(help="Where to work: local.")] = "local",
    lexicon: Lexicon = None,
    corrections: Annotated[
        str, typer.Option(help="Who is who; default: corrections.csv in the target.")
    ] = "",
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Also process texts that are not French.")
    ] = False,
    lang: Lang = "fr",
    export: Annotated[
        list[str] | None,
        typer.Option(
            help="Also write files for another tool: docbin, duckdb, followthemoney, graphml, "
            "labelstudio; repeatable."
        ),
    ] = None,
) -> None:
    """Read texts and write tables and a report.

    Example: [bold]sahel run seeds outputs[/bold]
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    with _clear_errors():
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=messages,
            transient=True,
        ) as progress:
            task = progress.add_task("loading the model", total=None)
            from pipeline.running import run as run_pipeline

            result = run_pipeline(
                source,
                target,
                model=model,
                workers=workers,
                engine=engine,
                lexicons=lexicon or (),
                corrections=corrections,
                any_language=any_language,
                lang=lang,
                exports=export or (),
                on_progress=lambda done, total: progress.update(
                    task, description="reading", completed=done, total=total
                ),
            )
        for reject in result.tables["rejects"].to_dict("records"):
            line = f"left out ({reject['reason']}): {reject['detail']}"
            messages.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
        if not result.processed:
            messages.print(f"nothing was processed; {target}/rejects.csv says why", style="red")
            raise typer.Exit(1)
        documents = "1 document" if result.processed == 1 else f"{result.processed} documents"
        summary = RichTable("table", "rows", title=f"{documents} read")
        summary.columns[1].justify = "right"
        for name, frame in result.tables.items():
            summary.add_row(name, f"{len(frame):,}".replace(",", " "))
        console.print(summary)
        for path in result.paths:
            if path.suffix not in {".csv", ".parquet"}:
                console.print(str(path), highlight=False, soft_wrap=True)
        console.print(f"{target}/*.csv, {target}/*.parquet", highlight=False, soft_wrap=True)


@app.command(rich_help_panel="Read texts")
def extract(
    text: Annotated[str, typer.Argument(help="A text, or - for standard input.")],
    published: Annotated[str, typer.Option(help="The text's date, ISO 8601.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: Model = "",
    lexicon: Lexicon = None,
) -> None:
    """Print what a text says.

    Example: [bold]sahel extract "13 soldats maliens ont été tués à Gao hier."[/bold]
    """
    with _clear_errors():
        import json

        from pipeline.extraction import extract as extract_texts
        from pipeline.guide import entities

        if text == "-":
            text = sys.stdin.buffer.read().decode("utf-8", "replace")
        found = extract_texts(
            text, published=published or None, model=model, lexicons=lexicon or ()
        )
        rows = entities(found.docs[0])
        if json_:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        table = RichTable("label", "text", "value")
        for row in rows:
            value = ", ".join(
                f"{k} {v}"
                for k, v in row.items()
                if k not in {"start", "end", "text", "label"} and v not in (None, "")
            )
            table.add_row(row["label"], row["text"], value)
        console.print(table)


@app.command(rich_help_panel="Read texts")
def report(
    target: Annotated[Path, typer.Argument(help="A folder that `run` wrote.")],
    lang: Lang = "fr",
) -> None:
    """Make the report again from the tables of a run."""
    with _clear_errors():
        from pipeline.extraction import read
        from pipeline.report import write_report

        for path in write_report(target, read(target), lang=lang):
            console.print(str(path), highlight=False, soft_wrap=True)


@app.command("import-labels", rich_help_panel="Measure")
def import_labels(
    source: Annotated[Path, typer.Argument(help="A Label Studio export, JSON.")],
    target: Annotated[Path, typer.Argument(help="The folder for gold.jsonl and corrections.csv.")],
) -> None:
    """Turn annotators' work in Label Studio into training data and corrections."""
    with _clear_errors():
        from pipeline.exports.labels_back import import_labels as read_back

        imported, paths = read_back(source, target)
        for note in imported.notes:
            messages.print(note, style="yellow", markup=False, highlight=False, soft_wrap=True)
        console.print(f"{len(imported.gold)} texts, {len(imported.corrections)} corrections")
        for path in paths:
            console.print(str(path), highlight=False, soft_wrap=True)
        if not imported.gold:
            messages.print("no task could be used", style="red")
            raise typer.Exit(1)


@app.command(rich_help_panel="Measure")
def annotate(
    source: Annotated[Path, typer.Argument(help="JSONL: id, text and, if known, ref.")],
    target: Annotated[Path, typer.Argument(help="JSONL: id, entities.")],
    model: Model = "",
    lexicon: Lexicon = None,
) -> None:
    """Annotate a JSONL file of texts as the annotation guide has it."""
    with _clear_errors():
        from pipeline.guide import annotate_file
        from pipeline.language import load

        count = annotate_file(load(model, lexicons=lexicon or ()), source, target)
        console.print(f"{count} texts annotated: {target}", highlight=False, soft_wrap=True)


@app.command(rich_help_panel="Measure")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="JSONL: id, text, entities and, if known, ref.")],
    errors: Annotated[int, typer.Option(help="How many errors to print.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: Model = "",
    lexicon: Lexicon = None,
) -> None:
    """Score the pipeline against a gold file."""
    with _clear_errors():
        import json
        from dataclasses import asdict

        from pipeline.evaluation import evaluate as score
        from pipeline.guide import predictions, read_texts
        from pipeline.language import load

        texts = list(read_texts(gold))
        without = [d.source for d, record in texts if "entities" not in record]
        if without:
            raise ValueError(f"{without[0]}: no «entities»; a gold file needs them on each line")
        predicted = predictions(load(model, lexicons=lexicon or ()), (d for d, _ in texts))
        result = score({d.id: record for d, record in texts}, predicted)
        if json_:
            typer.echo(json.dumps(asdict(result), ensure_ascii=False))
            return
        typer.echo(f"{'label':8}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}{'relaxed F1':>12}")
        for label, s in result.labels.items():
            typer.echo(
                f"{label:8}{s.gold:6}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}{s.relaxed_f1:12.3f}"
            )
        for name, (count, share) in result.attributes.items():
            typer.echo(f"{name:20}{count:6}  {share:.3f}")
        for error in result.errors[:errors]:
            typer.echo(error)


@lexicon_app.command("check")
def lexicon_check(
    folder: Annotated[Path, typer.Argument(help="A folder with lexicon files of your own.")],
) -> None:
    """Check lexicon files: every bad row is named with its file, line and reason."""
    with _clear_errors():
        from pipeline.lexicons import FOLDER, read_rows

        if not folder.is_dir():
            raise ValueError(f"{folder}: no such folder")
        known = {path.name for path in FOLDER.glob("*.csv")}
        files = sorted(path for path in folder.glob("*.csv"))
        for path in files:
            if path.name not in known:
                raise ValueError(
                    f"{path}: no lexicon of that name; known: {', '.join(sorted(known))}"
                )
            rows = read_rows(path.stem, [folder])
            console.print(f"{path}: in order; {len(rows)} rows together with the shipped ones")
        if not files:
            raise ValueError(f"{folder}: no CSV file there; known: {', '.join(sorted(known))}")


@gazetteer_app.command("install")
def gazetteer_install(
    source: Annotated[
        str,
        typer.Argument(
            help="A folder with GeoNames country files (ML.txt or ML.zip), one such file, or a "
            "URL that they stand under. Default: GeoNames itself (network)."
        ),
    ] = "",
    origin: Annotated[
        str, typer.Option("--from", help="The same as SOURCE.", show_default=False)
    ] = "",
    countries: Annotated[
        str, typer.Option(help="ISO codes, separated by commas; default: every file of a folder.")
    ] = "",
    into: Annotated[
        Path | None, typer.Option(help="Folder of the index; default: the user's data folder.")
    ] = None,
) -> None:
    """Index the full GeoNames country files; every later run uses them."""
    with _clear_errors():
        from pipeline.gazetteer import GEONAMES, install

        done = install(source or origin or GEONAMES, countries.split(","), into)
        held = ", ".join(f"{code} {count}" for code, count in done.places.items())
        console.print(f"{done.path}: {held} places", soft_wrap=True)
