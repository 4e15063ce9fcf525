"""Family B, second part: nothing in a notebook hides a difference, and its outputs are kinds that the book renders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kapbook.checks.model import Finding, page_rule
from kapbook.checks.notebooks import REMEDY, text_of
from kapbook.names import FOLDED
from kapbook.prose.documents import CHART, Document
from kapbook.prose.notebooks import seal_of_outputs

TAGS = {"hide-input"}
"""Tags that the book uses; others hide a cell from the comparison, or its output from readers."""

COMPARING = re.compile(r"#\s*(NBVAL_[A-Z_]+|PYTEST_VALIDATE_[A-Z_]+)|^\s*%%?(?:capture|xmode)\b", re.M)
UNCOMMENTED = re.compile(r"^\s*[^#\s]", re.M)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
AGAINST = re.compile(r"(?P<first>-?\d+(?:\.\d+)?)%?(?: (?:in|of) 100)? against (?P<second>-?\d+(?:\.\d+)?)")
KERNEL = ("python3", "python")
RENDERED = {CHART, FOLDED, "image/svg+xml", "image/png", "text/plain"}
ACTIVE = re.compile(r"<\s*(script|iframe|object|embed|foreignObject)\b|\son[a-z]+\s*=\s*[\"']|javascript:", re.I)
SILENCED = re.compile(
    r"(?:filterwarnings|simplefilter)\(\s*(?:action\s*=\s*)?[\"']ignore[\"']\s*\)|"
    r"catch_warnings\([^)]*action\s*=\s*[\"']ignore|logging\.disable\(|seterr\(\s*all\s*=\s*[\"']ignore|"
    r"\b(?:redirect_stderr|redirect_stdout)\(|sys\.std(?:err|out)\s*=|PYTHONWARNINGS|"
    r"except(?:\s+(?:Base)?Exception)?\s*:\s*(?:\n\s*)?pass\b"
)
ERRORS_ALLOWED = re.compile(r"allow_errors|raise_on_error|execution_(?:mode|allow_errors)|merge_streams", re.I)


def _at(document: Document, cell: int, code: str, message: str, remedy: str) -> Finding:
    return Finding(f"{document.path}#cell{cell}", 1, 1, code, message, remedy)


def _source(cell: dict[str, Any]) -> str:
    return text_of(cell.get("source")) if cell.get("cell_type") == "code" else ""


def _hidden(metadata: dict[str, Any]) -> str:
    """The mark by which editors hide a cell's output; the answer to a task is hidden together with its code."""
    own = metadata.get("jupyter") or {}
    if own.get("outputs_hidden") and not own.get("source_hidden"):
        return "outputs_hidden"
    if (metadata.get("slideshow") or {}).get("slide_type") == "skip":
        return "skip"
    return "collapsed" if metadata.get("collapsed") else ""


def _is_raw(cell: dict[str, Any]) -> bool:
    return cell.get("cell_type") not in ("markdown", "code")


@page_rule("B407", "output-not-compared")
def output_not_compared(document: Document) -> Iterator[Finding]:
    """A cell is marked so that its output is not compared, may fail, or is not shown: a red build was made green.

    By a tag (nbval-ignore-output, nbval-skip, raises-exception, skip-execution, remove-output, …), a comment
    (NBVAL_IGNORE_OUTPUT) or a magic (%%capture). The book tags cells with hide-input and nothing else. A cell that is
    neither words nor code (raw) is never run, and a cell of code that is all comment shows nothing.
    """
    for number, cell in enumerate(document.cells, 1):
        if _is_raw(cell):
            message = f"the cell is of the type '{cell.get('cell_type')}', which is not run and not compared"
            yield _at(document, number, "B407", message, f"make it a cell of code or of words, then {REMEDY}")
        elif cell.get("cell_type") == "code" and not UNCOMMENTED.search(_source(cell)):
            message, remedy = "the cell holds no code but comments, or nothing", f"restore its code, then {REMEDY}"
            yield _at(document, number, "B407", message, remedy)
        hidden = _hidden(cell.get("metadata") or {})
        if hidden:
            message, remedy = f"the metadata hide the output ('{hidden}')", f"remove it, then {REMEDY}"
            yield _at(document, number, "B407", message, remedy)
        tags = (cell.get("metadata") or {}).get("tags") or []
        strange = [str(tag) for tag in tags if tag not in TAGS]
        match = COMPARING.search(_source(cell))
        if strange or match:
            what = f"the tag '{strange[0]}'" if strange else f"'{match[0].strip()}'"  # type: ignore[index]
            remedy = f"remove it, make the output the same at each run, then {REMEDY}"
            yield _at(document, number, "B407", f"{what} hides what the cell does", remedy)


@page_rule("B408", "repeated-cell-id")
def repeated_cell_id(document: Document) -> Iterator[Finding]:
    """Two cells have one id: a cell was copied, and links and comparisons reach only the first."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(document.cells, 1):
        name = cell.get("id")
        if name and seen.setdefault(name, number) != number:
            message = f"the id '{name}' is that of cell {seen[name]} too"
            yield _at(document, number, "B408", message, f"remove the copy or its id, then {REMEDY}")


@page_rule("B409", "other-kernel")
def other_kernel(document: Document) -> Iterator[Finding]:
    """The notebook names another kernel than the book's: it would run elsewhere, or nowhere."""
    kernel = document.metadata.get("kernelspec") or {}
    named = (kernel.get("name", KERNEL[0]), kernel.get("language", KERNEL[1]))
    if document.cells and named != KERNEL:
        message = f"the kernel is '{named[0]}' ({named[1]}), the book's is '{KERNEL[0]}'"
        yield _at(document, 1, "B409", message, REMEDY)


