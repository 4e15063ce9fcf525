"""Charts: the same bytes twice, words that name the numbers shown, and words that a phone can show."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from kapbook import charts
from kapbook.charts.bars import PARTS
from kapbook.charts.style import SIZE, STYLE, WIDTH
from kapbook.charts.words import KEEP, ROOM, bind, wrap
from kapbook.charts.words import width as width_of
from kapbook.evidence import Row

PHONE = 390 - 2 * 16
"""Width that the book's pages leave for a chart on a phone of 390 pixels."""


def row(**cells):
    columns = ("value", "n", "events", "role", "ci_low", "ci_high", "measure", "year")
    return Row("outcomes", "evidence/outcomes.csv", 2, dict.fromkeys(columns, "") | cells)


LINES = [
    charts.heading("Trial"),
    charts.Line("treatment", 40.0, 30.0, 50.0),
    charts.Line("control", 20.0, role="control"),
]


def forest():
    return charts.forest("f", LINES, "Responded, %", "Caption.", ["lee2020"])


def contrast(low=-10.0, high=20.0, **more):
    options = {"null": 0, "favours": ("favours placebo", "favours drug")} | more
    return charts.forest("c", [charts.Line("x", 5.0, low, high)], "Points", "Caption.", ["lee2020"], **options)


def paired(first, second):
    return charts.paired_dots("p", [("Nausea", first, second)], ("drug", "placebo"), "%", "Caption.", ["lee2020"])


def slope():
    series = [
        ("to 2019", [row(year="2018", value="0.10"), row(year="2019", value="0.20")]),
        ("2021", [row(year="2021", value="0.28")]),
    ]
    return charts.slope("s", series, ("Year", "%"), "Caption.", ["lee2020"], [(2019.5, "method changed")])


def timeline():
    spans = ["The drug", ("in the blood", 1, 4, "1 to 4 hours"), ("peak", 2, 2, "2 hours")]
    return charts.timeline(
        "t", spans, "Hours", "Caption.", ["lee2020"], log=True, ticks=[(1, "1 hour"), (4, "4 hours")]
    )


def evidence_map(**more):
    return charts.evidence_map(
        "e", [("PTSD", ["4 trials", ""])], ["Trials", "Contrary"], "no study found", "Caption.", ["lee2020"], **more
    )


def shares():
    return charts.shares("h", [("Article", [1, 3])], ["right", "wrong"], "Share of claims", "Caption.", ["lee2020"])


FORMS = {
    "forest": forest,
    "forest with sides": contrast,
    "bars": lambda: charts.bars("b", LINES, "Responded, %", "Caption.", ["lee2020"]),
    "shares": shares,
    "paired dots": lambda: paired(row(value="10.0"), row(value="5.0")),
    "slope": slope,
    "timeline": timeline,
    "evidence map": evidence_map,
}


def texts(chart):
    """All words of the figure that are drawn."""
    with rc_context(STYLE):
        FigureCanvasAgg(chart.figure).draw()
    return [text for text in chart.figure.findobj(Text) if text.get_text().strip()]


def colours(chart):
    """Fill colours of the patches of the first axes, without their strength."""
    return [patch.get_facecolor()[:3] for patch in chart.figure.axes[0].patches if patch.get_fill()]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_chart_has_the_same_bytes_on_a_second_run(form):
    assert form().svg() == form().svg()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_chart_is_well_formed_and_not_too_heavy(form):
    svg = form().svg()
    ET.fromstring(svg)
    assert len(svg) < 150_000


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_words_on_a_phone_are_at_least_eleven_pixels_high(form):
    chart = form()
    assert chart.figure.get_figwidth() == WIDTH
    assert min(text.get_fontsize() for text in texts(chart)) / 72 * PHONE / WIDTH >= 11


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_word_leaves_the_picture(form):
    figure = form().figure
    with rc_context(STYLE):
        FigureCanvasAgg(figure).draw()
        drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert drawn.x0 >= -0.01 and drawn.x1 <= width + 0.01
    assert drawn.y0 >= -0.01 and drawn.y1 <= height + 0.01


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("slope", "shares", "evidence map")])
def test_no_line_of_the_scale_runs_through_words(name):
    chart = FORMS[name]()
    drawn = texts(chart)
    axes = chart.figure.axes[0]
    words = [text.get_window_extent() for text in drawn if text in axes.texts]
    lines = [line.get_window_extent() for line in axes.collections]
    assert lines and not any(line.get_visible() for line in axes.get_xgridlines())
    assert not [1 for own in words for line in lines if own.y0 < line.y1 and line.y0 < own.y1]


def test_an_interval_ends_at_its_numbers():
    assert {line.get_solid_capstyle() for line in contrast().figure.axes[0].lines} == {"butt"}


def test_the_text_alternative_names_every_number_and_its_heading():
    assert forest().alt == "Responded, %. Trial, treatment: 40.0 (30.0 to 50.0); Trial, control: 20.0."


