"""What an engine is given to do."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.documents import Reject, read_files
from pipeline.engines.batch import Settings
from pipeline.manifest import Manifest
from pipeline.parts import Done, key_of
from pipeline.stores import Store
from pipeline.values import Document


class EngineError(ValueError):
    """An engine that cannot do its work; the message says why and what to do."""


@dataclass(slots=True)
class Job:
    """The inputs of a run, and where what is done goes.

    Attributes:
        source: a file, folder, glob or URL.
        settings: what documents are processed with.
        fingerprint: of the settings, as this process has them (`pipeline.engines.batch`).
        any_language: also texts that are not French.
        parts: where the parts go.
        done: the documents that have their rows already.
        scratch: a folder of this machine, for the manifests.
        workers: processes to work in; 0 is this one.
        scheduler: address of a Dask scheduler; "" starts one here.
        manifests: their files, once the engine has ended.
        listed: documents that the inputs hold, so far; those done before, too.
        read_all: whether `listed` is final.
    """

    source: str
    settings: Settings
    fingerprint: str
    any_language: bool
    parts: Store
    done: Done
    scratch: Path
    workers: int = 0
    scheduler: str = ""
    manifests: list[Path] = field(default_factory=list)
    listed: int = 0
    read_all: bool = False

    def documents(self) -> Iterator[Document]:
        """The documents that have no rows yet, while all are listed in a manifest."""
        manifest = Manifest(self.scratch)
        self.manifests += manifest.paths
        with closing(manifest):
            for number, item in read_files(self.source, any_language=self.any_language):
                if isinstance(item, Reject):
                    manifest.reject(item)
                    continue
                key = key_of(item)
                manifest.add(item, key, number)
                self.listed += 1
                if key not in self.done:
                    yield item
        self.read_all = True
