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


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Adjust the page before the theme's template is filled."""
    package = evidence(app).package
    context["content_security_policy"] = POLICY
    context["data_version"], context["last_searched"] = package["version"], package["last_searched"]
    # Furo calls the captions of its contents headings without saying of which level.
    if "furo_navigation_tree" in context:
        context["furo_navigation_tree"] = context["furo_navigation_tree"].replace(' role="heading"', "")
    body = context.get("body") or ""
    context["body"] = accessible(body)
    if 'class="cell' not in body:
        context["css_files"] = [
            css for css in context["css_files"] if "mystnb" not in str(getattr(css, "filename", css))
        ]


def accessible(body: str) -> str:
    """The page body with roles that ARIA 1.2 allows and scopes on table heads, without what only weighs.

    The bibliography extension repeats the whole reference in a tooltip of each citation, which no
    keyboard or finger reaches and which doubles the weight of a chapter.
    """
    body = re.sub(r'(<a class="reference internal" href="[^"]*bibliography[^"]*") title="[^"]*"', r"\1", body)
    body = body.replace('<div role="list" class="citation-list">', '<div class="citation-list">')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace('<th class="head', '<th scope="col" class="head')
    body = body.replace("<pre>", '<pre tabindex="0">')  # long lines scroll, also by keyboard
    # Furo's wrapper of a table repeats the table's id.
    body = re.sub(r'(<div class="table-wrapper[^>]* id="([^"]+)">\s*<table[^>]*?) id="\2"', r"\1", body)
    return body


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("html-page-context", finish_page, priority=900)
