"""Engines: one process, several, Dask; the same bytes from all, whatever becomes of a worker."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest

import pipeline
from pipeline.engines import EngineError, batch, dask_cluster, engine_named, local
from pipeline.journal import WORK
from pipeline.running import RunError

from . import hostile_worker
from .conftest import ROOT
from .test_runs import outputs, texts, write


@pytest.fixture
def folder(tmp_path):
    """Eight files of two texts each."""
    folder = tmp_path / "in"
    folder.mkdir()
    items = list(texts(16).items())
    for n in range(8):
        write(folder / f"{n}.jsonl", dict(items[2 * n : 2 * n + 2]))
    return folder


@pytest.fixture
def hostile(monkeypatch):
    monkeypatch.setattr(local, "process_part", hostile_worker.process_part)
    monkeypatch.setattr(dask_cluster, "process_task", hostile_worker.process_task)
    monkeypatch.setattr(dask_cluster, "FILES_A_TASK", 1)


def run(source: Path, target: Path, **options):
    return pipeline.run(source, target, model="blank", **options)


def test_one_process_two_and_dask_give_the_same_bytes(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(batch, "DOCUMENTS_A_BATCH", 3)
    monkeypatch.setattr(dask_cluster, "FILES_A_TASK", 3)
    one = run(folder, tmp_path / "one")
    assert one.processed == 16
    run(folder, tmp_path / "two", workers=2)
    run(folder, tmp_path / "dask", engine="dask", workers=2)
    expected = outputs(tmp_path / "one")
    assert outputs(tmp_path / "two") == expected
    assert outputs(tmp_path / "dask") == expected


def test_a_document_that_kills_its_worker_is_rejected_and_the_others_go_on(tmp_path, hostile):
    those = texts(4) | {"killer": f"{hostile_worker.KILLS} à Gao."}
    source = write(tmp_path / "in.jsonl", those)
    result = run(source, tmp_path / "out", workers=2)
    assert result.processed == 4
    (reject,) = result.rejects
    assert reject["reason"] == "killed"
    assert reject["source"].endswith("in.jsonl, line 5")
    assert "its process died 3 times over it" in reject["detail"]


def test_a_worker_killed_once_costs_nothing(tmp_path, hostile):
    once = f"{hostile_worker.KILLS} {hostile_worker.ONCE} à Gao."
    (tmp_path / "in").mkdir()
    source = write(tmp_path / "in" / "once.jsonl", texts(4) | {"once": once})
    result = run(source, tmp_path / "out", workers=2)
    assert (result.processed, list(result.rejects)) == (5, [])


def test_a_document_that_takes_too_long_is_rejected_and_the_others_go_on(tmp_path, monkeypatch):
    def slow(doc):
        if "lentement" in doc.text:
            time.sleep(60)
        return rows(doc)

    from pipeline import rows as rows_module

    rows = rows_module.document_rows
    monkeypatch.setattr(rows_module, "document_rows", slow)
    pipeline.load("blank")
    source = write(tmp_path / "in.jsonl", texts(3) | {"slow": "Il avance lentement vers Gao."})
    result = run(source, tmp_path / "out", seconds_a_document=1)
    assert result.processed == 3
    (reject,) = result.rejects
    assert (reject["reason"], reject["source"]) == ("too_slow", f"{source}, line 4")


def test_a_thread_that_is_not_the_main_one_is_cut_off_too():
    from pipeline.time_limit import TooSlowError, time_limit

    caught = []

    def work() -> None:
        try:
            with time_limit(0.2):
                while True:
                    time.sleep(0.01)
        except TooSlowError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert len(caught) == 1


def test_an_engine_that_is_none_is_named():
    with pytest.raises(EngineError, match="no engine «spark»; there are: local, dask"):
        engine_named("spark")


class Cluster:
    """A scheduler and workers in processes of their own, on loopback."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen] = []
        self.scheduler = self.start_scheduler()

    def start(self, *command: str) -> subprocess.Popen:
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "DASK_LOGGING__DISTRIBUTED": "critical",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def start_scheduler(self) -> subprocess.Popen:
        where = ("--host", "127.0.0.1", "--port", str(self.port))
        return self.start("scheduler", *where, "--no-dashboard", "--no-show")

    def start_worker(self, memory: str = "0") -> subprocess.Popen:
        return self.start(
            "worker", self.address, "--nthreads", "1", "--no-dashboard", "--memory-limit", memory
        )

    def stop(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """SIGKILL to a process and all that it started."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    for one in [process, *family]:
        try:
            os.kill(one.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


@pytest.fixture
def cluster():
    cluster = Cluster()
    yield cluster
    cluster.stop()


def first_part(target: Path, running: threading.Thread) -> None:
    """Wait until a run has written its first part."""
    while running.is_alive() and not list((target / WORK).glob("parts-*/*.parquet")):
        time.sleep(0.05)


def in_a_thread(folder: Path, target: Path, address: str):
    results = []
    options = {"engine": "dask", "scheduler": address}
    thread = threading.Thread(target=lambda: results.append(run(folder, target, **options)))
    thread.start()
    return thread, results


def slowed(folder: Path) -> None:
    """Have each file of a folder take a second."""
    for path in folder.glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows[0]["text"] += f" {hostile_worker.WAITS}."
        write(path, {row["id"]: row["text"] for row in rows})


def test_a_cluster_whose_worker_is_killed_gives_the_same(tmp_path, folder, hostile, cluster):
    slowed(folder)
    run(folder, tmp_path / "expected")
    first, _ = cluster.start_worker(), cluster.start_worker()
    thread, results = in_a_thread(folder, tmp_path / "out", cluster.address)
    first_part(tmp_path / "out", thread)
    kill(first)
    thread.join(240)
    assert results[0].processed == 16
    assert outputs(tmp_path / "out") == outputs(tmp_path / "expected")


def test_a_cluster_whose_worker_runs_out_of_memory_gives_the_same(
    tmp_path, folder, hostile, cluster
):
    text = f"{hostile_worker.FILLS} {hostile_worker.ONCE} à Gao, le 5 mai 2021."
    write(folder / "fills.jsonl", {"fills": text})
    filled = tmp_path / "fills.done"
    filled.touch()
    run(folder, tmp_path / "expected")
    filled.unlink()
    cluster.start_worker("1500MB")
    thread, results = in_a_thread(folder, tmp_path / "out", cluster.address)
    thread.join(240)
    assert filled.exists()
    assert (results[0].processed, results[0].counts["rejects"]) == (17, 0)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "expected")


def test_a_run_goes_on_when_its_scheduler_is_restarted(tmp_path, folder, hostile, cluster):
    slowed(folder)
    run(folder, tmp_path / "expected")
    worker = cluster.start_worker()
    thread, results = in_a_thread(folder, tmp_path / "out", cluster.address)
    first_part(tmp_path / "out", thread)
    kill(cluster.scheduler)
    kill(worker)
    cluster.start_scheduler()
    cluster.start_worker()
    thread.join(240)
    assert (results[0].processed, results[0].counts["rejects"]) == (16, 0)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "expected")


def test_a_worker_of_another_version_stops_the_run(tmp_path, folder, monkeypatch):
    task = next(iter(dask_cluster._tasks(_job(tmp_path, folder), pipeline_store(tmp_path))))
    with pytest.raises(EngineError, match="differ from those of the machine that started the run"):
        dask_cluster.process_task(task, dask_cluster.Done())


def full(task, done):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_worker_whose_disk_is_full_stops_the_run(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(dask_cluster, "process_task", full)
    with pytest.raises(OSError, match="No space left"):
        run(folder, tmp_path / "out", engine="dask", workers=2)


def test_a_scheduler_that_is_not_there_is_named(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(dask_cluster, "_CONNECTING", 1)
    with pytest.raises(RunError, match=r"no scheduler at tcp://127\.0\.0\.1:9, or no worker there"):
        run(folder, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")


def pipeline_store(path: Path):
    from pipeline.stores import Store

    return Store(str(path / "manifests"))


def _job(tmp_path: Path, folder: Path):
    from pipeline.engines import Job

    return Job(
        source=str(folder),
        settings=batch.Settings("blank"),
        fingerprint="another",
        any_language=False,
        parts=pipeline_store(tmp_path),
        done=dask_cluster.Done(),
        scratch=tmp_path,
    )


@pytest.fixture
def bucket(monkeypatch):
    """An object store on loopback, as a URL."""
    import fsspec
    from moto.server import ThreadedMotoServer

    from pipeline.stores import file_system

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",  # for workers
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": f"http://{host}:{port}"})
    file_system.cache_clear()
    reset = Request(f"http://{host}:{port}/moto-api/reset", method="POST")
    urlopen(reset, timeout=30).close()  # what another server of this process held
    fs = fsspec.filesystem("s3", endpoint_url=f"http://{host}:{port}")
    fs.mkdir("press")
    yield "s3://press"
    server.stop()
    file_system.cache_clear()


@pytest.mark.parametrize("options", [{}, {"engine": "dask", "workers": 2}], ids=["local", "dask"])
def test_inputs_and_outputs_in_an_object_store(tmp_path, folder, bucket, options):
    import fsspec

    fs = fsspec.filesystem("s3")
    (folder / "metadata.csv").write_text(
        "file,title,published\n3.jsonl,Titre,2021-06-05\n", encoding="utf-8"
    )
    for path in folder.iterdir():
        fs.pipe_file(f"press/in/{path.name}", path.read_bytes())
    result = run(f"{bucket}/in", f"{bucket}/out", **options)
    assert (result.processed, result.counts["rejects"]) == (16, 0)
    again = run(f"{bucket}/in", f"{bucket}/out", **options)
    assert again.resumed == 16
    here = run(folder, tmp_path / "out")
    assert here.tables["mentions"].equals(again.tables["mentions"])
    names = {path.rsplit("/", 1)[-1] for path in fs.ls("press/out", detail=False)}
    assert {"mentions.csv", "mentions.parquet", "report.html", "datapackage.json"} <= names
    for name in ("mentions.csv", "people.parquet", "events.csv", "places.geojson"):
        assert fs.cat_file(f"press/out/{name}") == (tmp_path / "out" / name).read_bytes()
    missing = run(f"{bucket}/nothing", f"{bucket}/out2")
    assert [r["reason"] for r in missing.rejects] == ["missing"]


def test_a_store_whose_library_is_missing_is_named(tmp_path):
    with pytest.raises(RunError, match=r"gs://press/out: gs:// cannot be read here .*gcsfs"):
        run(tmp_path, "gs://press/out")
