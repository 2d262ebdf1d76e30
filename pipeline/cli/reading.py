"""`sahel extract` and `sahel report`."""

import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli import output
from pipeline.cli.application import READ, app
from pipeline.cli.command import Session, command
from pipeline.cli.exits import UsageError
from pipeline.stores import Store

# A text that looks like a path: one word with a folder or a suffix in it.
_PATH = re.compile(r"(?:[A-Za-z]:\\|~?/|\.{1,2}[/\\])\S*|[^\s?*]*[\w)]\.(?:txt|html?|jsonl|csv|gz)")


@command(app, panel=READ, settings=("model", "lexicon"))
def extract(
    session: Session,
    text: Annotated[str, typer.Argument(help="A text, or - for standard input.")],
    published: Annotated[str, typer.Option(help="The text's date, ISO 8601.", metavar="DATE")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what a text says.

    Examples:
      sahel extract "13 soldats maliens ont été tués à Gao hier." --published 2021-10-06
      cat text.txt | sahel extract - --json
    """
    from pipeline.readers.published import iso_date

    date = iso_date(published)
    if published and not date:
        raise UsageError(f"--published {published}: not a date; write it like 2021-10-06")
    text = _standard_input() if text == "-" else _not_a_path(text)
    if not text.strip():
        raise ValueError("no text was given; there is nothing to extract from")

    from pipeline.guide import entities
    from pipeline.language import annotate, load
    from pipeline.languages import foreign_language
    from pipeline.text import whole_characters
    from pipeline.values import Document

    text = whole_characters(text)
    if language := foreign_language(text):
        note = f"the text seems to be in {language}; rules and model are for French"
        session.warn("extract.foreign", note, language=language)
    document = Document("text", text, published=date, published_how="given" if date else "unknown")
    nlp = load(session.settings.model, lexicons=session.settings.lexicon)
    rows = [row for doc in annotate(nlp, [document]) for row in entities(doc)]
    if json_:
        output.say_json(rows)
    elif rows:
        output.say_table(
            ("label", "text", "value"), [(r["label"], r["text"], _value(r)) for r in rows]
        )
    else:
        session.warn("extract.empty", "nothing found: no person, force, place, date or count")


def _standard_input() -> str:
    from pipeline.readers import ReadError
    from pipeline.readers.encodings import decode

    if sys.stdin is None:
        raise ValueError("standard input is closed; give the text as an argument")
    if sys.stdin.isatty():
        output.say("type or paste a text; Ctrl-D on a line of its own ends it", errors=True)
    try:
        return decode(sys.stdin.buffer.read())
    except ReadError as error:
        raise ValueError(f"standard input: {error.detail}") from error


def _not_a_path(text: str) -> str:
    """The text, unless it is a path: whoever gives one means what the file says."""
    if len(text) > 1_000 or "\n" in text or not text.strip():
        return text
    try:
        path = Path(text).expanduser()
        is_file, is_folder = path.is_file(), path.is_dir()
    except (OSError, ValueError, RuntimeError):  # too long for a path, or a NUL, or no such user
        return text
    typed = shlex.quote(text)
    if is_folder:
        raise UsageError(f"{text}: a folder, not a text; `sahel run {typed}` makes tables of it")
    if is_file:
        raise UsageError(
            f"{text}: a file, not a text; `sahel extract - < {typed}` reads what it says, "
            f"`sahel run {typed}` makes tables of it"
        )
    if _PATH.fullmatch(text):
        raise UsageError(
            f"{text}: no such file, and it looks like one; "
            "`sahel extract -` takes a text from standard input"
        )
    return text


def _value(entity: Mapping[str, Any]) -> str:
    """What a mention means, in a few words."""
    match entity["label"]:
        case "COUNT":
            low, high = entity.get("low"), entity.get("high")
            number = str(low) if low == high else f"{_bound(low)}–{_bound(high)}"
            mod = entity.get("mod")
            parts = [number, mod if mod not in ("exact", "range") else "", entity.get("role")]
            parts.append(entity.get("force"))
        case "PLACE":
            parts = [entity.get("country")]
            if entity.get("lat") is not None:
                parts.append(f"{entity['lat']:.2f} {entity['lon']:.2f}")
        case "DATE":
            parts = [entity.get("value"), entity.get("type")]
        case _:
            parts = [entity.get("name"), entity.get("rank"), entity.get("role")]
    return ", ".join(str(part) for part in parts if part)


def _bound(number: int | None) -> str:
    return "" if number is None else str(number)


@command(app, panel=READ, settings=("lang",))
def report(
    session: Session,
    target: Annotated[str, typer.Argument(help="A folder that `sahel run` wrote.")] = "outputs",
) -> None:
    """Make the report again from the tables of a run.

    Example:
      sahel report outputs --lang en
    """
    folder = Store(target).local
    if folder is None:
        raise UsageError(f"{target}: copy the tables to a folder of this machine first")
    from pipeline.report import write_report
    from pipeline.tables import TABLES

    for name in TABLES:
        if not (folder / f"{name}.parquet").exists():
            raise ValueError(f"{folder}: no {name}.parquet; `sahel run` writes it")
    for path in write_report(folder, folder, lang=session.settings.lang):
        session.say(str(path))
