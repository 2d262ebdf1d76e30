"""What the model knows of words beforehand."""

from pathlib import Path

import pytest
import spacy

from models.scripts.gazetteer import collect, set_vectors
from models.scripts.sentences import as_press, read_sentences
from models.scripts.tokenizer import use_press_tokenizer
from models.scripts.wikineural import as_doc, read_wikineural

NLP = spacy.blank("fr")
use_press_tokenizer(NLP)
GEONAMES = (
    "1\tTinkaré\tTinkare\t\t15.1\t-1.2\tP\tPPL\tML\t\t08\t\t\t\t0\t\t1\tAfrica/Bamako\t2012\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "data" / "geonames").mkdir(parents=True)
    (tmp_path / "data" / "geonames" / "ML.txt").write_text(GEONAMES, encoding="utf8")
    return tmp_path


def test_words_of_names_have_features_and_other_words_have_none(corpus: Path) -> None:
    nlp = spacy.blank("fr")
    use_press_tokenizer(nlp)
    size = set_vectors(nlp.vocab, collect(nlp, corpus))
    assert size["rows"] < size["words"]
    doc = nlp("Tinkaré TINKARÉ Tinkare Amadou Bamako zqvx")
    assert [t.has_vector for t in doc] == [True, True, True, True, True, False]
    assert doc[0].vector.tolist() == doc[1].vector.tolist() == doc[2].vector.tolist()
    assert doc[3].vector.tolist() != doc[4].vector.tolist()


def test_the_table_is_the_same_every_time(corpus: Path) -> None:
    tables = []
    for _ in range(2):
        nlp = spacy.blank("fr")
        use_press_tokenizer(nlp)
        set_vectors(nlp.vocab, collect(nlp, corpus))
        tables.append(nlp.vocab.vectors.data.tolist())
    assert tables[0] == tables[1]


def test_encyclopedia_labels_are_mapped_and_what_they_lack_is_left_open(tmp_path: Path) -> None:
    lines = ["0\tEn\tO", "1\t2012\tO", ",\t,\tO"]
    lines += ["3\tAwa\tB-PER", "4\tSanou\tI-PER", "5\tquitte\tO", "6\tla\tO"]
    lines += ["7\tprovince\tB-LOC", "8\tde\tI-LOC", "9\tSégou\tI-LOC", "10\t.\tO", ""]
    path = tmp_path / "val.conllu"
    path.write_text("\n".join(lines), encoding="utf8")
    (sentence,) = read_wikineural(path)
    doc = as_doc(NLP, *sentence)
    assert doc is not None
    assert doc.text == "En 2012, Awa Sanou quitte la province de Ségou."
    assert [(e.text, e.label_) for e in doc.ents] == [("Awa Sanou", "PERSON"), ("Ségou", "PLACE")]
    assert doc[1].ent_iob_ == ""


def test_treebank_sentences_become_texts_with_marked_starts(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("".join(f"# text = Phrase numéro {n}.\n\n" for n in range(30)), "utf8")
    sentences = read_sentences(path)
    assert len(sentences) == 30
    docs = list(as_press(NLP, sentences, seed=1))
    starts = [t for d in docs for t in d if t.is_sent_start]
    assert len(starts) == 30
    assert all(t.text == "Phrase" for t in starts)
    assert [d.text for d in docs] == [d.text for d in as_press(NLP, sentences, seed=1)]
