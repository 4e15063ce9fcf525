"""Charts in one visual language: readable on phones, on dark pages and in words."""

from kapbook.charts.chart import Chart, show
from kapbook.charts.forms import dots, forest, paired_dots, slope, steps, tiles

__all__ = ["Chart", "dots", "forest", "paired_dots", "show", "slope", "steps", "tiles"]
