"""The API of a notebook: what texts may come as, what comes back, how it shows itself."""

import datetime
import doctest
import html.parser
import importlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import pipeline
from pipeline import extract
from pipeline.extraction import Extraction
from pipeline.extractors import counts, dates, forces, organisations, people, places
from pipeline.marked_text import CHARACTERS, TEXTS
from pipeline.outputs import Tables, read
from pipeline.running import RunResult
from pipeline.showing import run_html
from pipeline.tables import TABLES

SAID = "Hier, le colonel Sadio Camara a reçu l'ONU à Gao ; 13 soldats des FAMa ont été tués."


@pytest.mark.parametrize(
    "name", ["pipeline", "pipeline.extraction", "pipeline.extractors", "pipeline.outputs"]
)
def test_every_example_in_the_docstrings_holds(name, seeds_run):
    known = {"folder": seeds_run[1]}
    result = doctest.testmod(importlib.import_module(name), extraglobs=known)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("function", [people, forces, places, dates, counts, organisations])
def test_every_extractor_takes_all_forms_of_texts_and_gives_the_same_rows(function):
    nlp = pipeline.load()
    frame = pd.DataFrame({"body": [SAID], "day": ["2021-10-06"]}, index=["0"])
    given = [
        function(SAID, published="2021-10-06"),
        function(nlp(SAID), published="2021-10-06"),
        function([SAID], published=datetime.date(2021, 10, 6)),
        function((text for text in [SAID]), published="2021-10-06"),
        function(pd.Series([SAID]), published=pd.Timestamp("2021-10-06 12:30")),
        function(frame, text="body", published="day"),
        function({"0": SAID}, published=np.datetime64("2021-10-06")),
    ]
    assert len(given[0]) > 0
    for frame in given[1:]:
        pd.testing.assert_frame_equal(frame, given[0])


def test_ids_are_the_index_of_a_series_and_the_keys_of_a_mapping_or_the_id_column():
    series = pd.Series(["Il est à Gao.", "Il est à Kidal."], index=["x", "y"])
    assert extract(series).documents["doc_id"].tolist() == ["x", "y"]
    assert extract(dict(series)).documents["doc_id"].tolist() == ["x", "y"]
    frame = pd.DataFrame({"text": series.to_list(), "id": [7, 8], "url": ["u", "v"]})
    assert extract(frame).documents["doc_id"].tolist() == ["7", "8"]
    assert extract(frame, id="url").documents["doc_id"].tolist() == ["u", "v"]


def test_a_text_whose_id_stands_twice_is_kept_under_another_id():
    series = pd.Series(["Il est à Gao.", "Il est à Kidal.", "Il est là."], index=[0, 0, "0~2"])
    with pytest.warns(UserWarning, match="2 texts have an id that an earlier one has"):
        found = extract(series)
    assert found.documents["doc_id"].tolist() == ["0", "0~2", "0~2~2"]
    assert found.mentions["doc_id"].tolist() == ["0", "0~2"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " \n", "12 %"])
def test_a_missing_text_is_a_row_of_rejects_and_costs_no_other(missing):
    found = extract(pd.Series(["Il est à Gao.", missing, "Il est à Kidal."]))
    assert found.places["name"].tolist() == ["Gao", "Kidal"]
    assert found.documents["doc_id"].tolist() == ["0", "2"]
    assert found.rejects[["source", "reason"]].values.tolist() == [["1", "empty"]]
    assert "1 texts were not read" in found._repr_html_()


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2021-06-03", "2021-06-02"),
        ("03/06/2021", "2021-06-02"),
        (datetime.datetime(2021, 6, 3, 23, 59), "2021-06-02"),
        (pd.Timestamp("2021-06-03", tz="Africa/Bamako"), "2021-06-02"),
        (np.datetime64("2021-06-03T10:00"), "2021-06-02"),
        (["2021-06-03"], "2021-06-02"),
        (None, "XXXX-XX-XX"),
        (pd.NaT, "XXXX-XX-XX"),
    ],
)
def test_a_date_may_come_in_any_form(published, expected):
    assert dates(["Il est parti hier."], published=published)["value"].tolist() == [expected]


def test_dates_of_a_column_may_have_gaps_and_bad_cells_are_said():
    frame = pd.DataFrame({"text": ["Il est parti hier."] * 4})
    frame["day"] = [datetime.date(2021, 6, 3), None, "un jeudi", 2021]
    with pytest.warns(UserWarning, match="1 cells are no date, the first 'un jeudi' in row 2"):
        found = extract(frame, published="day")
    assert found.documents["published"].fillna("").tolist() == ["2021-06-03", "", "", "2021"]


