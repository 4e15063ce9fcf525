"""Execute notebooks from a clean kernel and store their outputs, so that a second run gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kapbook.files import write_text
from kapbook.fingerprints import inputs_digest
from kapbook.prose.notebooks import damage
from kapbook.publish.lock import writing
from kapbook.publish.machine import keep_settings_apart

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
    LockError, StorageError : another command is at work, or a notebook cannot be written.
    """
    with writing(root, say):
        keep_settings_apart(root)
        digest = inputs_digest(root)
        paths = sorted((root / "notebooks").glob("*.ipynb"))
        clients: list[NotebookClient] = []
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                errors = pool.map(lambda path: _execute(path, digest, clients), paths)
                for path, error in zip(paths, errors, strict=True):
                    if error:
                        name = path.relative_to(root)
                        raise NotebookError(f"{name}: {error}; correct the cell and run 'make notebooks'")
                    say(f"executed {path.relative_to(root)}")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                end_kernels(clients)
                raise


def _execute(path: Path, digest: str, clients: list[NotebookClient]) -> str:
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
        client.execute()
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return f"a cell took longer than {TIMEOUT_SECONDS} seconds"
    except DeadKernelError:
        return "the kernel ended while it ran; if you did not end it, memory ran out"
    text = nbformat.writes(clean(notebook, digest))
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
