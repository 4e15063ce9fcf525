"""Lines of a chart, made from evidence rows so that no number is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kapbook.evidence import Row
from kapbook.synthesis import Estimate, proportion

RATIOS = {"OR", "RR", "HR"}


@dataclass(frozen=True)
class Line:
    """One line of a chart: label, value and interval in the chart's unit.

    Attributes
    ----------
    label : words above the mark
    value, low, high : in the chart's unit; None where the source gives none
    role : ``treatment``, ``control``, ``single`` or ``contrast`` (a difference of arms): picks marker and colour
    kind : ``study``, ``pooled`` (a diamond) or ``heading`` (words only)
    digits : decimals of value and limits in words
    printed : value and limits as the source prints them, where that is known
    after : words after the numbers, where a figure worked out from them belongs
    margin : margin of a trial that asked whether a treatment is not worse, drawn dotted
    weight : share of the weight in the average of its chart, 0 to 1; None where nothing is averaged
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    role: str = "treatment"
    kind: str = "study"
    digits: int = 1
    printed: tuple[str, str, str] | None = None
    after: str = ""
    margin: float | None = None
    weight: float | None = None

    @property
    def texts(self) -> tuple[str, str, str]:
        """Value and limits in words; empty where there is none."""
        if self.printed:
            return self.printed
        value, low, high = (f"{n:.{self.digits}f}" if n is not None else "" for n in (self.value, self.low, self.high))
        return value, low, high

    @property
    def numbers(self) -> str:
        """Value and interval in words; 'not reported' without a value."""
        value, low, high = self.texts
        if not value:
            return "not reported"
        return f"{value} ({low} to {high})" if low and high else value


def heading(label: str) -> Line:
    """A line that only carries words."""
    return Line(label, kind="heading")


def named(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Lines that carry numbers, each with its heading before its label."""
    found, under = [], ""
    for line in lines:
        if line.kind == "heading":
            under = f"{line.label}, "
        else:
            found.append((under + line.label, line))
    return found


def value_line(row: Row, label: str) -> Line:
    """One value as printed, without an interval; 'single' where the row has no role."""
    return Line(label, row.number("value"), role=row.get("role") or "single", printed=(row["value"], "", ""))


def arm_line(row: Row, label: str) -> Line:
    """One arm's percentage, with Wilson's interval where its counts are known and give it, else with the printed one.

    The limits have the decimals of the printed value, and one at least below 10 %, where a whole number hides zero.
    """
    line = value_line(row, label)
    counts = people(row)
    if line.value is None or counts is None:
        low, high = row.get("ci_low"), row.get("ci_high")
        return (
            replace(line, low=float(low), high=float(high), printed=(row["value"], low, high)) if low and high else line
        )
    interval = proportion(*counts)
    digits = max(decimals(row["value"]), int(line.value < 10))
    limits = f"{interval.low:.{digits}f}", f"{interval.high:.{digits}f}"
    return replace(line, low=interval.low, high=interval.high, printed=(row["value"], *limits))


def people(row: Row) -> tuple[int, int] | None:
    """People with the event and all people of an arm, where they are known and give the printed percentage."""
    value, n, events = row.number("value"), row.number("n"), row.number("events")
    if value is None or not n or row.get("unit") not in ("", "percent"):
        return None
    if events is None:
        events = round(value * n / 100)
    if abs(100 * events / n - value) > 10 ** -decimals(row["value"]):
        return None
    return int(events), int(n)


def contrast_line(row: Row, label: str, flip: bool = False, kind: str = "study") -> Line:
    """One contrast with its interval, in words as printed.

    Parameters
    ----------
    flip : turn it over, second arm against first: a difference changes its sign, a ratio becomes its inverse
    kind : ``pooled`` for the result of a meta-analysis, which gets a diamond

    An interval of another level than 95% says so after its numbers.
    """
    value, low, high = row["value"], row["ci_low"], row["ci_high"]
    if flip:
        turn = _inverse if row["measure"] in RATIOS else _negative
        value, low, high = turn(value), turn(high), turn(low)
    level = row.get("ci_level")
    after = f", {level}% interval" if low and high and level not in ("", "95") else ""
    printed = (value, low, high)
    return Line(
        label, _number(value), _number(low), _number(high), role="contrast", kind=kind, printed=printed, after=after
    )


def estimate_line(label: str, estimate: Estimate, kind: str = "study", digits: int = 1, after: str = "") -> Line:
    """A difference that was worked out here, with its interval."""
    return Line(label, estimate.value, estimate.low, estimate.high, "contrast", kind, digits, after=after)


def weighed(lines: Sequence[Line], variances: Sequence[float]) -> list[Line]:
    """The lines with their shares of the weight in an average by inverse variance."""
    whole = sum(1 / variance for variance in variances)
    return [replace(line, weight=1 / variance / whole) for line, variance in zip(lines, variances, strict=True)]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _negative(text: str) -> str:
    """A printed number with the other sign."""
    if not text or not float(text):
        return text
    return text[1:] if text.startswith("-") else f"-{text}"


def _inverse(text: str) -> str:
    """One divided by a printed ratio, with its decimals."""
    return f"{1 / float(text):.{decimals(text)}f}" if text else ""


def decimals(text: str) -> int:
    """Decimals of a printed number."""
    return len(text.partition(".")[2])


def sources(rows: Iterable[Row]) -> list[str]:
    """BibTeX keys of the rows, each once, in order of first use."""
    return list(dict.fromkeys(row.study for row in rows))
