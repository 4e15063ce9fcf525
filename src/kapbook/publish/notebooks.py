"""Execute notebooks from a clean kernel and store their outputs, so that a second run gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from kapbook.fingerprints import inputs_digest

WORKERS = 2
TIMEOUT_SECONDS = 120
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class NotebookError(RuntimeError):
    """A notebook could not be executed; the message names it and the error."""


def execute_all(root: Path, say: Callable[[str], None]) -> None:
    """Execute all notebooks of the book, two at a time, and write them back.

    Raises
    ------
    NotebookError : a cell failed; notebooks that ran are written, the failed one is left as it was.
    """
    digest = inputs_digest(root)
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    with ThreadPoolExecutor(WORKERS) as pool:
        for path, error in zip(paths, pool.map(lambda p: _execute(p, digest), paths), strict=True):
            if error:
                raise NotebookError(f"{path.relative_to(root)}: {error}; correct the cell and run 'make notebooks'")
            say(f"executed {path.relative_to(root)}")


def _execute(path: Path, digest: str) -> str:
    """Run one notebook in place; the error as text, empty when it ran."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=TIMEOUT_SECONDS, resources={"metadata": {"path": str(path.parent)}})
    try:
        client.execute()
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    nbformat.write(clean(notebook, digest), path)
    return ""


def clean(notebook: nbformat.NotebookNode, digest: str) -> nbformat.NotebookNode:
    """The notebook without time stamps and with the fingerprint of its inputs."""
    notebook.metadata = nbformat.NotebookNode(
        kernelspec=KERNEL, language_info={"name": "python"}, kapbook={"inputs": digest}
    )
    for number, cell in enumerate(notebook.cells, 1):
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["hide-input"]  # readers come for the chart; the code opens on demand
        cell["id"] = f"cell-{number}"
    return notebook
