"""What all commands share: options that stand for settings, messages, errors, exit statuses."""

import functools
import inspect
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from pipeline.cli import exits, output
from pipeline.cli.options import GENERAL, OPTIONS

if TYPE_CHECKING:
    from pipeline.settings import Resolved, Settings

_STYLES = {logging.ERROR: "red", logging.WARNING: "yellow", logging.DEBUG: "dim"}


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with.

    Attributes:
        resolved: the settings, and where each came from.
    """

    resolved: "Resolved"

    @property
    def settings(self) -> "Settings":
        """The settings' values."""
        return self.resolved.settings

    @property
    def quiet(self) -> bool:
        """Whether only warnings and errors are wanted."""
        return self.settings.verbosity == "quiet"

    @property
    def as_json(self) -> bool:
        """Whether messages are JSON."""
        return self.settings.log_format == "json"

    def say(self, text: str) -> None:
        """Print a line about what was done; nothing with `--quiet`."""
        if not self.quiet:
            output.say(text)

    def warn(self, event: str, text: str, **fields: Any) -> None:
        """Print a warning: its text to people, its event and fields to machines."""
        _tell(logging.WARNING, event, text, self.as_json, fields)


def command(
    app: typer.Typer,
    name: str | None = None,
    *,
    panel: str | None = None,
    settings: Sequence[str] = (),
    stopped: str = "stopped; nothing was written",
    progress: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as a command.

    The function's first parameter is a `Session`, the others are the command's own arguments and
    options. Errors become one line and an exit status.

    Args:
        app: what the command belongs to.
        name: what it is called; the function's name if not given.
        panel: the group that help shows it in.
        settings: the settings that it takes as options.
        stopped: what Ctrl-C leaves; may name the command's arguments in braces.
        progress: whether it logs its progress, which is then shown unless a bar is.
    """
    shared = [OPTIONS[option] for option in (*settings, *GENERAL)]

    def register(function: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(function).parameters.values())[1:]

        @functools.wraps(function)
        def wrapper(**given: Any) -> None:
            options = {option.name: given.pop(option.name) for option in shared}
            note = stopped.format(**given)
            _run(lambda session: function(session, **given), options, note, progress)

        signature = inspect.Signature([*own, *shared])
        wrapper.__signature__ = signature  # type: ignore[attr-defined]
        wrapper.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
        app.command(name, rich_help_panel=panel, help=_unwrapped(function))(wrapper)
        return function

    return register


def _unwrapped(function: Callable[..., None]) -> str:
    """A docstring whose paragraphs are lines, so that help wraps them; lists stay as they are."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return "\n\n".join(p if "\n  " in p else p.replace("\n", " ") for p in paragraphs)


def _run(
    work: Callable[[Session], None], options: dict[str, Any], stopped: str, progress: bool
) -> None:
    """Settle the settings, set up messages, do the work, and end with the right status."""
    output.prepare()
    as_json = options["log_format"] == "json"
    try:
        with exits.stopping_at_signals():
            session = _session(options)
            as_json = session.as_json
            with _logs(session, progress):
                work(session)
            output.flush()
    except (typer.Exit, typer.Abort):
        raise
    except (Exception, KeyboardInterrupt) as error:
        status = exits.status_of(error)
        if not isinstance(error, exits.OutputClosed):
            text = stopped if isinstance(error, KeyboardInterrupt) else exits.message_of(error)
            _end(error, text, status, as_json, bool(options["verbose"]))
        if isinstance(error, exits.OutputClosed | OSError):
            output.discard()
        raise typer.Exit(status) from None


def _session(options: dict[str, Any]) -> Session:
    from pipeline.settings import resolve

    options = dict(options)
    config = options.pop("config") or ""
    quiet, verbose = options.pop("quiet"), options.pop("verbose")
    if quiet and verbose:
        raise exits.UsageError("--quiet and --verbose exclude each other; give one of them")
    options["verbosity"] = "quiet" if quiet else "verbose" if verbose else None
    flags = {"verbosity": "--quiet" if quiet else "--verbose"}
    return Session(resolve(options, config, flags=flags))


def _logs(session: Session, progress: bool) -> Any:
    from pipeline.logs import LEVELS, shown

    level = LEVELS[session.settings.verbosity]
    if level == logging.INFO and not session.as_json and (shows_bar(session) or not progress):
        level = logging.WARNING  # the bar says the same
    write = _write_plain if session.as_json else _write_styled
    return shown(level, write, as_json=session.as_json)


def shows_bar(session: Session) -> bool:
    """Whether a progress bar is shown: to people who look on, unless they want it otherwise."""
    return (
        session.settings.verbosity != "quiet"
        and not session.as_json
        and output.console(errors=True).is_terminal
    )


def _write_plain(line: str, level: int) -> None:
    print(line, file=sys.stderr, flush=True)


def _write_styled(line: str, level: int) -> None:
    output.say(line, errors=True, style=_STYLES.get(level, ""))


def _tell(level: int, event: str, text: str, as_json: bool, fields: dict[str, Any]) -> None:
    if not as_json:
        output.say(text, errors=True, style=_STYLES[level])
        return
    from pipeline.logs import json_line

    _write_plain(json_line(event, level, detail=text, **fields), level)


def _end(error: BaseException, text: str, status: int, as_json: bool, verbose: bool) -> None:
    """Say why a command ends."""
    level, word = logging.ERROR, "error"
    if isinstance(error, KeyboardInterrupt):
        level, word = logging.WARNING, "stopped"
    for line in text.splitlines():
        shown = line if as_json or word == "stopped" else f"error: {line}"
        _tell(level, word, shown, as_json, {"exit_status": status})
    if verbose or (status == exits.FAULT and as_json):
        import traceback

        _tell(logging.DEBUG, "traceback", "".join(traceback.format_exception(error)), as_json, {})
