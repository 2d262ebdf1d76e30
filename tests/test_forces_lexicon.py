"""The lexicon of forces holds together: ids, kinds, countries, dates, parents, names."""

import re
from collections import defaultdict

import pytest

from pipeline.lexicons import LexiconError, read_rows, split_cell
from pipeline.normalizers.force_lexicon import KINDS, ForceLexicon
from pipeline.normalizers.force_words import name_key

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@pytest.fixture(scope="module")
def rows():
    return {row["force_id"]: row for row in read_rows("forces")}


@pytest.fixture(scope="module")
def codes():
    return {row["code"] for row in read_rows("nationalities")}


def test_at_least_350_forces_each_with_a_source(rows):
    assert len(rows) >= 350
    assert [k for k, row in rows.items() if not row["source"] or not row["name"]] == []


def test_ids_are_slugs(rows):
    assert [k for k in rows if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", k)] == []


def test_kinds_are_known(rows):
    assert {row["kind"] for row in rows.values()} <= KINDS


def test_countries_are_known(rows, codes):
    unknown = {c for row in rows.values() for c in split_cell(row["country"])} - codes
    assert unknown == set()


def test_dates_are_real_and_in_order(rows):
    for key, row in rows.items():
        for column in ("active_from", "active_to"):
            assert not row[column] or DATE.fullmatch(row[column]), (key, column)
        if row["active_from"] and row["active_to"]:
            size = min(len(row["active_from"]), len(row["active_to"]))
            assert row["active_from"][:size] <= row["active_to"][:size], key


def test_parents_and_members_are_listed(rows):
    for key, row in rows.items():
        for other in (*filter(None, [row["parent"]]), *split_cell(row["members"])):
            assert other in rows, (key, other)
            assert other != key


def test_no_force_is_its_own_ancestor(rows):
    for key in rows:
        seen, at = {key}, rows[key]["parent"]
        while at:
            assert at not in seen, f"{key}: a loop through {at}"
            seen.add(at)
            at = rows[at]["parent"]


def test_no_coalition_contains_itself(rows):
    def inside(key, path):
        for member in split_cell(rows[key]["members"]):
            assert member not in path, f"{' > '.join(path)} > {member}"
            inside(member, (*path, member))

    for key in rows:
        inside(key, (key,))


def test_a_name_of_two_forces_is_sure_for_one_at_most(rows):
    owners = defaultdict(lambda: defaultdict(set))
    for key, row in rows.items():
        names = (row["name"], *split_cell(row["acronyms"]), *split_cell(row["aliases"]))
        for name in names:
            owners[name_key(name)][not name.endswith("?")].add(key)
    clashes = {name: sure[True] for name, sure in owners.items() if len(sure[True]) > 1}
    assert clashes == {}


def test_a_doubtful_name_has_words_that_settle_it(rows):
    lost = [
        key
        for key, row in rows.items()
        if any(n.endswith("?") for n in split_cell(f"{row['acronyms']}|{row['aliases']}"))
        and not split_cell(row["contexts"])
    ]
    assert lost == []


def test_every_country_has_adjectives_and_a_name_with_its_preposition(codes):
    rows = read_rows("nationalities")
    assert len(rows) >= 195
    assert [r["code"] for r in rows if not r["adjectives"] and r["code"] != "VA"] == []
    assert [r["code"] for r in rows if not r["of"].endswith(r["name"])] == []


def test_institutions_of_a_state_are_those_listed():
    lexicon = ForceLexicon.load()
    assert lexicon.slot("armee", "ML").force_id == "ml-fama"
    assert lexicon.slot("gendarmerie", "BF").force_id == "bf-gendarmerie"
    assert lexicon.slot("armee", "RW").force_id == "rw-rdf"
    assert lexicon.slot("armee", "AR") is None


def test_a_user_adds_a_force_and_removes_one(tmp_path):
    header = "force_id,name,acronyms,aliases,kind,country,remove\n"
    (tmp_path / "forces.csv").write_text(
        header + "xx-lions,Lions du désert,LDD,,armed_group,ML,\nag-mujao,,,,,,yes\n", "utf-8"
    )
    lexicon = ForceLexicon.load((str(tmp_path),))
    assert lexicon.forces["xx-lions"].acronym == "LDD"
    assert "ag-mujao" not in lexicon.forces
    assert "ag-mujao" in ForceLexicon.load().forces


def test_an_unknown_kind_is_refused_by_name(tmp_path):
    (tmp_path / "forces.csv").write_text(
        "force_id,name,kind\nxx-lions,Lions du désert,lions\n", "utf-8"
    )
    with pytest.raises(LexiconError, match="line 2: «lions» in «kind»; one of air_force"):
        ForceLexicon.load((str(tmp_path),))
