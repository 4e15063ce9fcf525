"""Last touches on each HTML page: no idle scripts, no foreign hosts, right roles, tables that scroll."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kapbook.sphinxext.tables import evidence

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)


def finish_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Adjust the page before the theme's template is filled."""
    package = evidence(app).package
    context["content_security_policy"] = POLICY
    context["data_version"], context["last_searched"] = package["version"], package["last_searched"]
    body = context.get("body")
    if body:
        context["body"] = accessible(body)


def accessible(body: str) -> str:
    """The page body with roles that ARIA 1.2 allows, scopes on table heads, and tables in a scrolling region."""
    body = body.replace('<div role="list" class="citation-list">', '<div class="citation-list">')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace('<th class="head', '<th scope="col" class="head')
    # Furo's wrapper of a table repeats the table's id.
    body = re.sub(r'(<div class="table-wrapper[^>]* id="([^"]+)">\s*<table[^>]*?) id="\2"', r"\1", body)
    return body


def register(app: Sphinx) -> None:
    app.connect("html-page-context", finish_page, priority=900)
