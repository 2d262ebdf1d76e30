"""Annotated files: formats told apart, bad lines named with their reason and skipped."""

import json
from pathlib import Path
from typing import Any

import pytest
import spacy

from models.scripts.build import annotated_files, read_texts, report
from models.scripts.convert import to_clean, to_doc
from models.scripts.corpus import Annotated, BadLine, Entity, read_file, read_record
from models.scripts.errors import errors
from models.scripts.tokenizer import use_press_tokenizer

TEXT = "Le colonel Moussa Kéita est à Gao."
MOUSSA = {"start": 11, "end": 23, "label": "PERSON"}
GAO = {"start": 30, "end": 33, "label": "PLACE"}


def surfaces(text: Annotated) -> list[tuple[str, str]]:
    return [(text.text[e.start : e.end], e.label) for e in text.entities]


@pytest.mark.parametrize(
    "record",
    [
        {"id": "a", "text": TEXT, "entities": [GAO, MOUSSA]},
        {"id": 7, "text": TEXT, "label": [[30, 33, "PLACE"], [11, 23, "PERSON"]]},
        {"id": 7, "text": TEXT, "labels": [[11, 23, "PER"], [30, 33, "LOC"]]},
        {
            "id": 7,
            "text": TEXT,
            "entities": [
                {"id": 1, "start_offset": 11, "end_offset": 23, "label": "PERSON"},
                {"id": 2, "start_offset": 30, "end_offset": 33, "label": "PLACE"},
            ],
            "relations": [],
        },
        {
            "id": 7,
            "data": {"text": TEXT},
            "annotations": [
                {"was_cancelled": True, "result": []},
                {
                    "was_cancelled": False,
                    "result": [
                        {
                            "type": "labels",
                            "value": {"start": 11, "end": 23, "labels": ["PERSON"]},
                        },
                        {"type": "choices", "value": {"choices": ["bon"]}},
                        {"type": "labels", "value": {"start": 30, "end": 33, "labels": ["PLACE"]}},
                    ],
                },
            ],
        },
        {
            "id": 7,
            "text": TEXT,
            "label": [
                {"start": 11, "end": 23, "text": "Moussa Kéita", "labels": ["PERSON"]},
                {"start": 30, "end": 33, "text": "Gao", "labels": ["PLACE"]},
            ],
        },
    ],
    ids=["own", "doccano", "doccano-short-labels", "doccano-relations", "label-studio", "json-min"],
)
def test_each_known_format_gives_the_same_entities(record: dict[str, Any]) -> None:
    text = read_record(record, "line 1")
    assert surfaces(text) == [("Moussa Kéita", "PERSON"), ("Gao", "PLACE")]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": TEXT, "entities": [{**GAO, "label": "VILLE"}]}, "label 'VILLE' is none of"),
        ({"text": TEXT, "entities": [{**GAO, "text": "Mopti"}]}, "misaligned: span 30..33 holds"),
        ({"text": TEXT, "entities": [{**GAO, "end": 90}]}, "does not lie in the text"),
        ({"text": TEXT, "entities": [{**GAO, "start": 29}]}, "begins or ends in space"),
        ({"text": TEXT, "entities": [{**GAO, "start": "30"}]}, "must be whole numbers"),
        ({"text": TEXT, "entities": [{"start": 1}]}, "has no start, end and label"),
        ({"text": TEXT, "entities": [GAO, {**GAO, "start": 31}]}, "spans overlap: 'Gao' and 'ao'"),
        ({"text": TEXT}, "the text is not annotated"),
        ({"entities": []}, 'no "text" field'),
        ({"text": "  ", "entities": []}, 'no "text" field'),
        ({"text": TEXT, "label": [[1, 2]]}, "is not [start, end, label]"),
        ({"data": {}, "annotations": []}, 'no "text" in its data'),
        ({"data": {"text": TEXT}, "annotations": []}, "no annotation that was not cancelled"),
        ([1, 2], "not a JSON object"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason(record: Any, reason: str) -> None:
    with pytest.raises(BadLine) as error:
        read_record(record, "line 1")
    assert reason in str(error.value)


def test_bad_lines_of_a_file_are_named_by_number_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mes_textes.jsonl"
    lines = [
        json.dumps({"id": "bon", "text": TEXT, "entities": [GAO]}),
        "{pas du JSON",
        "",
        json.dumps({"id": "faux", "text": TEXT, "entities": [{**GAO, "label": "VILLE"}]}),
    ]
    path.write_text("\n".join(lines), encoding="utf8")
    texts, skipped = read_file(path)
    assert [t.id for t in texts] == ["bon"]
    assert [s.where for s in skipped] == ["mes_textes.jsonl, line 2", "mes_textes.jsonl, line 4"]
    assert "not JSON" in skipped[0].reason
    assert "VILLE" in skipped[1].reason


def test_an_export_that_is_one_json_array_is_read_task_by_task(tmp_path: Path) -> None:
    path = tmp_path / "project-1.json"
    tasks = [{"id": 1, "data": {"text": TEXT}, "annotations": []}, {"text": TEXT, "label": []}]
    path.write_text(json.dumps(tasks), encoding="utf8")
    texts, skipped = read_file(path)
    assert len(texts) == 1
    assert [s.where for s in skipped] == ["project-1.json, task 1"]


def test_the_number_skipped_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n[]\n", encoding="utf8")
    report(read_file(path)[1], "lines of a.jsonl")
    out = capsys.readouterr().out
    assert "skipped a.jsonl, line 1: not JSON" in out
    assert "skipped a.jsonl, line 2: not a JSON object" in out
    assert out.endswith("2 lines of a.jsonl skipped\n")


def test_files_to_measure_with_are_never_trained_on(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name in ("train.jsonl", "dev.jsonl", "seeds.jsonl", "test.jsonl"):
        (tmp_path / "corpus" / name).write_text("", encoding="utf8")
    assert [p.name for p in annotated_files(tmp_path)] == ["train.jsonl"]


def test_a_users_own_folder_of_exports_is_read(tmp_path: Path) -> None:
    for n in range(40):
        record = {"id": f"t{n}", "text": TEXT, "entities": [MOUSSA, GAO]}
        with (tmp_path / "export.jsonl").open("a", encoding="utf8") as file:
            file.write(json.dumps(record) + "\n")
    nlp = spacy.blank("fr")
    use_press_tokenizer(nlp)
    parts = read_texts(nlp, annotated_files(tmp_path))
    assert len(parts.train) + len(parts.valid) == 40
    assert 1 <= len(parts.valid) <= 5
    assert {e.label_ for d in parts.train for e in d.ents} == {"PERSON", "PLACE"}


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no annotated texts"):
        read_texts(spacy.blank("fr"), annotated_files(tmp_path))


def test_offsets_follow_the_text_when_it_is_cleaned() -> None:
    text = Annotated("a", "Au Burkina- Faso, 4\u202f500 morts.", (Entity(3, 16, "PLACE"),))
    clean, entities = to_clean(text)
    assert [clean[e.start : e.end] for e in entities] == ["Burkina-Faso"]


def test_a_span_that_ends_inside_a_word_is_reported_and_left_unlabelled() -> None:
    nlp = spacy.blank("fr")
    use_press_tokenizer(nlp)
    doc, skipped = to_doc(
        nlp, Annotated("a", "Issoufi Maïgamais parle.", (Entity(0, 13, "PERSON"),))
    )
    assert len(skipped) == 1
    assert "does not end where words end" in skipped[0].reason
    assert [t.ent_iob_ for t in doc] == ["", "", "O", "O"]


def test_each_error_is_told_once_by_its_kind() -> None:
    gold = {(0, 5, "PERSON"), (10, 15, "PLACE"), (20, 30, "ORG"), (40, 44, "FORCE")}
    found = {(0, 5, "ORG"), (10, 15, "PLACE"), (20, 28, "ORG"), (50, 55, "DATE")}
    assert list(errors(gold, found)) == [
        ("wrong label", (0, 5, "PERSON")),
        ("wrong end", (20, 30, "ORG")),
        ("missed", (40, 44, "FORCE")),
        ("invented", (50, 55, "DATE")),
    ]
