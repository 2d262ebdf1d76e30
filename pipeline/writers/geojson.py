"""GeoJSON (RFC 7946) of the places and events that have a point: for QGIS and the like."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

_KEYS = {"places": "place_id", "events": "event_id"}


def write_geojson(folder: Path) -> list[Path]:
    """Write `places.geojson` and `events.geojson` from the Parquet files there.

    Coordinates are WGS84 degrees, longitude first, as the RFC has it.

    Returns:
        The paths written.
    """
    paths = []
    for name, key in _KEYS.items():
        path = folder / f"{name}.geojson"
        with path.open("w", encoding="utf-8") as file:
            file.write('{"type": "FeatureCollection", "features": [')
            for number, feature in enumerate(_features(folder / f"{name}.parquet", key)):
                file.write(", " if number else "")
                json.dump(feature, file, ensure_ascii=False)
            file.write("]}\n")
        paths.append(path)
    return paths


def _features(table: Path, key: str) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(table).iter_batches(2_000):
        for row in batch.to_pylist():
            longitude, latitude = row.pop("longitude"), row.pop("latitude")
            if longitude is None or latitude is None:
                continue
            point = [round(longitude, 6), round(latitude, 6)]
            yield {
                "type": "Feature",
                "id": row[key],
                "geometry": {"type": "Point", "coordinates": point},
                "properties": row,
            }
