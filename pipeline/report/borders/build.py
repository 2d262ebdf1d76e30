"""Remake borders.json from a simplified world-atlas file: `python build.py IN.json`.

Countries get ISO 3166 alpha-2 codes in place of names, coordinates are rounded to a grid of about
2 km, and each gets the point where its name is written. README.md says how IN.json is made.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pycountry

GRID = 20_000
WITHOUT_NUMBER = {"Kosovo": "XK"}
LEFT_OUT = {"Antarctica"}
Point = tuple[float, float]


def main(source: Path, target: Path) -> None:
    """Read the TopoJSON file of world-atlas at `source`, write ours at `target`."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = [
        g
        for g in topology["objects"]["countries"]["geometries"]
        if g["properties"]["name"] not in LEFT_OUT and g.get("arcs")
    ]
    kept: dict[int, int] = {}
    geometries = []
    for country in countries:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        rings = [_ring(polygon[0], arcs) for polygon in polygons]
        longitude, latitude, area = max((_centre(ring) for ring in rings), key=lambda c: c[2])
        geometries.append(
            {
                "type": "MultiPolygon",
                "arcs": [[[_renumber(i, kept) for i in r] for r in p] for p in polygons],
                "properties": {
                    "code": _code(country),
                    "at": [round(longitude, 2), round(latitude, 2)],
                    "size": round(area**0.5, 1),
                },
            }
        )
    scale = [360 / GRID, 180 / GRID]
    borders = {
        "type": "Topology",
        "transform": {"scale": scale, "translate": [-180, -90]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_encode(arcs[i], scale) for i in kept],
    }
    target.write_text(json.dumps(borders, separators=(",", ":")) + "\n", encoding="utf-8")


def _code(country: dict[str, Any]) -> str:
    number = country.get("id")
    found = pycountry.countries.get(numeric=number) if number else None
    return found.alpha_2 if found else WITHOUT_NUMBER.get(country["properties"]["name"], "")


def _renumber(index: int, kept: dict[int, int]) -> int:
    arc = ~index if index < 0 else index
    number = kept.setdefault(arc, len(kept))
    return ~number if index < 0 else number


def _decode(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _encode(points: list[Point], scale: list[float]) -> list[list[int]]:
    steps: list[list[int]] = []
    before = (0, 0)
    for lon, lat in points:
        here = (round((lon + 180) / scale[0]), round((lat + 90) / scale[1]))
        step = [here[0] - before[0], here[1] - before[1]]
        if not steps or step != [0, 0]:
            steps.append(step)
        before = here
    return steps if len(steps) > 1 else [*steps, [0, 0]]


def _ring(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for i in indexes:
        ring += arcs[i][:-1] if i >= 0 else arcs[~i][:0:-1]
    return ring


def _centre(ring: list[Point]) -> tuple[float, float, float]:
    """Centroid in degrees and area in square degrees of a ring, on the plane."""
    twice = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if abs(twice) < 1e-9:
        return (*ring[0], 0.0)
    return x / (3 * twice), y / (3 * twice), abs(twice) / 2


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("borders.json"))
