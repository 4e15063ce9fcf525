"""What a rule sees (the project) and what it says (findings), and the register of rules."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kapbook.evidence import Evidence, Row
from kapbook.evidence.works import Library, read_library
from kapbook.prose.documents import Document, Line, read_documents


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
    root : folder of the checkout
    evidence : the evidence tables
    """

    root: Path
    evidence: Evidence

    @cached_property
    def library(self) -> Library:
        return read_library(self.root / "references.bib")

    @cached_property
    def documents(self) -> list[Document]:
        return read_documents(self.root)


@dataclass(frozen=True)
class Rule:
    """One rule: its code, short name, and the function that finds breaches."""

    code: str
    name: str
    find: Callable[[Project], Iterator[Finding]]

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
    name = row.id or row.get("claim") or row.study
    return Finding(row.path, row.line, 1, code, f"{name}: {message}", remedy)


def at_match(document: Document, line: Line, match: re.Match[str], code: str, message: str, remedy: str) -> Finding:
    """Finding at the place of a match in a line of prose."""
    return Finding(document.place(line), line.number, match.start() + 1, code, message, remedy)