@pytest.mark.parametrize(
    ("texts", "options", "error", "message"),
    [
        (3, {}, TypeError, "texts is a int; give a string"),
        (b"Gao", {}, TypeError, "texts is a bytes"),
        ({"Gao"}, {}, TypeError, "texts is a set"),
        (["Il est à Gao.", 3], {}, TypeError, "text 1 is a int; a string or a spaCy Doc is needed"),
        (["Gao"], {"published": "hier"}, ValueError, "'hier' is no date"),
        (["Gao"], {"published": ["2021", "2022"]}, ValueError, "2 dates for 1 texts"),
        (pd.DataFrame({"body": ["Gao"]}), {}, KeyError, "no column of that name; there are body"),
        (pd.DataFrame({"text": ["a"]}), {"published": "day"}, KeyError, "published='day'"),
        (pd.DataFrame({"text": ["a"]}), {"id": "key"}, KeyError, "id='key'"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(texts, options, error, message):
    with pytest.raises(error, match=message) as raised:
        extract(texts, **options)
    assert "\n" not in str(raised.value)


def test_a_path_given_as_a_text_is_warned_of(tmp_path):
    (tmp_path / "a.txt").write_text("Il est à Gao.", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"pipeline\.run reads files"):
        extract(str(tmp_path / "a.txt"))


def test_docs_of_ones_own_pipeline_are_taken_as_they_are():
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_places")
    found = Extraction(nlp.pipe(["Il est à Gao.", "Elle est à Kidal."]))
    assert found.places["name"].tolist() == ["Gao", "Kidal"]
    assert found.documents["doc_id"].tolist() == ["0", "1"]


class _Marks(html.parser.HTMLParser):
    """The marks of a page: (class, tooltip), the tags, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.marks: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "mark":
            self.marks.append((dict(attrs)["class"], dict(attrs)["title"]))

    def handle_data(self, data):
        self.text += data


def test_what_was_found_shows_itself_as_the_text_with_all_six_labels_marked():
    found = extract(SAID, published="2021-10-06")
    shown = _Marks(found._repr_html_())
    assert {label for label, _ in shown.marks} == {
        "PERSON",
        "FORCE",
        "PLACE",
        "DATE",
        "COUNT",
        "ORG",
    }
    said = dict(shown.marks)
    assert said["DATE"].startswith("2021-10-05 · DATE · from 2021-10-06")
    assert said["COUNT"].startswith("13 · killed · military")
    assert said["PERSON"].startswith("Sadio Camara · colonel")
    assert said["PLACE"].startswith("Gao · town · ML · 16.")
    assert "published 2021-10-06 (given) · 1 person" in shown.text
    assert repr(found) == "<Extraction: " + repr(found).removeprefix("<Extraction: ")
    assert "1 troop_counts" in repr(found)


def test_nothing_in_a_text_or_title_becomes_markup():
    hostile = "<script>alert(1)</script> Il est à Gao.\" onmouseover='x' <img src=x onerror=y>"
    shown = _Marks(extract({"<b>": hostile, "c": "Il est à <i>Gao</i>."})._repr_html_())
    assert not shown.tags & {"script", "img", "i"}
    assert hostile.split(" Il ")[0] in shown.text


def test_only_the_first_texts_and_characters_are_shown():
    shown = extract(["Il est à Gao."] * (TEXTS + 2))._repr_html_()
    assert shown.count("<mark") == TEXTS
    assert "and 2 more texts" in shown
    long = extract("Il est à Gao. " * 3_000)._repr_html_()
    assert "more characters" in long
    assert len(_Marks(long).text) < 6 * CHARACTERS


def test_the_tables_come_back_with_their_types(seeds_run):
    result, folder = seeds_run
    tables = read(folder)
    assert isinstance(tables, Tables)
    assert list(tables) == list(TABLES)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, result.tables[name])
    assert tables.people is tables["people"]
    assert "troop_counts" in tables._repr_html_()
    with pytest.raises(AttributeError, match="no table «troops»"):
        _ = tables.troops


def test_only_the_tables_and_columns_asked_for_are_read(seeds_run):
    _, folder = seeds_run
    tables = read(folder, tables=["places", "mentions"], columns=["name", "label"])
    assert {name: list(frame) for name, frame in tables.items()} == {
        "places": ["name"],
        "mentions": ["label", "name"],
    }
    assert list(read(str(folder) + "/", tables="dates")) == ["dates"]
    with pytest.raises(KeyError, match="no table «troops»"):
        read(folder, tables=["troops"])
    with pytest.raises(KeyError, match="no column «nom»"):
        read(folder, columns=["nom"])
    with pytest.raises(FileNotFoundError, match=r"no documents\.parquet"):
        read(folder / "nowhere")


def test_a_run_shows_what_it_read_what_not_and_its_report():
    rejects = [{"source": "a", "reason": "empty", "detail": "<i>a</i>: no words"}] * 12
    counts = {"documents": 5, "rejects": 12}
    result = RunResult("out", counts, ["out/a b#c/report.html"], resumed=2, rejects=rejects)
    shown = run_html(result)
    assert shown == result._repr_html_()
    assert "5 texts read (2 done before)" in shown
    assert "and 2 more; the table" in shown
    assert "&lt;i&gt;a&lt;/i&gt;" in shown
    assert 'href="./out/a%20b%23c/report.html"' in shown


def test_dates_of_a_series_go_by_its_index():
    texts = pd.Series(["Il est parti hier."] * 2, index=["a", "b"])
    days = pd.Series(["2021-06-03", "2021-06-10"], index=["a", "b"])
    assert dates(texts, published=days)["value"].tolist() == ["2021-06-02", "2021-06-09"]
    with pytest.raises(ValueError, match="its index is not that of the texts"):
        extract(texts, published=days[::-1])


def test_reading_tables_back_needs_no_spacy():
    script = "import sys, pipeline; pipeline.read; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
