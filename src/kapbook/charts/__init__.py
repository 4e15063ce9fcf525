"""Charts in one visual language: readable on phones, on dark pages and in words."""

from kapbook.charts.bars import bars, shares
from kapbook.charts.chart import Chart
from kapbook.charts.forest import forest
from kapbook.charts.grid import evidence_map
from kapbook.charts.lines import Line, arm_line, contrast_line, heading, sources, value_line
from kapbook.charts.paired import paired_dots
from kapbook.charts.slope import slope
from kapbook.charts.timeline import timeline

__all__ = [
    "Chart",
    "Line",
    "arm_line",
    "bars",
    "contrast_line",
    "evidence_map",
    "forest",
    "heading",
    "paired_dots",
    "shares",
    "slope",
    "sources",
    "timeline",
    "value_line",
]
