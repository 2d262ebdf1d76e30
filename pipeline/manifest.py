"""The manifest of a run: which documents its inputs hold now, and what could not be read.

Written while the inputs are read, read again when the tables are put together: rows of documents
that are no longer in the inputs stay out, and of two documents with one id the first counts.
"""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.parts import KEY_BYTES
from pipeline.readers import Reject
from pipeline.values import Document

DOCUMENTS = pa.schema(
    [
        ("file", pa.int64()),
        ("number", pa.int64()),
        ("key", pa.binary(KEY_BYTES)),
        ("doc_id", pa.string()),
        ("source", pa.string()),
        ("title", pa.string()),
        ("located", pa.string()),
    ]
)
REJECTS = pa.schema([("source", pa.string()), ("reason", pa.string()), ("detail", pa.string())])
_ROWS_AT_ONCE = 2_000


class Manifest:
    """Writes `<stem>.documents.parquet` and `<stem>.rejects.parquet`.

    Args:
        folder: of this machine; it must exist.
        stem: tells the manifests of one run apart.
    """

    def __init__(self, folder: Path, stem: str = "all") -> None:
        self.paths = [folder / f"{stem}.documents.parquet", folder / f"{stem}.rejects.parquet"]
        self._writers = [
            pq.ParquetWriter(path, schema, compression="zstd")
            for path, schema in zip(self.paths, (DOCUMENTS, REJECTS), strict=True)
        ]
        self._rows: list[list[dict[str, Any]]] = [[], []]
        self._number = 0
        self.rejects = 0

    def add(self, document: Document, key: bytes, file: int = 0) -> None:
        """A document of the inputs; they come in their order.

        Args:
            key: as `pipeline.parts.key_of` gives it.
            file: number of its file among the run's.
        """
        self._number += 1
        row = {"file": file, "number": self._number, "key": key, "doc_id": document.id}
        row |= {"source": document.source, "title": document.title, "located": document.where}
        self._put(0, row)

    def reject(self, reject: Reject) -> None:
        """An input that cannot be read."""
        self.rejects += 1
        row = {"source": reject.source, "reason": reject.reason, "detail": reject.detail}
        self._put(1, row)

    def _put(self, which: int, row: dict[str, Any]) -> None:
        self._rows[which].append(row)
        if len(self._rows[which]) >= _ROWS_AT_ONCE:
            self._flush(which)

    def _flush(self, which: int) -> None:
        schema = (DOCUMENTS, REJECTS)[which]
        self._writers[which].write_table(pa.Table.from_pylist(self._rows[which], schema=schema))
        self._rows[which] = []

    def close(self) -> None:
        """Write what is left."""
        for which, writer in enumerate(self._writers):
            if self._rows[which]:
                self._flush(which)
            writer.close()
