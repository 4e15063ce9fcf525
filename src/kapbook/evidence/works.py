"""The works of references.bib as rules and pages need them: printed text of each field, and its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kapbook.store import Store, code_digest

AS_TYPED = {"doi", "url", "eprint", "pmid", "pmcid"}
"""Fields that are printed as they stand, without LaTeX."""

CODE = ("src/kapbook/evidence/works.py", "src/kapbook/evidence/bibtex.py", "src/kapbook/evidence/references.py")


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography.

    Attributes
    ----------
    key, type : as in references.bib
    line : line on which the entry starts
    fields : name to text, as typed
    printed : name to text, as a reader sees it
    authors : family name of each author, or the name of the body that wrote it
    people : each author as typed
    places : field to its line and column
    broken : only a part of the entry could be read
    """

    key: str
    type: str
    line: int
    fields: dict[str, str]
    printed: dict[str, str]
    authors: list[str]
    people: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    broken: bool = False

    def field(self, name: str) -> str:
        """Printed text of a field; empty when missing."""
        return self.printed.get(name, "").strip()

    def at(self, name: str) -> tuple[int, int]:
        """Line and column of a field; those of the entry when it has none."""
        return self.places.get(name, (self.line, 1))

    @property
    def first_author(self) -> str:
        """Family name of the first author, or the name of the body that wrote it."""
        return self.authors[0] if self.authors else ""


@dataclass(frozen=True)
class Library:
    """All works, the raw text, the place of each entry, and what cannot be read.

    Attributes
    ----------
    works : key to work; the first of two entries with one key
    text : the file
    starts : key and line of every entry, in file order
    faults : line, column, message and remedy of what cannot be read or printed
    """

    works: dict[str, Work]
    text: str
    starts: list[tuple[str, int]]
    faults: list[tuple[int, int, str, str]]


def read_library(path: Path) -> Library:
    """Works of a BibTeX file; faults are kept, never raised. An unchanged file is not parsed."""
    content = path.read_bytes() if path.is_file() else b""
    text = content.decode("utf-8", errors="replace")
    store = Store(path.parent, "references", code_digest((*CODE, "requirements.lock")))
    fingerprint = hashlib.sha256(content).hexdigest()
    known = store.get(path.name, fingerprint) or store.put(path.name, fingerprint, _parse(text))
    store.save()
    entries, starts, faults = known
    works = {entry["key"]: Work(**{**entry, "places": _pairs(entry["places"])}) for entry in entries}
    return Library(works, text, [(key, line) for key, line in starts], [tuple(fault) for fault in faults])


def _pairs(places: dict[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {name: (line, column) for name, (line, column) in places.items()}


def _parse(text: str) -> list[Any]:
    """Entries as plain lists, where every entry starts, and what cannot be read or printed."""
    from kapbook.evidence.bibtex import read_bibtex
    from kapbook.evidence.references import as_printed, families, typed_names

    found = read_bibtex(text)
    first = {places.key: places for places in reversed(found.places)}
    faults: list[list[Any]] = [[f.line, f.column, f.message, f.remedy] for f in found.faults]
    entries = []
    for key, entry in found.entries.items():
        places, printed = first[key], {}
        fields = {name.lower(): text for name, text in entry.fields.items()}
        for name, value in fields.items():
            try:
                printed[name] = value if name in AS_TYPED else as_printed(name, value)
            except ValueError as error:
                remedy = "write \\% for %, \\& for &, and close each brace"
                faults.append([*places.of(name), f"{key}: '{name}' cannot be printed ({error})", remedy])
        entries.append(
            {
                "key": key,
                "type": entry.type,
                "line": places.line,
                "fields": fields,
                "printed": printed,
                "authors": families(entry),
                "people": typed_names(entry),
                "places": {name: list(places.of(name)) for name, *_ in places.fields},
                "broken": key in found.broken,
            }
        )
    return [entries, [[places.key, places.line] for places in found.places], sorted(faults)]
