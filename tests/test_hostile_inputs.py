"""Inputs made to run code, to reach other files or to break the tables: refused or harmless."""

import ast
import csv
import gzip
import io
import json
import pickle
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.documents import Document, Reject, read_documents
from pipeline.exports import EXPORTS
from pipeline.language import annotate
from pipeline.rows import document_rows

PACKAGE = Path(pipeline.__file__).parent
TEXT = "Le général Moussa Traoré est arrivé à Gao, où 13 soldats maliens ont été tués hier."


def read(path):
    return list(read_documents(path, any_language=True))


def ids(items):
    return [item.id for item in items if isinstance(item, Document)]


def reasons(items):
    return [item.reason for item in items if isinstance(item, Reject)]


def test_a_compressed_file_in_a_compressed_file_is_refused(tmp_path):
    bomb = gzip.compress(gzip.compress(b"a" * 10_000_000))
    (tmp_path / "a.txt.gz.gz").write_bytes(bomb)
    (tmp_path / "b.gz").write_bytes(bomb)
    (tmp_path / "c.zip.gz").write_bytes(bomb)
    found = read(tmp_path)
    assert not ids(found)
    assert reasons(found) == ["unsupported", "binary", "unsupported"]


def test_a_metadata_csv_that_names_files_elsewhere_reads_none_of_them(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Secret. " + TEXT, "utf-8")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    rows = ["file,title", "../secret.txt,dehors", "/etc/passwd,dehors", "a.txt,dedans"]
    (folder / "metadata.csv").write_text("\n".join(rows), "utf-8")
    assert [(d.id, d.title) for d in read(folder)] == [("a", "dedans")]


class _Payload:
    def __reduce__(self):
        return (Path.touch, (Path(self.path),))


@pytest.mark.parametrize("name", ["arrow.py_extension_type", "pandas", "inconnu"])
def test_a_parquet_whose_metadata_hold_a_pickle_runs_nothing(tmp_path, name):
    payload = _Payload()
    payload.path = str(tmp_path / "run")
    extension = {"ARROW:extension:name": name, "ARROW:extension:metadata": pickle.dumps(payload)}
    field = pa.field("text", pa.string(), metadata=extension)
    schema = pa.schema([field], metadata={"pandas": pickle.dumps(payload), "": "\udcff" * 0})
    pq.write_table(pa.table([[TEXT]], schema=schema), tmp_path / "a.parquet")
    assert ids(read(tmp_path / "a.parquet")) == ["a-1"]
    assert not (tmp_path / "run").exists()


def test_a_parquet_of_odd_columns_ends_in_documents_or_rejects(tmp_path):
    odd = {
        "lists": pa.array([[TEXT], None]),
        "structs": pa.array([{"a": TEXT}, {"a": None}]),
        "numbers": pa.array([1, 2]),
        "times": pa.array([1, 2], pa.timestamp("ns")),
        "nulls": pa.nulls(2),
    }
    for name, column in odd.items():
        pq.write_table(pa.table({"text": column}), tmp_path / f"{name}.parquet")
    wide = {f"c{i}\n\x00=": pa.array([TEXT]) for i in range(5_000)} | {"text": pa.array([TEXT])}
    pq.write_table(pa.table(wide), tmp_path / "wide.parquet")
    twice = pa.Table.from_arrays([pa.array([TEXT]), pa.array(["b"])], names=["text", "TEXT"])
    pq.write_table(twice, tmp_path / "twice.parquet")
    found = read(tmp_path)
    assert "wide-1" in ids(found)
    assert {item.where for item in found if isinstance(item, Document)} >= {
        f"{tmp_path}/wide.parquet, row 1"
    }
    assert all(isinstance(item, Document | Reject) for item in found)


def test_a_csv_of_a_million_columns_is_read_or_refused(tmp_path):
    header = ",".join(["id", "text", *("c" * 1_000_000)])
    (tmp_path / "a.csv").write_text(f'{header}\na,"{TEXT}"\n', "utf-8")
    assert ids(read(tmp_path)) == ["a"]
    (tmp_path / "a.csv").write_text("," * 1_000_000 + "\n" + "," * 1_000_000, "utf-8")
    assert len(reasons(read(tmp_path))) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f'{{"text": {"9" * 10_000}}}', "broken_line"),
        ('{"text": 1e999}', "broken_line"),
        ('{"text": NaN}', "broken_line"),
        (f'{{"id": {"9" * 10_000}, "text": "Gao"}}', "broken_line"),
        ('{"text": ' + "[" * 50_000 + "]" * 50_000 + "}", "broken_line"),
        ('{"text": "' + "\\u0000" * 10 + '"}', "empty"),
    ],
)
def test_a_json_line_that_python_chokes_on_costs_no_other(tmp_path, line, expected):
    good = json.dumps({"id": "bon", "text": TEXT})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{good}\n", "utf-8")
    found = read(tmp_path)
    assert ids(found) == ["bon"]
    assert reasons(found) == [expected]


