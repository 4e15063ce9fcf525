"""Evidence map: a grid of words that shows at a glance where evidence is and where it is not."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kapbook.charts.chart import Chart
from kapbook.charts.stack import LINE
from kapbook.charts.style import INK, MARGIN, SIZE, STYLE, VERDICT, WIDTH
from kapbook.charts.words import ROOM, bind, wrap

PAD = 0.12
"""Room above and below the words of a cell together, in inches."""

GAP = 0.1
"""Room before the words above a row, in inches."""


def evidence_map(
    name: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[str],
    empty: str,
    caption: str,
    sources: Sequence[str],
    against: int | None = None,
    widths: Sequence[float] | None = None,
) -> Chart:
    """A grid of words: filled cells hold what was found, empty ones are drawn dotted and say so.

    Parameters
    ----------
    rows : label and the words of each cell; empty text where nothing was found
    columns : names of the columns
    empty : what an empty cell means, written into it
    against : number of the column whose cells speak against the row, drawn in a colour; all others are grey
    widths : relative widths of the columns; equal by default
    """
    parts = widths or [1.0] * len(columns)
    rooms = [ROOM * part / sum(parts) for part in parts]
    starts = [sum(rooms[:j]) for j in range(len(rooms))]
    grid = [[wrap(bind(text or empty), rooms[j] - 0.08) for j, text in enumerate(cells)] for _, cells in rows]
    heads = [wrap(column, room - 0.06) for column, room in zip(columns, rooms, strict=True)]
    y = 0.07 + LINE * max(map(len, heads))
    drawn = []
    for (label, _), wrapped in zip(rows, grid, strict=True):
        words = wrap(label, ROOM, bold=True)
        top = y + GAP + LINE * len(words) + 0.03
        height = PAD + LINE * max(map(len, wrapped))
        drawn.append((words, y + GAP, top, height))
        y = top + height
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, y + 0.05))
        axes = figure.add_axes((MARGIN / WIDTH, 0, ROOM / WIDTH, 1))
        axes.set_axis_off()
        axes.set_xlim(0, ROOM)
        axes.set_ylim(y + 0.05, 0)
        for head, start, room in zip(heads, starts, rooms, strict=True):
            axes.text(start + room / 2, 0.04, "\n".join(head), ha="center", va="top", fontsize=SIZE)
        for (_, cells), wrapped, (words, at, top, height) in zip(rows, grid, drawn, strict=True):
            axes.text(0, at, "\n".join(words), va="top", fontsize=SIZE, fontweight="bold")
            for j, (text, lines) in enumerate(zip(cells, wrapped, strict=True)):
                colour = VERDICT if j == against else INK
                _cell(axes, (starts[j] + 0.02, top), (rooms[j] - 0.04, height), lines, colour if text else None)
    said = [
        f"{label}: " + ", ".join(f"{c}: {t or empty}" for c, t in zip(columns, cells, strict=True))
        for label, cells in rows
    ]
    table = [[label, *(text or empty for text in cells)] for label, cells in rows]
    return Chart(name, figure, "; ".join(said) + ".", caption, list(sources), ["Row", *columns], table)


def _cell(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], lines: Sequence[str], colour: str | None
) -> None:
    """One cell with its words; dotted without a colour."""
    look = {"facecolor": colour, "alpha": 0.22} if colour else {"fill": False, "edgecolor": INK, "linestyle": ":"}
    axes.add_patch(Rectangle(corner, *size, linewidth=0 if colour else 0.8, **look))  # type: ignore[arg-type]
    middle = (corner[0] + size[0] / 2, corner[1] + size[1] / 2)
    axes.text(*middle, "\n".join(lines), ha="center", va="center", fontsize=SIZE)
