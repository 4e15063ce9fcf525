"""A question stands on its page with answer, picture, findings, what was set aside; a chart leads to its notebook."""

import pytest
from bs4 import BeautifulSoup

from kapbook.publish.build import BuildError, build

WORDS = "application/vnd.kapbook.chart+json"


def silent(line: str) -> None:
    pass


def ask(notebook):
    for output in notebook.cells[2].outputs:
        output.data[WORDS].update(
            question="response-one-day", drawn=["lee2020-response-d1-ketamine", "lee2020-response-d1-saline"]
        )


@pytest.fixture(scope="module")
def pages(new_book):
    book = new_book()
    book.append("chapters/rows.md", "\nIt may. {certainty}`response-one-day` It does. {certainty}`high`\n")
    book.append("chapters/rows.md", "\n```{chart} c\n```\n")
    book.repeat("questions", 0, question="response-again", page="chapters/depression")
    book.repeat("gradings", 0, question="response-again")
    for number, row in enumerate(("d1-ketamine", "d1-saline", "d1-rd")):
        book.repeat("uses", number, question="response-again", row=f"lee2020-response-{row}")
    book.append("chapters/depression.md", "\n```{answer} response-again\n:short:\n```\n")
    book.write_notebook(ask)
    build(book.root, silent)
    return lambda name: BeautifulSoup((book.root / f"_build/html/{name}.html").read_text(), "html.parser")


def test_an_answer_is_a_group_named_by_its_question(pages):
    page = pages("index")
    box = page.find(id="question-response-one-day")
    assert box["role"] == "group"
    assert (
        page.find(id=box["aria-labelledby"]).get_text()
        == "Do more people respond within a day of ketamine than of saline?"
    )
    says = box.select_one(".answer-says").get_text()
    assert says == "Ketamine may help more people within a day. Low certainty"


def test_the_question_of_an_answer_is_a_heading_one_level_below_its_part(pages):
    asks = pages("index").find(id="question-response-one-day-asks")
    assert asks["role"] == "heading"
    above = asks.find_previous(["h1", "h2", "h3"])
    assert int(asks["aria-level"]) == int(above.name[1]) + 1


def test_the_findings_show_both_arms_and_the_difference_with_its_interval(pages):
    page = pages("index")
    (table,) = page.find(id="question-response-one-day").select("table.findings")
    assert [cell.get_text(strip=True) for cell in table.select("th[scope=col]")][1:4] == [
        "People",
        "On the comparator",
        "On the treatment",
    ]
    (row,) = table.select("tbody tr")
    assert row.select_one("th[scope=row]").get_text(" ", strip=True).endswith("ketamine v saline, 24 hours")
    cells = [cell.get_text(strip=True) for cell in row.select("td")]
    assert cells[:3] == ["100", "20.0 of 100", "40.0 of 100"] and cells[3].startswith("20.0 in 100 (")


def test_what_was_set_aside_stands_there_with_its_reason_and_leads_to_the_row(pages):
    page = pages("index")
    (item,) = page.select(".set-aside li")
    assert "computed from the two arms shown" in item.get_text()
    assert item.a["href"] == "chapters/rows.html#lee2020-response-d1-rd"


def test_the_picture_of_an_answer_and_a_chart_shown_elsewhere_lead_to_the_notebook(pages):
    for name, notebook in (("index", "notebooks/"), ("chapters/rows", "../notebooks/")):
        (figure,) = pages(name).select("figure")
        assert figure.img["alt"] == "Ketamine 40."
        assert figure.select_one("figcaption a")["href"] == f"{notebook}question.html#chart-c"


def test_a_short_answer_opens_to_its_findings(pages):
    box = pages("chapters/depression").find(id="question-response-again")
    (folded,) = box.select("details")
    assert folded.select("table.findings") and len(box.select("table")) == 1
    assert folded.summary.get_text().startswith("Findings, why this certainty")


def test_a_certainty_is_that_of_its_question_and_leads_there(pages):
    linked, plain = pages("chapters/rows").select(".certainty")
    assert (linked.get_text(), plain.get_text()) == ("Low certainty", "High certainty")
    assert linked.a["href"] == "../index.html#question-response-one-day"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("```{answer} response-one-year\n```", "Q612 no question has the id 'response-one-year'"),
        ("{certainty}`rather high`", "is no question and no word of certainty"),
        ("```{chart} nothing\n```", "no notebook stores a chart 'nothing'"),
    ],
)
def test_an_unknown_question_or_chart_stops_the_build_in_a_sentence(book, text, words):
    book.append("chapters/rows.md", f"\n{text}\n")
    with pytest.raises(BuildError, match=words):
        build(book.root, silent)