def test_of_a_key_given_twice_the_last_counts(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Non.", "text": "Gao."}\n', "utf-8")
    assert [d.text for d in read(tmp_path)] == ["Gao."]


HOSTILE = [
    "../../dehors",
    "/etc/passwd",
    "a\nb",
    "a\x00b",
    "..",
    "CON",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><!--",
    "{{7*7}}",
    "\u202egpj.exe",
    "x" * 5_000,
]


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory):
    """Texts whose ids, titles and sources are all hostile: the outputs' folder."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"id": h, "title": h, "source": h, "text": f"{TEXT} {h}", "published": "2021-10-06"}
        for h in HOSTILE
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    pipeline.run(folder / "in.jsonl", folder / "out", any_language=True, exports=list(EXPORTS))
    return folder


def test_ids_that_are_paths_write_nothing_outside_the_outputs(hostile_run):
    assert sorted(p.name for p in hostile_run.iterdir()) == ["in.jsonl", "out"]
    tables = pipeline.read(hostile_run / "out")
    assert len(tables["documents"]) == len(HOSTILE)
    assert tables["rejects"].empty
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    for path in (hostile_run / "out").rglob("*"):
        assert set(path.name) <= allowed, path


def test_no_cell_of_any_csv_is_a_formula(hostile_run):
    live = ("=", "+", "-", "@", "\t", "\r", "\n")
    for path in (hostile_run / "out").rglob("*.csv"):
        text = path.read_text("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                number = cell.lstrip("-").replace(".", "", 1).replace("e-", "", 1).isdigit()
                assert number or not cell.startswith(live), (path.name, cell)


def test_a_file_of_corrections_holds_no_formula_and_is_read_as_it_was_meant(tmp_path):
    from pipeline.corrections.reading import COLUMNS, Correction, read_corrections

    meant = [
        Correction("rename", "p-a", "", '=HYPERLINK("x")', "+33 ; @b"),
        Correction("drop", "p-b"),
    ]
    with (tmp_path / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *(c.cells for c in meant)])
    text = (tmp_path / "corrections.csv").read_text("utf-8")
    assert not any(
        cell[:1] in "=+@" for row in csv.reader(io.StringIO(text)) for cell in row if cell
    )
    assert read_corrections(tmp_path / "corrections.csv") == meant


def test_markup_in_titles_ids_and_texts_stays_text_in_the_page(hostile_run):
    for path in (hostile_run / "out").rglob("*.html"):
        page = path.read_text("utf-8")
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "49" not in page.partition("{{7*7}}")[0][-20:]


def test_the_files_for_other_tools_are_well_formed(hostile_run):
    import xml.etree.ElementTree as ET

    out = hostile_run / "out"
    for path in out.rglob("*.graphml"):
        ET.parse(path)
    for path in [*out.rglob("*.json"), *out.rglob("*.geojson"), *out.rglob("*.jsonl")]:
        text = path.read_text("utf-8")
        for part in text.splitlines() if ".ftm" in path.suffixes else [text]:
            json.loads(part)  # Aleph's entities are an object a line


def _calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
        elif isinstance(node, ast.Import):
            yield from ((f"import {a.name}", node) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"import {node.module}", node


FORBIDDEN = {
    "eval",
    "exec",
    "compile",
    "os.system",
    "os.popen",
    "yaml.load",
    "torch.load",
    "np.load",
    "numpy.load",
    "pd.read_pickle",
    "pandas.read_pickle",
    "import pickle",
    "import cPickle",
    "import dill",
    "import cloudpickle",
    "import joblib",
    "import marshal",
    "import shelve",
    "import yaml",
    "import torch",
}


def test_nothing_in_the_package_unpickles_or_runs_what_it_reads():
    for path in PACKAGE.rglob("*.py"):
        found = {name for name, _ in _calls(ast.parse(path.read_text("utf-8")))}
        assert not found & FORBIDDEN, (path, found & FORBIDDEN)


def test_spacy_models_are_loaded_in_one_place_only():
    """What spaCy loads can run code: a model is as trusted as a program."""
    loading = ("spacy.load", "spacy.util.load_model", "load_model", "util.load_model")
    places = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for name, _ in _calls(ast.parse(path.read_text("utf-8")))
        if name in loading or name.endswith((".from_disk", "load_model_from_path"))
    }
    assert len(places) == 1


def test_no_file_of_the_shipped_model_is_a_pickle():
    from pipeline.language import default_model

    for path in default_model().rglob("*"):
        if path.is_file():
            head = path.read_bytes()[:2]
            assert path.suffix not in (".pkl", ".pickle", ".pt", ".bin.pkl", ".joblib")
            assert head[:1] != b"\x80" or head[1] not in range(2, 6) or path.suffix == "", path


INVISIBLE = (
    "Le gé\u200bné\u00adral Moussa\u202e Tra\u2060oré\u202c est à G\u200dao. "
    "1\u20093 sol\u00addats. "
)


def test_a_long_text_full_of_invisible_characters_keeps_right_offsets_in_pieces(nlp, monkeypatch):
    monkeypatch.setattr("pipeline.language.PIECE", 3_000)
    text = INVISIBLE * 300
    [doc] = annotate(nlp, [Document("a", text)])
    rows = document_rows(doc)
    assert "".join(row["text"] for row in rows["sentences"]) == text
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows["mentions"])
    seen = {row["text"] for row in rows["mentions"]}
    assert {"Moussa\u202e Tra\u2060oré", "G\u200dao"} <= seen
    assert sum(row["text"] == "G\u200dao" for row in rows["mentions"]) == 300


def test_a_zip_of_many_names_that_differ_by_invisible_characters_only_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        for name in ("a.txt", "a\u200b.txt", "a\u202e.txt"):
            archive.writestr(name, TEXT)
    found = read(tmp_path / "z.zip")
    assert len(ids(found)) == 3
    assert all(id.isprintable() for id in ids(found))
