"""Label Studio: the texts as tasks with what was found as predictions, and a labelling interface.

`pipeline.exports.labels_back` reads what Label Studio gives back.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.exports.records import SOURCE, by_document, full_texts, records

# The six labels, in the order of their keys, with the colours that notebooks show them in.
COLOURS = {
    "PERSON": "#f4d58d",
    "FORCE": "#f2b5a7",
    "PLACE": "#b7d7c2",
    "DATE": "#c9d6ee",
    "COUNT": "#e6c3e6",
    "ORG": "#d9d9d9",
}

_LABELS = "".join(
    f'    <Label value="{label}" background="{colour}" hotkey="{number}"/>\n'
    for number, (label, colour) in enumerate(COLOURS.items(), start=1)
)
_FOR_PEOPLE = (
    'toName="text" perRegion="true" whenTagName="label" whenLabelValue="PERSON" '
    'editable="true" maxSubmissions="1" rows="1"'
)
CONFIG = f"""<View>
  <Labels name="label" toName="text">
{_LABELS}  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <TextArea name="person_id" {_FOR_PEOPLE} placeholder="person_id"/>
  <TextArea name="person_name" {_FOR_PEOPLE} placeholder="name"/>
</View>
"""


def write_label_studio(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write `label-studio.json` (tasks) and `label-studio.xml` (the interface); returns the paths.

    Offsets are characters (code points) of the text as read, which is what Label Studio counts.
    A task's `data` also holds `proposed`, the mentions as they were found, and `totals`, how often
    all texts together name each of its people: the way back works out from them what a person
    changed.
    """
    texts = full_texts(frames)
    mentions = by_document(frames["mentions"])
    totals = Counter(
        row["entity_id"]
        for rows in mentions.values()
        for row in rows
        if row["label"] == "PERSON" and row["entity_id"]
    )
    tasks = [
        _task(row, texts[row["doc_id"]], mentions.get(row["doc_id"], []), totals)
        for row in records(frames["documents"])
    ]
    path = folder / "label-studio.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    config = folder / "label-studio.xml"
    config.write_text(CONFIG, encoding="utf-8")
    return [path, config]


def _task(
    document: Mapping[str, Any],
    text: str,
    mentions: list[dict[str, Any]],
    totals: Mapping[str, int],
) -> dict[str, Any]:
    keys = ("start", "end", "label", "entity_id", "name")
    people = sorted({m["entity_id"] for m in mentions if m["label"] == "PERSON" and m["entity_id"]})
    scores = [m["score"] for m in mentions if m["score"] is not None]
    prediction: dict[str, Any] = {
        "model_version": SOURCE,
        "result": [region for n, m in enumerate(mentions) for region in _regions(n, m)],
    }
    if scores:  # Label Studio sorts tasks by it; the least sure come first
        prediction["score"] = round(sum(scores) / len(scores), 3)
    return {
        "data": {
            "text": text,
            "doc_id": document["doc_id"],
            "title": document["title"] or "",
            "ref": document["published"] or "",
            "proposed": [{key: m[key] for key in keys} for m in mentions],
            "totals": {id_: totals[id_] for id_ in people},
        },
        "predictions": [prediction],
    }


def _regions(number: int, mention: Mapping[str, Any]) -> list[dict[str, Any]]:
    place = {"start": mention["start"], "end": mention["end"]}
    base = {"id": f"m{number}", "to_name": "text"}
    label = place | {"text": mention["text"], "labels": [mention["label"]]}
    region = base | {"from_name": "label", "type": "labels", "value": label}
    if mention["score"] is not None:
        region["score"] = mention["score"]
    regions = [region]
    if mention["label"] == "PERSON":
        for name, value in (("person_id", mention["entity_id"]), ("person_name", mention["name"])):
            if value:
                texts = place | {"text": [value]}
                regions.append(base | {"from_name": name, "type": "textarea", "value": texts})
    return regions
