"""Charts: the same bytes twice, words that name the numbers shown, and words that a phone can show."""

import xml.etree.ElementTree as ET

import pytest

from kapbook import charts
from kapbook.charts.style import CHARACTERS, WIDTH

LINES = [
    charts.heading("Trial"),
    charts.Line("treatment", 40.0, 30.0, 50.0),
    charts.Line("control", 20.0, role="control"),
]


def forest():
    return charts.forest("f", LINES, "Responded, %", "Caption.", ["lee2020"], null=0)


FORMS = {
    "forest": forest,
    "paired dots": lambda: charts.paired_dots(
        "p", [("Nausea", 10, 5)], ("drug", "placebo"), "%", "Caption.", ["lee2020"]
    ),
    "slope": lambda: charts.slope(
        "s", [("to 2019", [2018, 2019], [19, 20.5])], ("Year", "%"), "Caption.", ["lee2020"], [(2019.5, "break")]
    ),
    "timeline": lambda: charts.timeline(
        "t", [("Blood level", 1, 4, "1 to 4 hours")], "Hours", "Caption.", ["lee2020"], log=True
    ),
    "evidence map": lambda: charts.evidence_map(
        "e", [("PTSD", ["4 trials", ""])], ["Trials", "Certainty"], "Caption.", ["lee2020"]
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_chart_has_the_same_bytes_on_a_second_run(form):
    assert form().svg() == form().svg()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_chart_is_well_formed_and_not_too_heavy(form):
    svg = form().svg()
    ET.fromstring(svg)
    assert len(svg) < 150_000


def test_the_text_alternative_names_every_number_and_its_heading():
    assert forest().alt == "Responded, %. Trial, treatment: 40.0 (30.0 to 50.0); Trial, control: 20.0."


def test_the_data_table_holds_what_is_drawn():
    assert forest().rows == [["Trial, treatment", "40.0", "30.0", "50.0"], ["Trial, control", "20.0", "", ""]]


def test_an_empty_cell_of_the_evidence_map_is_said():
    assert "Certainty none" in FORMS["evidence map"]().alt


def test_a_missing_value_is_said_and_not_drawn_as_zero():
    chart = charts.forest("m", [charts.Line("unknown")], "%", "Caption.", ["lee2020"])
    assert "unknown: not reported" in chart.alt
    assert chart.rows == [["unknown", "", "", ""]]


def test_words_on_a_phone_are_at_least_ten_pixels_high():
    phone = 390 - 2 * 16
    assert 10 / 72 * phone / WIDTH >= 10
    assert CHARACTERS * 10 * 0.61 / 72 <= WIDTH + 0.1


def test_a_notebook_stores_picture_words_and_data_together():
    bundle = forest()._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "application/vnd.kapbook.chart+json", "text/plain"}
