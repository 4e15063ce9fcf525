"""Run by `make lite-smoke`: the smoke notebook in Chromium, from loopback, with every other host cut off."""

import csv
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from tests.site.conftest import CHROMIUM, FLAGS, Quiet

ROOT = Path(__file__).resolve().parent.parent
ROW = "abdallah2018-glutamine"
MILLISECONDS = 90_000
CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other host can be reached, from a page or a worker."""

ASK_IN_WORKER = """new Promise(done => {
  const code = "fetch('http://kapbook.invalid/worker').catch(() => null).then(() => postMessage(1))";
  new Worker(URL.createObjectURL(new Blob([code]))).onmessage = done;
}).then(() => null)"""


class Site(Quiet):
    """The built site; it keeps the size of each answer."""

    sizes: list[int] = []

    def send_header(self, keyword, value):
        if keyword == "Content-Length":
            self.sizes.append(int(value))
        super().send_header(keyword, value)


@pytest.fixture
def address():
    folder = ROOT / "_build" / "lite-smoke"
    assert (folder / "index.html").is_file(), "no site to test: run 'make lite-smoke'"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(monkeypatch):
    assert CHROMIUM, "no Chromium found: install Debian's chromium or set CHROMIUM to its path"
    monkeypatch.setenv("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, CUT])
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(MILLISECONDS)
        yield page
        browser.close()


@pytest.fixture
def expected():
    with (ROOT / "evidence" / "quantities.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == ROW)
    return [f"csv: {row['value']} {row['unit']}", f"kapbook: {row['value']} {row['unit']}"]


def test_the_smoke_notebook_runs_in_the_browser_without_a_foreign_request(page, address, expected):
    foreign = []
    own = (f"{address}/", "data:", "blob:")
    page.context.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
    began = time.monotonic()
    page.goto(f"{address}/lab/index.html?path=notebooks/smoke.ipynb")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    outputs = page.locator(".jp-Notebook .jp-OutputArea-output")
    outputs.filter(has_text=expected[-1]).wait_for()
    lines = [line for text in outputs.all_inner_texts() for line in text.splitlines() if line.strip()]
    spent, served = time.monotonic() - began, f"{len(Site.sizes)} answers of {sum(Site.sizes) / 1e6:.1f} MB"
    print(f"\n{spent:.1f} s, {served}, {len(foreign)} foreign requests: {lines}")
    assert lines == expected
    assert foreign == []
    page.evaluate("fetch('http://kapbook.invalid/page').catch(() => null)")
    page.evaluate(ASK_IN_WORKER)
    asked = {"http://kapbook.invalid/page", "http://kapbook.invalid/worker"}
    assert set(foreign) == asked, "foreign requests are not counted, so their zero proves nothing"
