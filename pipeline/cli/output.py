"""What commands print: results on standard output, everything else on standard error."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.cli.exits import OutputClosed

if TYPE_CHECKING:
    from rich.console import Console


@lru_cache(maxsize=2)
def console(*, errors: bool = False) -> "Console":
    """The console of standard output, or of standard error; rich is loaded when first used."""
    from rich.console import Console

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            raise OutputClosed

    return _Console(stderr=errors)


def say(text: str, *, errors: bool = False, style: str = "") -> None:
    """Print a line as it is: never wrapped, no markup read in it."""
    console(errors=errors).print(
        text, style=style, markup=False, highlight=False, soft_wrap=True, emoji=False
    )


def say_json(value: Any) -> None:
    """Print JSON: as UTF-8 where standard output is, else with escapes."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    say(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2))


def say_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "", right: int = -1
) -> None:
    """Print a table: as wide as the terminal; into a pipe or file, a line a row, nothing cut.

    Args:
        columns: their headings.
        rows: cells, as many a row as there are columns.
        title: printed above it on a terminal.
        right: the column whose cells stand at its right side, if any.
    """
    if not console().is_terminal:
        lines = [columns, *(tuple(" ".join(cell.split()) for cell in row) for row in rows)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
        for line in lines:
            cells = (
                cell.rjust(width) if i == right else cell.ljust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            say("  ".join(cells).rstrip())
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for i, name in enumerate(columns):
        table.add_column(name, justify="right" if i == right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def prepare() -> None:
    """Let no character that the terminal's encoding lacks end a command."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # replaced by a caller, or closed
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def flush() -> None:
    """Write out what is printed.

    Raises:
        OutputClosed: nobody reads it any more.
        OSError: it cannot be written.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def discard() -> None:
    """Forget what is printed but not written, so that Python does not try again at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
