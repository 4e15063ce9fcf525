"""Every fault of the table of contents is told with its line before anything is built."""

import pytest

from kapbook.prose.contents import read_contents

GOOD = """\
format: jb-book
root: index
parts:
  - caption: One
    chapters:
      - file: chapters/a
        sections:
          - file: chapters/b.md
      - url: https://example.org
        title: Elsewhere
  - caption: Two
    chapters:
      - file: notebooks/c
        subtrees:
          - sections:
              - file: chapters/d
"""

FAULTS = {
    "a page twice": (("chapters/b.md", "chapters/a"), "8:19: the page 'chapters/a' stands in line 6 already; remove"),
    "a page twice, once with its ending": (("chapters/d", "chapters/b"), "16:23: the page 'chapters/b' stands in"),
    "parts beside chapters": (("parts:", "chapters:\n- file: chapters/e\nparts:"), "6:3: 'parts' stands beside"),
    "no root": (("root: index\n", ""), "1:1: no 'root'; name the first page: 'root: index'"),
    "an unknown setting of the book": (("root:", "author: x\nroot:"), "2:1: the book has no setting 'author'; use one"),
    "an unknown setting of a part": (("caption: Two", "captoin: Two"), "11:5: a part has no setting 'captoin'"),
    "an unknown setting of a page": (("sections:", "section:"), "7:9: a page has no setting 'section'; use one of"),
    "another format": (("jb-book", "jb-article"), "1:9: the format is not 'jb-book'"),
    "no format": (("format: jb-book\n", ""), "1:1: the format is not 'jb-book'; write 'format: jb-book'"),
    "a missing page": (("chapters/a", "chapters/nowhere"), "6:15: no file 'chapters/nowhere.md' or"),
    "a page without a name": (("chapters/a", ""), "6:14: this is no page name"),
    "a number for a name": (("chapters/a", "2020"), "6:15: this is no page name"),
    "a bare name": (
        ("      - file: chapters/a\n        sections:\n          -", "      - x\n      -"),
        "6:9: an entry of",
    ),
    "a pattern": (("- file: chapters/a", "- glob: chapters/*"), "6:9: 'glob' leaves the order"),
    "an empty list": (
        ("- sections:\n              - file: chapters/d", "- sections: []"),
        "15:23: 'sections' is not a",
    ),
    "a part that is a word": (("  - caption: Two", "  - Two\n  - caption: Two"), "11:5: a part is not a group"),
    "a part without chapters": (
        ("  - caption: Two", "  - caption: Empty\n  - caption: Two"),
        "11:5: a part has no 'ch",
    ),
    "two lists below a page": (
        ("subtrees:", "sections:\n          - file: chapters/e\n        subtrees:"),
        "17:11: 'subtrees' stands beside 'sections'",
    ),
    "a setting twice": (("root: index", "root: index\nroot: index"), "3:1: 'root' stands twice here"),
    "broken YAML": (("root: index", "root: [index"), "3:6: not readable as YAML"),
    "a list": ((GOOD, "- x"), "1:1: not a list of settings; restore the file from git"),
    "nothing": ((GOOD, ""), "1:1: not a list of settings"),
    "a strange name of a setting": (
        ("root: index", "root: index\n? [a]\n: b"),
        "3:3: the name of a setting is no word",
    ),
}


@pytest.fixture
def folder(tmp_path):
    for name in ("index.md", "chapters/a.md", "chapters/b.md", "notebooks/c.ipynb", "chapters/d.md", "chapters/e.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def faults(folder, text: str) -> list[str]:
    (folder / "_toc.yml").write_text(text)
    return [fault.sentence() for fault in read_contents(folder).faults]


def test_good_contents_are_read_in_order_with_their_lines(folder):
    assert faults(folder, GOOD) == []
    pages = {"index": 2, "chapters/a": 6, "chapters/b": 8, "notebooks/c": 13, "chapters/d": 16}
    assert list(read_contents(folder).pages.items()) == list(pages.items())


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_told_with_its_line(folder, what):
    (old, new), words = FAULTS[what]
    assert old in GOOD
    told = faults(folder, GOOD.replace(old, new, 1))
    assert any(sentence.startswith(f"_toc.yml:{words}") for sentence in told), told


def test_missing_and_unreadable_contents_are_told(folder):
    assert [fault.message for fault in read_contents(folder).faults] == ["missing"]
    (folder / "_toc.yml").write_bytes(b"format: \xff")
    assert [fault.remedy for fault in read_contents(folder).faults] == ["save it as UTF-8"]


def test_the_contents_of_the_book_are_without_fault(root):
    assert read_contents(root).faults == []
