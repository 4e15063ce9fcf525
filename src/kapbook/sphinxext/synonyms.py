"""Words that readers type and chapters do not use: the page of other names teaches them to the search index.

Pages that ``book_unsearched`` names are left out of it.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

PAGE = "chapters/reference/other-names"


def other_names(app: Sphinx) -> dict[str, list[str]]:
    """Page names with the single words under which the page of other names points to them."""
    words: dict[str, list[str]] = {}
    if PAGE not in app.env.found_docs:
        return words
    for item in app.env.get_doctree(PAGE).findall(nodes.definition_list_item):
        terms = [word for term in item.findall(nodes.term) for word in re.findall(r"\w+", term.astext())]
        for reference in item.findall(addnodes.pending_xref):
            if reference.get("refdomain") == "doc":
                words.setdefault(reference["reftarget"], []).extend(terms)
    return words


def keywords(app: Sphinx, docname: str) -> list[str]:
    """The other names of a page."""
    builder = app.builder
    if not hasattr(builder, "kapbook_other_names"):
        builder.kapbook_other_names = other_names(app)  # type: ignore[attr-defined]
    return list(dict.fromkeys(builder.kapbook_other_names.get(docname, [])))  # type: ignore[attr-defined]


def add_keywords(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give a page its other names as keywords, which Sphinx puts into the search index."""
    if app.builder.name == "html" and keywords(app, docname):
        doctree.insert(0, nodes.meta(name="keywords", content=", ".join(keywords(app, docname))))


def leave_out(app: Sphinx, doctree: nodes.document) -> None:
    """Mark pages whose names begin as ``book_unsearched`` says: Sphinx indexes no word of them."""
    if app.env.docname.startswith(tuple(app.config.book_unsearched)):
        app.env.metadata[app.env.docname]["nosearch"] = True


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_config_value("book_unsearched", [], "env")
    app.connect("doctree-read", leave_out)
    app.connect("doctree-resolved", add_keywords)
