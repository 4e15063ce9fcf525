"""The book's style of references, under the name that pybtex's entry point gives."""

from kapbook.evidence.references import Style

__all__ = ["Style"]
