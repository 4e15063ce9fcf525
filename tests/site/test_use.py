"""What readers do: follow a number to its source, filter the ledger, search, read offline, go by keyboard."""

import pytest

from tests.site.looks import OPEN, View, opened

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


def test_a_tap_opens_the_card_of_a_number_and_a_second_one_follows_it(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/{CHAPTER}")
    number, card = page.locator(NUMBER).first, page.locator("article span.stat .stat-card").first
    number.tap()
    assert card.is_visible() and CHAPTER in page.url
    assert card.locator("a").first.get_attribute("href").startswith("https://")
    number.tap()
    page.locator("li:target").wait_for()
    context.close()


def test_no_card_of_a_number_is_cut_off(page, address):
    page.goto(f"{address}/{CHAPTER}")
    right = page.locator("article").evaluate("element => element.getBoundingClientRect().right")
    numbers = page.locator(NUMBER)
    for place in range(0, numbers.count(), 5):
        if not numbers.nth(place).is_visible():
            continue
        numbers.nth(place).focus()
        box = page.locator("article span.stat:focus-within .stat-card").bounding_box()
        assert box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= right + 1, place


LEDGER = "chapters/reference/ledger.html"
LISTED = ".claims-list > li:visible"


def test_the_ledger_is_filtered_by_verdict_and_by_words_in_any_order(page, address):
    page.goto(f"{address}/{LEDGER}")
    everything = page.locator(LISTED).count()
    page.get_by_label("Verdict").select_option(label="contradicted")
    contradicted = page.locator(LISTED).count()
    assert 0 < contradicted < everything
    assert f"{contradicted} of {everything} claims" in page.get_by_role("status").inner_text()
    page.get_by_label("Verdict").select_option(label="all")
    page.get_by_label("Words").fill("sessions 67%")
    assert 0 < page.locator(LISTED).count() < 5


def test_a_sentence_in_other_words_finds_the_claims_nearest_to_it(page, address):
    sentence = "over two sessions ketamine was shown to have improved 67% of patients with resistant depression"
    page.goto(f"{address}/search.html?q={sentence.replace(' ', '+').replace('%', '%25')}")
    near = page.locator(".found-first", has_text="Claims nearest to your words")
    near.wait_for()
    assert near.locator("a").first.get_attribute("href") == "claims/sixty-seven-percent-two-sessions.html"
    page.goto(f"{address}/{LEDGER}")
    page.get_by_label("Words").fill(sentence)
    page.get_by_role("link", name="Search the whole book for these words").click()
    near.wait_for()


def test_who_searches_for_help_sees_whom_to_call_first(page, address):
    page.goto(f"{address}/search.html?q=crisis")
    page.locator("#search-results li").first.wait_for()
    call = page.locator("article a[href^='tel:']").first
    assert call.is_visible()
    assert call.bounding_box()["y"] < page.locator("#search-results li").first.bounding_box()["y"]


def test_the_filters_of_the_ledger_stand_in_its_address(page, address):
    page.goto(f"{address}/{LEDGER}")
    page.get_by_label("Verdict").select_option(label="contested")
    page.get_by_label("Words").fill("ketamine")
    count, kept = page.locator(LISTED).count(), page.url
    page.goto("about:blank")
    page.goto(kept)
    assert page.locator(LISTED).count() == count
    assert page.get_by_label("Words").input_value() == "ketamine"


def test_without_scripts_the_ledger_the_questions_and_the_sources_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LEDGER}")
    assert page.locator(".claims-list > li").count() > 200
    page.goto(f"{address}/chapters/reference/ask.html")
    assert page.locator("table.ask tbody tr:visible").count() > 90
    page.goto(f"{address}/{CHAPTER}")
    page.locator(NUMBER).first.hover()
    assert page.locator("article span.stat .stat-card").first.is_visible()
    context.close()


