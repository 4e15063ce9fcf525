"""The layout that most charts share: words, their mark below them, then the next words, so that a phone shows both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from kapbook.charts.lines import Line
from kapbook.charts.style import INK, MARGIN, SIZE, WIDTH
from kapbook.charts.words import ROOM, fill, keep, wrap

LINE = 0.19
"""Height of a line of words in inches."""

TO_MARK = 0.175
"""From the middle of the words to the mark below them, in inches."""

TO_WORDS = 0.265
"""From the mark to the middle of the next words, in inches: more than `TO_MARK`, so that words belong to their mark."""

TOP = 0.13
"""From the edge to the middle of the first words, in inches."""

ABOVE_MARK, BELOW_MARK = 0.08, 0.14
"""Reach of the lines of the scale above and below a mark, in inches: short of the words on both sides."""

BEFORE_HEADING = 0.1
AFTER_HEADING = 0.22
AXIS = 0.32
"""Height of the numbers under the axis in inches."""


@dataclass(frozen=True)
class Item:
    """Words of one place in the stack; a heading has no mark."""

    words: str
    heading: bool = False


def line_items(lines: Sequence[Line]) -> list[Item]:
    """Words of each line with its numbers; a heading alone."""
    return [
        Item(line.label, heading=True)
        if line.kind == "heading"
        else Item(f"{line.label}: {keep(line.numbers)}{line.after}")
        for line in lines
    ]


@dataclass(frozen=True)
class Layout:
    """Words and marks in their places, before anything is drawn; in inches from the top.

    Attributes
    ----------
    words : place, text and whether it is a heading, of each line
    places : place of each item's mark (of a heading: of its last line)
    height : of the axes
    axis : name and unit of the horizontal axis
    """

    words: list[tuple[float, str, bool]]
    places: list[float]
    height: float
    axis: str

    @property
    def whole(self) -> float:
        """Height with the numbers and words under the axis."""
        return self.height + AXIS + LINE * len(wrap(self.axis))


def arrange(items: Sequence[Item], axis: str, above: float = 0.0) -> Layout:
    """Places of all words and marks.

    Parameters
    ----------
    axis : name and unit of the horizontal axis
    above : room above the first words in inches
    """
    y, words, places = above + TOP, [], []
    for number, item in enumerate(items):
        y += BEFORE_HEADING if item.heading and number else 0
        for line in wrap(item.words, ROOM, bold=item.heading):
            words.append((y, line, item.heading))
            y += LINE
        y -= LINE
        places.append(y if item.heading else y + TO_MARK)
        y += AFTER_HEADING if item.heading else TO_MARK + TO_WORDS
    return Layout(words, places, y - TO_WORDS + 0.12, axis)


def put(figure: Figure, layout: Layout, top: float = 0.0) -> Axes:
    """Axes with all words in place, `top` inches under the edge; their vertical unit is an inch from the top."""
    whole = float(figure.get_figheight())
    bottom = whole - top - layout.height
    axes = figure.add_axes((MARGIN / WIDTH, bottom / whole, ROOM / WIDTH, layout.height / whole))
    for place, line, heading in layout.words:
        _write(axes, place, line, "bold" if heading else "normal")
    axes.set_ylim(layout.height, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(fill(layout.axis))
    return axes


def stack(items: Sequence[Item], axis: str, above: float = 0.0) -> tuple[Figure, Axes, list[float]]:
    """Figure of one layout, its axes, and the places of its marks."""
    layout = arrange(items, axis, above)
    figure = Figure(figsize=(WIDTH, layout.whole))
    return figure, put(figure, layout), layout.places


def _write(axes: Axes, y: float, text: str, weight: str) -> None:
    axes.text(0, y, text, transform=axes.get_yaxis_transform(), va="center", fontsize=SIZE, fontweight=weight)


def grid(axes: Axes, marks: Sequence[float]) -> None:
    """Lines of the scale beside each mark only, so that none runs through the words; call when the axis is settled."""
    low, high = axes.get_xlim()
    axes.set_xlim(low, high)
    ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
    for y in marks:
        axes.vlines(ticks, y - ABOVE_MARK, y + BELOW_MARK, colors=INK, alpha=0.25, linewidth=0.8, zorder=0.5)


def log_axis(axes: Axes) -> None:
    """Logarithmic axis with plain numbers at 1, 2 and 5, which do not run into each other."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
