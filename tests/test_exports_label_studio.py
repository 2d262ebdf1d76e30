"""Label Studio: what goes there, and what comes back as training data and corrections."""

import csv
import json

import pytest

from models.scripts.corpus import read_file
from pipeline.cli import app
from pipeline.corrections import read_corrections
from pipeline.exports.label_studio import CONFIG, write_label_studio
from pipeline.exports.label_studio_tasks import Region, TaskError, offsets
from pipeline.exports.labels_back import import_labels, read_labels
from pipeline.extraction import extract
from pipeline.running import run
from pipeline.tables import LABELS

TEXTS = [
    "😀 Assimi Goïta est à Gao. Le colonel Goïta parle.",
    "Assimi Goïta reçoit Sadio Camara.",
]


def reviewed(change=lambda doc, results: results, texts=TEXTS, folder=None):
    """The tasks as Label Studio gives them back, after a person's changes."""
    write_label_studio(folder, extract(texts).tables)
    tasks = json.loads((folder / "label-studio.json").read_text(encoding="utf-8"))
    for number, task in enumerate(tasks):
        (prediction,) = task.pop("predictions")
        results = change(number, prediction["result"])
        task["id"] = 100 + number
        task["annotations"] = [{"id": 1, "result": results, "was_cancelled": False}]
    return tasks


def rows(imported):
    return [(c.action, c.id, c.target, c.value) for c in imported.corrections]


def fill(results, which, name, value):
    """Results in which the text field of the mentions of that text holds another value."""
    ids = {r["id"] for r in results if r["type"] == "labels" and r["value"]["text"] == which}
    return [
        r | {"value": r["value"] | {"text": [value]}}
        if r["from_name"] == name and r["id"] in ids
        else r
        for r in results
    ]


def test_the_interface_has_the_six_labels_and_the_tasks_fit_it(seeds_run, tmp_path):
    assert all(f'<Label value="{label}"' in CONFIG for label in LABELS)
    interfaces = pytest.importorskip("label_studio_sdk.label_interface")
    interface = interfaces.LabelInterface(CONFIG)
    interface.validate()
    write_label_studio(tmp_path, seeds_run[0].tables)
    for task in json.loads((tmp_path / "label-studio.json").read_text(encoding="utf-8")):
        assert interface.validate_task({"data": task["data"]})
        (prediction,) = task["predictions"]
        assert interface.validate_prediction(prediction, return_errors=True) == []
        assert interface.validate_annotation({"result": prediction["result"]})
        prediction["result"][0]["from_name"] = "nom"
        assert interface.validate_prediction(prediction, return_errors=True)


