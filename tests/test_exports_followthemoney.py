"""FollowTheMoney: its own library accepts every entity and every value."""

import json

import pytest

from pipeline.exports.followthemoney import entities, write_followthemoney
from pipeline.extraction import extract
from pipeline.tables import frames

SENTENCE = "Le Roi est à Gao."
EVIDENCE = {"doc_id": "dossier/été 1", "start": 3, "end": 6, "sentence": SENTENCE}


@pytest.fixture(scope="module")
def written(seeds_run, tmp_path_factory):
    (path,) = write_followthemoney(tmp_path_factory.mktemp("ftm"), seeds_run[0].tables)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check(found):
    """What the library makes of each entity is what was written, and every reference holds."""
    model = pytest.importorskip("followthemoney").model
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    for entity in found:
        schema = model.get(entity["schema"])
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        assert proxy.id == entity["id"]
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), (entity["schema"], name)
            prop = schema.get(name)
            assert not prop.stub
            if prop.range is not None:
                for value in values:
                    assert model.get(by_id[value]["schema"]).is_a(prop.range)


def test_the_library_accepts_every_entity_of_the_seeds(written):
    check(written)
    kinds = {entity["schema"] for entity in written}
    assert kinds >= {"Article", "Person", "PublicBody", "Organization", "Address"}
    assert kinds >= {"Position", "Occupancy", "Event", "Mention"}


def test_an_office_is_a_position_that_a_person_occupies(written):
    by_id = {entity["id"]: entity for entity in written}
    held = [e["properties"] for e in written if e["schema"] == "Occupancy"]
    camara = [p for p in held if p["holder"] == ["person-p-sadio-camara"]]
    posts = {by_id[p["post"][0]]["properties"]["name"][0] for p in camara}
    assert any("défense" in post.lower() for post in posts)


def test_an_office_in_a_force_is_a_membership():
    said = "Le général Oumar Diarra, chef d'état-major des FAMa, est à Gao."
    found = list(entities(extract(said, published="2021-05-06").tables))
    check(found)
    (member,) = [e["properties"] for e in found if e["schema"] == "Membership"]
    by_id = {entity["id"]: entity for entity in found}
    assert by_id[member["member"][0]]["properties"]["name"] == ["Oumar Diarra"]
    assert by_id[member["organization"][0]]["schema"] == "PublicBody"
    assert member["date"] == ["2021-05-06"]


def test_identifiers_that_the_library_would_drop_are_hashed():
    rows = {
        "documents": [{"doc_id": EVIDENCE["doc_id"], "source": "https://exemple.org/a b"}],
        "people": [EVIDENCE | {"person_id": "le_roi é", "name": "Le Roi", "aliases": ""}],
        "mentions": [
            EVIDENCE | {"text": "Roi", "label": "PERSON", "entity_id": "le_roi é", "name": "Le Roi"}
        ],
    }
    check(found := list(entities(frames(rows))))
    (mention,) = [e["properties"] for e in found if e["schema"] == "Mention"]
    assert mention["name"] == ["Roi"]


def test_control_characters_are_taken_out():
    found = list(entities(extract("Moussa Traoré \x0b\x07est à\x00 Gao.").tables))
    check(found)
    (article,) = [e["properties"] for e in found if e["schema"] == "Article"]
    assert article["bodyText"] == ["Moussa Traoré est à Gao."]
