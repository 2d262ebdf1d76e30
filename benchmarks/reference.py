"""The reference that speed is measured against.

A spaCy French pipeline of fr_core_news_md's make-up (tok2vec, morphologizer, parser, and ner with
its own tok2vec; widths, depths and rows of its published configuration, no static vectors), with
random weights.
"""

import spacy
from spacy.language import Language

EMBED = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False}
ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": 96,
    "depth": 4,
    "window_size": 1,
    "maxout_pieces": 3,
}
ATTRIBUTES = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]


def reference() -> Language:
    """The reference pipeline, initialised with random weights."""
    nlp = spacy.blank("fr")
    spacy.util.fix_random_seed(0)
    shared = EMBED | {
        "attrs": [*ATTRIBUTES, "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
    }
    own = EMBED | {"attrs": ATTRIBUTES, "rows": [5000, 1000, 2500, 2500]}
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "encode": ENCODE}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": tok2vec | {"embed": shared}})
    nlp.add_pipe("morphologizer", config={"model": {"tok2vec": listener}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": listener}})
    nlp.add_pipe("ner", config={"model": {"tok2vec": tok2vec | {"embed": own}}})
    for label in ("Number=Sing|POS=NOUN", "Number=Plur|POS=VERB", "POS=ADP"):
        nlp.get_pipe("morphologizer").add_label(label)
    for label in ("nsubj", "obj", "det", "obl:mod"):
        nlp.get_pipe("parser").add_label(label)
    for label in ("PER", "LOC", "ORG", "MISC"):
        nlp.get_pipe("ner").add_label(label)
    nlp.initialize()
    return nlp
