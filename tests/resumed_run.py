"""A run in a process of its own that the tests kill; the model is loaded before it is forked."""

from pathlib import Path

import pipeline
from pipeline.engines import batch

batch.DOCUMENTS_A_BATCH = 2  # so that there are points to kill it at
pipeline.load()


def run(source: Path, target: Path) -> None:
    pipeline.run(source, target)
