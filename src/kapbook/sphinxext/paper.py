"""What a page needs on paper: the works that it cites, each with the address that finds it, and its own date.

A list to take along is a sheet of its own, so it says by itself where it comes from and of which day it is.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kapbook.evidence.references import as_printed, label
from kapbook.sphinxext.head import kind_of
from kapbook.sphinxext.publishing import here
from kapbook.sphinxext.reads import reads_of
from kapbook.sphinxext.tables import evidence


def add_sources(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put what only paper shows under the text: the works that a chapter cites, and the date of every page."""
    if app.builder.name != "html" or doctree is None:
        return
    read = reads_of(app.env).get(pagename) if kind_of(app, pagename) else None
    domain = app.env.get_domain("cite")
    cited = {one.key: one for one in domain.citations if read and one.key in read.works}  # type: ignore[attr-defined]
    items = sorted(f"<li>{escape(label(one.entry))}. {_where(one.entry)}</li>" for one in cited.values())
    sources = f"<p><strong>Sources of this page</strong></p><ul>{''.join(items)}</ul>" if items else ""
    context["body"] += f'<div class="paper citation-list">{sources}<p>{escape(_made(app, pagename))}</p></div>'


def date_sheets(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put title, day, version and address under each list to tick."""
    if app.builder.name != "html":
        return
    lists = [found for found in doctree.findall(nodes.bullet_list) if "checklist" in found["classes"]]
    for sheet in dict.fromkeys(found.parent for found in lists):
        words = f"{app.config.project}: {app.env.titles[docname].astext()}. {_made(app, docname)}"
        sheet += nodes.paragraph("", words, classes=["paper"])


def _made(app: Sphinx, docname: str) -> str:
    package, base = evidence(app).package, here().url
    made = f"Data version {package['version']}, last searched as a whole {package['last_searched']}; "
    made += "each answer names its own day."
    return f"{made} {base}{docname}.html" if base else made


def _where(entry: Any) -> str:
    for name, words in (("doi", "doi:"), ("pmid", "PubMed ")):
        if entry.fields.get(name):
            return f"{words}{escape(entry.fields[name])}"
    return escape(as_printed("title", entry.fields.get("title", "")))


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("html-page-context", add_sources)
    app.connect("doctree-resolved", date_sheets)
