"""Family B: stored notebook outputs are complete, in order, fresh, accessible and made without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from kapbook.checks.model import Finding, Project, rule
from kapbook.fingerprints import inputs_digest

CHART = "application/vnd.kapbook.chart+json"
NETWORK = re.compile(
    r"^\s*(?:import|from)\s+(requests|urllib|httpx|aiohttp|socket|http)\b|https?://|^\s*[!%]\s*(?:pip|curl|wget|conda)|^\s*!",
    re.M,
)
REMEDY = "run 'make notebooks' and commit the result"


def _notebooks(project: Project) -> Iterator[tuple[str, Any]]:
    """Path and content of each notebook, read once for all rules."""
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        yield path.relative_to(project.root).as_posix(), _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, modified: int) -> Any:
    return nbformat.read(path, as_version=4)


def _code_cells(notebook: Any) -> Iterator[tuple[int, Any]]:
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and cell.source.strip():
            yield number, cell


def stored_charts(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and words of each chart that a notebook stores."""
    for path, notebook in _notebooks(project):
        for number, cell in _code_cells(notebook):
            for output in cell.outputs:
                chart = output.get("data", {}).get(CHART)
                if chart:
                    yield f"{path}#cell{number}", chart


def _at(path: str, cell: int, code: str, message: str, remedy: str = REMEDY) -> Finding:
    return Finding(f"{path}#cell{cell}", 1, 1, code, message, remedy)


@rule("B401", "unexecuted-cell")
def unexecuted_cell(project: Project) -> Iterator[Finding]:
    """A code cell has no execution count, or a notebook has no output at all: nbval would compare nothing."""
    for path, notebook in _notebooks(project):
        cells = list(_code_cells(notebook))
        for number, cell in cells:
            if cell.execution_count is None:
                yield _at(path, number, "B401", "the cell was never executed")
        if cells and not any(cell.outputs for _, cell in cells):
            yield _at(path, cells[0][0], "B401", "the notebook holds no output")


@rule("B402", "stored-error")
def stored_error(project: Project) -> Iterator[Finding]:
    """A stored output is an exception or text on stderr: readers would see a traceback."""
    for path, notebook in _notebooks(project):
        for number, cell in _code_cells(notebook):
            for output in cell.outputs:
                if output.output_type == "error":
                    yield _at(
                        path,
                        number,
                        "B402",
                        f"the stored output is an error ({output.ename})",
                        f"correct the cell, then {REMEDY}",
                    )
                elif output.output_type == "stream" and output.name == "stderr":
                    yield _at(
                        path,
                        number,
                        "B402",
                        "the stored output holds a warning on stderr",
                        f"correct its cause, then {REMEDY}",
                    )


@rule("B403", "chart-without-words")
def chart_without_words(project: Project) -> Iterator[Finding]:
    """An image is not a chart made by kapbook.charts, or its text alternative, caption or sources are missing."""
    for path, notebook in _notebooks(project):
        for number, cell in _code_cells(notebook):
            for output in cell.outputs:
                data = output.get("data", {})
                if not any(kind.startswith("image/") for kind in data):
                    continue
                chart = data.get(CHART, {})
                missing = [part for part in ("alt", "caption", "sources", "rows") if not chart.get(part)]
                if missing:
                    yield _at(
                        path,
                        number,
                        "B403",
                        f"the image has no {' and no '.join(missing)}",
                        f"draw it through kapbook.charts.Chart, then {REMEDY}",
                    )


@rule("B404", "out-of-order")
def out_of_order(project: Project) -> Iterator[Finding]:
    """Execution counts do not run 1, 2, 3…: the outputs may come from a state that a reader cannot reach."""
    for path, notebook in _notebooks(project):
        counts = [(number, cell.execution_count) for number, cell in _code_cells(notebook)]
        for expected, (number, count) in enumerate(counts, 1):
            if count is not None and count != expected:
                yield _at(path, number, "B404", f"execution count {count} where {expected} belongs")
                break


@rule("B405", "network-in-notebook")
def network_in_notebook(project: Project) -> Iterator[Finding]:
    """A code cell imports a network library, names a web address, or calls the shell: it may run nowhere else."""
    for path, notebook in _notebooks(project):
        for number, cell in _code_cells(notebook):
            match = NETWORK.search(cell.source)
            if match:
                yield _at(
                    path,
                    number,
                    "B405",
                    f"the cell reaches out ('{match[0].strip()}')",
                    "load rows through kapbook.evidence instead",
                )


@rule("B406", "stale-outputs")
def stale_outputs(project: Project) -> Iterator[Finding]:
    """The evidence tables or chart code changed after the notebook was executed: its numbers may be old."""
    digest = inputs_digest(project.root)
    for path, notebook in _notebooks(project):
        if notebook.metadata.get("kapbook", {}).get("inputs") != digest:
            yield _at(path, 1, "B406", "the stored outputs are older than the tables or the chart code")
