"""Folders that a run reads from and writes to: on this machine, or at a URL that fsspec knows."""

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

# «s3://…», «hdfs://…»; a single letter is a drive of Windows.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_EXTRAS = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}


class StoreError(ValueError):
    """A store that cannot be reached; the message says which and what to do."""


def is_url(path: str | Path) -> bool:
    """Whether a path is a URL, so that fsspec reads it and not the operating system."""
    return isinstance(path, str) and bool(_URL.match(path)) and not path.startswith("file://")


@lru_cache(maxsize=16)
def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it.

    Options (keys, endpoints) are those that fsspec takes from its own configuration files and
    from the environment (`FSSPEC_S3_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID` …).

    Raises:
        StoreError: no such protocol, its library is missing, or it cannot be reached.
    """
    import fsspec

    protocol = url.partition("://")[0]
    try:
        fs, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        library = _EXTRAS.get(protocol, "")
        extra = "'sahel-press[s3]'" if library == "s3fs" else library
        advice = f"pip install {extra}" if library else "see fsspec's list of protocols"
        raise StoreError(f"{url}: {protocol}:// cannot be read here ({error}); {advice}") from error
    return fs, path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder whose files appear whole or not at all.

    Attributes:
        url: a path on this machine, or a URL.
    """

    url: str

    @property
    def local(self) -> Path | None:
        """The folder on this machine; None for a URL."""
        return None if is_url(self.url) else Path(self.url.removeprefix("file://"))

    def below(self, name: str) -> "Store":
        """A folder of this one."""
        return Store(f"{self.url.rstrip('/')}/{name}")

    def where(self, name: str = "") -> str:
        """The path or URL of a file, as messages name it and DuckDB takes it."""
        return f"{self.url.rstrip('/')}/{name}" if name else self.url

    def names(self) -> list[str]:
        """Names of the files in the folder, sorted; none where there is no folder."""
        if self.local:
            try:
                with os.scandir(self.local) as entries:
                    return sorted(entry.name for entry in entries if entry.is_file())
            except FileNotFoundError:
                return []
        fs, root = file_system(self.url)
        fs.invalidate_cache(root)
        try:
            found = fs.ls(root, detail=True)
        except FileNotFoundError:
            return []
        return sorted(f["name"].rsplit("/", 1)[-1] for f in found if f["type"] == "file")

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        if self.local:
            return (self.local / name).is_file()
        fs, root = file_system(self.url)
        fs.invalidate_cache(root)
        return bool(fs.exists(f"{root}/{name}"))

    def read(self, name: str) -> bytes:
        """A file's bytes.

        Raises:
            FileNotFoundError: there is none.
        """
        if self.local:
            return (self.local / name).read_bytes()
        fs, root = file_system(self.url)
        data: bytes = fs.cat_file(f"{root}/{name}")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file; whoever looks sees the file of before or the new one, never a part."""
        if not self.local:
            fs, root = file_system(self.url)
            fs.pipe_file(f"{root}/{name}", data)
            return
        self.local.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(prefix=".partial-", dir=self.local)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor, not a path)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).chmod(0o666 & ~_UMASK)
            Path(partial).replace(self.local / name)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise

    def take(self, path: Path, name: str) -> None:
        """Take over a finished file of this machine under a name."""
        if self.local:
            (self.local / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.local / name)
        else:
            fs, root = file_system(self.url)
            fs.put_file(str(path), f"{root}/{name}")

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        if self.local:
            (self.local / name).unlink(missing_ok=True)
            return
        fs, root = file_system(self.url)
        with contextlib.suppress(FileNotFoundError):
            fs.rm_file(f"{root}/{name}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Asked for once, at import: it can only be read by setting it.
_UMASK = _umask()
