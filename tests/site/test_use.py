"""What readers do: follow a number to its source, filter the ledger, search, read offline, go by keyboard."""

import pytest

CHAPTER = "chapters/conditions/depression.html"
NUMBER = "article span.stat > a"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_a_number_shows_its_source_on_focus_and_hover_and_closes_with_escape(page, address):
    page.goto(f"{address}/{CHAPTER}")
    number = page.locator(NUMBER).first
    card = page.locator("article span.stat .stat-card").first
    assert not card.is_visible()
    number.focus()
    assert card.is_visible()
    assert len(card.inner_text()) > 10
    page.keyboard.press("Escape")
    assert not card.is_visible()
    number.evaluate("element => element.blur()")
    number.hover()
    assert card.is_visible()


def test_a_number_leads_to_its_row(page, address):
    page.goto(f"{address}/{CHAPTER}")
    page.locator(NUMBER).first.click()
    assert "reference/evidence/" in page.url
    page.locator("li:target").wait_for()


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
    page.goto(f"{address}/{CHAPTER}")
    page.locator(NUMBER).first.hover()
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


def test_the_keyboard_reaches_the_skip_link_first(page, address):
    page.goto(f"{address}/index.html")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert "#furo-main-content" in seen
