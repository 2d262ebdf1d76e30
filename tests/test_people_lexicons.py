"""The lexicons of people say what they promise."""

import re

from pipeline.lexicons import read_rows, split_cell
from pipeline.normalizers.people_lexicon import PeopleLexicon, singular

NATO = re.compile(r"(?:OF-(?:[1-9]|10|D)|OR-[1-9])?")


def test_ranks_have_an_order_and_a_nato_code_unless_they_are_the_polices() -> None:
    for row in read_rows("ranks"):
        assert int(row["order"]) > 0
        assert NATO.fullmatch(row["nato"]), row
        assert bool(row["nato"]) != (row["service"] == "police"), row
        assert row["source"], row


def test_higher_ranks_have_higher_codes() -> None:
    officers = [r for r in read_rows("ranks") if re.fullmatch(r"OF-\d+", r["nato"])]
    officers.sort(key=lambda r: int(r["order"]))
    codes = [int(r["nato"][3:]) for r in officers]
    assert codes == sorted(codes)


def test_no_form_of_a_rank_means_two_ranks() -> None:
    owners: dict[str, str] = {}
    for row in read_rows("ranks"):
        for form in (row["name"], *split_cell(row["aliases"])):
            assert owners.setdefault(singular(form), row["rank_id"]) == row["rank_id"], form


def test_abbreviated_and_feminine_ranks_are_known() -> None:
    ranks = PeopleLexicon.load().ranks
    for form, rank in [
        ("Gal", "general"),
        ("Col", "colonel"),
        ("Cdt", "commandant"),
        ("Lt-col", "lieutenant-colonel"),
        ("générale de brigade", "general-brigade"),
        ("commissaire divisionnaire", "commissaire-divisionnaire"),
        ("généraux", "general"),
    ]:
        assert ranks[singular(form)].rank_id == rank


def test_public_figures_are_at_least_150_with_dated_offices() -> None:
    rows = read_rows("people")
    assert len(rows) >= 150
    for row in rows:
        assert row["person_id"].startswith("p-")
        assert re.fullmatch(r"[A-Z]{2}", row["country"]), row
        for office in split_cell(row["offices"]):
            name, _, span = office.partition("@")
            assert name, row
            assert re.fullmatch(r"[\d-]{0,10}/[\d-]{0,10}", span), row
            start, end = span.split("/")
            assert not (start and end) or start <= end, row


def test_an_alias_means_one_public_figure() -> None:
    owners: dict[str, str] = {}
    for row in read_rows("people"):
        for form in (row["name"], *split_cell(row["aliases"])):
            assert owners.setdefault(form, row["person_id"]) == row["person_id"], form


def test_a_users_lexicon_adds_a_person(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "people.csv").write_text(
        "person_id,name,aliases\np-awa-zorobabel,Awa Zorobabel,La Lionne\n", encoding="utf-8"
    )
    person = PeopleLexicon.load((str(tmp_path),)).known("La Lionne")
    assert person is not None
    assert person.person_id == "p-awa-zorobabel"
