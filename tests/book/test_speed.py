"""What is kept and shared for speed changes no byte, and each name that belongs to others is still used by them."""

import subprocess
import sys
from pathlib import Path

import furo
import pytest
from bs4 import BeautifulSoup

from kapbook.publish.sphinx import jupyter_book
from kapbook.sphinxext.navigation import Contents
from kapbook.sphinxext.pages import branches_on_the_way
from kapbook.sphinxext.pool import INDEX, Pages, share

PLAIN = """
import sys, kapbook.sphinxext as own
from kapbook.sphinxext import __main__, again, navigation, pool, speed
own.MODULES = tuple(module for module in own.MODULES if module not in (again, navigation, pool, speed))
__main__._processors = lambda: 1
sys.exit(__main__.main(*sys.argv[1:]))
"""
NESTED = """\
format: jb-book
root: index
parts:
- caption: Pages
  chapters:
  - file: chapters/depression
    sections:
    - file: chapters/rows
      sections:
      - file: notebooks/question
  - file: chapters/bibliography
"""


def files(folder: Path) -> dict[str, bytes]:
    """Names and bytes of a folder; Sphinx's note of its settings is about the build."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def nested(book):
    book.write("_toc.yml", NESTED)
    book.append("chapters/rows.md", "\n{cite:p}`lee2020,kim2021` and {cite:t}`kim2021`, {cite:t}`kim2021`\n")
    book.append("chapters/depression.md", "\n## Same words\n\n{cite:p}`kim2021,lee2020`\n")
    return book


def test_the_pages_are_those_that_sphinx_makes_alone(nested, tmp_path):
    quick = files(jupyter_book(nested.root, tmp_path / "quick"))
    command = [sys.executable, "-P", "-c", PLAIN, str(nested.root), str(tmp_path / "plain/_build/html"), "html"]
    plain = subprocess.run(command, capture_output=True, text=True)
    assert plain.returncode == 0, plain.stderr
    slow = files(tmp_path / "plain/_build/html")
    assert quick.keys() == slow.keys()
    assert [name for name in slow if quick[name] != slow[name]] == []
    assert b"current-page" in quick["chapters/rows.html"] and b"checked" in quick["notebooks/question.html"]


def test_a_citation_without_a_work_is_told_on_each_page(nested, tmp_path):
    for page in ("depression", "rows"):
        nested.append(f"chapters/{page}.md", "\n{cite:p}`nobody`\n")
    with pytest.raises(Exception, match=r"(?s)depression\.md:\d+: WARNING.*rows\.md:\d+: WARNING|rows.*depression"):
        jupyter_book(nested.root, tmp_path / "quick")


def test_every_name_is_taken_once_and_all_results_arrive():
    taken: list[str] = []
    share([str(number) for number in range(50)], list, taken.extend, 4)
    assert sorted(taken, key=int) == [str(number) for number in range(50)]


def test_the_contents_of_a_page_outside_of_them_are_unmarked():
    tree = '<ul><li class="toctree-l1"><a class="reference internal" href="a/b.html">B</a></li></ul>'
    contents = Contents(tree)
    assert contents.on("search.html") == tree
    assert '<li class="toctree-l1 current current-page"><a class="current reference' in contents.on("a/b.html")
    assert BeautifulSoup(contents.on("a/c.html"), "html.parser").a["href"] == "b.html"


def test_only_branches_that_lead_to_the_page_stand_beside_it():
    box = '<input class="toctree-checkbox" id="b"/><label for="b">open</label>'
    leaf = '<ul><li class="toctree-l2"><a href="{}.html">Below</a></li></ul>'
    closed = f'<li class="toctree-l1 has-children"><a href="a.html">A</a>{box}{leaf.format("below")}</li>'
    opened = f'<li class="toctree-l1 current has-children"><a href="c.html">C</a>{box}{leaf.format("open")}</li>'
    tree = BeautifulSoup(branches_on_the_way(f"<ul>{closed}{opened}</ul>"), "html.parser")
    assert [link["href"] for link in tree.select("a")] == ["a.html", "c.html", "open.html"]
    assert len(tree.select("input")) == len(tree.select("label")) == len(tree.select(".has-children")) == 1


def test_the_private_names_exist():
    assert callable(furo._compute_navigation_tree)
    assert "_compute_navigation_tree" in furo._html_page_context.__code__.co_names
    builder = Pages.__mro__[1:]
    for name in ("_read_parallel", "_write_parallel"):
        assert any(name in vars(parent) for parent in builder), name
    from sphinx.search import IndexBuilder

    assert set(INDEX) <= set(IndexBuilder.__init__.__code__.co_names)
