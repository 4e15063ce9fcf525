"""Paired dots: two arms on one line, with both values and their difference in words."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib

from kapbook.charts.chart import Chart
from kapbook.charts.lines import decimals, people
from kapbook.charts.stack import Item, grid, stack
from kapbook.charts.style import CONTROL, INK, STYLE, TREATMENT
from kapbook.charts.words import keep
from kapbook.evidence import Row
from kapbook.synthesis import risk_difference


def paired_dots(
    name: str,
    rows: Sequence[tuple[str, Row, Row]],
    arms: tuple[str, str],
    axis: str,
    caption: str,
    sources: Sequence[str],
    limits: tuple[float, float] | None = None,
) -> Chart:
    """Two percentages a line, joined: circle for the first arm, square for the second.

    Parameters
    ----------
    rows : label, row of the first arm, row of the second arm
    arms : names of the two arms
    axis : name and unit of the horizontal axis
    limits : ends of the axis in its unit
    """
    differences = [difference(a, b) for _, a, b in rows]
    items = [
        Item(f"{label}: {keep(a['value'] + ' v ' + b['value'])}, {keep(said(d))}")
        for (label, a, b), d in zip(rows, differences, strict=True)
    ]
    with matplotlib.rc_context(STYLE):
        figure, axes, places = stack(items, axis, above=0.27)
        for number, ((_, a, b), y) in enumerate(zip(rows, places, strict=True)):
            first, second = float(a["value"]), float(b["value"])
            axes.plot([first, second], [y, y], color=INK, linewidth=1)
            for value, marker, colour, size, arm in (
                (first, "o", TREATMENT, 8, arms[0]),
                (second, "s", CONTROL, 7, arms[1]),
            ):
                label = None if number else arm
                axes.plot([value], [y], marker, color=colour, markersize=size, clip_on=False, label=label)
        axes.set_xlim(*(limits or (0, None)))
        grid(axes, places)
        figure.legend(loc="upper left", ncols=2, borderpad=0.2, borderaxespad=0.2, handletextpad=0.1, columnspacing=1.2)
    alt = (
        f"{axis}, {arms[0]} against {arms[1]}. "
        + "; ".join(
            f"{label}: {a['value']} against {b['value']}, {said(d)}"
            for (label, a, b), d in zip(rows, differences, strict=True)
        )
        + "."
    )
    cells = [[label, a["value"], b["value"], d] for (label, a, b), d in zip(rows, differences, strict=True)]
    return Chart(name, figure, alt, caption, list(sources), ["Line", *arms, "Difference"], cells)


def difference(first: Row, second: Row) -> str:
    """First percentage minus second; from the people of both arms, to one decimal at least, where they are printed.

    Two percentages rounded to whole numbers would be up to one point off.
    """
    digits = max(decimals(first["value"]), decimals(second["value"]))
    counts, others = people(first), people(second)
    if counts and others and first["events"] and second["events"]:
        return f"{risk_difference(*counts, *others).value:.{max(digits, 1)}f}"
    return f"{float(first['value']) - float(second['value']):.{digits}f}"


def said(difference: str) -> str:
    """A difference in words."""
    if not float(difference):
        return "no difference"
    return f"{difference.lstrip('-')} {'fewer' if difference.startswith('-') else 'more'}"
