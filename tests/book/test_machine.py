"""The machine around the book changes nothing in it: line endings, a home that cannot be written, its settings."""

import os
import subprocess
import sys

import nbformat
import pytest

from kapbook.publish.machine import FOLDERS, keep_settings_apart
from kapbook.publish.notebooks import execute_all

DRAWS = "import matplotlib.font_manager, sys; print(matplotlib.rcParams['lines.linewidth'], file=sys.stderr)"


def test_a_checkout_keeps_its_line_endings_whatever_git_is_told(root):
    """With core.autocrlf a checkout would differ from what fingerprints and stored outputs were made from."""
    names = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True).stdout.split("\n")
    ask = ["git", "check-attr", "--stdin", "text", "eol"]
    said = subprocess.run(ask, cwd=root, input="\n".join(filter(None, names)), capture_output=True, text=True).stdout
    ends = {}
    for line in filter(None, said.split("\n")):
        name, attribute, value = line.rsplit(": ", 2)
        ends.setdefault(name, {})[attribute] = value
    assert ends
    loose = [name for name, found in ends.items() if found["text"] != "unset" and found["eol"] != "lf"]
    assert loose == []


@pytest.fixture
def bare_home(tmp_path, monkeypatch):
    """A home that does not exist and cannot be made, with settings of an owner who likes thick lines."""
    monkeypatch.setenv("HOME", "/proc/nobody")
    taste = tmp_path / "matplotlibrc"
    taste.write_text("lines.linewidth: 9\n")
    monkeypatch.setenv("MATPLOTLIBRC", str(taste))
    monkeypatch.setenv("MPLBACKEND", "svg")
    for variable in FOLDERS:
        monkeypatch.delenv(variable, raising=False)


def test_notebooks_neither_read_nor_need_the_home(mini, bare_home):
    mini.write_notebook(lambda notebook: notebook.update(cells=[nbformat.v4.new_code_cell(DRAWS)]))
    execute_all(mini.root, lambda line: None)
    (cell,) = nbformat.read(mini.root / "notebooks/question.ipynb", as_version=4).cells
    assert "".join(output.text for output in cell.outputs) == "1.5\n"


def test_where_the_build_folder_cannot_be_written_the_settings_are_temporary(tmp_path, bare_home):
    (tmp_path / "_build").write_text("a file is in the way")
    keep_settings_apart(tmp_path)
    folder = os.environ["MPLCONFIGDIR"]
    code = "import matplotlib; print(matplotlib.get_configdir())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (said.stdout.strip(), said.stderr) == (folder, "")
    assert not folder.startswith(str(tmp_path / "_build"))
