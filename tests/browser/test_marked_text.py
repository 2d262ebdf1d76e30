"""A marked text as a notebook shows it, in Chromium: legible in light and dark, by all."""

import pytest

from pipeline import extract

pytestmark = pytest.mark.browser
SAID = "Hier, le colonel Sadio Camara a reçu l'ONU à Gao ; 13 soldats des FAMa ont été tués."
THEMES = {"light": "background:#ffffff;color:#1f1f1f", "dark": "background:#111111;color:#d6d6d6"}


@pytest.fixture(scope="module")
def marked() -> str:
    """The text with a mark of each label."""
    return extract(
        [SAID, "<b onclick=alert(1)>Il est à Kidal."], published="2021-10-06"
    )._repr_html_()


@pytest.mark.parametrize("theme", THEMES)
def test_marks_can_be_read_in_every_theme(browser, marked, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    page = browser.new_page()
    page.set_content(
        f'<!DOCTYPE html><html lang="en"><title>t</title><body style="{THEMES[theme]}">'
        f"<main><h1>t</h1>{marked}</main>"
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = axe.Axe().run(page).response["violations"]
    labels = page.evaluate("[...document.querySelectorAll('mark')].map(m => m.className)")
    colour = page.evaluate("getComputedStyle(document.querySelector('mark')).color")
    own = page.evaluate("getComputedStyle(document.body).color")
    page.close()
    assert {"PERSON", "FORCE", "PLACE", "DATE", "COUNT", "ORG"} <= set(labels)
    assert colour == own
    assert [(fault["id"], node["html"][:90]) for fault in found for node in fault["nodes"]] == []


def test_without_its_style_sheet_the_labels_are_still_there(browser, marked):
    page = browser.new_page()
    page.set_content(marked)
    page.evaluate("document.querySelectorAll('style').forEach(s => s.remove())")
    assert page.locator("mark small").all_inner_texts().count("PLACE") == 2
    assert page.locator("b[onclick]").count() == 0
    page.close()
