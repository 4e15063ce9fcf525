"""The lessons are whole: a wrong analysis that is marked as such, three exercises, and their answers folded away."""

import re

import nbformat
import pytest

from kapbook.charts.chart import MIME
from kapbook.charts.folded import answer
from kapbook.names import FOLDED
from kapbook.publish.notebooks import clean

TEACHING = "chapters/orientation/teaching.md"
WRONG, TOLD = "## A wrong analysis, on purpose", "## What is wrong with it"
PHONE = 39
"""Letters of a printed line that a screen of 390 pixels holds."""

LESSONS = (
    "lesson-two-arms",
    "lesson-absolute-relative",
    "lesson-masking",
    "lesson-primary-outcome",
    "lesson-pooling",
    "lesson-judging-a-claim",
)


@pytest.fixture(params=LESSONS)
def cells(root, request):
    return nbformat.read(root / f"notebooks/{request.param}.ipynb", as_version=4).cells


def stored(cell, kind):
    """What a cell stores of one kind of output."""
    return [o.data[kind] for o in cell.get("outputs", []) if kind in o.get("data", {})]


def test_the_teachers_page_leads_to_every_lesson_in_order(root):
    assert sorted(LESSONS) == sorted(path.stem for path in (root / "notebooks").glob("lesson-*.ipynb"))
    led = re.findall(r"notebooks/(lesson-[\w-]+)\.ipynb", (root / TEACHING).read_text())
    assert led == list(LESSONS)


def test_a_wrong_chart_says_so_in_picture_and_caption_and_what_is_wrong_comes_after(cells):
    kinds = [
        heading
        for cell in cells
        for heading in (
            [line for line in cell.source.splitlines() if line in (WRONG, TOLD)]
            if cell.cell_type == "markdown"
            else ["wrong" for chart in stored(cell, MIME) if "wrong" in chart["name"]]
        )
    ]
    assert kinds == [WRONG, "wrong", TOLD]
    for chart in (chart for cell in cells for chart in stored(cell, MIME)):
        marked = "wrong" in chart["name"]
        assert chart["name"].startswith("lesson-")
        # the first words of the text alternative are those of the axis, which the picture carries along
        assert chart["alt"].startswith("Wrong on purpose") is marked
        assert chart["caption"].startswith("Wrong on purpose") is marked


def test_each_of_three_exercises_has_its_answer_folded(cells):
    asked = [n for n, cell in enumerate(cells) if cell.source.count("### Exercise")]
    numbers = [int(n) for cell in cells for n in re.findall(r"### Exercise (\d)", cell.source)]
    assert numbers == [1, 2, 3]
    answers = {n: stored(cell, FOLDED) for n, cell in enumerate(cells) if stored(cell, FOLDED)}
    assert [words["summary"] for (words,) in answers.values()] == [f"Answer to exercise {n}" for n in numbers]
    for question, number in zip(asked, answers, strict=True):
        assert question < number
        assert cells[number].metadata["jupyter"] == {"outputs_hidden": True, "source_hidden": True}


def test_printed_lines_fit_a_phone(cells):
    printed = [output.text for cell in cells for output in cell.get("outputs", []) if output.output_type == "stream"]
    assert printed
    assert max(len(line) for text in printed for line in text.splitlines()) <= PHONE


def test_executing_a_lesson_again_leaves_its_answers_folded(root, cells, monkeypatch):
    monkeypatch.setattr("kapbook.publish.notebooks.inputs", lambda *_: "")
    before = [cell.metadata.get("jupyter") for cell in cells]
    after = clean(nbformat.v4.new_notebook(cells=cells), {}, None)
    assert [cell.metadata.get("jupyter") for cell in after.cells] == before


@pytest.mark.parametrize("lines", [(), ("right", " ")])
def test_an_answer_without_words_is_refused(lines):
    with pytest.raises(ValueError, match="answer 2 says nothing"):
        answer(2, *lines)


def test_an_answer_stands_as_plain_text_where_no_page_folds_it():
    bundle = answer(1, "Both arms.", "And the difference.")._repr_mimebundle_()
    assert bundle["text/plain"] == "Answer to exercise 1\nBoth arms.\nAnd the difference."
    assert bundle[FOLDED]["lines"] == ["Both arms.", "And the difference."]
