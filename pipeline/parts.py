"""Parts: the rows that batches of documents gave, on disk until all are there.

A part is one Parquet file with a row a document: its key, and for each table the document's rows
as a list of structs. A part appears whole or not at all, so the parts of a folder are the journal
of what has been done. A document's key is a hash of all that its rows depend on but the settings.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.stores import Store
from pipeline.tables import TABLES, Rows
from pipeline.values import Document
from pipeline.writers.parquet import schema

SUFFIX = ".parquet"
KEY_BYTES = 16
_LINE = re.compile(r", (?:line|row) \d+$")
SCHEMA = pa.schema(
    [
        pa.field("key", pa.binary(KEY_BYTES)),
        *(pa.field(n, pa.list_(pa.struct(list(schema(t))))) for n, t in TABLES.items()),
    ]
)


def key_of(document: Document) -> bytes:
    """The key of a document, 16 bytes.

    The line that it stands on in its file is left out: it moves when another text is added.
    """
    source = _LINE.sub("", document.source)
    told = (document.id, document.sha256, document.published, document.title, source)
    digest = hashlib.blake2b(digest_size=KEY_BYTES)
    for text in told:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8))
        digest.update(data)
    return digest.digest()


def name_of(keys: Iterable[bytes]) -> str:
    """The name of the part that holds the documents of these keys."""
    return hashlib.blake2b(b"".join(keys), digest_size=KEY_BYTES).hexdigest() + SUFFIX


def write_part(store: Store, name: str, entries: Sequence[tuple[bytes, Rows]]) -> None:
    """Write a part: (key, rows) of each document."""
    table = pa.Table.from_pylist([{"key": key, **rows} for key, rows in entries], schema=SCHEMA)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    store.write(name, sink.getvalue())


def part_names(store: Store) -> list[str]:
    """The parts of a folder, sorted."""
    return [n for n in store.names() if n.endswith(SUFFIX) and not n.startswith(".")]


def read_part(store: Store, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a part, a document each (`SCHEMA`), or some columns of them."""
    stream = store.local / name if store.local else io.BytesIO(store.read(name))
    with pq.ParquetFile(stream) as file:  # `read_table` would import 45 MB
        return file.read(columns=columns, use_threads=False)


class Done:
    """The keys of the documents that have their rows in some part, 8 bytes of each.

    Two keys among five million share these bytes with a probability of less than one in a million.
    """

    def __init__(self, keys: NDArray[np.uint64] | None = None) -> None:
        self._keys = np.empty(0, np.uint64) if keys is None else keys

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: bytes) -> bool:
        short = np.frombuffer(key[:8], np.uint64)[0]
        at = int(np.searchsorted(self._keys, short))
        return at < len(self._keys) and bool(self._keys[at] == short)


def read_done(store: Store) -> Done:
    """Which documents have their rows in the parts of a folder.

    A part with a document that could not be processed (too slow, out of memory) is removed, so
    that a new run tries it again; so is one that cannot be read.
    """
    found = [np.empty(0, np.uint64)]
    for name in part_names(store):
        try:
            table = read_part(store, name, ["key", "rejects"])
        except (OSError, ValueError):  # a disk that lost what it had taken
            store.remove(name)
            continue
        if any(table["rejects"].to_pylist()):
            store.remove(name)
        elif table.num_rows:
            joined = b"".join(key[:8] for key in table["key"].to_pylist())
            found.append(np.frombuffer(joined, np.uint64))
    return Done(np.unique(np.concatenate(found)))
