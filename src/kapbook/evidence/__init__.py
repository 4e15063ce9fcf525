"""The evidence tables: load them, find a row by its permanent id, read the ledger, the works and printed numbers."""

from kapbook.evidence.tables import (
    PACKAGE,
    Evidence,
    EvidenceError,
    Row,
    columns,
    fields,
    load,
    project_root,
    read,
)

__all__ = ["PACKAGE", "Evidence", "EvidenceError", "Row", "columns", "fields", "load", "project_root", "read"]
