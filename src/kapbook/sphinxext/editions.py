"""What the EPUB and the single page behind the PDF need beyond the web pages."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config

from kapbook.sphinxext.tables import evidence

EDITIONS = ("epub", "singlehtml")
START = "#document-"


def set_version(app: Sphinx, config: Config) -> None:
    """An EPUB must name its version: that of the data."""
    config.version = config.version or evidence(app).package["version"]


def unique_ids(tree: nodes.Node, docname: str) -> None:
    """Put the page's name before each id and each link to one: on a single page, ids of several pages meet."""
    if isinstance(tree, addnodes.start_of_file):
        docname = tree["docname"]
    if isinstance(tree, nodes.Element):
        for name in ("ids", "backrefs"):
            if tree.get(name):
                tree[name] = [_anchor(docname, own) for own in tree[name]]
        if tree.get("refid"):
            tree["refid"] = _anchor(docname, tree["refid"])
        page, _, own = tree.get("refuri", "").removeprefix(START).partition("#")
        if own and tree["refuri"].startswith(START):
            tree["refuri"] = f"#{_anchor(page, own)}"
    for child in tree.children:
        unique_ids(child, docname)


def _anchor(docname: str, own: str) -> str:
    return f"{docname.replace('/', '-')}-{own}"


def arrange(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Give the single page unique ids, a section for each part, and a list of contents."""
    if app.builder.name != "singlehtml":
        return
    unique_ids(tree, docname)
    book = next(tree.findall(nodes.section))
    book["ids"].append(f"document-{docname}")
    files = {node["docname"]: node for node in tree.findall(addnodes.start_of_file)}
    contents = nodes.section("", nodes.title("", "Contents"), ids=["book-contents"], classes=["book-contents"])
    book += contents
    for number, toctree in enumerate(app.env.get_doctree(docname).findall(addnodes.toctree), 1):
        pages, caption = toctree["includefiles"], toctree.get("caption") or f"Part {number}"
        contents += [nodes.rubric("", caption), _list(app, pages)]
        part = nodes.section("", nodes.title("", caption), ids=[f"part-{number}"], classes=["part"])
        book += part
        for page in pages:
            files[page].parent.remove(files[page])
            part += files[page]


def _list(app: Sphinx, pages: list[str]) -> nodes.bullet_list:
    shown = nodes.bullet_list()
    for page in pages:
        link = nodes.reference("", app.env.titles[page].astext(), refuri=f"{START}{page}", internal=True)
        shown += nodes.list_item("", nodes.paragraph("", "", link))
        below = app.env.toctree_includes.get(page)
        if below:
            shown[-1] += _list(app, below)
    return shown


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take scripts away, and for EPUB what its schema refuses."""
    if app.builder.name not in EDITIONS:
        return
    context["script_files"] = []
    body = context.get("body") or ""
    body = re.sub(r"<summary aria-label=.*?</summary>", "<summary>Code</summary>", body, flags=re.S)
    context["body"] = body
    if app.builder.name == "epub":
        context["css_files"] = [css for css in context["css_files"] if "mystnb" not in str(css.filename)]
        context["body"] = re.sub(r"<style scoped>.*?</style>", "", body, flags=re.S)


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("config-inited", set_version)
    app.connect("doctree-resolved", arrange, priority=900)
    app.connect("html-page-context", finish_page, priority=950)
