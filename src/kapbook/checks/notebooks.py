"""Family B: stored notebook outputs are complete, in order, fresh, accessible and made without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kapbook.checks.model import Finding, Project, page_rule, rule
from kapbook.evidence.freshness import is_fresh
from kapbook.evidence.record import Contents
from kapbook.prose.documents import CHART, Document

NETWORK = re.compile(
    r"^\s*(?:import|from)\s+(requests|urllib|httpx|aiohttp|socket|http)\b|https?://|^\s*[!%]\s*(?:pip|curl|wget|conda)|^\s*!",
    re.M,
)
CHANCE = re.compile(
    r"^\s*(?:import|from)\s+(?:random|secrets|uuid|time|datetime|os|sys|subprocess|glob|pathlib|sqlite3)\b"
    r"|\b(?:np|numpy)\.random\b|\.sample\(|\bread_(?:csv|json|excel|table|parquet|html|sql)\(|(?<![\w.])open\(",
    re.M,
)
"""What makes a cell depend on more than the evidence: chance, the clock, the machine, a file."""

REMEDY = "run 'make notebooks' and commit the result"


def _code_cells(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, cell in enumerate(document.cells, 1):
        if cell.get("cell_type") == "code" and text_of(cell.get("source")).strip():
            yield number, cell


def text_of(lines: Any) -> str:
    """Text of a field of a notebook, which holds it whole or in lines."""
    return lines if isinstance(lines, str) else "".join(map(str, lines or ()))


def stored_charts(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and words of each chart that a notebook stores."""
    for document in project.documents:
        for number, chart in document.charts:
            yield document.place(number), chart


def _at(path: str, cell: int, code: str, message: str, remedy: str = REMEDY) -> Finding:
    return Finding(f"{path}#cell{cell}", 1, 1, code, message, remedy)


@page_rule("B401", "unexecuted-cell")
def unexecuted_cell(document: Document) -> Iterator[Finding]:
    """A code cell has no execution count, or a notebook has no output at all: nbval would compare nothing."""
    cells = list(_code_cells(document))
    for number, cell in cells:
        if cell.get("execution_count") is None:
            yield _at(document.path, number, "B401", "the cell was never executed")
    if cells and not any(cell["outputs"] for _, cell in cells):
        yield _at(document.path, cells[0][0], "B401", "the notebook holds no output")


@page_rule("B402", "stored-error")
def stored_error(document: Document) -> Iterator[Finding]:
    """A stored output is an exception or text on stderr: readers would see a traceback."""
    for number, cell in _code_cells(document):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield _at(
                    document.path,
                    number,
                    "B402",
                    f"the stored output is an error ({output.get('ename')})",
                    f"correct the cell, then {REMEDY}",
                )
            elif output["output_type"] == "stream" and output.get("name") == "stderr":
                yield _at(
                    document.path,
                    number,
                    "B402",
                    "the stored output holds a warning on stderr",
                    f"correct its cause, then {REMEDY}",
                )


@page_rule("B403", "chart-without-words")
def chart_without_words(document: Document) -> Iterator[Finding]:
    """An image is not a chart made by kapbook.charts, or its text alternative, caption or sources are missing."""
    for number, cell in _code_cells(document):
        for output in cell["outputs"]:
            data = output.get("data", {})
            if not any(kind.startswith("image/") for kind in data):
                continue
            chart = data.get(CHART, {})
            missing = [part for part in ("alt", "caption", "sources", "rows") if not chart.get(part)]
            if missing:
                yield _at(
                    document.path,
                    number,
                    "B403",
                    f"the image has no {' and no '.join(missing)}",
                    f"draw it through kapbook.charts.Chart, then {REMEDY}",
                )


@page_rule("B404", "out-of-order")
def out_of_order(document: Document) -> Iterator[Finding]:
    """Execution counts do not run 1, 2, 3…: the outputs may come from a state that a reader cannot reach."""
    counts = [(number, cell.get("execution_count")) for number, cell in _code_cells(document)]
    for expected, (number, count) in enumerate(counts, 1):
        if count is not None and count != expected:
            yield _at(document.path, number, "B404", f"execution count {count} where {expected} belongs")
            break
    for number, cell in _code_cells(document):
        for output in cell["outputs"]:
            if output.get("execution_count", cell.get("execution_count")) != cell.get("execution_count"):
                yield _at(document.path, number, "B404", f"the output is of execution {output['execution_count']}")


@page_rule("B405", "network-in-notebook")
def network_in_notebook(document: Document) -> Iterator[Finding]:
    """A code cell imports a network library, names a web address, or calls the shell: it may run nowhere else.

    So it is with chance, the clock, the machine and files that are read past kapbook.evidence: its outputs would not be
    the same again, or would not be known to be old.
    """
    for number, cell in _code_cells(document):
        match = NETWORK.search(text_of(cell["source"])) or CHANCE.search(text_of(cell["source"]))
        if match:
            yield _at(
                document.path,
                number,
                "B405",
                f"the cell reaches out ('{match[0].strip()}')",
                "load rows through kapbook.evidence instead",
            )


@rule("B406", "stale-outputs")
def stale_outputs(project: Project) -> Iterator[Finding]:
    """A row that the notebook read, its code or the chart code changed after it was run: its numbers may be old."""
    contents = Contents(project.evidence)
    project.touched.add("files")  # code and lock, which the evidence brings along
    for document in project.documents:
        if document.file.suffix != ".ipynb":
            continue
        if not is_fresh(document.metadata, document.source, contents):
            yield _at(document.path, 1, "B406", "the stored outputs are older than the rows they show, or the code")
