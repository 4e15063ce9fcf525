"""Strict nbval catches a damaged notebook, and a second run gives the same bytes."""

import copy
import json
import subprocess
import sys
from xml.etree import ElementTree

import nbformat
import pytest

from kapbook.evidence import load, tables
from kapbook.evidence.freshness import is_fresh
from kapbook.evidence.record import Contents
from kapbook.publish.notebooks import NotebookError, code_of, execute_all

SMALL = "how-long.ipynb"


def change_svg(data):
    data["image/svg+xml"] = data["image/svg+xml"].replace("<path", "<path ", 1)


def change_number_in_words(data):
    data["text/plain"] = data["text/plain"].replace("18", "81", 1)


def change_data(data):
    data["application/vnd.kapbook.chart+json"]["rows"][0][1] = "999"


def code(source, **outputs):
    made = [nbformat.v4.new_output("execute_result", outputs, execution_count=99)] if outputs else []
    return nbformat.v4.new_code_cell(source, execution_count=99, outputs=made)


CHANGES = [change_svg, change_number_in_words, change_data]
CELLS = {"other_value": code("1 + 1", **{"text/plain": "3"}), "failing_cell": code("1 / 0")}
DAMAGE = [*(change.__name__ for change in CHANGES), *CELLS]


def make_place(root, folder):
    """A copy of the project's tables, in which a notebook finds its rows."""
    (folder / "evidence").symlink_to(root / "evidence")
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture
def place(root, tmp_path):
    return make_place(root, tmp_path)


def has_chart(cell):
    return cell.cell_type == "code" and any("image/svg+xml" in output.get("data", {}) for output in cell.outputs)


@pytest.fixture(scope="module")
def outcomes(root, tmp_path_factory):
    """What strict nbval says of each cell of a notebook, in one kernel: what comes before the first chart and the
    chart as they are stored, then the chart again with each change, then cells of another value and of an error."""
    path = make_place(root, tmp_path_factory.mktemp("strict")) / "notebooks" / SMALL
    notebook = nbformat.read(root / "notebooks" / SMALL, as_version=4)
    first = next(number for number, cell in enumerate(notebook.cells) if has_chart(cell))
    chart = notebook.cells[first]
    notebook.cells = notebook.cells[: first + 1]
    sound = sum(cell.cell_type == "code" for cell in notebook.cells)
    for number, change in enumerate(CHANGES):
        cell = copy.deepcopy(chart)
        cell.id = f"changed-{number}"
        change(next(o for o in cell.outputs if "image/svg+xml" in o.get("data", {})).data)
        notebook.cells.append(cell)
    notebook.cells += CELLS.values()
    nbformat.write(notebook, path)
    report = path.with_suffix(".xml")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    command += ["--nbval", "--nbval-current-env", str(path)]
    result = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
    assert result.returncode == 1, result.stdout[-2000:]
    told = ["failed" if len(case) else "passed" for case in ElementTree.parse(report).iter("testcase")]
    return told[:sound], dict(zip(DAMAGE, told[sound:], strict=True))


@pytest.mark.parametrize("damage", DAMAGE)
def test_strict_nbval_fails_on(damage, outcomes):
    sound, damaged = outcomes
    assert set(sound) == {"passed"}
    assert damaged[damage] == "failed"


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
    contents = Contents(load(root))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        assert is_fresh(notebook.metadata, code_of(notebook), contents), path.name


READS = """from kapbook import evidence
tables = evidence.load()
print(tables.row("one")["value"], [row["study"] for row in tables.tables["studies"]])"""


def test_only_notebooks_that_read_a_changed_row_are_executed(mini):
    code = READS.replace("one", "lee2020-response-d1-ketamine")
    (mini.root / "notebooks/question.ipynb").unlink()
    for name, source in (("reader", code), ("idle", "print(1)")):
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), mini.root / f"notebooks/{name}.ipynb"
        )

    def ran() -> list[str]:
        said: list[str] = []
        tables._load.cache_clear()
        execute_all(mini.root, said.append)
        return said

    assert ran() == ["executed notebooks/idle.ipynb", "executed notebooks/reader.ipynb"]
    read = nbformat.read(mini.root / "notebooks/reader.ipynb", as_version=4).metadata["kapbook"]["read"]
    assert set(read.pop("code")) >= {"evidence/__init__.py", "evidence/tables.py"}
    assert read == {"rows": ["lee2020-response-d1-ketamine"], "studies": [], "columns": {"studies": ["", "study"]}}
    assert ran() == ["No notebook is older than what it shows."]
    mini.cell("outcomes", 1, "note", "another row")
    mini.cell("studies", 0, "population", "another column")
    assert ran() == ["No notebook is older than what it shows."]
    mini.cell("outcomes", 0, "value", "41.0")
    assert ran() == ["executed notebooks/reader.ipynb"]
    mini.repeat("studies", 1, study="new2024")
    assert ran() == ["executed notebooks/reader.ipynb"]
    mini.edit("notebooks/idle.ipynb", "print(1)", "print(2)")
    assert ran() == ["executed notebooks/idle.ipynb"]
