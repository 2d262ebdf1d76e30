"""Texts at hand in a notebook, as documents: a string, a `Doc`, lists, Series, DataFrames."""

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import count, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from spacy.tokens import Doc

import pipeline.mentions  # noqa: F401  (registers the docs' attributes)
from pipeline.readers.base import Reject
from pipeline.readers.published import iso_date
from pipeline.text import whole_characters
from pipeline.values import Document

Texts = str | Doc | Document | Iterable[Any] | Mapping[Any, Any] | pd.Series | pd.DataFrame
Published = str | date | np.datetime64 | Iterable[Any] | None

_WORD = re.compile(r"[^\W\d_]")


def given_documents(
    texts: Texts, *, text: str = "text", published: Published = None, id: str | None = None
) -> Iterator[Document | Reject]:
    """Documents from whatever `pipeline.extract` takes (its docstring says what that is).

    Yields:
        A document a text; a reject with reason «empty» for a missing text or one without words.

    Raises:
        KeyError: a DataFrame without a column that is asked for.
        TypeError: something that is no text; the message says where.
        ValueError: `published` is no date, or not as many dates as there are texts.
    """
    if not isinstance(texts, pd.DataFrame | pd.Series):
        # polars and pyarrow have it
        texts = getattr(texts, "to_pandas", lambda: texts)()
    if isinstance(texts, pd.DataFrame):
        rows = _frame_rows(texts, text, published, id)
    else:
        rows = _rows(texts, published)
    taken: dict[str, int] = {}
    renamed = 0
    for given_id, item, day in rows:
        document = _document(given_id, item, day)
        name = document.id if isinstance(document, Document) else document.source
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1 and isinstance(document, Document):
            renamed += 1
            document = replace(document, id=_free(name, taken))
        yield document
    if renamed:
        _warn(
            f"{renamed} texts have an id that an earlier one has; «~2», «~3» … is added to theirs. "
            "reset_index(drop=True) gives a table's rows new ones"
        )


def _rows(texts: Any, published: Published) -> Iterator[tuple[str, Any, str]]:
    """(id, text, date) of everything but a DataFrame."""
    if isinstance(texts, str) and _is_path(texts):
        _warn(f"«{texts}» is read as a text; pipeline.run reads files and folders")
    if isinstance(texts, str | Doc | Document):
        yield "0", texts, _day(published)
        return
    if isinstance(texts, bytes | bytearray | set | frozenset) or not isinstance(texts, Iterable):
        raise TypeError(
            f"texts is a {type(texts).__name__}; give a string, a spaCy Doc, a list of them, "
            "a Series or a DataFrame" + ("; pipeline.run reads files" * isinstance(texts, Path))
        )
    if isinstance(texts, pd.Series | Mapping):
        names: Iterable[str] = map(_name, texts.keys())
        items: Iterable[Any] = texts.values if isinstance(texts, pd.Series) else texts.values()
    else:
        names, items = map(str, count()), texts
    if published is None or isinstance(published, str | date | np.datetime64):
        days: Iterable[str] = repeat(_day(published))
    else:
        one, other = (getattr(given, "index", None) for given in (texts, published))
        if isinstance(one, pd.Index) and isinstance(other, pd.Index) and not one.equals(other):
            raise ValueError("published: its index is not that of the texts")
        items, many = list(items), list(published)
        if len(many) != len(items):
            raise ValueError(f"published: {len(many)} dates for {len(items)} texts")
        days = _days(many)
    yield from zip(names, items, days, strict=False)


def _frame_rows(
    frame: pd.DataFrame, text: str, published: Published, id: str | None
) -> Iterator[tuple[str, Any, str]]:
    _check_column(frame, text, "text")
    if id is not None:
        _check_column(frame, id, "id")
    elif "id" in frame.columns:
        id = "id"
    ids = frame.index if id is None else frame[id]
    days: Iterable[str] = repeat("")
    if isinstance(published, str) and (published in frame.columns or not iso_date(published)):
        _check_column(frame, published, "published")
        days = _days(frame[published])
    elif published is None or isinstance(published, str | date | np.datetime64):
        days = repeat(_day(published))
    else:
        many = list(published)
        if len(many) != len(frame):
            raise ValueError(f"published: {len(many)} dates for {len(frame)} texts")
        days = _days(many)
    yield from zip(map(_name, ids), frame[text], days, strict=False)


def _check_column(frame: pd.DataFrame, name: str, keyword: str) -> None:
    if list(frame.columns).count(name) != 1:
        there = ", ".join(map(str, frame.columns))
        many = "several columns" if name in frame.columns else "no column"
        raise KeyError(f"{keyword}={name!r}: {many} of that name; there are {there}")


def _document(id: str, item: Any, published: str) -> Document | Reject:
    if isinstance(item, Doc):
        known = item._.document
        published = published or iso_date(item._.published)
        item = known if isinstance(known, Document) else item.text
    if isinstance(item, Document):
        how = {"published": published, "published_how": "given"} if published else {}
        document = replace(item, **how)
    elif isinstance(item, str):
        document = Document(id, item, published=published, published_how=_how(published))
    elif item is None or (pd.api.types.is_scalar(item) and pd.isna(item)):
        return Reject(id, "empty", f"text {id}: there is none ({item})")
    else:
        raise TypeError(f"text {id} is a {type(item).__name__}; a string or a spaCy Doc is needed")
    text = whole_characters(document.text)
    if not _WORD.search(text):
        return Reject(document.id, "empty", f"text {document.id}: there are no words in it")
    return replace(document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def _how(published: str) -> str:
    return "given" if published else "unknown"


def _name(key: Any) -> str:
    """An id from an index's label; a label of several levels joined by «/»."""
    if isinstance(key, tuple):
        return "/".join(map(_name, key))
    return whole_characters(str(key))


def _free(name: str, taken: dict[str, int]) -> str:
    number = taken[name]
    while f"{name}~{number}" in taken:
        number += 1
    taken[f"{name}~{number}"] = 1
    return f"{name}~{number}"


def _day(value: Any) -> str:
    """One date in ISO 8601, "" for none."""
    day = _iso(value)
    if day is None:
        raise ValueError(
            f"published={value!r} is no date; give one as «2021-10-06», «2021-10», «2021», "
            "a date or a datetime"
        )
    return day


def _days(values: Iterable[Any]) -> list[str]:
    """Dates of many texts; those that are none are left open, and said in one warning."""
    days, bad = [], []
    for number, value in enumerate(values):
        day = _iso(value)
        if day is None:
            bad.append(f"{value!r} in row {number}")
        days.append(day or "")
    if bad:
        _warn(
            f"published: {len(bad)} cells are no date, the first {bad[0]}; these texts' dates "
            "are worked out from what they say"
        )
    return days


def _iso(value: Any) -> str | None:
    """A date in ISO 8601, "" for a missing one, None for what is no date."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if value is pd.NA or (isinstance(value, str) and not value.strip()):
        return ""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else iso_date(str(value)) or None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return iso_date(value.isoformat()) or None
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        value = str(value)  # a year, or 20211006
    if isinstance(value, float) and value.is_integer():
        value = str(int(value))  # a year in a column with gaps
    return iso_date(value) or None if isinstance(value, str) else None


def _is_path(text: str) -> bool:
    """Whether a string names a file, as one does who means its content."""
    if len(text) > 200 or not re.search(r"[/\\]|\.\w{1,7}$", text) or "\n" in text:
        return False
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _warn(message: str) -> None:
    warnings.warn(message, UserWarning, stacklevel=5)
