"""Sphinx extension of the book: bound numbers, claims, evidence pages, charts, and light private pages."""

from __future__ import annotations

from sphinx.application import Sphinx

from kapbook.sphinxext import (
    answers,
    charts,
    claims,
    cover,
    editions,
    evidence_pages,
    head,
    launch,
    pages,
    publishing,
    speed,
    stat,
    synonyms,
    takeaways,
)

MODULES = (
    speed,
    publishing,
    stat,
    evidence_pages,
    claims,
    charts,
    answers,
    cover,
    takeaways,
    launch,
    head,
    synonyms,
    pages,
    editions,
)


def setup(app: Sphinx) -> dict[str, object]:
    """Register everything; called by Sphinx."""
    # jupyter-book always sets this value, also when the extension that reads it is not loaded.
    app.add_config_value("comments_config", {}, "env")
    for module in MODULES:
        module.register(app)
    # Written one after another: the search page needs a line from each page that was written.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
