"""Where a notebook can be run: the reader's browser when that edition was built, other machines, one's own."""

from __future__ import annotations

import shutil
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from kapbook.names import FOLDER, LITE
from kapbook.place import Place
from kapbook.publish.takeaway import fresh_lite
from kapbook.sphinxext.publishing import here

NOTEBOOKS = "notebooks/"
COLAB_CELL = """!git clone --quiet https://github.com/{repository} /content/book
!git -C /content/book checkout --quiet {commit} && pip install --quiet --no-deps /content/book
%cd /content/book"""


def ways(notebook: str, up: str, lite: bool, at: Place) -> list[str]:
    """Items of the list as HTML.

    Parameters
    ----------
    notebook : path of the notebook in the repository
    up : way from the page to the first page's folder
    lite : was the browser edition built?
    at : where the book is published
    """
    items = []
    if lite:
        items.append(
            f'<a href="{up}{LITE}/lab/index.html?path={quote(notebook)}">In this browser</a>: '
            "a large download the first time, from this site alone."
        )
    if at.repository:
        cell = escape(COLAB_CELL.format(repository=at.repository, commit=at.commit))
        items.append(
            f'<a href="{at.binder(notebook)}">On Binder</a> or <a href="{at.colab(notebook)}">in Colab</a>: '
            "machines of others, who will know what you opened. Colab needs this cell first:"
            f'<pre tabindex="0">{cell}</pre>'
        )
    items.append(
        f'On your machine: <a href="{up}{FOLDER}/{notebook}" download>the notebook</a> in a checkout of the book; '
        "<code>make lab</code> opens it there; most notebooks begin with switches to turn."
    )
    return items


def add_ways(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the list under the title of a notebook's page."""
    if app.builder.name != "html" or not pagename.startswith(NOTEBOOKS):
        return
    items = ways(f"{pagename}.ipynb", "../" * pagename.count("/"), _lite_was_built(app.srcdir), here())
    block = "".join(f"<li>{item}</li>" for item in items)
    block = f'<details class="more"><summary>Run this notebook</summary><ul>{block}</ul></details>'
    context["body"] = context["body"].replace("</h1>", f"</h1>{block}", 1)


@cache
def _lite_was_built(root: str) -> bool:
    return fresh_lite(Path(root)) is not None


def copy_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks beside the pages."""
    if exception or app.builder.name != "html":
        return
    target = Path(app.outdir, FOLDER, NOTEBOOKS)
    target.mkdir(parents=True, exist_ok=True)
    for name in app.env.found_docs:
        if name.startswith(NOTEBOOKS):
            shutil.copy(Path(app.srcdir, f"{name}.ipynb"), target)


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("html-page-context", add_ways)
    app.connect("build-finished", copy_notebooks)
