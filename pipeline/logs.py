"""Log lines for the command line, on standard error: text for people, JSON for machines.

The package's modules log with the standard library (`logging.getLogger(__name__)`): the message
is the event's name («batch.done»), figures go into `extra`. What has a reason shows it in the
message, since a notebook prints nothing else: `log.warning("report.left_out: %(why)s",
{"why": …})`; the lines made here have name and fields apart all the same. Importing the package
sets up nothing; a notebook or a program decides for itself what it shows.
"""

import json
import logging
import math
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

LEVELS = {"quiet": logging.WARNING, "normal": logging.INFO, "verbose": logging.DEBUG}
# Libraries whose warnings say what a run's own rejects already say, and to whom.
_SILENT = ("trafilatura", "htmldate", "justext", "courlan")

Event = MutableMapping[str, Any]


@contextmanager
def shown(
    level: int,
    write: Callable[[str, int], None],
    *,
    as_json: bool = False,
) -> Iterator[None]:
    """Show the package's log records, and other libraries' warnings, while the block runs.

    Args:
        level: the least level of the package's records; `LEVELS` names some.
        write: takes a line, without its line end, and its level.
        as_json: one JSON object a line, with `time` (ISO 8601, UTC), `level`, `event`, `logger`
            and the record's own fields.
    """
    ours, root = logging.getLogger("pipeline"), logging.getLogger()
    before = ours.level, ours.propagate
    own = _Lines(write, as_json, level)
    others = _Lines(write, as_json, max(level, logging.WARNING))
    others.addFilter(lambda record: record.name.partition(".")[0] not in _SILENT)
    ours.addHandler(own)
    root.addHandler(others)
    ours.setLevel(level)
    ours.propagate = False
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        ours.removeHandler(own)
        root.removeHandler(others)
        ours.setLevel(before[0])
        ours.propagate = before[1]


def json_line(event: str, level: int, **fields: Any) -> str:
    """An event as a line of JSON, for what is said outside `shown`."""
    names = {"name": "pipeline.cli", "msg": event, "levelno": level}
    record = logging.makeLogRecord(names | {"levelname": logging.getLevelName(level)} | fields)
    return _formatter(as_json=True).format(record)


class _Lines(logging.Handler):
    """Gives formatted records to a function; structlog is loaded for the first of them."""

    def __init__(self, write: Callable[[str, int], None], as_json: bool, level: int) -> None:
        super().__init__(level)
        self._write = write
        self._as_json = as_json

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.formatter is None:
                self.formatter = _formatter(self._as_json)
            self._write(self.format(record), record.levelno)
        except Exception:
            self.handleError(record)


def _formatter(as_json: bool) -> logging.Formatter:
    from structlog.processors import format_exc_info
    from structlog.stdlib import ExtraAdder, ProcessorFormatter

    return ProcessorFormatter(
        processors=[
            ExtraAdder(),
            format_exc_info,
            _head,
            ProcessorFormatter.remove_processors_meta,
            _as_json_line if as_json else _as_text,
        ],
        pass_foreign_args=True,
    )


def _head(_logger: Any, _name: str, event: Event) -> Event:
    """What every line begins with; the time is the event's, not that of writing it."""
    record: logging.LogRecord = event["_record"]
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    name, told = event.pop("event"), event.pop("positional_args")
    if isinstance(told, Mapping) and record.name.startswith("pipeline."):
        name, event = record.msg.partition(":")[0], {**told, **event}
    head: Event = {
        "time": time.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "event": name,
        "logger": record.name,
    }
    return {**head, **event}


def _as_json_line(_logger: Any, _name: str, event: Event) -> str:
    # ASCII: no terminal's encoding, and no half of a character, can break a line.
    return json.dumps({key: _plain(value) for key, value in event.items()}, default=str)


def _plain(value: Any) -> Any:
    """JSON has no infinity, and no number that is none."""
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value


def _as_text(_logger: Any, _name: str, event: Event) -> str:
    exception = event.pop("exception", "")
    clock, level, name = event.pop("time")[11:19], event.pop("level"), event.pop("event")
    event.pop("logger")
    fields = " ".join(f"{key}={_shown(value)}" for key, value in event.items())
    line = f"{clock} {level:7} {name}  {fields}".rstrip()
    return f"{line}\n{exception}" if exception else line


def _shown(value: Any) -> str:
    """A field's value; quoted where it has spaces, so that a line can be taken apart again."""
    if isinstance(value, float):
        return f"{value:.1f}"
    text = str(value)
    if not text or not text.isprintable() or set(text) & set(' "='):
        return json.dumps(text, ensure_ascii=not text.isprintable())
    return text
