"""The map, as a Vega-Lite specification made with Altair."""

import math
from collections.abc import Mapping
from typing import Any

from pipeline.report.charts import COLOURS, Rows, Spec, finish
from pipeline.report.places import WINDOW, MapData
from pipeline.report.words import Words


def place_map(words: Words, data: MapData, borders: Mapping[str, Any], description: str) -> Spec:
    """Places and events on a map; the page moves it through its parameters.

    The parameters are zoom (1 shows the Sahel), lon and lat (the middle), kind, force and year
    (what to show; "" shows all). `borders` is a topology whose object «countries» has for each
    country its code, where to write its name (`at`) and the square root of its area (`size`).
    """
    import altair as alt

    west, south, east, north = WINDOW
    wide = math.radians(east - west)
    high = _mercator(north) - _mercator(south)
    params = [
        alt.param(name="zoom", value=1),
        alt.param(name="lon", value=(west + east) / 2),
        alt.param(name="lat", value=(south + north) / 2),
        *(alt.param(name=name, value="") for name in ("kind", "force", "year")),
    ]
    chosen = (
        "(kind == '' || datum.layer + ':' + datum.kind == kind || datum.layer + ':' == kind)"
        " && (force == '' || indexof(datum.forces, '|' + force + '|') >= 0)"
        " && (year == '' || (year == '?' ? datum.years == ''"
        " : indexof(datum.years, '|' + year + '|') >= 0))"
    )
    topology = alt.NamedData(
        "borders", format=alt.TopoDataFormat(feature="countries", type="topojson")
    )
    spoken = alt.Description("spoken:N")
    tooltip = [
        alt.Tooltip("name:N", title=str(words("chart.place"))),
        alt.Tooltip("what:N", title=str(words("chart.kind"))),
        alt.Tooltip("said:N", title=str(words("chart.how_often"))),
    ]
    land = alt.Chart(topology, name="land").mark_geoshape(clip=True, aria=False)
    shaded = (
        alt.Chart(topology, name="shaded")
        .transform_lookup(
            lookup="properties.code",
            from_=alt.LookupData(
                alt.NamedData("countries"),
                "code",
                [
                    "name",
                    "what",
                    "said",
                    "spoken",
                    "mentions",
                    "href",
                    "kind",
                    "forces",
                    "years",
                    "layer",
                ],
            ),
        )
        .transform_filter(f"isValid(datum.mentions) && {chosen}")
        .mark_geoshape(clip=True)
        .encode(
            fillOpacity=alt.FillOpacity(
                "mentions:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", domain=_up_to(data.shaded), range=[0.05, 0.5]),
            ),
            href="href:N",
            description=spoken,
            tooltip=tooltip,
        )
    )
    names = (
        alt.Chart(alt.NamedData("names"), name="names")
        .transform_filter("datum.size * zoom * width > 3200")
        .mark_text(fontSize=11, clip=True, aria=False)
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    points = (
        alt.Chart(alt.NamedData("points"), name="points")
        .transform_filter(chosen)
        .mark_point(filled=True, clip=True, strokeWidth=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            href="href:N",
            description=spoken,
            tooltip=tooltip,
            opacity=alt.when("datum.vague").then(alt.value(0.4)).otherwise(alt.value(0.85)),
            size=alt.Size("weight:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[45, 500])),
            shape=alt.Shape(
                "layer:N",
                legend=None,
                scale=alt.Scale(domain=["place", "event"], range=["circle", "diamond"]),
            ),
            color=alt.Color(
                "layer:N",
                legend=None,
                scale=alt.Scale(domain=["place", "event"], range=[COLOURS[0], COLOURS[1]]),
            ),
        )
    )
    labels = (
        alt.Chart(alt.NamedData("points"), name="labels")
        .transform_filter(f"datum.from <= zoom * width / 900 && {chosen}")
        .mark_text(fontSize=12, dy=-13, clip=True, aria=False)
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    chart = (
        alt.layer(land, shaded, names, points, labels)
        .add_params(*params)
        .project(
            type="mercator",
            scale=alt.ExprRef(f"zoom * min(width / {wide:.5f}, height / {high:.5f})"),
            center=alt.ExprRef("[lon, lat]"),
        )
        .properties(width="container", height="container")
    )
    written = [
        {"name": words.country(p["code"]), "lon": p["at"][0], "lat": p["at"][1], "size": p["size"]}
        for p in (g["properties"] for g in borders["objects"]["countries"]["geometries"])
        if p["code"]
    ]
    points_named = _with_label_zoom(data.points)
    for label in written:
        # A country's name makes room for the name of a place that is always written.
        width = 0.15 * len(label["name"]) + 1.5
        if any(
            p["from"] <= 1
            and abs(p["lon"] - label["lon"]) < width
            and -0.9 < p["lat"] - label["lat"] < 0.8
            for p in points_named
        ):
            label["lat"] -= 1.1
    return finish(
        chart,
        description,
        {
            "points": points_named,
            "countries": data.shaded,
            "names": written,
            "borders": borders,
        },
        alt,
    )


def _up_to(rows: Rows) -> list[int]:
    """From nought to the most: a scale that a filter does not change."""
    return [0, max((r["mentions"] for r in rows), default=1) or 1]


def _with_label_zoom(points: Rows) -> list[dict[str, Any]]:
    """Add `from` to each point: the zoom from which its name is written without covering others."""
    placed: list[tuple[float, float, float, float]] = []
    named = []
    for point in sorted(
        points, key=lambda p: (p["layer"] == "event", p["vague"], -p["mentions"], p["name"])
    ):
        appears = 1e9
        if point["layer"] == "place" and len(placed) < 400:
            width = 0.15 * len(point["name"]) + 0.5
            for zoom in (0.35, 1, 2, 4, 8, 16, 32):
                if all(
                    abs(point["lon"] - lon) > (width + w) / zoom
                    or abs(point["lat"] - lat) > 0.9 / zoom
                    for lon, lat, w, z in placed
                    if z <= zoom
                ):
                    appears = zoom
                    placed.append((point["lon"], point["lat"], width, zoom))
                    break
        named.append({**point, "from": appears})
    return named


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
