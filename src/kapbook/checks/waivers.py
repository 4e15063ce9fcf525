"""Declared exceptions: a row's waiver names the rule, the numbers that it excuses, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row

FORM = re.compile(r"(?P<codes>[A-Z]\d{3}(?:, [A-Z]\d{3})*) \((?P<numbers>[^()]+)\): .+", re.S)
JUDGED = {
    "E102": ("value", "events", "n"),
    "E103": ("value", "n"),
    "E106": ("value", "ci_low", "ci_high"),
    "E107": ("p_value", "ci_low", "ci_high"),
    "E108": ("n",),
    "E110": ("timepoint_days",),
    "E121": ("value", "ci_low", "ci_high", "n"),
    "E127": ("value", "ci_low", "ci_high", "p_value"),
}
"""Columns that a rule weighs; for a rule that is not named here the waiver says what it excuses by the value."""


def waived(row: Row) -> list[str]:
    """Codes that the row's waiver excuses, while the numbers are those that it was written for."""
    found = FORM.fullmatch(row.get("waiver"))
    return found["codes"].split(", ") if found and not misfit(row) else []


def misfit(row: Row) -> str:
    """Why the waiver does not cover the row as it now is; empty when it does, or when there is none."""
    found = FORM.fullmatch(row.get("waiver"))
    if not found:
        return ""  # E100 tells of another form
    named = dict(part.strip().partition(" ")[::2] for part in found["numbers"].split(","))
    for column, number in named.items():
        if row.get(column) != number:
            return f"it was written for {column} {number}, the row has '{row.get(column)}'"
    needed = {
        column for code in found["codes"].split(", ") for column in JUDGED.get(code, ("value",)) if row.get(column)
    }
    missing = sorted(needed - named.keys())
    return f"it does not name {', '.join(missing)}" if missing else ""


@rule("E137", "waiver-of-other-numbers")
def waiver_of_other_numbers(project: Project) -> Iterator[Finding]:
    """A declared exception does not name the numbers that it excuses, or the row has others meanwhile.

    An exception is written for what the source prints: `E102 (value 63.0, events 46, n 83): the abstract misprints`.
    When a number changes, the exception falls, and the rule speaks again.
    """
    for rows in project.evidence.tables.values():
        for row in rows:
            problem = misfit(row)
            if problem:
                remedy = "restore the source's number, or write the waiver anew for what the source prints"
                yield at_row(row, "E137", f"the waiver: {problem}", remedy)
