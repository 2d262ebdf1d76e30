"""What happens where an extra is not installed: one clear line, and the rest works.

The modules of all extras are blocked in a process of its own, so that it makes no difference what
is installed here.
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.optional import EXTRAS, MissingExtraError, missing, need

ROOT = Path(__file__).parent.parent
BLOCK = f"""
import sys

class Blocked:
    names = {{m for modules in {EXTRAS!r}.values() for m in modules}} - {{"jinja2", "markupsafe"}}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocked())
"""


def without_extras(code: str) -> subprocess.CompletedProcess[str]:
    """Run code where the modules of the extras (but spaCy's own jinja2) cannot be imported."""
    return subprocess.run(
        [sys.executable, "-c", BLOCK + code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


def test_each_extra_is_declared_and_brings_its_modules():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = project["optional-dependencies"]
    for extra, modules in EXTRAS.items():
        named = {requirement.split(">")[0] for requirement in declared[extra]}
        assert set(modules) <= named, extra
        assert extra in declared["all"][0]
    always = {requirement.split(">")[0] for requirement in project["dependencies"]}
    assert not always & {m for modules in EXTRAS.values() for m in modules}


def imported(path: Path, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The distributions that a module imports from, under their normalised names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        for name in (name.partition(".")[0] for name in names):
            if name not in sys.stdlib_module_names and name != "pipeline":
                yield from (d.lower().replace("_", "-") for d in known.get(name, [name]))


def test_whatever_the_package_imports_is_declared_and_the_other_way_round():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    always, extra = (
        {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in requirements}
        for requirements in (
            project["dependencies"],
            [r for name in EXTRAS for r in project["optional-dependencies"][name]],
        )
    )
    known = packages_distributions()
    seen: set[str] = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        needed = set(imported(path, known))
        assert needed <= always | extra, path
        seen |= needed
    assert always <= seen


def test_the_message_names_the_feature_what_is_missing_and_the_way_out(monkeypatch):
    monkeypatch.setattr("pipeline.optional.find_spec", lambda name: None)
    line = "--engine dask needs dask and distributed: pip install 'sahel-press[dask]'"
    assert missing("--engine dask", "dask") == line
    with pytest.raises(MissingExtraError, match="s3:// needs s3fs: pip install"):
        need("s3://", "s3")
    assert missing("the report", "report").startswith("the report needs altair, babel, jinja2 and")


def test_every_module_but_the_report_and_the_cluster_imports_without_the_extras():
    found = without_extras(
        "import importlib, json, pkgutil, pipeline\n"
        "failed = {}\n"
        "for module in pkgutil.walk_packages(pipeline.__path__, 'pipeline.', lambda name: None):\n"
        "    if module.name in ('pipeline.__main__', 'pipeline.report.borders'): continue\n"
        "    try: importlib.import_module(module.name)\n"
        "    except ImportError as error: failed[module.name] = str(error)\n"
        "print(json.dumps(failed))"
    )
    failed = json.loads(found.stdout.splitlines()[-1])
    assert {name.split(".")[1] for name in failed} <= {"report"}, failed
    assert all("pip install 'sahel-press[" in message for message in failed.values())


def test_extraction_needs_no_extra():
    found = without_extras(
        "import pipeline\n"
        "found = pipeline.extract('Le 5 mai 2021, 13 soldats maliens ont été tués à Gao.')\n"
        "print(found.troop_counts['text'].tolist(), found.places['name'].tolist())"
    )
    assert found.stdout.split() == ["['13", "soldats']", "['Gao']"], found.stderr


def test_an_export_whose_extra_is_missing_stops_before_anything_is_read(tmp_path):
    found = without_extras(
        "from pipeline.cli import app\n"
        f"app(['run', 'seeds', {str(tmp_path / 'out')!r}, '--export', 'graphml'])"
    )
    assert found.returncode == 1
    said = found.stderr.strip().splitlines()
    assert said[-1].endswith("needs networkx: pip install 'sahel-press[graph]'"), said
    assert not (tmp_path / "out").exists()


def test_the_report_alone_says_what_it_needs(tmp_path):
    found = without_extras(f"from pipeline.cli import app\napp(['report', {str(tmp_path)!r}])")
    assert found.returncode == 1
    assert "the report needs altair and babel: pip install 'sahel-press[report]'" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_run_writes_the_tables_and_says_why_there_is_no_report(tmp_path):
    (tmp_path / "in.txt").write_text("13 soldats ont été tués à Gao.", encoding="utf-8")
    arguments = ["run", str(tmp_path / "in.txt"), str(tmp_path / "out")]
    found = without_extras(f"from pipeline.cli import app\napp({arguments!r})")
    assert found.returncode == 0, found.stderr
    needed = "the report needs altair and babel: pip install 'sahel-press[report]'"
    assert needed in found.stderr
    assert (tmp_path / "out" / "troop_counts.csv").is_file()
    assert not (tmp_path / "out" / "report.html").exists()
