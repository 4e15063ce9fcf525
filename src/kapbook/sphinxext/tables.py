"""The evidence tables as Sphinx sees them, with faults turned into Sphinx errors."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from kapbook.evidence import EvidenceError, load
from kapbook.evidence.record import Recorded, recorded


def evidence(app: Sphinx) -> Recorded:
    """Evidence package of the book being built, which notes what is read of it."""
    try:
        return recorded(load(Path(app.srcdir)))
    except EvidenceError as error:
        raise ExtensionError(str(error)) from None
