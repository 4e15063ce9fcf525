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
    question : permanent name of the question that it answers, empty where it answers none
    drawn : ids of the evidence rows that it draws, where those are rows of questions
    counted : trials, people, sponsors, risk of bias and certainty, in a sentence
    holds : headings above the chart that state a finding, each with whether the rows bear it out
    """

    name: str
    figure: Figure
    alt: str
    caption: str
    sources: list[str]
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    question: str = ""
    drawn: list[str] = field(default_factory=list)
    counted: str = ""
    holds: dict[str, bool] = field(default_factory=dict)

    def holding(self, heading: str, true: bool) -> Chart:
        """The chart with a heading that states a direction or a count, and whether the rows bear it out.

        A rule stops the build when it does not hold, or when the notebook has no such heading.
        """
        self.holds[heading] = bool(true)
        return self

    def svg(self) -> str:
        """The figure as SVG text; the same bytes on every run with the locked matplotlib."""
        target = io.StringIO()
        with rc_context({**STYLE, "svg.hashsalt": self.name}):
            self.figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return target.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        words: dict[str, object] = {
            "name": self.name,
            "alt": self.alt,
            "caption": self.caption,
            "sources": self.sources,
            "columns": self.columns,
            "rows": self.rows,
        }
        more = {"question": self.question, "drawn": self.drawn, "counted": self.counted, "holds": self.holds}
        words |= {key: value for key, value in more.items() if value}
        return {"image/svg+xml": self.svg(), MIME: words, "text/plain": f"{self.caption}\n{self.alt}"}
