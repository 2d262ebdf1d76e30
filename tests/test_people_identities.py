"""Who is who across texts: merges with their reasons, splits, a user's corrections, offices."""

import random

import pytest

from pipeline.corrections import Correction, read_corrections
from pipeline.lexicons import LexiconError
from pipeline.merge.identities import Identities, find_identities, names_of
from pipeline.merge.office_facts import office_facts
from pipeline.merge.offices import OfficeHistory
from pipeline.normalizers.people_lexicon import PeopleLexicon

LEXICON = PeopleLexicon.load()


def tables(*seen: tuple[str, str, str, str, str]) -> dict[str, list[dict]]:
    """Tables of (document, date, person id, name, office) mentions; «rank_id:» marks a rank."""
    rows: dict[str, list[dict]] = {"documents": [], "mentions": [], "offices": [], "people": []}
    for n, (doc_id, date, person_id, name, office) in enumerate(seen):
        place = {"doc_id": doc_id, "start": 10 * n, "end": 10 * n + 5, "sentence": f"{name}."}
        if doc_id not in {r["doc_id"] for r in rows["documents"]}:
            rows["documents"].append({"doc_id": doc_id, "published": date})
        rows["mentions"].append(
            place | {"label": "PERSON", "entity_id": person_id, "name": name, "text": name}
        )
        rows["people"].append(
            place
            | {"person_id": person_id, "name": name, "aliases": name, "mentions": 1}
            | {"documents": 1, "first_date": date, "last_date": date}
        )
        if office:
            rank = office.removeprefix("rank_id:") if office.startswith("rank_id:") else ""
            rows["offices"].append(
                place
                | {"person_id": person_id, "name": name, "rank": rank, "rank_id": rank}
                | {"office": "" if rank else office, "body": "", "status": "", "date": date}
            )
    return rows


def merged(rows: dict[str, list[dict]], *corrections: Correction) -> Identities:
    return find_identities(names_of(rows["mentions"]), rows["offices"], corrections, LEXICON)


def ids(rows: dict[str, list[dict]], found: Identities) -> dict[tuple[str, str], str]:
    seen = sorted((row["doc_id"], row["entity_id"]) for row in rows["mentions"])
    return {(doc_id, person): found.of(doc_id, person) for doc_id, person in seen}


def test_a_lone_surname_is_the_one_person_of_that_name_and_office() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-2", "Zorobabel", "ministre malien de la Santé"),
    )
    found = merged(rows)
    assert ids(rows, found) == {("a", "person-1"): "person-1", ("b", "person-2"): "person-1"}
    assert "Zorobabel" in found.reasons["person-1"]


def test_a_lone_surname_with_another_office_stays_apart() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-2", "Zorobabel", "maire de Gao"),
    )
    assert merged(rows).of("b", "person-2") == "person-2"


def test_two_of_one_surname_leave_the_lone_surname_alone() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "député malien"),
        ("b", "2021-07-02", "person-2", "Awa Zorobabel", "députée malienne"),
        ("c", "2021-07-03", "person-3", "Zorobabel", "député malien"),
    )
    assert merged(rows).of("c", "person-3") == "person-3"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Choguel Zorobabel", "Choguel Kokalla Zorobabel"),
        ("Emmanuel Sawadogoba", "Emmanuel Sawadgoba"),
    ],
)
def test_spelling_variants_of_one_office_are_one(first: str, second: str) -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", first, "Premier ministre du Mali"),
        ("b", "2021-07-02", "person-2", second, "Premier ministre malien"),
    )
    found = merged(rows)
    assert len(set(ids(rows, found).values())) == 1
    assert all("variantes" in reason for reason in found.reasons.values())


def test_one_full_name_with_offices_of_two_countries_is_two_people() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Touré", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-1", "Ali Touré", "ministre nigérien de la Santé"),
        ("c", "2021-07-02", "person-1", "Ali Touré", "ministre malien de la Santé"),
        ("d", "2021-07-02", "person-1", "Ali Touré", ""),
    )
    found = ids(rows, merged(rows))
    assert found["a", "person-1"] == found["c", "person-1"] == found["d", "person-1"] == "person-1"
    assert found["b", "person-1"] == "person-1-ne"


def test_a_career_in_one_country_stays_one_person() -> None:
    rows = tables(
        ("a", "2014-07-01", "person-1", "Ali Touré", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-1", "Ali Touré", "Premier ministre du Mali"),
    )
    assert set(ids(rows, merged(rows)).values()) == {"person-1"}


def test_the_order_of_rows_makes_no_difference() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-2", "Zorobabel", "ministre malien de la Santé"),
        ("c", "2021-07-02", "person-1", "Ali Zorobabel", "ministre nigérien de la Santé"),
        ("d", "2021-07-03", "person-3", "Ali K. Zorobabel", "ministre malien de la Santé"),
        ("e", "2021-07-03", "person-4", "Awa Zorobabel", "députée malienne"),
    )
    expected = merged(rows)
    for seed in range(10):
        for name in ("mentions", "offices"):
            random.Random(seed).shuffle(rows[name])
        again = merged(rows)
        assert again == expected


