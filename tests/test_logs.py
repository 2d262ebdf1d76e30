"""Log lines: what the command line shows, and that importing the package shows nothing."""

import json
import logging
import subprocess
import sys
import warnings

from hypothesis import given
from hypothesis import strategies as st

from pipeline import logs

log = logging.getLogger("pipeline.somewhere")


def lines(write, *, level=logging.INFO, as_json=True) -> list[str]:
    """What is written while `write` logs."""
    written: list[str] = []
    with logs.shown(level, lambda line, _: written.append(line), as_json=as_json):
        write()
    return written


def test_an_event_is_one_json_object_with_time_level_event_and_fields():
    (line,) = lines(
        lambda: log.info("batch.done", extra={"documents": 64, "words_per_second": 9_876.54321})
    )
    found = json.loads(line)
    assert list(found)[:4] == ["time", "level", "event", "logger"]
    assert found.pop("time").endswith("Z")
    assert found == {
        "level": "info",
        "event": "batch.done",
        "logger": "pipeline.somewhere",
        "documents": 64,
        "words_per_second": 9876.543,
    }


def test_a_reason_stands_in_the_message_and_is_a_field_of_the_line(caplog):
    def write():
        log.warning("worker.lost: %(why)s", {"documents": 3, "why": "50 % of: memory"})

    def found(as_json):
        return lines(write, as_json=as_json)[0]

    told = json.loads(found(as_json=True))
    assert told.pop("time")
    assert list(told.items()) == [
        ("level", "warning"),
        ("event", "worker.lost"),
        ("logger", "pipeline.somewhere"),
        ("documents", 3),
        ("why", "50 % of: memory"),
    ]
    assert found(as_json=False).endswith('worker.lost  documents=3 why="50 % of: memory"')
    write()  # with no set-up of ours
    assert caplog.messages == ["worker.lost: 50 % of: memory"]


def test_the_time_is_the_event_s_in_utc():
    fields = {"name": "pipeline.x", "msg": "a", "levelno": logging.INFO, "created": 0.25}
    record = logging.makeLogRecord(fields)
    (line,) = lines(lambda: logging.getLogger("pipeline").handle(record))
    assert json.loads(line)["time"] == "1970-01-01T00:00:00.250Z"


def test_text_for_people_has_clock_level_event_and_fields():
    fields = {"documents": 64, "words_per_second": 9_876.54, "source": "mes textes"}
    (line,) = lines(lambda: log.warning("batch.done", extra=fields), as_json=False)
    assert line[8:] == (
        ' warning batch.done  documents=64 words_per_second=9876.5 source="mes textes"'
    )


def test_the_level_leaves_out_what_is_below_it():
    def write():
        log.debug("d")
        log.info("i")
        log.warning("w")

    for name, expected in (("quiet", "w"), ("normal", "iw"), ("verbose", "diw")):
        shown = lines(write, level=logs.LEVELS[name])
        assert "".join(json.loads(line)["event"] for line in shown) == expected


def test_other_libraries_warn_and_do_not_inform():
    def write():
        logging.getLogger("distributed.worker").warning("unmanaged memory")
        logging.getLogger("distributed.worker").info("connected")
        logging.getLogger("trafilatura.core").warning("empty page")  # a reject says so already
        warnings.warn("old thing", UserWarning, stacklevel=1)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found = [json.loads(line) for line in lines(write)]
    assert found[0]["event"] == "unmanaged memory"
    assert "old thing" in found[1]["event"]
    assert len(found) == 2


def test_an_exception_stays_on_its_line():
    def write():
        try:
            raise KeyError("x")
        except KeyError:
            log.exception("broke")

    (line,) = lines(write)
    assert "KeyError: 'x'" in json.loads(line)["exception"]


@given(
    st.dictionaries(
        st.text(st.characters(categories=["Ll"]), min_size=3).map("f_".__add__),
        st.one_of(st.floats(), st.integers(), st.text(st.characters()), st.binary(), st.none()),
    )
)
def test_any_field_gives_one_line_of_strict_json(fields):
    def refuse(constant):
        raise ValueError(constant)

    (line,) = lines(lambda: log.info("event", extra=fields))
    assert line.isascii()
    assert "\n" not in line
    assert set(json.loads(line, parse_constant=refuse)) >= set(fields)
    (text,) = lines(lambda: log.info("event", extra=fields), as_json=False)
    assert text.isprintable()


def test_afterwards_nothing_is_left():
    before = logging.getLogger("pipeline").level
    lines(lambda: log.info("x"))
    assert logging.getLogger("pipeline").handlers == []
    assert logging.getLogger("pipeline").level == before
    assert logging.getLogger("pipeline").propagate


def test_importing_and_using_the_package_configures_no_logging():
    code = (
        "import logging, pipeline\n"
        "pipeline.load('blank')\n"
        "names = [n for n in logging.root.manager.loggerDict if n.startswith('pipeline')]\n"
        "assert not any(logging.getLogger(n).handlers for n in ['pipeline', *names])\n"
        "assert logging.getLogger('pipeline').level == logging.NOTSET\n"
        "assert logging.getLogger('pipeline').propagate\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
