"""Judge the cells of the tables by their descriptor: the part of Table Schema that evidence/datapackage.json uses.

The frictionless library judges the same tables in the tests, where the two must agree. Here each distinct cell of
a column is judged once, patterns must fit the whole cell, and the line is always the file's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from kapbook.evidence.spreadsheet import hint
from kapbook.evidence.tables import NUMERIC_TYPES, PACKAGE, Evidence, EvidenceError, Row

KNOWN = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
SHAPES = {
    "integer": (re.compile(r"[+-]?[0-9]+"), "a whole number in digits"),
    "year": (re.compile(r"[0-9]{4}"), "a year of four digits"),
    "number": (re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"), "a number in digits, with a point for decimals"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day as 2026-01-31"),
    "uri": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\u200b]+"), "an address"),
}


class Misfit(NamedTuple):
    """A cell that its column's description refuses: row, number of the column from 1, what is wrong, what to do."""

    row: Row
    column: int
    message: str
    remedy: str
    first: bool = False
    """A number that is none, or a row of a study that is not there: rules that reckon with it cannot be asked."""


def misfits(evidence: Evidence) -> Iterator[Misfit]:
    """Cells, repeated keys and dangling references that the descriptor refuses, table by table.

    Raises
    ------
    EvidenceError : the descriptor asks for something that is not judged here.
    """
    for resource in evidence.package["resources"]:
        rows = evidence.tables[resource["name"]]
        schema = resource["schema"]
        missing = set(schema.get("missingValues", [""]))
        for number, field in enumerate(schema["fields"], 1):
            judge = _judge(field, missing)
            verdicts: dict[str, str] = {}
            first: dict[str, Row] = {}
            unique = field.get("constraints", {}).get("unique")
            for row in rows:
                text = row.cells[field["name"]]
                if text not in verdicts:
                    verdicts[text] = judge(text)
                if verdicts[text]:
                    untyped = field["type"] in NUMERIC_TYPES and not SHAPES[field["type"]][0].fullmatch(text)
                    message = f"{field['name']} {verdicts[text]}"
                    yield Misfit(row, number, message, _remedy(field, text), untyped)
                if unique and text not in missing and first.setdefault(text, row) is not row:
                    message = f"{field['name']} '{text}' stands already at {first[text].place}"
                    yield Misfit(row, number, message, "give each row its own")
        yield from _repeated_keys(resource, rows)
        yield from _dangling(evidence, resource, rows, missing)


def _judge(field: dict, missing: set[str]) -> Callable[[str], str]:
    """What is wrong with a cell of this column, in words; empty when nothing is."""
    limits = field.get("constraints", {})
    unknown = set(limits) - KNOWN
    if unknown or field["type"] not in (*SHAPES, "string"):
        what = ", ".join(sorted(unknown)) or field["type"]
        raise EvidenceError(f"{PACKAGE}: '{field['name']}' asks for {what}, which is not judged; use {sorted(KNOWN)}")
    shape, words = SHAPES.get("uri" if field.get("format") == "uri" else field["type"], (None, ""))
    pattern = re.compile(limits["pattern"]) if "pattern" in limits else None
    allowed = {str(value) for value in limits["enum"]} if "enum" in limits else None
    low, high = limits.get("minimum"), limits.get("maximum")

    def judge(text: str) -> str:
        if text in missing:
            return "is empty" if limits.get("required") else ""
        if shape and not shape.fullmatch(text):
            return f"'{text}' is not {words}"
        if field["type"] == "date" and not _is_day(text):
            return f"'{text}' is not a day of the calendar"
        if pattern and not pattern.fullmatch(text):
            return f"'{text}' does not have the form {limits['pattern']}"
        if allowed is not None and text not in allowed:
            return f"'{text}' is none of: {', '.join(sorted(allowed))}"
        if (low is not None and float(text) < low) or (high is not None and float(text) > high):
            return f"{text} is outside {low if low is not None else '…'} to {high if high is not None else '…'}"
        return ""

    return judge


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _remedy(field: dict, text: str) -> str:
    words = field.get("constraints", {}).get("enum")
    if not text and words:
        return f"write one of: {', '.join(map(str, words))}"
    numeric = field["type"] in NUMERIC_TYPES or "[0-9]" in field.get("constraints", {}).get("pattern", "")
    return (numeric and hint(text)) or f"correct the cell; its description: {field['description']}"


def _repeated_keys(resource: dict, rows: list[Row]) -> Iterator[Misfit]:
    key = resource["schema"].get("primaryKey", [])
    names = [key] if isinstance(key, str) else key
    if not names:
        return
    if len(names) == 1 and _constraint(resource, names[0], "unique"):
        return  # the column's own judge tells
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        value = tuple(row[name] for name in names)
        seen[value] += 1
        if seen[value] > 1:
            yield Misfit(row, 1, f"the row of {', '.join(names)} {value} stands twice", "remove one of the two")


def _constraint(resource: dict, column: str, name: str) -> object:
    return next(f for f in resource["schema"]["fields"] if f["name"] == column).get("constraints", {}).get(name)


def _dangling(evidence: Evidence, resource: dict, rows: list[Row], missing: set[str]) -> Iterator[Misfit]:
    """Cells that name a row of another table which is not there."""
    for link in resource["schema"].get("foreignKeys", []):
        here, there = link["fields"], link["reference"]["fields"]
        target = link["reference"]["resource"] or resource["name"]
        known = {row[there] for row in evidence.tables[target]}
        number = 1 + next(i for i, f in enumerate(resource["schema"]["fields"]) if f["name"] == here)
        for row in rows:
            if row[here] not in known and row[here] not in missing:
                message = f"{here} '{row[here]}' is not in evidence/{target}.csv"
                remedy = "add the row there or correct the cell"
                yield Misfit(row, number, message, remedy, target == "studies")
