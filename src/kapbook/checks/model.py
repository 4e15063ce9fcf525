"""What a rule sees (the project) and what it says (findings), and the register of rules."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kapbook.evidence import Evidence, Row
from kapbook.evidence.words import WORDS, read_words
from kapbook.evidence.works import Library, read_library
from kapbook.fingerprints import digest
from kapbook.prose.documents import Document, read_documents
from kapbook.prose.passages import Flow, Passage, Piece, split_target


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: place, code, what is wrong, what to do."""

    path: str
    line: int
    column: int
    code: str
    message: str
    remedy: str

    def sentence(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}; {self.remedy}"


@dataclass(frozen=True)
class Project:
    """Everything that rules read, each part loaded once.

    Attributes
    ----------
    folder : folder of the checkout; rules say `root`
    evidence : the evidence tables
    touched : parts that were asked for since it was last emptied, beside the evidence
    """

    folder: Path
    evidence: Evidence
    touched: set[str] = field(default_factory=set, compare=False)

    @property
    def root(self) -> Path:
        """Folder of the checkout; what a rule finds there cannot be remembered."""
        self.touched.add("files")
        return self.folder

    @property
    def library(self) -> Library:
        """Works of references.bib."""
        self.touched.add("works")
        return self._library

    @property
    def documents(self) -> list[Document]:
        """Pages and notebooks."""
        self.touched.add("documents")
        return self._documents

    @cached_property
    def _library(self) -> Library:
        return read_library(self.folder / "references.bib")

    @cached_property
    def _documents(self) -> list[Document]:
        return read_documents(self.folder)

    @cached_property
    def words(self) -> dict[str, Any]:
        """Words of the subject from evidence/words.json (EvidenceError when it cannot be read)."""
        return read_words(self.folder)

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What rules share, worked out of the evidence and its words alone by the first that asks."""
        return {}

    @cached_property
    def evidence_digest(self) -> str:
        """Fingerprint of the tables, their descriptor and the words of the subject."""
        return digest(self.folder, ("evidence/*.csv", "evidence/*.json"))

    def rows_digest(self, document: Document) -> str:
        """Fingerprint of what rules on a page's bound numbers read: the rows of its studies, claims and questions."""
        keys = {key for _, key in document.citations()}
        for use in document.roles("stat"):
            name = split_target(use.text)[1].partition(".")[0]
            keys.add(self.evidence.row(name).study if self.evidence.has(name) else f"? {name}")
        for use in document.roles("certainty"):
            keys |= self.works_of_questions.get(use.text, set())
        studies = (f"{key} {self._study_digests.get(key, '')}" for key in sorted(keys))
        return hashlib.sha256(" ".join([self._judgement_digest, *studies]).encode()).hexdigest()

    @cached_property
    def works_of_questions(self) -> dict[str, set[str]]:
        """Works whose rows a question uses."""
        found: dict[str, set[str]] = {}
        for use in self.evidence.tables.get("uses", []):
            if self.evidence.has(use["row"]):
                found.setdefault(use["question"], set()).add(self.evidence.row(use["row"]).study)
        return found

    @cached_property
    def _study_digests(self) -> dict[str, str]:
        """Fingerprint of all rows of each study."""
        totals: dict[str, Any] = {}
        for rows in self.evidence.tables.values():
            for row in rows:
                if row.study:
                    total = totals.setdefault(row.study, hashlib.sha256())
                    total.update("\0".join((row.table, str(row.line), *row.cells.values())).encode())
        return {study: total.hexdigest() for study, total in totals.items()}

    @cached_property
    def _judgement_digest(self) -> str:
        return digest(self.folder, (WORDS, *(f"evidence/{name}.csv" for name in ("claims", "questions", "uses"))))

    def digest_of(self, parts: Iterable[str]) -> str:
        """Fingerprint of the evidence, the day and the parts named; empty when they cannot be remembered."""
        if "files" in parts:
            return ""
        named = {"works": self._works_digest, "documents": self._documents_digest}
        return " ".join([str(date.today()), self.evidence_digest, *(named[part] for part in sorted(parts))])

    @cached_property
    def _works_digest(self) -> str:
        return digest(self.folder, ("references.bib",))

    @cached_property
    def _documents_digest(self) -> str:
        return hashlib.sha256("".join(f"{d.path}{d.digest}" for d in self._documents).encode()).hexdigest()


PageFunction = Callable[[Document], Iterator[Finding]]
RowFunction = Callable[["Project", Document], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code, short name, and the function that finds breaches.

    Attributes
    ----------
    page : the function for one page, when the rule reads nothing but that page; its findings are remembered
    rows : the function for one page, when the rule reads that page and the evidence; its findings are remembered
    """

    code: str
    name: str
    find: Callable[[Project], Iterator[Finding]]
    page: PageFunction | None = None
    rows: RowFunction | None = None

    @property
    def explanation(self) -> str:
        return inspect.cleandoc(self.find.__doc__ or "")

    @property
    def family(self) -> str:
        return self.code[0]


RULES: dict[str, Rule] = {}


def rule(code: str, name: str) -> Callable:
    """Register a function as the rule `code`; its docstring becomes the rule's page."""

    def register(function: Callable[[Project], Iterator[Finding]]) -> Callable:
        if code in RULES:
            raise ValueError(f"two rules have the code {code}")
        RULES[code] = Rule(code, name, function)
        return function

    return register


def page_rule(code: str, name: str) -> Callable:
    """Register a function of one page as the rule `code`: it is asked again only when the page has changed."""

    def register(function: PageFunction) -> PageFunction:
        def find(project: Project) -> Iterator[Finding]:
            return (finding for document in project.documents for finding in function(document))

        find.__doc__ = function.__doc__
        rule(code, name)(find)
        RULES[code] = Rule(code, name, find, function)
        return function

    return register


def row_rule(code: str, name: str) -> Callable:
    """Register a function of a page and the evidence as the rule `code`: asked again when one of them has changed."""

    def register(function: RowFunction) -> RowFunction:
        def find(project: Project) -> Iterator[Finding]:
            return (finding for document in project.documents for finding in function(project, document))

        find.__doc__ = function.__doc__
        rule(code, name)(find)
        RULES[code] = Rule(code, name, find, rows=function)
        return function

    return register


def comparison(row: Row) -> tuple[str | None, ...]:
    """What the arms of one comparison have in common: study, outcome, definition, population, time and unit."""
    what = row.get("outcome") or row.get("event")
    return (
        row.study,
        what,
        row.get("definition"),
        row.get("population"),
        row["timepoint"],
        row["unit"],
        row.get("grouped"),
    )


def at_row(row: Row, code: str, message: str, remedy: str) -> Finding:
    """Finding at the line of an evidence row, naming the row."""
    name = row.id or next(filter(None, map(row.get, ("claim", "question", "trial", "study", "section", "host"))), "")
    return Finding(row.path, row.line, 1, code, f"{name}: {message}" if name else message, remedy)


def at_offset(
    document: Document, passage: Passage, flow: Flow, offset: int, code: str, message: str, remedy: str
) -> Finding:
    """Finding at a letter of a passage's running text."""
    line, column = flow.at(offset)
    return Finding(document.place(passage.cell), line, column, code, message, remedy)


def at_piece(document: Document, cell: int, piece: Piece, code: str, message: str, remedy: str) -> Finding:
    """Finding at a piece of a passage."""
    return Finding(document.place(cell), piece.line, piece.column, code, message, remedy)
