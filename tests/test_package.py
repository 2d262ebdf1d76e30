"""The wheel, the sdist and the model's package: what is in them, and that they run from there.

Built once, without a network; what needs one (an empty environment that pip fills) is marked
`package` and runs with `make test-package`.
"""

import email
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import pipeline
from models.scripts.package import build_wheel
from pipeline.optional import EXTRAS

ROOT = Path(__file__).parent.parent
TEXT = "Le 5 mai 2021, 13 soldats maliens ont été tués à Gao, selon le colonel Sadio Camara."


def build(source: Path, target: Path, *what: str) -> None:
    """`python -m build` with what is installed here."""
    command = [sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", str(target)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder with sdist and wheel, the wheel built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist):
    """The wheel's path."""
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the wheel's content, as pip lays it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def model_wheel(tmp_path_factory):
    """The wheel of `fr_sahel`."""
    return build_wheel(ROOT / "models" / "fr_sahel", tmp_path_factory.mktemp("model"))


def metadata(wheel: Path) -> email.message.Message:
    """The core metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def run_there(code: str, cwd: Path, *path: Path) -> str:
    """What code prints in a process that finds packages in `path` first."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={"PYTHONPATH": ":".join(map(str, path)), "PYTHONUTF8": "1", "HOME": str(cwd)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_what_a_run_needs_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "pipeline").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    model = {
        f"pipeline/model/{path.relative_to(ROOT / 'models' / 'fr_sahel')}"
        for path in (ROOT / "models" / "fr_sahel").rglob("*")
        if path.is_file()
    }
    assert {n for n in names if ".dist-info/" not in n} == package | model
    for needed in ("py.typed", "lexicons/forces.csv", "report/assets/vega.js", "model/config.cfg"):
        assert f"pipeline/{needed}" in names
    licences = {n.partition("/licenses/")[2] for n in names if "/licenses/" in n}
    vega = "pipeline/report/assets/vega.LICENSE.txt"
    assert licences == {"LICENSE", "NOTICE", "models/fr_sahel/LICENSE", vega}


def test_the_sdist_builds_the_same_wheel_and_holds_the_tests(dist, wheel, tmp_path):
    build(ROOT, tmp_path, "--wheel")
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in ("tests/test_package.py", "seeds", "Makefile", "requirements.lock", "docs"):
        assert any(name == needed or name.startswith(f"{needed}/") for name in names), needed
    made = re.compile(r"\.pyc$|__pycache__|^models/build|^outputs/(?!\.gitkeep)|^\.venv|^dist/")
    assert not [name for name in names if made.search(name)]


def test_its_metadata_say_what_it_is_and_under_which_licences(wheel):
    said = metadata(wheel)
    assert (said["Name"], said["Version"]) == ("sahel-press", pipeline.__version__)
    assert said["Requires-Python"] == ">=3.11"
    licences = said["License-Expression"].split(" AND ")
    assert licences[:2] == ["Apache-2.0", "CC-BY-NC-SA-4.0"]  # the code, the model's weights
    assert set(EXTRAS) | {"all", "docs", "dev"} == set(said.get_all("Provides-Extra"))
    assert "Typing :: Typed" in said.get_all("Classifier")
    # An index takes no package that asks for a file at an address.
    assert not [r for r in said.get_all("Requires-Dist") if "@" in r]
    assert said.get_payload().startswith("# sahel-press")


def test_the_version_is_a_semantic_one_and_the_same_everywhere():
    version = pipeline.__version__
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?", version)
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.M)
    assert cited is not None
    assert cited[1] == version
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" in project["dynamic"]


