"""Tables on disk: what a spreadsheet, a data frame and a map program get."""

import csv
import json

import pandas as pd
import pytest

from pipeline.extraction import read
from pipeline.running import RunError, _check_target
from pipeline.stores import Store
from pipeline.tables import TABLES, frames
from pipeline.writers import write_tables
from tests.written import FrameTables, write_outputs

EVIDENCE = {"doc_id": "a", "start": 0, "end": 6, "sentence": "Bamako est calme."}
ROWS = {
    "documents": [
        {
            "doc_id": "a",
            "source": "a.txt",
            "title": '=HYPERLINK("http://x")',
            "published_how": "unknown",
            "characters": 17,
            "words": 3,
            "sentences": 1,
            "sha256": "0",
            "status": "read",
        }
    ],
    "places": [
        EVIDENCE
        | {
            "place_id": "iso-ML",
            "name": "Mali",
            "latitude": 17.0,
            "longitude": -4.0,
            "mentions": 2,
            "documents": 1,
            "aliases": "",
        },
        EVIDENCE | {"place_id": "z", "name": "Nulle-Part", "mentions": 1, "documents": 1},
    ],
    "troop_counts": [
        EVIDENCE
        | {
            "text": "-13 tués",
            "low": 13,
            "high": None,
            "modifier": "at_least",
            "role": "killed",
            "unit": "persons",
            "denied": True,
            "part_of": False,
            "method": "rule",
        }
    ],
}


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised_in_csv(tmp_path):
    write_tables(tmp_path, FrameTables(frames(ROWS)))
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["title"] == '\'=HYPERLINK("http://x")'
    with (tmp_path / "troop_counts.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["text"], row["low"], row["high"], row["denied"]) == ("'-13 tués", "13", "", "true")


def test_csv_begins_with_a_byte_order_mark_so_that_accents_show(tmp_path):
    write_tables(tmp_path, FrameTables(frames(ROWS)))
    assert (tmp_path / "places.csv").read_bytes().startswith(b"\xef\xbb\xbfplace_id,name,")


def test_parquet_keeps_text_as_it_is_and_types_as_declared(tmp_path):
    write_tables(tmp_path, FrameTables(frames(ROWS)))
    tables = read(tmp_path)
    assert tables["documents"].title[0] == '=HYPERLINK("http://x")'
    assert tables["troop_counts"].low.dtype == "Int64"
    assert tables["troop_counts"].high.isna().all()
    assert tables["troop_counts"].denied.tolist() == [True]
    assert list(tables) == list(TABLES)
    for name, table in TABLES.items():
        assert list(tables[name].columns) == table.names


def test_geojson_holds_only_places_with_a_point_longitude_first(tmp_path):
    write_tables(tmp_path, FrameTables(frames(ROWS)))
    collection = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))
    assert [f["id"] for f in collection["features"]] == ["iso-ML"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [-4.0, 17.0]}
    assert "bbox" not in collection["features"][0]["properties"]


def test_frictionless_validates_the_data_package_of_the_seeds(seeds_run):
    from frictionless import validate

    _, folder = seeds_run
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["taskNumber", "rowNumber", "fieldName", "note"])[:5]
    assert {task.name for task in report.tasks} == set(TABLES)


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_outputs(tmp_path / name, frames(ROWS))
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert len(files) >= 2 * len(TABLES) + 4
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_folder_with_someone_elses_people_csv_is_refused(tmp_path):
    (tmp_path / "people.csv").write_text("mine")
    with pytest.raises(RunError, match=r"people\.csv, which no run of this program wrote"):
        _check_target(Store(str(tmp_path)))


def test_a_second_run_may_replace_its_own_files_and_leaves_others(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    write_outputs(tmp_path, frames({}))
    _check_target(Store(str(tmp_path)))
    (tmp_path / "report-texts-001.html").write_text("of a larger run")
    write_outputs(tmp_path, frames(ROWS))
    assert not (tmp_path / "report-texts-001.html").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert pd.read_csv(tmp_path / "places.csv")["name"].tolist() == ["Mali", "Nulle-Part"]
    assert not list(tmp_path.glob(".partial*"))


def test_outputs_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write_outputs(tmp_path, frames({}))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def fail(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("pipeline.report.write_report", fail)
    with pytest.raises(OSError, match="No space left"):
        write_outputs(tmp_path, frames(ROWS))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_read_says_what_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no documents\.parquet; `make pipeline`"):
        read(tmp_path)
