"""The report opened from disk in Chromium: charts, filters, search, links, nothing that runs.

Needs what `tests/browser/conftest.py` says.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.report import write_report
from tests.browser.example import HOSTILE, example_frames

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The report of the invented corpus."""
    return write_report(tmp_path_factory.mktemp("report"), example_frames())[0]


@pytest.fixture
def page(browser, report):
    """The report, opened from disk; its console's errors and its requests end the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda request: requests.append(request.url))
    _open(opened, report)
    yield opened
    context.close()
    assert errors == []
    assert {url.split("#")[0] for url in requests} == {report.as_uri()}


def _open(page, report: Path) -> None:
    page.goto(report.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=30_000)


def test_the_map_and_every_chart_draw(page):
    charts = page.evaluate(
        "[...document.querySelectorAll('[data-chart]')].map(plot => ({name: plot.dataset.chart,"
        " drawn: plot.dataset.drawn, marks: plot.querySelectorAll('path').length}))"
    )
    assert {c["name"] for c in charts} == {"map", "strengths", "losses", "timeline", "together"}
    for chart in charts:
        assert chart["drawn"] == "yes"
        assert chart["marks"] > 3
    assert page.locator(".land_marks path").count() > 150
    assert page.locator(".shaded_marks path").count() == 1
    assert page.locator(".points_marks path").count() == 4


def test_the_map_filters_by_kind_force_and_year(page):
    points = page.locator(".points_marks path")
    page.select_option("[data-param=kind]", "event:attack")
    _settles(page, points, 1)
    page.select_option("[data-param=kind]", "place:town")
    _settles(page, points, 2)
    page.select_option("[data-param=year]", "2025")
    _settles(page, points, 2)
    page.select_option("[data-param=year]", "2024")
    _settles(page, points, 1)
    page.select_option("[data-param=year]", "")
    page.select_option("[data-param=kind]", "")
    page.select_option("[data-param=force]", "f-armee")
    _settles(page, points, 3)
    page.select_option("[data-param=force]", "f-etoile")
    _settles(page, points, 0)


def test_the_map_zooms_and_moves_with_its_buttons(page):
    land = page.locator(".land_marks path").nth(10)
    before = land.get_attribute("d")
    page.click("[data-move=world]")
    page.wait_for_function(
        "d => document.querySelectorAll('.land_marks path')[10].getAttribute('d') !== d", arg=before
    )
    page.click("[data-move=reset]")
    page.wait_for_function(
        "d => document.querySelectorAll('.land_marks path')[10].getAttribute('d') === d", arg=before
    )
    page.focus("[data-move=in]")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "d => document.querySelectorAll('.land_marks path')[10].getAttribute('d') !== d", arg=before
    )


def test_search_finds_without_accents_and_leads_to_the_card(page):
    page.fill("#search", "operation et")
    results = page.locator("#results a")
    assert results.count() == 1
    assert "Opération Étoile" in results.first.inner_text()
    assert page.inner_text("#results-said") == "1 résultat"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#f-1'")
    page.locator("#results").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.id") == "f-1"


def test_search_for_what_is_not_there_says_so(page):
    page.fill("#search", "zzz")
    assert page.inner_text("#results-said") == "Rien de ce nom"
    page.keyboard.press("Escape")
    assert page.locator("#results").is_hidden()


def test_a_figure_s_link_opens_the_text_at_its_sentence(page):
    page.click("#front a.fig[href='#s-1-1']")
    sentence = page.locator("#s-1-1")
    sentence.wait_for(state="visible")
    assert "compte environ 3 000 soldats" in sentence.inner_text().replace("\n", " ")
    assert page.evaluate("document.activeElement.id") == "s-1-1"


def test_a_point_of_a_chart_leads_to_its_sentence(page):
    page.locator("#chart-strengths .mark-symbol path").first.click()
    page.wait_for_function("/^#s-\\d+-1$/.test(location.hash)")
    page.locator(page.evaluate("location.hash")).wait_for(state="visible")


def test_a_mention_in_a_text_leads_to_its_card(page):
    page.click("#t-1 summary")
    page.click("#s-1-0 a.PERSON")
    page.wait_for_function("location.hash === '#p-1'")
    page.locator("#p-1 .quotes q").first.wait_for(state="visible")


def test_labels_unchecked_lose_their_marks(page):
    page.click("#t-1 summary")
    mark = page.locator("#s-1-0 .PERSON")
    border = "e => getComputedStyle(e).borderBottomStyle"
    assert mark.evaluate(border) == "solid"
    page.uncheck("[data-label=PERSON]")
    assert mark.evaluate(border) == "none"
    assert page.locator("#s-1-0 .FORCE").evaluate(border) == "solid"


def test_what_a_text_holds_is_shown_and_does_not_run(page):
    page.click("[data-open=true]")
    shown = page.evaluate("document.getElementById('s-3-0').textContent")
    assert shown == HOSTILE.replace("\u2028", "\u2028").strip()
    assert page.title() == "Ce que disent ces textes sur le Sahel"
    assert page.locator("main img, main iframe, main script, main style").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert "<b>Malo</b>" in page.inner_text("#people")


def test_tooltips_show_hostile_names_as_text(page):
    page.locator(".points_marks path[aria-label^='Zone']").hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert '"><svg onload' in page.inner_text("#vg-tooltip-element")
    assert page.locator("#vg-tooltip-element svg, #vg-tooltip-element img").count() == 0


def test_the_keyboard_reaches_content_and_a_figure(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#front') !== null")


def test_headings_go_down_one_level_at_a_time(page):
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(browser, report, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    context = browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme)
    page = context.new_page()
    _open(page, report)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = axe.Axe().run(page).response["violations"]
    context.close()
    assert [
        (fault["id"], node["html"][:120])
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ] == []


def test_nothing_is_wider_than_a_phone(browser, report):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    _open(page, report)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_without_javascript_the_lists_still_say_it_all(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert "environ 3 000 militaires" in re.sub(r"\s", " ", page.inner_text("#front"))
    assert page.locator("#search").is_hidden()
    assert page.locator("#front noscript").count() == 1
    context.close()


def _settles(page, locator, count: int) -> None:
    """Wait until a filter has left so many marks."""
    for _ in range(50):
        if locator.count() == count:
            return
        page.wait_for_timeout(100)
    assert locator.count() == count


def test_texts_in_other_files_are_reached_and_lead_back(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.report.reading.TEXTS_INLINE", 1_000)
    report, texts = write_report(tmp_path, example_frames())
    context = browser.new_context()
    page = context.new_page()
    _open(page, report)
    page.click("#front a.fig[href$='#s-1-1']")
    page.wait_for_url(f"{texts.as_uri()}#s-1-1")
    page.locator("#s-1-1").wait_for(state="visible")
    page.click("#s-1-0 a.PERSON")
    page.wait_for_url(f"{report.as_uri()}#p-1")
    context.close()


def test_the_page_of_a_selection_draws_and_names_what_it_leaves_out(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.report.selection.TEXTS", 7)
    path = write_report(tmp_path, example_frames(10))[0]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    _open(opened, path)
    drawn = opened.evaluate("[...document.querySelectorAll('[data-chart]')].map(p => p.dataset)")
    assert {d["chart"] for d in drawn} >= {"map", "timeline", "together"}
    assert {d["drawn"] for d in drawn} == {"yes"}
    opened.select_option("[data-param=kind]", "event:attack")
    opened.wait_for_function("document.querySelectorAll('.points_marks path').length == 1")
    assert opened.get_by_text("montre 7 textes sur 30").count() == 2
    context.close()
    assert errors == []
