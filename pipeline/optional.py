"""Dependencies that one feature alone needs, and what to say where they are missing.

`pip install sahel-press` installs what every table needs; the rest are the package's extras
(`pip install 'sahel-press[report]'`). Modules import an optional dependency inside the function
that needs it, after `need`, so that one who lacks it reads one line instead of a traceback.
"""

from importlib.util import find_spec

# The modules that each extra of pyproject.toml brings, under the names that one installs them by.
EXTRAS: dict[str, tuple[str, ...]] = {
    "report": ("altair", "babel", "jinja2", "markupsafe"),
    "dask": ("dask", "distributed"),
    "s3": ("s3fs",),
    "graph": ("networkx",),
}


class MissingExtraError(ImportError):
    """A feature was asked for whose extra is not installed; the message says how to install it."""


def missing(feature: str, extra: str) -> str:
    """What to tell a user who asks for a feature that cannot be had here.

    Args:
        feature: as the user calls it, e.g. «--engine dask».
        extra: a name in `EXTRAS`.

    Returns:
        "" where everything is installed, else one line.

    >>> missing("the report", "report")
    ''
    """
    absent = [module for module in EXTRAS[extra] if not _is_there(module)]
    if not absent:
        return ""
    names = " and ".join(filter(None, (", ".join(absent[:-1]), absent[-1])))
    return f"{feature} needs {names}: pip install 'sahel-press[{extra}]'"


def need(feature: str, extra: str) -> None:
    """Stop with one clear line where a feature's dependencies are not installed.

    Args:
        feature: as the user calls it.
        extra: a name in `EXTRAS`.

    Raises:
        MissingExtraError: something is missing.
    """
    if message := missing(feature, extra):
        raise MissingExtraError(message)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # blocked, or half removed
        return False
