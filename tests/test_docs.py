"""The docs are true: their examples run, the tables are all there, the site builds."""

import os
import re
import shutil
import sys
import tomllib
from unittest import SkipTest
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from sybil.example import SybilFailure

from pipeline.tables import TABLES
from tests.docs_examples import ROOT, examples
from tests.docs_site import build

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
sys.path.insert(0, str(DOCS / "scripts"))


@pytest.fixture(scope="session")
def workplace(tmp_path_factory, seeds_run):
    """What a page's examples may count on: seeds/ and the outputs of their run."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(seeds_run[1], folder / "outputs")
    (folder / "models").mkdir()
    (folder / "models" / "fr_sahel").symlink_to(ROOT / "models" / "fr_sahel")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_code_block_of_a_page_runs(page, workplace, tmp_path, monkeypatch):
    shutil.copytree(workplace, tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("SAHEL")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    wrong = []
    for example in examples(page):
        try:
            example.evaluate()
        except SkipTest:
            pass  # marked in the page, with the reason
        except SybilFailure as failure:
            wrong.append(str(failure))
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built as `make docs` builds it."""
    return build(tmp_path_factory.mktemp("site"))


def page_of(site, name):
    return lxml.html.parse(str(site / name)).getroot()


def test_the_site_holds_every_table_and_column_with_its_meaning(site):
    page = page_of(site, "tables.html")
    for table in TABLES.values():
        heading = page.get_element_by_id(table.name)
        rows = next(heading.itersiblings("table"))
        cells = {
            row[0].text_content(): row[2].text_content() for row in rows.iter("tr") if len(row) > 2
        }
        assert [c.name for c in table.columns] == [name for name in cells if name != "column"]
        for column in table.columns:
            assert column.description in cells[column.name]
            assert all(value in cells[column.name] for value in column.values)


def test_the_site_holds_every_command_setting_and_exit_status(site):
    from pipeline.cli.exits import EXITS
    from pipeline.cli.options import OPTIONS
    from pipeline.settings import Settings

    text = page_of(site, "command-line.html").text_content()
    for meaning in EXITS.values():
        assert meaning in text
    for name in Settings.model_fields:
        assert f"SAHEL_{name.upper()}" in text
    for option in OPTIONS:
        assert "--" + option.replace("_", "-") in text


def test_the_site_holds_every_public_function_and_extractor(site):
    import pipeline
    from pipeline import extractors

    ids = {e.get("id") for e in page_of(site, "api.html").iter() if e.get("id")}
    assert {f"pipeline.{name}" for name in pipeline.__all__ if name != "__version__"} <= ids
    assert {f"pipeline.extractors.{name}" for name in extractors.__all__} <= ids


def test_the_site_asks_nothing_of_other_hosts(site):
    loading = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
    for path in site.rglob("*.html"):
        for element in lxml.html.parse(str(path)).iter(*loading):
            if element.tag == "link" and element.get("rel") in {"canonical", "next", "prev"}:
                continue
            target = element.get(loading[element.tag]) or ""
            assert not urlsplit(target).netloc, f"{path.name} loads {target}"
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(.?(?:https?:)?//|@import", path.read_text(encoding="utf-8"))


def test_every_link_of_the_site_leads_somewhere(site):
    ids = {}
    for path in site.rglob("*.html"):
        root = lxml.html.parse(str(path)).getroot()
        ids[path.resolve()] = ({e.get("id") for e in root.iter() if e.get("id")}, root)
    for path, (_, root) in ids.items():
        if path.name == "404.html":  # its links are those of a server's root
            continue
        for element, _, target, _ in root.iterlinks():
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or element.tag not in {"a", "img", "link", "script"}:
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if there.is_dir():
                there /= "index.html"
            assert there.is_file(), f"{path.name} links to {target}"
            if parts.fragment and there in ids and parts.fragment != "__codelineno":
                wanted = unquote(parts.fragment)
                assert wanted in ids[there][0] or wanted.startswith("__"), f"{path.name}: {target}"


def test_the_start_page_names_every_extra_of_a_user():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"dev", "docs"}
    told = re.findall(r"^\| `(\w+)` \|", (DOCS / "start.md").read_text(encoding="utf-8"), re.M)
    assert set(told) == extras


def test_the_picture_of_the_stages_is_what_its_script_draws():
    from stages import PICTURE, picture

    assert PICTURE.read_text(encoding="utf-8") == picture()
