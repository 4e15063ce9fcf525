"""Family E, third part: intervals that cannot belong to their estimate or their p."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.checks.tables import number_rows
from kapbook.evidence import Row

RATIOS = {"OR", "RR", "HR", "IRR"}
DIFFERENCES = {"MD", "SMD", "RD"}
ASYMMETRY = 0.15
POOLED = {"meta-analysis", "systematic review"}
NORMAL = {"90": 1.645, "95": 1.960, "99": 2.576, "": 1.960}
"""Half widths of intervals in standard errors, by level; without a level 95% is meant."""
FEWEST = 0.6
"""Least share of the printed n that an interval must fit: arms of unlike size and covariates explain no more."""


def decimals(text: str) -> int:
    """Printed decimals of a number."""
    return len(text.partition(".")[2])


def rounding(text: str) -> float:
    """Half a unit in the last printed place, with room for binary fractions."""
    return 0.5 * 10 ** -decimals(text) + 1e-9


def limits_of(row: Row) -> tuple[float, float] | None:
    """Limits of the row's interval, or None when one is missing."""
    low, high = row.number("ci_low"), row.number("ci_high")
    return None if low is None or high is None else (low, high)


def null_value(row: Row) -> float:
    """Value of no difference: 1 for ratios, 0 for the rest."""
    return 1.0 if row["measure"] in RATIOS else 0.0


@rule("E104", "estimate-outside-interval")
def estimate_outside_interval(project: Project) -> Iterator[Finding]:
    """The estimate does not lie in its own interval (Cochrane Handbook, chapter 6)."""
    for row in number_rows(project):
        limits, value = (
            _interval_of(row),
            row.number("value") if row.table != "quantities" else number_or_none(row["value"]),
        )
        if limits and value is not None and min(limits) <= max(limits) and not min(limits) <= value <= max(limits):
            yield at_row(
                row,
                "E104",
                f"{row['value']} is not within {limits[0]:g} to {limits[1]:g}",
                "correct the estimate or the limits",
            )


def _interval_of(row: Row) -> tuple[float, float] | None:
    if "ci_low" in row.cells:
        return limits_of(row)
    low, high = (row.number("low"), row.number("high")) if "low" in row.cells else (None, None)
    return None if low is None or high is None else (low, high)


def number_or_none(text: str) -> float | None:
    """The text as a number, or None for a date or an empty cell."""
    try:
        return float(text)
    except ValueError:
        return None


@rule("E105", "limits-reversed")
def limits_reversed(project: Project) -> Iterator[Finding]:
    """The lower limit of an interval or range is above the upper one, or one limit stands alone."""
    for row in number_rows(project):
        limits = _interval_of(row)
        if limits and limits[0] > limits[1]:
            yield at_row(row, "E105", f"the limits {limits[0]:g} to {limits[1]:g} are reversed", "swap or correct them")
        if "ci_low" in row.cells and bool(row["ci_low"]) != bool(row["ci_high"]):
            yield at_row(row, "E105", "only one limit of the interval is given", "give both limits or none")


@rule("E106", "asymmetric-interval")
def asymmetric_interval(project: Project) -> Iterator[Finding]:
    """An interval is badly off centre on its natural scale: logarithmic for ratios, plain for differences.

    Tolerance: the rounding of the three numbers plus 15% of the half width (Cochrane Handbook 6.3).
    Exact, profile and bootstrap intervals may break it: declare `E106: method` as a waiver.
    """
    for row in project.evidence.tables["effects"]:
        limits, value = limits_of(row), row.number("value")
        if limits is None or value is None or limits[0] >= limits[1] or row["measure"] not in RATIOS | DIFFERENCES:
            continue
        low, high = limits
        slack = max(rounding(row[c]) for c in ("value", "ci_low", "ci_high"))
        if row["measure"] in RATIOS:
            if min(low, value) <= 0:
                continue
            slack = slack / value + slack / low / 2 + slack / high / 2
            low, value, high = math.log(low), math.log(value), math.log(high)
        else:
            slack *= 2
        if abs((low + high) / 2 - value) > slack + ASYMMETRY * (high - low) / 2:
            yield at_row(
                row,
                "E106",
                f"{row['value']} is not near the middle of {row['ci_low']} to {row['ci_high']}",
                "check the three numbers; if the method gives such intervals, declare a waiver",
            )


@rule("E107", "p-against-interval")
def p_against_interval(project: Project) -> Iterator[Finding]:
    """A 95% interval excludes the null value exactly when p is below 0.05 (Altman and Bland 2011; statcheck).

    Left alone where a printed limit or p sits on the border.
    """
    for row in project.evidence.tables["effects"]:
        limits, text = limits_of(row), row["p_value"]
        if limits is None or not text or row["ci_level"] not in ("", "95"):
            continue
        null = null_value(row)
        if any(abs(limit - null) <= rounding(row[c]) for limit, c in zip(limits, ("ci_low", "ci_high"), strict=True)):
            continue
        significant = _significant(text)
        if significant is not None and significant == (limits[0] < null < limits[1]):
            yield at_row(
                row,
                "E107",
                f"p {text}, but the interval {row['ci_low']} to {row['ci_high']} "
                f"{'holds' if significant else 'excludes'} {null:g}",
                "check p and the limits",
            )


