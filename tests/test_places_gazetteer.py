"""The GeoNames index: what it takes, what it refuses, what it finds."""

import zipfile
from pathlib import Path

import pytest

from pipeline.gazetteer import GazetteerError, Index, data_folder, install, open_index

LINES = [
    "1\tKati\tKati\tKatie,Катi\t12.74409\t-8.07257\tP\tPPLA2\tML\t\t07\t\t\t\t42922\t\t400\tX\t2020",
    "2\tKati\tKati\t\t13.1\t-9.9\tP\tPPL\tML\t\t03\t\t\t\t0\t\t100\tX\t2020",
    "3\tI-n-Délimane\tI-n-Delimane\tIndeliman\t15.87\t1.52\tP\tPPL\tML\t\t09\t\t\t\t0\t\t1\tX\t2020",
    "4\tOuatagouna\tOuatagouna\t\t15.18\t0.72\tP\tPPL\tML\t\t09\t\t\t\t0\t\t1\tX\t2020",
]


def country_file(folder: Path, lines: list[str], end: str = "\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ML.txt"
    path.write_text("\n".join(lines) + end, encoding="utf-8")
    (folder / "admin1CodesASCII.txt").write_text("ML.07\tKoulikoro\tKoulikoro\t1\n", "utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Index:
    country_file(tmp_path / "dump", LINES)
    done = install(tmp_path / "dump", folder=tmp_path / "data")
    assert done.places == {"ML": 4}
    found = open_index(tmp_path / "data")
    assert found is not None
    return found


def test_the_larger_of_two_places_of_one_name_comes_first(index: Index) -> None:
    first, second = index.lookup("Kati")
    assert (first.id, first.population, first.admin1) == (1, 42922, "Koulikoro")
    assert second.id == 2


@pytest.mark.parametrize("name", ["In Delimane", "Indelimane", "I-n-Délimane", "IN-DELIMANE"])
def test_hyphens_accents_and_spaces_do_not_count(index: Index, name: str) -> None:
    assert [entry.id for entry in index.lookup(name)] == [3]


def test_other_names_lead_to_a_place_but_are_not_its_first_name(index: Index) -> None:
    (entry,) = index.lookup("Indeliman")
    assert (entry.name, entry.main) == ("I-n-Délimane", 0)


def test_spellings_that_sound_alike_are_found_when_asked_for(index: Index) -> None:
    assert index.lookup("Watagouna") == []
    assert [entry.id for entry in index.lookup("Watagouna", variants=True)] == [4]


def test_an_unknown_or_empty_name_gives_nothing(index: Index) -> None:
    assert index.lookup("Zorbakougou") == index.lookup("") == index.lookup("—") == []


def test_the_index_says_which_countries_it_holds(index: Index) -> None:
    assert index.countries() == {"ML": 4}


def test_a_zip_file_is_read_as_its_text(tmp_path: Path) -> None:
    text = country_file(tmp_path / "dump", LINES)
    with zipfile.ZipFile(tmp_path / "ML.zip", "w") as archive:
        archive.write(text, "ML.txt")
    assert install(tmp_path / "ML.zip", folder=tmp_path / "data").places == {"ML": 4}


BROKEN = [
    ([*LINES[:2], "3\tIndelimane\t15.87"], "\n", "ML.txt, line 3: .*3 columns"),
    ([LINES[0].replace("12.74409", "north")], "\n", "ML.txt, line 1: .*north"),
    ([LINES[0].replace("12.74409", "91")], "\n", "ML.txt, line 1: .*no point on Earth"),
    (LINES[:2], "", "ML.txt, line 2: cut short"),
    ([], "", "ML.txt, line 1: cut short"),
]


@pytest.mark.parametrize(("lines", "end", "message"), BROKEN)
def test_a_broken_file_is_refused_and_the_old_index_stays(
    tmp_path: Path, index: Index, lines: list[str], end: str, message: str
) -> None:
    country_file(tmp_path / "broken", lines, end)
    with pytest.raises(GazetteerError, match=message):
        install(tmp_path / "broken", folder=tmp_path / "data")
    after = open_index(tmp_path / "data")
    assert after is not None
    assert len(after.lookup("Kati")) == 2
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["geonames.sqlite"]


def test_a_broken_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ML.zip").write_bytes(b"PK\x03\x04 half a download")
    with pytest.raises(GazetteerError, match="not a whole zip file"):
        install(tmp_path, folder=tmp_path / "data")


def test_a_country_that_is_not_there_is_named(tmp_path: Path) -> None:
    country_file(tmp_path / "dump", LINES)
    with pytest.raises(GazetteerError, match=r"no TD\.txt or TD\.zip"):
        install(tmp_path / "dump", ["ML", "td"], folder=tmp_path / "data")
    with pytest.raises(GazetteerError, match="no country file"):
        install(tmp_path / "nowhere", folder=tmp_path / "data")


def test_no_index_is_no_error(tmp_path: Path) -> None:
    assert open_index(tmp_path) is None


def test_the_data_folder_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAHEL_PRESS_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("SAHEL_PRESS_DATA")
    assert data_folder().name == "sahel-press"
