"""`sahel run` as a command: what it hands over, what it shows, how it ends."""

import errno
import json
import logging
import os
import pty
import signal
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.exits import EXITS
from pipeline.running import BusyError

runner = CliRunner()
log = logging.getLogger("pipeline.running")


def result(**counts):
    """What a run gives."""
    return SimpleNamespace(
        processed=counts.get("documents", 5),
        resumed=counts.pop("resumed", 0),
        counts={"documents": 5, "people": 12_345, "rejects": 0} | counts,
        rejects=[
            {"source": f"{n}.txt", "reason": "empty", "detail": f"{n}.txt: no words"}
            for n in range(min(counts.get("rejects", 0), 1_000))
        ],
        paths=["out/people.csv", "out/people.parquet", "out/report.html"],
    )


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """A run that keeps what it was asked for, and does what `ran.does` says."""
    monkeypatch.chdir(tmp_path)
    asked = SimpleNamespace(does=result)

    def run(source, target, *, fresh, **given):
        asked.source, asked.target, asked.given = source, target, given | {"fresh": fresh}
        return asked.does()

    monkeypatch.setattr("pipeline.running.run", run)
    return asked


def sahel(*arguments, **options):
    return runner.invoke(app, list(arguments), **options)


def test_a_run_gets_the_settings_and_addresses_as_they_were_given(ran):
    done = sahel(
        *("run", "s3://bucket/texts", "s3://bucket/tables", "--engine", "dask"),
        *("--scheduler", "tcp://10.0.0.1:8786", "--fresh", "--seconds-a-document", "5"),
        *("-e", "duckdb", "-e", "graphml", "-l", "one", "-l", "two", "--any-language"),
    )
    assert done.exit_code == 0, done.output
    assert (ran.source, ran.target) == ("s3://bucket/texts", "s3://bucket/tables")
    del ran.given["on_progress"]
    assert ran.given == {
        "model": "",
        "workers": 1,
        "engine": "dask",
        "scheduler": "tcp://10.0.0.1:8786",
        "lexicons": ("one", "two"),
        "corrections": "",
        "any_language": True,
        "lang": "fr",
        "exports": ("duckdb", "graphml"),
        "fresh": True,
        "seconds_a_document": 5.0,
    }


def test_the_environment_and_pipeline_toml_settle_what_options_leave_open(ran, tmp_path):
    (tmp_path / "pipeline.toml").write_text("workers = 2\nany_language = true\nlang = 'en'\n")
    done = sahel("run", "in", "--french-only", env={"SAHEL_WORKERS": "3"})
    assert done.exit_code == 0, done.output
    assert ran.target == "outputs"
    assert [ran.given[k] for k in ("workers", "any_language", "lang")] == [3, False, "en"]


def test_the_summary_counts_rows_and_what_an_earlier_run_did(ran):
    ran.does = lambda: result(documents=5, resumed=3)
    shown = sahel("run", "in", "out").stdout
    assert "5 documents read, 3 of them by an earlier run" in shown
    assert "people     12 345" in shown
    assert "out/report.html" in shown
    assert "out/people.csv" not in shown


def test_the_summary_as_json(ran):
    ran.does = lambda: result(resumed=3)
    found = json.loads(sahel("run", "in", "out", "--json").stdout)
    assert found["processed"] == 5
    assert found["resumed"] == 3
    assert found["tables"]["people"] == 12_345
    assert found["paths"][-1] == "out/report.html"


def test_many_rejects_are_counted_not_listed(ran):
    ran.does = lambda: result(rejects=5_000)
    lines = sahel("run", "in", "out").stderr.splitlines()
    assert lines[0] == "left out (empty): 0.txt: no words"
    assert lines[-1] == "left out: 4 980 more; out/rejects.csv has them all"
    assert len(lines) == 21


def test_quiet_leaves_warnings_alone(ran):
    def does():
        log.info("batch.done", extra={"documents": 5})
        return result(rejects=1)

    ran.does = does
    done = sahel("run", "in", "out", "--quiet")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == ["left out (empty): 0.txt: no words"]


def test_verbose_shows_what_the_run_logs(ran):
    def does():
        log.debug("batch.sent", extra={"documents": 5})
        return result()

    ran.does = does
    assert "debug   batch.sent  documents=5" in sahel("run", "in", "--verbose").stderr
    assert "batch.sent" not in sahel("run", "in").stderr


def test_quiet_and_verbose_exclude_each_other(ran):
    done = sahel("run", "in", "--quiet", "--verbose")
    assert done.exit_code == 2
    assert "--quiet and --verbose exclude each other" in done.stderr


def test_with_json_logs_every_line_of_standard_error_is_json(ran):
    def does():
        log.info("batch.done", extra={"documents": 5, "words_per_second": 6_500.25})
        logging.getLogger("distributed").warning("a worker is slow")
        return result(rejects=2)

    ran.does = does
    done = sahel("run", "in", "out", "--log-format", "json")
    found = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in found] == [
        *("batch.done", "a worker is slow", "reject", "reject")
    ]
    assert found[0]["words_per_second"] == 6500.25
    assert found[2]["source"] == "0.txt"
    assert all(line["time"].endswith("Z") for line in found)


