"""Put the trained parts together into one folder that `spacy.load` reads."""

import warnings
from pathlib import Path

import spacy
from spacy.language import Language

SOURCES = [
    {
        "name": "MAFAND-MT, French press texts (annotated for this model)",
        "url": "https://github.com/masakhane-io/lafand-mt",
        "license": "CC BY-NC 4.0",
        "author": "Adelani et al. 2022",
    },
    {
        "name": "MasakhaNEWS, BBC Afrique texts (annotated for this model)",
        "url": "https://github.com/masakhane-io/masakhane-news",
        "license": "AFL 3.0",
        "author": "Adelani et al. 2023",
    },
    {
        "name": "Synthetic pieces written for this project",
        "url": "",
        "license": "Apache-2.0",
        "author": "the project",
    },
    {
        "name": "WikiNEuRal, French",
        "url": "https://github.com/Babelscape/wikineural",
        "license": "CC BY-NC-SA 4.0",
        "author": "Tedeschi et al. 2021",
    },
    {
        "name": "UD French Sequoia (sentence boundaries)",
        "url": "https://github.com/UniversalDependencies/UD_French-Sequoia",
        "license": "LGPL-LR",
        "author": "Candito et al. 2014",
    },
    {
        "name": "UD French GSD (sentence boundaries)",
        "url": "https://github.com/UniversalDependencies/UD_French-GSD",
        "license": "CC BY-SA 4.0",
        "author": "Guillaume et al. 2019",
    },
    {
        "name": "GeoNames (names of places, as word features)",
        "url": "https://www.geonames.org",
        "license": "CC BY 4.0",
        "author": "GeoNames",
    },
]
_INITIALIZE = (
    "vectors",
    "init_tok2vec",
    "vocab_data",
    "lookups",
    "before_init",
    "after_init",
)
DESCRIPTION = (
    "French-language press on the Sahel: sentence boundaries and names of persons, forces, "
    "places, organisations, dates and counts of people. The labels PERSON, FORCE, PLACE and ORG "
    "were annotated by a large language model following the project's annotation guide."
)


def assemble(ner: Path, senter: Path | None) -> Language:
    """One pipeline of both parts.

    Args:
        ner: the trained tok2vec and ner.
        senter: the trained sentence recogniser; None takes spaCy's rules in its place.

    Returns:
        The pipeline, free of what only training needs.
    """
    nlp = spacy.load(ner)
    if senter is None:
        nlp.add_pipe("sentencizer", first=True)
    else:
        with warnings.catch_warnings():  # the senter reads no vectors, so they need not agree
            warnings.filterwarnings("ignore", message=r"\[W113\]")
            nlp.add_pipe("senter", source=spacy.load(senter), first=True)
    # Training's own settings name paths and code that a user does not have.
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["initialize"] = dict.fromkeys(_INITIALIZE) | {"tokenizer": {}, "components": {}}
    nlp.meta.update(
        {
            "name": "sahel",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "author": "the Sahel press pipeline",
            "license": "CC BY-NC-SA 4.0",
            "sources": SOURCES,
        }
    )
    return nlp
