"""Slope: values of survey years, joined within a series and never across a break."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kapbook.charts.chart import Chart
from kapbook.charts.style import INK, SERIES, SIZE, STYLE, WIDTH
from kapbook.charts.words import fill
from kapbook.evidence import Row

HEIGHT = 2.9
STEEP = 0.15
"""Rise in a year, as a share of the axis, at which a line runs through a number above its start."""


def slope(
    name: str,
    series: Sequence[tuple[str, Sequence[Row]]],
    axes_names: tuple[str, str],
    caption: str,
    sources: Sequence[str],
    marks: Sequence[tuple[float, str]],
) -> Chart:
    """Values by year from zero, each with its printed number; each series has its own marker.

    Parameters
    ----------
    series : name and rows of ``surveys``
    axes_names : names and units of the two axes
    marks : years of breaks with their words
    """
    points = [(label, row["year"], row["value"]) for label, rows in series for row in rows]
    top = 1.18 * max(float(value) for *_, value in points)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = figure.subplots()
        for (_, rows), (colour, marker) in zip(series, cycle(SERIES)):
            x, y = [int(row["year"]) for row in rows], [float(row["value"]) for row in rows]
            axes.plot(x, y, marker=marker, color=colour, markersize=6)
            for number, row in enumerate(rows):
                beside = not number and len(rows) > 1 and (y[1] - y[0]) / (x[1] - x[0]) > STEEP * top
                axes.annotate(
                    row["value"],
                    (x[number], y[number]),
                    xytext=(3 if beside else 0, 7),
                    textcoords="offset points",
                    ha="right" if beside else "center",
                    fontsize=SIZE,
                )
        years = [int(year) for _, year, _ in points]
        axes.set_xlim(min(years) - 0.6, max(years) + 0.6)
        axes.set_ylim(0, top)
        _breaks(axes, marks)
        axes.set_xticks(range(min(years), max(years) + 1))
        axes.set_xlabel(axes_names[0])
        axes.set_title(fill(axes_names[1]), loc="left", fontsize=SIZE)
    said = [f"{label}: " + ", ".join(f"{row['value']} in {row['year']}" for row in rows) for label, rows in series]
    breaks = "; ".join(f"not joined at {x:g}: {words}" for x, words in marks)
    alt = f"{axes_names[1]} by {axes_names[0].lower()}. " + "; ".join(said) + f"; {breaks}."
    return Chart(name, figure, alt, caption, list(sources), ["Series", *axes_names], [list(point) for point in points])


def _breaks(axes: Axes, marks: Sequence[tuple[float, str]]) -> None:
    """Dotted lines where the survey changed; words left of all but the last, which has them on its right."""
    for place, words in marks:
        last = place == marks[-1][0]
        axes.axvline(place, color=INK, linestyle=":", linewidth=1)
        axes.annotate(
            words.replace(" ", "\n"),
            (place, 0.04),
            xycoords=("data", "axes fraction"),
            xytext=(4 if last else -4, 0),
            textcoords="offset points",
            ha="left" if last else "right",
            fontsize=SIZE,
        )
