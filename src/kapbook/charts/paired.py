"""Paired dots: two arms on one line, with both values and their difference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kapbook.charts.chart import Chart
from kapbook.charts.compose import compose
from kapbook.charts.forest import mark
from kapbook.charts.lines import arm_line, decimals, people
from kapbook.charts.stack import Item, Layout, arrange, grid
from kapbook.charts.style import CONTROL, INK, TREATMENT
from kapbook.charts.words import keep
from kapbook.evidence import Row
from kapbook.synthesis import Estimate, risk_difference

APART = 0.045
"""Half the distance of the two arms' marks in inches, so that neither hides the other."""


@dataclass(frozen=True)
class PairedPanel:
    """Two percentages a line: circle for the first arm, square for the second, with intervals where counts are known.

    Attributes
    ----------
    rows : label, row of the first arm, row of the second arm
    arms : names of the two arms
    axis : name and unit of the horizontal axis
    limits : ends of the axis in its unit
    printed : id of the first arm to the row of the difference, whose interval goes before the one worked out here
    """

    rows: Sequence[tuple[str, Row, Row]]
    arms: tuple[str, str]
    axis: str
    limits: tuple[float, float] | None = None
    printed: Mapping[str, Row] = field(default_factory=dict)

    @property
    def _said(self) -> list[tuple[str, Row, Row, str]]:
        return [
            (label, a, b, difference(a, b) + (_limits(a, b, self.printed.get(a.id)) or interval(a, b)))
            for label, a, b in self.rows
        ]

    def layout(self) -> Layout:
        """Words and marks in their places."""
        items = [
            Item(f"{label}: {keep(a['value'] + ' v ' + b['value'])}, {keep(said(d))}") for label, a, b, d in self._said
        ]
        return arrange(items, self.axis, above=0.27)

    def draw(self, axes: Axes, places: Sequence[float]) -> None:
        """Both arms of each line, joined, with their legend."""
        for (_, a, b), y in zip(self.rows, places, strict=True):
            first, second = (replace(arm_line(row, ""), role=role) for row, role in ((a, "treatment"), (b, "control")))
            axes.plot([float(a["value"]), float(b["value"])], [y - APART, y + APART], color=INK, linewidth=0.8)
            mark(axes, first, y - APART)
            mark(axes, second, y + APART)
        axes.set_xlim(*(self.limits or (0, None)))
        grid(axes, places)
        marks = [
            Line2D([], [], marker=shape, color=colour, linestyle="", markersize=7)
            for shape, colour in (("o", TREATMENT), ("s", CONTROL))
        ]
        height = axes.get_ylim()[0]
        axes.legend(
            marks,
            list(self.arms),
            loc="upper left",
            bbox_to_anchor=(0, 1 - 0.04 / height),
            ncols=2,
            borderpad=0,
            borderaxespad=0,
            handletextpad=0.1,
            columnspacing=1.2,
        )

    def words(self) -> str:
        """Both arms of each line and their difference."""
        lines = (f"{label}: {a['value']} against {b['value']}, {said(d)}" for label, a, b, d in self._said)
        return f"{self.axis}, {self.arms[0]} against {self.arms[1]}. " + "; ".join(lines) + "."

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Both values and the difference of each line."""
        cells = [[label, a["value"], b["value"], d] for label, a, b, d in self._said]
        return ["Line", *self.arms, "Difference"], cells

    def hollow(self) -> bool:
        """Has an arm no interval?"""
        return any(arm_line(row, "").low is None for _, *pair in self.rows for row in pair)


def paired_dots(
    name: str,
    rows: Sequence[tuple[str, Row, Row]],
    arms: tuple[str, str],
    axis: str,
    caption: str,
    sources: Sequence[str],
    limits: tuple[float, float] | None = None,
    printed: Mapping[str, Row] | None = None,
) -> Chart:
    """A chart of one panel of pairs; the parameters are those of `PairedPanel`."""
    return compose(name, [PairedPanel(rows, arms, axis, limits, printed or {})], caption, sources)


def counted_difference(first: Row, second: Row) -> Estimate | None:
    """Difference of the two percentages with its interval, where the people of both arms are known and fit."""
    counts, others = people(first), people(second)
    if counts and others and _certain(first) and _certain(second):
        return risk_difference(*counts, *others)
    return None


def _certain(row: Row) -> bool:
    """Are the people with the event printed, or the only whole number that gives the printed percentage?"""
    return bool(row["events"]) or 100 / float(row["n"]) > 10 ** -decimals(row["value"])


def difference(first: Row, second: Row) -> str:
    """First percentage minus second; from the people of both arms, to one decimal at least, where they are printed.

    Two percentages rounded to whole numbers would be up to one point off.
    """
    digits = max(decimals(first["value"]), decimals(second["value"]))
    estimate = counted_difference(first, second)
    if estimate:
        return f"{estimate.value:.{max(digits, 1)}f}"
    return f"{float(first['value']) - float(second['value']):.{digits}f}"


def interval(first: Row, second: Row) -> str:
    """Interval of the difference after a space, empty where the people are not known."""
    estimate = counted_difference(first, second)
    return f" ({estimate.low:.1f} to {estimate.high:.1f})" if estimate else ""


def _limits(first: Row, second: Row, contrast: Row | None) -> str:
    """Interval of the row of the difference after a space, turned so that it is first minus second."""
    low, high = (contrast.number("ci_low"), contrast.number("ci_high")) if contrast else (None, None)
    if contrast is None or low is None or high is None:
        return ""
    if float(contrast["value"]) * (float(first["value"]) - float(second["value"])) < 0:
        low, high = -high, -low
    return f" ({low:.1f} to {high:.1f})"


def said(difference: str) -> str:
    """A difference in words, with its interval where there is one; the ends of one that reaches zero get words too."""
    value, _, limits = difference.partition(" ")
    if not limits:
        return _more(value)
    low, high = (float(limit) for limit in limits.strip("()").split(" to "))
    if low <= 0 <= high:
        return f"{_more(value)} ({_more(f'{low:.1f}')} to {_more(f'{high:.1f}')})"
    near, far = sorted((abs(low), abs(high)))
    return f"{_more(value)} ({near:.1f} to {far:.1f})"


def _more(value: str) -> str:
    if not float(value):
        return "no difference"
    return f"{value.lstrip('-')} {'fewer' if value.startswith('-') else 'more'}"
