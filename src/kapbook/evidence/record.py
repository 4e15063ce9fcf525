"""What was read of the tables, cell by cell, so that only what read a changed cell is made anew."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kapbook.evidence.tables import Evidence, Row, columns
from kapbook.fingerprints import digest
from kapbook.store import PACKAGE_ROOT

Touch = tuple[str, str | int, str]
"""Table, row and column of a cell. A row that was met in passing is named by its place, one that was looked up by its
id; place -1 stands for all rows of the column, and an empty column for the number of rows, or for whether there is a
row of that id."""

ALL = -1
WHOLE_ROW = "*"
MANY = 40
"""From so many cells of a column on, the whole column is noted."""


class Cells(dict):
    """The cells of a row, which note what is read of them."""

    def __init__(self, cells: dict[str, str], reads: set[Touch], table: str, row: str | int) -> None:
        super().__init__(cells)
        self._note = lambda column: reads.add((table, row, column))

    def __getitem__(self, column: str) -> str:
        self._note(column)
        return super().__getitem__(column)

    def get(self, column: str, default: Any = None) -> Any:
        if column in self:
            self._note(column)
        return super().get(column, default)

    def __iter__(self) -> Iterator[str]:
        for column in super().__iter__():
            self._note(column)
            yield column

    def keys(self) -> Any:
        return list(self)

    def values(self) -> Any:
        return [super(Cells, self).__getitem__(column) for column in self]

    def items(self) -> Any:
        return [(column, super(Cells, self).__getitem__(column)) for column in self]


class Tables(dict):
    """The tables, which note that their rows were counted."""

    def __init__(self, tables: dict[str, list[Row]], reads: set[Touch]) -> None:
        super().__init__(tables)
        self._reads = reads

    def __getitem__(self, table: str) -> list[Row]:
        self._reads.add((table, ALL, ""))
        return super().__getitem__(table)

    def get(self, table: str, default: Any = None) -> Any:
        if table not in self:
            return default
        return self[table]

    def values(self) -> Any:
        return [self[table] for table in self]

    def items(self) -> Any:
        return [(table, self[table]) for table in self]


class Recorded(Evidence):
    """The evidence tables, which note what is read of them in `reads`; `plain` are the same without notes."""

    reads: set[Touch]
    plain: Evidence
    _looked_up: dict[tuple[str, str], Row]

    @classmethod
    def of(cls, plain: Evidence) -> Recorded:
        """The same tables."""
        reads: set[Touch] = set()
        tables = {
            name: [replace(row, cells=Cells(row.cells, reads, name, place)) for place, row in enumerate(rows)]
            for name, rows in plain.tables.items()
        }
        recorded = cls(plain.root, Tables(tables, reads), plain.package)
        for name, value in (("reads", reads), ("plain", plain), ("_looked_up", {})):
            object.__setattr__(recorded, name, value)
        reads.clear()
        return recorded

    def has(self, row_id: str) -> bool:
        self.reads.add(("", row_id, ""))
        return self.plain.has(row_id)

    def row(self, row_id: str) -> Row:
        self.reads.add(("", row_id, ""))
        return self._named("", row_id, self.plain.row(row_id))

    def study(self, key: str) -> Row:
        self.reads.add(("studies", key, ""))
        return self._named("studies", key, self.plain.study(key))

    def ids(self) -> list[str]:
        self.reads.add(("", ALL, "id"))
        return self.plain.ids()

    def frame(self, table: str) -> Any:
        self.reads.update((table, ALL, column) for column in ("", *columns(self.package, table)))
        return self.plain.frame(table)

    def _named(self, table: str, name: str, row: Row) -> Row:
        kept = self._looked_up
        if (table, name) not in kept:
            kept[table, name] = replace(row, cells=Cells(row.cells, self.reads, table, name))
        return kept[table, name]


class Contents:
    """What the tables hold now, to compare with what was read of them."""

    def __init__(self, evidence: Evidence) -> None:
        self.root = evidence.root
        self._evidence = evidence
        self._columns: dict[tuple[str, str], str] = {}
        self._code: dict[tuple[str, ...], str] = {}

    def code(self, modules: Iterable[str]) -> str:
        """Fingerprint of the locked versions and of these modules of the package, which may lie beside the book."""
        paths = tuple(f"src/kapbook/{name}" for name in sorted(modules))
        if paths not in self._code:
            self._code[paths] = digest(self._home, ("requirements.lock", *paths))
        return self._code[paths]

    @cached_property
    def _home(self) -> Path:
        return self.root if (self.root / "src/kapbook").is_dir() else PACKAGE_ROOT

    def schema(self, touches: Iterable[Touch]) -> str:
        """Names and types of the columns of all tables that were touched."""
        tables = {
            table or self._evidence.row(str(name)).table for table, name, _ in touches if table or self._has(name)
        }
        described = {r["name"]: r["schema"]["fields"] for r in self._evidence.package["resources"]}
        return str([(name, [(f["name"], f["type"]) for f in described.get(name, ())]) for name in sorted(tables)])

    def _has(self, name: str | int) -> bool:
        return isinstance(name, str) and self._evidence.has(name)

    @cached_property
    def _studies(self) -> dict[str, Row]:
        return {row.study: row for row in reversed(self._evidence.tables["studies"])}

    def fingerprint(self, touches: Iterable[Touch]) -> str:
        """Fingerprint of the cells as they are now."""
        total = hashlib.sha256()
        for touch in sorted(touches, key=str):
            total.update(f"{touch}\0{self._value(touch)}\0".encode())
        return total.hexdigest()

    def _value(self, touch: Touch) -> str:
        table, name, column = touch
        if name == ALL:
            return self._column(table, column)
        row: Row | None = None
        if isinstance(name, int):
            rows = self._evidence.tables.get(table, [])
            row = rows[name] if name < len(rows) else None
        elif table:
            row = self._studies.get(name)
        elif self._evidence.has(name):
            row = self._evidence.row(name)
        if row is None:
            return "no such row"
        return f"{row.table}: {sorted(row.cells.items()) if column == WHOLE_ROW else row.get(column)}"

    def _column(self, table: str, column: str) -> str:
        if (table, column) not in self._columns:
            if not table:
                cells = self._evidence.ids()
            elif column:
                cells = [row.get(column) for row in self._evidence.tables.get(table, [])]
            else:
                cells = [str(len(self._evidence.tables.get(table, [])))]
            self._columns[table, column] = hashlib.sha256("\0".join(cells).encode()).hexdigest()
        return self._columns[table, column]


def condensed(reads: Iterable[Touch]) -> list[Touch]:
    """The touches in order, with whole columns where many of their cells were met in passing."""
    reads = set(reads)
    met: dict[tuple[str, str], int] = defaultdict(int)
    for table, name, column in reads:
        if isinstance(name, int) and name != ALL:
            met[table, column] += 1
    whole = {pair for pair, count in met.items() if count >= MANY} | {(t, c) for t, n, c in reads if n == ALL}
    kept = {(t, n, c) for t, n, c in reads if not isinstance(n, int) or (t, c) not in whole}
    return sorted(kept | {(table, ALL, column) for table, column in whole}, key=str)


_recorded: dict[int, Recorded] = {}


def recorded(plain: Evidence) -> Recorded:
    """The same tables, always the same object for the same tables."""
    if id(plain) not in _recorded:
        _recorded[id(plain)] = Recorded.of(plain)
    return _recorded[id(plain)]


def touched() -> list[Touch]:
    """All that this process has read of recorded tables."""
    return condensed(touch for evidence in _recorded.values() for touch in evidence.reads)
