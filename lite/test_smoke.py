"""Run by `make lite-smoke`: the smoke notebook in Chromium, from loopback, with every other host cut off."""

import csv
import time

import pytest
from browser import ROOT, Site, chromium, listen, run_all, served

ROW = "abdallah2018-glutamine"
CELLS = 3
MILLISECONDS = 90_000

ASK_IN_WORKER = """new Promise(done => {
  const code = "fetch('http://kapbook.invalid/worker').catch(() => null).then(() => postMessage(1))";
  new Worker(URL.createObjectURL(new Blob([code]))).onmessage = done;
}).then(() => null)"""


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
    with chromium(MILLISECONDS) as page:
        yield page


@pytest.fixture
def expected():
    with (ROOT / "evidence" / "quantities.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == ROW)
    return [f"csv: {row['value']} {row['unit']}", f"kapbook: {row['value']} {row['unit']}"]


def test_the_smoke_notebook_runs_in_the_browser_without_a_foreign_request(page, expected):
    with served("lite-smoke", "make lite-smoke") as address:
        foreign = listen(page, address)
        began = time.monotonic()
        run_all(page, address, "smoke.ipynb", CELLS)
        outputs = page.locator(".jp-Notebook .jp-OutputArea-output")
        lines = [line for text in outputs.all_inner_texts() for line in text.splitlines() if line.strip()]
        spent, served_ = time.monotonic() - began, f"{len(Site.sizes)} answers of {sum(Site.sizes) / 1e6:.1f} MB"
        print(f"\n{spent:.1f} s, {served_}, {len(foreign)} foreign requests: {lines}")
        assert lines == expected
        assert page.locator(".jp-Notebook .jp-RenderedSVG").count() == 1
        assert foreign == []
        page.evaluate("fetch('http://kapbook.invalid/page').catch(() => null)")
        page.evaluate(ASK_IN_WORKER)
        asked = {"http://kapbook.invalid/page", "http://kapbook.invalid/worker"}
        assert set(foreign) == asked, "foreign requests are not counted, so their zero proves nothing"
