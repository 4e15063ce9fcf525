"""Strict nbval catches a damaged notebook, and a second run gives the same bytes."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from kapbook.fingerprints import inputs_digest
from kapbook.publish.notebooks import NotebookError, execute_all

SMALL = "how-long.ipynb"


def run_nbval(path: Path) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-current-env",
        str(path),
    ]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True)


@pytest.fixture
def stored(root):
    return nbformat.read(root / "notebooks" / SMALL, as_version=4)


@pytest.fixture
def place(root, tmp_path):
    """A copy of the project's tables, in which a notebook finds its rows."""
    (tmp_path / "evidence").symlink_to(root / "evidence")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def first_chart(notebook):
    return next(
        o for c in notebook.cells if c.cell_type == "code" for o in c.outputs if "image/svg+xml" in o.get("data", {})
    )


def change_svg(notebook):
    output = first_chart(notebook)
    output.data["image/svg+xml"] = output.data["image/svg+xml"].replace("<path", "<path ", 1)


def change_number_in_words(notebook):
    output = first_chart(notebook)
    output.data["text/plain"] = output.data["text/plain"].replace("18", "81", 1)


def change_data(notebook):
    words = first_chart(notebook).data["application/vnd.kapbook.chart+json"]
    words["rows"][0][1] = "999"


def failing_cell(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0", execution_count=99))


def other_value(notebook):
    notebook.cells.append(
        nbformat.v4.new_code_cell(
            "1 + 1",
            execution_count=99,
            outputs=[nbformat.v4.new_output("execute_result", {"text/plain": "3"}, execution_count=99)],
        )
    )


@pytest.mark.parametrize("damage", [change_svg, change_number_in_words, change_data, failing_cell, other_value])
def test_strict_nbval_fails_on(damage, stored, place):
    notebook = copy.deepcopy(stored)
    damage(notebook)
    path = place / "notebooks" / SMALL
    nbformat.write(notebook, path)
    result = run_nbval(path)
    assert result.returncode == 1, result.stdout[-2000:]
    assert "1 failed" in result.stdout


def test_a_second_execution_gives_the_same_bytes(root, place):
    path = place / "notebooks" / SMALL
    path.write_bytes((root / "notebooks" / SMALL).read_bytes())
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    execute_all(place, lambda line: None)
    first = json.loads((root / "notebooks" / SMALL).read_text())
    second = json.loads(path.read_text())
    assert second["cells"] == first["cells"]


def test_a_failing_cell_is_named_and_the_stored_notebook_kept(place):
    path = place / "notebooks" / "bad.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("undefined_name")]), path)
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"notebooks/bad\.ipynb: NameError: .*make notebooks"):
        execute_all(place, lambda line: None)
    assert path.read_bytes() == before


def test_stored_outputs_are_of_the_present_tables(root):
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        assert nbformat.read(path, as_version=4).metadata["kapbook"]["inputs"] == inputs_digest(root), path.name
