"""Where a model's files are, known without loading spaCy."""

from importlib.util import find_spec
from pathlib import Path


def default_model() -> Path:
    """The shipped model's folder: inside the installed package, else beside it."""
    inside = Path(__file__).parent / "model"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "models" / "fr_sahel"


def model_folder(model: str) -> Path:
    """The folder that a model's files are in, without loading it.

    Args:
        model: as `pipeline.load` takes it.

    Raises:
        pipeline.language.ModelError: no such model.
    """
    if not model:
        return default_model()
    if Path(model).is_dir() or model == "blank":
        return Path(model)
    found = find_spec(model) if model.isidentifier() else None
    if found is None or found.origin is None:
        from pipeline.language import load

        load(model)  # says what is wrong with it
        return Path(model)
    return Path(found.origin).parent
