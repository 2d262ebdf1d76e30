"""Notebooks as pages: their text as it is, their code as blocks, what they show as it was saved."""

import base64
import json
import re
from pathlib import Path
from typing import Any

_IMAGES = ("image/png", "image/jpeg")
# Leads to a file of the one who ran the notebook.
_LOCAL_LINK = re.compile(r'<a href="(?!https?:|#)[^"]*"[^>]*>(.*?)</a>', re.S)


def notebook_page(path: Path) -> str:
    """A notebook as Markdown.

    Args:
        path: the notebook (nbformat 4).
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = [part for cell in cells for part in _cell(cell)]
    link = f'<a href="{path.name}" download>{path.name}</a>'
    note = f'!!! tip "This page is a notebook"\n    Download it, and run it: {link}.'
    first = 1 if parts and parts[0].startswith("# ") else 0
    if first:
        title, _, rest = parts[0].partition("\n")
        parts[:1] = [title, rest]
    return "\n\n".join([*parts[:first], note, *parts[first:]]) + "\n"


def _cell(cell: dict[str, Any]) -> list[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return [source]
    if cell["cell_type"] != "code" or not source.strip():
        return []
    return [f"```python\n{source}\n```", *map(_output, cell.get("outputs", ()))]


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "image/svg+xml" in data:
        drawing = "".join(data["image/svg+xml"])
        return _image("image/svg+xml", base64.b64encode(drawing.encode()).decode())
    for kind in _IMAGES:
        if kind in data:
            return _image(kind, "".join(data[kind]).strip())
    if "text/html" in data:
        shown = _LOCAL_LINK.sub(r"\1", "".join(data["text/html"]))
        return f'<div class="output">\n{shown}\n</div>'
    text = "".join(output.get("text") or data.get("text/plain") or "")
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""


def _image(kind: str, data: str) -> str:
    return f'<img class="output" alt="what the cell above draws" src="data:{kind};base64,{data}">'
