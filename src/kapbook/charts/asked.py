"""Charts of a question: all rows that it pools or shows, so that no notebook picks its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kapbook.charts.chart import Chart
from kapbook.charts.compose import Panel, compose
from kapbook.charts.counted import UNGRADED, certainties, counted
from kapbook.charts.forest import ForestPanel
from kapbook.charts.lines import RATIOS, Line, arm_line, contrast_line, decimals, sources
from kapbook.charts.paired import PairedPanel
from kapbook.evidence import Evidence, Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.questions import DRAWN, Question, questions
from kapbook.synthesis.summary import comparisons

REVIEWS = ("meta-analysis", "systematic review")
AXES = {
    "MD": "Difference, {unit}",
    "RD": "Difference, percentage points",
    "SMD": "Difference, standard deviations",
    "r": "Correlation",
}


@dataclass(frozen=True)
class Look:
    """How the rows of a question are told.

    Attributes
    ----------
    arms : names of the two arms
    axis : name and unit of the percentages
    harm : the outcome is unwanted, so that differences are not turned
    labels : row id (of pairs: the treatment's) to the words of its line, where its own will not do; in their order
    sides : what it means to lie left and right of no difference
    turn : ids of contrasts whose sign means the reverse of what their column says, such as correlations
    """

    arms: tuple[str, str] = ("drug", "comparator")
    axis: str = "People with the outcome, %"
    harm: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    sides: tuple[str, str] = ()  # type: ignore[assignment]
    turn: frozenset[str] = frozenset()

    def place(self, row: Row) -> tuple[int, float]:
        """Where the row's line stands: in the order of `labels`, then by time."""
        days = row.number("timepoint_days")
        known = list(self.labels)
        return known.index(row.id) if row.id in known else len(known), float("inf") if days is None else days

    @property
    def favours(self) -> tuple[str, str]:
        """Words of both sides."""
        if self.sides:
            return self.sides
        first, second = self.arms
        return (f"more on {second}", f"more on {first}") if self.harm else (f"favours {second}", f"favours {first}")


def ask(evidence: Evidence, name: str) -> Question:
    """The question of this name.

    Raises
    ------
    KeyError : there is none.
    """
    for question in questions(evidence):
        if question.name == name:
            return question
    raise KeyError(f"no question '{name}'; evidence/questions.csv lists them")


def answering(chart: Chart, question: Question, rows: Iterable[Row], people: Sequence[Row] = ()) -> Chart:
    """The chart, bound to the question whose rows it draws, with the line that counts them.

    Parameters
    ----------
    people : rows whose trials are counted, where the rows drawn stand in a paper that no trial names
    """
    rows = list(rows)
    chart.question = question.name
    chart.drawn = list(dict.fromkeys(row.id for row in rows))
    chart.counted = counted(question.evidence, people or rows, question.row["certainty"])
    return chart


def drawing(chart: Chart, evidence: Evidence, rows: Iterable[Row], people: Sequence[Row] = ()) -> Chart:
    """The chart of rows of several questions, with the line that counts them; `people` as in `answering`."""
    rows = list(rows)
    chart.drawn = list(dict.fromkeys(row.id for row in rows))
    return counting(chart, evidence, rows, people)


def counting(
    chart: Chart, evidence: Evidence, rows: Iterable[Row], people: Sequence[Row] = (), graded: bool = True
) -> Chart:
    """The chart of rows that answer no question, such as surveys, with the line that counts them; else as `drawing`.

    Parameters
    ----------
    graded : False where a question weighs the rows for something else than the chart shows
    """
    rows = list(rows)
    chart.counted = counted(evidence, people or rows, certainties(evidence, rows) if graded else UNGRADED)
    return chart


def by_name(evidence: Evidence, study: str) -> str:
    """First author and year of a work; a label by its kind."""
    row = evidence.study(study)
    if row["design"] == "label":
        return f"US label {row['year']}"
    return f"{row['first_author']} {row['year']}"


def pairs_of(question: Question, *uses: str) -> list[tuple[Row, Row]]:
    """Treatment and control arms of one comparison each, in percent, of the rows with these uses."""
    wanted = {row.id for row in question.rows(*(uses or DRAWN))}
    found = []
    for line in comparisons(question):
        rows = [question.evidence.row(name) for name in line.rows]
        if len(rows) == 2 and rows[0]["unit"] == "percent" and wanted.issuperset(line.rows):
            found.append((rows[0], rows[1]))
    return found


def printed_of(question: Question, pairs: Sequence[tuple[Row, Row]]) -> dict[str, Row]:
    """Id of a treatment arm to the row that prints the same difference of percentages, where the question has one."""
    found: dict[str, Row] = {}
    for first, second in pairs:
        gap = abs(float(first["value"]) - float(second["value"]))
        for row in question.rows():
            if row.get("measure") != "RD" or row.study != first.study or row["timepoint"] != first["timepoint"]:
                continue
            apart = 10.0 ** -min(decimals(text["value"]) for text in (row, first, second))
            named = {first.id, second.id} == set(parts(row["computed_from"]))
            if named or (not row["computed_from"] and abs(abs(float(row["value"])) - gap) <= apart * 1.01):
                found.setdefault(first.id, row)
    return found


def contrasts_of(question: Question, *uses: str) -> list[Row]:
    """Contrasts among the rows with these uses."""
    return [row for row in question.rows(*(uses or DRAWN)) if row.table == "effects"]


def label_of(question: Question, row: Row, look: Look, others: Sequence[Row]) -> str:
    """Author, year, what differs from the other lines, and the time; or the words given for it."""
    if row.id in look.labels:
        return look.labels[row.id]
    words = [by_name(question.evidence, row.study)]
    same = [other for other in others if other.study == row.study]
    column = "event" if row.table == "adverse_events" else "outcome"
    if len({other.get(column) for other in others}) > 1:
        words.append(row.get(column).lower() if column == "event" else row.get(column))
    for column in ("arm", "contrast", "definition"):
        if len({other.get(column) for other in same}) > 1 and row.get(column):
            words.append(row.get(column))
            break
    if row["timepoint"]:
        words.append(row["timepoint"])
    return ", ".join(words)


def picture(question: Question, name: str, caption: str, look: Look | None = None, people: Sequence[Row] = ()) -> Chart:
    """All rows that the question pools or shows: arms in pairs, arms alone, and contrasts by their measure."""
    look = look or Look()
    panels, rows = _panels(question, look)
    return answering(compose(name, panels, caption, sources(rows)), question, rows, people)


def _panels(question: Question, look: Look) -> tuple[list[Panel], list[Row]]:
    rows = question.rows(*DRAWN)
    pairs = pairs_of(question)
    paired = {row.id for pair in pairs for row in pair}
    pairs.sort(key=lambda pair: look.place(pair[0]))
    rows_in_order = sorted(rows, key=look.place)
    alone = [row for row in rows_in_order if row.table != "effects" and row.id not in paired]
    panels: list[Panel] = []
    limits = None
    printed = printed_of(question, pairs)
    if pairs:
        firsts = [first for first, _ in pairs]
        lines = [(label_of(question, a, look, firsts), a, b) for a, b in pairs]
        ends = _from_zero([arm_line(row, "") for pair in pairs for row in pair])
        limits = (0.0, 100.0) if max(float(row["value"]) for pair in pairs for row in pair) > 40 else ends
        panels.append(PairedPanel(lines, look.arms, look.axis, limits, printed))
    for unit, own in _grouped(alone, "unit").items():
        axis = (
            look.axis if unit == "percent" else f"{own[0].get('outcome') or own[0].get('event')}, {unit}".capitalize()
        )
        shown = [_arm(row, label_of(question, row, look, own)) for row in own]
        same = limits if unit == "percent" else None
        panels.append(ForestPanel(shown, axis, limits=same or _from_zero(shown)))
    told = {row.id for row in printed.values()}  # in the words of their pair
    effects = [row for row in rows_in_order if row.table == "effects" and row.id not in told]
    for key, own in _grouped(effects, "measure", "unit").items():
        measure, unit = key
        panels.append(_contrasts(question, own, look, measure, unit))
    return panels, rows


def _arm(row: Row, label: str) -> Line:
    """One arm's value, with an interval from its people or its spread where they are known."""
    line = arm_line(row, label)
    spread, n, value = row.number("sd"), row.number("n"), row.number("value")
    if line.low is not None or row["unit"] == "percent" or not (spread and n and value is not None):
        return line
    half = 1.96 * spread / n**0.5
    return replace(line, low=value - half, high=value + half, printed=None)


def _contrasts(question: Question, rows: Sequence[Row], look: Look, measure: str, unit: str) -> ForestPanel:
    ratio = measure in RATIOS
    # One divided by a risk ratio of an event is not the ratio of its absence: the sides are swapped instead.
    unturned = measure in ("RR", "HR") and all(turned(row, look) for row in rows)
    lines = [
        contrast_line(
            row,
            label_of(question, row, look, rows),
            flip=turned(row, look) and not unturned,
            kind="pooled" if question.evidence.study(row.study)["design"] in REVIEWS else "study",
        )
        for row in rows
    ]
    axis = AXES.get(measure, "{measure} (1: no difference)" if ratio else "{measure}, {unit}")
    names = {"OR": "Odds ratio", "RR": "Risk ratio", "HR": "Hazard ratio"}
    axis = axis.format(measure=names.get(measure, measure), unit=unit)
    null = 1.0 if ratio else 0.0
    left, right = look.favours
    return ForestPanel(lines, axis, null, (right, left) if unturned else (left, right), log=ratio)


def turned(row: Row, look: Look) -> bool:
    """Must the contrast be turned so that right favours the treatment (of harms: means more on it)?"""
    if row.id in look.turn:
        return True
    second = row["contrast"].startswith("ECT v")
    return second if look.harm else (row["better"] == "lower") != second


def _grouped(rows: Iterable[Row], *columns: str) -> dict:
    found: dict = {}
    for row in rows:
        key = row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)
        found.setdefault(key, []).append(row)
    return found


def _from_zero(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Ends of an axis from zero, where all values lie on one side of it."""
    ends = [number for line in lines for number in (line.value, line.high, line.low) if number is not None]
    if not ends or min(ends) < 0 < max(ends) or not any(ends):
        return None
    return (0.0, 1.08 * max(ends)) if max(ends) > 0 else (1.08 * min(ends), 0.0)
