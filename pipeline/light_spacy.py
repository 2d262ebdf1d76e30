"""Imports spaCy without its command line.

`import spacy` loads `spacy.cli`, which takes as long as all the rest, for one function of it,
`spacy.info`. Imported here first, spaCy loads its command line when something of it is used:
`spacy.info`, `spacy.cli.download` and `import spacy.cli` do what they always do. Where spaCy is
there already, nothing changes.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_LATER = ("spacy.cli", "spacy.cli.info")


def _info(*args: Any, **options: Any) -> Any:
    """`spacy.info`, whose module is loaded when it is called."""
    return import_module("spacy.cli.info").info(*args, **options)


def _import() -> None:
    package, module = map(ModuleType, _LATER)
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules |= dict(zip(_LATER, (package, module), strict=True))
    try:
        spacy = import_module("spacy")
    finally:
        for name in _LATER:
            sys.modules.pop(name, None)
    if getattr(spacy, "cli", None) is package:
        del spacy.cli

    def late(name: str) -> Any:
        if name == "cli":
            return import_module("spacy.cli")
        raise AttributeError(f"module 'spacy' has no attribute {name!r}")

    spacy.__getattr__ = late  # type: ignore[method-assign]


if "spacy" not in sys.modules:
    _import()