def test_the_changelog_is_kept_as_keep_a_changelog_has_it():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", text, re.M)
    assert titles[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", t) for t in titles[1:])
    kinds = set(re.findall(r"^### (.+)$", text, re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_wheels_own_content_reads_a_text(installed, tmp_path):
    printed = run_there(
        "import pipeline; from pipeline.language import default_model\n"
        "print(pipeline.__file__, default_model())\n"
        f"found = pipeline.extract({TEXT!r})\n"
        "print(found.troop_counts['low'].tolist(), found.people['name'].tolist())",
        tmp_path,
        installed,
    ).splitlines()
    assert printed[0] == f"{installed}/pipeline/__init__.py {installed}/pipeline/model"
    assert printed[1] == "[13] ['Sadio Camara']"


def test_the_wheels_own_content_writes_tables(installed, tmp_path):
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    run_there("from pipeline import run; run('in.txt', 'out')", tmp_path, installed)
    assert "13 soldats" in (tmp_path / "out" / "troop_counts.csv").read_text(encoding="utf-8")


def test_the_models_package_says_what_it_is(model_wheel):
    said = metadata(model_wheel)
    assert said["Name"] == "fr_sahel"
    assert said["License"] == "CC BY-NC-SA 4.0"
    assert said["Author"]
    assert said.get_all("Requires-Dist") == ["spacy<3.9.0,>=3.8.7"]
    with zipfile.ZipFile(model_wheel) as archive:
        held = {name.rpartition("/")[2] for name in archive.namelist()}
    assert {"LICENSE", "LICENSES_SOURCES", "README.md", "meta.json", "config.cfg"} <= held


def test_the_models_package_loads_by_name_in_spacy_and_in_ours(model_wheel, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(model_wheel) as archive:
        archive.extractall(site)
    printed = run_there(
        "import warnings; warnings.simplefilter('error')\n"
        "import spacy; nlp = spacy.load('fr_sahel')\n"
        "print(nlp.meta['license'], nlp.pipe_names)\n"
        f"print([e.label_ for e in nlp({TEXT!r}).ents])\n"
        "import pipeline\n"
        f"found = pipeline.extract({TEXT!r}, model='fr_sahel')\n"
        "print(found.people['name'].tolist())",
        tmp_path,
        site,
        ROOT,
    ).splitlines()
    assert printed[0] == "CC BY-NC-SA 4.0 ['senter', 'tok2vec', 'ner']"
    assert "'PERSON'" in printed[1]
    assert printed[2] == "['Sadio Camara']"


def test_the_citation_names_the_licences_of_the_metadata():
    import yaml

    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert {"title", "message", "authors", "version", "license"} <= set(cited)
    assert cited["license"] == ["Apache-2.0", "CC-BY-NC-SA-4.0"]


@pytest.mark.package
def test_the_distributions_are_fit_for_an_index(dist):
    files = sorted(map(str, dist.iterdir()))
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("PASSED") == 2


@pytest.fixture(scope="module")
def empty(wheel, tmp_path_factory):
    """The `bin` folder of an environment that has the wheel and what it asks for, no extra."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip_install(folder / "bin", str(wheel))
    return folder / "bin"


def pip_install(bin_: Path, *what: str) -> None:
    """Install into an environment; needs a network or an index that pip is told of."""
    command = [str(bin_ / "python"), "-m", "pip", "install", "--quiet", *what]
    subprocess.run(command, check=True, timeout=900)


def sahel(bin_: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The console script of an environment, in a folder that has nothing of the project."""
    return subprocess.run(
        [str(bin_ / "sahel"), *arguments], cwd=cwd, capture_output=True, text=True, timeout=600
    )


@pytest.mark.package
def test_in_an_empty_environment_the_wheel_runs_and_says_what_it_leaves_out(empty, tmp_path):
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    done = sahel(empty, tmp_path, "run", "in.txt", "out")
    assert done.returncode == 0, done.stderr
    assert "13 soldats" in (tmp_path / "out" / "troop_counts.csv").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "troop_counts.parquet").is_file()
    assert not (tmp_path / "out" / "report.html").exists()
    assert "pip install 'sahel-press[report]'" in done.stdout + done.stderr
    done = sahel(empty, tmp_path, "extract", TEXT)
    assert done.returncode == 0, done.stderr
    assert "13 soldats" in done.stdout


@pytest.mark.package
def test_with_the_extra_it_makes_the_report(empty, wheel, tmp_path):
    pip_install(empty, f"sahel-press[report] @ {wheel.as_uri()}")
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    done = sahel(empty, tmp_path, "run", "in.txt", "out")
    assert done.returncode == 0, done.stderr
    assert "13 soldats" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.package
def test_the_models_package_installs_and_is_found_by_name(empty, model_wheel, tmp_path):
    pip_install(empty, str(model_wheel))
    done = sahel(empty, tmp_path, "extract", TEXT, "--model", "fr_sahel", "--json")
    assert done.returncode == 0, done.stderr
    assert '"Sadio Camara"' in done.stdout


@pytest.mark.package
def test_the_folder_itself_installs(empty, tmp_path):
    copy = tmp_path / "sahel-press"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "build", "work", "outputs")
    )
    pip_install(empty, "--force-reinstall", "--no-deps", str(copy))
    shutil.rmtree(copy)
    assert "13 soldats" in sahel(empty, tmp_path, "extract", TEXT).stdout
