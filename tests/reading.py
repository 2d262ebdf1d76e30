"""What the tests of reading share: a text that is read, one that is not, and what came of them."""

from pathlib import Path
from typing import Any

from pipeline.documents import Document, Reject, read_documents

TEXT = (
    "Le colonel Sékou Traoré a été reçu à Gao, où l’armée a perdu vingt hommes en août ; "
    "le Burkina Faso et le Niger s’en sont émus."
)
ENGLISH = (
    "The president of the republic said on Tuesday that the soldiers had left the town of Gao "
    "after the attack in which twenty people were killed by armed men."
)


def read(path: Path, **options: Any) -> list[Document | Reject]:
    """Every document and reject that a path gives."""
    return list(read_documents(path, **options))


def ids(items: list[Document | Reject]) -> list[str]:
    """The ids of the documents."""
    return [item.id for item in items if isinstance(item, Document)]
