"""The charts, as Vega-Lite specifications made with Altair.

Rows come from the sections; colours of axes, land and text come from the page's style sheet, which
knows whether the page is light, dark or printed (the SVG's marks carry the names given here).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.report.words import Words

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
# Okabe and Ito's colours that stand out on white and on black alike.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#7570b3", "#56b4e9", "#8c564b")
_SERIES = 6


def over_time(words: Words, rows: Rows, description: str, *, by: str, many: str) -> Spec:
    """Figures as points on an axis of time, a colour and shape for each force or role.

    Args:
        rows: force, date (ISO 8601), low, high, value, said, when, text, href.
        by: the column whose values are told apart, "force" or "role".
        many: what to call the values after the first six.
    """
    import altair as alt

    order = list(dict.fromkeys(r[by] for r in rows))
    series = [*order[:_SERIES], *([many] if len(order) > _SERIES else [])]
    shown = [{**r, "series": r[by] if r[by] in order[:_SERIES] else many} for r in rows]
    legend = alt.Legend(orient="top", columns=2, labelLimit=160, symbolOpacity=1)
    axis = _time_axis(min(r["date"] for r in rows), max(r["date"] for r in rows), alt)
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X("date:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=24)),
        color=alt.Color(
            "series:N",
            title=None,
            scale=alt.Scale(domain=series, range=list(COLOURS[: len(series)])),
            legend=legend,
        ),
    )
    scale = _number_scale([r["value"] for r in rows], alt)
    number = alt.Axis(
        title=None,
        format=",d",
        domain=False,
        ticks=False,
        **({"values": [10**n for n in range(9)]} if scale.type == "symlog" else {"tickCount": 5}),
    )
    spans = base.mark_rule(strokeWidth=2, opacity=0.5, aria=False).encode(
        y=alt.Y("low:Q", axis=number, scale=scale), y2="high:Q"
    )
    points = base.mark_point(filled=True, size=110, opacity=0.9).encode(
        y=alt.Y("value:Q", axis=number, scale=scale),
        shape=alt.Shape("series:N", title=None, scale=alt.Scale(domain=series), legend=legend),
        href="href:N",
        description="spoken:N",
        tooltip=_tooltip(words, alt),
    )
    chart = alt.layer(spans, points).properties(width="container", height=260)
    return finish(chart, description, {"figures": shown}, alt)


def side_by_side(words: Words, rows: Rows, description: str) -> Spec:
    """Figures without a common axis of time: one line each, force and date before it.

    Args:
        rows: force, date, low, high, value, amount, said, when, text, href.
    """
    import altair as alt

    known = any(r["date"] for r in rows)
    lines = [
        {**r, "line": f"{r['force']} · {r['when'] if known else r['text']}", "order": i}
        for i, r in enumerate(rows)
    ]
    # Two figures of one force and text need two lines: spaces tell them apart unseen.
    seen: Counter[str] = Counter()
    for line in lines:
        seen[line["line"]] += 1
        line["line"] += "\u200b" * (seen[line["line"]] - 1)
    base = alt.Chart(alt.NamedData("figures")).encode(
        y=alt.Y(
            "line:N",
            sort=alt.EncodingSortField("order", op="min"),
            title=None,
            axis=alt.Axis(domain=False, ticks=False, labelLimit=230, labelPadding=8),
        ),
        color=alt.value(COLOURS[0]),
    )
    most = max(r["high"] for r in rows)
    axis = alt.Axis(title=None, format=",d", tickCount=4, domain=False, ticks=False)
    x = alt.X("value:Q", axis=axis, scale=alt.Scale(domainMin=0, domainMax=most * 1.4))
    stems = base.mark_rule(strokeWidth=2, opacity=0.35, aria=False).encode(x=x)
    spans = base.mark_rule(strokeWidth=6, opacity=0.35, aria=False).encode(
        x=alt.X("low:Q"), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x, href="href:N", description="spoken:N", tooltip=_tooltip(words, alt)
    )
    numbers = points.mark_text(align="left", dx=10, fontSize=12, aria=False).encode(text="amount:N")
    chart = alt.layer(stems, spans, points, numbers).properties(
        width="container", height=30 * len(lines)
    )
    return finish(chart, description, {"figures": lines}, alt)


def timeline(words: Words, rows: Rows, description: str) -> Spec:
    """Events, and the dates that the texts name, on an axis of time.

    Args:
        rows: row, first and last (ISO 8601), when, what, size, event, href.
    """
    import altair as alt

    order = list(dict.fromkeys(r["row"] for r in rows))
    base = alt.Chart(alt.NamedData("dates")).encode(
        y=alt.Y(
            "row:N",
            sort=order,
            title=None,
            axis=alt.Axis(domain=False, ticks=False, grid=True, labelLimit=120, labelPadding=8),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=str(words("chart.kind"))),
            alt.Tooltip("when:N", title=str(words("chart.when"))),
            alt.Tooltip("what:N", title=str(words("chart.what"))),
        ],
        href="href:N",
        description="spoken:N",
        color=alt.Color(
            "event:N",
            legend=None,
            scale=alt.Scale(domain=[True, False], range=[COLOURS[1], COLOURS[0]]),
        ),
    )
    first, last = min(r["first"] for r in rows), max(r["last"] for r in rows)
    axis = _time_axis(first, last, alt)
    x = alt.X("first:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=14))
    spans = base.mark_bar(height=7, opacity=0.35, cornerRadius=3, aria=False).encode(
        x=x, x2="last:T"
    )
    points = base.mark_point(filled=True, opacity=0.85).encode(
        x=x,
        size=alt.Size("size:Q", legend=None, scale=alt.Scale(range=[60, 400], zero=True)),
        shape=alt.Shape(
            "event:N",
            legend=None,
            scale=alt.Scale(domain=[True, False], range=["diamond", "circle"]),
        ),
    )
    chart = alt.layer(spans, points).properties(width="container", height=34 * len(order))
    return finish(chart, description, {"dates": rows}, alt)


def matrix(words: Words, rows: Rows, description: str) -> Spec:
    """In how many sentences each two of the most connected people and forces stand.

    Args:
        rows: a, b, n, href.
    """
    import altair as alt

    weight: dict[str, int] = {}
    for r in rows:
        weight[r["a"]] = weight.get(r["a"], 0) + r["n"]
    order = sorted(weight, key=lambda a: (-weight[a], a))
    axis = alt.Axis(domain=False, ticks=False, labelLimit=130, grid=False)
    base = alt.Chart(alt.NamedData("pairs")).encode(
        x=alt.X("a:N", sort=order, title=None, axis=axis.copy()),
        y=alt.Y("b:N", sort=order, title=None, axis=axis.copy()),
        href="href:N",
        description="spoken:N",
        tooltip=[
            alt.Tooltip("a:N", title=str(words("chart.who"))),
            alt.Tooltip("b:N", title=str(words("chart.with"))),
            alt.Tooltip("n:Q", title=str(words("chart.sentences"))),
        ],
    )
    most = max((r["n"] for r in rows), default=1)
    cells = base.mark_rect(cornerRadius=2).encode(
        fillOpacity=alt.FillOpacity(
            "n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[0.08, 0.75])
        )
    )
    numbers = base.mark_text(fontSize=11, aria=False).encode(text="n:Q")
    chart = alt.layer(cells.properties(name="cells"), numbers).properties(
        width="container", height=24 * len(order)
    )
    return finish(chart, description, {"pairs": rows}, alt)


def _spoken(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what a screen reader says of its mark."""
    said = (row.get(key) for key in ("force", "row", "name", "a", "b", "when", "said", "what", "n"))
    return {**row, "spoken": ", ".join(str(part) for part in said if part)}


