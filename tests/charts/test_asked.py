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


def test_a_chart_of_several_questions_says_the_certainty_of_each(tables):
    rows = [tables.row(f"canuso2021-{event}-28d-treatment") for event in ("nausea", "dizziness", "headache")]
    assert charts.counted(tables, rows).endswith("; certainty by question: high for 2, low for 1.")


def test_a_row_that_is_only_named_counts_with_the_questions_that_name_it(tables):
    pooled, named = (tables.row(f"fedgchin2019-{event}-28d-e84") for event in ("dissociation", "vomiting"))
    assert charts.counted(tables, [pooled]).endswith("; high certainty.")
    assert charts.counted(tables, [pooled, named]).endswith("; certainty by question: high for 1, moderate for 1.")


def test_works_that_are_no_trials_say_their_people_and_who_paid(tables):
    rows = [tables.row("winstock2012-urinary-symptoms"), tables.row("chu2008-cystoscopy-referral-users")]
    said = charts.counted(tables, rows)
    assert said.startswith("1 survey; 1 case series; these hold 3,865 people; who paid is told in 0 of 2; ")


def test_rows_that_no_question_weighs_are_said_to_be_ungraded(tables):
    assert charts.counted(tables, [tables.row("yang2025-pastyear-use-2015")]).endswith("; certainty not graded.")


def test_a_difference_that_a_row_holds_stands_in_the_words_of_its_pair(tables):
    chart = charts.picture(charts.ask(tables, "ketamine-v-ect-response"), "p", "Caption.")
    assert len(chart.figure.axes) == 1
    assert "14.2 more (3.9 to 24.2)" in chart.alt


def test_lines_stand_in_the_order_of_their_labels(tables):
    question = charts.ask(tables, "alcohol-drinking")
    names = ["grabski2022-days-m6-both-neither", "grabski2022-days-m6-ketamine-placebo"]
    for order in (names, names[::-1]):
        look = charts.Look(labels={name: f"Line {names.index(name)}" for name in order})
        found = [row[1] for row in charts.picture(question, "p", "Caption.", look).rows if row[1].startswith("Line")]
        assert found == [f"Line {names.index(name)}" for name in order]


def test_values_below_zero_are_drawn_on_an_axis_that_ends_at_zero(tables):
    chart = charts.picture(charts.ask(tables, "ketamine-v-ect-memory"), "p", "Caption.")
    assert chart.figure.axes[-1].get_xlim()[1] == 0


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


def test_the_diamond_of_pooled_studies_reaches_as_far_as_its_interval():
    chart = charts.forest("d", [charts.Line("pooled", 2.0, 1.0, 4.0, kind="pooled")], "Points", "Caption.", ["lee2020"])
    corners = chart.figure.axes[0].patches[0].get_xy()[:, 0]
    assert (corners.min(), corners.max()) == (1.0, 4.0)


def test_a_mark_grows_with_its_weight_in_the_average():
    lines = charts.weighed([charts.Line("a", 1.0, 0.0, 2.0), charts.Line("b", 1.0, 0.5, 1.5)], [4.0, 1.0])
    assert [line.weight for line in lines] == [0.2, 0.8]
    chart = charts.forest("w", lines, "Points", "Caption.", ["lee2020"])
    light, heavy = [x.get_markersize() for x in chart.figure.axes[0].lines if x.get_marker() == "o"]
    assert heavy == pytest.approx(2 * light)


def test_a_chart_that_does_not_hold_its_heading_says_so_in_its_words():
    chart = charts.forest("h", [charts.Line("x", 1.0, 0.0, 2.0)], "Points", "Caption.", ["lee2020"])
    bundle = chart.holding("More of it", False)._repr_mimebundle_()
    assert bundle["application/vnd.kapbook.chart+json"]["holds"] == {"More of it": False}
