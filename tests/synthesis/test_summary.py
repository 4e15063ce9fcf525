"""Summaries of findings: a group by itself has no comparator, and the two arms of one comparison share a line."""

import pytest

from kapbook import evidence
from kapbook.evidence.questions import questions
from kapbook.synthesis.summary import comparisons, findings


@pytest.fixture(scope="module")
def asked(root):
    return {question.name: question for question in questions(evidence.load(root))}


def test_a_group_without_a_comparison_stands_under_the_treatment_only(asked):
    lines = {line.rows[0]: line for line in comparisons(asked["how-long-benefit-lasts"])}
    alone = lines["murrough2013b-relapse-median-ketamine"]
    assert (alone.control, alone.treatment, alone.difference) == ("", "18 days", "")


def test_no_row_is_told_of_both_groups(asked):
    for question in asked.values():
        for line in findings(question):
            assert len(line.rows) > 1 or not (line.control and line.treatment), line


def test_arms_whose_definitions_alone_differ_are_one_comparison(asked):
    lines = [line for line in findings(asked["ketamine-response-day-midazolam"]) if line.study == "dean2021"]
    (pair,) = (line for line in lines if len(line.rows) == 2)
    assert (pair.control, pair.treatment) == ("25.9 of 100", "46.5 of 100")
    assert pair.what == "ketamine v midazolam, 24 hours"
