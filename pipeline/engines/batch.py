"""What every engine calls: a batch of documents in, their rows out, or a part on disk."""

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.model_folder import model_folder
from pipeline.parts import key_of, name_of, write_part
from pipeline.stores import Store
from pipeline.tables import Rows
from pipeline.time_limit import TooSlowError, time_limit
from pipeline.values import Document

log = logging.getLogger(__name__)

DOCUMENTS_A_BATCH = 64
CHARACTERS_A_BATCH = 400_000
# Wall time that a document may take, where the user says nothing else. A text of 3,000 characters
# takes a twentieth of a second; the limit is there for what would never end.
SECONDS_A_DOCUMENT = 60.0
CHARACTERS_A_SECOND = 1_000
# A batch, then a document, whose processing was cut off so often (killed, out of memory) is done
# one by one, then given up.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What a batch is processed with.

    Attributes:
        model: as `pipeline.load` takes it.
        lexicons: folders with a user's own lexicon files.
        seconds: wall time that a document may take; 0 is `SECONDS_A_DOCUMENT` and what its
            length asks for.
    """

    model: str = ""
    lexicons: tuple[str, ...] = ()
    seconds: float = 0.0

    def limit(self, document: Document) -> float:
        """Seconds of wall time that a document may take."""
        return self.seconds or SECONDS_A_DOCUMENT + len(document.text) / CHARACTERS_A_SECOND


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What was done of a batch.

    Attributes:
        part: the name of its part.
        documents, words: of it that were processed.
        rejects: documents that could not be processed.
        seconds: of wall time.
    """

    part: str
    documents: int
    words: int
    rejects: int
    seconds: float


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in batches of bounded number and length, in order."""
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= DOCUMENTS_A_BATCH or characters >= CHARACTERS_A_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def process_part(documents: Sequence[Document], settings: Settings, parts: Store) -> BatchDone:
    """Process a batch and write its part, if that is not there yet.

    Before it begins it leaves a note beside the parts. Where it finds such a note, an earlier
    attempt was cut off; after `ATTEMPTS` of them each document is done by itself, and one at which
    the process dies again and again is rejected.
    """
    begun = time.perf_counter()
    keys = [key_of(document) for document in documents]
    name = name_of(keys)
    if parts.exists(name):
        return BatchDone(name, len(documents), 0, 0, 0.0)
    attempts = parts.below("attempts")
    if _attempt(attempts, name) <= ATTEMPTS:
        rows = process_batch(documents, settings)
    else:
        rows = _one_by_one(documents, keys, settings, attempts)
    write_part(parts, name, list(zip(keys, rows, strict=True)))
    attempts.remove(name)
    return BatchDone(
        part=name,
        documents=sum(len(r["documents"]) for r in rows),
        words=sum(row["words"] for r in rows for row in r["documents"]),
        rejects=sum(len(r["rejects"]) for r in rows),
        seconds=time.perf_counter() - begun,
    )


def process_batch(documents: Sequence[Document], settings: Settings) -> list[Rows]:
    """Rows of every table that each document of a batch gives.

    A document that cannot be processed gives a row of `rejects`; the others go on.
    """
    try:
        return _process(documents, settings, sum(map(settings.limit, documents)))
    except Exception:
        if len(documents) == 1:
            return [_process_or_reject(documents[0], settings)]
        log.debug("batch.failed", exc_info=True, extra={"documents": len(documents)})
        return [_process_or_reject(document, settings) for document in documents]


def _process(documents: Sequence[Document], settings: Settings, seconds: float) -> list[Rows]:
    from pipeline.language import annotate, bounded_vocabulary, load
    from pipeline.rows import document_rows

    nlp = load(settings.model, lexicons=settings.lexicons)
    # What the vocabulary learns of rare words is forgotten with a batch, so memory stays level.
    with time_limit(seconds), bounded_vocabulary(nlp):
        return [document_rows(doc) for doc in annotate(nlp, documents)]


def _process_or_reject(document: Document, settings: Settings) -> Rows:
    try:
        return _process([document], settings, settings.limit(document))[0]
    except TooSlowError:
        seconds = settings.limit(document)
        why = f"took more than {seconds:g} s; --seconds-a-document gives it more time"
        return _rejected(document, "too_slow", why)
    except Exception as error:
        return _rejected(document, "failed", f"{type(error).__name__}: {error}")


def _one_by_one(
    documents: Sequence[Document], keys: Sequence[bytes], settings: Settings, attempts: Store
) -> list[Rows]:
    rows = []
    for document, key in zip(documents, keys, strict=True):
        note = name_of([key, b"alone"])
        tried = _attempt(attempts, note)
        if tried > ATTEMPTS:
            why = f"its process died {tried - 1} times over it; split the text, or give more memory"
            rows.append(_rejected(document, "killed", why))
        else:
            rows.append(process_batch([document], settings)[0])
            attempts.remove(note)
    return rows


def _attempt(attempts: Store, name: str) -> int:
    """Note an attempt; returns how many there were, this one too."""
    try:
        count = int(attempts.read(name)) + 1
    except (FileNotFoundError, ValueError):
        count = 1
    attempts.write(name, str(count).encode())
    return count


def _rejected(document: Document, reason: str, why: str) -> Rows:
    from pipeline.tables import TABLES

    where = document.where or document.source or document.id
    detail = " ".join(f"{where}: {why}".split())[:500]
    # Not a warning: a worker process, which has no log, would print it bare. The run tells.
    log.info("document.rejected", extra={"source": where, "reason": reason})
    rows: Rows = {name: [] for name in TABLES}
    rows["rejects"] = [{"source": where, "reason": reason, "detail": detail}]
    return rows


def fingerprint(settings: Settings) -> str:
    """What the rows of a document depend on besides the document itself, as one short string.

    The program's own files, the model's and the lexicons': where any of them changes, what was
    done before is done anew.

    Raises:
        pipeline.language.ModelError: no such model.
    """
    from pipeline import lexicons

    told = [
        _hash_of(Path(__file__).parent.parent, ".py"),
        _hash_of(model_folder(settings.model), ""),
        lexicons.fingerprint(settings.lexicons),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@lru_cache(maxsize=8)
def _hash_of(folder: Path, suffix: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(f"*{suffix}")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
