"""Charts as the notebooks store them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MIME = "application/vnd.kapbook.chart+json"


@dataclass(frozen=True)
class Stored:
    """A chart as its notebook stores it: the page of the notebook, the chart's words, and the drawing."""

    docname: str
    words: dict[str, Any]
    svg: str


@cache
def stored_charts(folder: Path) -> dict[str, Stored]:
    """Chart name to chart, of all notebooks in a folder; a build reads them once."""
    found: dict[str, Stored] = {}
    for path in sorted(folder.glob("*.ipynb")):
        found |= _charts_of(path.stem, path.read_bytes())
    return found


def _charts_of(name: str, content: bytes) -> dict[str, Stored]:
    outputs = [output for cell in json.loads(content)["cells"] for output in cell.get("outputs", [])]
    return {
        data[MIME]["name"]: Stored(f"notebooks/{name}", data[MIME], "".join(data["image/svg+xml"]))
        for data in (output.get("data", {}) for output in outputs)
        if MIME in data
    }


def pictures(folder: Path, kind: str, name: str) -> list[Stored]:
    """The chart of that name (kind "chart"), or all charts of that question ("question")."""
    charts = stored_charts(folder)
    if kind == "chart":
        return [charts[name]] if name in charts else []
    return [chart for chart in charts.values() if chart.words.get("question") == name]
