"""For notebooks: texts at hand in, tables out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from spacy.tokens import Doc

from pipeline.given import Published, Texts, given_documents
from pipeline.merge import merge
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.outputs import read
from pipeline.rows import document_rows
from pipeline.tables import TABLES, Row, frames
from pipeline.values import Document

__all__ = ["Extraction", "extract", "read"]


class Extraction:
    """What `extract` found: every table as an attribute, shown as marked text in a notebook.

    Args:
        docs: as `pipeline.language.annotate` yields them.
        rejects: rows of the table `rejects`.
        lexicons: folders with a user's own lexicon files, those that the docs were read with.

    Attributes:
        docs: the spaCy docs, in the order of the texts.
        documents, sentences, mentions, people, offices, forces, places, dates, troop_counts,
        events, rejects: DataFrames with the columns of `pipeline.tables.TABLES`.

    Docs that a pipeline with the `sahel_…` components annotated can be handed over as they are:

        >>> import pipeline
        >>> nlp = pipeline.load()
        >>> found = Extraction([nlp("Les FAMa sont à Gao."), nlp("Il est à Kidal.")])
        >>> found.places["name"].tolist()
        ['Gao', 'Kidal']
    """

    def __init__(
        self,
        docs: Iterable[Doc],
        rejects: Iterable[Row] = (),
        *,
        lexicons: Sequence[str | Path] = (),
    ) -> None:
        self.docs = list(docs)
        self._people = PeopleLexicon.load(tuple(map(str, lexicons)))
        self._rejects = list(rejects)
        for number, doc in enumerate(self.docs):
            if doc._.document is None:
                doc._.document = Document(str(number), doc.text)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Table name to DataFrame."""
        parts = [*(document_rows(doc) for doc in self.docs), {"rejects": self._rejects}]
        return frames(merge(parts, lexicon=self._people))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES:
            return self.tables[name]
        raise AttributeError(f"no table «{name}»; there are: {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __len__(self) -> int:
        return len(self.docs)

    def __iter__(self) -> Iterator[Doc]:
        return iter(self.docs)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.tables[t])} {t}" for t in TABLES if len(self.tables[t]))
        return f"<Extraction: {counts or 'nothing'}>"

    def _repr_html_(self) -> str:
        from pipeline.marked_text import docs_html

        return docs_html(self.docs, len(self._rejects))


def extract(
    texts: Texts,
    *,
    text: str = "text",
    published: Published = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> Extraction:
    """Extract people, forces, places, dates, counts and events from texts at hand.

    Args:
        texts: a string, a spaCy `Doc` (its text is read again), a list, a Series or any other
            iterable of them, a mapping of ids to them, or a DataFrame. A text that is missing
            (None, NaN) or has no words gives a row of the table `rejects`.
        text: for a DataFrame, the column that holds the texts.
        published: the texts' date: a string in ISO 8601 or «06/10/2021», a date, a datetime or a
            Timestamp; or as many of them as there are texts; for a DataFrame also the column that
            holds them. Where there is none, a text's date is worked out from what it says.
        id: for a DataFrame, the column that holds the texts' ids; without it «id» where there is
            one, else the index. An id that stands twice gets «~2» added the second time.
        model: as `pipeline.load` takes it.
        lexicons: folders with a user's own lexicon files.

    Returns:
        An `Extraction`, whose attributes are the tables; their `doc_id` is the texts' id (the
        index of a Series or DataFrame, the number in a list, from 0).

    Raises:
        KeyError: a DataFrame without that column.
        TypeError: texts that are neither strings nor docs.
        ValueError: `published` is no date, or not as many dates as there are texts.
        pipeline.language.ModelError: no such model.
        pipeline.lexicons.LexiconError: a lexicon file that cannot be used.

    Example:
        >>> extract("Le colonel Sadio Camara est arrivé à Gao.").people["name"].tolist()
        ['Sadio Camara']
        >>> press = pd.DataFrame({"body": ["Il est parti hier."], "date": ["2021-06-03"]})
        >>> extract(press, text="body", published="date").dates["value"].tolist()
        ['2021-06-02']
    """
    from pipeline.language import annotate, load

    rejects: list[Row] = []

    def reject(source: str, reason: str, detail: str) -> None:
        rejects.append({"source": source, "reason": reason, "detail": detail})

    def failed(document: Document, error: Exception) -> None:
        reject(document.id, "failed", f"text {document.id}: {type(error).__name__}: {error}")

    def readable() -> Iterator[Document]:
        for item in chain([] if first is None else [first], documents):
            if isinstance(item, Document):
                yield item
            else:
                reject(item.source, item.reason, item.detail)

    documents = given_documents(texts, text=text, published=published, id=id)
    first = next(documents, None)  # what is wrong with the arguments is said before a model loads
    nlp = load(model, lexicons=lexicons)
    one = isinstance(texts, str | Doc | Document)
    docs = annotate(nlp, readable(), on_error=None if one else failed)
    return Extraction(map(_lighter, docs), rejects, lexicons=lexicons)


def _lighter(doc: Doc) -> Doc:
    """A doc without the model's vectors, which no table needs and which outweigh all the rest."""
    doc.tensor = np.zeros((0,), dtype="float32")
    return doc
