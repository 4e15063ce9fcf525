"""Load the evidence tables, keep their printed digits, and find a row by its permanent id."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kapbook.evidence.spreadsheet import file_fault, hint

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "evidence/datapackage.json"
RECORD = "KAPBOOK_RECORD"
"""Environment variable that has `load` give tables which note what is read of them."""
NUMERIC_TYPES = {"number", "integer", "year"}
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
"""How a number is written in a table: digits, and a point for decimals."""


class EvidenceError(ValueError):
    """A table cannot be read; the message names file, line and remedy."""


@dataclass(frozen=True)
class Row:
    """One row of one table, with the text of its cells as printed.

    Attributes
    ----------
    table : name of the table, for example ``outcomes``
    path : file relative to the project, for example ``evidence/outcomes.csv``
    line : line of the file on which the row starts (the header is line 1)
    cells : column name to text; empty text where the source gives nothing
    """

    table: str
    path: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str:
        """Text of a cell, empty when the table has no such column."""
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        """Value of a numeric cell in the row's unit, or None when it is empty."""
        text = self.get(column)
        return float(text) if text else None

    @property
    def id(self) -> str:
        return self.get("id")

    @property
    def study(self) -> str:
        return self.get("study")

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Evidence:
    """All tables of the evidence package.

    Attributes
    ----------
    root : folder of the project
    tables : table name to its rows, in file order
    package : the descriptor (``datapackage.json``)
    """

    root: Path
    tables: dict[str, list[Row]]
    package: dict

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {r.id: r for rows in self.tables.values() for r in rows if r.id})
        object.__setattr__(self, "_studies", {r.study: r for r in reversed(self.tables.get("studies", []))})

    def has(self, row_id: str) -> bool:
        """Whether a row with this id exists."""
        return row_id in self._by_id  # type: ignore[attr-defined]

    def row(self, row_id: str) -> Row:
        """Row with this id.

        Raises
        ------
        EvidenceError : no table holds the id; the message offers the nearest ids.
        """
        try:
            return self._by_id[row_id]  # type: ignore[attr-defined]
        except KeyError:
            raise EvidenceError(f"no evidence row has the id '{row_id}'{self._suggestion(row_id)}") from None

    def _suggestion(self, row_id: str) -> str:
        import difflib

        near = difflib.get_close_matches(row_id, self._by_id, n=3)  # type: ignore[attr-defined]
        return f"; did you mean {' or '.join(near)}?" if near else "; add the row or correct the id"

    def ids(self) -> list[str]:
        """Ids of all rows, in table order."""
        return list(self._by_id)  # type: ignore[attr-defined]

    def study(self, key: str) -> Row:
        """Row of ``studies`` with this BibTeX key (EvidenceError when missing)."""
        try:
            return self._studies[key]  # type: ignore[attr-defined]
        except KeyError:
            raise EvidenceError(
                f"no row of evidence/studies.csv has the key '{key}'; add the study or correct the key"
            ) from None

    def frame(self, table: str) -> pd.DataFrame:
        """One table as a data frame: numbers as floats (NaN where empty), text as strings."""
        import pandas as pd

        data = pd.DataFrame([row.cells for row in self.tables[table]], columns=columns(self.package, table))
        for field in fields(self.package, table):
            if field["type"] in NUMERIC_TYPES:
                data[field["name"]] = pd.to_numeric(data[field["name"]], errors="coerce")
        return data


def project_root(start: Path | None = None) -> Path:
    """Nearest folder at or above `start` (default: the current one) that holds the evidence package.

    Raises
    ------
    EvidenceError : none does.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / PACKAGE).is_file():
            return folder
    raise EvidenceError(f"no {PACKAGE} in {here} or above it; run this inside a checkout of the book")


def fields(package: dict, table: str) -> list[dict]:
    """Field descriptors of a table, in column order."""
    return _resource(package, table)["schema"]["fields"]


def columns(package: dict, table: str) -> list[str]:
    """Column names of a table, in order."""
    return [field["name"] for field in fields(package, table)]


def _resource(package: dict, table: str) -> dict:
    return next(resource for resource in package["resources"] if resource["name"] == table)


def load(root: Path | str | None = None) -> Evidence:
    """Read all tables of the package.

    Parameters
    ----------
    root : project folder; default: found from the current folder

    Raises
    ------
    EvidenceError : a file is missing, not UTF-8, not CSV, or a row does not fit its columns and types.
    """
    evidence = read(root)
    if not hasattr(evidence, "_judged"):
        _require_numbers(evidence)
        object.__setattr__(evidence, "_judged", True)
    if not os.environ.get(RECORD):
        return evidence
    from kapbook.evidence.record import recorded

    return recorded(evidence)


def read(root: Path | str | None = None) -> Evidence:
    """Read all tables as text: what `load` does, before numbers are judged (the linter tells of all that are none)."""
    return _load(project_root(Path(root)) if root else project_root())


def _require_numbers(evidence: Evidence) -> None:
    for resource in evidence.package["resources"]:
        numeric = [f["name"] for f in resource["schema"]["fields"] if f["type"] in NUMERIC_TYPES]
        for row in evidence.tables[resource["name"]]:
            for column in numeric:
                if row.cells[column] and not NUMBER.fullmatch(row.cells[column]):
                    what = hint(row.cells[column]) or "write digits only"
                    raise EvidenceError(f"{row.place}: {column} '{row.cells[column]}' is not a number; {what}")


def read_package(root: Path) -> dict[str, Any]:
    """What the package says of itself, without its tables.

    Raises
    ------
    EvidenceError : the file is missing or not JSON.
    """
    try:
        return json.loads((root / PACKAGE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvidenceError(f"{PACKAGE}: missing; restore the file") from None
    except ValueError as error:
        raise EvidenceError(f"{PACKAGE}: not readable as JSON ({error}); correct the file") from None


@lru_cache(maxsize=4)
def _load(root: Path) -> Evidence:
    package = read_package(root)
    tables = {resource["name"]: _read(root, package, resource) for resource in package["resources"]}
    return Evidence(root, tables, package)


def _read(root: Path, package: dict, resource: dict) -> list[Row]:
    path = f"evidence/{resource['path']}"
    expected = columns(package, resource["name"])
    try:
        raw = (root / path).read_bytes()
    except FileNotFoundError:
        raise EvidenceError(f"{path}: missing; restore the file or remove it from {PACKAGE}") from None
    if fault := file_fault(raw, expected):
        raise EvidenceError(f"{path}:{fault[0]}: {fault[1]}")
    rows, line = [], 2
    reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
    try:
        next(reader)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(expected) or not any(cells):
                raise EvidenceError(f"{path}:{line}: {_misfit(cells, len(expected))}")
            rows.append(Row(resource["name"], path, line, dict(zip(expected, cells, strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise EvidenceError(
            f"{path}:{line}: not readable as CSV ({error}); close each quote, and double the quotes inside a cell"
        ) from None
    return rows


def _misfit(cells: list[str], count: int) -> str:
    if not any(cells):
        return "an empty row; delete it"
    if len(cells) > count and not any(cells[count:]):
        return f"{len(cells) - count} empty cell(s) too many at the end; delete the empty columns"
    words = "put quotes round cells that hold commas" if len(cells) > count else "give each column a cell, empty or not"
    return f"{len(cells)} cells where {count} belong; {words}"
