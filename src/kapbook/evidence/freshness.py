"""Is a notebook's stored output still of the present tables? It notes what it read when it is executed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kapbook.evidence.record import ALL, WHOLE_ROW, Contents, Touch

Read = dict[str, Any]
"""``rows`` and ``studies`` by their ids, ``columns`` by table, ``code`` as modules of the package; a notebook stores it
with its outputs."""

NOTING = {"evidence/freshness.py", "evidence/record.py", "fingerprints.py", "place.py", "names.py", "__init__.py"}
"""Modules that note what is read, and change no output."""


def as_read(touches: Iterable[Touch]) -> Read:
    """What was touched, in the coarser words that a notebook stores: whole rows, whole columns."""
    rows, studies, columns = set(), set(), set()
    for table, name, column in touches:
        if isinstance(name, int):
            columns.add((table, column))
        elif table:
            studies.add(name)
        else:
            rows.add(name)
    tables = sorted({table for table, _ in columns})
    by_table = {table: sorted(column for own, column in columns if own == table) for table in tables}
    return {"rows": sorted(rows), "studies": sorted(studies), "columns": by_table, "code": modules()}


def modules() -> list[str]:
    """Files of the package that this process has loaded."""
    home = Path(__file__).resolve().parents[1]
    files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith("kapbook.")]
    return sorted({Path(file).resolve().relative_to(home).as_posix() for file in files if file} - NOTING)


def inputs(read: Read, code: str, contents: Contents) -> str:
    """Fingerprint of what a notebook was made from.

    Parameters
    ----------
    read : what it read of the tables
    code : its code cells, joined
    contents : the tables as they are now
    """
    touches: list[Touch] = [("", row, WHOLE_ROW) for row in read.get("rows", ())]
    touches += [("studies", key, WHOLE_ROW) for key in read.get("studies", ())]
    touches += [(table, ALL, column) for table, names in read.get("columns", {}).items() for column in names]
    made_with = [contents.code(read.get("code", ())), contents.schema(touches)]
    parts = [*made_with, json.dumps(read, sort_keys=True), code, contents.fingerprint(touches)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def is_fresh(metadata: dict[str, Any], code: str, contents: Contents) -> bool:
    """Are the stored outputs of the notebook with this metadata and code those of the present tables?"""
    own = metadata.get("kapbook", {})
    try:
        return bool(own.get("inputs") == inputs(own["read"], code, contents))
    except (AttributeError, KeyError, TypeError):  # a notebook from elsewhere
        return False
