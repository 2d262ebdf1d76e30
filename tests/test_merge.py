"""Documents put together: one row a person, a force, a place; corrections; contradictions."""

import itertools
import random

import pyarrow as pa
import pytest

from pipeline import extract
from pipeline.corrections import read_corrections
from pipeline.manifest import Manifest
from pipeline.merge import merge, on_disk
from pipeline.merge.shares import keys_of
from pipeline.rows import document_rows
from pipeline.running import run
from pipeline.stores import Store
from pipeline.tables import frames

TEXTS = {
    "a": "Le 5 mai 2021, au moins 13 soldats maliens ont été tués à Tessit, selon le colonel "
    "Souleymane Dembélé, porte-parole de l'armée malienne.",
    "b": "Le 5 mai 2021, vingt soldats maliens ont été tués à Tessit. Le colonel Souleymane "
    "Dembélé s'est rendu à Gao.",
    "c": "La force Barkhane a quitté Gao le 15 août 2022.",
}


@pytest.fixture(scope="module")
def parts(nlp):
    from pipeline.language import annotate
    from pipeline.values import Document

    days = {"a": "2021-05-06", "b": "2021-05-07", "c": "2022-08-16"}
    documents = [Document(i, text, published=days[i]) for i, text in TEXTS.items()]
    docs = annotate(nlp, documents)
    return [document_rows(doc) for doc in docs]


def copies(parts):
    return [{name: [dict(row) for row in rows] for name, rows in part.items()} for part in parts]


def test_a_person_of_two_texts_is_one_row(parts):
    tables = frames(merge(copies(parts)))
    people = tables["people"].set_index("name")
    assert people.documents["Souleymane Dembélé"] == 2
    assert people.mentions["Souleymane Dembélé"] == 2
    assert people.first_date["Souleymane Dembélé"] == "2021-05-06"
    assert people.last_date["Souleymane Dembélé"] == "2021-05-07"
    places = tables["places"].set_index("name")
    assert places.documents[["Gao", "Tessit"]].tolist() == [2, 2]


def test_the_order_of_documents_makes_no_difference(parts):
    def tables(some):
        return {n: t.to_csv(index=False) for n, t in frames(merge(copies(some))).items()}

    expected = tables(parts)
    for some in itertools.permutations(parts):
        assert tables(some) == expected
    shuffled = copies(parts)
    for part in shuffled:
        for rows in part.values():
            random.Random(2).shuffle(rows)
    assert tables(shuffled) == expected


def test_figures_that_contradict_each_other_name_each_other(parts):
    counts = frames(merge(copies(parts)))["troop_counts"].set_index("doc_id")
    assert counts.low[["a", "b"]].tolist() == [13, 20]
    # «au moins 13» and «vingt» can both be true.
    assert counts.contradicts[["a", "b"]].isna().all()
    other = copies(parts)
    other[0]["troop_counts"][0] |= {"high": 13, "modifier": "exact"}
    counts = frames(merge(other))["troop_counts"].set_index("doc_id")
    assert counts.contradicts["a"] == f"b:{counts.start['b']}"
    assert counts.contradicts["b"] == f"a:{counts.start['a']}"


def test_a_users_corrections_are_respected_by_the_next_run(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    before = run(tmp_path / "*.txt", out).tables["people"]
    (person,) = before[before.name == "Souleymane Dembélé"].person_id
    (out / "corrections.csv").write_text(
        "action,id,target,value,reason\n"
        f"split,{person},autre-dembele,b,un homonyme\n"
        f"rename,{person},,S. Dembélé (Dirpa),\n",
        encoding="utf-8",
    )
    tables = run(tmp_path / "*.txt", out).tables
    people = tables["people"].set_index("person_id")
    assert people.name[[person, "autre-dembele"]].tolist() == [
        "S. Dembélé (Dirpa)",
        "Souleymane Dembélé",
    ]
    mentions = tables["mentions"]
    assert mentions[mentions.entity_id == "autre-dembele"].doc_id.unique().tolist() == ["b"]
    assert read_corrections(out / "corrections.csv")  # the run leaves the user's file alone
    (out / "corrections.csv").write_text(f"action,id\ndrop,{person}\n", encoding="utf-8")
    tables = run(tmp_path / "*.txt", out).tables
    assert tables["people"].empty
    assert not (tables["mentions"].label == "PERSON").any()


def test_extract_takes_strings_lists_series_and_data_frames():
    import pandas as pd

    assert extract("Il est à Gao.").places.name.tolist() == ["Gao"]
    assert extract(["Il est à Gao.", "Il est à Kidal."]).mentions.doc_id.tolist() == ["0", "1"]
    series = pd.Series(["Il est à Gao."], index=["x"])
    assert extract(series).documents.doc_id.tolist() == ["x"]
    frame = pd.DataFrame({"id": ["y"], "body": ["Il est parti hier."], "day": ["2021-06-03"]})
    found = extract(frame, text="body", published="day")
    assert found.dates.value.tolist() == ["2021-06-02"]
    assert "DATE" in found._repr_html_()
    assert extract("Il est \ud83d à Gao.").mentions.start.tolist() == [11]
    with pytest.raises(TypeError, match="text 1 is a int"):
        extract(["Il est à Gao.", 3])
    with pytest.raises(AttributeError, match="no table «troops»"):
        _ = found.troops


def test_keys_are_read_wherever_they_stand_in_an_array():
    keys = [bytes([n]) * 15 + b"\0" for n in range(5)]
    column = pa.array(keys, pa.binary())
    found = keys_of([column.slice(2), column.slice(0, 0), column.slice(1, 1)])
    assert [key.ljust(16, b"\0") for key in found.tolist()] == [*keys[2:], keys[1]]


def test_a_query_that_needs_more_memory_gets_it_and_gives_every_row_once(tmp_path, monkeypatch):
    monkeypatch.setattr(on_disk, "MEMORY", 8)
    manifest = Manifest(tmp_path)
    manifest.close()
    tables = on_disk.DiskTables(Store(str(tmp_path)), [], manifest.paths, tmp_path)
    grown = []
    monkeypatch.setattr(tables, "_grow", lambda grow=tables._grow: (grown.append(1), grow()))
    with tables:
        query = "SELECT range AS n, repeat('x', 400) AS t FROM range(100000) ORDER BY n % 7, n"
        found = [n for batch in tables._read(query) for n in batch.column(0).to_pylist()]
        assert tables._megabytes == 8
    assert grown
    assert found == sorted(range(100_000), key=lambda n: (n % 7, n))
