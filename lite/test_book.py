"""Run by `make lite-test` after `make lite`: every notebook draws its charts in Chromium, with other hosts cut off."""

import json

import pytest
from browser import ROOT, chromium, listen, run_all, served

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
MILLISECONDS = 300_000


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_draws_its_charts_in_the_browser(name, monkeypatch):
    monkeypatch.setenv("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
    cells = [c for c in json.loads((ROOT / "notebooks" / name).read_text())["cells"] if c["cell_type"] == "code"]
    charts = sum("image/svg+xml" in output.get("data", {}) for cell in cells for output in cell["outputs"])
    with served("lite", "make lite") as address, chromium(MILLISECONDS) as page:
        foreign = listen(page, address)
        run_all(page, address, name, len(cells))
        assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
        assert page.locator(".jp-Notebook .jp-RenderedSVG").count() == charts
        assert foreign == []
