"""The audit's charts left rows out that contradicted them (H1 to H8): each such row must now stop the build."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from kapbook.checks.questions import row_not_weighed, row_out_of_sight
from kapbook.evidence import Evidence, Row, load
from kapbook.evidence.questions import Question, comparative, questions
from kapbook.evidence.tables import columns

LEFT_OUT = [
    ("H1", "esketamine-score-four-weeks", "takahashi2021-madrs-d28-diff-esk84"),
    ("H1", "esketamine-score-four-weeks", "janik2025-madrs-d28-esk84"),
    ("H1", "esketamine-response-four-weeks", "ochsross2020-response-d28-nri-rd"),
    ("H2", "esketamine-response-four-weeks", "fedgchin2019-response-d28-nri-rd84"),
    ("H3", "esketamine-suicidal-thoughts-day", "xiong2020-si-h24-esketamine"),
    ("H3", "ketamine-suicidal-thoughts-week", "wilkinson2018-si-week1-min"),
    ("H4", "ketamine-suicidal-thoughts-week", "lin2024-suicidal"),
    ("H4", "ketamine-suicidal-thoughts-day", "zarate2012-si-min40"),
    ("H5", "how-long-benefit-lasts", "albott2018-relapse-median-ptsd"),
    ("H5", "how-long-benefit-lasts", "mcinnes2022-sustained-wk8-ketamine"),
    ("H6", "esketamine-vomiting", "canuso2021-vomiting-28d-treatment"),
    ("H6", "esketamine-blood-pressure", "canuso2021-blood-pressure-increased-28d-treatment"),
    ("H7", "ketamine-v-ect-remission", "ekstrand2024-remission-elektd-ketamine"),
    ("H7", "ketamine-v-ect-score", "rhee2022-smd"),
    ("H7", "ketamine-v-ect-score", "menon2023-smd-all"),
    ("H8", "bipolar-response", "dean2021c-response-h24-midazolam"),
    ("H8", "bipolar-score", "dean2021c-depression-h24-midazolam"),
]
OPPOSITE = {"first": "second", "second": "first", "neither": "second"}


@pytest.fixture(scope="module")
def book(root) -> Evidence:
    return load(root)


def refused(evidence: Evidence, question: str = "") -> set[str]:
    """What Q601 says of one question (default: of all), as messages."""
    if question:
        asked = [row for row in evidence.tables["questions"] if row["question"] == question]
        evidence = with_rows(evidence, "questions", asked)
    return {finding.message for finding in row_not_weighed(SimpleNamespace(evidence=evidence))}


def complaint(name: str, question: str) -> str:
    return f"{name}: fits the question '{question}' and is not weighed"


def with_rows(evidence: Evidence, table: str, rows: list[Row]) -> Evidence:
    return replace(evidence, tables={**evidence.tables, table: rows})


def contradicting(row: Row) -> Row:
    """The same measurement by nobody, with the opposite sign or the other winner."""
    cells = {**row.cells, "id": f"{row.study}-invented-contradiction"}
    if row.table == "effects":
        cells |= {"favours": OPPOSITE[row["favours"]], "value": str(-float(row["value"]))}
    elif "value" in cells:
        cells |= {"value": "0", "events": ""}
    return replace(row, cells=cells)


def test_every_row_of_the_book_is_weighed(book):
    assert not refused(book)


def test_every_comparison_of_the_book_can_be_seen(book):
    assert not list(row_out_of_sight(SimpleNamespace(evidence=book)))


@pytest.mark.parametrize(("fault", "question", "name"), LEFT_OUT)
def test_leaving_out_the_row_that_a_chart_of_the_audit_left_out_is_refused(book, fault, question, name):
    kept = [use for use in book.tables["uses"] if (use["question"], use["row"]) != (question, name)]
    assert len(kept) == len(book.tables["uses"]) - 1, f"{fault}: no use of {name} for {question}"
    assert refused(with_rows(book, "uses", kept), question) == {complaint(name, question)}


@pytest.mark.parametrize(("fault", "question", "name"), LEFT_OUT)
def test_a_new_row_that_contradicts_an_answer_is_refused_until_somebody_decides(book, fault, question, name):
    row = book.row(name)
    new = contradicting(row)
    changed = with_rows(book, row.table, [*book.tables[row.table], new])
    assert refused(changed, question) == {complaint(new.id, question)}, fault


@pytest.mark.parametrize(("fault", "question", "name"), LEFT_OUT)
def test_such_a_row_serves_its_question_and_is_not_set_aside(book, fault, question, name):
    (asked,) = [q for q in questions(book) if q.name == question]
    assert asked.uses[name]["use"] in ("pooled", "shown", "named"), fault


def asking(book, **cells) -> Question:
    return Question(
        Row("questions", "", 1, {**dict.fromkeys(columns(book.package, "questions"), ""), **cells}), book, []
    )


def test_single_arms_answer_only_where_the_question_asks_for_them(book):
    row = book.row("mcinnes2022-sustained-wk8-ketamine")
    assert not asking(book, outcome="lasting benefit").fits(row)
    assert asking(book, outcome="lasting benefit", comparator="no comparator;midazolam").fits(row)


def test_a_result_in_words_answers_and_a_remark_does_not(book):
    assert comparative(book.row("murrough2015-primary"))
    assert not comparative(book.row("abbar2022-harms"))
