"""The command line: `python -m pipeline …`, or `sahel …`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

Model = Annotated[str, typer.Option("--model", "-m", help="A spaCy model: folder or package.")]


@app.callback()
def main() -> None:
    """Tables from the French-language press on the Sahel."""


@app.command()
def annotate(source: Path, target: Path, model: Model = "") -> None:
    """Annotate a JSONL file of texts as the annotation guide has it."""
    from pipeline import guide, language

    print(guide.annotate_file(language.load(model), source, target), "texts")
