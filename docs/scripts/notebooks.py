"""Notebooks as pages: their text as it is, their code as blocks, what they show as it was saved."""

import json
from pathlib import Path
from typing import Any

_IMAGES = ("image/png", "image/jpeg")


def notebook_page(path: Path) -> str:
    """A notebook as Markdown.

    Args:
        path: the notebook (nbformat 4).
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = [part for cell in cells for part in _cell(cell)]
    link = f"[{path.name}]({path.name})"
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
    for kind in _IMAGES:
        if kind in data:
            return f'<img alt="" src="data:{kind};base64,{"".join(data[kind]).strip()}">'
    if "text/html" in data:
        return f'<div class="output">\n{"".join(data["text/html"])}\n</div>'
    text = "".join(output.get("text") or data.get("text/plain") or "")
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""
