"""The chart forms of the book: forest, dots, paired dots, slope, steps and tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kapbook.charts.style import COLOURS, CONTROL, INK, MARKERS, NEUTRAL, STYLE, THIRD, TREATMENT, WIDTH

ROW_HEIGHT = 0.34
SHADES = ["#0072b2", "#d55e00", "#009e73", "#8a6d3b", "#9c5390"]
POINTS = ["o", "s", "D", "^", "v"]


@dataclass(frozen=True)
class Line:
    """One line of a forest or dot chart: label, estimate and interval in the chart's unit.

    `low` and `high` may be None where the source gives no interval; `heading` lines carry only a label;
    `pooled` lines are drawn as a diamond; `role` picks colour and marker.
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    role: str = "treatment"
    heading: bool = False
    pooled: bool = False


def _figure(rows: int, extra: float = 1.0, width: float = WIDTH) -> tuple[Figure, Axes]:
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, rows * ROW_HEIGHT + extra), layout="constrained")
        axes = figure.subplots()
    return figure, axes


def forest(lines: Sequence[Line], label: str, null: float | None = 0.0, log: bool = False) -> Figure:
    """Estimates with intervals, one a line from top to bottom, labels above each mark so that phones can show them.

    Parameters
    ----------
    lines : in reading order
    label : name and unit of the horizontal axis
    null : position of the line of no difference; None draws none
    log : logarithmic axis, for ratios
    """
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(len(lines) * 2 - sum(line.heading for line in lines), 0.8)
        y = 0.0
        if log:
            axes.set_xscale("log")
        for line in lines:
            if line.heading:
                axes.text(0, -y, line.label, transform=axes.get_yaxis_transform(), fontweight="bold", va="center")
                y += 1
                continue
            suffix = f"  {line.text}" if line.text else ""
            axes.text(0, -y, line.label + suffix, transform=axes.get_yaxis_transform(), va="center", fontsize=9)
            _mark(axes, line, -y - 0.85)
            y += 2
        if null is not None:
            axes.axvline(null, color=INK, linewidth=1)
        _bare(axes, label)
        axes.set_ylim(-y + 0.1, 0.8)
    return figure


def dots(lines: Sequence[Line], label: str, limits: tuple[float, float] | None = None) -> Figure:
    """Single values with optional intervals, one a line; shape and colour say the role."""
    with matplotlib.rc_context(STYLE):
        figure = forest(lines, label, null=None)
        if limits:
            figure.axes[0].set_xlim(*limits)
    return figure


def _mark(axes: Axes, line: Line, y: float) -> None:
    colour = NEUTRAL if line.pooled else COLOURS[line.role]
    marker = "D" if line.pooled else MARKERS[line.role]
    if line.value is None:
        axes.text(0.02, y, "not reported", transform=axes.get_yaxis_transform(), va="center", fontsize=9, style="italic")
        return
    if line.low is not None and line.high is not None:
        axes.plot([line.low, line.high], [y, y], color=colour, solid_capstyle="butt", linewidth=2.5 if line.pooled else 1.6)
    axes.plot([line.value], [y], marker=marker, color=colour, markersize=9 if line.pooled else 7)


def paired_dots(
    names: Sequence[str], first: Sequence[float], second: Sequence[float], label: str, legend: tuple[str, str]
) -> Figure:
    """Two values a line, joined: circle for the first arm, square for the second; both values printed."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(2 * len(names), 1.1)
        for i, (name, a, b) in enumerate(zip(names, first, second, strict=True)):
            y = -2 * i
            axes.text(0, y + 0.05, f"{name}  {a:g} v {b:g}", transform=axes.get_yaxis_transform(), va="center", fontsize=9)
            axes.plot([a, b], [y - 0.85] * 2, color=INK, linewidth=1)
            axes.plot([a], [y - 0.85], "o", color=TREATMENT, markersize=8, label=legend[0] if not i else None)
            axes.plot([b], [y - 0.85], "s", color=CONTROL, markersize=7, label=legend[1] if not i else None)
        axes.set_ylim(-2 * len(names) + 0.5, 0.8)
        axes.set_xlim(left=0)
        _bare(axes, label)
        figure.legend(loc="outside upper left", ncols=2, fontsize=9)
    return figure


def slope(series: Sequence[tuple[str, Sequence[float], Sequence[float]]], xlabel: str, ylabel: str) -> Figure:
    """Lines with a name at their last point; each series has its own marker, so colour is not needed."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(10, 0.4)
        for i, (name, x, y) in enumerate(series):
            axes.plot(x, y, marker=POINTS[i % 5], color=SHADES[i % 5], markersize=6)
            axes.annotate(name, (x[-1], y[-1]), xytext=(6, 0), textcoords="offset points", va="center", fontsize=9,
                          color=SHADES[i % 5])
        axes.set_xlabel(xlabel)
        axes.set_ylabel(ylabel)
        axes.grid(axis="y")
        axes.set_ylim(bottom=0)
        axes.margins(x=0.04)
    return figure


def steps(events: Sequence[tuple[float, str]], xlabel: str) -> Figure:
    """A time line: each event a mark on one axis with its words above, in order."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(2 * len(events), 0.6)
        for i, (x, words) in enumerate(events):
            axes.plot([x, x], [-2 * i - 0.9, -2 * len(events)], color=INK, linewidth=0.8, linestyle=":")
            axes.plot([x], [-2 * i - 0.9], "o", color=THIRD, markersize=7)
            axes.text(0, -2 * i, words, transform=axes.get_yaxis_transform(), va="center", fontsize=9)
        axes.set_ylim(-2 * len(events), 0.8)
        _bare(axes, xlabel)
    return figure


def tiles(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Figure:
    """A table of words or counts with a frame a cell: the evidence map. Empty cells are drawn, and say 'none'."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(int(len(rows) * 2.2), 0.9)
        for i, (name, line) in enumerate(zip(rows, cells, strict=True)):
            y = -2 * i
            axes.text(-0.5, y + 0.75, name, fontsize=9, fontweight="bold", va="center")
            for j, text in enumerate(line):
                empty = not text
                axes.add_patch(
                    matplotlib.patches.Rectangle(
                        (j - 0.48, y - 0.85), 0.96, 1.2, fill=not empty, facecolor=SHADES[0], alpha=0.18 if not empty else 1,
                        edgecolor=INK, linewidth=0.8, linestyle="-" if not empty else ":",
                    )
                )
                axes.text(j, y - 0.25, text or "none", ha="center", va="center", fontsize=8.5)
        axes.set_xlim(-0.55, len(columns) - 0.45)
        axes.set_ylim(-2 * len(rows) + 0.9, 1.2)
        axes.set_xticks(range(len(columns)), columns)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_visible(False)
    return figure


def _bare(axes: Axes, label: str) -> None:
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xlabel(label)
