"""Changes to a checkout that are written together or not at all, and overwrite nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from kapbook.evidence import PACKAGE, Evidence, Row, columns, load
from kapbook.evidence.tables import fields
from kapbook.files import write_text
from kapbook.prose.contents import CONTENTS, read_contents

FILE = "- file: "


class NewError(ValueError):
    """It cannot be begun as asked; the message says why and what to write."""


def line(cells: dict[str, str], names: list[str]) -> str:
    """A row as a line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cells.get(name, "") for name in names])
    return out.getvalue()


def given(cells: tuple[str, ...], known: list[str]) -> dict[str, str]:
    """The cells that were given as COLUMN=VALUE.

    Raises
    ------
    NewError : one of them has no '=', names an unknown column, or one that stands twice.
    """
    found: dict[str, str] = {}
    for cell in cells:
        name, equals, value = cell.partition("=")
        if not equals:
            raise NewError(f"'{cell}' is not COLUMN=VALUE; put quotes round a value that holds blanks")
        if name not in known or name in found:
            what = "stands twice" if name in found else "is not asked for here"
            raise NewError(f"'{name}' {what}; known are: {', '.join(known)}")
        found[name] = value.strip()
    return found


@dataclass
class Draft:
    """A checkout with what is to be changed in it.

    Attributes
    ----------
    root : folder of the checkout
    texts : path to new text
    told : a sentence for each thing that was begun
    """

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables: Evidence = load(self.root)

    def text(self, path: str) -> str:
        """A file as it will be."""
        return self.texts[path] if path in self.texts else (self.root / path).read_text(encoding="utf-8")

    def columns(self, *names: str) -> list[str]:
        """Columns of the tables, each once."""
        return list(dict.fromkeys(name for table in names for name in columns(self.tables.package, table)))

    def words(self, table: str, column: str) -> list[str]:
        """Words that a column allows; none when it takes any."""
        return self._constraints(table, column).get("enum", [])

    def keys(self, table: str) -> list[str]:
        """Columns by which a row of a table is known."""
        key = self._resource(table)["schema"]["primaryKey"]
        return [key] if isinstance(key, str) else key

    def _resource(self, table: str) -> dict:
        return next(one for one in self.tables.package["resources"] if one["name"] == table)

    def address(self, name: str) -> tuple[str, dict[str, str]]:
        """Table and key of a row that is named TABLE/KEY or TABLE/KEY/KEY, in the order of the table's key.

        Raises
        ------
        NewError : there is no such table, or it has fewer keys.
        """
        table, _, rest = name.partition("/")
        known = [one["name"] for one in self.tables.package["resources"]]
        if table not in known or not rest:
            raise NewError(f"'{name}' is not TABLE/KEY; the tables are {', '.join(known)}")
        keys = self.keys(table)
        return table, dict(zip(keys, rest.split("/", len(keys) - 1), strict=False))

    def row(self, table: str, cells: dict[str, str]) -> None:
        """Add a row at the end of a table; cells of other tables are passed over.

        Raises
        ------
        NewError : a row with this key is there, or the key has not the form of its column.
        """
        names, keys = columns(self.tables.package, table), self.keys(table)
        for name in keys:
            form = self._constraints(table, name).get("pattern")
            if form and not re.fullmatch(form, cells.get(name, "")):
                raise NewError(f"'{cells.get(name, '')}' cannot be the {name} of {table}; its form is {form}")
        same = [row for row in self.tables.tables[table] if all(row[name] == cells.get(name, "") for name in keys)]
        if same:
            what = ", ".join(cells.get(name, "") for name in keys)
            raise NewError(f"'{what}' stands already at {same[0].place}; change that row, or choose another name")
        path, before = self.path(table), self.text(self.path(table))
        self.texts[path] = before + ("" if before.endswith("\n") else "\n") + line(cells, names)
        empty = ", ".join(
            name for name in names if not cells.get(name) and self._constraints(table, name).get("required")
        )
        self.told.append(f"{path}: a row; fill {empty}" if empty else f"{path}: a row")

    def path(self, table: str) -> str:
        """File of a table."""
        return f"evidence/{self._resource(table)['path']}"

    def change(self, table: str, rows: list[Row], cells: dict[str, str]) -> None:
        """Give cells of rows another text; every other line of the file stays as it is."""
        path, names = self.path(table), columns(self.tables.package, table)
        lines = self.text(path).splitlines(keepends=True)
        for row in reversed(rows):
            after = next((one.line for one in self.tables.tables[table] if one.line > row.line), len(lines) + 1)
            lines[row.line - 1 : after - 1] = [line({**row.cells, **cells}, names)]
        self.texts[path] = "".join(lines)

    def _constraints(self, table: str, column: str) -> dict:
        found = next(one for one in fields(self.tables.package, table) if one["name"] == column)
        return found.get("constraints", {})

    def page(self, path: str, text: str) -> None:
        """Add a page or notebook.

        Raises
        ------
        NewError : the file is there.
        """
        if (self.root / path).exists():
            raise NewError(f"{path} is there already; nothing was written")
        self.texts[path] = text
        self.told.append(path)

    def list_page(self, name: str, after: str = "") -> None:
        """Put a page into the contents: below `after`, else below the last page of its folder.

        Raises
        ------
        NewError : the contents hold no such page.
        """
        pages = read_contents(self.root).pages
        beside = [after] if after else [page for page in pages if Path(page).parent == Path(name).parent]
        if not beside or beside[-1] not in pages:
            what = f"no page '{after}'" if after else f"no page of the folder '{Path(name).parent}'"
            raise NewError(f"{CONTENTS} has {what}; say after=PAGE, the page below which it shall stand")
        lines = self.text(CONTENTS).splitlines(keepends=True)
        place = pages[beside[-1]]
        head = lines[place - 1]
        indent = len(head) - len(head.lstrip())
        while place < len(lines) and len(lines[place]) - len(lines[place].lstrip()) > indent:
            place += 1  # pages below it
        lines.insert(place, f"{' ' * indent}{FILE}{name}\n")
        self.texts[CONTENTS] = "".join(lines)
        self.told.append(f"{CONTENTS}: a line")

    def describe(self, package: dict) -> None:
        """Change the descriptor of the tables."""
        self.texts[PACKAGE] = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
        self.told.append(PACKAGE)

    def save(self) -> None:
        """Write all of it."""
        for path, text in self.texts.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            write_text(self.root / path, text)
