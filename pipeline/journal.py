"""The folder `.work` of a run's outputs: who holds it, and what has been done.

    .work/lock              held while a run is at work (a lock of the operating system)
    .work/owner.json        by whom: process, machine, since when
    .work/parts-<settings>/ what has been done, with these settings (`pipeline.parts`)
    .work/scratch-…         what a run is putting together; the next one clears it away

A run that is stopped at any moment leaves whole parts; the next one goes on from there.
"""

import getpass
import json
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.stores import Store, file_system

WORK = ".work"
_OWNER = "owner.json"
# A store at a URL has no locks: its owner's note is renewed so often (seconds), and one that has
# not been renewed for so long is nobody's.
_RENEW, _STALE = 20.0, 120.0


class HeldError(ValueError):
    """Another run holds the outputs; the message says who."""


class Journal:
    """What has been done in a run's outputs.

    Attributes:
        work: the folder `.work`.
        parts: where the parts of these settings are.
    """

    def __init__(self, target: Store, settings: str) -> None:
        self.work = target.below(WORK)
        self.parts = self.work.below(f"parts-{settings}")

    def forget(self) -> None:
        """Remove every part: the run begins anew."""
        for folder in self._part_folders():
            self._remove(folder)

    def forget_others(self) -> None:
        """Remove the parts of other settings, which no run with these can use."""
        mine = self.parts.where().rsplit("/", 1)[-1]
        for folder in self._part_folders():
            if folder != mine:
                self._remove(folder)

    def _part_folders(self) -> list[str]:
        if self.work.local:
            return [p.name for p in self.work.local.glob("parts-*") if p.is_dir()]
        fs, root = file_system(self.work.url)
        fs.invalidate_cache(root)
        return [p.rsplit("/", 1)[-1] for p in fs.glob(f"{root}/parts-*")]

    def _remove(self, folder: str) -> None:
        if self.work.local:
            shutil.rmtree(self.work.local / folder, ignore_errors=True)
        else:
            fs, root = file_system(self.work.url)
            fs.rm(f"{root}/{folder}", recursive=True)


@contextmanager
def scratch(target: Store) -> Iterator[Path]:
    """A folder of this machine to put outputs together in: on the target's disk if that is here."""
    if target.local:
        work = target.local / WORK
        work.mkdir(parents=True, exist_ok=True)
        for old in work.glob("scratch-*"):  # of a run that was killed; the lock is ours
            shutil.rmtree(old, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=work))
    else:
        folder = Path(tempfile.mkdtemp(prefix="sahel-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(target: Store) -> Iterator[None]:
    """Hold the outputs for the length of a `with` block.

    Raises:
        HeldError: another run holds them.
        OSError: the folder cannot be written.
    """
    work = target.below(WORK)
    with _locked(work.local) if work.local else _claimed(work):
        yield


@contextmanager
def _locked(work: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise HeldError(_who(work.parent, Store(str(work)))) from None
    try:
        Store(str(work)).write(_OWNER, _me())
        yield
    finally:
        (work / _OWNER).unlink(missing_ok=True)
        lock.release()


@contextmanager
def _claimed(work: Store) -> Iterator[None]:
    owner = _read_owner(work)
    if owner and time.time() - float(owner.get("renewed", 0)) < _STALE:
        raise HeldError(_who(work.url.removesuffix(f"/{WORK}"), work))
    mine = _me()
    work.write(_OWNER, mine)
    over = threading.Event()

    def renew() -> None:
        while not over.wait(_RENEW):
            work.write(_OWNER, _me())

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_RENEW)
        work.remove(_OWNER)


def _me() -> bytes:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    told = {
        "process": os.getpid(),
        "machine": socket.gethostname(),
        "user": user,
        "since": _SINCE,
        "renewed": time.time(),
    }
    return json.dumps(told).encode()


_SINCE = datetime.now(UTC).isoformat(timespec="seconds")


def _read_owner(work: Store) -> dict[str, Any]:
    try:
        owner = json.loads(work.read(_OWNER))
    except (OSError, ValueError):
        return {}
    return owner if isinstance(owner, dict) else {}


def _who(target: object, work: Store) -> str:
    owner = _read_owner(work)
    who = (
        f"process {owner.get('process')} of {owner.get('user') or 'someone'} on "
        f"{owner.get('machine')}, since {owner.get('since')}"
        if owner
        else "another run"
    )
    return f"{target}: held by {who}; wait for it to end, stop it, or choose another folder"