def test_a_user_merges_splits_renames_and_drops() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "maire de Gao"),
        ("b", "2021-07-02", "person-2", "Le Lion", ""),
        ("c", "2021-07-02", "person-1", "Ali Zorobabel", "maire de Gao"),
        ("d", "2021-07-03", "person-3", "Grand Prix", ""),
    )
    found = merged(
        rows,
        Correction("merge", "person-2", "person-1", reason="son surnom"),
        Correction("split", "person-1", "person-9", "c"),
        Correction("rename", "person-1", value="Ali Zorobabel dit le Lion"),
        Correction("drop", "person-3"),
    )
    assert ids(rows, found) == {
        ("a", "person-1"): "person-1",
        ("b", "person-2"): "person-1",
        ("c", "person-1"): "person-9",
        ("d", "person-3"): "",
    }
    assert found.names == {"person-1": "Ali Zorobabel dit le Lion"}
    assert found.reasons["person-1"] == "son surnom"


def test_a_user_forbids_a_merge() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Zorobabel", "ministre malien de la Santé"),
        ("b", "2021-07-02", "person-2", "Zorobabel", "ministre malien de la Santé"),
    )
    found = merged(rows, Correction("split", "person-2", "person-1"))
    assert found.of("b", "person-2") == "person-2"


def test_corrections_are_read_and_bad_ones_named_with_their_line(tmp_path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("action,id,target,value,reason\nmerge,x,y,,surnom\n", encoding="utf-8")
    assert read_corrections(path) == [Correction("merge", "x", "y", "", "surnom")]
    for line, problem in [
        ("melt,x,,,", "no action"),
        ("merge,x,,,", "target"),
        ("rename,x,,,", "value"),
        ("split,x,,,", "split"),
        ("drop,,,,", "id"),
    ]:
        path.write_text(f"action,id,target,value,reason\n{line}\n", encoding="utf-8")
        with pytest.raises(LexiconError, match=rf"line 2: .*{problem}"):
            read_corrections(path)


@pytest.mark.parametrize(
    ("office", "head", "country"),
    [
        ("ministre malien de la Défense", "ministre", "ML"),
        ("ancien Premier ministre du Niger", "premier-ministre", "NE"),
        ("président de la République de Côte d'Ivoire", "president", "CI"),
        ("chef d'état-major général des armées du Burkina Faso", "", "BF"),
        ("maire de Gao", "maire", ""),
    ],
)
def test_an_offices_country_is_read_from_its_words(office: str, head: str, country: str) -> None:
    fact = office_facts({"office": office}, LEXICON)[0]
    assert fact.country == country
    assert not head or fact.head == head


def flags(offices: list[dict]) -> list[str]:
    """What the history of the offices says of each row."""
    history = OfficeHistory(LEXICON)
    for row in offices:
        history.see(row)
    return [row["flag"] for row in history.tell(offices)]


def test_two_holders_of_one_office_at_one_time_are_flagged() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Touré", "Premier ministre du Mali"),
        ("b", "2021-07-09", "person-1", "Ali Touré", "Premier ministre du Mali"),
        ("c", "2021-07-05", "person-2", "Issa Diallo", "Premier ministre du Mali"),
        ("d", "2021-08-05", "person-3", "Awa Sow", "Premier ministre du Mali"),
    )["offices"]
    assert flags(rows) == ["two_holders", "two_holders", "two_holders", ""]


def test_successive_holders_are_not_flagged() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Touré", "Premier ministre du Mali"),
        ("b", "2021-08-01", "person-2", "Issa Diallo", "Premier ministre du Mali"),
    )["offices"]
    assert flags(rows) == ["", ""]


def test_a_rank_below_an_earlier_one_is_flagged() -> None:
    rows = tables(
        ("a", "2021-07-01", "person-1", "Ali Touré", "rank_id:colonel"),
        ("b", "2022-07-01", "person-1", "Ali Touré", "rank_id:general-corps-armee"),
        ("c", "2023-07-01", "person-1", "Ali Touré", "rank_id:general"),
        ("d", "2024-07-01", "person-1", "Ali Touré", "rank_id:capitaine"),
    )["offices"]
    assert flags(rows) == ["", "", "", "lower_rank"]
