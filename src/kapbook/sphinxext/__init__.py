"""Sphinx extension of the book: bound numbers, claims, evidence pages, charts, and light private pages."""

from __future__ import annotations

from sphinx.application import Sphinx

from kapbook.sphinxext import charts, claims, editions, evidence_pages, pages, speed, stat


def setup(app: Sphinx) -> dict[str, object]:
    """Register everything; called by Sphinx."""
    # jupyter-book always sets this value, also when the extension that reads it is not loaded.
    app.add_config_value("comments_config", {}, "env")
    for module in (speed, stat, evidence_pages, claims, charts, pages, editions):
        module.register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
