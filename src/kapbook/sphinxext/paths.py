"""Previous and next page as readers go on, who do not read the parts of the book in their order."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def follow_path(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """On a page of a path of `book_paths` the neighbours are those of the path; its ends keep the book's own."""
    for path in app.config.book_paths:
        if pagename not in path:
            continue
        place = path.index(pagename)
        for key, other in (("prev", place - 1), ("next", place + 1)):
            if 0 <= other < len(path) and path[other] in app.env.found_docs:
                title = app.env.titles[path[other]].astext()
                context[key] = {"link": context["pathto"](path[other]), "title": title}
        return


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_config_value("book_paths", [], "html")
    app.connect("html-page-context", follow_path)
