"""What commands print: results on standard output, everything else on standard error."""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.cli.exits import OutputClosed

if TYPE_CHECKING:
    from rich.console import Console

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@lru_cache(maxsize=2)
def console(*, errors: bool = False) -> "Console":
    """The console of standard output, or of standard error; rich is loaded when first used."""
    from rich.console import Console

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            raise OutputClosed

    return _Console(stderr=errors)


def visible(text: str) -> str:
    r"""Text that does nothing to a terminal: controls and changes of direction as JSON has them.

    >>> print(visible("a\x1b[2Jb"))
    a\u001b[2Jb
    """
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@contextmanager
def _named() -> Iterator[None]:
    """An error in writing says what could not be written."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or "standard output"
        raise


def say(text: str, *, errors: bool = False, style: str = "") -> None:
    """Print a line as it is: never wrapped, no markup read in it."""
    with _named():
        console(errors=errors).print(
            visible(text), style=style, markup=False, highlight=False, soft_wrap=True, emoji=False
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
    rows = [[visible(cell) for cell in row] for row in rows]
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
    with _named():
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
    if sys.stdout is None:
        return
    try:
        with _named():
            sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def discard() -> None:
    """Forget what is printed but not written, so that Python does not try again at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
