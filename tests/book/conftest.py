"""A small project with all that a build needs."""

import shutil

import pytest

from kapbook.evidence import tables
from kapbook.place import ADDRESS, SOURCE


@pytest.fixture
def book(mini, root, monkeypatch):
    """The small project with all that a build needs, and a published book from before."""
    for variable in (ADDRESS, SOURCE):
        monkeypatch.delenv(variable, raising=False)
    shutil.copy(root / "_config.yml", mini.root)
    for folder in ("_static", "_templates"):
        shutil.copytree(root / folder, mini.root / folder)
    mini.write(
        "_toc.yml",
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/depression\n- file: chapters/rows\n"
        "- file: chapters/bibliography\n- file: notebooks/question\n",
    )
    mini.write(
        "chapters/rows.md",
        "# Rows\n\n```{evidence} ketamine\n```\n\n```{evidence} psychotherapy\n```\n\n```{ledger}\n```\n",
    )
    mini.write("chapters/bibliography.md", "# Bibliography\n\n```{bibliography}\n```\n\n{cite:t}`article003`\n")
    mini.write_notebook()
    published = mini.root / "_build/html"
    published.mkdir(parents=True)
    (published / "index.html").write_text("the last good book")
    tables._load.cache_clear()
    return mini
