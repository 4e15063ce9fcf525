"""The chart forms of the book; each returns a Chart whose words are computed from the numbers drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from kapbook.charts.chart import Chart
from kapbook.charts.lines import Line
from kapbook.charts.style import (
    CHARACTERS,
    COLOURS,
    CONTROL,
    INK,
    MARKERS,
    NEUTRAL,
    SERIES,
    STYLE,
    THIRD,
    TREATMENT,
    WIDTH,
)

ROW = 0.3
"""Height of one unit of the vertical axis, a line of words with its space, in inches."""

MARK = 0.75
"""Distance from the last line of words to the mark below it."""

WRAPPED = 0.65
"""Distance between two lines of wrapped words."""


def _axes(rows: float, extra: float = 0.7) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, rows * ROW + extra), layout="constrained")
    return figure, figure.subplots()


def _words(axes: Axes, y: float, text: str, **style: object) -> float:
    """Write words at `y`, wrapped to the width; the height of their last line."""
    for line in textwrap.wrap(text, CHARACTERS):
        axes.text(0, y, line, transform=axes.get_yaxis_transform(), va="center", fontsize=10, **style)  # type: ignore[arg-type]
        y -= WRAPPED
    return y + WRAPPED


def _height(text: str) -> float:
    """Height of the words and the mark below them."""
    return 1.75 + WRAPPED * (len(textwrap.wrap(text, CHARACTERS)) - 1)


def _bare(axes: Axes, label: str) -> None:
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xlabel(textwrap.fill(label, CHARACTERS))


def _log(axes: Axes) -> None:
    """Logarithmic axis with plain numbers at 1, 2 and 5, which do not run into each other."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def forest(
    name: str,
    lines: Sequence[Line],
    axis: str,
    caption: str,
    sources: Sequence[str],
    null: float | None = None,
    log: bool = False,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """Values with intervals, words above each mark so that a phone can show them.

    Parameters
    ----------
    lines : in reading order
    axis : name and unit of the horizontal axis
    null : place of the line of no difference
    log : logarithmic axis, for ratios
    limits : ends of the axis in its unit
    """
    with matplotlib.rc_context(STYLE):
        texts = [line.label if line.kind == "heading" else f"{line.label}: {line.numbers}" for line in lines]
        figure, axes = _axes(sum(map(_height, texts)) - 0.65 * sum(line.kind == "heading" for line in lines))
        if log:
            _log(axes)
        y = 0.0
        for line, text in zip(lines, texts, strict=True):
            if line.kind == "heading":
                y = _words(axes, y, text, fontweight="bold") - 1.1
                continue
            y = _words(axes, y, text) - MARK
            if null is not None:
                axes.plot([null, null], [y - 0.4, y + 0.4], color=INK, linewidth=1.2)
            _mark(axes, line, y)
            y -= 1.0
        _bare(axes, axis)
        axes.set_ylim(y + 0.5, 0.7)
        if limits:
            axes.set_xlim(*limits)
    named = _named(lines)
    alt = f"{axis}. " + "; ".join(f"{label}: {line.numbers}" for label, line in named) + "."
    cells = [[label, *_cells(line)] for label, line in named]
    return Chart(name, figure, alt, caption, list(sources), ["Line", axis, "95% low", "95% high"], cells)


