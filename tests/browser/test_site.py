"""The site of the docs opened from disk in Chromium: it asks no host, is searched, fits a phone.

Needs what `tests/browser/conftest.py` says.
"""

import pytest

from tests.docs_site import build

pytestmark = pytest.mark.browser

PAGES = ("index", "how-it-works", "tables", "api", "command-line", "accuracy", "notebook-tutorial")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture
def page(browser):
    """A page; errors, and requests to anything but the disk, end the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    hosts: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else hosts.append(r.url),
    )
    yield opened
    context.close()
    assert errors == []
    assert hosts == []


def test_the_search_finds_a_page_with_no_server(page, site):
    page.goto((site / "index.html").as_uri())
    page.click("input.md-search__input")
    page.keyboard.type("corrections")
    page.wait_for_selector(".md-search-result__item")
    assert page.locator(".md-search-result__link[href*='corrections.html']").count() > 0


def test_a_copied_example_is_code_alone(page, site):
    page.goto((site / "index.html").as_uri())
    copied = page.evaluate(
        """() => {
            const code = document.querySelector('.highlight code');
            code.setAttribute('data-md-copying', '');
            return code.innerText;
        }"""
    )
    assert copied.startswith("import pipeline\n")
    assert ">>>" not in copied
    assert "13 soldats   13" not in copied


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(page, site, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((site / f"{name}.html").as_uri())
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(beyond) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault_of_accessibility(page, site, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.goto((site / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    # Without `preload` it does not fetch style sheets, which a page opened from disk may not.
    found = axe.run(page, options={"preload": False}).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