def test_the_questions_are_chosen_by_condition_and_certainty(page, address):
    page.goto(f"{address}/chapters/reference/ask.html")
    rows = page.locator("table.ask tbody tr:visible")
    everything = rows.count()
    page.get_by_label("Condition").select_option("bipolar depression")
    assert 0 < rows.count() < everything
    assert all("bipolar depression" in text for text in rows.locator("td:nth-child(2)").all_inner_texts())


def test_the_ledger_opens_with_the_verdict_asked_for_on_the_first_page(page, address):
    page.goto(f"{address}/index.html")
    link = page.locator(".cover-key a", has_text="Contradicted")
    count = int(link.inner_text().split()[-1])
    link.click()
    assert page.get_by_role("status").inner_text().startswith(f"{count} of ")
    assert page.locator(LISTED).count() == count


def test_a_square_of_the_cover_opens_its_claim(page, address):
    page.goto(f"{address}/index.html")
    tile = page.locator("ul.cover .tile").nth(3)
    name = tile.get_attribute("title")
    tile.click()
    assert page.locator("h1").inner_text() == name.split(": ", 1)[1]


def test_the_squares_are_one_stop_of_the_keyboard(page, address):
    page.goto(f"{address}/index.html")
    page.locator("ul.cover .tile").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.tile')[1]")
    assert page.locator("ul.cover .tile[tabindex='0']").count() == 1


def test_search_finds_numbers_claims_first(page, address):
    page.goto(f"{address}/search.html?q=67")
    page.locator(".found-first li", has_text="67").first.wait_for()
    assert page.locator(".found-first a[href^='claims/']").count() >= 1
    assert page.locator(".found-first a[href^='chapters/conditions/']").count() >= 1


def test_search_puts_the_chapter_before_tables_and_notebooks(page, address):
    page.goto(f"{address}/search.html?q=PTSD")
    page.wait_for_selector("ul.search li:nth-child(5)")
    assert "conditions/ptsd" in page.locator("ul.search li a").first.get_attribute("href")


def test_search_works_by_keyboard_alone_and_shows_lines_of_text(page, address):
    page.goto(f"{address}/index.html")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("bladder")
    page.keyboard.press("Enter")
    page.locator("ul.search li", has_text="can damage the bladder").first.wait_for()


def test_search_fetches_no_page_for_its_lines(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/search.html?q=depression")
    page.wait_for_selector("ul.search li:nth-child(20)")
    assert [url for url in asked if url.partition("?")[0].endswith(".html")] == [f"{address}/search.html?q=depression"]


@pytest.mark.parametrize(
    "words, title",
    [
        ("cystitis", "Bladder and liver"),
        ("special k", "Dependence and misuse"),
        ("addicted", "Dependence and misuse"),
        ("high blood pressure", "Who should not have it"),
        ("veterans", "PTSD and trauma"),
        ("infusion drip", "Routes, doses, schedules and cost"),
        ("mail-order", "Ketamine at home, and compounded products"),
    ],
)
def test_search_knows_other_names(page, address, words, title):
    page.goto(f"{address}/search.html?q={words}")
    page.locator("ul.search li", has_text=title).first.wait_for()


def test_search_works_in_the_offline_copy(page, site):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / "search.html").as_uri() + "?q=bladder")
    page.locator("ul.search li", has_text="can damage the bladder").first.wait_for()
    assert errors == []


@pytest.fixture(scope="module")
def chapter(browser, address):
    """One chapter, opened once for tests that leave it as they found it."""
    with opened(browser) as seen:
        seen.page.set_default_timeout(10_000)
        seen.page.goto(f"{address}/{CHAPTER}")
        yield seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "columns, width", [("Contents of the book", 390), ("Contents of this page", 390), ("Contents of this page", 1100)]
)
def test_side_columns_open_and_close_by_keyboard(chapter, scheme, columns, width):
    chapter.show(View(width, scheme))
    page = chapter.page
    column = page.get_by_role("complementary", name=columns)
    assert column.count() == 0, "a closed column must not be in the keyboard's path"
    button = page.get_by_role("button", name=columns)
    button.focus()
    page.keyboard.press("Enter")
    assert column.is_visible() and button.get_attribute("aria-expanded") == "true"
    assert column.evaluate("element => element.contains(document.activeElement)")
    assert chapter.faults() == []
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == columns
    assert chapter.errors == [] and chapter.foreign == []


