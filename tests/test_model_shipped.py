"""The shipped model: loads alone, holds no pickle, names its sources, reads a sentence."""

import json
from pathlib import Path

import pytest
import spacy

from pipeline.extractors.scoring import TABLE

MODEL = Path(__file__).parents[1] / "models" / "fr_sahel"


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    return spacy.load(MODEL)


def test_it_finds_sentences_and_all_labels(nlp: spacy.language.Language) -> None:
    assert nlp.pipe_names == ["senter", "tok2vec", "ner"]
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "FORCE", "PLACE", "ORG", "DATE", "COUNT"}


def test_it_reads_plain_names_of_a_sentence(nlp: spacy.language.Language) -> None:
    doc = nlp(
        "À Bamako, le colonel Moussa Traoré a quitté la Minusma le 12 juin 2021.\nLe Mali vote."
    )
    found = {(e.text, e.label_) for e in doc.ents}
    assert {
        ("Bamako", "PLACE"),
        ("Moussa Traoré", "PERSON"),
        ("Minusma", "FORCE"),
        ("12 juin 2021", "DATE"),
        ("Mali", "PLACE"),
    } <= found
    assert [s.text.strip() for s in doc.sents][-1] == "Le Mali vote."


def test_it_is_small_and_holds_no_pickle() -> None:
    files = [p for p in MODEL.rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) <= 30 * 2**20
    assert not [p for p in files if p.suffix in (".pkl", ".pickle")]
    assert not [p for p in files if p.read_bytes()[:2] in (b"\x80\x03", b"\x80\x04", b"\x80\x05")]


def test_its_meta_names_licence_and_sources() -> None:
    meta = json.loads((MODEL / "meta.json").read_text("utf8"))
    assert meta["license"] == "CC BY-NC-SA 4.0"
    licences = {s["license"] for s in meta["sources"]}
    assert {"CC BY-NC 4.0", "AFL 3.0", "CC BY-NC-SA 4.0", "LGPL-LR", "CC BY-SA 4.0"} <= licences
    assert meta["performance"]["PERSON"] > 0.9


def test_its_configuration_names_no_path_and_no_code_of_ours() -> None:
    config = (MODEL / "config.cfg").read_text("utf8")
    assert "sahel." not in config
    assert "/" not in config


def test_it_carries_the_weights_of_its_scores(nlp: spacy.language.Language) -> None:
    weights = nlp.vocab.lookups.get_table(TABLE)["weights"]
    assert len(weights) > 50
