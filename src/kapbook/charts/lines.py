"""Lines of a chart, made from evidence rows so that no number is typed twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapbook.evidence import Row
from kapbook.synthesis import proportion


@dataclass(frozen=True)
class Line:
    """One line of a chart: label, value and interval in the chart's unit.

    Attributes
    ----------
    label : words above the mark
    value, low, high : in the chart's unit; None where the source gives none
    role : ``treatment``, ``control`` or ``single``: picks marker and colour
    kind : ``study``, ``pooled`` (a diamond) or ``heading`` (words only)
    digits : decimals of value and limits in words
    printed : the numbers in words as the source prints them, instead of value and limits
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    role: str = "treatment"
    kind: str = "study"
    digits: int = 1
    printed: str = ""

    @property
    def numbers(self) -> str:
        """Value and interval in words; 'not reported' without a value."""
        if self.printed:
            return self.printed
        if self.value is None:
            return "not reported"
        text = f"{self.value:.{self.digits}f}"
        if self.low is not None and self.high is not None:
            text += f" ({self.low:.{self.digits}f} to {self.high:.{self.digits}f})"
        return text


def heading(label: str) -> Line:
    """A line that only carries words."""
    return Line(label, kind="heading")


def arm_line(row: Row, label: str) -> Line:
    """One arm's percentage, with Wilson's interval where the counts are known and give that percentage."""
    value, n, events = row.number("value"), row.number("n"), row.number("events")
    if value is None:
        return Line(label, role=row["role"])
    if events is None and n:
        events = round(value * n / 100)
    if not n or events is None or abs(100 * events / n - value) > 10 ** -decimals(row):
        return Line(label, value, role=row["role"], digits=decimals(row))
    interval = proportion(int(events), int(n))
    return Line(label, value, interval.low, interval.high, row["role"], digits=decimals(row))


def contrast_line(row: Row, label: str) -> Line:
    """One contrast with its interval, in words as printed."""
    printed = row["value"] + (f" ({row['ci_low']} to {row['ci_high']})" if row["ci_low"] and row["ci_high"] else "")
    return Line(label, row.number("value"), row.number("ci_low"), row.number("ci_high"), printed=printed)


def decimals(row: Row) -> int:
    """Decimals that the source prints for the row's value."""
    return len(row["value"].partition(".")[2])


def sources(rows: Iterable[Row]) -> list[str]:
    """BibTeX keys of the rows, each once, in order of first use."""
    return list(dict.fromkeys(row.study for row in rows))
