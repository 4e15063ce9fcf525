"""One look at one page: private, whole, without errors, fitting the screen, accessible by axe."""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kapbook.publish.build import contents

ROOT = Path(__file__).resolve().parents[2]
PAGES = [f"{name}.html" for name in contents(ROOT)] + ["search.html?q=bladder", "genindex.html", "404.html"]
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
REPEATED = (
    "table.ledger tbody tr:nth-child(n+12), .evidence-rows li:nth-child(n+4), .article-claims li:nth-child(n+4), "
    "article > section > section:nth-of-type(n+6), .citation:nth-child(n+20), dl.simple > :nth-child(n+30), "
    ".indextable li:nth-child(n+4)"
)
"""What a page repeats many times: axe looks at the first ones, which are all alike."""


def open_view(browser: Browser, width: int, scheme: str) -> Iterator[Page]:
    """A page of one width and colour scheme that collects requests to other hosts and script errors."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.foreign, page.errors = [], []
    page.on(
        "request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:")) else page.foreign.append(r.url)
    )
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


OPEN = """document.querySelectorAll('details').forEach(block => { block.open = true });
document.querySelector('article .stat > a')?.focus();
document.querySelectorAll('.ledger-tools select').forEach(select => {
  select.selectedIndex = 1; select.dispatchEvent(new Event('input')); select.selectedIndex = 0;
  select.dispatchEvent(new Event('input'));
})"""
"""Opens what a page can show at once: hidden blocks and the source of the first number; the ledger is filtered."""


def look(page: Page, address: str, name: str) -> None:
    """Fail with what is wrong with the page when everything on it is open."""
    page.foreign.clear()
    page.errors.clear()
    response = page.goto(f"{address}/{name}")
    assert response and response.ok
    assert page.foreign == []
    if "?q=" in name:
        page.wait_for_selector("ul.search li p.context")
    page.evaluate(OPEN)
    assert page.errors == []
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= screen, f"{name} is {wide} pixels wide on a screen of {screen}"
    assert page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)") == []
    assert page.context.cookies() == []
    page.evaluate("selector => document.querySelectorAll(selector).forEach(e => e.remove())", REPEATED)
    accessible(page)


def accessible(page: Page) -> None:
    """Fail with what axe finds."""
    result = Axe().run(page, options=OPTIONS)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in result.response["violations"]] == []
