"""Charts in one visual language: readable on phones, on dark pages and in words."""

from kapbook.charts.asked import (
    Look,
    answering,
    ask,
    by_name,
    contrasts_of,
    counting,
    drawing,
    pairs_of,
    picture,
    printed_of,
)
from kapbook.charts.bars import bars, shares
from kapbook.charts.chart import Chart
from kapbook.charts.compose import compose
from kapbook.charts.counted import counted, trials_behind
from kapbook.charts.course import CoursePanel
from kapbook.charts.folded import Folded, answer
from kapbook.charts.forest import ForestPanel, forest
from kapbook.charts.grid import evidence_map
from kapbook.charts.icons import IconPanel, People
from kapbook.charts.lines import Line, arm_line, contrast_line, estimate_line, heading, sources, value_line, weighed
from kapbook.charts.paired import PairedPanel, counted_difference, paired_dots
from kapbook.charts.slope import slope
from kapbook.charts.switches import Switches, has_work, switches
from kapbook.charts.timeline import timeline

__all__ = [
    "Chart",
    "CoursePanel",
    "Folded",
    "ForestPanel",
    "IconPanel",
    "Line",
    "Look",
    "PairedPanel",
    "People",
    "Switches",
    "answer",
    "answering",
    "arm_line",
    "ask",
    "bars",
    "by_name",
    "compose",
    "contrast_line",
    "contrasts_of",
    "counted",
    "counted_difference",
    "counting",
    "drawing",
    "estimate_line",
    "evidence_map",
    "forest",
    "has_work",
    "heading",
    "paired_dots",
    "pairs_of",
    "picture",
    "printed_of",
    "shares",
    "slope",
    "sources",
    "switches",
    "timeline",
    "trials_behind",
    "value_line",
    "weighed",
]
