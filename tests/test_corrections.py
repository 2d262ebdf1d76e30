"""A user's corrections: read, held against each other, proposed, done to rows."""

import csv

import pandas as pd
import pytest

from pipeline.corrections import (
    Changes,
    Correction,
    not_met,
    propose,
    read_corrections,
    write_ready_corrections,
)
from pipeline.corrections.describing import described
from pipeline.lexicons import LexiconError

HEADER = "action,id,target,value,reason,table\n"


def write(folder, text):
    path = folder / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_are_read_and_those_without_an_action_are_not_decided(tmp_path):
    path = write(
        tmp_path,
        HEADER + "merge,a,b,,même homme,\n,c,d,,à voir,\nrename,ml-x,,Ligue,,forces\ndrop,x\n",
    )
    assert read_corrections(path) == [
        Correction("merge", "a", "b", reason="même homme"),
        Correction("rename", "ml-x", value="Ligue", table="forces"),
        Correction("drop", "x"),
    ]
    assert [c.line for c in read_corrections(path)] == [2, 4, 5]


def test_an_older_file_without_the_column_table_is_about_people(tmp_path):
    (found,) = read_corrections(write(tmp_path, "action,id,target\nmerge,a,b\n"))
    assert (found.table, found.target) == ("people", "b")


def test_an_empty_file_decides_nothing(tmp_path):
    assert read_corrections(write(tmp_path, "")) == []
    assert read_corrections(write(tmp_path, HEADER)) == []


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ("merg,a,b,,,", 2, "no action «merg»; there are merge, split, rename, drop; «merge» is me"),
        ("split,a,b,d,,forces", 2, "no action «split» for forces; there are merge, rename, drop"),
        ("drop,a,,,,force", 2, "no table «force» to correct; there are people, forces"),
        ("merge,a,,,,", 2, "«merge» needs a «target», the id that stays"),
        ("merge,a,a,,,", 2, "«a» and its «target» are one id"),
        ("merge,a|b,c,,,", 2, "«id» and «target» hold one id each"),
        ("rename,a,,,,", 2, "«rename» needs a «value», the name"),
        ("rename,a,b,nom,,", 2, "«rename» takes no «target»"),
        ("split,a,,,,", 2, "«split» needs documents in «value», or a «target»"),
        ("drop,,,,,", 2, "no «id»; every line needs one"),
        ("merge,a,b,,,\nmerge,a,c,,,", 3, "line 2 says «merge» of «a» too, with «b»"),
        ("rename,a,,A,,\nrename,a,,B,,", 3, "line 2 says «rename» of «a» too, with «A»"),
        ("drop,a,,,,\nmerge,a,b,,,", 3, "line 2 drops «a»"),
        ("merge,c,a,,,\nmerge,a,b,,,\nmerge,b,c,,,", 2, "«c» is merged, over other lines, into it"),
        ("merge,a,b,c,d,e,f", 2, "7 cells where the header has 6"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path, lines, line, reason):
    path = write(tmp_path, HEADER + lines + "\n")
    with pytest.raises(LexiconError) as error:
        read_corrections(path)
    assert str(error.value).startswith(f"{path}, line {line}: {reason}")


def test_a_file_of_another_shape_is_named(tmp_path):
    with pytest.raises(LexiconError, match="line 1: unknown column «actoin»; «action» is meant"):
        read_corrections(write(tmp_path, "actoin,id\n"))
    with pytest.raises(LexiconError, match="columns are separated by semicolons"):
        read_corrections(write(tmp_path, "action;id;target\nmerge;a;b\n"))
    with pytest.raises(LexiconError, match="cannot be read"):
        read_corrections(tmp_path / "nowhere.csv")


def test_what_two_lines_agree_on_is_no_contradiction(tmp_path):
    text = "merge,a,b,,,\nmerge,a,b,,encore,\nmerge,b,c,,,\ndrop,a,,,,forces\nsplit,a,d,doc1,,\n"
    assert len(read_corrections(write(tmp_path, HEADER + text))) == 5


def test_an_id_that_does_not_occur_is_a_warning_with_its_line(tmp_path):
    path = write(tmp_path, HEADER + "drop,a,,,,\ndrop,b,,,,\ndrop,c,,,,forces\n")
    corrections = read_corrections(path)
    assert not_met(corrections, "people", {"b"}) == [
        (2, "no «a» in the table people of these texts; nothing is done")
    ]


