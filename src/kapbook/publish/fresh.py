"""Is the published book that of the present sources? Asked before anything else is started."""

from __future__ import annotations

from pathlib import Path

from kapbook.fingerprints import book_digest
from kapbook.publish.takeaway import offered

MARK = ".inputs"
UNCHANGED = "Nothing has changed since the last build."


def made_from(root: Path) -> str:
    """Fingerprint of the sources, and what a book of them would offer to take away."""
    return f"{book_digest(root)} {offered(root)}"


def is_fresh(target: Path, inputs: str) -> bool:
    """Was the book in the folder `target` made from these inputs?"""
    mark = target / MARK
    return mark.is_file() and mark.read_text(encoding="utf-8") == inputs and (target / "index.html").is_file()
