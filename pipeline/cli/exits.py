"""How a command ends: the exit statuses, and which error gives which."""

import errno
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

DONE, UNUSABLE, USAGE, HELD, NO_ROOM, FAULT = 0, 1, 2, 3, 4, 70
STOPPED, HUNG_UP, PIPE_CLOSED, TERMINATED = 130, 129, 141, 143

# The one table of them; `sahel --help` prints it.
EXITS = {
    DONE: "done; what could not be read is in the table rejects",
    UNUSABLE: "nothing done: input, model, lexicon or outputs cannot be used",
    USAGE: "the command line, a setting or pipeline.toml is wrong",
    HELD: "another run is writing to the same outputs",
    NO_ROOM: "no room left on the disk or in memory, or a disk that is read-only",
    FAULT: "a fault of this program; please report it",
    STOPPED: "stopped with Ctrl-C; SIGHUP gives 129, SIGTERM 143, a closed pipe 141",
}

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.ENOMEM}

# Libraries that reach object stores have errors of their own: no credentials, no such bucket.
_STORES = {"aiobotocore", "aiohttp", "azure", "botocore", "fsspec", "gcsfs", "google", "s3fs"}


class UsageError(ValueError):
    """A command that cannot be meant as it was given; the message says what to give."""


class OutputClosed(Exception):
    """Whoever read the output has gone (`sahel … | head`)."""


class Stopped(KeyboardInterrupt):
    """A signal that asks to stop."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.status = 128 + signum


@contextmanager
def stopping_at_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP stop the block as Ctrl-C does: cleanly, with its work kept."""

    def stop(signum: int, frame: FrameType | None) -> NoReturn:
        raise Stopped(signum)

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
            number = getattr(signal, name, None)
            # What nohup ignores stays ignored.
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def status_of(error: BaseException) -> int:
    """The exit status that an error gives."""
    from pipeline.settings import SettingsError

    match error:
        case Stopped():
            return error.status
        case KeyboardInterrupt():
            return STOPPED
        case OutputClosed():
            return PIPE_CLOSED
        case UsageError() | SettingsError():
            return USAGE
        case ValueError() if type(error).__name__ == "BusyError":  # no need to load all of a run
            return HELD
        case MemoryError():
            return NO_ROOM
        case OSError() if error.errno in _NO_ROOM:
            return NO_ROOM
        case ValueError() | OSError() | ImportError():
            return UNUSABLE
    if type(error).__module__.partition(".")[0] in _STORES:
        return UNUSABLE
    # DuckDB and Arrow have their own classes for what the system says.
    return NO_ROOM if "No space left on device" in str(error) else FAULT


def message_of(error: BaseException) -> str:
    """An error as one reads it: what, where, and the way out as far as it is known."""
    status = status_of(error)
    if status == FAULT:
        return (
            f"this should not happen: {type(error).__name__}: {error} ({_place(error)}); "
            "please report it, with what --verbose prints"
        )
    if isinstance(error, MemoryError):
        return "out of memory; fewer --workers need less"
    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        named = [str(name) for name in (error.filename, error.filename2) if name]
        text = ": ".join([*named[:1], error.strerror])
    if status == NO_ROOM:
        return f"{text}; what was finished is kept: make room and give the same command again"
    if status == UNUSABLE and not isinstance(error, ValueError | OSError | ImportError):
        return f"the store cannot be used: {text}; check the address and your credentials for it"
    return text or type(error).__name__


def _place(error: BaseException) -> str:
    """The last place in this package that an error came through."""
    place, step = "unknown place", error.__traceback__
    while step is not None:
        module = step.tb_frame.f_globals.get("__name__", "")
        if module.startswith("pipeline."):
            place = f"{module}, line {step.tb_lineno}"
        step = step.tb_next
    return place
