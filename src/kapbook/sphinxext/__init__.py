"""Sphinx extension of the book: bound numbers, claims, evidence pages, charts, and light private pages."""

from __future__ import annotations

from sphinx.application import Sphinx

from kapbook.sphinxext import (
    again,
    answers,
    ask,
    charts,
    claim_pages,
    claims,
    classset,
    cover,
    downloads,
    editions,
    evidence_pages,
    head,
    launch,
    ledger,
    navigation,
    pages,
    paper,
    paths,
    pool,
    publishing,
    reads,
    speed,
    standing,
    stat,
    synonyms,
    takeaways,
    trials,
)

MODULES = (
    pool,
    speed,
    reads,
    again,
    publishing,
    stat,
    evidence_pages,
    claims,
    ledger,
    claim_pages,
    classset,
    charts,
    answers,
    ask,
    trials,
    cover,
    downloads,
    takeaways,
    standing,
    launch,
    head,
    navigation,
    synonyms,
    paths,
    paper,
    pages,
    editions,
)


def setup(app: Sphinx) -> dict[str, object]:
    """Register everything; called by Sphinx."""
    # jupyter-book always sets this value, also when the extension that reads it is not loaded.
    app.add_config_value("comments_config", {}, "env")
    for module in MODULES:
        module.register(app)
    # It numbers the headings of the whole book when all pages are read, and keeps nothing while they are.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
