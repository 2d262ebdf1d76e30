"""What Griffe has to be told of this project's docstrings and modules (an extension of it)."""

import re
from textwrap import indent
from typing import Any

import griffe

# «low, high: bounds» is said of both.
_SHARED = re.compile(r"^( +)((?:\w+,\s+)+\w+): (.*\n?(?:\1 +\S.*\n?)*)", re.M)


# Griffe takes the plural for a section of code, and nothing else for one.
_EXAMPLE = re.compile(r"^Example:$", re.M)
_BARE = re.compile(r"^>>> .*(?:\n.+)*", re.M)


class Docstrings(griffe.Extension):
    """Attributes that share a line get one each, examples are code, functions stay functions."""

    def __init__(self) -> None:
        self._functions: dict[str, griffe.Function] = {}

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Put a docstring into the form that Griffe knows."""
        if obj.docstring:
            text = _EXAMPLE.sub("Examples:", obj.docstring.value)
            text = _BARE.sub(lambda found: "Examples:\n" + indent(found[0], "    "), text)
            obj.docstring.value = _SHARED.sub(_one_each, text)

    def on_function_instance(self, *, func: griffe.Function, **kwargs: Any) -> None:
        """Remember the package's functions, which its modules hide from Griffe, not from Python."""
        if func.parent and func.parent.path == "pipeline.extractors":
            self._functions[func.name] = func

    def on_package(self, *, pkg: griffe.Module, **kwargs: Any) -> None:
        """Put them back."""
        if pkg.path == "pipeline":
            for name, function in self._functions.items():
                pkg["extractors"].members[name] = function


def _one_each(found: re.Match[str]) -> str:
    margin, names, told = found.groups()
    told = told if told.endswith("\n") else told + "\n"
    return "".join(f"{margin}{name}: {told}" for name in re.split(r",\s+", names))
