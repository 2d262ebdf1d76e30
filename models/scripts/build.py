"""`make model`: from annotated texts to `models/fr_sahel`, in one command.

    python -m models.scripts.build --corpus ../shared

The folder is laid out as the project's own data is (`corpus/*.jsonl`, `data/ud-french`,
`data/wikineural-fr`, `data/geonames`), or simply holds annotated files (.jsonl, .json) of one's
own. Parts that are missing are done without; what is left out of a file is named.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.scripts.confidence import calibrate
from models.scripts.convert import to_doc, write_docs
from models.scripts.corpus import Annotated, Skipped, read_file
from models.scripts.gazetteer import collect, set_vectors
from models.scripts.measure import f_scores
from models.scripts.package import assemble, save
from models.scripts.sentences import as_press, read_sentences
from models.scripts.tokenizer import use_press_tokenizer
from models.scripts.wikineural import choose

MODELS = Path(__file__).parents[1]
CONFIGS = MODELS / "configs"
MEASURED = frozenset({"dev.jsonl", "seeds.jsonl", "test.jsonl"})  # never trained on
HELD_BACK = 0.07  # share of the texts that choose the best weights and calibrate the scores
WIKINEURAL_WORDS = 0  # words of encyclopedia text mixed in
NAMED = 20  # lines that are named one by one before only their number is told


@dataclass(frozen=True, slots=True)
class Parts:
    """Gold docs to learn from, and those held back."""

    train: list[Doc]
    valid: list[Doc]


def annotated_files(corpus: Path) -> list[Path]:
    """The files to train on: of `corpus/` where there is one, else of the folder itself."""
    folder = corpus / "corpus" if (corpus / "corpus").is_dir() else corpus
    found = sorted([*folder.glob("*.jsonl"), *folder.glob("*.json")])
    return [p for p in found if p.name not in MEASURED]


def report(skipped: list[Skipped], what: str) -> None:
    """Name what was left out, each with its reason, and say how much it was."""
    for s in skipped[:NAMED]:
        print(f"  skipped {s.where}: {s.reason}")
    if len(skipped) > NAMED:
        print(f"  … and {len(skipped) - NAMED} more")
    if skipped:
        print(f"{len(skipped)} {what} skipped")


def held_back(texts: list[Annotated]) -> set[str]:
    """Ids of every n-th text of each file, so that the choice stays as texts are added."""
    every = max(2, round(1 / HELD_BACK))
    return {t.id for i, t in enumerate(texts) if i % every == every // 2}


def read_texts(nlp: Language, files: list[Path]) -> Parts:
    """All usable texts as gold docs, a share of each file held back.

    Raises:
        SystemExit: where no file holds a usable text.
    """
    parts = Parts([], [])
    for path in files:
        texts, skipped = read_file(path)
        print(f"{path.name}: {len(texts)} texts")
        report(skipped, f"lines of {path.name}")
        back = held_back(texts)
        misaligned: list[Skipped] = []
        for text in texts:
            doc, lost = to_doc(nlp, text)
            misaligned += lost
            (parts.valid if text.id in back else parts.train).append(doc)
        report(misaligned, f"spans of {path.name}")
    if not parts.train or not parts.valid:
        sys.exit("no annotated texts to train on: put at least two dozen into the folder")
    return parts


def build_vectors(nlp: Language, corpus: Path, work: Path) -> None:
    """The table of what is known of words beforehand."""
    weights = collect(nlp, corpus)
    size = set_vectors(nlp.vocab, weights)
    print("words known beforehand:", ", ".join(f"{n} {k}" for k, n in size.items()))
    nlp.to_disk(work / "vectors")


def build_sentences(nlp: Language, corpus: Path, work: Path) -> bool:
    """Treebank sentences laid out as press texts; False where there is no treebank."""
    folder = corpus / "data" / "ud-french"
    train = [folder / "fr_gsd-ud-dev.conllu", folder / "fr_sequoia-ud-train.conllu"]
    dev = [folder / "fr_gsd-ud-test.conllu", folder / "fr_sequoia-ud-dev.conllu"]
    if not all(p.exists() for p in [*train, *dev]):
        return False
    for name, paths in (("sentences_train", train), ("sentences_dev", dev)):
        found = [s for p in paths for s in read_sentences(p)]
        write_docs(as_press(nlp, found, 1), work / f"{name}.spacy")
    return True


def start_training(config: str, output: Path, **paths: Path) -> subprocess.Popen[bytes]:
    """Train one part in a process of its own."""
    settings = [f"--paths.{k}={v}" for k, v in paths.items()]
    command = [sys.executable, "-m", "models.scripts.train", str(CONFIGS / config), str(output)]
    return subprocess.Popen([*command, *settings], cwd=MODELS.parent)


def main() -> None:
    """Read, train, put together, measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("../shared"))
    parser.add_argument("--output", type=Path, default=MODELS / "fr_sahel")
    parser.add_argument("--work", type=Path, default=MODELS / "build")
    options = parser.parse_args()
    started = time.monotonic()
    corpus, work = options.corpus, options.work
    if not corpus.is_dir():
        sys.exit(f"{corpus}: no such folder; CORPUS=folder names the one with the annotated texts")
    work.mkdir(parents=True, exist_ok=True)

    nlp = spacy.blank("fr")
    use_press_tokenizer(nlp)
    parts = read_texts(nlp, annotated_files(corpus))
    wiki = corpus / "data" / "wikineural-fr"
    extra = (
        list(choose(nlp, wiki, WIKINEURAL_WORDS, 0)) if WIKINEURAL_WORDS and wiki.is_dir() else []
    )
    write_docs([*parts.train, *extra], work / "train.spacy")
    write_docs(parts.valid, work / "valid.spacy")
    build_vectors(nlp, corpus, work)

    jobs = []
    if build_sentences(nlp, corpus, work):
        jobs.append(
            start_training(
                "senter.cfg",
                work / "senter",
                train=work / "sentences_train.spacy",
                dev=work / "sentences_dev.spacy",
            )
        )
    jobs.append(
        start_training(
            "ner.cfg",
            work / "ner",
            train=work / "train.spacy",
            dev=work / "valid.spacy",
            vectors=work / "vectors",
        )
    )
    # All are waited for, also where the first has failed.
    statuses = [job.wait() for job in jobs]
    if any(statuses):
        sys.exit("training stopped; the last lines above say why")

    senter = work / "senter" / "model-best"
    model = assemble(work / "ner" / "model-best", senter if senter.exists() else None)
    reliability = calibrate(model, parts.valid)
    dev = corpus / "corpus" / "dev.jsonl"
    measured = read_file(dev)[0] if dev.exists() else []
    gold = [to_doc(nlp, t)[0] for t in measured] or parts.valid
    scores = f_scores(model, gold)
    model.meta["performance"] = {**scores, "confidence": reliability}
    save(model, options.output)
    print(json.dumps(scores, indent=1))
    print(f"{options.output}: built in {(time.monotonic() - started) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
