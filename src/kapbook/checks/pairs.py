"""Family N, sixth part: numbers of one sentence or one row of a table belong together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from kapbook.checks.bound import Bound, bound_numbers
from kapbook.checks.model import Finding, Project, row_rule
from kapbook.evidence import Row
from kapbook.prose.documents import Document

AGAINST = re.compile(r"[^;:]{0,80}\b(?:against|v|versus|compared with)\s*(?:only |about )?$")
LISTED = re.compile(r"\s*(?:,|and)\s*")
"""Between the numbers of a list, as in 'A and B against C and D'."""

VALUES = {"value", "size", "rounded"}


@row_rule("N220", "number-twice")
def number_twice(project: Project, document: Document) -> Iterator[Finding]:
    """One row's number stands twice in a sentence or in a row of a table: the second was meant to be another arm's."""
    for group in _together(document):
        seen: dict[tuple[str, str], Bound] = {}
        for number in group:
            first = seen.setdefault((number.row_id, number.field), number)
            if first is not number:
                message = f"the {number.field} of {number.row_id} stands twice in one sentence or row"
                yield number.finding("N220", message, "bind the row of the other arm, or say the number once")


@row_rule("N221", "numbers-of-two-things")
def numbers_of_two_things(project: Project, document: Document) -> Iterator[Finding]:
    """Two numbers are set against each other, or one gives the other's interval, and their rows measure two things.

    Numbers joined by "against" or "v" must be arms of one study, outcome, time and unit; an interval or p that follows
    a difference must be of the same row.
    """
    for group in _together(document):
        rows = [(number, number.row(project)) for number in group]
        for place, ((number, row), (other, against)) in enumerate(pairwise(rows)):
            listed = place > 0 and LISTED.fullmatch(group[place - 1].around.after)
            if row is None or against is None or listed or number.use.passage is not other.use.passage:
                continue
            if AGAINST.match(number.around.after) and row.table == against.table and row.table != "quantities":
                differs = [
                    name for name in ("study", "outcome", "unit", "time") if _part(row, name) != _part(against, name)
                ]
                if differs and number.field == other.field:
                    message = (
                        f"'{number.shown}' is set against '{other.shown}', but their {' and '.join(differs)} differ"
                    )
                    yield other.finding("N221", message, "bind two arms of one comparison, or write two sentences")
        for place, (number, row) in enumerate(rows):
            if row is None or number.field not in ("ci", "p"):
                continue
            before = [
                (other, of) for other, of in rows[:place] if of and of.table == row.table and other.field in VALUES
            ]
            if before and before[-1][1].id != row.id and all(of is None or of.id != row.id for _, of in before):
                own, last = f"{number.field} of {row.id}", before[-1][1].id
                message = f"'{number.shown}' is the {own}, but the number before it is of {last}"
                yield number.finding("N221", message, "bind the interval of the number that it follows")


def _together(document: Document) -> Iterator[list[Bound]]:
    """Bound numbers of each sentence, and of each row of a table."""
    groups: dict[tuple, list[Bound]] = defaultdict(list)
    for number in bound_numbers(document):
        passage = number.use.passage
        if passage.kind == "cell":
            groups[passage.cell, passage.block, passage.seat[0]].append(number)
        else:
            groups[passage.cell, passage.line, number.around.start].append(number)
    return iter(groups.values())


def _part(row: Row, name: str) -> str:
    if name == "outcome":
        return next((row.get(column) for column in ("outcome", "event", "indicator") if row.get(column)), "")
    if name == "time":
        return row.get("timepoint_days") or row.get("timepoint")
    return row.get(name)
