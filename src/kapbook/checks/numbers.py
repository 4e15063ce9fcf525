"""Family N: every statistic in prose is bound to a row of evidence and agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.bound import bound_numbers
from kapbook.checks.model import Finding, Project, at_offset, comparison, page_rule, row_rule
from kapbook.checks.statistic import in_digits
from kapbook.evidence import EvidenceError, Row
from kapbook.evidence.printed import FIELDS, agrees, spellings
from kapbook.prose.documents import Document
from kapbook.prose.passages import flow

INTERVAL = re.compile(
    r"(?<![\w-])-?\d+\.\d+%?\s?(?:-|\u2013|\u2014)\s?-?\d+\.\d+%?|\bCI:? ?\d[\d.]*\s?[-\u2013\u2014]\s?\d"
)
BIND = "write {stat}`… <row-id>`, or {unbound}`… <reason>`"


@page_rule("N201", "unbound-statistic")
def unbound_statistic(document: Document) -> Iterator[Finding]:
    """A percentage, ratio, interval, p, n, dose, blood pressure, fold, price or decimal stands in prose unbound.

    Bind it with the stat role. A number that no table can hold, such as an invented example,
    takes the unbound role with its reason, which readers see.
    """
    for passage in document.passages():
        running = flow(passage, term="text", download="text")
        for offset, kind, shown in in_digits(running.text):
            message = f"the {kind} '{shown}' is not bound to a row"
            yield at_offset(document, passage, running, offset, "N201", message, BIND)


@row_rule("N202", "text-differs")
def text_differs(project: Project, document: Document) -> Iterator[Finding]:
    """The text shown is not the row's value in one of its accepted spellings."""
    for bound in bound_numbers(document):
        row = bound.row(project)
        if row is None:
            continue
        try:
            if not agrees(bound.shown, row, bound.field):
                expected = " or ".join(f"'{s}'" for s in spellings(row, bound.field)[:3])
                yield bound.finding(
                    "N202",
                    f"'{bound.shown}' is not the {bound.field} of {bound.row_id}",
                    f"write {expected} ({row.place})",
                )
        except EvidenceError:
            continue  # N204 reports the field


@row_rule("N203", "unknown-row")
def unknown_row(project: Project, document: Document) -> Iterator[Finding]:
    """A number is bound to an id that no table holds."""
    for bound in bound_numbers(document):
        if not project.evidence.has(bound.row_id):
            try:
                project.evidence.row(bound.row_id)
            except EvidenceError as error:
                message, _, remedy = str(error).partition("; ")
                yield bound.finding("N203", message, remedy)


@row_rule("N204", "wrong-field")
def wrong_field(project: Project, document: Document) -> Iterator[Finding]:
    """The role names a field that the row does not have, or has no id at all."""
    for bound in bound_numbers(document):
        if not bound.row_id:
            yield bound.finding("N204", "the role has no row id", "write {stat}`69.3% <row-id>`")
            continue
        row = bound.row(project)
        if row is None:
            continue
        try:
            spellings(row, bound.field)
        except EvidenceError as error:
            message = str(error).partition("; ")[0]
            yield bound.finding("N204", message, f"bind another field of the row: {FIELDS}")


@page_rule("N205", "hyphenated-interval")
def hyphenated_interval(document: Document) -> Iterator[Finding]:
    """An interval is written with a hyphen or dash, which reads as a minus sign; write 'a to b'."""
    for passage in document.passages():
        running = flow(passage, stat="text")
        for match in INTERVAL.finditer(running.text):
            yield at_offset(
                document,
                passage,
                running,
                match.start(),
                "N205",
                f"the interval '{' '.join(match[0].split())}' is hyphenated",
                "write it as 'a to b'",
            )


@row_rule("N206", "lone-percentage")
def lone_percentage(project: Project, document: Document) -> Iterator[Finding]:
    """A treatment arm's percentage stands in a paragraph without its comparator, though the tables hold it.

    A result without its control is not a result (GRADE; STYLE of this book).
    """
    controls = _comparators(project)
    bound = bound_numbers(document)
    for number in bound:
        row = number.row(project)
        needed = controls.get(number.row_id) if row and row.get("unit") == "percent" else None
        if not needed or number.field not in ("value", "rounded"):
            continue
        nearby = {b.row_id for b in bound if b.paragraph == number.paragraph}
        if not nearby & needed:
            yield number.finding(
                "N206",
                f"'{number.shown}' stands without its comparator",
                f"give {' or '.join(sorted(needed)[:2])} in the same paragraph",
            )


@row_rule("N209", "p-without-interval")
def p_without_interval(project: Project, document: Document) -> Iterator[Finding]:
    """A p-value of a contrast stands in prose without the interval, though the row has one.

    A p says how surprising the data would be if there were no difference; the interval says which differences
    the data fit, none and large ones included. Give it in the same paragraph (CONSORT 2010, item 17a).
    """
    bound = bound_numbers(document)
    for number in bound:
        row = number.row(project)
        if number.field != "p" or row is None or row.table != "effects" or not row["ci_low"]:
            continue
        nearby = {(b.row_id, b.field) for b in bound if b.paragraph == number.paragraph}
        if (number.row_id, "ci") not in nearby:
            yield number.finding(
                "N209",
                f"'{number.shown}' stands without the interval of its contrast",
                f"give {{stat}}`{row['ci_low']} to {row['ci_high']} <{number.row_id}.ci>` in the same paragraph",
            )


def _comparators(project: Project) -> dict[str, set[str]]:
    """Id of each treatment arm's row to the ids of its control rows."""
    if "comparators" in project.memory:
        return project.memory["comparators"]
    groups: dict[tuple, list[Row]] = {}
    for table in ("outcomes", "adverse_events"):
        for row in project.evidence.tables[table]:
            groups.setdefault(comparison(row), []).append(row)
    needed = project.memory["comparators"] = {}
    for rows in groups.values():
        controls = {row.id for row in rows if row["role"] == "control"}
        for row in rows:
            if row["role"] == "treatment" and controls:
                needed[row.id] = controls
    return needed
