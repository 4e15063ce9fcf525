"""Forest: values with intervals, and what each side of the line of no difference means."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from matplotlib.axes import Axes

from kapbook.charts.chart import Chart
from kapbook.charts.lines import Line, named
from kapbook.charts.stack import ABOVE_MARK, BELOW_MARK, LINE, TOP, grid, line_items, log_axis, stack
from kapbook.charts.style import COLOURS, INK, MARKERS, NEUTRAL, SIZE, STYLE
from kapbook.charts.words import ROOM, width

SIDE = 0.12
"""Share of the axis that is kept free on each side of the line of no difference."""


def forest(
    name: str,
    lines: Sequence[Line],
    axis: str,
    caption: str,
    sources: Sequence[str],
    null: float | None = None,
    favours: tuple[str, str] | None = None,
    log: bool = False,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """Values with intervals, words above each mark so that a phone can show them.

    Parameters
    ----------
    lines : in reading order
    axis : name and unit of the horizontal axis
    null : place of the line of no difference
    favours : what it means to lie left and right of that line
    log : logarithmic axis, for ratios
    limits : ends of the axis in its unit

    Raises
    ------
    ValueError : a line of no difference without words for its sides, or the reverse.
    """
    if (null is None) != (favours is None):
        raise ValueError(f"chart '{name}': give null and favours together, so that each side of the line has words")
    items = line_items(lines)
    left, right = (f"\N{LEFTWARDS ARROW} {favours[0]}", f"{favours[1]} \N{RIGHTWARDS ARROW}") if favours else ("", "")
    above = 0.0
    if favours:
        above = 0.08 + LINE * (1 if width(left) + width(right) + 0.15 <= ROOM else 2)
    with matplotlib.rc_context(STYLE):
        figure, axes, places = stack(items, axis, above=above)
        if log:
            log_axis(axes)
        for line, y in zip(lines, places, strict=True):
            if line.kind != "heading":
                if null is not None:
                    axes.plot([null, null], [y - ABOVE_MARK, y + BELOW_MARK], color=INK, linewidth=1.2)
                _mark(axes, line, y)
        if limits:
            axes.set_xlim(*limits)
        if null is not None:
            _open_both_sides(axes, null)
            _side(axes, 0, TOP, left)
            _side(axes, 1, above - 0.08 - LINE + TOP, right)
        grid(axes, [y for line, y in zip(lines, places, strict=True) if line.kind != "heading"])
    said = f" (left: {favours[0]}; right: {favours[1]})" if favours else ""
    alt = f"{axis}{said}. " + "; ".join(f"{label}: {line.numbers}{line.after}" for label, line in named(lines)) + "."
    cells = [[label + line.after, *line.texts] for label, line in named(lines)]
    return Chart(name, figure, alt, caption, list(sources), ["Line", axis, "95% low", "95% high"], cells)


def _mark(axes: Axes, line: Line, y: float) -> None:
    """Draw the value, if there is one, with its interval."""
    if line.value is None:
        return
    pooled = line.kind == "pooled"
    colour = NEUTRAL if pooled else COLOURS[line.role]
    if line.low is not None and line.high is not None:
        axes.plot([line.low, line.high], [y, y], color=colour, linewidth=3 if pooled else 1.8)
    axes.plot(
        [line.value],
        [y],
        marker="D" if pooled else MARKERS[line.role],
        color=colour,
        markersize=9 if pooled else 7,
        clip_on=False,
    )


def _open_both_sides(axes: Axes, null: float) -> None:
    """Widen the axis until both sides of the line of no difference can be seen."""
    scale = axes.transData
    height = axes.get_ylim()[0]
    left, centre, right = (scale.transform((x, height))[0] for x in (axes.get_xlim()[0], null, axes.get_xlim()[1]))
    short = SIDE / (1 - SIDE)
    left, right = min(left, centre - short * (right - centre)), max(right, centre + short * (centre - left))
    back = scale.inverted()
    axes.set_xlim(back.transform((left, 0))[0], back.transform((right, 0))[0])


def _side(axes: Axes, end: int, y: float, text: str) -> None:
    """Write what lies to one side of the line of no difference, at that end of the axis (0 left, 1 right)."""
    place = axes.get_yaxis_transform()
    align = "right" if end else "left"
    axes.text(end, y, text, transform=place, ha=align, va="center", fontsize=SIZE, fontstyle="italic")
