"""Reads a model: the shipped one the quick way, any other as spaCy does."""

import importlib.util
from pathlib import Path

import spacy
import srsly
from spacy.language import Language
from spacy.util import get_model_meta, load_config
from thinc.api import Config

from pipeline.french import PressFrench
from pipeline.inference import speed_up
from pipeline.model_folder import default_model

_UNUSED = ("morphologizer", "attribute_ruler", "lemmatizer", "tagger")
# Components that need nothing of what spaCy knows of French beyond `PressFrench`.
_PLAIN = {"senter", "tok2vec", "ner"}


class ModelError(ValueError):
    """A model that cannot be used; the message says which and what to do."""


def read_model(model: str = "") -> Language:
    """A model's pipeline, without the components that no stage needs.

    Args:
        model: a spaCy pipeline's folder or package name; "" is the shipped one, "blank" is none.

    Raises:
        ModelError: no such model, or not a French one.
    """
    if model == "blank":
        return spacy.blank("fr")
    name = model or str(default_model())
    if not Path(name).exists() and importlib.util.find_spec(name) is None:
        raise ModelError(
            f"model «{name}» is neither a folder nor an installed package; "
            f"`make setup MODEL={name}` installs the packages that pyproject.toml names"
        )
    try:
        nlp = _read_plain(Path(name)) or spacy.load(name, exclude=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise ModelError(f"model «{name}» cannot be loaded: {error}") from error
    if nlp.lang != "fr":
        raise ModelError(f"model «{name}» is for language «{nlp.lang}»; a French one is needed")
    speed_up(nlp)
    return nlp


def _read_plain(folder: Path) -> Language | None:
    """A model of `_PLAIN` components; `None` for a folder that holds another, or a package."""
    if not (folder / "config.cfg").is_file() or not (folder / "tokenizer").is_file():
        return None
    config = load_config(folder / "config.cfg")
    if config["nlp"]["lang"] != "fr" or not set(config["nlp"]["pipeline"]) <= _PLAIN:
        return None
    _quicken(config)
    nlp = PressFrench.from_config(config, meta=get_model_meta(folder))
    # The strings are the words that have vectors: looking a vector up takes the word's hash alone.
    nlp.from_disk(folder, exclude=["strings", "vectors"])
    vectors = nlp.vocab.vectors
    vectors.from_disk(folder / "vocab", exclude=["strings", "key2row"])
    vectors.key2row = srsly.read_msgpack(folder / "vocab" / "key2row")
    vectors._sync_unset()
    return nlp


def _quicken(config: Config) -> None:
    ner = config["components"].get("ner", {})
    if ner.get("factory") == "ner":
        ner["factory"] = "sahel_ner"
