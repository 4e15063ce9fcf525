"""Bars from zero: single values, and counts split into parts."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from matplotlib.patches import Patch

from kapbook.charts.chart import Chart
from kapbook.charts.lines import Line, named
from kapbook.charts.stack import LINE, Item, grid, line_items, stack
from kapbook.charts.style import INK, STYLE, VERDICT

THICK = 0.1
PART = 0.18
"""Thickness of a bar, and of one that holds numbers, in inches."""

PARTS = [(VERDICT, 0.08), (VERDICT, 0.28), (VERDICT, 0.55), (VERDICT, 0.9)]
"""Colour and strength of up to four parts, from good to bad; place in the bar and number tell them apart too."""

ON_PARTS = "#222222"
"""Numbers on a part, dark enough for the strongest of them."""


def bars(
    name: str,
    lines: Sequence[Line],
    axis: str,
    caption: str,
    sources: Sequence[str],
    limits: tuple[float, float] | None = None,
) -> Chart:
    """One bar a line, from zero, with words above; for values without an interval.

    Parameters
    ----------
    lines : in reading order; headings carry words only
    axis : name and unit of the horizontal axis
    limits : ends of the axis in its unit
    """
    with matplotlib.rc_context(STYLE):
        figure, axes, places = stack(line_items(lines), axis)
        for line, y in zip(lines, places, strict=True):
            if line.value is not None:
                axes.barh(y, line.value, THICK, color=INK)
        axes.set_xlim(*(limits or (0, None)))
        grid(axes, [y for line, y in zip(lines, places, strict=True) if line.kind != "heading"])
    alt = f"{axis}. " + "; ".join(f"{label}: {line.numbers}" for label, line in named(lines)) + "."
    cells = [[label, line.texts[0]] for label, line in named(lines)]
    return Chart(name, figure, alt, caption, list(sources), ["Line", axis], cells)


def shares(
    name: str,
    rows: Sequence[tuple[str, Sequence[int]]],
    parts: Sequence[str],
    axis: str,
    caption: str,
    sources: Sequence[str],
) -> Chart:
    """Counts of each row as parts of one bar of the same length, with the percentages in the parts.

    Parameters
    ----------
    rows : label and the count of each part
    parts : names of the parts from left to right, four at most
    axis : name of the whole of which the parts are shares

    Raises
    ------
    ValueError : more parts than can be told apart.
    """
    if len(parts) > len(PARTS):
        raise ValueError(f"chart '{name}': at most {len(PARTS)} parts can be told apart; join some of the {len(parts)}")
    with matplotlib.rc_context(STYLE):
        figure, axes, places = stack([Item(label) for label, _ in rows], f"{axis}, %", above=0.12 + LINE * len(parts))
        for (_, counts), y in zip(rows, places, strict=True):
            left = 0.0
            for count, (colour, strength) in zip(counts, PARTS, strict=False):
                size = 100 * count / sum(counts)
                axes.barh(y, size, PART, left=left, color=colour, alpha=strength, linewidth=0)
                axes.text(left + size / 2, y, f"{size:.0f}", ha="center", va="center_baseline", color=ON_PARTS)
                left += size
        axes.set_xlim(0, 100)
        patches = [Patch(color=colour, alpha=strength, linewidth=0) for colour, strength in PARTS]
        figure.legend(
            patches[: len(parts)],
            [f"{number}. {part}" for number, part in enumerate(parts, 1)],
            loc="upper left",
            borderpad=0.2,
            borderaxespad=0.2,
            labelspacing=0.2,
        )
    said = [
        f"{label}: "
        + ", ".join(
            f"{part} {count} ({100 * count / sum(counts):.0f}%)" for part, count in zip(parts, counts, strict=True)
        )
        for label, counts in rows
    ]
    cells = [[label, *map(str, counts)] for label, counts in rows]
    return Chart(name, figure, f"{axis}. " + "; ".join(said) + ".", caption, list(sources), ["Line", *parts], cells)
