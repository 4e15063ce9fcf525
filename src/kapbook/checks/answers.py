"""Family Q, last part: an answer gives only numbers of rows that it weighs, and its certainty was graded twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.agreement import graded_apart

NUMBER = re.compile(
    r"(?<![\w.,-])(?<!week )(?<!day )(?<!month )(?<!year )(?<!age )(?P<number>-?\d+(?:,\d{3})*(?:\.\d+)?)(?!\w|[.,]\d)"
    r"(?! (?:and \d[\d.]* )?m?g\b)"
)
"""A number of an answer; times and doses say when and how much was given, not what came of it."""

MEASURED = ("value", "ci_low", "ci_high", "low", "high", "n", "events", "timepoint_days", "sd", "i2", "k")
TOLD = ("definition", "arm", "contrast", "population", "timepoint", "note", "outcome", "event", "quantity")


@rule("Q613", "answer-without-row")
def answer_without_row(project: Project) -> Iterator[Finding]:
    """The answer of a question gives a number that no row which the question uses holds, rounded as it is printed."""
    used: dict[str, list[str]] = defaultdict(list)
    for use in project.evidence.tables.get("uses", []):
        used[use["question"]].append(use["row"])
    people = {row.study: [row["n"], row["n_analysed"]] for row in project.evidence.tables["studies"]}
    for question in project.evidence.tables.get("questions", []):
        rows = [project.evidence.row(name) for name in used[question["question"]] if project.evidence.has(name)]
        known = {number for row in rows for number in _numbers(row, people.get(row.study, []))}
        for match in NUMBER.finditer(question["answer"]):
            number = Decimal(match["number"].replace(",", "").lstrip("-"))
            if number != 100 and not any(_rounds_to(one, number) for one in known):
                message = f"the answer says {match['number']}, which no row it uses holds"
                remedy = "add the row to evidence/uses.csv, or correct the number"
                yield at_row(question, "Q613", message, remedy)


def _numbers(row: Row, people: list[str]) -> Iterator[Decimal]:
    for text in [*(row.get(column) for column in MEASURED), *people]:
        try:
            yield abs(Decimal(text))
        except InvalidOperation:
            continue
    for column in TOLD:
        yield from map(Decimal, re.findall(r"\d+(?:\.\d+)?", row.get(column).replace(",", "")))


def _rounds_to(exact: Decimal, printed: Decimal) -> bool:
    """Whether a value, rounded half up or half to even, is the printed number."""
    step = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    return printed in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_HALF_EVEN))


@rule("Q615", "graded-once")
def graded_once(project: Project) -> Iterator[Finding]:
    """A question has no second grading, or two gradings differ and nobody says what was decided.

    A second reader, blind to the first certainty, shows how far it depends on who grades; the reason for the choice
    is kept.
    """
    gradings = {row["question"]: row for row in project.evidence.tables["gradings"]}
    for question in project.evidence.tables["questions"]:
        if question["question"] not in gradings:
            yield at_row(
                question,
                "Q615",
                "graded only once",
                "let someone who has not seen the certainty grade it, and add the row to evidence/gradings.csv",
            )
    for row in gradings.values():
        if graded_apart(row) and not row["resolved"].strip():
            yield at_row(
                row, "Q615", f"{row['question']}: the two gradings differ", "say in 'resolved' what was decided and why"
            )
