"""What is done for speed changes no result, and nothing of other pipelines."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops
from threadpoolctl import threadpool_info

import pipeline
from pipeline import language
from pipeline.guide import entities
from pipeline.inference import PlainBlas
from pipeline.language import annotate, bounded_vocabulary, default_model
from pipeline.models import read_model
from pipeline.recognizer import Names, QuickRecognizer
from pipeline.values import Document

SEEDS = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
]
TEXTS = [
    *SEEDS,
    "",
    " \n",
    "Qu'est-ce que l'après-midi, peut-être, dix-huit (18) soldats ? Aujourd'hui, M. Keïta l'a dit.",
    "Boko Haram",
    "Le G5 Sahel\n\nLe colonel-major Ismaël Wagué, porte-parole du CNSP, est à N'Djamena.",
]


@pytest.fixture(scope="module")
def as_spacy_reads_it() -> spacy.Language:
    return spacy.load(default_model())


@pytest.fixture(scope="module")
def quick() -> spacy.Language:
    return read_model()


def _names(doc: Doc) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.label_) for e in doc.ents]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_those_of_the_model_as_spacy_reads_it(
    text: str, as_spacy_reads_it: spacy.Language, quick: spacy.Language
) -> None:
    def seen(nlp: spacy.Language) -> list[tuple[object, ...]]:
        return [
            (t.text, t.whitespace_, t.norm_, t.shape_, t.like_num, t.is_stop, t.vector.tobytes())
            for t in nlp.make_doc(text)
        ]

    assert seen(quick) == seen(as_spacy_reads_it)


@pytest.mark.parametrize("size", [1, 3, 64])
def test_names_are_those_of_spacys_own_decoding(
    size: int, as_spacy_reads_it: spacy.Language, quick: spacy.Language
) -> None:
    theirs = list(as_spacy_reads_it.pipe(TEXTS, batch_size=size))
    ours = list(quick.pipe(TEXTS, batch_size=size))
    assert sum(len(doc.ents) for doc in theirs) > 50
    assert [_names(doc) for doc in ours] == [_names(doc) for doc in theirs]
    assert [[t.ent_iob for t in doc] for doc in ours] == [
        [t.ent_iob for t in doc] for doc in theirs
    ]
    assert [[t.is_sent_start for t in doc] for doc in ours] == [
        [t.is_sent_start for t in doc] for doc in theirs
    ]


def test_a_name_longer_than_is_followed_at_once_is_followed_to_its_end(
    quick: spacy.Language, as_spacy_reads_it: spacy.Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.recognizer._TOGETHER", 1)
    text = "Les Forces armées de défense et de sécurité du Burkina Faso et Abou Walid al Sahraoui."
    assert any(len(e) > 2 for e in as_spacy_reads_it(text).ents)
    assert _names(quick(text)) == _names(as_spacy_reads_it(text))


def test_entities_that_are_there_before_are_decoded_around_as_spacy_does(
    quick: spacy.Language, as_spacy_reads_it: spacy.Language
) -> None:
    ner = quick.get_pipe("ner")
    assert isinstance(ner, QuickRecognizer)
    docs = [nlp.make_doc("Sadio Camara est à Gao.") for nlp in (quick, as_spacy_reads_it)]
    for doc in docs:
        doc.ents = [doc.char_span(0, 12, label="ORG")]
    assert isinstance(ner.predict([quick.make_doc("Il est à Gao.")]), Names)
    found = [_names(nlp(doc)) for nlp, doc in zip((quick, as_spacy_reads_it), docs, strict=True)]
    assert found[0] == found[1]
    assert (0, 2, "ORG") in found[0]


def test_a_row_of_a_product_is_the_same_to_the_bit_beside_whatever_rows() -> None:
    random = np.random.default_rng(0)
    weights = random.standard_normal((48, 72), dtype=np.float32)
    rows = random.standard_normal((300, 72), dtype=np.float32)
    ops = PlainBlas()
    whole = ops.gemm(rows, weights, trans2=True)
    np.testing.assert_allclose(whole, NumpyOps().gemm(rows, weights, trans2=True), atol=1e-4)
    for start, end in ((0, 1), (3, 5), (10, 74), (17, 17), (100, 299)):
        assert np.array_equal(ops.gemm(rows[start:end], weights, trans2=True), whole[start:end])


def test_only_the_layers_of_the_loaded_pipeline_get_other_operations(
    quick: spacy.Language, as_spacy_reads_it: spacy.Language
) -> None:
    def operations(nlp: spacy.Language) -> set[type]:
        models = [part.model for _, part in nlp.pipeline if hasattr(part, "model")]
        return {type(node.ops) for model in models for node in model.walk()}

    assert operations(quick) == {PlainBlas}
    assert PlainBlas not in operations(as_spacy_reads_it)
    assert not isinstance(get_current_ops(), PlainBlas)


def test_blas_has_its_threads_back_after_a_text(quick: spacy.Language) -> None:
    def threads() -> list[int]:
        return [library["num_threads"] for library in threadpool_info()]

    before = threads()
    quick("Le colonel Sadio Camara est à Gao.")
    assert threads() == before


def test_annotations_do_not_depend_on_the_batch() -> None:
    nlp = pipeline.load()
    documents = [Document(str(n), text) for n, text in enumerate(SEEDS * 3)]
    one, eight, many = (
        [entities(doc) for doc in annotate(nlp, documents, batch_size=size)] for size in (1, 8, 64)
    )
    assert one == eight == many
    assert all(one)


def test_a_saved_pipeline_is_read_by_spacy_and_finds_the_same(tmp_path: Path) -> None:
    nlp = pipeline.load()
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    for text in SEEDS:
        assert _names(again(text)) == _names(nlp(text))


def test_words_beyond_those_kept_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = read_model()
    with bounded_vocabulary(nlp):
        list(annotate(nlp, [Document("1", "Des mots nouveaux : zirkonbaloum, frastiquemol.")]))
    assert "zirkonbaloum" in nlp.vocab.strings
    monkeypatch.setattr(language, "_WORDS_KEPT", len(nlp.vocab))
    with bounded_vocabulary(nlp):
        list(annotate(nlp, [Document("2", "Encore un mot : quintorvalique.")]))
        assert "quintorvalique" in nlp.vocab.strings
    assert "quintorvalique" not in nlp.vocab.strings
    assert "zirkonbaloum" in nlp.vocab.strings


_FRESH = {
    "loading imports neither pandas nor the seconds of spacy.lang.fr": (
        "import sys, pipeline; pipeline.load()('Il est à Gao.')\n"
        "assert not {'pandas', 'pyarrow', 'spacy.lang.fr', 'spacy.cli'} & set(sys.modules)"
    ),
    "spaCy's command line is there when it is wanted": (
        "import pipeline; pipeline.load()\n"
        "import spacy\n"
        "assert spacy.cli.download.__module__ == 'spacy.cli.download'\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__\n"
        "import spacy.cli.info\n"
        "from spacy.cli import evaluate"
    ),
    "importing the package imports no spaCy": (
        "import sys, pipeline; assert not {'spacy', 'pandas', 'numpy'} & set(sys.modules)"
    ),
    "a French pipeline of one's own is spaCy's": (
        "import pipeline; nlp = pipeline.load()\n"
        "import spacy; own = spacy.blank('fr')\n"
        "from spacy.lang.fr import French\n"
        "assert type(own) is French and type(nlp) is not French\n"
        "assert [t.text for t in own('Un porte-avions aujourd\\'hui')][1] == 'porte-avions'"
    ),
}


@pytest.mark.parametrize("name", _FRESH)
def test_in_a_fresh_process(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", _FRESH[name]], capture_output=True, text=True)
    assert not done.returncode, done.stderr
