"""spaCy's French without the two seconds that importing it takes.

`spacy.lang.fr` compiles, when imported, one regular expression of 250 alternatives for words with
hyphens. The shipped model saves a tokenizer that has no use for it, so `PressFrench` leaves the
tokenizer's defaults out; what else spaCy knows of French (stop words, words for numbers) is its
own. A model read with this class is saved and read again by spaCy as one in French, and
`spacy.blank("fr")` stays what it is.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import spacy
from spacy.language import BaseDefaults, Language


def _part(name: str) -> ModuleType:
    """One module of `spacy.lang.fr`, without that package's own import."""
    full = f"spacy.lang.fr.{name}"
    if full in sys.modules:
        return sys.modules[full]
    path = Path(spacy.__file__).parent / "lang" / "fr" / f"{name}.py"
    spec = spec_from_file_location(full, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ImportError(f"{path}: not there; this version of spaCy is laid out otherwise")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Words that say little by themselves.
STOP_WORDS: frozenset[str] = frozenset(_part("stop_words").STOP_WORDS)


class PressFrenchDefaults(BaseDefaults):
    """French, with nothing for a tokenizer: the model brings its own."""

    tokenizer_exceptions = {}  # noqa: RUF012  (as spaCy declares them)
    prefixes = []  # noqa: RUF012
    suffixes = []  # noqa: RUF012
    infixes = []  # noqa: RUF012
    url_match = None
    lex_attr_getters = _part("lex_attrs").LEX_ATTRS
    stop_words = set(STOP_WORDS)  # noqa: RUF012


class PressFrench(Language):
    """A French pipeline whose tokenizer comes from the model that is read into it."""

    lang = "fr"
    Defaults = PressFrenchDefaults
