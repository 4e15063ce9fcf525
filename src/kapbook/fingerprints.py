"""Fingerprints of input files: are stored outputs and the last book still fresh?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kapbook.place import place
from kapbook.store import PACKAGE_ROOT

CODE = "src/kapbook/**/*"
BOOK_INPUTS = (
    "_config.yml",
    "_toc.yml",
    "index.md",
    "pyproject.toml",
    "addresses.txt",
    "references.bib",
    "requirements.lock",
    "chapters/**/*",
    "notebooks/*.ipynb",
    "evidence/*",
    "evidence/records/*.json",
    CODE,
    "_static/**/*",
    "_templates/**/*",
)


def book_digest(root: Path) -> str:
    """Fingerprint of all that the book is built from, and of where it is published.

    The package belongs to it, also where it lies beside another book.
    """
    code = "" if root == PACKAGE_ROOT else digest(PACKAGE_ROOT, (CODE,))
    return digest(root, BOOK_INPUTS, f"{place()}{code}")


def digest(root: Path, patterns: Iterable[str], more: str = "") -> str:
    """SHA-256 over names and bytes of the files that match, in name order, and over `more`."""
    total = hashlib.sha256(more.encode())
    paths = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        if "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
            total.update(f"{path.relative_to(root).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
