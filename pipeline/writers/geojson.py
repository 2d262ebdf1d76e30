"""GeoJSON (RFC 7946) of the places and events that have a point: for QGIS and the like."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd


def write_geojson(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `places.geojson` and `events.geojson`; returns the paths.

    Coordinates are WGS84 degrees, longitude first, as the RFC has it.
    """
    paths = []
    for name, key in (("places", "place_id"), ("events", "event_id")):
        path = folder / f"{name}.geojson"
        collection = {"type": "FeatureCollection", "features": _features(frames[name], key)}
        path.write_text(json.dumps(collection, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _features(frame: pd.DataFrame, key: str) -> list[dict[str, Any]]:
    located = frame.dropna(subset=["latitude", "longitude"])
    features = []
    for row in located.to_dict("records"):
        longitude, latitude = row.pop("longitude"), row.pop("latitude")
        features.append(
            {
                "type": "Feature",
                "id": row[key],
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(float(longitude), 6), round(float(latitude), 6)],
                },
                "properties": {k: None if pd.isna(v) else v for k, v in row.items()},
            }
        )
    return features
