"""Type, sizes and colours of all charts: large text, Okabe and Ito's colours, ink that works on dark pages."""

from __future__ import annotations

from typing import Any

WIDTH = 4.4
"""Width of a chart in inches: text of 10 points is then 11 CSS pixels where a phone of 390 pixels leaves 358."""

SIZE = 10
"""Size of all text in points."""

MARGIN = 0.14
"""Room left and right of the axes in inches; half of a number under the axis must fit."""

INK = "#4a4a4a"
"""Ink on white; on dark pages the style sheet inverts the picture and turns the hues back."""

TREATMENT = "#d55e00"
CONTROL = "#0072b2"
NEUTRAL = "#8a6d3b"
THIRD = "#009e73"

SERIES = [("#0072b2", "o"), ("#d55e00", "s"), ("#009e73", "D"), ("#8a6d3b", "^")]
"""Colour and marker of each series; the marker alone tells them apart."""

MARKERS = {"treatment": "o", "control": "s", "single": "^"}
COLOURS = {"treatment": TREATMENT, "control": CONTROL, "single": THIRD}

STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "axes.titlesize": SIZE,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,  # as the words above the marks print it
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.dpi": 100,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "butt",  # an interval ends at its number
    "legend.frameon": False,
}
