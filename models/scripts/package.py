"""Put the trained parts together into one folder that `spacy.load` reads, and that into a wheel.

    python -m models.scripts.package models/fr_sahel dist

builds `dist/fr_sahel-VERSION-py3-none-any.whl`; where it is installed, `spacy.load("fr_sahel")`
loads the model by name, with spaCy alone.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import spacy
import srsly
from spacy.cli.package import package
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


# The versions of spaCy that pyproject.toml allows: the weights load in all of 3.8.
SPACY_VERSION = ">=3.8.7,<3.9.0"
LICENSE = """\
fr_sahel: the trained weights of the Sahel press pipeline's model
Copyright 2026 the sahel-press developers

These weights are licensed under the Creative Commons Attribution-NonCommercial-ShareAlike 4.0
International Public License (CC BY-NC-SA 4.0). The full text:
https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode

You may share and adapt them for purposes that are not commercial, if you give credit, say what you
changed, and pass on what you make of them under the same licence. They come as they are, without
warranty of any kind. LICENSES_SOURCES lists what they were made from. The code that made them and
that uses them is licensed apart (Apache License, Version 2.0).
"""


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
            "spacy_version": SPACY_VERSION,
            "author": "The sahel-press developers",
            "license": "CC BY-NC-SA 4.0",
            "sources": SOURCES,
        }
    )
    return nlp


def save(nlp: Language, folder: Path) -> None:
    """Write a model's folder, its licence and those of its sources beside the weights.

    Args:
        nlp: made by `assemble`.
        folder: made anew where it holds a model.
    """
    if (folder / "meta.json").exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder)
    (folder / "LICENSE").write_text(LICENSE, encoding="utf-8")
    sources = (f"{s['name']}\n{s['author']}\n{s['license']}\n{s['url']}".strip() for s in SOURCES)
    (folder / "LICENSES_SOURCES").write_text("\n\n".join(sources) + "\n", encoding="utf-8")


def build_wheel(model: Path, target: Path) -> Path:
    """Build an installable package of a model's folder, without a network.

    Args:
        model: a folder that `spacy.load` reads.
        target: the folder for the wheel; made if it is not there.

    Returns:
        The wheel's path, `fr_sahel-VERSION-py3-none-any.whl`.

    Raises:
        subprocess.CalledProcessError: the build stopped; its last lines say why.
    """
    target.mkdir(parents=True, exist_ok=True)
    meta = srsly.read_json(model / "meta.json")
    name = f"{meta['lang']}_{meta['name']}-{meta['version']}"
    with tempfile.TemporaryDirectory() as work:
        # Only laid out by spaCy: it would build in an environment filled from the network.
        package(model, Path(work), create_sdist=False, create_wheel=False, require_parent=True)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
        subprocess.run([*build, "--outdir", str(target), str(Path(work) / name)], check=True)
    return target / f"{name}-py3-none-any.whl"


def main() -> None:
    """Build the wheel and print its path."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    if not (options.model / "meta.json").is_file():
        sys.exit(f"{options.model}: no model there; `make model` trains one")
    print(build_wheel(options.model, options.target))


if __name__ == "__main__":
    main()
