"""For notebooks: texts at hand in, tables out."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from spacy.tokens import Doc

from pipeline.language import annotate, load
from pipeline.merge import merge
from pipeline.rows import document_rows
from pipeline.tables import TABLES, frames
from pipeline.values import Document

Texts = str | Doc | Iterable[str] | Iterable[Doc] | pd.Series | pd.DataFrame

# No table can hold half a character; in its place stands U+FFFD, so that offsets stay.
_SURROGATE = re.compile("[\ud800-\udfff]")
_COLOURS = {
    "PERSON": "#f4d58d",
    "FORCE": "#f2b5a7",
    "PLACE": "#b7d7c2",
    "DATE": "#c9d6ee",
    "COUNT": "#e6c3e6",
    "ORG": "#d9d9d9",
}


class Extraction:
    """What `extract` found: every table as an attribute, shown as marked text in a notebook.

    Attributes:
        docs: the spaCy docs, in the order of the texts.
        documents, sentences, mentions, people, offices, forces, places, dates, troop_counts,
        events, rejects: DataFrames with the columns of `pipeline.tables.TABLES`.
    """

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.docs = list(docs)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Table name to DataFrame."""
        return frames(merge(document_rows(doc) for doc in self.docs))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES:
            return self.tables[name]
        raise AttributeError(f"no table «{name}»; there are: {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __len__(self) -> int:
        return len(self.docs)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.tables[t])} {t}" for t in TABLES if len(self.tables[t]))
        return f"<Extraction: {counts}>"

    def _repr_html_(self) -> str:
        from spacy import displacy

        options = {"colors": _COLOURS}
        return "".join(
            str(displacy.render(doc, style="ent", jupyter=False, options=options))
            for doc in self.docs[:20]
        )


def extract(
    texts: Texts,
    *,
    text: str = "text",
    published: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> Extraction:
    """Extract people, forces, places, dates, counts and events from texts at hand.

    Args:
        texts: a string, a spaCy `Doc` (its text is read again), a list or Series of them, or a
            DataFrame.
        text: for a DataFrame, the column that holds the texts.
        published: the texts' date, ISO 8601; for a DataFrame the column that holds the dates.
            Without it each text's date is worked out from what the text says.
        model: as `pipeline.load` takes it.
        lexicons: folders with a user's own lexicon files.

    Returns:
        An `Extraction`, whose attributes are the tables.

    Raises:
        KeyError: a DataFrame without that column.
        TypeError: texts that are neither strings nor docs.

    Example:
        >>> extract("Le colonel Sadio Camara est arrivé à Gao.").people["name"].tolist()
        ['Sadio Camara']
    """
    nlp = load(model, lexicons=lexicons)
    return Extraction(list(annotate(nlp, to_documents(texts, text=text, published=published))))


def to_documents(
    texts: Texts, *, text: str = "text", published: str | None = None
) -> list[Document]:
    """Documents from whatever `extract` takes, numbered from 0 where they have no id."""
    if isinstance(texts, pd.DataFrame):
        ids = texts.get("id", texts.index)
        dates = texts[published] if published else [""] * len(texts)
        rows = zip(ids, texts[text], dates, strict=True)
        return [_document(str(i), t, "" if pd.isna(d) else str(d)[:10]) for i, t, d in rows]
    labels = texts.index if isinstance(texts, pd.Series) else None
    many = [texts] if isinstance(texts, str | Doc) else texts
    return [
        _document(str(n if labels is None else labels[n]), t, published or "")
        for n, t in enumerate(many)
    ]


def _document(id_: str, text: str | Doc, published: str) -> Document:
    if isinstance(text, Doc):
        text = text.text
    if not isinstance(text, str):
        raise TypeError(f"text {id_} is a {type(text).__name__}; a string or a spaCy Doc is needed")
    text = _SURROGATE.sub("\ufffd", text)
    return Document(
        id=id_,
        text=text,
        published=published,
        published_how="given" if published else "unknown",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def read(folder: str | Path = "outputs") -> dict[str, pd.DataFrame]:
    """The tables that a run wrote, with their types.

    Args:
        folder: the run's target.

    Returns:
        Table name to DataFrame, with pandas' nullable types.

    Raises:
        FileNotFoundError: no tables there.
    """
    folder = Path(folder)
    missing = [name for name in TABLES if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise FileNotFoundError(
            f"{folder}: no {missing[0]}.parquet; `make pipeline` or `pipeline.run` writes it"
        )
    return {
        name: table.frame(pq.read_table(folder / f"{name}.parquet").to_pylist())
        for name, table in TABLES.items()
    }
