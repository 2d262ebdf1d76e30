"""`sahel config`, `lexicon check`, `lexicon show`, `lexicon new` and `gazetteer install`."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import output
from pipeline.cli.application import SET_UP, app, gazetteer_app, lexicon_app
from pipeline.cli.command import Session, command
from pipeline.cli.options import GENERAL, OPTIONS


@command(app, panel=SET_UP, settings=[name for name in OPTIONS if name not in GENERAL])
def config(
    session: Session,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show each setting and where it came from.

    The first of these that gives a setting settles it: an option, an environment variable
    (--any-language is SAHEL_ANY_LANGUAGE; lists are separated by commas), pipeline.toml in the
    working folder (or the file that --config or SAHEL_CONFIG names), the default. Paths in the
    file are relative to the file.

    Examples:
      sahel config
      SAHEL_WORKERS=4 sahel config --lang en --json

    A pipeline.toml:
      workers = 4
      lexicon = \\["my-lexicons"]
      export = \\["duckdb", "graphml"]
    """
    resolved = session.resolved
    values = resolved.settings.model_dump(mode="json")
    if json_:
        output.say_json(
            {
                name: {"value": values[name], "from": origin.kind, "place": origin.place}
                for name, origin in resolved.origins.items()
            }
        )
        return
    rows = [(name, _shown(values[name]), str(o)) for name, o in resolved.origins.items()]
    output.say_table(("setting", "value", "from"), rows)
    if resolved.file is None and not session.quiet:
        output.say("no pipeline.toml in this folder", errors=True)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, list) else str(value)) or "-"


@command(lexicon_app, "check")
def lexicon_check(
    session: Session,
    folder: Annotated[Path, typer.Argument(help="A folder with lexicon files of your own.")],
) -> None:
    """Check lexicon files: every bad row is named with its file, line and reason.

    Warnings are what may surprise; a run takes such files as they are.

    Example:
      sahel lexicon check my-lexicons
    """
    from pipeline.lexicons import LexiconError, files_in, read_rows
    from pipeline.lexicons.check import check_folder

    problems = check_folder(folder)
    for problem in problems:
        if problem.warning:
            session.warn("lexicon", str(problem), file=problem.file, line=problem.line)
    wrong = [str(problem) for problem in problems if not problem.warning]
    if wrong:
        raise LexiconError("\n".join(wrong))
    for path in files_in(folder):
        rows = read_rows(path.stem, [folder])
        session.say(f"{path}: in order; {len(rows)} rows together with the shipped ones")


@command(lexicon_app, "show")
def lexicon_show(
    session: Session,
    name: Annotated[str, typer.Argument(help="A lexicon's name: forces, places, people …")] = "",
) -> None:
    """Show what a lexicon's columns are for, with a row of it; without a name, which there are.

    Examples:
      sahel lexicon show
      sahel lexicon show forces
    """
    from pipeline.lexicons import reference
    from pipeline.lexicons.schema import LEXICONS

    if not name:
        output.say_table(("lexicon", "a row is"), [(n, one.meaning) for n, one in LEXICONS.items()])
        return
    of = reference.lexicon(name)
    output.say(of.meaning)
    if of.fixed:
        output.say(f"It cannot be changed by a folder: {of.fixed}.")
    output.say_table(("column", "a cell is", "meaning"), reference.rows(name))
    output.say("* the key; + needed in a new row")
    output.say(reference.example(name).rstrip())


@command(lexicon_app, "new")
def lexicon_new(
    session: Session,
    name: Annotated[str, typer.Argument(help="A lexicon's name: forces, places, people …")],
    folder: Annotated[Path, typer.Argument(help="The folder for lexicon files of your own.")],
) -> None:
    """Write a lexicon file to fill in: its header and, as an example, a row that is shipped.

    Example:
      sahel lexicon new forces my-lexicons
    """
    from pipeline.lexicons import reference

    session.say(f"{reference.new_file(name, folder)}: fill in; the row there changes nothing")


@command(gazetteer_app, "install")
def gazetteer_install(
    session: Session,
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
    """Index the full GeoNames country files; every later run uses them.

    Example:
      sahel gazetteer install downloads --countries ML,BF,NE
    """
    from pipeline.gazetteer import GEONAMES, install

    done = install(source or origin or GEONAMES, countries.split(","), into)
    held = ", ".join(f"{code} {count}" for code, count in done.places.items())
    session.say(f"{done.path}: {held} places")
