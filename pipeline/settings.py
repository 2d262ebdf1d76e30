"""Settings: the one place where defaults live, and where each value came from.

A setting is taken from the first of these that gives it: an option of the command line, an
environment variable (`SAHEL_WORKERS`), the settings file (`pipeline.toml` in the working folder,
or the file that `--config` or `SAHEL_CONFIG` names), the default below. Folders above the working
one are not searched: a model that someone else's file names would be loaded and run. Paths in the
file are relative to the file, all others to the working folder. A list in an environment
variable is separated by commas.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.stores import Store

FILE = "pipeline.toml"
PREFIX = "SAHEL_"
# Names the settings file, so it cannot stand in it.
CONFIG = PREFIX + "CONFIG"
# Where the gazetteer's index is (`pipeline.gazetteer`): whoever installs it says so once.
_DATA = PREFIX + "PRESS_DATA"
_PATHS = ("model", "lexicon", "corrections")

Engine = Literal["local", "dask"]
Export = Literal["docbin", "duckdb", "followthemoney", "graphml", "labelstudio"]
List = Annotated[tuple[str, ...], NoDecode]


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the place, the reason and the way out."""


def _setting(default: Any, expects: str, **limits: Any) -> Any:
    """A setting; `expects` says what may be given, as messages put it."""
    return Field(default, description=expects, **limits)


class Settings(BaseSettings):
    """What a command works with; the fields are the keys of `pipeline.toml`.

    `Settings()` is the defaults, whatever the environment says; `resolve` puts all sources
    together.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    model: str = _setting("", "a spaCy pipeline's folder or package; empty for the shipped one")
    workers: int = _setting(1, "a whole number of at least 1", ge=1)
    engine: Engine = _setting("local", "local or dask")
    scheduler: str = _setting("", "a Dask scheduler's address, such as tcp://10.0.0.1:8786")
    lexicon: List = _setting((), "folders with lexicon files of your own")
    corrections: str = _setting("", "a CSV file that says who is who")
    any_language: bool = _setting(False, "true or false")
    lang: Literal["fr", "en"] = _setting("fr", "fr or en, the report's language")
    export: List = _setting((), f"any of {', '.join(get_args(Export))}")
    seconds_a_document: float = _setting(
        0.0,
        "a number of seconds, 0 for a limit that grows with the text",
        ge=0,
        allow_inf_nan=False,
    )
    log_format: Literal["text", "json"] = _setting("text", "text or json")
    verbosity: Literal["quiet", "normal", "verbose"] = _setting(
        "normal", "quiet, normal or verbose"
    )

    @field_validator("lexicon", "export", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """A list, or one string with commas in it."""
        if isinstance(value, str):
            return [item.strip() for item in value.split(",") if item.strip()]
        return value

    @field_validator("export")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in get_args(Export)]
        if unknown:
            raise ValueError(f"no export «{unknown[0]}»")
        return names

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given: `resolve` reads the others, to know which gave what."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting's value came from.

    Attributes:
        kind: "option", "environment", "file" or "default".
        place: the option, the variable, or the file with the line; "" for a default.
    """

    kind: Literal["option", "environment", "file", "default"]
    place: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.place}".strip()


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings, and for each of them where it came from.

    Attributes:
        settings: the values.
        origins: setting to origin, for every setting.
        file: the settings file that was read, if any.
    """

    settings: Settings
    origins: Mapping[str, Origin]
    file: Path | None = None


def resolve(
    options: Mapping[str, Any] | None = None,
    config: str | Path = "",
    *,
    flags: Mapping[str, str] | None = None,
) -> Resolved:
    """Settings from options, the environment, the settings file and the defaults.

    Args:
        options: settings given on the command line; those that are None are not given.
        config: the settings file; "" is the one that `SAHEL_CONFIG` names, else `pipeline.toml`
            of the working folder where there is one.
        flags: what a setting's option is called, where that is not the setting's name.

    Raises:
        SettingsError: an unknown key or variable, a value that cannot be used, a file that cannot
            be read. The message has a line for each.
    """
    file = _file(config)
    in_file, lines = _read(file) if file else ({}, {})
    in_environment = _from_environment()
    given = {name: value for name, value in (options or {}).items() if value is not None}
    origins = dict.fromkeys(Settings.model_fields, Origin("default"))
    for name in in_file:
        origins[name] = Origin("file", f"{file}, line {lines.get(name, '?')}")
    for name in in_environment:
        origins[name] = Origin("environment", f"{PREFIX}{name.upper()}")
    for name in given:
        flag = (flags or {}).get(name, "--" + name.replace("_", "-"))
        origins[name] = Origin("option", flag)
    raw = {**in_file, **in_environment, **given}
    try:
        settings = Settings(**raw)
    except ValidationError as error:
        problems = {str(e["loc"][0]): e["type"] for e in error.errors()}
        messages = [_problem(name, raw[name], kind, origins) for name, kind in problems.items()]
        raise SettingsError("\n".join(messages)) from error
    return Resolved(settings, origins, file)


def _problem(name: str, value: Any, kind: str, origins: Mapping[str, Origin]) -> str:
    origin = origins[name]
    if kind == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"{origin.place}: unknown key «{name}»{_nearest(name)}; the keys are {known}"
    expects = Settings.model_fields[name].description
    shown = value if isinstance(value, str) else _toml(value)
    where = f"{origin.place}: {name}" if origin.kind == "file" else origin.place
    return f"{where}: «{shown}» cannot be used; give {expects}"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _nearest(name: str, *, environment: bool = False) -> str:
    close = get_close_matches(name.lower().replace("-", "_"), Settings.model_fields, n=1)
    if not close:
        return ""
    meant = f"{PREFIX}{close[0].upper()}" if environment else f"«{close[0]}»"
    return f" (did you mean {meant}?)"


def _file(config: str | Path) -> Path | None:
    named = str(config) or os.environ.get(CONFIG, "")
    if not named:
        return Path(FILE) if Path(FILE).is_file() else None
    path = Path(named).expanduser()
    if not path.exists() or path.is_dir():
        asked = "--config" if config else CONFIG
        what = "is a folder" if path.is_dir() else "no such file"
        raise SettingsError(f"{path}: {what}; {asked} names a settings file like {FILE}")
    return path


def _read(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The file's keys and values, and the line of each key that is found."""
    try:
        values = TomlConfigSettingsSource(Settings, toml_file=path)()
        text = path.read_text(encoding="utf-8")
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f'{path}: not TOML: {error}; lines are like workers = 4 or model = "name"'
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8; save it in that encoding") from error
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    for name in _PATHS:
        if name in values:
            values[name] = _beside(path.parent, values[name], exists=name == "model")
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*\[*\s*[\"']?([\w-]+)", line):
            lines.setdefault(found[1], number)
    return values, lines


def _beside(folder: Path, value: Any, *, exists: bool) -> Any:
    """Paths relative to a folder; with `exists`, only where that gives one (else a name)."""
    if isinstance(value, list):
        return [_beside(folder, item, exists=exists) for item in value]
    if not isinstance(value, str) or not value or folder == Path():
        return value
    local = Store(value).local
    if local is None:
        return value
    path = folder / local.expanduser()
    return str(path) if path.exists() or not exists else value


def _from_environment() -> dict[str, Any]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {CONFIG, _DATA}
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in known:
            name = variable.removeprefix(PREFIX).lower()
            raise SettingsError(
                f"{variable}: no such environment variable{_nearest(name, environment=True)}; "
                f"unset it (known: {', '.join(sorted(known))})"
            )
    return dict(EnvSettingsSource(Settings)())
