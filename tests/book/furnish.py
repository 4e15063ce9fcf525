"""What the small project needs beside its tables to be built."""

import shutil
from pathlib import Path

from tests.mini import Mini

CONTENTS = """\
format: jb-book
root: index
chapters:
- file: chapters/depression
- file: chapters/rows
- file: chapters/bibliography
- file: notebooks/question
"""
ROWS = "# Rows\n\n```{evidence} ketamine\n```\n\n```{evidence} psychotherapy\n```\n\n```{ledger}\n```\n"
BIBLIOGRAPHY = "# Bibliography\n\n```{bibliography}\n```\n\n{cite:t}`article003`\n"


def furnish(mini: Mini, root: Path) -> None:
    """Add settings, contents, looks and pages, from the checkout `root` where they are the book's own."""
    shutil.copy(root / "_config.yml", mini.root)
    for folder in ("_static", "_templates"):
        shutil.copytree(root / folder, mini.root / folder)
    mini.write("_toc.yml", CONTENTS)
    mini.write("chapters/rows.md", ROWS)
    mini.write("chapters/bibliography.md", BIBLIOGRAPHY)
    mini.write_notebook()
