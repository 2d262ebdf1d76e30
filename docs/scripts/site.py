"""What the site does beyond Markdown (an MkDocs hook).

Some pages are files that stand elsewhere in the project (`PAGES`), or are made from the code when
the site is built. Links in the sources are those of the repository, so that they work in an editor
too; here they become those of the site.
"""

import logging
import posixpath
import re
from pathlib import Path

from commands import command_reference, exit_statuses, settings_reference
from dictionary import reject_reasons, table_reference
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from notebooks import notebook_page

from pipeline.lexicons.reference import markdown as lexicon_reference

ROOT = Path(__file__).parents[2]
PAGES = {
    "model-card.md": "models/README.md",
    "benchmarks.md": "benchmarks/README.md",
    "benchmarks-dates.md": "benchmarks/dates.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
}
# Read as they are: the site gets a copy.
FILES = {"LICENSE.txt": "LICENSE", "NOTICE.txt": "NOTICE", "CITATION.cff": "CITATION.cff"}

# What the code says of itself, in the place of a comment.
MADE = {
    "<!-- tables -->": table_reference,
    "<!-- lexicon columns -->": lexicon_reference,
    "<!-- reasons -->": reject_reasons,
    "<!-- commands -->": command_reference,
    "<!-- settings -->": settings_reference,
    "<!-- exit statuses -->": exit_statuses,
}

_LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")
_PART = re.compile(r'<!-- part: (\S+) "([^"]+)" -->')
_log = logging.getLogger("mkdocs.hooks.site")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and files that stand outside of docs/, and the notebooks as pages."""
    for page, source in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    for name, source in FILES.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    for path in notebooks_of(config):
        files.append(File.generated(config, page_name(path), content=notebook_page(path)))
    return files


def notebooks_of(config: MkDocsConfig) -> list[Path]:
    """The notebooks of docs/."""
    return sorted(Path(config.docs_dir).glob("*.ipynb"))


def page_name(notebook: Path) -> str:
    """What a notebook's page is called."""
    return f"notebook-{notebook.stem}.md"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what is made from the code, and turn the repository's links into the site's."""
    source = PAGES.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    markdown = _PART.sub(lambda found: part(found[1], found[2]), markdown)
    for marker, made in MADE.items():
        if marker in markdown:
            markdown = markdown.replace(marker, made())
    return _LINK.sub(lambda found: site_link(found[1], source) + (found[2] or ""), markdown)


def part(source: str, heading: str) -> str:
    """A section of one of the project's Markdown files, without its heading.

    Raises:
        ValueError: no such section.
    """
    text = (ROOT / source).read_text(encoding="utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text, re.M | re.S)
    if not found:
        raise ValueError(f"{source} has no section «{heading}», which a page of docs/ shows")
    return found[1].strip()


def site_link(target: str, source: str) -> str:
    """The site's link for one of the repository's.

    Args:
        target: as the source has it, relative to it.
        source: path of the file that has it, in the repository.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    for names in (PAGES, FILES):
        for name, original in names.items():
            if path == original:
                return name
    if path.startswith("docs/") and path.endswith(".ipynb"):
        return page_name(Path(path))
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    _log.warning("%s: the link to %s leads out of the site", source, target)
    return target


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name the search for screen readers, which the theme does not."""
    dialog = 'data-md-component="search" role="dialog"'
    return output.replace(dialog, f'{dialog} aria-label="Search"')
