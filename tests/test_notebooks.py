"""The notebooks of docs/, run from start to end, with nothing but the package and the seeds."""

import shutil
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))


@pytest.fixture(scope="module")
def executed(tmp_path_factory, request):
    """A notebook run in a folder of its own, beside which only the seeds lie."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "docs").mkdir()
    patch = pytest.MonkeyPatch()
    # The kernel is this interpreter's; it may not reach any host.
    patch.setenv("PYTHONPATH", str(ROOT))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        patch.setenv(name, "http://127.0.0.1:9")
    book = nbformat.read(request.param, as_version=4)
    try:
        nbclient.NotebookClient(
            book,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder / "docs")}},
        ).execute()
    finally:
        patch.undo()
    return book


def _outputs(book) -> list[list[str]]:
    """What each cell says, as plain text."""
    return [
        [
            output.get("text") or output.get("data", {}).get("text/plain", "")
            for output in cell.outputs
            if output.output_type != "stream" or output.name == "stdout"
        ]
        for cell in book.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize(
    ("executed", "path"),
    [(path, path) for path in NOTEBOOKS],
    ids=[path.stem for path in NOTEBOOKS],
    indirect=["executed"],
)
def test_a_notebook_runs_from_start_to_end_and_says_what_it_is_committed_with(executed, path):
    committed = nbformat.read(path, as_version=4)
    nbformat.validate(committed)
    assert _outputs(executed) == _outputs(committed), (
        f"{path.name}: its outputs have changed; `make notebooks` writes them anew"
    )


def test_the_tutorial_ends_with_a_plot_a_map_and_a_table_of_offices():
    book = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    data = [o.data for c in book.cells if c.cell_type == "code" for o in c.outputs if "data" in o]
    pictures = [d["image/svg+xml"] for d in data if "image/svg+xml" in d]
    assert len(pictures) == 2
    assert "Effectif de l'opération Barkhane" in pictures[0]
    assert "Bamako" in pictures[1]
    tables = [d["text/html"] for d in data if "text/html" in d]
    assert any("first_seen" in t and "Sadio Camara" in t for t in tables)


def test_the_notebooks_stay_small_and_name_no_machine():
    for path in NOTEBOOKS:
        source = path.read_text(encoding="utf-8")
        assert len(source) < 200_000
        assert not any(where in source for where in ("/home/", "/tmp/", "/Users/", "/root/"))
