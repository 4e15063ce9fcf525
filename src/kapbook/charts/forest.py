"""Forest: values with intervals, and what each side of the line of no difference means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kapbook.charts.chart import Chart
from kapbook.charts.compose import compose
from kapbook.charts.lines import Line, named
from kapbook.charts.stack import ABOVE_MARK, BELOW_MARK, LINE, TOP, Layout, arrange, grid, line_items, log_axis
from kapbook.charts.style import COLOURS, INK, MARKERS, NEUTRAL, SIZE
from kapbook.charts.words import ROOM, width

DIAMOND = 0.07
"""Half the height of the diamond of pooled studies in inches."""

SIDE = 0.12
"""Share of the axis that is kept free on each side of the line of no difference."""


@dataclass(frozen=True)
class ForestPanel:
    """Values with intervals, words above each mark so that a phone can show them.

    Attributes
    ----------
    lines : in reading order
    axis : name and unit of the horizontal axis
    null : place of the line of no difference
    favours : what it means to lie left and right of that line
    log : logarithmic axis, for ratios
    limits : ends of the axis in its unit
    """

    lines: Sequence[Line]
    axis: str
    null: float | None = None
    favours: tuple[str, str] | None = None
    log: bool = False
    limits: tuple[float, float] | None = None

    @property
    def _sides(self) -> tuple[str, str, float]:
        """Words of both sides, and the room that they need above the first line."""
        if not self.favours:
            return "", "", 0.0
        left, right = f"\N{LEFTWARDS ARROW} {self.favours[0]}", f"{self.favours[1]} \N{RIGHTWARDS ARROW}"
        return left, right, 0.08 + LINE * (1 if width(left) + width(right) + 0.15 <= ROOM else 2)

    def layout(self) -> Layout:
        """Words and marks in their places."""
        return arrange(line_items(self.lines), self.axis, self._sides[2])

    def draw(self, axes: Axes, places: Sequence[float]) -> None:
        """Marks, intervals and the line of no difference."""
        marks = [(line, y) for line, y in zip(self.lines, places, strict=True) if line.kind != "heading"]
        if self.log:
            log_axis(axes)
        for line, y in marks:
            if self.null is not None:
                axes.plot([self.null, self.null], [y - ABOVE_MARK, y + BELOW_MARK], color=INK, linewidth=1.2)
            if line.margin is not None:
                axes.plot([line.margin] * 2, [y - ABOVE_MARK, y + BELOW_MARK], color=INK, linewidth=1.4, linestyle=":")
            mark(axes, line, y)
        if self.limits:
            axes.set_xlim(*self.limits)
        if self.null is not None:
            left, right, above = self._sides
            _open_both_sides(axes, self.null)
            _side(axes, 0, TOP, left)
            _side(axes, 1, above - 0.08 - LINE + TOP, right)
        grid(axes, [y for _, y in marks])

    def words(self) -> str:
        """Each line with its numbers."""
        said = f" (left: {self.favours[0]}; right: {self.favours[1]})" if self.favours else ""
        lines = (f"{label}: {line.numbers}{line.after}" for label, line in named(self.lines))
        return f"{self.axis}{said}. " + "; ".join(lines) + "."

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Value and limits of each line."""
        return ["Line", self.axis, "low", "high"], [
            [label + line.after, *line.texts] for label, line in named(self.lines)
        ]

    def hollow(self) -> bool:
        """Is a value without an interval among them?"""
        return any(line.value is not None and (line.low is None or line.high is None) for line in self.lines)


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
    """A chart of one panel of values with intervals; the parameters are those of `ForestPanel`.

    Raises
    ------
    ValueError : a line of no difference without words for its sides, or the reverse.
    """
    if (null is None) != (favours is None):
        raise ValueError(f"chart '{name}': give null and favours together, so that each side of the line has words")
    return compose(name, [ForestPanel(lines, axis, null, favours, log, limits)], caption, sources)


def mark(axes: Axes, line: Line, y: float) -> None:
    """Draw the value, if there is one, with its interval; hollow where no interval is known.

    The diamond of pooled studies reaches from end to end of its interval; the area of a study's mark is its weight.
    """
    if line.value is None:
        return
    pooled = line.kind == "pooled"
    colour = NEUTRAL if pooled else COLOURS[line.role]
    limits = None if line.low is None or line.high is None else (line.low, line.high)
    if limits and pooled:
        corners = [limits[0], line.value, limits[1], line.value], [y, y - DIAMOND, y, y + DIAMOND]
        axes.fill(*corners, facecolor=colour, edgecolor=colour, linewidth=1, zorder=2)
        return
    if limits:
        axes.plot(limits, [y, y], color=colour, linewidth=1.8)
    axes.plot(
        [line.value],
        [y],
        marker="D" if pooled else MARKERS[line.role],
        color=colour,
        markerfacecolor=colour if limits else "none",
        markeredgewidth=1.6,
        markersize=8 if pooled else 6 if line.weight is None else max(3.0, 14 * line.weight**0.5),
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