def _named(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Lines that carry numbers, each with its heading before its label."""
    named, under = [], ""
    for line in lines:
        if line.kind == "heading":
            under = f"{line.label}, "
        else:
            named.append((under + line.label, line))
    return named


def _cells(line: Line) -> list[str]:
    """Value and limits as text, with as many decimals as the words."""
    if line.printed:
        return ["" if number is None else f"{number:g}" for number in (line.value, line.low, line.high)]
    return ["" if number is None else f"{number:.{line.digits}f}" for number in (line.value, line.low, line.high)]


def _mark(axes: Axes, line: Line, y: float) -> None:
    """Draw the value, if there is one, with its interval."""
    if line.value is None:
        return
    pooled = line.kind == "pooled"
    colour = NEUTRAL if pooled else COLOURS[line.role]
    if line.low is not None and line.high is not None:
        axes.plot([line.low, line.high], [y, y], color=colour, linewidth=3 if pooled else 1.8)
    axes.plot(
        [line.value], [y], marker="D" if pooled else MARKERS[line.role], color=colour, markersize=9 if pooled else 7
    )


def paired_dots(
    name: str,
    rows: Sequence[tuple[str, float, float]],
    arms: tuple[str, str],
    axis: str,
    caption: str,
    sources: Sequence[str],
) -> Chart:
    """Two values a line, joined: circle for the first arm, square for the second; both and their difference in words.

    Parameters
    ----------
    rows : label, value of the first arm, value of the second arm, in the unit of the axis
    """
    with matplotlib.rc_context(STYLE):
        texts = [f"{label}: {a:g} v {b:g}" for label, a, b in rows]
        figure, axes = _axes(sum(map(_height, texts)), 1.0)
        y = 0.0
        for i, ((_, a, b), text) in enumerate(zip(rows, texts, strict=True)):
            y = _words(axes, y, text) - MARK
            axes.plot([a, b], [y, y], color=INK, linewidth=1)
            axes.plot([a], [y], "o", color=TREATMENT, markersize=8, clip_on=False, label=arms[0] if not i else None)
            axes.plot([b], [y], "s", color=CONTROL, markersize=7, clip_on=False, label=arms[1] if not i else None)
            y -= 1.0
        axes.set_ylim(y + 0.5, 0.7)
        axes.set_xlim(left=min(0.0, *(min(a, b) for _, a, b in rows)))
        _bare(axes, axis)
        figure.legend(loc="outside upper left", ncols=2, fontsize=10)
    alt = (
        f"{axis}, {arms[0]} against {arms[1]}. "
        + "; ".join(f"{label}: {a:g} against {b:g}" for label, a, b in rows)
        + "."
    )
    cells = [[label, f"{a:g}", f"{b:g}", f"{a - b:.1f}"] for label, a, b in rows]
    return Chart(name, figure, alt, caption, list(sources), ["Line", *arms, "Difference"], cells)


def slope(
    name: str,
    series: Sequence[tuple[str, Sequence[float], Sequence[float]]],
    axes_names: tuple[str, str],
    caption: str,
    sources: Sequence[str],
    marks: Sequence[tuple[float, str]] = (),
) -> Chart:
    """Lines over time, each named at its last point and with its own marker; never joined across a break.

    Parameters
    ----------
    series : name, horizontal values, vertical values
    axes_names : names and units of the two axes
    marks : horizontal places of breaks with their words
    """
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(10, 0.4)
        for i, (label, x, y) in enumerate(series):
            colour, marker = SERIES[i % len(SERIES)]
            axes.plot(x, y, marker=marker, color=colour, markersize=6)
            middle = len(x) // 2
            axes.annotate(
                label,
                (x[middle], y[middle]),
                xytext=(0, 9),
                textcoords="offset points",
                ha="center",
                fontsize=10,
                color=colour,
            )
        for i, (x_break, words) in enumerate(marks):
            axes.axvline(x_break, color=INK, linestyle=":", linewidth=1)
            axes.annotate(
                words,
                (x_break, 0.03 + 0.08 * i),
                xycoords=("data", "axes fraction"),
                xytext=(4, 0),
                textcoords="offset points",
                fontsize=9,
            )
        axes.set_xlabel(axes_names[0])
        axes.set_title(textwrap.fill(axes_names[1], CHARACTERS), loc="left", fontsize=10)
        axes.grid(axis="y")
        axes.margins(x=0.18, y=0.2)
        axes.set_ylim(0, 1.15 * max(value for _, _, y in series for value in y))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    said = [f"{label}: " + ", ".join(f"{b:g} at {a:g}" for a, b in zip(x, y, strict=True)) for label, x, y in series]
    alt = f"{axes_names[1]} by {axes_names[0]}. " + "; ".join(said) + "."
    rows = [[label, f"{a:g}", f"{b:g}"] for label, x, y in series for a, b in zip(x, y, strict=True)]
    return Chart(name, figure, alt, caption, list(sources), ["Series", *axes_names], rows)


def timeline(
    name: str,
    spans: Sequence[tuple[str, float, float, str]],
    axis: str,
    caption: str,
    sources: Sequence[str],
    log: bool = False,
) -> Chart:
    """Bars along time with words above: what is there from when to when.

    Parameters
    ----------
    spans : words, start, end in the unit of the axis (equal for one moment), and the text of the numbers
    """
    with matplotlib.rc_context(STYLE):
        texts = [f"{words}: {numbers}" for words, _, _, numbers in spans]
        figure, axes = _axes(sum(map(_height, texts)))
        if log:
            _log(axes)
        y = 0.0
        for i, ((_, start, end, _), text) in enumerate(zip(spans, texts, strict=True)):
            colour, marker = SERIES[i % len(SERIES)]
            y = _words(axes, y, text) - MARK
            axes.plot([start, end], [y, y], color=colour, linewidth=7 if end > start else 1, solid_capstyle="butt")
            if end == start:
                axes.plot([start], [y], marker=marker, color=colour, markersize=8)
            y -= 1.0
        axes.set_ylim(y + 0.5, 0.7)
        _bare(axes, axis)
    alt = f"{axis}. " + "; ".join(f"{words}: {numbers}" for words, _, _, numbers in spans) + "."
    rows = [[words, f"{start:g}", f"{end:g}", numbers] for words, start, end, numbers in spans]
    return Chart(name, figure, alt, caption, list(sources), ["What", "From", "To", "Numbers"], rows)


def evidence_map(
    name: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[str],
    caption: str,
    sources: Sequence[str],
) -> Chart:
    """A grid of words: filled cells hold what was found, empty ones are drawn and say 'none'.

    Words are wrapped to their cell, and a row is as high as its longest cell.
    """
    room = int(1.2 * CHARACTERS / len(columns)) - 2
    grid = [[textwrap.wrap(text, room) or ["none"] for text in cells] for _, cells in rows]
    heads = [textwrap.fill(column, room) for column in columns]
    heights = [0.55 + 0.5 * max(map(len, wrapped)) for wrapped in grid]
    above = [0.55 + WRAPPED * len(textwrap.wrap(label, CHARACTERS)) for label, _ in rows]
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(sum(heights) + sum(above), 0.3 + 0.17 * max(head.count("\n") + 1 for head in heads))
        y = 0.0
        for (label, cells), wrapped, height, words in zip(rows, grid, heights, above, strict=True):
            _words(axes, y - 0.55, label, fontweight="bold")
            y -= words
            for j, (text, lines) in enumerate(zip(cells, wrapped, strict=True)):
                axes.add_patch(
                    Rectangle(
                        (j - 0.48, y - height),
                        0.96,
                        height,
                        facecolor=THIRD if text else "none",
                        alpha=0.16 if text else 1,
                        edgecolor=INK,
                        linewidth=0.8,
                        linestyle="-" if text else ":",
                    )
                )
                axes.text(j, y - height / 2, "\n".join(lines), ha="center", va="center", fontsize=9)
            y -= height
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(y - 0.1, 0)
        axes.set_xticks(range(len(columns)), heads)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
    said = [
        f"{label}: " + ", ".join(f"{c} {t or 'none'}" for c, t in zip(columns, cells, strict=True))
        for label, cells in rows
    ]
    table = [[label, *(text or "none" for text in cells)] for label, cells in rows]
    return Chart(name, figure, "; ".join(said) + ".", caption, list(sources), ["Row", *columns], table)
