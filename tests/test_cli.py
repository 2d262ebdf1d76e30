"""The command line, as a user meets it."""

import json
import os
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.extraction import read

runner = CliRunner()
FRENCH = (
    "Le colonel Sadio Camara est arrivé à Bamako le 5 mai 2021, a annoncé le ministère de la "
    "Défense. Il a rencontré les soldats de la force Barkhane avant de repartir pour Gao."
)


def sahel(*arguments, **options):
    return runner.invoke(app, [str(a) for a in arguments], **options)


def test_a_run_ends_with_a_summary_and_the_paths(tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    result = sahel("run", tmp_path / "a.txt", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "1 document read" in result.output
    assert "report.html" in result.output
    assert read(tmp_path / "out")["documents"].doc_id.tolist() == ["a"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xfe" * 30, "binary"),
        ("lines.jsonl", b'{"id": "x", "text": "abc"\n', "broken_line"),
        ("rows.csv", b"id,body\n1,abc\n", "missing_column"),
        (
            "english.txt",
            b"The army said on Monday that ten soldiers had been killed in the north of the "
            b"country, and that they were looking for the men who had attacked their base.",
            "not_french",
        ),
        ("page.txt", b"<!DOCTYPE html><html><body><p>Bonjour</p></body></html>", "markup"),
    ],
)
def test_bad_input_costs_no_other_document(tmp_path, name, content, reason):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "in" / name).write_bytes(content)
    result = sahel("run", tmp_path / "in", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output
    tables = read(tmp_path / "out")
    assert tables["documents"].doc_id.tolist() == ["good"]
    assert tables["rejects"].reason.tolist() == [reason]
    assert name in tables["rejects"].source[0]
    assert f"({reason})" in result.output


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_nothing_processed_is_exit_status_1_and_one_clear_line(tmp_path, what):
    source = tmp_path / "in"
    if what == "empty":
        source.mkdir()
    result = sahel("run", source, tmp_path / "out")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert len(read(tmp_path / "out")["rejects"]) == 1


def test_a_target_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    result = sahel("run", tmp_path / "a.txt", tmp_path / "a.txt")
    assert result.exit_code == 1
    assert "is a file; the outputs need a folder" in result.output


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    result = sahel("run", tmp_path / "a.txt", tmp_path / "out", "--model", "no_such_model")
    assert result.exit_code == 1
    assert "neither a folder nor an installed package" in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_any_language_lets_other_languages_in(tmp_path):
    text = "The army said on Monday that ten soldiers had been killed in the north of the country."
    (tmp_path / "a.txt").write_text(text * 3, encoding="utf-8")
    assert sahel("run", tmp_path / "a.txt", tmp_path / "out").exit_code == 1
    assert sahel("run", tmp_path / "a.txt", tmp_path / "out", "--any-language").exit_code == 0


def test_two_workers_write_what_one_writes(tmp_path):
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(FRENCH + f" Il est revenu le {n + 1} juin 2021.")
    for workers in (1, 2):
        result = sahel("run", tmp_path / "*.txt", tmp_path / f"out{workers}", "--workers", workers)
        assert result.exit_code == 0, result.output
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / name).iterdir() if p.is_file()}
        for name in ("out1", "out2")
    )
    assert one == two


