"""A built JupyterLite site in Chromium, from loopback, with every other host cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.site.conftest import FLAGS, Quiet, serve

from kapbook.publish import browser as browsers

ROOT = Path(__file__).resolve().parent.parent
CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other host can be reached, from a page or a worker."""


class Site(Quiet):
    """The built site; it keeps the size of each answer."""

    sizes: list[int] = []

    def send_header(self, keyword, value):
        if keyword == "Content-Length":
            self.sizes.append(int(value))
        super().send_header(keyword, value)


@contextmanager
def served(name: str, target: str) -> Iterator[str]:
    """Address of the site in ``_build/<name>``, which `target` builds."""
    folder = ROOT / "_build" / name
    assert (folder / "index.html").is_file(), f"no site to test: run '{target}'"
    server = serve(folder, Site)
    yield server.address
    server.shutdown()


@contextmanager
def chromium(milliseconds: int) -> Iterator[Page]:
    """A page that waits at most so long for anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=[*FLAGS, CUT])
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(milliseconds)
        yield page
        browser.close()


def listen(page: Page, address: str) -> list[str]:
    """A list that fills with the requests to other hosts."""
    foreign: list[str] = []
    own = (f"{address}/", "data:", "blob:")
    page.context.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
    return foreign


def run_all(page: Page, address: str, notebook: str, cells: int) -> None:
    """Open a notebook and run its cells; returns when the last of its `cells` code cells has its number."""
    page.goto(f"{address}/lab/index.html?path=notebooks/{notebook}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.locator(".jp-Notebook .jp-InputPrompt", has_text=f"[{cells}]").wait_for()