@pytest.mark.parametrize("arguments", [("--engine", "spark"), ("--config", "no.toml")])
def test_a_bad_setting_is_json_too_with_json_logs(ran, arguments):
    done = sahel("run", "in", "--log-format", "json", *arguments)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert json.loads(line) | {"time": 0, "detail": 0} == {
        "time": 0,
        "level": "error",
        "event": "error",
        "logger": "pipeline.cli",
        "detail": 0,
        "exit_status": 2,
    }


def failing(error):
    def does():
        raise error

    return does


class NoCredentials(Exception):
    """Stands for the errors of libraries that reach stores."""

    __module__ = "botocore.exceptions"


class Arrow(Exception):
    """Stands for the errors of libraries that have classes of their own."""


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (ValueError("a.txt: is a file"), 1, "error: a.txt: is a file"),
        (PermissionError(errno.EACCES, "Permission denied", "o"), 1, "o: Permission denied"),
        (ImportError("--engine dask needs dask: pip install …"), 1, "needs dask: pip install"),
        (NoCredentials("no credentials"), 1, "error: the store cannot be used: no credentials;"),
        (BusyError("out: held by process 7; wait"), 3, "error: out: held by process 7; wait"),
        (OSError(errno.ENOSPC, "No space left on device", "o"), 4, "o: No space left on device;"),
        (OSError(errno.EROFS, "Read-only file system", "o"), 4, "o: Read-only file system; what"),
        (Arrow("IO Error: No space left on device"), 4, "No space left on device; what was fin"),
        (MemoryError(), 4, "error: out of memory; fewer --workers need less"),
        (KeyError("x"), 70, "error: this should not happen: KeyError: 'x' (pipeline.cli.run"),
        (KeyboardInterrupt(), 130, "stopped; what was finished is kept in out: the same command"),
    ],
)
def test_every_way_to_end_has_its_status_and_one_line(ran, error, status, message):
    ran.does = failing(error)
    done = sahel("run", "in", "out")
    assert done.exit_code == status
    assert status in EXITS
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_an_error_of_a_store_names_the_address(ran):
    ran.does = failing(FileNotFoundError(errno.ENOENT, "The specified bucket does not exist"))
    done = sahel("run", "in", "s3://nosuch/out")
    assert done.exit_code == 1
    assert done.stderr == "error: s3://nosuch/out: The specified bucket does not exist\n"


def test_verbose_shows_where_a_fault_arose(ran):
    ran.does = failing(KeyError("x"))
    assert "Traceback" in sahel("run", "in", "out", "--verbose").stderr


def test_a_run_without_a_single_document_ends_with_1(ran):
    ran.does = lambda: result(documents=0, rejects=1)
    done = sahel("run", "in", "out")
    assert done.exit_code == 1
    assert "nothing was processed; out/rejects.csv says why" in done.stderr


@pytest.mark.parametrize("paths", [("", "out"), ("in", " ")])
def test_an_empty_path_is_refused(ran, paths):
    done = sahel("run", *paths)
    assert done.exit_code == 2
    assert "one that is empty was given" in done.stderr


def test_a_path_with_the_other_system_s_separators_is_understood(ran, tmp_path):
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "texts").mkdir()
    ran.does = lambda: result(documents=0)
    assert r"did you mean my/texts?" in sahel("run", r"my\texts").stderr


def test_a_path_with_braces_is_no_format(ran):
    ran.does = failing(KeyboardInterrupt())
    assert "kept in {0}{x}:" in sahel("run", "{source}", "{0}{x}").stderr


# A program whose run takes long, without what a real one loads.
SLOW = textwrap.dedent("""
    import sys, time, types
    from pipeline.cli import app

    def run(source, target, *, fresh, on_progress, **given):
        on_progress(3, 10)
        print("ready", flush=True)
        time.sleep(LONG)
        return types.SimpleNamespace(
            processed=1, resumed=0, rejects=[], paths=[], counts={"documents": 1, "rejects": 0}
        )

    module = types.ModuleType("pipeline.running")
    module.run = run
    sys.modules["pipeline.running"] = module
    import pipeline
    pipeline.running = module
    app(["run", "in", "out", *sys.argv[1:]])
""")


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["ctrl-c", "term", "hup"],
)
def test_a_signal_ends_a_run_cleanly_and_says_how_to_go_on(number, status):
    code = SLOW.replace("LONG", "60")
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert errors == (
        "stopped; what was finished is kept in out: the same command goes on from there, "
        "--fresh starts anew\n"
    )


def on_a_terminal(*arguments: str) -> str:
    """What a run shows on a terminal."""
    ours, theirs = pty.openpty()
    code = SLOW.replace("LONG", "0.3")
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 10_000)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 0
    return shown.decode()


def test_a_terminal_gets_a_progress_bar():
    shown = on_a_terminal()
    assert "━" in shown
    assert "3/10" in shown


@pytest.mark.parametrize("arguments", [("--quiet",), ("--log-format", "json")])
def test_no_progress_bar_if_quiet_or_for_machines(arguments):
    assert on_a_terminal(*arguments) == ""
