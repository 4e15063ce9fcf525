"""Course over time: both arms of a trial by day, with intervals where the people are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from kapbook.charts.lines import arm_line
from kapbook.charts.stack import LINE, Item, Layout, arrange
from kapbook.charts.style import COLOURS, INK, MARKERS, SIZE
from kapbook.evidence import Row

TALL = 1.25
"""Height of the plot in inches."""

SHIFT = 0.012
"""Distance of the two arms from their day, as a share of the axis, so that neither hides the other."""


@dataclass(frozen=True)
class CoursePanel:
    """Percentages of both arms of one trial by day.

    Attributes
    ----------
    label : the trial
    points : label of the time, day, row of the drug, row of the comparator
    arms : names of the two arms
    axis : name of the percentages
    """

    label: str
    points: Sequence[tuple[str, float, Row, Row]]
    arms: tuple[str, str]
    axis: str

    def layout(self) -> Layout:
        """The heading, and room for the plot under it."""
        plain = arrange([Item(self.label, heading=True), Item(f"circle {self.arms[0]}, square {self.arms[1]}")], "Day")
        return Layout(plain.words, plain.places, plain.height + TALL + LINE, "Day after the first dose")

    def draw(self, axes: Axes, places: Sequence[float]) -> None:
        """Both arms, joined by day, on a scale of 0 to 100 that is drawn beside them."""
        top, last = places[-1] + 0.08, max(day for _, day, *_ in self.points)

        def height(value: float) -> float:
            return top + TALL * (1 - value / 100)

        axes.set_xlim(-0.16 * last, 1.06 * last)
        for value in (0, 50, 100):
            axes.plot([0, 1.06 * last], [height(value)] * 2, color=INK, alpha=0.25, linewidth=0.8)
            axes.text(-0.02 * last, height(value), f"{value}%", ha="right", va="center", fontsize=SIZE)
        for role, sign in (("treatment", -1), ("control", 1)):
            own = [(point[1], point[2] if role == "treatment" else point[3]) for point in self.points]
            lines = [(day + sign * SHIFT * last, replace(arm_line(row, ""), role=role)) for day, row in own]
            marks = [(day, height(line.value or 0)) for day, line in lines]
            axes.plot(*zip(*marks, strict=True), color=COLOURS[role], linewidth=1)
            for day, line in lines:
                known = False
                if line.low is not None and line.high is not None:
                    known = True
                    ends = [height(line.low), height(line.high)]
                    axes.plot([day, day], ends, color=COLOURS[role], linewidth=1.4)
                axes.plot(
                    [day],
                    [height(line.value or 0)],
                    marker=MARKERS[role],
                    color=COLOURS[role],
                    markerfacecolor=COLOURS[role] if known else "white",
                    markersize=6,
                )
        axes.set_xticks(sorted({day for _, day, *_ in self.points if day == int(day)}))

    def words(self) -> str:
        """Both arms at each time."""
        times = (f"{when}: {a['value']} against {b['value']}" for when, _, a, b in self.points)
        return f"{self.label}, {self.axis}, {self.arms[0]} against {self.arms[1]}. " + "; ".join(times) + "."

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Printed percentages by time."""
        cells = [[f"{self.label}, {when}", a["value"], b["value"]] for when, _, a, b in self.points]
        return ["Line", *self.arms], cells

    def hollow(self) -> bool:
        """Has a point no interval?"""
        return any(arm_line(row, "").low is None for _, _, *pair in self.points for row in pair)
