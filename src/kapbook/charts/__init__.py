"""Charts in one visual language: readable on phones, on dark pages and in words."""

from kapbook.charts.chart import Chart
from kapbook.charts.forms import evidence_map, forest, paired_dots, slope, timeline
from kapbook.charts.lines import Line, arm_line, contrast_line, heading, sources

__all__ = [
    "Chart",
    "Line",
    "arm_line",
    "contrast_line",
    "evidence_map",
    "forest",
    "heading",
    "paired_dots",
    "slope",
    "sources",
    "timeline",
]