PEOPLE = [
    {"person_id": "p-1", "name": "Choguel Kokalla Zorkaï", "mentions": 30},
    {"person_id": "b", "name": "Choguel Zorkaï", "mentions": 4},
    {"person_id": "c", "name": "Chogel Zorkaï", "mentions": 2},
    {"person_id": "d", "name": "Zorkaï Choguel", "mentions": 1},
    {"person_id": "e", "name": "Fanta Zorkaï", "mentions": 9},
    {"person_id": "f", "name": "Zorkaï", "mentions": 50},
    {"person_id": "p-2", "name": "Choguel Zorkai", "mentions": 8},
]


def test_people_with_names_alike_are_proposed_the_most_named_first():
    found = propose(PEOPLE)
    assert {c.action for c in found} == {""}
    assert found[0] == Correction(
        "",
        "b",
        "p-1",
        reason="noms proches : «Choguel Zorkaï» (4 mentions) ; "
        "«Choguel Kokalla Zorkaï» (30 mentions)",
    )
    pairs = {frozenset((c.id, c.target)) for c in found}
    assert frozenset(("b", "c")) in pairs
    assert frozenset(("b", "d")) in pairs
    assert not any({"e", "f"} & pair for pair in pairs)
    assert frozenset(("p-1", "p-2")) not in pairs, "the lexicon has them as two"
    assert len(propose(PEOPLE, most=1)) == 1


def test_what_is_decided_is_not_proposed_again():
    decided = [Correction("split", "b", "p-1"), Correction("merge", "c", "b")]
    pairs = {frozenset((c.id, c.target)) for c in propose(PEOPLE, decided)}
    assert not {frozenset(("b", "p-1")), frozenset(("b", "c"))} & pairs


def test_a_ready_file_is_written_filled_in_and_read(tmp_path):
    path = write_ready_corrections(tmp_path, pd.DataFrame(PEOPLE))
    assert path.name == "corrections-a-remplir.csv"
    assert read_corrections(path) == []
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["action", "id", "target", "value", "reason", "table"]
    rows[1][0] = "merge"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert [(c.action, c.id, c.target) for c in read_corrections(path)] == [("merge", "b", "p-1")]
    again = write_ready_corrections(tmp_path, PEOPLE)
    assert [(c.action, c.id, c.target) for c in read_corrections(again)] == [("merge", "b", "p-1")]
    assert len(again.read_text("utf-8").splitlines()) == len(rows)


def test_of_very_many_people_the_most_named_are_compared():
    many = [
        {"person_id": str(n), "name": f"Ali{n % 7} Zork{n % 50}", "mentions": n}
        for n in range(20_000)
    ]
    found = propose(many)
    assert len(found) == 500
    assert min(int(c.id) for c in found) > 19_000


FORCE = {
    "doc_id": "d1",
    "force_id": "force-1",
    "name": "Ligue",
    "acronym": "",
    "kind": "armed_group",
    "country": "",
    "parent": "",
    "mentions": 2,
}
EVENT = {
    "doc_id": "d1",
    "event_id": "ev-1",
    "actors": "Ligue|Ali Zork",
    "actor_ids": "force-1|person-1",
    "targets": "Mali",
    "target_ids": "iso-ML",
    "side_a": "Ligue",
    "side_b": "Mali",
    "place_id": "x--zork",
    "where_coordinates": "Zork",
    "where_prec": None,
    "adm_1": "",
    "latitude": None,
    "longitude": None,
    "country": "",
}
PLACE = {"doc_id": "d1", "place_id": "x--zork", "name": "Zork", "country": "", "latitude": None}
COUNT = {"doc_id": "d1", "start": 7, "force_id": "force-1", "place_id": "x--zork"}
MENTION = {"doc_id": "d1", "label": "FORCE", "entity_id": "force-1", "name": "Ligue"}


def changes(*corrections):
    return Changes(corrections, described(corrections))