def test_the_data_table_holds_what_is_drawn():
    assert forest().rows == [["Trial, treatment", "40.0", "30.0", "50.0"], ["Trial, control", "20.0", "", ""]]


def test_words_after_the_numbers_stand_after_them_and_in_the_table():
    line = charts.Line("nausea", 20.0, 10.0, 30.0, after=", number needed 5.0")
    chart = charts.forest("a", [line], "%", "Caption.", ["lee2020"])
    assert chart.alt == "%. nausea: 20.0 (10.0 to 30.0), number needed 5.0."
    assert chart.rows == [["nausea, number needed 5.0", "20.0", "10.0", "30.0"]]


def test_a_missing_value_is_said_and_not_drawn_as_zero():
    chart = charts.forest("m", [charts.Line("unknown")], "%", "Caption.", ["lee2020"])
    assert "unknown: not reported" in chart.alt
    assert chart.rows == [["unknown", "", "", ""]]


def test_both_sides_of_the_line_of_no_difference_are_named_in_picture_and_words():
    chart = contrast()
    assert {"← favours placebo", "favours drug →"} <= {text.get_text() for text in texts(chart)}
    assert chart.alt.startswith("Points (left: favours placebo; right: favours drug). ")


@pytest.mark.parametrize("options", [{"favours": None}, {"null": None}])
def test_a_line_of_no_difference_without_words_is_refused(options):
    with pytest.raises(ValueError, match="chart 'c': give null and favours together"):
        contrast(**options)


@pytest.mark.parametrize(("log", "null", "low", "high"), [(False, 0, 10.0, 20.0), (True, 1, 0.2, 0.8)])
def test_both_sides_of_the_line_of_no_difference_can_be_seen(log, null, low, high):
    axes = contrast(low, high, log=log, null=null).figure.axes[0]
    left, right = axes.get_xlim()
    places = [axes.transData.transform((x, 0))[0] for x in (left, null, right)]
    shares = [(places[1] - places[0]) / (places[2] - places[0]), (places[2] - places[1]) / (places[2] - places[0])]
    assert min(shares) > 0.11


def test_sides_too_long_for_one_line_stand_below_each_other():
    def heights(*favours):
        chart = contrast(favours=favours)
        return len({text.get_position()[1] for text in texts(chart) if set(text.get_text()) & set("←→")})

    assert heights("less", "more") == 1
    assert heights("favours the comparator of the trial", "favours the drug of the trial") == 2


def test_a_difference_is_turned_over_with_its_printed_digits():
    line = charts.contrast_line(row(value="17", ci_low="-2", ci_high="30.0", measure="RD"), "x", flip=True)
    assert (line.value, line.low, line.high) == (-17, -30, 2)
    assert line.numbers == "-17 (-30.0 to 2)"


def test_a_ratio_is_turned_over_into_its_inverse():
    line = charts.contrast_line(row(value="0.80", ci_low="0.31", ci_high="2.10", measure="OR"), "x", flip=True)
    assert line.numbers == "1.25 (0.48 to 3.23)"


def test_a_contrast_keeps_the_printed_digits_in_words_and_table():
    line = charts.contrast_line(row(value="0.30", ci_low="0.1", ci_high="1.70", measure="SMD"), "x")
    chart = charts.forest("d", [line], "SD", "Caption.", ["lee2020"])
    assert chart.rows == [["x", "0.30", "0.1", "1.70"]]
    assert "x: 0.30 (0.1 to 1.70)" in chart.alt


def test_an_arm_has_wilsons_interval_with_the_decimals_of_its_value():
    assert charts.arm_line(row(value="50", n="20", events="10"), "x").numbers == "50 (30 to 70)"


def test_a_limit_above_zero_is_not_rounded_to_zero():
    assert charts.arm_line(row(value="1", n="230", events="2"), "x").numbers == "1 (0.2 to 3.1)"


def test_an_arm_whose_people_do_not_give_its_percentage_has_no_interval():
    assert charts.arm_line(row(value="63.0", n="83", events="46"), "x").numbers == "63.0"


def test_paired_dots_keep_printed_digits_and_say_the_difference():
    chart = paired(row(value="8.0"), row(value="12"))
    assert chart.alt == "%, drug against placebo. Nausea: 8.0 against 12, 4.0 fewer."
    assert chart.rows == [["Nausea", "8.0", "12", "-4.0"]]


def test_a_difference_of_rounded_percentages_comes_from_the_people():
    chart = paired(row(value="29", n="346", events="101"), row(value="8", n="222", events="17"))
    assert "29 against 8, 21.5 more" in chart.alt


def test_a_difference_does_not_come_from_people_who_contradict_the_percentage():
    chart = paired(row(value="63.0", n="83", events="46"), row(value="31.6", n="73", events="25"))
    assert "31.4 more" in chart.alt


