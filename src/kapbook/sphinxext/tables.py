"""The evidence tables as Sphinx sees them, with faults turned into Sphinx errors."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from kapbook.evidence import Evidence, EvidenceError, load


def evidence(app: Sphinx) -> Evidence:
    """Evidence package of the book being built."""
    try:
        return load(Path(app.srcdir))
    except EvidenceError as error:
        raise ExtensionError(str(error)) from None