def test_whatever_has_the_focus_shows_it(page, address):
    page.goto(f"{address}/{CHAPTER}")
    for _ in range(25):
        page.keyboard.press("Tab")
        name, outline, shown = page.evaluate(
            """() => {
              const focused = document.activeElement;
              const inked = focused.matches('.toctree-checkbox') ? focused.nextElementSibling : focused;
              const style = getComputedStyle(inked);
              const box = focused.getBoundingClientRect();
              return [focused.outerHTML.slice(0, 80), parseFloat(style.outlineWidth),
                      box.width > 0 && style.visibility === 'visible'];
            }"""
        )
        assert outline >= 2 and shown, name


def test_the_theme_s_own_switch_gives_the_colours_of_day_and_night(chapter):
    colours = """() => {
      const body = getComputedStyle(document.body);
      const names = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
        .filter(rule => rule.selectorText === ':root body').flatMap(rule => [...rule.style])
        .filter(name => name.startsWith('--'));
      return [getComputedStyle(document.querySelector('article a')).color,
              getComputedStyle(document.querySelector('article img.chart') || document.body).filter,
              ...names.filter(name => !name.startsWith('--by-')).map(name => body.getPropertyValue(name).trim())];
    }"""
    seen = {}
    for scheme in ("light", "dark"):
        chapter.show(View(1100, scheme))
        for theme in ("auto", "light", "dark"):
            chapter.page.evaluate("theme => { document.body.dataset.theme = theme }", theme)
            seen[scheme, theme] = chapter.page.evaluate(colours)
    chapter.page.emulate_media(media="print")
    printed = chapter.page.evaluate(colours)
    chapter.page.emulate_media(media="screen")
    chapter.page.evaluate("document.body.dataset.theme = 'auto'")
    day, night = seen["light", "auto"], seen["dark", "auto"]
    assert "#0b6157" in day and "#6fd0c1" in night and not set(day) & {"#6fd0c1"}
    assert seen["light", "light"] == seen["dark", "light"] == day
    assert seen["light", "dark"] == seen["dark", "dark"] == night
    assert printed == day, "paper is white"


def test_nothing_moves_for_readers_who_asked_for_less_motion(chapter):
    chapter.show(View(390, "light"))
    page = chapter.page
    assert page.locator(".sidebar-drawer").evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_a_table_too_wide_for_its_box_is_scrolled_by_keyboard_also_after_the_screen_was_turned(browser, address):
    boxes = """() => [...document.querySelectorAll('.table-wrapper')].map(box =>
        [box.scrollWidth > box.clientWidth, box.matches('[tabindex="0"][role=region][aria-label]')])"""
    with opened(browser) as seen:
        seen.page.goto(f"{address}/chapters/safety/who-should-not.html")
        seen.page.evaluate(OPEN)
        # The book's own tables become cards on a phone; this one is kept wide.
        seen.page.evaluate("document.querySelector('.table-wrapper table').style.minWidth = '600px'")
        for width in (1366, 390, 1366):
            seen.show(View(width, "light"))
            found = seen.page.evaluate(boxes)
            assert any(wide for wide, _ in found) is (width == 390)
            assert [wide for wide, _ in found] == [reached for _, reached in found]


def test_a_page_prints_its_text_without_menus(page, address):
    page.goto(f"{address}/{CHAPTER}")
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()
    for hidden in (".sidebar-drawer", ".toc-drawer", ".mobile-header", "nav.trail", ".related-pages"):
        assert not page.locator(hidden).first.is_visible(), hidden


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
