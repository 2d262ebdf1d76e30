"""Whatever stands in a lexicon file: it is used, or its fault is named; nothing else happens."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.lexicons import LexiconError, read_rows
from pipeline.lexicons.check import check_folder
from pipeline.lexicons.schema import LEXICONS

OURS = sorted(name for name in LEXICONS if not LEXICONS[name].fixed)
# What stands in cells by mistake, or on purpose.
ODD = [
    "",
    "-",
    "yes",
    "s'",
    "se ",
    "l'",
    "'",
    ".*",
    "(",
    "[a-",
    "a{9999}",
    "\\",
    "|",
    "a|b",
    "?",
    "É",
    "e\u0301",
    "\u202eabc",
    "\ud7ff",
    "١٢",
    "1e9",
    "-1",
    "0",
    "99999999999999999999",
    "=1+1",
    "ML",
    "ML|NE",
    "2020-02-30",
    "roi@/",
    "roi@2020/",
    "Zorkou de la Zork",
    "x" * 400,
    "a b c d e f g h i j k l",
    "日本",
    "İstanbul",
    "ß",
]
few = settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", OURS)
@few
@given(data=st.data())
def test_odd_cells_are_used_or_named(name, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    of = LEXICONS[name]
    row = next(row for row in read_rows(name) if row[of.key] == of.example)
    for column in data.draw(st.lists(st.sampled_from(of.columns), min_size=1, max_size=2)):
        row = row | {column.name: data.draw(st.sampled_from(ODD))}
    text = io.StringIO()
    csv.writer(text).writerows([row.keys(), row.values()])
    (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    # Where no fault is found, the check loads what is made of the file: that must not fail.
    for problem in check_folder(folder):
        assert problem.reason


@pytest.mark.parametrize(
    "cell",
    ["s'", "l'|se ", "(", "a{9999}", "\\", "x?", "?", "É|e\u0301", "日本|İstanbul", "x" * 400],
)
def test_an_odd_name_stops_the_pipeline_only_where_the_check_names_it(cell, tmp_path):
    """One odd cell as the name of everything that is named."""
    for name in ("forces", "places", "people", "ranks", "offices", "holidays", "counted_nouns"):
        of = LEXICONS[name]
        row = next(row for row in read_rows(name) if row[of.key] == of.example) | {of.key: "zork-1"}
        row["aliases" if "aliases" in row else "forms"] = cell
        if of.column(of.key).kind == "text":
            row[of.key] = "zorkou"
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([row.keys(), row.values()])
    if any(not problem.warning for problem in check_folder(tmp_path)):
        return
    nlp = pipeline.load("blank", lexicons=[tmp_path])
    doc = nlp(f"Le {cell[:60]} a été tué. L'armée malienne compte 5 {cell[:60]} à Gao.")
    assert all(entity.text.strip() for entity in doc.ents)


@settings(few, max_examples=60)
@given(
    raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
)
def test_odd_bytes_are_read_or_named(raw, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "ranks.csv").write_bytes(raw)
    faults = [str(problem) for problem in check_folder(folder) if not problem.warning]
    if faults:
        with pytest.raises(LexiconError) as error:
            read_rows("ranks", [folder])
        assert str(error.value) == faults[0]
    else:
        assert read_rows("ranks", [folder])