def test_offsets_are_of_the_text_as_read(seeds_run, tmp_path):
    write_label_studio(tmp_path, seeds_run[0].tables)
    tasks = json.loads((tmp_path / "label-studio.json").read_text(encoding="utf-8"))
    regions = 0
    for task in tasks:
        for result in task["predictions"][0]["result"]:
            if result["type"] == "labels":
                value = result["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
                regions += 1
    assert regions == len(seeds_run[0].tables["mentions"])


def test_what_nobody_changed_comes_back_as_it_went(seeds_run, tmp_path):
    tables = seeds_run[0].tables
    write_label_studio(tmp_path, tables)
    tasks = json.loads((tmp_path / "label-studio.json").read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = task.pop("predictions")
    imported = read_labels(tasks)
    assert (imported.corrections, imported.notes) == ([], [])
    mentions = tables["mentions"]
    back = [
        (r["id"], e["start"], e["end"], e["label"]) for r in imported.gold for e in r["entities"]
    ]
    columns = (mentions[c].tolist() for c in ("doc_id", "start", "end", "label"))
    assert back == list(zip(*columns, strict=True))


def test_tasks_that_nobody_reviewed_correct_nothing(tmp_path):
    write_label_studio(tmp_path, extract(TEXTS).tables)
    with pytest.raises(SystemExit, match="1"):
        app(["import-labels", str(tmp_path / "label-studio.json"), str(tmp_path / "back")])
    assert not (tmp_path / "back" / "corrections.csv").exists()


def test_the_command_line_writes_both_files_and_says_how_many(tmp_path, capsys):
    tasks = reviewed(
        lambda _, results: [r for r in results if "Camara" not in str(r)], folder=tmp_path
    )
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    app(
        ["import-labels", str(tmp_path / "export.json"), str(tmp_path)],
        standalone_mode=False,
    )
    assert "2 texts, 1 corrections" in capsys.readouterr().out
    assert (tmp_path / "gold.jsonl").is_file()


def test_the_next_run_respects_what_annotators_changed(tmp_path):
    (tmp_path / "textes").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "textes" / f"{number}.txt").write_text(text, encoding="utf-8")
    target = tmp_path / "tables"
    run(tmp_path / "textes", target, exports=["labelstudio"], any_language=True)
    tasks = json.loads((target / "label-studio.json").read_text(encoding="utf-8"))
    for task in tasks:
        (prediction,) = task.pop("predictions")
        results = fill(prediction["result"], "Sadio Camara", "person_name", "Sadio Camara Keïta")
        task["annotations"] = [{"result": results}]
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    import_labels(tmp_path / "export.json", target)
    people = run(tmp_path / "textes", target, any_language=True).tables["people"]
    assert people["name"].tolist() == ["Assimi Goïta", "Sadio Camara Keïta"]


def test_the_gold_file_is_one_that_training_reads(tmp_path):
    export = tmp_path / "export.json"
    export.write_text(json.dumps(reviewed(folder=tmp_path)), encoding="utf-8")
    imported, paths = import_labels(export, tmp_path / "out")
    assert [path.name for path in paths] == ["gold.jsonl"]
    texts, skipped = read_file(tmp_path / "out" / "gold.jsonl")
    assert skipped == []
    assert [text.text for text in texts] == TEXTS
    assert {t.text[e.start : e.end] for t in texts for e in t.entities} >= {"Assimi Goïta", "Gao"}
    assert len(imported.gold) == 2


def test_a_person_whose_every_mention_was_taken_out_is_dropped(tmp_path):
    tasks = reviewed(
        lambda _, results: [r for r in results if "Camara" not in str(r)], folder=tmp_path
    )
    assert rows(read_labels(tasks)) == [("drop", "p-sadio-camara", "", "")]


def test_a_person_taken_out_where_other_texts_were_not_seen_is_only_noted(tmp_path):
    tasks = reviewed(lambda _, results: [r for r in results if "Goïta" not in str(r)],
                     folder=tmp_path)  # fmt: skip
    imported = read_labels(tasks[1:])
    assert rows(imported) == []
    assert "p-assimi-goita: every mention reviewed was taken out" in imported.notes[0]


def test_another_name_is_a_rename(tmp_path):
    tasks = reviewed(
        lambda _, results: fill(results, "Sadio Camara", "person_name", "Sadio Camara Keïta"),
        folder=tmp_path,
    )
    assert rows(read_labels(tasks)) == [
        ("rename", "p-sadio-camara", "", "Sadio Camara Keïta"),
    ]


def test_another_identifier_everywhere_is_a_merge(tmp_path):
    tasks = reviewed(
        lambda _, results: fill(results, "Sadio Camara", "person_id", "p-sadio-camara-2"),
        folder=tmp_path,
    )
    assert rows(read_labels(tasks)) == [("merge", "p-sadio-camara", "p-sadio-camara-2", "")]


def test_another_identifier_in_one_text_is_a_split(tmp_path):
    def change(number, results):
        new = fill(results, "Assimi Goïta", "person_id", "p-autre-goita")
        return new if number == 1 else results

    imported = read_labels(reviewed(change, folder=tmp_path))
    assert rows(imported) == [("split", "p-assimi-goita", "p-autre-goita", "1")]


def test_two_people_in_one_text_under_one_identifier_are_noted(tmp_path):
    def change(number, results):
        new = fill(results, "Assimi Goïta", "person_id", "p-autre-goita")
        return new if number == 0 else results

    imported = read_labels(reviewed(change, folder=tmp_path))
    assert rows(imported) == []
    assert imported.notes == ["p-assimi-goita: stands for several people in 0; none was moved"]


def test_corrections_that_are_there_are_kept_and_none_is_written_twice(tmp_path):
    (tmp_path / "corrections.csv").write_text(
        "action,id,value\nrename,p-x,Monsieur X\n", encoding="utf-8"
    )
    export = tmp_path / "export.json"
    tasks = reviewed(
        lambda _, results: [r for r in results if "Camara" not in str(r)], folder=tmp_path
    )
    export.write_text(json.dumps(tasks), encoding="utf-8")
    for _ in range(2):
        import_labels(export, tmp_path)
    found = [(c.action, c.id, c.value) for c in read_corrections(tmp_path / "corrections.csv")]
    assert found == [("rename", "p-x", "Monsieur X"), ("drop", "p-sadio-camara", "")]
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["action", "id", "target", "value", "reason", "table"]


@pytest.mark.parametrize(
    ("start", "end", "quoted", "expected"),
    [
        (2, 8, "Moussa", "Moussa"),
        (3, 9, "Moussa", "Moussa"),  # UTF-16 units, as older versions counted
        (2, 16, "Moussa Traoré", "Moussa\u00a0 Traoré"),  # the quotation folds runs of space
        (1, 9, None, "Moussa"),
        (10, 17, "Traoré\\n", "Traoré"),
    ],
)
def test_a_region_is_found_where_label_studio_marked_it(start, end, quoted, expected):
    text = "😀 Moussa\u00a0 Traoré\nest là."
    start, end = offsets(text, Region(start, end, "PERSON", quoted))
    assert text[start:end] == expected


def test_a_region_that_quotes_other_characters_is_refused():
    with pytest.raises(TaskError, match=r"span 2\.\.9 does not hold 'Traoré'"):
        offsets("😀 Moussa Traoré est là.", Region(2, 9, "PERSON", "Traoré"))


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ({"data": {"x": 1}, "annotations": []}, 'no "text"'),
        ({"data": {"text": "Gao"}, "annotations": []}, "no annotation that was not cancelled"),
        ({"data": {"text": "Gao"}, "predictions": []}, "no annotation that was not cancelled"),
        ({"text": "Gao"}, "the task has no annotation"),
        ({"text": "Gao", "label": [{"start": 0, "end": 9, "labels": ["PLACE"]}]}, "does not hold"),
        ({"text": "Gao", "label": [{"start": 0, "end": 3, "labels": ["VILLE"]}]}, "is none of"),
        ({"text": "Gao", "label": [{"start": "0", "end": 3, "labels": ["ORG"]}]}, "whole numbers"),
        ("Gao", "not laid out"),
        (
            {
                "text": "Le Mali",
                "label": [
                    {"start": 0, "end": 5, "labels": ["ORG"]},
                    {"start": 3, "end": 7, "labels": ["PLACE"]},
                ],
            },
            "spans overlap: 'Le Ma' and 'Mali'",
        ),
    ],
)
def test_a_task_that_cannot_be_used_is_named_with_the_reason(task, reason):
    imported = read_labels([task], "export.json")
    assert imported.gold == []
    assert imported.notes[0].startswith("export.json, task 1: ")
    assert reason in imported.notes[0]


def test_of_two_marks_that_nest_the_outer_one_is_kept():
    marks = [{"start": 3, "end": 6, "labels": ["PLACE"]}, {"start": 0, "end": 9, "labels": ["ORG"]}]
    imported = read_labels([{"id": 4, "text": "La Gao FM ", "label": marks}])
    assert imported.gold == [
        {
            "id": "4",
            "text": "La Gao FM ",
            "entities": [{"start": 0, "end": 9, "text": "La Gao FM", "label": "ORG"}],
        }
    ]


@pytest.mark.parametrize("content", ["{}", "pas du JSON", "[" * 100_000])
def test_a_file_that_is_no_export_is_refused(content, tmp_path):
    (tmp_path / "export.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"export\.json: not "):
        import_labels(tmp_path / "export.json", tmp_path)
