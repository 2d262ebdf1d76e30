"""The spaCy components in other people's pipelines."""

import pytest
import spacy

from pipeline.components import map_labels
from pipeline.language import STAGES
from pipeline.mentions import Candidate, settle

TEXT = "Le 5 mai 2021, 13 soldats de la Minusma ont été tués à Gao."


def spans(doc):
    return [(e.text, e.label_) for e in doc.ents]


@pytest.fixture(scope="module")
def blank():
    nlp = spacy.blank("fr")
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def test_each_factory_runs_in_a_blank_pipeline_and_shows_what_it_assigns():
    for stage in (*STAGES, "sahel_links"):
        nlp = spacy.blank("fr")
        nlp.add_pipe(stage)
        assert nlp(TEXT).text == TEXT
        assert nlp.analyze_pipes()["summary"][stage]["assigns"]


def test_rules_and_lexicons_alone_find_the_plain_cases(blank):
    assert spans(blank(TEXT)) == [
        ("5 mai 2021", "DATE"),
        ("13 soldats", "COUNT"),
        ("Minusma", "FORCE"),
        ("Gao", "PLACE"),
    ]


def test_two_processes_give_what_one_gives(blank):
    texts = [TEXT, "Sadio Camara est à Bamako depuis hier.", ""]
    one = [[(e.text, e.label_, e._.value) for e in doc.ents] for doc in blank.pipe(texts)]
    two = [
        [(e.text, e.label_, e._.value) for e in doc.ents] for doc in blank.pipe(texts, n_process=2)
    ]
    assert one == two
    assert one[0]


def test_a_saved_pipeline_comes_back(blank, tmp_path):
    blank.to_disk(tmp_path / "saved")
    assert spans(spacy.load(tmp_path / "saved")(TEXT)) == spans(blank(TEXT))


def test_entities_of_others_stay_unless_overwriting_is_asked_for():
    for overwrite, kept in ((False, "OTHER"), (True, "PLACE")):
        nlp = spacy.blank("fr")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "OTHER", "pattern": "Gao"}])
        nlp.add_pipe("sahel_places", config={"overwrite": overwrite})
        labels = {e.label_ for e in nlp("Il est à Gao, au Mali.").ents if e.text == "Gao"}
        assert labels == {kept}


def test_foreign_labels_are_mapped_and_misc_goes():
    nlp = spacy.blank("fr")
    doc = nlp("Moussa lit RFI à Gao pendant le Ramadan")
    doc.ents = [
        doc.char_span(0, 6, "PER"),
        doc.char_span(11, 14, "ORG"),
        doc.char_span(17, 20, "LOC"),
        doc.char_span(32, 39, "MISC"),
    ]
    assert spans(map_labels(doc)) == [("Moussa", "PERSON"), ("RFI", "ORG"), ("Gao", "PLACE")]


def settled(*found, there=(), overwrite=True):
    doc = spacy.blank("fr")("La force conjointe du G5 Sahel est à Gao")
    for label, start, end in there:
        settle(doc, label, [Candidate(start, end, label, "model", 0.85)])
    for label in {c.label for c in found}:
        settle(doc, label, [c for c in found if c.label == label], overwrite=overwrite)
    return spans(doc)


FORCE = Candidate(3, 30, "FORCE", "lexicon", 0.9)


def test_of_two_mentions_that_nest_the_outer_one_stays():
    assert settled(FORCE, there=[("PLACE", 25, 30)]) == [("force conjointe du G5 Sahel", "FORCE")]
    inner = Candidate(25, 30, "PLACE", "lexicon", 1.0)
    assert settled(inner, there=[("FORCE", 3, 30)]) == [("force conjointe du G5 Sahel", "FORCE")]


def test_of_two_mentions_of_one_span_the_surer_stays():
    assert settled(Candidate(37, 40, "PLACE", "lexicon", 0.95), there=[("PERSON", 37, 40)]) == [
        ("Gao", "PLACE")
    ]
    assert settled(Candidate(37, 40, "PLACE", "lexicon", 0.5), there=[("PERSON", 37, 40)]) == [
        ("Gao", "PERSON")
    ]


def test_without_overwriting_only_gaps_are_filled():
    assert settled(FORCE, there=[("PLACE", 25, 30)], overwrite=False) == [("Sahel", "PLACE")]
