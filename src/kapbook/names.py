"""Names under which the book and its parts are published; those of the book itself stand in its descriptor."""

from __future__ import annotations

FOLDER = "_downloads"
LITE = "lite"
PACKED = ".zip"
FORMS = {".epub": "EPUB, for e-readers", ".pdf": "PDF, for print"}
"""Endings of the editions with what readers are told of them."""

FOLDED = "application/vnd.kapbook.folded+json"
"""Kind of output under which a notebook stores words that open on demand."""

CLASS_SET = "class-set.csv"
"""The claims without their verdicts, for a class that judges them itself."""


def publisher(package: dict) -> str:
    """Who publishes the book, from `evidence/datapackage.json`."""
    return package["book"]["publisher"]


def file_name(package: dict, ending: str) -> str:
    """Name of the book as one file, ``PACKED`` or one of ``FORMS``."""
    return package["book"]["file"] + ending