def test_a_force_merged_into_a_listed_one_is_that_one_in_every_table():
    change = changes(Correction("merge", "force-1", "ag-jnim", table="forces"))
    assert change.tables == ["forces", "mentions", "troop_counts", "events"]
    force = change.row("forces", FORCE)
    assert (force["force_id"], force["acronym"], force["mentions"]) == ("ag-jnim", "GSIM", 2)
    assert FORCE["force_id"] == "force-1"
    mention = change.row("mentions", MENTION)
    assert (mention["entity_id"], mention["name"]) == ("ag-jnim", force["name"])
    assert change.row("troop_counts", COUNT)["force_id"] == "ag-jnim"
    event = change.row("events", EVENT)
    assert event["actor_ids"] == "ag-jnim|person-1"
    assert event["actors"] == f"{force['name']}|Ali Zork"
    assert (event["side_a"], event["side_b"]) == (force["name"], "Mali")
    assert change.not_met() == []


def test_a_force_that_is_none_leaves_every_table():
    change = changes(Correction("drop", "force-1", table="forces"))
    assert change.row("forces", FORCE) is None
    assert change.row("forces", FORCE | {"force_id": "x", "parent": "force-1"})["parent"] == ""
    assert change.row("mentions", MENTION) is None
    assert change.row("troop_counts", COUNT) == COUNT | {"force_id": ""}
    event = change.row("events", EVENT)
    assert (event["actors"], event["actor_ids"], event["side_a"]) == ("Ali Zork", "person-1", "")


def test_a_force_dropped_in_some_documents_stays_in_the_others():
    change = changes(Correction("drop", "force-1", value="d1|d3", table="forces"))
    assert change.row("forces", FORCE) is None
    assert change.row("forces", FORCE | {"doc_id": "d2"}) == FORCE | {"doc_id": "d2"}
    assert change.row("troop_counts", COUNT | {"doc_id": "d2"})["force_id"] == "force-1"


def test_renamed_after_a_merge_it_has_the_user_s_name():
    change = changes(
        Correction("merge", "force-1", "force-2", table="forces"),
        Correction("rename", "force-2", value="Ligue du Zork", table="forces"),
    )
    force = change.row("forces", FORCE)
    assert (force["force_id"], force["name"]) == ("force-2", "Ligue du Zork")
    assert change.row("events", EVENT)["actors"] == "Ligue du Zork|Ali Zork"
    assert change.not_met() == [
        (0, "no «force-2» in the table forces of these texts; nothing is done")
    ]


def test_an_event_goes_where_its_place_goes():
    change = changes(Correction("merge", "x--zork", "ml-gao", table="places"))
    place = change.row("places", PLACE)
    assert (place["place_id"], place["name"], place["country"]) == ("ml-gao", "Gao", "ML")
    event = change.row("events", EVENT)
    assert (event["place_id"], event["where_coordinates"], event["where_prec"]) == (
        "ml-gao",
        "Gao",
        1,
    )
    assert event["latitude"] == place["latitude"] == pytest.approx(16.27, abs=0.05)
    assert change.row("troop_counts", COUNT)["place_id"] == "ml-gao"


def test_an_event_has_no_place_where_its_place_is_none():
    change = changes(Correction("drop", "ml-gao", table="places"))
    where = {"place_id": "ml-gao", "where_coordinates": "Gao", "latitude": 16.3, "country": "ML"}
    event = change.row("events", EVENT | where)
    assert (event["place_id"], event["where_coordinates"], event["latitude"]) == ("", "", None)
    renamed = changes(Correction("rename", "ml-gao", value="Gao-ville", table="places"))
    assert renamed.row("events", EVENT | where)["where_coordinates"] == "Gao-ville"
    assert renamed.row("events", EVENT | where)["latitude"] == 16.3


def test_counts_and_events_are_dropped_by_their_keys():
    change = changes(
        Correction("drop", "d1:7", table="troop_counts"), Correction("drop", "ev-1", table="events")
    )
    assert change.tables == ["troop_counts"]
    assert change.row("troop_counts", COUNT) is None
    assert change.row("troop_counts", COUNT | {"start": 8}) == COUNT | {"start": 8}
    assert list(change.final_events([EVENT, EVENT | {"event_id": "ev-2"}])) == [
        EVENT | {"event_id": "ev-2"}
    ]
    assert change.not_met() == []


def test_corrections_of_people_change_no_row_here():
    change = changes(Correction("drop", "person-1"))
    assert change.tables == []
    assert change.row("events", EVENT) == EVENT
    assert change.row("mentions", MENTION) == MENTION
