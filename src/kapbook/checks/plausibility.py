"""Family E, second part: numbers that cannot be what their source meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kapbook.checks.intervals import RATIOS, decimals, limits_of, null_value, number_or_none, rounding
from kapbook.checks.model import Finding, Project, at_row, comparison, rule
from kapbook.checks.tables import number_rows
from kapbook.evidence import EvidenceError, Row

PEOPLE_TABLES = ("outcomes", "adverse_events")
UNITS = {
    "MD": {"points", "percentage points", "days", "hours", "mmHg", "none"},
    "SMD": {"standard deviations"},
    "RD": {"percentage points"},
    "r": {"none"},
    **{measure: {"ratio"} for measure in RATIOS},
}
LARGEST_SMD = 6.0


@rule("E101", "events-above-n")
def events_above_n(project: Project) -> Iterator[Finding]:
    """More people had the event than were counted (arithmetic; INSPECT-SR domain 4), or more studies than people."""
    for row in number_rows(project):
        n, events = row.number("n"), row.number("events") if "events" in row.cells else None
        if n is not None and events is not None and events > n:
            yield at_row(row, "E101", f"{events:g} events among {n:g} people", "correct n or events from the source")
        studies = row.number("k")
        if n is not None and studies is not None and studies > n:
            yield at_row(row, "E101", f"{studies:g} studies of {n:g} people", "correct n or k: they were exchanged")


@rule("E102", "percent-not-events-over-n")
def percent_not_events_over_n(project: Project) -> Iterator[Finding]:
    """The printed percentage is not events/n within its own rounding (DEBIT: Heathers and Brown 2019).

    Where the source itself misprints, keep what it prints and declare `E102: reason` in the row's waiver.
    """
    for table in (*PEOPLE_TABLES, "surveys"):
        for row in project.evidence.tables[table]:
            n, events, value = row.number("n"), row.number("events"), row.number("value")
            if row["unit"] != "percent" or not n or events is None or value is None:
                continue
            exact = 100 * events / n
            if abs(exact - value) > rounding(row["value"]):
                yield at_row(
                    row,
                    "E102",
                    f"value {row['value']} is not {events:g}/{n:g} ({exact:.2f})",
                    "correct one of them, or declare the source's misprint as a waiver",
                )


@rule("E103", "impossible-percentage")
def impossible_percentage(project: Project) -> Iterator[Finding]:
    """No whole number of people gives the printed percentage of n (GRIM: Brown and Heathers 2017).

    Applied only where it can tell: n below 10 to the power of (decimals + 2).
    """
    for table in PEOPLE_TABLES:
        for row in project.evidence.tables[table]:
            n, value = row.number("n"), row.number("value")
            if row["unit"] != "percent" or not n or value is None or row["events"]:
                continue
            if row["basis"] != "printed" or n >= 10 ** (decimals(row["value"]) + 2):
                continue
            nearest = 100 * round(value * n / 100) / n
            if abs(nearest - value) > rounding(row["value"]):
                yield at_row(
                    row,
                    "E103",
                    f"no count of {n:g} people gives {row['value']}%",
                    "check n and value; if the source estimates from a model, declare a waiver",
                )


@rule("E108", "arms-exceed-study")
def arms_exceed_study(project: Project) -> Iterator[Finding]:
    """The compared arms of one outcome hold more people than the study (CONSORT flow).

    Crossover trials are left out.
    """
    studies = {row.study: row for row in project.evidence.tables["studies"]}
    for table in PEOPLE_TABLES:
        groups: dict[tuple, dict[str, Row]] = defaultdict(dict)
        for row in project.evidence.tables[table]:
            if row["role"] == "single":
                continue
            groups[comparison(row)][row["arm"]] = row
        for (key, *_), arms in groups.items():
            study = studies.get(key)
            total = study.number("n") if study and study["design"] not in ("crossover trial", "label") else None
            counted = sum(row.number("n") or 0 for row in arms.values())
            if total is not None and counted > total:
                last = list(arms.values())[-1]
                yield at_row(
                    last,
                    "E108",
                    f"the arms add up to {counted:g}, the study has {total:g}",
                    "correct an n, or name analysis sets that overlap",
                )


@rule("E109", "sign-against-favours")
def sign_against_favours(project: Project) -> Iterator[Finding]:
    """The estimate points one way and the column favours says the other, given which direction is better."""
    for row in project.evidence.tables["effects"]:
        value, limits = row.number("value"), limits_of(row)
        if value is None or row["better"] not in ("higher", "lower"):
            continue
        null = null_value(row)
        if row["favours"] == "neither":
            if (
                limits
                and not min(limits) <= null <= max(limits)
                and row["p_value"] in ("",)
                and row["ci_level"] in ("", "95")
            ):
                yield at_row(
                    row, "E109", f"favours neither, but the interval excludes {null:g}", "name the arm favoured"
                )
            continue
        first = (value > null) == (row["better"] == "higher")
        if value != null and first != (row["favours"] == "first"):
            yield at_row(
                row,
                "E109",
                f"{row['value']} with {row['better']} better does not favour the {row['favours']} arm",
                "correct value, better or favours",
            )


@rule("E113", "unit-against-measure")
def unit_against_measure(project: Project) -> Iterator[Finding]:
    """A value cannot have its unit or measure: a ratio at or below 0, a percentage outside 0 to 100, p of 0.

    Also a standardised difference beyond 6, a correlation beyond 1 (RevMan's validation report) and an i2 below 1.
    """
    for row in number_rows(project):
        value = number_or_none(row["value"])
        problem = ""
        if row["unit"] == "percent" and row.table != "effects" and value is not None and not 0 <= value <= 100:
            problem = f"{row['value']} percent of people"
        if row.table == "effects" and value is not None:
            problem = _effect_problem(row, value) or problem
        if problem:
            yield at_row(row, "E113", problem, "correct the value, its unit or its measure")


def _effect_problem(row: Row, value: float) -> str:
    measure = row["measure"]
    if row["unit"] not in UNITS.get(measure, {row["unit"]}):
        return f"{measure} in '{row['unit']}'"
    if measure in RATIOS and (value <= 0 or (row.number("ci_low") or 1) < 0):
        return f"{measure} at or below 0"
    if measure == "SMD" and abs(value) > LARGEST_SMD:
        return f"a standardised difference of {row['value']}"
    if measure == "r" and abs(value) > 1:
        return f"a correlation of {row['value']}"
    if measure == "RD" and abs(value) > 100:
        return f"a difference of {row['value']} percentage points"
    if row["p_value"].strip("<") and number_or_none(row["p_value"]) == 0:
        return "p of 0"
    if 0 < (row.number("i2") or 0) < 1:
        return f"an i2 of {row['i2']}, which is a share and not a percentage"
    return ""


@rule("E116", "computed-differs")
def computed_differs(project: Project) -> Iterator[Finding]:
    """A row marked computed does not follow from the two rows it names (risk difference, RR or OR of counts)."""
    for row in project.evidence.tables["effects"]:
        if row["basis"] != "computed":
            continue
        names = [part.strip() for part in row["computed_from"].split(";") if part.strip()]
        try:
            first, second = (project.evidence.row(name) for name in names)
        except (EvidenceError, ValueError):
            yield at_row(row, "E116", "computed from nothing that can be read", "name two rows in computed_from")
            continue
        expected = _contrast(row["measure"], first, second)
        if expected is None:
            yield at_row(row, "E116", "its inputs do not give this measure", "name rows with counts or values")
        elif abs(expected - float(row["value"])) > rounding(row["value"]):
            yield at_row(row, "E116", f"value {row['value']}, but its inputs give {expected:.3f}", "compute it again")


def _share(row: Row) -> float | None:
    n, events, value = row.number("n"), row.number("events"), row.number("value")
    if n and events is not None:
        return events / n
    return value / 100 if value is not None and row["unit"] == "percent" else None


def _contrast(measure: str, first: Row, second: Row) -> float | None:
    if measure == "MD":
        a, b = first.number("value"), second.number("value")
        return None if a is None or b is None else a - b
    p1, p0 = _share(first), _share(second)
    if p1 is None or p0 is None:
        return None
    if measure == "RD":
        return 100 * (p1 - p0)
    if measure == "RR":
        return p1 / p0 if p0 else None
    return p1 * (1 - p0) / (p0 * (1 - p1)) if measure == "OR" and p0 and p1 < 1 else None
