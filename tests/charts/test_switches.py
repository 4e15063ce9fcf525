"""A switch redraws a chart and says what moved; as the book prints it, nothing is said and nothing drawn twice."""

import pytest

from kapbook import charts, evidence
from kapbook.charts.switches import has_work, moved, switches, without, works_of
from kapbook.evidence import EvidenceError

PAIRS = {
    "TRANSFORM-2": ("popova2019-response-d28-nri-esketamine", "popova2019-response-d28-nri-control"),
    "TRANSFORM-1": ("fedgchin2019-response-d28-nri-esk84", "fedgchin2019-response-d28-nri-control"),
}
HEADING = "In both trials more responded"


@pytest.fixture(scope="module")
def tables(root):
    return evidence.load(root)


def draw(tables, unit):
    pairs = [(name, *map(tables.row, ids)) for name, ids in PAIRS.items() if tables.has(ids[0])]
    drawn = charts.paired_dots("pair", pairs, ("drug", "other"), f"Responded, {unit}", f"In {unit}.", [])
    return drawn.holding(HEADING, len(pairs) == 2)


def test_as_printed_a_chart_is_drawn_once_and_nothing_is_said(tables, capsys):
    calls = []

    def counted(tables, unit):
        calls.append(unit)
        return draw(tables, unit)

    assert switches(tables, (), unit=("%", "%", "people")).redraw(counted).rows == draw(tables, "%").rows
    assert calls == ["%"] and capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["popova2019", "NCT02418585", "TRANSFORM-2"])
def test_a_trial_left_out_by_any_of_its_names_goes_and_the_sentence_says_so(name, tables, capsys):
    chart = switches(tables, (name,), unit=("%", "%")).redraw(draw)
    assert [row[0] for row in chart.rows] == ["TRANSFORM-1"]
    said = ["pair: what moved", "- gone: TRANSFORM-2", f"- no longer true: \u201c{HEADING}\u201d"]
    assert capsys.readouterr().out.splitlines() == said


def test_one_name_without_a_comma_is_one_name(tables):
    left = without(tables, "popova2019")
    assert not left.has(PAIRS["TRANSFORM-2"][0])
    assert has_work(tables, "popova2019") and not has_work(left, "popova2019")


def test_only_the_switches_that_a_chart_names_redraw_it(tables, capsys):
    switches(tables, (), unit=("people", "%", "people")).redraw(lambda tables: draw(tables, "%"))
    assert capsys.readouterr().out == ""
    switches(tables, (), unit=("people", "%", "people")).redraw(draw)
    assert "the caption now says: In people." in capsys.readouterr().out


def test_questions_weigh_no_row_that_was_left_out(tables):
    name = "esketamine-score-four-weeks"
    left = charts.ask(without(tables, ("takahashi2021",)), name).rows("pooled")
    assert {row.study for row in charts.ask(tables, name).rows("pooled")} - {row.study for row in left} == {
        "takahashi2021"
    }


def test_a_number_that_changed_is_told_as_printed_and_as_now(tables):
    def score(models):
        lines = [charts.Line(label, value, value - 1, value + 1) for label, value in models]
        return charts.forest("score", lines, "Points", "Means.", [])

    said = moved(score([("Average", 3.0), ("Other", 1.0)]), score([("Average", 4.5), ("Other", 1.0)]))
    assert said == "score: what moved\n- Average: 3.0 (2.0 to 4.0) as printed, 4.5 (3.5 to 5.5) now"
    assert moved(score([("A", 1.0)]), score([("A", 1.0)])) == "score: nothing moved in this chart."
    assert "- new: B: 2.0 (1.0 to 3.0)" in moved(score([("A", 1.0)]), score([("A", 1.0), ("B", 2.0)]))


def test_a_line_is_the_same_line_in_one_panel_and_in_two():
    def panel(label, value):
        return charts.ForestPanel([charts.Line(label, value, value - 1, value + 1, after=f"; {value:g}")], label)

    two = charts.compose("two", [panel("A", 1.0), panel("B", 2.0)], "c", [])
    assert moved(two, charts.compose("two", [panel("A", 1.0)], "c", [])) == "two: what moved\n- gone: B"
    assert moved(two, charts.compose("two", [panel("A", 3.0)], "c", [])).endswith(
        "A: 1.0 (0.0 to 2.0); 1 as printed, 3.0 (2.0 to 4.0); 3 now"
    )


def test_lines_of_the_same_words_are_told_apart_by_what_stands_beside_them(tables):
    def years(*values):
        chart = charts.bars("years", [charts.Line("to 2019", value) for value in values], "%", "c", [])
        chart.rows = [["to 2019", str(2018 + n), f"{value:g}"] for n, value in enumerate(values)]
        chart.columns = ["Series", "Year", "%"]
        return chart

    assert moved(years(43.0, 45.0), years(43.0)) == "years: what moved\n- gone: to 2019, 2019"


def test_a_chart_that_cannot_do_without_a_row_says_so_instead_of_failing(tables, capsys):
    def needs(tables):
        return charts.paired_dots("needs", [("x", *map(tables.row, PAIRS["TRANSFORM-2"]))], ("a", "b"), "%", "c", [])

    assert switches(tables, ("popova2019",)).redraw(needs) is None
    assert "needs: what is left does not suffice to draw this chart" in capsys.readouterr().out


def test_a_fault_of_the_printed_chart_is_not_hidden(tables):
    def faulty(tables):
        raise ValueError("a slip of the pen")

    with pytest.raises(ValueError, match="slip"):
        switches(tables, ("popova2019",)).redraw(faulty)


def test_unknown_names_and_values_are_refused_with_what_is_allowed(tables):
    with pytest.raises(EvidenceError, match="no work and no trial is called 'popova'"):
        works_of(tables, "popova")
    with pytest.raises(ValueError, match="MODEL is 'DL'; choose one of 'REML', 'PM'"):
        switches(tables, (), model=("DL", "REML", "PM"))
