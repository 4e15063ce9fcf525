"""Family Q, last part: an answer gives numbers that it weighs, in words of its certainty, which was graded twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from kapbook.checks.agreement import days_in
from kapbook.checks.bound import named, word_patterns
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.agreement import graded_apart
from kapbook.evidence.questions import CERTAINTIES, DOMAINS

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
    is kept. The question has a certainty that one of the two gave, or `resolved` says why neither; and the second
    certainty is the one to which its own reasons add up.
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
        else:
            row, certainty = gradings[question["question"]], question["certainty"]
            told = "neither" in row["resolved"].lower() or certainty in row["resolved"]
            if certainty not in (row["certainty"], row["first_certainty"]) and not told:
                message = f"certainty is {certainty}, but it was graded {row['first_certainty']} and {row['certainty']}"
                remedy = "restore it, or say in 'resolved' what was decided and why"
                yield at_row(question, "Q615", f"{message} ({row.place})", remedy)
    for row in gradings.values():
        level = _added_up(row["reasons"])
        if level and row["certainty"] not in (level, "none"):
            message = f"the reasons of the second grading add up to {level}, not to {row['certainty']}"
            yield at_row(row, "Q615", message, "correct the certainty or the reasons")
        if graded_apart(row) and not row["resolved"].strip():
            yield at_row(
                row, "Q615", f"{row['question']}: the two gradings differ", "say in 'resolved' what was decided and why"
            )


def _added_up(reasons: str) -> str:
    """The certainty to which the steps of a grading add up; empty when it does not begin with a start."""
    start = re.match(rf"start ({'|'.join(CERTAINTIES)})\b", reasons)
    if not start:
        return ""
    steps = sum(int(step) for step in re.findall(rf"(?:{'|'.join(DOMAINS)}) ([+-]\d)", reasons))
    return CERTAINTIES[min(max(CERTAINTIES.index(start[1]) + steps, 0), len(CERTAINTIES) - 1)]


@rule("Q616", "question-against-its-words")
def question_against_its_words(project: Project) -> Iterator[Finding]:
    """The words of a question or of its answer are not those of its scope or its certainty.

    A time that it asks for lies outside of its days, or they are reversed; it names an arm that its drug and comparator
    leave out, or another outcome than its own; the first word of certainty in the answer belongs to another certainty
    than the question's (evidence/words.json, `certainty`).
    """
    verbs = {
        level: re.compile(rf"\b(?:{words})\b", re.I)
        for level, words in project.words.get("certainty", {}).items()
        if words
    }
    for row in project.evidence.tables["questions"]:
        for problem, remedy in (
            (_other_time(row), "correct the days or the words"),
            (_other_scope(project, row), "correct the scope or the words"),
            (_other_certainty(row, verbs), "write the answer with the word of its certainty, or correct the certainty"),
        ):
            if problem:
                yield at_row(row, "Q616", problem, remedy)


def _other_time(row: Row) -> str:
    low, high = row.number("from_days"), row.number("to_days")
    if low is not None and high is not None and low > high:
        return f"from day {low:g} to day {high:g}: the days are reversed"
    if low is None and high is None:
        return ""
    first, last = 0.85 * (low or 0.0) - 0.1, 1.15 * high + 0.1 if high is not None else 1e9
    outside = [days for days in days_in(row["asks"]) if not first <= days <= last]
    if outside:
        return f"it asks for {outside[0]:g} days, but its days are {row['from_days']} to {row['to_days']}"
    return ""


def _other_scope(project: Project, row: Row) -> str:
    told = named(project, "arms", row["asks"]) - {"control"}
    scope = named(project, "arms", f"{row['drug']} ; {row['comparator']}")
    if row["drug"] and row["comparator"] and told - scope and scope:
        return f"it asks for {' and '.join(sorted(told - scope))}, which its drug and comparator leave out"
    own = named(project, "outcomes", row["outcome"])
    if not own or any(word_patterns(project, "outcomes")[word].search(row["asks"]) for word in own):
        return ""
    asked = named(project, "outcomes", row["asks"])
    if asked:
        return f"it asks for {' and '.join(sorted(asked))}, but its outcome is '{row['outcome']}'"
    return ""


def _other_certainty(row: Row, verbs: dict[str, re.Pattern[str]]) -> str:
    found = [
        (match.start(), level, match[0]) for level, pattern in verbs.items() if (match := pattern.search(row["answer"]))
    ]
    certainty = row["certainty"]
    if not verbs or certainty == "none" or (not found and certainty not in verbs):
        return ""
    if not found:
        return f"the certainty is {certainty}, but the answer has no word of it"
    _, level, word = min(found)
    return "" if level == certainty else f"the certainty is {certainty}, but the answer says '{word}'"


@rule("Q617", "pooled-unlike")
def pooled_unlike(project: Project) -> Iterator[Finding]:
    """A question pools rows of two measures, units or outcomes: an odds ratio with a difference of points."""
    asked = {row["question"] for row in project.evidence.tables["questions"]}
    pooled: dict[str, Row] = {}
    for use in project.evidence.tables["uses"]:
        if use["use"] != "pooled" or not project.evidence.has(use["row"]) or use["question"] not in asked:
            continue
        row = project.evidence.row(use["row"])
        other = pooled.setdefault(use["question"], row)
        unlike = [name for name in ("measure", "unit", "outcome_group") if row.get(name) != other.get(name)]
        if unlike or row.table != other.table:
            what = " and ".join(unlike) or "tables"
            message = f"{row.id} is pooled with {other.id}, but their {what} differ"
            yield at_row(use, "Q617", message, "show the one and pool the other")
