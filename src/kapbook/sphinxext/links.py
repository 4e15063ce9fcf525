"""The two links that all parts of the book make: to a work of the bibliography, and to a label of any page."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes


def cite(key: str, docname: str) -> addnodes.pending_xref:
    """Citation of a work, as the author and year, on the page `docname`."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", key),
        refdomain="cite",
        reftype="t",
        reftarget=key,
        refdoc=docname,
        refwarn=True,
        support_smartquotes=False,
    )


def link(label: str, text: str, docname: str) -> addnodes.pending_xref:
    """Link with the words `text` to a label, on the page `docname`."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text),
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refexplicit=True,
        refwarn=True,
        refdoc=docname,
    )