def _is_chart(output: dict[str, Any]) -> bool:
    return CHART in output.get("data", {})


@page_rule("B410", "output-of-other-kind")
def output_of_other_kind(document: Document) -> Iterator[Finding]:
    """A stored output is of a kind that the book does not render: HTML, JavaScript, a widget, a table of pandas."""
    for number, output in _outputs(document):
        strange = sorted(set(output.get("data", {})) - RENDERED)
        if strange:
            message = f"the output is of the kind '{strange[0]}'"
            remedy = f"show numbers through kapbook.charts or as plain text, then {REMEDY}"
            yield _at(document, number, "B410", message, remedy)
    for number, cell in enumerate(document.cells, 1):
        outputs = cell.get("outputs") or []
        if cell.get("attachments"):
            message, remedy = "a picture is attached to the cell, past the charts", "draw it through kapbook.charts"
            yield _at(document, number, "B410", message, remedy)
        if any(_is_chart(output) for output in outputs) and not all(_is_chart(output) for output in outputs):
            message = "the cell shows something beside its chart, which no rule reads"
            yield _at(document, number, "B410", message, f"show it in a cell of its own, then {REMEDY}")


@page_rule("B411", "active-output")
def active_output(document: Document) -> Iterator[Finding]:
    """A stored output holds a script, a frame, an event handler or an address that runs on a reader's machine."""
    for number, output in _outputs(document):
        for kind, content in output.get("data", {}).items():
            match = ACTIVE.search(text_of(content)) if kind != "text/plain" and not isinstance(content, dict) else None
            if match:
                message = f"the output holds '{match[0].strip()}'"
                yield _at(document, number, "B411", message, f"draw it through kapbook.charts, then {REMEDY}")


@page_rule("B412", "warnings-silenced")
def warnings_silenced(document: Document) -> Iterator[Finding]:
    """A cell silences all warnings, errors or streams: what they tell is hidden from everybody.

    One warning named by its message or category, with its reason beside it, may be silenced.
    """
    for number, cell in enumerate(document.cells, 1):
        match = SILENCED.search(_source(cell))
        if match:
            message = f"'{' '.join(match[0].split())}' silences all that goes wrong"
            yield _at(document, number, "B412", message, f"mend the cause, or name the one warning, then {REMEDY}")


@page_rule("B413", "errors-allowed")
def errors_allowed(document: Document) -> Iterator[Finding]:
    """The notebook's metadata change how it is executed: errors allowed, executed at build time, streams merged."""
    kept = {key: value for key, value in document.metadata.items() if key not in ("kernelspec", "language_info")}
    match = ERRORS_ALLOWED.search(str(kept))
    if match:
        message = f"the notebook's metadata set '{match[0]}'"
        yield _at(document, 1, "B413", message, f"remove it, then {REMEDY}")


@page_rule("B414", "words-of-chart-differ")
def words_of_chart_differ(document: Document) -> Iterator[Finding]:
    """The words stored with a chart are told in two places that differ: one was changed by hand.

    The caption and the text alternative stand in the chart's own words and as plain text.
    """
    for number in _differing(document):
        yield _at(document, number, "B414", "the words of the chart are not those of its plain text", REMEDY)


def _differing(document: Document) -> Iterator[int]:
    """Cells with a chart whose words and plain text differ."""
    for number, output in _outputs(document):
        data = output.get("data", {})
        chart = data.get(CHART)
        if isinstance(chart, dict) and text_of(data.get("text/plain")) != f"{chart.get('caption')}\n{chart.get('alt')}":
            yield number


@page_rule("B415", "outputs-changed-by-hand")
def outputs_changed_by_hand(document: Document) -> Iterator[Finding]:
    """The stored outputs are not those that `make notebooks` sealed: a picture, a number or a word was changed by hand.

    The seal in the notebook's metadata is the fingerprint of all its outputs.
    """
    known = any(_differing(document)) or any(_is_raw(cell) for cell in document.cells)  # told by B414 and B407
    if known or not any(True for _ in _outputs(document)):
        return
    seal = document.metadata.get("kapbook", {}).get("outputs")
    if seal != seal_of_outputs(document.cells):
        message = "the stored outputs are not those that were sealed" if seal else "the stored outputs have no seal"
        yield _at(document, 1, "B415", message, f"restore the notebook from git, or {REMEDY}")


@page_rule("B416", "words-against-table")
def words_against_table(document: Document) -> Iterator[Finding]:
    """A chart's alternative sets two numbers against each other ("55 against 30") as no row of its own table does.

    The first stands before the second in some row of the table that is published with the chart; else the labels of
    two arms were exchanged, or a number is another's.
    """
    for number, chart in document.charts:
        rows = [[float(n) for cell in row for n in NUMBER.findall(str(cell))] for row in chart.get("rows") or ()]
        for match in AGAINST.finditer(str(chart.get("alt"))):
            if not any(_in_order(row, match["first"], match["second"]) for row in rows):
                message = f"'{match[0]}' is in no row of the chart's table"
                yield _at(document, number, "B416", message, f"correct the cell's labels or rows, then {REMEDY}")
                break


def _in_order(row: list[float], first: str, second: str) -> bool:
    """Whether a row holds both numbers, as exactly as they are printed, the first before the second."""
    before = [index for index, number in enumerate(row) if _rounds(number, first)]
    after = [index for index, number in enumerate(row) if _rounds(number, second)]
    return bool(before and after) and before[0] < after[-1]


def _rounds(number: float, printed: str) -> bool:
    step = 10.0 ** -len(printed.partition(".")[2])
    return abs(number - float(printed)) <= step / 2 + 1e-9


def _outputs(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, cell in enumerate(document.cells, 1):
        yield from ((number, output) for output in cell.get("outputs", ()))