def _significant(text: str) -> bool | None:
    if text == "not significant":
        return False
    value = number_or_none(text.lstrip("<>"))
    if value is None or (value == 0.05 and text[0] not in "<>"):
        return None
    if text.startswith(">"):
        return False if value >= 0.05 else None
    if text.startswith("<"):
        return True if value <= 0.05 else None
    return value < 0.05


@rule("E121", "n-beyond-interval")
def n_beyond_interval(project: Project) -> Iterator[Finding]:
    """A standardised difference stands beside far more people than its interval fits.

    In two like arms of n people in all, the variance of d is about 4/n + d²/(2n) (Borenstein and others 2009,
    chapter 4). An interval so wide that it fits fewer than 0.6 of the printed n belongs to fewer people: mostly n
    counts those randomised, and the effect those still measured. Pooled estimates are left out, because
    disagreement between trials widens theirs. A coefficient of a model that is no difference between arms, or
    arms of very unlike size, declare `E121: reason` as a waiver.
    """
    designs = {row.study: row["design"] for row in project.evidence.tables["studies"]}
    for row in project.evidence.tables["effects"]:
        printed, fits = row.number("n"), implied_n(row)
        if not printed or fits is None or row["k"] or designs.get(row.study) in POOLED:
            continue
        if fits < FEWEST * printed:
            yield at_row(
                row,
                "E121",
                f"n {printed:g}, but the interval {row['ci_low']} to {row['ci_high']} fits about {fits:.0f} people",
                "give the number analysed, leave n empty where the source does not print it, or declare a waiver",
            )


def implied_n(row: Row) -> float | None:
    """People in two like arms that the interval of a standardised difference fits, or None for other rows."""
    limits, value, z = limits_of(row), row.number("value"), NORMAL.get(row["ci_level"])
    if row["measure"] != "SMD" or limits is None or value is None or z is None or limits[0] >= limits[1]:
        return None
    return (4 + value**2 / 2) / ((limits[1] - limits[0]) / (2 * z)) ** 2


@rule("E127", "p-beyond-interval")
def p_beyond_interval(project: Project) -> Iterator[Finding]:
    """The printed p is far from the one that the estimate and its interval give (Altman and Bland 2011).

    Told is a p five times off in either direction, a "p <" whose interval gives three times more, and a "p >" whose
    interval gives a third: mostly a sign was exchanged or a digit lost. So is a sign that nobody prints
    ("p > 0.001"). Another test than the interval's may differ so much: declare `E127` as a waiver.
    """
    for row in project.evidence.tables["effects"]:
        implied, text = implied_p(row), row["p_value"]
        printed = number_or_none(text.lstrip("<>"))
        if printed is not None and ((text[0] == ">" and printed < 0.05) or (text[0] == "<" and printed > 0.1)):
            yield at_row(row, "E127", f"p {text}: no source prints such a limit", "check the sign of p")
            continue
        if implied is None or printed is None:
            continue
        if text.startswith("<"):
            off = implied > 3 * printed + 0.01
        elif text.startswith(">"):
            off = implied < printed / 3
        else:
            off = max(implied, printed) > 0.0005 and not printed / 5 - 0.005 <= implied <= printed * 5 + 0.005
        if off:
            message = f"p {text}, but {row['value']} ({row['ci_low']} to {row['ci_high']}) gives about {implied:.2g}"
            yield at_row(row, "E127", message, "check p, its sign and the limits, or declare a waiver")


def implied_p(row: Row) -> float | None:
    """Two-sided p of the normal test that the row's interval belongs to, or None where it cannot be told."""
    limits, value, z = limits_of(row), row.number("value"), NORMAL.get(row["ci_level"])
    if limits is None or value is None or z is None or row["measure"] not in RATIOS | DIFFERENCES:
        return None
    low, high = limits
    if row["measure"] in RATIOS:
        if min(low, value) <= 0:
            return None
        low, value, high = math.log(low), math.log(value), math.log(high)
    return 2 * (1 - NormalDist().cdf(abs(value) / ((high - low) / 2 / z))) if low < high else None


@rule("E135", "favours-without-difference")
def favours_without_difference(project: Project) -> Iterator[Finding]:
    """The column favours names an arm, but the interval holds the value of no difference, or p is not significant."""
    for row in project.evidence.tables["effects"]:
        limits, text = limits_of(row), row["p_value"]
        if row["favours"] == "neither" or row["better"] == "not applicable":
            continue
        significant = _significant(text) if text else None
        crosses = limits is not None and limits[0] < null_value(row) < limits[1]
        if significant is False or (crosses and significant is None and row["ci_level"] in ("", "95")):
            why = f"p is {text}" if significant is False else f"the interval holds {null_value(row):g}"
            yield at_row(row, "E135", f"favours the {row['favours']} arm, but {why}", "write neither")
