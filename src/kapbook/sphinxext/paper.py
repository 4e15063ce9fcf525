"""What a page needs on paper: the works that it cites, each with the address that finds it, and its own date."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kapbook.evidence.references import as_printed, label
from kapbook.sphinxext.head import kind_of
from kapbook.sphinxext.reads import reads_of
from kapbook.sphinxext.tables import evidence


def add_sources(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put a list that only paper shows under the text of a chapter."""
    if app.builder.name != "html" or doctree is None or not kind_of(app, pagename):
        return
    read = reads_of(app.env).get(pagename)
    domain = app.env.get_domain("cite")
    cited = {one.key: one for one in domain.citations if read and one.key in read.works}  # type: ignore[attr-defined]
    items = sorted(f"<li>{escape(label(one.entry))}. {_where(one.entry)}</li>" for one in cited.values())
    package = evidence(app).package
    made = f"Data version {package['version']}, last searched {package['last_searched']}."
    sources = f"<p><strong>Sources of this page</strong></p><ul>{''.join(items)}</ul>" if items else ""
    address = f" {escape(context.get('pageurl') or '')}"
    context["body"] += f'<div class="paper citation-list">{sources}<p>{made}{address}</p></div>'


def _where(entry: Any) -> str:
    for name, words in (("doi", "doi:"), ("pmid", "PubMed ")):
        if entry.fields.get(name):
            return f"{words}{escape(entry.fields[name])}"
    return escape(as_printed("title", entry.fields.get("title", "")))


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("html-page-context", add_sources)
