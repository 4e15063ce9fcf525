"""Execute notebooks from a clean kernel and store their outputs, so that a second run gives the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kapbook.evidence import load
from kapbook.evidence.freshness import Read, inputs, is_fresh
from kapbook.evidence.record import Contents
from kapbook.evidence.tables import RECORD
from kapbook.files import write_text
from kapbook.prose.notebooks import damage, seal_of_outputs
from kapbook.publish.lock import writing
from kapbook.publish.machine import keep_settings_apart

WORKERS = 2
TIMEOUT_SECONDS = 120
ASK = """import json
from kapbook.evidence.freshness import as_read
from kapbook.evidence.record import touched
print(json.dumps(as_read(touched())))"""
"""Asks the kernel, when all cells have run, what they have read."""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class NotebookError(RuntimeError):
    """A notebook could not be executed; the message names it and the error."""


def execute_all(root: Path, say: Callable[[str], None], force: bool = False) -> None:
    """Execute the notebooks whose outputs are older than what they show, two at a time, and write them back.

    Parameters
    ----------
    root : folder of the checkout
    say : receives a line for each notebook that ran, or one when there was none
    force : execute all of them

    Raises
    ------
    NotebookError : a cell failed; notebooks that ran are written, the failed one is left as it was.
    LockError, StorageError : another command is at work, or a notebook cannot be written.
    """
    with writing(root, say):
        keep_settings_apart(root)
        contents = Contents(load(root))
        paths = [path for path in sorted((root / "notebooks").glob("*.ipynb")) if force or _is_stale(path, contents)]
        if not paths:
            say("No notebook is older than what it shows.")
        clients: list[NotebookClient] = []
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                errors = pool.map(lambda path: _execute(path, contents, clients), paths)
                for path, error in zip(paths, errors, strict=True):
                    if error:
                        name = path.relative_to(root)
                        raise NotebookError(f"{name}: {error}; correct the cell and run 'make notebooks'")
                    say(f"executed {path.relative_to(root)}")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                end_kernels(clients)
                raise


def _is_stale(path: Path, contents: Contents) -> bool:
    """Must the notebook be executed? So also when it cannot be read, which `_execute` tells."""
    try:
        notebook = read(path)
    except NotebookError:
        return True
    whole = all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
    sealed = notebook.metadata.get("kapbook", {}).get("outputs") == seal_of_outputs(notebook.cells)
    return not whole or not sealed or not is_fresh(notebook.metadata, code_of(notebook), contents)


def code_of(notebook: nbformat.NotebookNode) -> str:
    """The code cells, joined."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def _execute(path: Path, contents: Contents, clients: list[NotebookClient]) -> str:
    """Run one notebook in place; the error as text, empty when it ran."""
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT_SECONDS,
        kernel_name=KERNEL["name"],  # whichever the notebook names
        resources={"metadata": {"path": str(path.parent)}},
    )
    clients.append(client)
    try:
        with client.setup_kernel(env={**os.environ, RECORD: "1"}):
            for number, cell in enumerate(notebook.cells):
                client.execute_cell(cell, number)
            notebook.cells.append(nbformat.v4.new_code_cell(ASK))
            client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1, store_history=False)
            used = json.loads(notebook.cells.pop().outputs[0]["text"])
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return f"a cell took longer than {TIMEOUT_SECONDS} seconds"
    except DeadKernelError:
        return "the kernel ended while it ran; if you did not end it, memory ran out"
    text = nbformat.writes(clean(notebook, used, contents))
    write_text(path, text if text.endswith("\n") else f"{text}\n")
    return ""


def read(path: Path) -> nbformat.NotebookNode:
    """A notebook.

    Raises
    ------
    NotebookError : it is not one.
    """
    try:
        return nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:  # nbformat raises many kinds for damaged files
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        told = damage(path.read_text(encoding="utf-8", errors="replace"))
        told = told or f"1: not a readable notebook ({reason}); restore it from git"
        raise NotebookError(f"{path.name}:{told}") from None


def end_kernels(clients: list[NotebookClient]) -> None:
    """Kill the kernels of notebooks that are being executed, at once."""
    for client in clients:
        kernel = getattr(client.km and client.km.provisioner, "process", None)
        if kernel:
            kernel.kill()


def clean(notebook: nbformat.NotebookNode, read: Read, contents: Contents) -> nbformat.NotebookNode:
    """The notebook without time stamps, with what it read of the tables, its fingerprint, and a seal on its outputs."""
    made_from = inputs(read, code_of(notebook), contents)
    kept = {"inputs": made_from, "outputs": seal_of_outputs(notebook.cells), "read": read}
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL, language_info={"name": "python"}, kapbook=kept)
    for number, cell in enumerate(notebook.cells, 1):
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["hide-input"]  # readers come for the chart; the code opens on demand
        cell["id"] = f"cell-{number}"
    return notebook
