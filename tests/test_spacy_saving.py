"""Pipelines with the components, saved and loaded: the same configuration, the same results."""

import pytest
import spacy
from spacy.tokens import DocBin

from tests.spacy_docs import FACTORIES, TEXT, TEXTS, add_all, carried


@pytest.fixture
def own_lexicon(tmp_path):
    """A folder in which an analyst has added a town to the lexicon."""
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "places.csv").write_text(
        "place_id,name,kind,country,lat,lon\nplace-tinzawane,Tinzawane,town,ML,16.5,0.5\n",
        encoding="utf-8",
    )
    return folder


def saved_both_ways(nlp, folder):
    """The pipeline as it comes back from a folder, and from bytes."""
    nlp.to_disk(folder)
    yield spacy.load(folder)
    yield spacy.blank("fr", config=nlp.config).from_bytes(nlp.to_bytes())


def test_every_factory_comes_back_with_the_same_results(tmp_path):
    nlp = spacy.blank("fr")
    for factory in FACTORIES:
        nlp.add_pipe(factory)
    before = [carried(doc) for doc in nlp.pipe(TEXTS)]
    for again in saved_both_ways(nlp, tmp_path / "saved"):
        assert again.pipe_names == nlp.pipe_names
        assert [carried(doc) for doc in again.pipe(TEXTS)] == before


def test_our_whole_pipeline_comes_back_with_the_same_results(nlp, tmp_path):
    before = [carried(doc) for doc in nlp.pipe(TEXTS)]
    for again in saved_both_ways(nlp, tmp_path / "saved"):
        assert again.config["components"] == nlp.config["components"]
        assert [carried(doc) for doc in again.pipe(TEXTS)] == before


def test_the_options_and_the_lexicon_folders_of_a_component_come_back(own_lexicon, tmp_path):
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_places", config={"lexicons": [str(own_lexicon)], "overwrite": True})
    text = "Une attaque a eu lieu à Tinzawane."
    before = carried(nlp(text))
    assert [e[4].place_id for e in before["entities"]] == ["place-tinzawane"]
    for again in saved_both_ways(nlp, tmp_path / "saved"):
        kept = again.get_pipe_config("sahel_places")
        assert (kept["lexicons"], kept["overwrite"]) == ([str(own_lexicon)], True)
        assert carried(again(text)) == before


def test_values_and_statements_travel_in_a_doc_and_in_a_doc_bin():
    nlp = add_all(spacy.blank("fr"))
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert carried(again) == carried(doc)
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    unpacked = next(DocBin().from_bytes(packed).get_docs(nlp.vocab))
    assert carried(unpacked) == carried(doc)
