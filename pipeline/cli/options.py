"""The options that stand for settings, declared once for every command that takes them.

None has a default here: what is not given comes from the environment, `pipeline.toml` or
`pipeline.settings`, where the defaults live.
"""

from collections.abc import Mapping
from inspect import Parameter
from typing import Annotated, Any

import typer

_SETTINGS, _MESSAGES = "Settings", "Messages"


def _option(name: str, kind: Any, *flags: str, default: str = "", **more: Any) -> Parameter:
    flags = flags or ("--" + name.replace("_", "-"),)
    more.setdefault("rich_help_panel", _SETTINGS)
    option = typer.Option(*flags, show_default=default or False, **more)
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def _of(*values: str) -> dict[str, Any]:
    """A choice: what completion offers and help shows; the settings check it."""

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return {"metavar": "|".join(values), "autocompletion": complete}


EXPORTS = ("docbin", "duckdb", "followthemoney", "graphml", "labelstudio")

_ALL = (
    _option(
        "model",
        str,
        "--model",
        "-m",
        help="A spaCy pipeline: a folder or a package's name.",
        default="the shipped one",
        metavar="MODEL",
    ),
    _option(
        "lexicon",
        list[str],
        "--lexicon",
        "-l",
        help="A folder with lexicon files of your own; repeatable.",
        metavar="DIR",
    ),
    _option("workers", int, help="Processes to work in.", default="1", metavar="N"),
    _option("engine", str, help="Where to work.", default="local", **_of("local", "dask")),
    _option(
        "scheduler",
        str,
        help="A Dask scheduler, tcp://…; without one, --engine dask starts its own.",
        metavar="ADDRESS",
    ),
    _option(
        "corrections",
        str,
        help="Who is who, a CSV file.",
        default="corrections.csv of the target",
        metavar="FILE",
    ),
    _option(
        "any_language",
        bool,
        "--any-language/--french-only",
        help="Also process texts that are not French.",
        default="french-only",
    ),
    _option("lang", str, help="Language of the report.", default="fr", **_of("fr", "en")),
    _option(
        "export",
        list[str],
        "--export",
        "-e",
        help="Also write files for another tool: docbin, duckdb, followthemoney, graphml, "
        "labelstudio; repeatable.",
        metavar="NAME",
        autocompletion=lambda incomplete: [e for e in EXPORTS if e.startswith(incomplete)],
    ),
    _option(
        "seconds_a_document",
        float,
        help="A document that takes longer is rejected; 0: a minute, and a second more for each "
        "thousand characters.",
        default="0",
        metavar="SECONDS",
    ),
    _option(
        "config",
        str,
        help="The settings file.",
        default="pipeline.toml here, if there is one",
        metavar="FILE",
        rich_help_panel=_MESSAGES,
    ),
    _option(
        "log_format",
        str,
        help="How messages look; json is one object a line.",
        default="text",
        rich_help_panel=_MESSAGES,
        **_of("text", "json"),
    ),
    _option(
        "quiet",
        bool,
        "--quiet",
        "-q",
        help="Warnings and errors only.",
        rich_help_panel=_MESSAGES,
    ),
    _option(
        "verbose",
        bool,
        "--verbose",
        "-v",
        help="Also what helps to find a fault.",
        rich_help_panel=_MESSAGES,
    ),
)

OPTIONS: Mapping[str, Parameter] = {option.name: option for option in _ALL}
# Every command has these.
GENERAL = ("config", "log_format", "quiet", "verbose")
