"""The file of likely corrections that the report leads to: ready to fill in, beside the page."""

import csv
import logging
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections import write_ready_corrections
from pipeline.lexicons import LexiconError
from pipeline.report.queries import Tables

log = logging.getLogger(__name__)

# The most named people are compared; the memory that this takes does not grow with the texts.
COMPARED = 10_000


@dataclass(frozen=True, slots=True)
class ReadyCorrections:
    """The file, and how many of its lines wait for a decision."""

    path: Path
    open: int


def ready_corrections(folder: Path, tables: Tables) -> ReadyCorrections | None:
    """Write people with names alike to a file beside the page, for its reader to decide on.

    What an earlier file of the folder says is kept; one that cannot be read is left as it is.

    Returns:
        The file; None where there is nothing to decide.
    """
    people = tables.rows(
        "select person_id, name, mentions from people where mentions is not null "
        f"order by mentions desc, person_id limit {COMPARED}"
    )
    try:
        path = write_ready_corrections(folder, [row._asdict() for row in people])
    except LexiconError as error:
        log.warning("corrections: no file to fill in was written: %s", error)
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[1:]
    if not lines:
        path.unlink()
        return None
    return ReadyCorrections(path, sum(not line[0] for line in lines))
