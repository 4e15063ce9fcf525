"""One figure of one or more panels, each with its own axis, words and data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kapbook.charts.chart import Chart
from kapbook.charts.stack import Layout, put
from kapbook.charts.style import STYLE, WIDTH

HOLLOW = "Hollow marks: no interval is known."
"""Sentence under a chart that has marks without an interval."""


BETWEEN = 0.18
"""Room between two panels in inches."""


class Panel(Protocol):
    """What a part of a chart must be able to do."""

    def layout(self) -> Layout:
        """Its words and marks in their places."""

    def draw(self, axes: Axes, places: Sequence[float]) -> None:
        """Its marks."""

    def words(self) -> str:
        """Its text alternative, which names the numbers shown."""

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Columns and rows of its numbers, as text."""

    def hollow(self) -> bool:
        """Has it marks without an interval?"""


def compose(name: str, panels: Sequence[Panel], caption: str, sources: Sequence[str]) -> Chart:
    """Panels below each other under one name.

    The table of a chart of one panel has that panel's columns; that of several has the words of each line only.

    Raises
    ------
    ValueError : there is no panel.
    """
    if not panels:
        raise ValueError(f"chart '{name}' has no line to draw")
    with matplotlib.rc_context(STYLE):
        layouts = [panel.layout() for panel in panels]
        figure = Figure(figsize=(WIDTH, sum(layout.whole for layout in layouts) + BETWEEN * (len(panels) - 1)))
        top = 0.0
        for panel, layout in zip(panels, layouts, strict=True):
            panel.draw(put(figure, layout, top), layout.places)
            top += layout.whole + BETWEEN
    tables = [panel.table() for panel in panels]
    columns, rows = tables[0]
    if len(panels) > 1:
        columns = ["Shown", "Line", "Numbers"]
        rows = [
            [layout.axis, row[0], joined(heads, row)]
            for layout, (heads, own) in zip(layouts, tables, strict=True)
            for row in own
        ]
    if any(panel.hollow() for panel in panels):
        caption = f"{caption} {HOLLOW}"
    return Chart(name, figure, " ".join(panel.words() for panel in panels), caption, list(sources), columns, rows)


def joined(heads: Sequence[str], row: Sequence[str]) -> str:
    """Cells of a row after its label, each with its column's name unless that is the axis."""
    first, *rest = zip(heads[1:], row[1:], strict=True)
    return ", ".join([first[1], *(f"{head} {cell}" for head, cell in rest if cell)])
