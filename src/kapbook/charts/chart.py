"""A chart with its words: figure, text alternative, caption, sources and the data it shows."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from matplotlib import rc_context
from matplotlib.figure import Figure

from kapbook.charts.style import STYLE

MIME = "application/vnd.kapbook.chart+json"


@dataclass
class Chart:
    """One figure and everything a reader who cannot see it needs.

    Attributes
    ----------
    name : short permanent name, used for files and addresses
    figure : the matplotlib figure
    alt : text alternative that names the numbers shown
    caption : what is shown, one or two sentences
    sources : BibTeX keys of the works whose rows are drawn
    columns, rows : the numbers drawn, as text
    """

    name: str
    figure: Figure
    alt: str
    caption: str
    sources: list[str]
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)

    def svg(self) -> str:
        """The figure as SVG text; the same bytes on every run with the locked matplotlib."""
        target = io.StringIO()
        with rc_context({**STYLE, "svg.hashsalt": self.name}):
            self.figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return target.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        words = {
            "name": self.name,
            "alt": self.alt,
            "caption": self.caption,
            "sources": self.sources,
            "columns": self.columns,
            "rows": self.rows,
        }
        return {"image/svg+xml": self.svg(), MIME: words, "text/plain": f"{self.caption}\n{self.alt}"}
