"""Damaged input gives one sentence, and the last good book stays in place."""

import re

import pytest

from kapbook.evidence import tables
from kapbook.files import StorageError
from kapbook.publish import build as building
from kapbook.publish.build import BuildError, build, contents


def silent(line: str) -> None:
    pass


def refused(book, words: str) -> None:
    tables._load.cache_clear()
    with pytest.raises((BuildError, StorageError), match=words):
        build(book.root, silent)
    assert (book.root / "_build/html/index.html").read_text() == "the last good book"


def test_a_good_project_is_built_and_swapped_in_then_left_alone(book):
    said: list[str] = []
    page = build(book.root, said.append)
    html = (book.root / "_build/html/chapters/depression.html").read_text()
    assert page.is_file() and "40.0%" in html and "Overstated" in html
    assert not (book.root / "_build/next").exists()
    said.clear()
    build(book.root, said.append)
    assert said == ["Nothing has changed since the last build."]


DAMAGE = {
    "bad YAML in the contents": (
        lambda b: b.write("_toc.yml", "format: [jb-book\n"),
        r"_toc\.yml:\d+:\d+: not readable as YAML",
    ),
    "contents that are no mapping": (lambda b: b.write("_toc.yml", "hello"), r"_toc\.yml:1:1: not a list of settings"),
    "no contents": (lambda b: (b.root / "_toc.yml").unlink(), r"_toc\.yml:1:1: missing"),
    "bad YAML in the settings": (
        lambda b: b.write("_config.yml", "title: 'x\n"),
        r"_config\.yml:\d+:\d+: not readable",
    ),
    "page of the contents missing": (
        lambda b: (b.root / "chapters/rows.md").unlink(),
        r"_toc\.yml:5:9: no file 'chapters/rows",
    ),
    "broken CSV row": (
        lambda b: b.edit("evidence/outcomes.csv", ",40.0,", ",40.0,x,"),
        r"evidence/outcomes\.csv:2: 1 empty cell\(s\) too many at the end; delete the empty columns",
    ),
    "unreadable notebook": (
        lambda b: b.write("notebooks/question.ipynb", "{"),
        r"notebooks/question\.ipynb:1: not a readable notebook",
    ),
    "missing reference": (
        lambda b: b.append("chapters/depression.md", "\n{cite:p}`nobody`\n"),
        r"C101 the key 'nobody'",
    ),
    "number that drifted": (
        lambda b: b.edit("chapters/depression.md", "`40.0% <", "`41.0% <"),
        r"N202 '41\.0%' is not",
    ),
    "stale notebook": (lambda b: b.cell("outcomes", 2, "note", "new"), r"B406 .*run 'make notebooks'"),
    "page that stands twice in the contents": (
        lambda b: b.append("_toc.yml", "- file: chapters/rows\n"),
        r"_toc\.yml:8:9: the page 'chapters/rows' stands in line 5 already; remove one of the two",
    ),
    "extension that is not there": (
        lambda b: b.edit("_config.yml", "- myst_nb", "- myst_nb\n      - nowhere_at_all"),
        r"Extension error: Could not import extension nowhere_at_all .*\n.*still in place",
    ),
    "link to nowhere": (lambda b: b.append("chapters/depression.md", "\n[x](nowhere.md)\n"), r"P707 .*nowhere"),
    "unknown directive": (lambda b: b.append("chapters/depression.md", "\n```{nonsense}\n```\n"), r"P702 .*nonsense"),
}
COMPLAINTS = {
    "code of an unknown language": ("```nonsense\nx\n```", r"WARNING: .*'nonsense'"),
    "option that a block does not have": ("```{note}\n:strange: x\n\nWords.\n```", r"WARNING: .*strange"),
}
"""What only the book builder complains of, all in one build."""


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_refused_in_a_sentence_and_the_last_book_stays(book, what):
    harm, words = DAMAGE[what]
    harm(book)
    refused(book, words)


@pytest.fixture(scope="module")
def complained(new_book):
    """A project with every fault of which the builder complains, and what was said."""
    book = new_book()
    for text, _ in COMPLAINTS.values():
        book.append("chapters/depression.md", f"\n{text}\n")
    with pytest.raises((BuildError, StorageError)) as said:
        build(book.root, silent)
    return book, str(said.value)


@pytest.mark.parametrize("what", COMPLAINTS)
def test_a_complaint_of_the_builder_is_told_and_the_last_book_stays(complained, what):
    book, said = complained
    assert re.search(COMPLAINTS[what][1], said)
    assert (book.root / "_build/html/index.html").read_text() == "the last good book"


def test_an_output_folder_that_cannot_be_written_is_refused_in_a_sentence(book, monkeypatch):
    def deny(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(building.Path, "mkdir", deny)
    refused(book, "_build: permission denied; give yourself the right to read and write there")


def test_the_contents_of_the_book_name_existing_pages(root):
    pages = contents(root)
    assert len(pages) == len(set(pages)) and pages[0] == "index"
    building.preflight(root)
