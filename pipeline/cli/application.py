"""The application and its groups of commands; the commands are in the modules beside this one."""

from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli.exits import EXITS

READ, MEASURE, SET_UP = "Read texts", "Measure and correct", "Set up"

_EPILOG = """\
[bold]Examples[/bold]
  sahel run seeds outputs
  sahel run "archives/**/*.html.gz" outputs --workers 8 --export duckdb
  sahel extract "Hier, 13 soldats ont été tués à Gao." --published 2021-10-06
  cat text.txt | sahel extract - --json
  sahel config

[bold]Settings[/bold]
  Options go before environment variables (SAHEL_WORKERS for --workers), those
  before pipeline.toml in the working folder, that before the defaults.
  `sahel config` shows each setting and where it came from.

[bold]Exit status[/bold]
"""

app = typer.Typer(
    name="sahel",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    epilog=_EPILOG + "\n".join(f"  {status:<4} {meaning}" for status, meaning in EXITS.items()),
    context_settings={"help_option_names": ["-h", "--help"]},
)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The full GeoNames country files.")
lexicon_app = typer.Typer(no_args_is_help=True, help="Lexicons of one's own.")
app.add_typer(gazetteer_app, name="gazetteer", rich_help_panel=SET_UP)
app.add_typer(lexicon_app, name="lexicon", rich_help_panel=SET_UP)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sahel-press {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    """Tables from the French-language press on the Sahel: people and their offices, forces,
    places, dates, troop and casualty counts, events."""
