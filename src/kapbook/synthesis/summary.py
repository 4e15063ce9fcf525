"""Summary of findings of a question: one line a comparison, with both arms and the difference."""

from __future__ import annotations

from dataclasses import dataclass

from kapbook.evidence.questions import DRAWN, Question, trials_of
from kapbook.evidence.tables import Row
from kapbook.synthesis.contrasts import risk_difference

SHARED = ("study", "outcome", "event", "definition", "population", "timepoint", "unit", "grouped")
"""What the arms of one comparison have in common."""


@dataclass(frozen=True)
class Comparison:
    """One line of a summary of findings, as text for readers.

    Attributes
    ----------
    study : BibTeX key of the work
    what : the arms or the contrast, and the time
    people : number of people, empty where it is not known
    control, treatment : result on the comparator and on the treatment, with unit; empty for a contrast
    difference : difference or ratio, with its interval where it is known
    computed : the difference was worked out from the arms by us
    rows : ids of the rows behind it
    """

    study: str
    what: str
    people: str
    control: str
    treatment: str
    difference: str
    computed: bool
    rows: tuple[str, ...]


def findings(question: Question) -> list[Comparison]:
    """The comparisons as readers see them: arms that differ in their definition only stand together as well."""
    return _lines(_met(_groups(question)))


def comparisons(question: Question) -> list[Comparison]:
    """Lines for all rows that the question pools or shows, arms of one comparison together."""
    return _lines(_groups(question))


def _groups(question: Question) -> list[list[Row]]:
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in question.rows(*DRAWN):
        shared = (row.id,) if row.table == "effects" else tuple(row.get(name) for name in SHARED)
        together.setdefault(shared, []).append(row)
    return list(together.values())


def _lines(groups: list[list[Row]]) -> list[Comparison]:
    return [line for rows in groups for line in (_pairs(rows) if rows[0].get("role") else [_contrast(rows[0])])]


def _met(groups: list[list[Row]]) -> list[list[Row]]:
    """The groups, a lone treatment with the lone control that differs from it in the words of the definition only.

    A review prints what it assumes for the control and what it works out for the drug: one comparison, two definitions.
    """
    lone: dict[tuple[str, ...], list[list[Row]]] = {}
    for rows in groups:
        if len(rows) == 1 and rows[0].get("role") in ("control", "treatment"):
            shared = tuple(rows[0].get(name) for name in SHARED if name != "definition")
            lone.setdefault(shared, []).append(rows)
    for pair in lone.values():
        if sorted(rows[0]["role"] for rows in pair) == ["control", "treatment"]:
            first, second = pair
            first += second
            second.clear()
    return [rows for rows in groups if rows]


def people_and_trials(question: Question) -> tuple[int, int]:
    """Number of trials behind the rows pooled or shown, and of people randomised in them, each trial once.

    A work that no trial reports counts as none: a review is the sum of trials that stand in the table themselves,
    or its own n is given with it.
    """
    reports = trials_of(question.evidence)
    trials = {trial["trial"]: trial for row in question.rows(*DRAWN) for trial in reports.get(row.study, [])}
    return len(trials), sum(int(trial["randomised"] or 0) for trial in trials.values())


def _contrast(row: Row) -> Comparison:
    interval = f" ({row['ci_low']} to {row['ci_high']})" if row["ci_low"] and row["ci_high"] else ""
    level = f" [{row['ci_level']}% interval]" if interval and row["ci_level"] not in ("", "95") else ""
    measure = {"MD": "", "RD": "", "SMD": ""}.get(row["measure"], f"{row['measure']} ")
    unit = "" if row["unit"] in ("ratio", "none") else f" {row['unit']}"
    return Comparison(
        row.study,
        f"{row['contrast']}, {row['timepoint']}",
        row["n"],
        "",
        "",
        f"{measure}{row['value']}{unit}{interval}{level}",
        row["basis"] == "computed",
        (row.id,),
    )


def _pairs(rows: list[Row]) -> list[Comparison]:
    """A line for each treatment arm against the control of its comparison; arms without a partner stand alone."""
    controls = [row for row in rows if row["role"] == "control"]
    treatments = [row for row in rows if row["role"] == "treatment"]
    if len(controls) != 1 or not treatments:
        return [_line(row if row["role"] == "control" else None, row, (row,)) for row in rows]
    return [_line(controls[0], row, (row, controls[0])) for row in treatments]


def _line(control: Row | None, treatment: Row, rows: tuple[Row, ...]) -> Comparison:
    pair = control is not None and control is not treatment
    counts = [number for row in rows for number in (row.number("events"), row.number("n"))]
    difference, computed = "", False
    if pair and treatment["unit"] == "percent" and None not in counts:
        estimate = risk_difference(*(int(number) for number in counts))  # type: ignore[arg-type]
        difference = f"{estimate.value:.1f} in 100 ({estimate.low:.1f} to {estimate.high:.1f})"
        computed = True
    numbers = [row.number("n") for row in rows]
    arms = f"{treatment['arm']} v {control['arm']}" if pair and control else treatment["arm"]
    return Comparison(
        treatment.study,
        f"{arms}, {treatment['timepoint']}",
        str(int(sum(n for n in numbers if n))) if all(numbers) else "",
        _shown(control) if control else "",
        _shown(treatment) if treatment["role"] != "control" else "",
        difference,
        computed,
        tuple(row.id for row in rows),
    )


def _shown(row: Row) -> str:
    if row["unit"] == "percent":
        return f"{row['value']} of 100"
    return f"{row['value']} {row['unit']}"