def test_a_second_run_says_what_the_first_had_done(tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    assert sahel("run", tmp_path / "*.txt", tmp_path / "out").exit_code == 0
    (tmp_path / "b.txt").write_text(FRENCH + " Il est reparti.", encoding="utf-8")
    result = sahel("run", tmp_path / "*.txt", tmp_path / "out")
    assert "2 documents read, 1 of them by an earlier run" in result.output
    result = sahel("run", tmp_path / "*.txt", tmp_path / "out", "--fresh", "--json", "--quiet")
    assert json.loads(result.stdout)["resumed"] == 0


def test_outputs_that_another_run_holds_are_exit_status_3(tmp_path):
    from pipeline.journal import held
    from pipeline.stores import Store

    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    with held(Store(str(tmp_path / "out"))):
        result = sahel("run", tmp_path / "a.txt", tmp_path / "out", "--model", "blank")
    assert result.exit_code == 3
    assert f"error: {tmp_path / 'out'}: held by process {os.getpid()}" in result.stderr
    assert "wait for it to end" in result.stderr


def test_ctrl_c_in_the_middle_keeps_what_is_done_and_the_same_command_goes_on(tmp_path):
    texts = tmp_path / "in"
    texts.mkdir()
    for n in range(140):
        (texts / f"{n:03}.txt").write_text(FRENCH + f" Texte {n}.", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "run", str(texts), str(tmp_path / "out")]
    command += ["--model", "blank", "--workers", "2", "--log-format", "json", "--json"]
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        for line in process.stderr:
            if json.loads(line)["event"] == "batch.done":
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: workers get it too
                break
        *_, last = map(json.loads, process.stderr.read().splitlines())
    assert process.returncode == 130
    assert last["event"] == "stopped"
    assert "the same command goes on from there" in last["detail"]
    assert not (tmp_path / "out" / "people.csv").exists()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    summary = json.loads(done.stdout)
    assert summary["processed"] == 140
    assert 0 < summary["resumed"] <= 140
    assert summary["tables"]["rejects"] == 0


def test_extract_prints_a_table_or_json():
    result = sahel("extract", "13 soldats maliens ont été tués à Gao.")
    assert "13 soldats" in result.output
    assert "killed" in result.output
    found = json.loads(sahel("extract", "-", "--json", input="Il est à Gao, au Mali.").output)
    assert [(e["text"], e["label"]) for e in found] == [("Gao", "PLACE"), ("Mali", "PLACE")]


def test_annotate_and_evaluate_take_jsonl(tmp_path):
    record = {
        "id": "x",
        "ref": "2021-06-03",
        "text": "Il est à Gao depuis hier.",
        "entities": [
            {"start": 9, "end": 12, "label": "PLACE", "country": "ML"},
            {"start": 20, "end": 24, "label": "DATE", "type": "DATE", "value": "2021-06-02"},
        ],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(record) + "\n")
    result = sahel("annotate", tmp_path / "gold.jsonl", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    line = json.loads((tmp_path / "out.jsonl").read_text())
    assert [(e["start"], e["end"], e["label"]) for e in line["entities"]] == [
        (9, 12, "PLACE"),
        (20, 24, "DATE"),
    ]
    assert line["entities"][1]["value"] == "2021-06-02"
    scores = json.loads(sahel("evaluate", tmp_path / "gold.jsonl", "--json").output)
    assert scores["labels"]["ALL"]["f1"] == 1.0


def test_annotate_names_the_line_that_is_broken(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "x", "text": "a"}\n{"id": "y"}\n')
    result = sahel("annotate", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "in.jsonl, line 2: not an object with «id» and «text»" in result.output
    assert not (tmp_path / "out.jsonl").exists()


def test_report_is_made_again_from_the_tables(seeds_run):
    _, folder = seeds_run
    before = (folder / "report.html").read_bytes()
    (folder / "report.html").unlink()
    result = sahel("report", folder)
    assert result.exit_code == 0, result.output
    assert (folder / "report.html").read_bytes() == before


@pytest.mark.parametrize("target", ["nowhere", "s3://bucket/tables"])
def test_a_report_without_tables_says_what_to_do(tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    result = sahel("report", target)
    assert result.exit_code in (1, 2)
    assert result.output.startswith(f"error: {target}: ")
    assert "`sahel run` writes it" in result.output or "copy the tables" in result.output


def test_lexicon_check_names_every_fault_with_file_line_and_reason(tmp_path):
    (tmp_path / "actions.csv").write_text("trigger,action,frame,needs,minor\nrazzia~,attack\n")
    (tmp_path / "forcs.csv").write_text("force_id,name\nx,y\n")
    result = sahel("lexicon", "check", tmp_path)
    assert result.exit_code == 1
    assert f"error: {tmp_path}/actions.csv, line 2: 2 cells where the header has 5" in result.stderr
    assert f"error: {tmp_path}/forcs.csv: " in result.stderr
    result = sahel("lexicon", "check", tmp_path, "--log-format", "json")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["error", "error"]


def test_lexicon_check_of_a_folder_in_order_is_exit_status_0(tmp_path):
    (tmp_path / "forces.csv").write_text("force_id,name,kind\nx-garde,Garde de l'Aube,army\n")
    assert sahel("lexicon", "check", tmp_path).exit_code == 0
    result = sahel("lexicon", "check", tmp_path / "no")
    assert result.exit_code == 1
    assert "no such folder" in result.stderr
