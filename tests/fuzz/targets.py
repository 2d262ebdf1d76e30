"""What is fed: each target takes something drawn and asserts what holds of it."""

import gzip
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.fragments import PUBLISHED, TEXTS
from tests.fuzz.invariants import check_doc, check_rows, check_value


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to feed: what is drawn for it, and what is done with that.

    Attributes:
        draw: gives the arguments of `run`.
        run: raises where something does not hold.
        share: examples in a round of `make fuzz`.
    """

    draw: st.SearchStrategy[Any]
    run: Callable[..., None]
    share: int


def _document(text: str, published: str = "", id: str = "a") -> Any:
    from pipeline.text import whole_characters
    from pipeline.values import Document

    text = whole_characters(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    how = "given" if published else "unknown"
    return Document(id, text, "a.txt", "", published, how, digest, "a.txt")


def pipeline(text: str, published: str) -> None:
    """The whole pipeline, twice: the same rows, and all of them valid."""
    from pipeline import load
    from pipeline.language import annotate
    from pipeline.merge import merge
    from pipeline.rows import document_rows
    from pipeline.tables import frames

    document = _document(text, published)
    [doc] = annotate(load(), [document])
    rows = document_rows(doc)
    before = repr(rows)
    tables = frames(merge([rows]))
    check_doc(doc, document.text)
    check_rows(rows, document.text, document.id)
    assert list(tables["documents"]["doc_id"]) == [document.id]
    if len(text) < 300:
        [again] = annotate(load(), [document])
        assert repr(document_rows(again)) == before


def rules_alone(text: str, published: str, proposals: list[tuple[int, int, str]]) -> None:
    """The extractors without a model, given whatever a model may propose."""
    from pipeline import load
    from pipeline.language import _describe
    from pipeline.rows import document_rows
    from pipeline.text import clean_text
    from pipeline.tokens import make_doc

    nlp = load("blank")
    document = _document(text, published)
    clean, offsets = clean_text(document.text)
    doc = _describe(make_doc(nlp, clean), document, offsets)
    spans = {}
    for start, length, label in proposals:
        start = start % max(1, len(doc))
        for i in range(start, min(len(doc), start + length)):
            if i in spans:
                break
            spans[i] = (start, label)
    ends: dict[tuple[int, str], int] = {}
    for i, key in spans.items():
        ends[key] = i + 1
    found = [doc[start:end] for (start, _), end in ends.items() if start in spans]
    for span, (_, label) in zip(found, ends, strict=True):
        span.label_ = label
    doc.set_ents([s for s in found if s.text.strip()])
    for _, component in nlp.pipeline:
        doc = component(doc)
    check_doc(doc, document.text)
    check_rows(document_rows(doc), document.text, document.id)


@lru_cache(maxsize=1)
def _count_lexicon() -> Any:
    from pipeline.extractors.counts import CountLexicon

    return CountLexicon.load()


def counts(text: str) -> None:
    """The count grammar."""
    from pipeline.extractors.counts import found_counts
    from pipeline.normalizers.counts import count_values
    from pipeline.text import clean_text

    text, _ = clean_text(text)
    lexicon = _count_lexicon()
    found = list(found_counts(text, lexicon))
    places = [(f.phrase.start, f.phrase.end) for f in found]
    assert all(0 <= a < b <= len(text) for a, b in places)
    for value in count_values(text, places, lexicon):
        check_value(value)


def dates(text: str, published: str) -> None:
    """The date grammar, and any stretch of a text read as a date."""
    from pipeline.extractors.date_rules import grammar
    from pipeline.normalizers.dates_reading import read_dates, values_of
    from pipeline.normalizers.published import published_in
    from pipeline.text import clean_text

    text, _ = clean_text(text)
    places = [(f.start, f.end) for f in grammar().scan(text)]
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert places == sorted(places)
    for value in values_of(text, places, published):
        check_value(value)
    words = [(i, i + 12) for i in range(0, max(0, len(text) - 12), 40)]
    for read in read_dates(text, words):
        if read.value.value:  # most stretches are no dates
            check_value(read.value)
    published_in(text, places)


def _bytes(text: str, encoding: str, cut: int) -> bytes:
    data = text.encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass")
    return data[:cut] + data[cut + 1 :] if cut < len(data) else data


def readers(text: str, suffix: str, encoding: str, cut: int, pack: str) -> None:
    """A file of any suffix: documents with whole texts, or rejects with reasons."""
    from pipeline.documents import Document, read_documents
    from pipeline.readers import REASONS

    if suffix == ".jsonl":
        text = "\n".join(json.dumps({"text": part}) for part in text.split("\n"))
    elif suffix == ".csv":
        text = "id,text\n1," + text
    elif suffix == ".html":
        text = f"<html><body><p>{text}"
    data = _bytes(text, encoding, cut)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}{pack}"
        if pack == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr(f"b{suffix}", data)
        else:
            path.write_bytes(gzip.compress(data) if pack == ".gz" else data)
        found = list(read_documents(path, any_language=True))
    assert found
    for item in found:
        if isinstance(item, Document):
            assert item.sha256 == hashlib.sha256(item.text.encode()).hexdigest()
            assert item.id.encode()
        else:
            assert item.reason in REASONS
            assert "\n" not in item.detail


_PROPOSALS = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.integers(1, 8),
        st.sampled_from(["PERSON", "FORCE", "PLACE", "DATE", "COUNT", "ORG"]),
    ),
    max_size=12,
)


def files(texts: list[str], title: str, id: str) -> None:
    """A run from files to tables and report, with any title and id."""
    import pipeline as package
    from pipeline.documents import Document, read_documents

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out"
        rows = [
            {"id": f"{id}{i}", "title": title, "text": text, "source": id}
            for i, text in enumerate(texts)
        ]
        source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        given = list(read_documents(source, any_language=True))
        package.run(source, target, any_language=True)
        tables = package.read(target)
        documents = {d.id: d for d in given if isinstance(d, Document)}
        assert set(tables["documents"]["doc_id"]) == set(documents)
        assert len(tables["documents"]) + len(tables["rejects"]) == len(given)
        assert "failed" not in set(tables["rejects"]["reason"])
        sentences = tables["sentences"].groupby("doc_id")["text"].sum()
        for id, document in documents.items():
            assert sentences[id] == document.text
        page = (target / "report.html").read_text("utf-8")
        assert page.count("<script") == page.count("</script")


TARGETS = {
    "dates": Target(st.tuples(TEXTS, PUBLISHED), dates, 50),
    "counts": Target(st.tuples(TEXTS), counts, 50),
    "rules alone": Target(st.tuples(TEXTS, PUBLISHED, _PROPOSALS), rules_alone, 60),
    "pipeline": Target(st.tuples(TEXTS, PUBLISHED), pipeline, 100),
    "readers": Target(
        st.tuples(
            st.one_of(TEXTS, st.text(max_size=200)),
            st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".tsv", ".parquet", ".xml", ""]),
            st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-32", "latin-1"]),
            st.integers(0, 400),
            st.sampled_from(["", "", ".gz", ".zip"]),
        ),
        readers,
        40,
    ),
    "files": Target(
        st.tuples(
            st.lists(TEXTS, min_size=1, max_size=4), st.text(max_size=20), st.text(max_size=9)
        ),
        files,
        5,
    ),
}
