"""Read references.bib with pybtex, and know on which line each entry stands."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kapbook.store import Store, code_digest

ENTRY = re.compile(r"^@(?P<type>[A-Za-z]+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.M)


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography.

    Attributes
    ----------
    key, type : as in references.bib
    line : line on which the entry starts
    fields : name to text, as pybtex read them
    authors : family name of each author, or the name of the body that wrote it
    """

    key: str
    type: str
    line: int
    fields: dict[str, str]
    authors: list[str]

    def field(self, name: str) -> str:
        """Text of a field without protecting braces; empty when missing."""
        return self.fields.get(name, "").replace("{", "").replace("}", "").strip()

    @property
    def first_author(self) -> str:
        """Family name of the first author, or the name of the body that wrote it."""
        return self.authors[0] if self.authors else ""


@dataclass(frozen=True)
class Library:
    """All works, the raw text, and the reason why it could not be read (empty when it could)."""

    works: dict[str, Work]
    text: str
    starts: list[tuple[str, int]]
    error: str = ""
    error_line: int = 1


def read_library(path: Path) -> Library:
    """Works of a BibTeX file; faults of syntax are kept in `error`, never raised. An unchanged file is not parsed."""
    content = path.read_bytes() if path.is_file() else b""
    text = content.decode("utf-8", errors="replace")
    starts = [(m["key"], text.count("\n", 0, m.start()) + 1) for m in ENTRY.finditer(text)]
    lines = dict(reversed(starts))
    store = Store(path.parent, "references", code_digest(("src/kapbook/evidence/works.py", "requirements.lock")))
    fingerprint = hashlib.sha256(content).hexdigest()
    known = store.get(path.name, fingerprint) or store.put(path.name, fingerprint, _parse(text))
    store.save()
    entries, error, error_line = known
    works = {key: Work(key, kind, lines.get(key, 1), fields, authors) for key, kind, fields, authors in entries}
    return Library(works, text, starts, error, error_line)


def _parse(text: str) -> list[Any]:
    """Entries as plain lists, the reason why the file cannot be read, and its line."""
    from pybtex.database import BibliographyData, Entry
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    class KeepFirst(BibliographyData):
        """Keeps the first of two entries with one key; rule C103 reports the second."""

        def add_entry(self, key: str, entry: Entry) -> None:
            if key not in self.entries:
                super().add_entry(key, entry)

    parser = Parser(encoding="utf-8")
    parser.data = KeepFirst()
    try:
        data = parser.parse_stream(io.StringIO(text))
    except PybtexError as error:
        return [[], str(error), getattr(error, "lineno", None) or 1]
    entries = []
    for key, entry in data.entries.items():
        people = entry.persons.get("author", [])
        names = [" ".join(person.prelast_names + person.last_names) for person in people]
        authors = [name.replace("{", "").replace("}", "") for name in names]
        entries.append([key, entry.type, {name.lower(): text for name, text in entry.fields.items()}, authors])
    return [entries, "", 1]
