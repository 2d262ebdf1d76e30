"""The report of many texts: a selection of texts is shown, sums and charts are of all."""

import html
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.report import selection, write_report
from pipeline.report.page import read
from pipeline.report.places import map_data
from pipeline.report.queries import Tables
from pipeline.report.together import together
from pipeline.report.words import Words
from pipeline.tables import frames
from tests.browser.example import example_frames

COPIES = 10
FEW = 7


@pytest.fixture
def few(monkeypatch):
    """A page that shows `FEW` texts."""
    monkeypatch.setattr(selection, "TEXTS", FEW)


def write_parquet(folder, tables, without=()):
    for name, frame in tables.items():
        table = pa.Table.from_pandas(frame.drop(columns=list(without), errors="ignore"))
        pq.write_table(table, folder / f"{name}.parquet")


def _said(folder) -> str:
    page = (folder / "report.html").read_text(encoding="utf-8")
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
    return re.sub(r"[\s\u202f\xa0]+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_the_page_says_how_many_texts_it_shows_of_how_many(tmp_path, few):
    write_report(tmp_path, example_frames(COPIES))
    assert f"Cette page montre {FEW} textes sur {3 * COPIES}, ceux que" in _said(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(re.findall('<article class="text"', page)) == FEW
    write_report(tmp_path, example_frames(COPIES), lang="en")
    assert f"This page shows {FEW} texts of {3 * COPIES}, those that" in _said(tmp_path)


def test_where_all_texts_fit_nothing_is_selected(tmp_path):
    write_report(tmp_path, example_frames(COPIES))
    assert "Cette page montre" not in _said(tmp_path)


def test_a_selection_is_made_too_where_the_texts_are_few_but_long(tmp_path, monkeypatch):
    monkeypatch.setattr(selection, "CHARACTERS", 900)
    write_report(tmp_path, example_frames(2))
    assert "Cette page montre 4 textes sur 6" in _said(tmp_path)


def test_every_link_leads_to_a_text_that_is_shown(tmp_path, few, monkeypatch):
    monkeypatch.setattr("pipeline.report.reading.TEXTS_INLINE", 2_000)
    monkeypatch.setattr("pipeline.report.reading.TEXTS_FILE", 4_000)
    paths = write_report(tmp_path, example_frames(COPIES))
    pages = {path.name: path.read_text(encoding="utf-8") for path in paths}
    assert len(pages) > 1
    ids = {name: set(re.findall(r' id="([^"]+)"', page)) for name, page in pages.items()}
    for name, page in pages.items():
        for href in re.findall(r'href="([^"]*)"', page) + re.findall(r'"href":"([^"]*)"', page):
            file, _, anchor = href.partition("#")
            assert anchor in ids[file or name] or not anchor


def test_sums_are_those_of_all_texts(tmp_path, few, monkeypatch):
    tables = example_frames(COPIES)
    write_report(tmp_path, tables)
    some = _said(tmp_path)
    monkeypatch.setattr(selection, "TEXTS", 100)
    write_report(tmp_path, tables)
    everything = _said(tmp_path)
    for told in (
        r"Ce que disent ces 30 textes",
        r"20 textes datés, du 2 mars 2024 au 10 juin 2025\.",
        r"Opération Étoile est la force la plus nommée : 30 fois, dans 20 textes\.",
        r"Awa Diallo \(20 fois\)",
        r"Les textes rapportent 12 morts en 1 fait : 12 côté Armée malienne\.",
        r"2 points sur lesquels les textes se contredisent",
        r"Mentions repérées : 220 par les règles",
        r"mars 2024\s*Armée malienne\s*12\s*12",
    ):
        assert re.search(told, everything), told
        assert re.search(told, some), told


def test_pairs_and_the_map_count_all_texts_as_a_small_page_does(monkeypatch):
    tables = example_frames(COPIES)

    def found():
        with Tables(tables) as asked:
            reading = read(asked, Words("fr"))
            pairs, places = together(reading), map_data(reading)
        return (
            [(str(p.first), str(p.second), p.sentences, p.documents) for p in pairs.pairs],
            pairs.total,
            [(c["a"], c["b"], c["n"]) for c in pairs.matrix],
            [(p["name"], p["forces"], p["years"]) for p in (*places.points, *places.shaded)],
            places.years,
            places.forces,
        )

    everything = found()
    monkeypatch.setattr(selection, "TEXTS", FEW)
    some = found()
    assert everything[0]
    assert some[:3] == everything[:3]
    assert set(some[3]) == set(everything[3])
    assert some[4:] == everything[4:]


def test_a_figure_that_many_texts_give_is_listed_once_with_how_often(tmp_path, few):
    write_report(tmp_path, example_frames(COPIES))
    said = _said(tmp_path)
    lines = re.findall(r"environ 3 000 militaires\s*effectif.{,40}", said)
    assert len(lines) == 1
    assert re.search(r"mars 2024\s*donné 10 fois", lines[0])
    assert "2 chiffres sur 20 ; la table troop_counts les donne tous." in said


def test_a_text_that_is_not_shown_is_named_by_its_identifier(tmp_path, monkeypatch):
    monkeypatch.setattr(selection, "TEXTS", 1)
    write_report(tmp_path, example_frames())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(re.findall('<article class="text"', page)) == 1
    figures = re.findall(r'<tr><th scope="row">(.*?)</th>.*?<td>([^<]*|<a .*?</a>)</td></tr>', page)
    assert any(source == "b" and "<a" not in figure for figure, source in figures)
    assert any("texte" in source for _, source in figures)


def test_every_entity_with_a_card_has_a_text_that_names_it_where_there_is_room(few):
    with Tables(example_frames(COPIES)) as asked:
        reading = read(asked, Words("fr"))
    cards = [e for group in ("people", "forces", "places") for e in reading.group(group)]
    assert len(cards) == 9
    assert all(entity.spans for entity in cards)


def test_what_is_held_does_not_grow_with_the_number_of_texts(few):
    sizes = []
    for copies in (COPIES, 4 * COPIES):
        with Tables(example_frames(copies)) as asked:
            reading = read(asked, Words("fr"))
        assert len(reading.rows["documents"]) == FEW
        sizes.append({name: len(rows) for name, rows in reading.rows.items()})
    small, large = sizes
    assert large["sentences"] <= 3 * FEW
    assert large["mentions"] <= 10 * FEW
    assert {n: large[n] for n in ("people", "forces", "places", "events", "offices")} == {
        n: small[n] for n in ("people", "forces", "places", "events", "offices")
    }
    assert large["troop_counts"] < 2 * small["troop_counts"] < 160


@pytest.mark.parametrize("texts", [FEW, 100])
def test_a_folder_of_parquet_files_gives_the_same_page_as_tables_at_hand(
    tmp_path, monkeypatch, texts
):
    monkeypatch.setattr(selection, "TEXTS", texts)
    tables = example_frames(COPIES)
    for name in ("parquet", "one", "two", "three"):
        (tmp_path / name).mkdir()
    write_parquet(tmp_path / "parquet", tables)
    write_report(tmp_path / "one", tables)
    write_report(tmp_path / "two", tmp_path / "parquet")
    write_report(tmp_path / "three", tmp_path / "parquet")
    one, two, three = ((tmp_path / n / "report.html").read_bytes() for n in ("one", "two", "three"))
    assert one == two == three


def test_tables_and_columns_that_are_missing_are_empty(tmp_path):
    tables = example_frames()
    kept = {name: f for name, f in tables.items() if name not in ("events", "rejects")}
    write_parquet(tmp_path, kept, without=["score", "method"])
    write_report(tmp_path, tmp_path)
    said = _said(tmp_path)
    assert "Aucun fait n’a été reconnu." in said
    assert "Opération Étoile est la force la plus nommée" in said


def test_an_empty_folder_gives_the_page_of_no_texts(tmp_path):
    (tmp_path / "at hand").mkdir()
    write_report(tmp_path, tmp_path)
    write_report(tmp_path / "at hand", frames({}))
    one, two = (f / "report.html" for f in (tmp_path, tmp_path / "at hand"))
    assert one.read_bytes() == two.read_bytes()
    assert "Aucun texte n’a été lu" in _said(tmp_path)


def test_nothing_is_left_beside_the_page_nor_in_the_temporary_folder(tmp_path, monkeypatch):
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    out = tmp_path / "out's [a-b] folder*"
    out.mkdir()
    write_parquet(out, example_frames())
    before = set(out.iterdir())
    paths = write_report(out, out)
    assert set(out.iterdir()) - before == set(paths)
    assert list(spill.iterdir()) == []