def _tooltip(words: Words, alt: Any) -> list[Any]:
    return [
        alt.Tooltip("force:N", title=str(words("chart.force"))),
        alt.Tooltip("said:N", title=str(words("chart.figure"))),
        alt.Tooltip("role:N", title=str(words("chart.role"))),
        alt.Tooltip("when:N", title=str(words("chart.when"))),
        alt.Tooltip("text:N", title=str(words("chart.source"))),
    ]


def _number_scale(values: Sequence[int], alt: Any) -> Any:
    """Even steps; steps of ten where one figure would press the others to the ground."""
    middle = sorted(values)[len(values) // 2]
    uneven = len(values) > 4 and max(values) > 50 * max(middle, 1)
    return alt.Scale(type="symlog" if uneven else "linear")


def _time_axis(first: str, last: str, alt: Any) -> Any:
    """Days, months or years on an axis, as the time between two ISO 8601 dates asks for."""
    years = int(last[:4]) - int(first[:4])
    if years > 3:
        return alt.Axis(format="%Y", tickCount="year", labelOverlap=True)
    near = first[:4] == last[:4] and len(first) > 7 and int(last[5:7]) - int(first[5:7]) < 3
    return alt.Axis(format="%e %b" if near else "%b %Y", tickCount=6, labelOverlap=True)


def finish(chart: Any, description: str, datasets: Mapping[str, Any], alt: Any) -> Spec:
    """The specification as a dictionary, with its data beside it and the page's configuration."""
    chart = chart.properties(description=description).configure(
        background="transparent",
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(labelFontSize=12, gridDash=[2, 3], titleFontSize=12),
        legend=alt.LegendConfig(labelFontSize=12),
    )
    spec: Spec = chart.to_dict(validate=False)  # the browser tests draw each chart
    # The map fills its frame; the others are as high as their lines.
    fills = spec.get("height") == "container"
    spec["autosize"] = {"type": "fit" if fills else "fit-x", "contains": "padding"}
    spec["padding"] = 0 if fills else 5
    spec["datasets"] = {
        name: [_spoken(row) for row in rows] if isinstance(rows, list) else rows
        for name, rows in datasets.items()
    }
    return spec
