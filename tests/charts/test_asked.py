"""Charts of questions draw every row that the question pools or shows, count its trials, and hold their headings."""

import pytest

from kapbook import charts, evidence
from kapbook.charts.paired import said
from kapbook.evidence.questions import questions


@pytest.fixture(scope="module")
def tables(root):
    return evidence.load(root)


def test_a_picture_draws_every_row_that_its_question_pools_or_shows(tables):
    for question in questions(tables):
        rows = question.rows("pooled", "shown")
        if rows:
            chart = charts.picture(question, "p", "Caption.")
            assert set(chart.drawn) == {row.id for row in rows}
            assert chart.question == question.name


def test_the_line_under_a_chart_says_trials_people_sponsors_bias_and_certainty(tables):
    question = charts.ask(tables, "esketamine-score-four-weeks")
    said = charts.counted(tables, question.rows("pooled"), question.row["certainty"])
    assert said.startswith("4 trials, 913 people randomised, 4 run by a maker; risk of bias: ")
    assert "3 missed the primary outcome" in said
    assert said.endswith("; moderate certainty.")


def test_a_paper_of_several_trials_counts_the_people_of_each_once(tables):
    rows = [tables.row(f"canuso2021-{event}-28d-treatment") for event in ("nausea", "dizziness")]
    assert charts.counted(tables, rows).startswith("2 trials, 456 people randomised")


def test_an_unknown_question_is_refused(tables):
    with pytest.raises(KeyError, match="no question 'cures-all'"):
        charts.ask(tables, "cures-all")


def test_an_interval_of_another_level_says_so(tables):
    line = charts.contrast_line(tables.row("takahashi2021-madrs-d28-diff-esk84"), "Japan")
    assert line.after == ", 90% interval"


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        ("-4.0", "4.0 fewer"),
        ("8.4 (-4.3 to 20.8)", "8.4 more (4.3 fewer to 20.8 more)"),
        ("-10.2 (-21.7 to -1.6)", "10.2 fewer (1.6 to 21.7)"),
    ],
)
def test_a_difference_and_its_interval_are_said_in_words(difference, words):
    assert said(difference) == words


def test_a_mark_without_an_interval_is_hollow_and_the_caption_says_so():
    lines = [charts.Line("known", 2.0, 1.0, 3.0), charts.Line("unknown", 2.0)]
    chart = charts.forest("h", lines, "Points", "Caption.", ["lee2020"])
    faces = [line.get_markerfacecolor() for line in chart.figure.axes[0].lines if line.get_marker() not in ("None", "")]
    assert faces[0] != "none"
    assert faces[1] == "none"
    assert chart.caption.endswith("Hollow marks: no interval is known.")


def test_a_chart_that_does_not_hold_its_heading_says_so_in_its_words():
    chart = charts.forest("h", [charts.Line("x", 1.0, 0.0, 2.0)], "Points", "Caption.", ["lee2020"])
    bundle = chart.holding("More of it", False)._repr_mimebundle_()
    assert bundle["application/vnd.kapbook.chart+json"]["holds"] == {"More of it": False}
