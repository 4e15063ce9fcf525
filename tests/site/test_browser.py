"""Every page in Chromium: private, without errors, accessible, fitting phones, usable by keyboard and without scripts."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from kapbook.build import contents

ROOT = Path(__file__).resolve().parents[2]
PAGES = [f"{name}.html" for name in contents(ROOT)] + ["search.html", "genindex.html"]
VIEWS = {"phone light": (390, "light"), "phone dark": (390, "dark"), "desk light": (1366, "light"), "desk dark": (1366, "dark")}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HEAVY = ("chapters/reference/", "chapters/orientation/article-")


@pytest.fixture(scope="module", params=VIEWS)
def view(request, browser):
    """One width and colour scheme; requests to other hosts and script errors are collected."""
    width, scheme = VIEWS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.foreign, page.errors = [], []
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:")) else page.foreign.append(r.url))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.view = request.param
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_private_whole_and_accessible(view, address, name):
    view.foreign.clear()
    view.errors.clear()
    response = view.goto(f"{address}/{name}")
    assert response.ok
    assert view.foreign == []
    assert view.errors == []
    width = view.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{name} is wider than the screen: {width}"
    broken = view.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    assert broken == []
    assert view.context.cookies() == []
    if name.startswith(HEAVY) and view.view != "phone dark":
        return  # one look with axe is enough for pages that repeat one element a thousand times
    result = Axe().run(view, options=RULES)
    found = [(v["id"], v["impact"], [n["target"] for n in v["nodes"]][:3]) for v in result.response["violations"]]
    assert found == []


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_a_number_shows_its_source_on_focus_and_hover_and_closes_with_escape(page, address):
    page.goto(f"{address}/chapters/conditions/depression.html")
    number = page.locator("article span.stat > a").first
    card = page.locator("article span.stat .stat-card").first
    assert not card.is_visible()
    number.focus()
    assert card.is_visible()
    assert len(card.inner_text()) > 10
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.mouse.move(0, 0)
    number.evaluate("e => e.blur()")
    number.hover()
    assert card.is_visible()


def test_a_number_leads_to_its_row(page, address):
    page.goto(f"{address}/chapters/conditions/depression.html")
    page.locator("article span.stat > a").first.click()
    assert "reference/evidence/" in page.url
    assert page.locator("li:target").is_visible()


def test_the_ledger_is_filtered_by_words_and_verdict(page, address):
    page.goto(f"{address}/chapters/reference/ledger.html")
    rows = page.locator("table.ledger tbody tr:visible")
    everything = rows.count()
    page.get_by_label("Verdict").select_option(label="contradicted")
    contradicted = rows.count()
    assert 0 < contradicted < everything
    page.get_by_label("Words").fill("NMDA")
    assert 0 < rows.count() <= contradicted
    assert f"{rows.count()} of {everything} claims" in page.get_by_role("status").inner_text()


def test_without_scripts_the_ledger_and_the_sources_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/chapters/reference/ledger.html")
    assert page.locator("table.ledger tbody tr").count() > 200
    page.goto(f"{address}/chapters/conditions/depression.html")
    page.locator("article span.stat > a").first.hover()
    assert page.locator("article span.stat .stat-card").first.is_visible()
    context.close()


def test_search_finds_pages_by_word(page, address):
    page.goto(f"{address}/search.html?q=bladder")
    page.wait_for_selector("ul.search li")
    assert "bladder" in page.locator("ul.search").inner_text().lower()


def test_the_book_opens_from_a_plain_folder(page, site):
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Depression", exact=True).first.click()
    assert page.locator("h1").inner_text().startswith("Depression")


def test_the_skip_link_is_the_first_stop_of_the_keyboard(page, address):
    page.goto(f"{address}/index.html")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").startswith("skip-to-content"):
            break
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#furo-main-content"
