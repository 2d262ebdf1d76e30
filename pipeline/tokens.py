"""From a clean text to tokens, in a time that keeps to the text's length."""

import itertools
import re
import warnings

from spacy.language import Language
from spacy.tokens import Doc

# Characters without a space between them. spaCy takes affixes off the ends of such a run one by
# one, which takes four times as long for twice as long a run of commas; no word and hardly a link
# is as long as this.
_RUN = re.compile(r"\S{300,}")
_SLICE = 100


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of a text; of a run of characters without a space, slice by slice."""
    cuts: list[int] = []
    for run in _RUN.finditer(text):
        cuts += range(run.start(), run.end(), _SLICE)
        cuts.append(run.end())
    if not cuts:
        return nlp.make_doc(text)
    edges = sorted({0, *cuts, len(text)})
    parts = [nlp.make_doc(text[a:b]) for a, b in itertools.pairwise(edges)]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W101\]")
        return Doc.from_docs(parts, ensure_whitespace=False) or nlp.make_doc("")
