"""The claim directives (filled with the ledger)."""

from __future__ import annotations

from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    pass
