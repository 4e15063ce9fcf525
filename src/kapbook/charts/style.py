"""Type, sizes and colours of all charts: large text, Okabe and Ito's colours, ink that works on dark pages.

Each colour means one thing on all charts: orange the drug, blue its comparator, green an arm without a comparator,
brown an average, purple what speaks against or a verdict, and ink everything else.
"""

from __future__ import annotations

from typing import Any

WIDTH = 4.4
"""Width of a chart in inches: text of 11 points is then 12 CSS pixels where a phone of 390 pixels leaves 358."""

SIZE = 11
"""Size of all text in points."""

MARGIN = 0.16
"""Room left and right of the axes in inches; half of a number under the axis must fit."""

INK = "#4a4a4a"
"""Ink on white; on dark pages the style sheet inverts the picture and turns the hues back."""

TREATMENT = "#d55e00"
CONTROL = "#0072b2"
NEUTRAL = "#8a6d3b"
THIRD = "#009e73"
VERDICT = "#cc79a7"

SERIES = [(INK, "o"), (INK, "s"), (INK, "D"), (INK, "^")]
"""Colour and marker of each series; the marker tells them apart."""

MARKERS = {"treatment": "o", "control": "s", "single": "^", "contrast": "o"}
COLOURS = {"treatment": TREATMENT, "control": CONTROL, "single": THIRD, "contrast": INK}

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
