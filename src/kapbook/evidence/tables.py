"""Load the evidence tables, keep their printed digits, and find a row by its permanent id."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "evidence/datapackage.json"
NUMERIC_TYPES = {"number", "integer", "year"}


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
    return _load(project_root(Path(root)) if root else project_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> Evidence:
    try:
        package = json.loads((root / PACKAGE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise EvidenceError(f"{PACKAGE}: not readable as JSON ({error}); correct the file") from None
    tables = {resource["name"]: _read(root, package, resource) for resource in package["resources"]}
    return Evidence(root, tables, package)


def _read(root: Path, package: dict, resource: dict) -> list[Row]:
    path = f"evidence/{resource['path']}"
    expected = columns(package, resource["name"])
    numeric = {f["name"] for f in resource["schema"]["fields"] if f["type"] in NUMERIC_TYPES}
    rows = []
    try:
        with (root / path).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != expected:
                raise EvidenceError(f"{path}:1: the header is {header}; it must be {expected}")
            start = reader.line_num + 1
            for cells in reader:
                if len(cells) != len(expected):
                    raise EvidenceError(
                        f"{path}:{start}: {len(cells)} cells where {len(expected)} belong; "
                        "check the commas and quotes of this row"
                    )
                row = Row(resource["name"], path, start, dict(zip(expected, cells, strict=True)))
                for column in numeric:
                    _require_number(row, column)
                rows.append(row)
                start = reader.line_num + 1
    except FileNotFoundError:
        raise EvidenceError(f"{path}: missing; restore the file or remove it from {PACKAGE}") from None
    except UnicodeDecodeError:
        raise EvidenceError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except csv.Error as error:
        raise EvidenceError(f"{path}:{reader.line_num}: not readable as CSV ({error}); check the quotes") from None
    return rows


def _require_number(row: Row, column: str) -> None:
    text = row[column]
    if text:
        try:
            float(text)
        except ValueError:
            raise EvidenceError(f"{row.place}: {column} '{text}' is not a number; write digits only") from None
