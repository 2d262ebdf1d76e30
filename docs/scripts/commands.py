"""The command line, its settings and exit statuses, as Markdown, from the program itself."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from pipeline.cli import app
from pipeline.cli.exits import EXITS
from pipeline.cli.options import GENERAL
from pipeline.settings import PREFIX, Settings


def command_reference() -> str:
    """Every command: what it does, how it is called, its arguments and options."""
    return "\n\n".join(_command(name, command) for name, command in _commands())


def _commands() -> Iterator[tuple[str, Any]]:
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner:
            yield from ((f"{name} {each}", inner[each]) for each in inner)
        else:
            yield name, command


def _command(name: str, command: Any) -> str:
    text, _, examples = re.sub(r"\\(?=\[)", "", command.help).partition("\n\nExample")
    _, _, shown = examples.partition("\n")
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(
        ["sahel", name, "[OPTIONS]", *(_argument(p) for p in arguments)],
    )
    lines = [f"### sahel {name}", text, f"```text\n{usage}\n```"]
    rows = [f"| `{_argument(p)}` | {_cell(p.help)} |" for p in arguments]
    for option in command.params:
        if option.param_type_name == "option" and option.name not in (*GENERAL, "help"):
            flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
            rows.append(f"| {flags} | {_cell(option.help)} |")
    if rows:
        lines.append("\n".join(["| argument or option | meaning |", "|---|---|", *rows]))
    if shown.strip():
        lines.append(f"```sh\n{re.sub(r'^ {2}', '', shown.strip(chr(10)), flags=re.M)}\n```")
    return "\n\n".join(lines)


def _argument(parameter: Any) -> str:
    name = parameter.name.rstrip("_").upper()
    return name if parameter.required else f"[{name}]"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "&#124;").replace("\n", " ")


def settings_reference() -> str:
    """Every setting: its key, its variable, what may be given, its default."""
    lines = [
        "| key | environment variable | may be | default |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = _default(field.default)
        lines.append(
            f"| `{name}` | `{PREFIX}{name.upper()}` | {_cell(field.description)} | {default} |"
        )
    return "\n".join(lines)


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in ("", ()) else "*none*"


def exit_statuses() -> str:
    """What each exit status means."""
    lines = ["| status | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| {n} | {_cell(meaning)} |" for n, meaning in EXITS.items())])
