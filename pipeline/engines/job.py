"""What an engine is given to do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.documents import Reject, read_source, sources
from pipeline.engines.batch import Settings
from pipeline.manifest import Manifest
from pipeline.parts import Done, key_of
from pipeline.readers import Limits, Source
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
        workers: processes to work in.
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
    workers: int = 1
    scheduler: str = ""
    manifests: list[Path] = field(default_factory=list)
    listed: int = 0
    read_all: bool = False

    def documents(self) -> Iterator[Document]:
        """The documents that have no rows yet, while all are listed in a manifest."""
        manifest = Manifest(self.scratch)
        self.manifests += manifest.paths
        with manifest:
            limits = Limits()
            for number, found in enumerate(sources(self.source, limits)):
                if isinstance(found, Reject):
                    manifest.reject(found)
                    continue
                for document in list_source(found, number, manifest, self.any_language):
                    self.listed += 1
                    if key_of(document) not in self.done:
                        yield document
        self.read_all = True


def list_source(
    source: Source, number: int, manifest: Manifest, any_language: bool
) -> Iterator[Document]:
    """The documents of one file, each listed in a manifest.

    Args:
        source: the file.
        number: of the file among the run's.
        manifest: takes its documents and rejects.
        any_language: also texts that are not French.
    """
    for item in read_source(source, any_language=any_language):
        if isinstance(item, Reject):
            manifest.reject(item)
        else:
            manifest.add(item, key_of(item), number)
            yield item
