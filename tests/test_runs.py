"""Runs that are stopped, repeated, given other inputs, or get in each other's way."""

import errno
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pipeline
from pipeline.engines import batch
from pipeline.journal import WORK, held
from pipeline.running import BusyError, RunError
from pipeline.stores import Store

from . import resumed_run

TOWNS = ("Gao", "Kidal", "Ménaka", "Tessit", "Djibo", "Dori", "Tillabéri", "Diffa")
TEXT = (
    "Le {day} juin 2021, {dead} soldats maliens ont été tués à {town}, selon le colonel Souleymane "
    "Dembélé. La force Barkhane, forte de 5 100 hommes, est arrivée sur place."
)


def texts(count: int) -> dict[str, str]:
    return {
        f"t{n:02}": TEXT.format(day=1 + n % 28, dead=2 + n, town=TOWNS[n % len(TOWNS)])
        for n in range(count)
    }


def write(path: Path, those: dict[str, str]) -> Path:
    lines = [json.dumps({"id": i, "text": t}, ensure_ascii=False) for i, t in those.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def outputs(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def parts(folder: Path) -> dict[str, tuple[int, int]]:
    """The parts that are there, and what would change if one were written again."""
    found = (folder / WORK).glob("parts-*/*.parquet")
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(batch, "DOCUMENTS_A_BATCH", 2)


@pytest.fixture
def processed(monkeypatch):
    """The ids of the documents that are processed."""
    ids = []

    def spy(documents, settings):
        ids.extend(document.id for document in documents)
        return process(documents, settings)

    process = batch.process_batch
    monkeypatch.setattr(batch, "process_batch", spy)
    return ids


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system with fork")
def test_a_run_killed_at_ten_random_points_goes_on_and_ends_with_the_same_bytes(tmp_path):
    source = write(tmp_path / "in.jsonl", texts(16))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([resumed_run.__name__])

    def start(target: Path):
        process = context.Process(target=resumed_run.run, args=(source, target))
        process.start()
        return process

    whole = tmp_path / "whole"
    start(whole).join()  # the fork server loads the model
    begun = time.monotonic()
    start(tmp_path / "timed").join()
    length = time.monotonic() - begun
    expected = outputs(whole)
    assert len(expected) > 20
    chance, kills, number = random.Random(5), 0, 0
    while kills < 10:
        number += 1
        target = tmp_path / f"killed-{number}"
        before: dict[str, tuple[int, int]] = {}
        while True:
            process = start(target)
            process.join(chance.uniform(0, length) if kills < 10 else None)
            if process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
                process.join()
                kills += 1
            now = parts(target)
            assert {name: now.get(name) for name in before} == before, "a part was done twice"
            before = now
            if process.exitcode == 0:
                break
        assert outputs(target) == expected
        assert not list((target / WORK).glob("scratch-*"))


def test_a_killed_command_leaves_no_worker_behind_and_goes_on(tmp_path):
    source = write(tmp_path / "in.jsonl", texts(130))

    def command(target: Path) -> list[str]:
        options = ["--model", "blank", "--any-language", "--workers", "1", "--log-format", "json"]
        return [sys.executable, "-m", "pipeline", "run", str(source), str(target), *options]

    subprocess.run(command(tmp_path / "whole"), check=True, capture_output=True)
    with subprocess.Popen(
        command(tmp_path / "out"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        events = (json.loads(line)["event"] for line in process.stderr)
        assert "batch.done" in events
        process.kill()
        process.stderr.read()  # ends when the last process that could write there has ended
    done = subprocess.run(command(tmp_path / "out"), check=True, capture_output=True, text=True)
    first, *_ = (json.loads(line) for line in done.stderr.splitlines() if "resumed" in line)
    assert first["documents"] >= 64
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_the_same_inputs_again_process_nothing_and_give_the_same_bytes(
    tmp_path, small_batches, processed
):
    source = write(tmp_path / "in.jsonl", texts(5))
    pipeline.run(source, tmp_path / "out")
    before = outputs(tmp_path / "out")
    processed.clear()
    result = pipeline.run(source, tmp_path / "out")
    assert (processed, result.processed, result.resumed) == ([], 5, 5)
    assert outputs(tmp_path / "out") == before
    pipeline.run(source, tmp_path / "out", fresh=True)
    assert len(processed) == 5


def test_documents_added_changed_and_removed_are_that_in_the_tables(
    tmp_path, small_batches, processed
):
    those = texts(6)
    source = write(tmp_path / "in.jsonl", those)
    pipeline.run(source, tmp_path / "out")
    processed.clear()
    del those["t01"]
    those = {"t00": those["t00"], "new": "Il est à Bamako.", **those}
    those["t03"] = "Il est à Niamey."
    write(source, those)
    result = pipeline.run(source, tmp_path / "out")
    assert sorted(processed) == ["new", "t03"]
    assert (result.processed, result.resumed) == (6, 4)
    pipeline.run(source, tmp_path / "anew")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "anew")
    tables = pipeline.read(tmp_path / "out")
    assert "t01" not in set(tables["mentions"].doc_id)
    assert {"Bamako", "Niamey"} <= set(tables["places"].name)
    sources = tables["documents"].set_index("doc_id").source
    assert sources["t05"].endswith("in.jsonl, line 6")  # one line was taken out, one put in


def test_another_model_or_lexicon_begins_anew(tmp_path, processed):
    source = write(tmp_path / "in.jsonl", {"a": "Les Bérets bleus de Tessit sont là."})
    pipeline.run(source, tmp_path / "out", model="blank")
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    (lexicon / "forces.csv").write_text(
        "force_id,name,kind\nbt,Bérets bleus de Tessit,army\n", encoding="utf-8"
    )
    tables = pipeline.run(source, tmp_path / "out", model="blank", lexicons=[lexicon]).tables
    assert processed == ["a", "a"]
    assert tables["forces"].force_id.tolist() == ["bt"]
    assert len(list((tmp_path / "out" / WORK).glob("parts-*"))) == 1


def test_a_second_run_into_the_same_outputs_says_who_holds_them_and_stops(tmp_path):
    source = write(tmp_path / "in.jsonl", texts(1))
    with (
        held(Store(str(tmp_path / "out"))),
        pytest.raises(BusyError, match=rf"held by process {os.getpid()} of .* since 20\d\d-"),
    ):
        pipeline.run(source, tmp_path / "out")
    assert pipeline.run(source, tmp_path / "out").processed == 1


def test_a_full_disk_stops_the_run_with_its_parts_kept(
    tmp_path, small_batches, processed, monkeypatch
):
    source = write(tmp_path / "in.jsonl", texts(6))
    pipeline.run(source, tmp_path / "whole")
    processed.clear()
    left = 2

    def full(self, name, data):
        nonlocal left
        if name.endswith(".parquet") and "attempts" not in self.url:
            if not left:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            left -= 1
        return store_write(self, name, data)

    store_write = Store.write
    monkeypatch.setattr(Store, "write", full)
    with pytest.raises(OSError, match="No space left"):
        pipeline.run(source, tmp_path / "out")
    assert outputs(tmp_path / "out") == {}
    monkeypatch.setattr(Store, "write", store_write)
    processed.clear()
    assert pipeline.run(source, tmp_path / "out").resumed == 4
    assert processed == ["t04", "t05"]
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_a_disk_that_is_full_when_the_tables_are_written_leaves_those_of_before(
    tmp_path, monkeypatch
):
    source = write(tmp_path / "in.jsonl", texts(2))
    pipeline.run(source, tmp_path / "out")
    before = outputs(tmp_path / "out")
    write(source, texts(3))

    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.report.write_report", fail)
        with pytest.raises(OSError, match="No space left"):
            pipeline.run(source, tmp_path / "out")
    assert outputs(tmp_path / "out") == before
    assert pipeline.run(source, tmp_path / "out").processed == 3


def test_outputs_that_cannot_be_written_are_named(tmp_path):
    source = write(tmp_path / "in.jsonl", texts(1))
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RunError, match="file: is a file; the outputs need a folder"):
        pipeline.run(source, tmp_path / "file")
    with pytest.raises(OSError, match="file"):
        pipeline.run(source, tmp_path / "file" / "out")


def test_a_part_that_the_disk_lost_is_done_again(tmp_path, small_batches, processed):
    source = write(tmp_path / "in.jsonl", texts(4))
    pipeline.run(source, tmp_path / "out")
    before = outputs(tmp_path / "out")
    lost = sorted((tmp_path / "out" / WORK).glob("parts-*/*.parquet"))[0]
    lost.write_bytes(b"")
    processed.clear()
    pipeline.run(source, tmp_path / "out")
    assert len(processed) == 2
    assert outputs(tmp_path / "out") == before


def test_folders_may_be_called_as_they_are(tmp_path):
    source = write(tmp_path / "l'été [2021] *?.jsonl", texts(2))
    target = tmp_path / "l'été [2021] *?"
    assert pipeline.run(source, target, model="blank").processed == 2
    assert pipeline.run(source, target, model="blank").resumed == 2


def test_of_two_documents_with_one_id_the_first_counts(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.jsonl", {"same": "Il est à Gao."})
    write(folder / "b.jsonl", {"same": "Il est à Kidal.", "other": "Il est à Mopti."})
    tables = pipeline.run(folder, tmp_path / "out").tables
    assert tables["documents"].doc_id.tolist() == ["other", "same"]
    assert tables["places"].name.tolist() == ["Gao", "Mopti"]
    (reject,) = tables["rejects"].to_dict("records")
    assert reject["reason"] == "duplicate_id"
    assert reject["detail"].endswith(
        "b.jsonl, line 1: its id «same» is that of an earlier document; change one"
    )
