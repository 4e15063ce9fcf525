"""Timeline: what is there from when to when."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib

from kapbook.charts.chart import Chart
from kapbook.charts.stack import Item, grid, log_axis, stack
from kapbook.charts.style import INK, STYLE
from kapbook.charts.words import keep

Span = tuple[str, float, float, str]


def timeline(
    name: str,
    spans: Sequence[Span | str],
    axis: str,
    caption: str,
    sources: Sequence[str],
    log: bool = False,
    ticks: Sequence[tuple[float, str]] = (),
) -> Chart:
    """Bars along a scale with words above; a diamond for one moment.

    Parameters
    ----------
    spans : words, start, end in the unit of the axis (equal for one moment), and the text of the numbers;
        a plain string is a heading
    log : logarithmic axis
    ticks : places on the axis and their words, where plain numbers of one unit would have to be converted
    """
    items = [
        Item(span, heading=True) if isinstance(span, str) else Item(f"{span[0]}: {keep(span[3])}") for span in spans
    ]
    with matplotlib.rc_context(STYLE):
        figure, axes, places = stack(items, axis)
        if log:
            log_axis(axes)
        for span, y in zip(spans, places, strict=True):
            if isinstance(span, str):
                continue
            _, start, end, _ = span
            if start == end:
                axes.plot([start], [y], marker="D", color=INK, markersize=7, clip_on=False)
            else:
                axes.plot([start, end], [y, y], color=INK, linewidth=7)
        if ticks:
            axes.set_xticks([place for place, _ in ticks], [words for _, words in ticks])
            axes.minorticks_off()
            axes.get_xticklabels()[0].set_horizontalalignment("left")
        if not log:
            axes.set_xlim(left=0)
        grid(axes, [y for span, y in zip(spans, places, strict=True) if not isinstance(span, str)])
    named = _named(spans)
    alt = f"{axis}. " + "; ".join(f"{words}: {numbers}" for words, _, _, numbers in named) + "."
    rows = [[words, f"{start:g}", f"{end:g}", numbers] for words, start, end, numbers in named]
    return Chart(name, figure, alt, caption, list(sources), ["What", "From", "To", "Numbers"], rows)


def _named(spans: Sequence[Span | str]) -> list[Span]:
    """Spans, each with its heading before its words."""
    found, under = [], ""
    for span in spans:
        if isinstance(span, str):
            under = f"{span}, "
        else:
            found.append((under + span[0], *span[1:]))
    return found
