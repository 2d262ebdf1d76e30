"""The page: its sections put together, its files written."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from pipeline.report import charts
from pipeline.report.chart_map import place_map
from pipeline.report.contradictions import contradictions
from pipeline.report.corrections_file import ReadyCorrections, ready_corrections
from pipeline.report.deaths import dead_by_month
from pipeline.report.events import LISTED, timeline, years
from pipeline.report.figures import LOSSES, STRENGTH
from pipeline.report.forces import chart_rows, force_cards, unattributed_losses
from pipeline.report.front import front_page
from pipeline.report.people import people_cards
from pipeline.report.places import MapData, countries, map_data
from pipeline.report.queries import Tables
from pipeline.report.reading import REPORT, Reading, read
from pipeline.report.texts import LABELS, MarkedText, marked_texts
from pipeline.report.together import together
from pipeline.report.words import Words

HERE = Path(__file__).parent


def write_report(
    folder: Path, tables: Path | Mapping[str, pd.DataFrame], *, lang: str = "fr"
) -> list[Path]:
    """Write the page that a person reads, made from the tables alone.

    The page shows up to `pipeline.report.selection.TEXTS` texts, so that neither its size nor the
    memory that it takes to make grow with the number of texts; its sums are those of all.

    People whose names are alike go to `corrections-a-remplir.csv` beside it, to be decided on.

    Args:
        folder: where report.html goes; it must exist. When the texts are too long for one page
            (about 9 MB of marked text), they go to report-texts-001.html and so on beside it.
        tables: the folder that holds `<table>.parquet`, as `pipeline.tables` declares them; or
            DataFrames by name.
        lang: the language of the page, "fr" or "en"; the texts stay as they are.

    Returns:
        The files written, report.html first.

    Raises:
        ValueError: `lang` is another language.
        OSError: a file cannot be written.
    """
    words = Words(lang)
    with Tables(tables) as asked:
        reading = read(asked, words)
        texts = marked_texts(reading)
        outside: dict[str, list[MarkedText]] = {}
        for text in texts:
            if text.file:
                outside.setdefault(text.file, []).append(text)
        ready = ready_corrections(folder, asked)
        _write(folder / REPORT, "report.html.j2", _report(reading, texts, ready))
        for name, own in outside.items():
            _write(folder / name, "texts.html.j2", _texts_page(words, own))
    return [folder / name for name in (REPORT, *outside)] + ([ready.path] if ready else [])


def _write(path: Path, template: str, values: Mapping[str, Any]) -> None:
    """Fill a template into a file, piece by piece."""
    page = _environment().get_template(template).stream(**values)
    page.enable_buffering(500)
    with path.open("wb") as file:
        # Half of a surrogate pair has no UTF-8; a question mark stands for it.
        page.dump(file, encoding="utf-8", errors="replace")


def _report(
    reading: Reading, texts: list[MarkedText], ready: ReadyCorrections | None
) -> dict[str, Any]:
    words = reading.words
    places = map_data(reading)
    pairs = together(reading)
    dates, older = timeline(reading)
    specs = _specs(reading, places, pairs.matrix, dates)
    people, forces, lands = people_cards(reading), force_cards(reading), countries(reading)
    index = [
        {"n": c.name, "g": group, "m": c.mentions, "a": c.anchor, "o": " ".join(c.aliases)}
        for group, cards in (
            ("people", people),
            ("forces", forces),
            ("places", [p for land in lands for p in land.places]),
        )
        for c in cards
    ]
    unattributed, unattributed_count = unattributed_losses(reading)
    script, vega = _asset("page.js"), _asset("vega.js")
    return {
        "words": words,
        "labels": LABELS,
        "style": Markup(_asset("page.css")),
        "scripts": [Markup(vega), Markup(script)] if specs else [Markup(script)],
        "policy": _policy([vega, script] if specs else [script]),
        "front": front_page(reading),
        "people": people,
        "ready": ready,
        "forces": forces,
        "dead_by_month": dead_by_month(reading),
        "unattributed": unattributed,
        "unattributed_count": unattributed_count,
        "countries": lands,
        "map": places,
        "years": years(reading),
        "older": older,
        "events_shown": LISTED,
        "pairs": pairs,
        "contradictions": contradictions(reading),
        "rejects": reading.rows["rejects"],
        "totals": reading.totals,
        "some": reading.some,
        "methods": _methods(reading),
        "texts": texts,
        "specs": specs,
        "data": _json({"charts": specs, "index": index, "locale": _locale(words)}),
    }


def _texts_page(words: Words, texts: list[MarkedText]) -> dict[str, Any]:
    script = _asset("page.js")
    return {
        "words": words,
        "labels": LABELS,
        "style": Markup(_asset("page.css")),
        "scripts": [Markup(script)],
        "policy": _policy([script]),
        "texts": texts,
        "report": REPORT,
        "data": _json({"charts": {}, "index": [], "locale": _locale(words)}),
    }


def _specs(
    reading: Reading, places: MapData, cells: charts.Rows, dates: charts.Rows
) -> dict[str, charts.Spec]:
    """The charts that there are data for, by the name that the page gives them."""
    words = reading.words
    specs: dict[str, charts.Spec] = {}
    if places.points or places.shaded:
        borders = json.loads((HERE / "borders" / "borders.json").read_text(encoding="utf-8"))
        specs["map"] = place_map(words, places, borders, str(words("map.description")))
    for name, roles in (("strengths", STRENGTH), ("losses", LOSSES)):
        dated, undated = chart_rows(reading, roles)
        if dated:
            described = str(words(f"{name}.description"))
            many = str(words("chart.others"))
            by = "force" if roles is STRENGTH else "role"
            specs[name] = charts.over_time(words, dated, described, by=by, many=many)
        if undated:
            described = str(words(f"{name}.undated.description"))
            specs[f"{name}-undated"] = charts.side_by_side(words, undated, described)
    if dates:
        specs["timeline"] = charts.timeline(words, dates, str(words("timeline.description")))
    if len(cells) >= 6:
        specs["together"] = charts.matrix(words, cells, str(words("together.description")))
    return specs


def _methods(reading: Reading) -> list[Markup]:
    """«120 par le modèle», and so on, the most frequent first."""
    counts = reading.tables.rows(
        "select method, count(*) as n from mentions where method is not null "
        "group by method order by n desc, method"
    )
    return [reading.words(f"method.{row.method}", n=row.n) for row in counts]


def _locale(words: Words) -> dict[str, Any]:
    """What d3 needs to write dates and numbers in the page's language."""
    months = str(words("months")).split(" ")
    return {
        "number": {
            "decimal": "," if words.lang == "fr" else ".",
            "thousands": "\u202f" if words.lang == "fr" else ",",
            "grouping": [3],
            "currency": ["", ""],
        },
        "time": {
            "dateTime": "%A %e %B %Y %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["", ""],
            "days": str(words("days")).split(" "),
            "shortDays": [day[:3] for day in str(words("days")).split(" ")],
            "months": months,
            "shortMonths": str(words("months.short")).split(" "),
        },
        "words": {
            key: str(words(f"js.{key}"))
            for key in ("results", "result", "nothing", "people", "forces", "places", "failed")
        },
    }


def _json(value: Any) -> Markup:
    """JSON that can stand in a <script>: nothing in it opens or closes a tag or ends a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def _policy(scripts: list[str]) -> str:
    """A content security policy under which only these scripts run and nothing is fetched.

    Styles may stand inline, since the charts set them on their elements.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
