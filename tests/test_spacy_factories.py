"""The components under their registered names, in anybody's pipeline."""

import json
import subprocess
import sys

import pytest
import spacy

from tests.spacy_docs import FACTORIES, LABEL_OF, TEXT, add_all, found

ALONE = {
    "sahel_dates": [("5 mai 2021", "DATE")],
    "sahel_counts": [("13 soldats", "COUNT")],
    "sahel_forces": [("Minusma", "FORCE")],
    "sahel_organisations": [("Union africaine", "ORG")],
    "sahel_places": [("Gao", "PLACE")],
    "sahel_people": [("Assimi Goïta", "PERSON"), ("Sadio Camara", "PERSON")],
}


def test_a_process_that_imports_only_spacy_has_every_factory(tmp_path):
    code = (
        "import json, sys, spacy\n"
        "nlp = spacy.blank('fr')\n"
        f"for name in {FACTORIES!r}:\n"
        "    nlp.add_pipe(name)\n"
        f"print(json.dumps([(e.text, e.label_) for e in nlp({TEXT!r}).ents]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    here = add_all(spacy.blank("fr"))(TEXT)
    assert json.loads(done.stdout) == [list(pair) for pair in found(here)]


@pytest.mark.parametrize("factory", ALONE)
def test_each_finds_its_label_in_a_blank_pipeline(factory):
    nlp = spacy.blank("fr")
    nlp.add_pipe(factory)
    doc = nlp(TEXT)
    assert found(doc) == ALONE[factory]
    assert all(e._.value is not None for e in doc.ents)


def test_a_sentence_begins_on_each_line():
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_lines")
    starts = [t.text for t in nlp("Gao\n\nDix morts à Gao\nL'armée dément") if t.is_sent_start]
    assert starts == ["Gao", "Dix", "L'"]


def test_the_linker_ties_counts_and_statements_to_what_the_others_found():
    nlp = add_all(spacy.blank("fr"))
    doc = nlp(TEXT)
    count = next(e for e in doc.ents if e.label_ == "COUNT")._.value
    assert count.date == "2021-05-05"
    assert count.place_id
    assert doc._.statements


@pytest.mark.parametrize("factory", FACTORIES)
def test_each_shows_what_it_assigns_and_needs(factory):
    nlp = spacy.blank("fr")
    nlp.add_pipe(factory)
    shown = nlp.analyze_pipes()["summary"][factory]
    entities = {"doc.ents", "token.ent_iob", "token.ent_type"}
    more = {
        "sahel_dates": {"doc._.published", "doc._.published_how"},
        "sahel_counts": {"doc._.implicit_counts"},
        "sahel_people": {"doc._.held_offices"},
    }
    if factory in LABEL_OF:
        values = {"span._.value", "span._.method", "span._.score"}
        assert set(shown["assigns"]) == entities | values | more.get(factory, set())
        assert shown["requires"] == []
    else:
        assert (set(shown["assigns"]), set(shown["requires"])) == {
            "sahel_links": ({"doc._.statements", "span._.value"}, {"doc.ents", "span._.value"}),
            "sahel_lines": ({"token.is_sent_start"}, set()),
            "sahel_labels": (entities, {"doc.ents"}),
            "sahel_consistency": (entities | {"span._.score"}, {"doc.ents"}),
        }[factory]


def test_the_analysis_names_what_is_missing_and_is_silent_where_nothing_is():
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_links")
    assert nlp.analyze_pipes()["problems"]["sahel_links"] == ["doc.ents", "span._.value"]
    whole = add_all(spacy.blank("fr"))
    assert not any(whole.analyze_pipes()["problems"].values())


def test_what_they_set_is_what_they_say_they_set():
    nlp = add_all(spacy.blank("fr"))
    assigned = {a for stage in nlp.pipe_names for a in nlp.get_pipe_meta(stage).assigns}
    doc = nlp(TEXT)
    on_spans = {"settled"}  # the components' own note
    for key in doc.user_data:
        if key[0] == "._." and key[1] not in on_spans:
            owner = "doc" if key[2] is None else "span"
            assert f"{owner}._.{key[1]}" in assigned


def test_a_component_may_bear_another_name_and_stand_twice():
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_places", name="first")
    once = found(nlp(TEXT))
    nlp.add_pipe("sahel_places", name="second")
    assert found(nlp(TEXT)) == once


def test_an_unknown_option_is_refused_by_name():
    with pytest.raises(Exception, match="overwirte"):
        spacy.blank("fr").add_pipe("sahel_places", config={"overwirte": True})
