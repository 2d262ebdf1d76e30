"""How tables and runs show themselves in a notebook."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.stores import Store

if TYPE_CHECKING:
    from pipeline.running import RunResult

REJECTS = 10
"""How many inputs that were not read are shown."""


def tables_html(sizes: Mapping[str, int], caption: str = "") -> str:
    """Tables with their number of rows and what a row is.

    Args:
        sizes: table name to number of rows.
        caption: a line of text above it; "" for none.
    """
    from pipeline.tables import TABLES

    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{n:,}</td>'
        '<td style="text-align:left">'
        f"{escape(TABLES[name].description if name in TABLES else '')}</td></tr>"
        for name, n in sizes.items()
    )
    head = "".join(f'<th scope="col">{c}</th>' for c in ("table", "rows", "a row is"))
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def run_html(result: "RunResult") -> str:
    """What a run did: how many texts, what was not read and why, the tables, the report."""
    before = f" ({result.resumed:,} done before)" if result.resumed else ""
    parts = [tables_html(result.counts, f"{result.processed:,} texts read{before}")]
    refused = result.rejects[:REJECTS]
    if refused:
        said = "".join(
            f"<li><b>{escape(str(r.get('reason') or ''))}</b> {escape(str(r.get('detail') or ''))}"
            "</li>"
            for r in refused
        )
        more = result.counts.get("rejects", 0) - len(refused)
        said += f"<li>… and {more:,} more; the table rejects has all.</li>" if more > 0 else ""
        parts.append(f"<p>Not read:</p><ul>{said}</ul>")
    for path in result.paths:
        local = Store(str(path)).local
        if local and local.name == "report.html":
            shown = escape(str(path))
            parts.append(f'<p>Report: <a href="{escape(_address(local))}">{shown}</a></p>')
    return "".join(parts)


def _address(path: str | Path) -> str:
    """A path as a link's address: nothing in it is taken for a scheme, a query or an anchor."""
    where = quote(str(path).replace("\\", "/"))
    return where if where.startswith(("/", "./", "../")) else f"./{where}"
