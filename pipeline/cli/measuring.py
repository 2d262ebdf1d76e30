"""`sahel annotate`, `evaluate` and `import-labels`: against texts that people have annotated."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import output
from pipeline.cli.application import MEASURE, app
from pipeline.cli.command import Session, command
from pipeline.cli.exits import UNUSABLE


@command(app, panel=MEASURE, settings=("model", "lexicon"))
def annotate(
    session: Session,
    source: Annotated[Path, typer.Argument(help="JSONL: id, text and, if known, ref.")],
    target: Annotated[Path, typer.Argument(help="JSONL: id, entities.")],
) -> None:
    """Annotate a JSONL file of texts as the annotation guide has it.

    Example:
      sahel annotate texts.jsonl annotated.jsonl
    """
    from pipeline.guide import annotate_file
    from pipeline.language import load

    nlp = load(session.settings.model, lexicons=session.settings.lexicon)
    count = annotate_file(nlp, source, target)
    session.say(f"{count} texts annotated: {target}")


@command(app, panel=MEASURE, settings=("model", "lexicon"))
def evaluate(
    session: Session,
    gold: Annotated[Path, typer.Argument(help="JSONL: id, text, entities and, if known, ref.")],
    errors: Annotated[int, typer.Option(help="How many errors to print.", min=0)] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the pipeline against a gold file.

    Example:
      sahel evaluate gold.jsonl --errors 20
    """
    from dataclasses import asdict

    from pipeline.evaluation import evaluate as score
    from pipeline.guide import predictions, read_texts
    from pipeline.language import load

    texts = list(read_texts(gold))
    without = [d.source for d, record in texts if "entities" not in record]
    if without:
        raise ValueError(f"{without[0]}: no «entities»; a gold file needs them on each line")
    nlp = load(session.settings.model, lexicons=session.settings.lexicon)
    predicted = predictions(nlp, (d for d, _ in texts))
    result = score({d.id: record for d, record in texts}, predicted)
    if json_:
        output.say_json(asdict(result))
        return
    output.say(f"{'label':8}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}{'relaxed F1':>12}")
    for label, s in result.labels.items():
        output.say(
            f"{label:8}{s.gold:6}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}{s.relaxed_f1:12.3f}"
        )
    for name, (count, share) in result.attributes.items():
        output.say(f"{name:20}{count:6}  {share:.3f}")
    for error in result.errors[:errors]:
        output.say(error)


@command(app, "import-labels", panel=MEASURE)
def import_labels(
    session: Session,
    source: Annotated[Path, typer.Argument(help="A Label Studio export, JSON.")],
    target: Annotated[Path, typer.Argument(help="The folder for gold.jsonl and corrections.csv.")],
) -> None:
    """Turn annotators' work in Label Studio into training data and corrections.

    Example:
      sahel import-labels export.json labelled
    """
    from pipeline.exports.labels_back import import_labels as read_back

    imported, paths = read_back(source, target)
    for note in imported.notes:
        session.warn("labels.note", note)
    session.say(f"{len(imported.gold)} texts, {len(imported.corrections)} corrections")
    for path in paths:
        session.say(str(path))
    if not imported.gold:
        session.warn("labels.empty", f"{source}: no task could be used")
        raise typer.Exit(UNUSABLE)
