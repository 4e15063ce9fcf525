"""Read references.bib with pybtex, and know on which line each entry stands."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

ENTRY = re.compile(r"^@(?P<type>[A-Za-z]+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.M)


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography.

    Attributes
    ----------
    key, type : as in references.bib
    line : line on which the entry starts
    entry : the entry as pybtex read it
    """

    key: str
    type: str
    line: int
    entry: Entry

    def field(self, name: str) -> str:
        """Text of a field without protecting braces; empty when missing."""
        return self.entry.fields.get(name, "").replace("{", "").replace("}", "").strip()

    @property
    def first_author(self) -> str:
        """Family name of the first author, or the name of the body that wrote it."""
        people = self.entry.persons.get("author", [])
        if not people:
            return ""
        person = people[0]
        names = person.prelast_names + person.last_names
        return " ".join(names).replace("{", "").replace("}", "")


@dataclass(frozen=True)
class Library:
    """All works, the raw text, and the reason why it could not be read (empty when it could)."""

    works: dict[str, Work]
    text: str
    starts: list[tuple[str, int]]
    error: str = ""
    error_line: int = 1


def read_library(path: Path) -> Library:
    """Works of a BibTeX file; faults of syntax are kept in `error`, never raised."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    starts = [(m["key"], text.count("\n", 0, m.start()) + 1) for m in ENTRY.finditer(text)]
    lines = dict(reversed(starts))
    try:
        data = _parse(text)
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        return Library({}, text, starts, str(error), line)
    works = {key: Work(key, entry.type, lines.get(key, 1), entry) for key, entry in data.entries.items()}
    return Library(works, text, starts)


class _KeepFirst(BibliographyData):
    """Keeps the first of two entries with one key; rule C103 reports the second."""

    def add_entry(self, key: str, entry: Entry) -> None:
        if key not in self.entries:
            super().add_entry(key, entry)


def _parse(text: str) -> BibliographyData:
    parser = Parser(encoding="utf-8")
    parser.data = _KeepFirst()
    return parser.parse_stream(io.StringIO(text))
