"""Each notebook begins with switches that stand as the book prints it; moved, each of them changes a chart in words."""

import ast

import nbformat
import pytest

from kapbook.charts.chart import MIME

MOVED = {
    "adverse-events": {"LEFT_OUT": ("canuso2021",), "MODEL": "one effect"},
    "against-alternatives": {"LEFT_OUT": ("ELEKT-D",)},
    "articles-audited": {"ARTICLE": "002", "ABOUT": "drug"},
    "articles-numbers": {"LEFT_OUT": ("samhsa2024",)},
    "does-psychotherapy-add": {"LEFT_OUT": ("dakwar2019",)},
    "esketamine-four-weeks": {
        "LEFT_OUT": ("TRANSFORM-2",),
        "POPULATION": "all who began",
        "MODEL": "effects may differ",
        "DOSE": "56",
    },
    "how-fast-how-many": {"LEFT_OUT": ("lii2023",), "DOSE": "56"},
    "how-long": {"LEFT_OUT": ("mcinnes2022",), "POPULATION": "Stable remission"},
    "long-term-harms": {"LEFT_OUT": ("winstock2012",)},
    "mechanism-ladder": {"LEFT_OUT": ("yoon2025",)},
    "need-for-care": {"LEFT_OUT": ("samhsa2024",)},
    "other-conditions": {"LEFT_OUT": ("CAP-Ketamine",)},
    "sessions-and-blood-levels": {"LEFT_OUT": ("jnjpk2024",)},
    "suicidal-thoughts": {"LEFT_OUT": ("KETIS",), "DRUG": "ketamine"},
}
"""Another value of each switch of each notebook."""


def code_cells(root, name):
    cells = nbformat.read(root / f"notebooks/{name}.ipynb", as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def constants(source):
    """Names and values of a cell of plain constants."""
    return {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(source).body}


def test_every_notebook_that_is_no_lesson_has_its_switches_tried(root):
    names = {path.stem for path in (root / "notebooks").glob("*.ipynb")}
    assert {name for name in names if not name.startswith("lesson-")} == set(MOVED)


@pytest.mark.parametrize("name", MOVED)
def test_switches_are_plain_constants_at_the_top_and_redraw_every_chart(name, root):
    first, *others = code_cells(root, name)
    assert set(constants(first.source)) == set(MOVED[name])
    drawn = [cell for cell in others if any(MIME in output.get("data", {}) for output in cell.outputs)]
    assert drawn
    assert {cell.source.rsplit("\n", 1)[-1] for cell in drawn} == {"switch.redraw(draw)"}


@pytest.mark.parametrize(("name", "switch"), [(name, switch) for name, own in MOVED.items() for switch in own])
def test_a_switch_that_is_moved_changes_a_chart_and_says_so(name, switch, root, monkeypatch, capsys):
    monkeypatch.chdir(root / "notebooks")
    first, *others = code_cells(root, name)
    kept = constants(first.source)
    assert kept[switch] != MOVED[name][switch]
    space = {**kept, switch: MOVED[name][switch]}
    said = ""
    for cell in others:
        exec(compile(cell.source, name, "exec"), space)
        said = capsys.readouterr().out
        if "what moved" in said:  # the charts below it are tried by hand: each costs two drawings
            break
    assert "what moved\n- " in said