def test_equal_arms_are_said_to_be_equal():
    assert "no difference" in paired(row(value="5.0"), row(value="5.0")).alt


def test_slope_shows_each_value_as_printed_and_names_its_breaks():
    chart = slope()
    assert {"0.10", "0.20", "0.28"} <= {text.get_text() for text in texts(chart)}
    assert "to 2019: 0.10 in 2018, 0.20 in 2019; 2021: 0.28 in 2021; not joined at 2019.5: method changed." in chart.alt


def test_slope_joins_no_points_across_series_and_starts_at_zero():
    axes = slope().figure.axes[0]
    joined = [list(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "-"]
    assert joined == [[2018, 2019], [2021]]
    assert axes.get_ylim()[0] == 0


def test_timeline_puts_a_heading_before_its_spans():
    assert timeline().alt == "Hours. The drug, in the blood: 1 to 4 hours; The drug, peak: 2 hours."


def test_timeline_names_places_on_its_axis():
    labels = [label.get_text() for label in timeline().figure.axes[0].get_xticklabels()]
    assert labels == ["1 hour", "4 hours"]


def test_bars_start_at_zero_and_are_in_words():
    chart = FORMS["bars"]()
    assert chart.figure.axes[0].get_xlim()[0] == 0
    assert chart.alt == "Responded, %. Trial, treatment: 40.0 (30.0 to 50.0); Trial, control: 20.0."


def test_shares_fill_the_bar_and_carry_their_percentages():
    chart = shares()
    widths = [patch.get_width() for patch in chart.figure.axes[0].patches]
    assert widths == [25, 75]
    assert chart.alt == "Share of claims. Article: right 1 (25%), wrong 3 (75%)."
    assert {"25", "75", "1. right", "2. wrong"} <= {text.get_text() for text in texts(chart)}


def test_shares_refuse_more_parts_than_they_can_tell_apart():
    counts = [1] * (len(PARTS) + 1)
    with pytest.raises(ValueError, match="at most 4 parts"):
        charts.shares("h", [("Article", counts)], list("abcde"), "Share", "Caption.", ["lee2020"])


def test_an_empty_cell_of_the_evidence_map_says_what_it_means():
    chart = evidence_map()
    assert chart.alt == "PTSD: Trials: 4 trials, Contrary: no study found."
    assert chart.rows == [["PTSD", "4 trials", "no study found"]]
    assert "no study found" in {text.get_text() for text in texts(chart)}


def test_cells_against_a_row_have_a_colour_of_their_own():
    assert len(set(colours(charts.evidence_map("e", [("x", ["a", "b"])], ["yes", "no"], "none", "C.", ["k"])))) == 1
    both = charts.evidence_map("e", [("x", ["a", "b"])], ["yes", "no"], "none", "C.", ["k"], against=1)
    assert len(set(colours(both))) == 2


def test_columns_of_the_evidence_map_can_be_of_different_width():
    cells = evidence_map(widths=(3, 1)).figure.axes[0].patches
    assert cells[0].get_width() > 2.5 * cells[1].get_width()


@pytest.mark.parametrize("bold", [False, True])
def test_words_are_wrapped_to_the_measured_width_and_a_number_stays_whole(bold):
    label = "Secondary: rated by the people themselves (QIDS)" + " at the end" * bold
    line = charts.heading(label) if bold else charts.Line(label, 0.71, -0.3, 1.7, digits=2)
    chart = charts.forest("w", [line, charts.Line("x", 1.0)], "SD", "Caption.", ["lee2020"])
    drawn = [text.get_text() for text in texts(chart) if text.get_text() != "SD"]
    assert all(width_of(text, bold) <= ROOM for text in drawn if not text.startswith("x"))
    assert len([text for text in drawn if "rated" in text or "QIDS" in text or "end" in text]) >= 1
    if not bold:
        assert "0.71\N{NO-BREAK SPACE}(-0.30\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}1.70)" in drawn


def test_a_year_stays_with_its_author_unless_both_are_too_long():
    text = bind("Scheidegger 2012, Evans 2018")
    assert wrap(text, width_of("Scheidegger 2012, Evans") + 0.02) == [f"Scheidegger{KEEP}2012,", f"Evans{KEEP}2018"]
    assert wrap(text, width_of("Scheidegger") + 0.02) == ["Scheidegger", "2012,", f"Evans{KEEP}2018"]


def test_measured_words_are_as_wide_as_drawn_ones():
    chart = forest()
    drawn = next(text for text in texts(chart) if text.get_text() == "Trial")
    assert drawn.get_fontsize() == SIZE
    assert drawn.get_window_extent().width / chart.figure.dpi == pytest.approx(width_of("Trial", bold=True), rel=0.05)


def test_a_notebook_stores_picture_words_and_data_together():
    bundle = forest()._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "application/vnd.kapbook.chart+json", "text/plain"}
