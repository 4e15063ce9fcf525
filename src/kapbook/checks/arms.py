"""Family E, fifth part: the arms of a study against each other, against their contrast, and against its people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log

from kapbook.checks.intervals import null_value, rounding
from kapbook.checks.model import Finding, Project, at_row, comparison, rule
from kapbook.evidence import Row
from kapbook.evidence.questions import ARMS

RANDOMISED = ("randomised trial", "crossover trial")
ARM_TABLES = ("outcomes", "adverse_events")
COUNTED_APART = ("label", "meta-analysis", "systematic review", "network meta-analysis")
"""Designs whose rows may hold more people than the work itself took in."""

NO_COMPARATOR = {"", "none", "not applicable", "mixed", "other"}


def compared(project: Project) -> Iterator[Row]:
    """Rows of arms that have a comparator."""
    for table in ARM_TABLES:
        yield from (row for row in project.evidence.tables[table] if row["role"] in ARMS)


@rule("E126", "more-than-took-part")
def more_than_took_part(project: Project) -> Iterator[Finding]:
    """More people are analysed than took part, or fewer than half of those who were randomised.

    In a study as a whole (n_analysed above n), or in a compared arm or contrast (n above the study's n).
    """
    studies = studies_of(project)
    for study in studies.values():
        n, analysed = study.number("n"), study.number("n_analysed")
        if n is not None and analysed is not None and analysed > n:
            message = f"{analysed:g} people analysed, but {n:g} took part"
            yield at_row(study, "E126", message, "correct n or n_analysed from the source")
        if n is not None and analysed is not None and 2 * analysed < n and study["design"] in RANDOMISED:
            message = f"{analysed:g} of {n:g} people analysed"
            yield at_row(study, "E126", message, "check the digits of n and n_analysed")
    for row in [*compared(project), *project.evidence.tables["effects"]]:
        held, n = studies.get(row.study), row.number("n")
        total = held.number("n") if held and held["design"] not in COUNTED_APART else None
        if total is not None and n is not None and n > total:
            yield at_row(row, "E126", f"n is {n:g}, but {total:g} took part in the study", "correct one of the two")


def _contrasts(project: Project) -> dict[tuple[str, str, str], list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in project.evidence.tables["effects"]:
        found[(row.study, row["outcome"].lower(), row["timepoint_days"])].append(row)
    return found


def _groups(project: Project) -> Iterator[list[Row]]:
    """Compared arms of one outcome, definition, population and time."""
    found: dict[tuple, list[Row]] = defaultdict(list)
    for row in project.evidence.tables["outcomes"]:
        if row["role"] in ARMS:
            found[comparison(row)].append(row)
    yield from found.values()


@rule("E128", "copy-of-comparator")
def copy_of_comparator(project: Project) -> Iterator[Finding]:
    """Treatment and control have the same numbers, although a contrast between them is printed: one was copied."""
    contrasts = _contrasts(project)
    for arms in _groups(project):
        for row in arms:
            if row["role"] != "control":
                continue
            twins = [arm for arm in arms if arm["role"] == "treatment" and _numbers(arm) == _numbers(row)]
            told = [
                effect
                for effect in contrasts.get((row.study, row["outcome"].lower(), row["timepoint_days"]), [])
                if _differs(effect) and len(arms) == 2
            ]
            if twins and told and row["value"]:
                message = f"the same numbers as '{twins[0].id}', but '{told[0].id}' gives {told[0]['value']}"
                yield at_row(row, "E128", message, "copy the arm's own numbers from the source")


def _numbers(row: Row) -> tuple[str, ...]:
    return row["value"], row["events"], row["sd"]


def _differs(effect: Row) -> bool:
    value = effect.number("value")
    return value is not None and abs(value - null_value(effect)) > rounding(effect["value"])


@rule("E129", "arms-against-contrast")
def arms_against_contrast(project: Project) -> Iterator[Finding]:
    """The two arms differ in one direction and the contrast printed for them in the other: the arms are exchanged.

    Which arm comes first is read from the words of the contrast ("first arm v second arm"). Standardised differences
    are left out, because authors turn their sign; so are rows whose definition says which way the sign points.

    So is a ratio or a difference in size: a risk difference or relative risk that the two percentages do not give, or
    an odds ratio that is the relative risk of the two arms, or the reverse. Arms and contrast must have one definition.
    """
    contrasts = _contrasts(project)
    sized: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for arms in _groups(project):
        treated = [row for row in arms if row["role"] == "treatment"]
        control = [row for row in arms if row["role"] == "control"]
        if len(treated) != 1 or len(control) != 1:
            continue
        for effect in contrasts.get(
            (treated[0].study, treated[0]["outcome"].lower(), treated[0]["timepoint_days"]), []
        ):
            first = _first(effect, treated[0], control[0])
            second = control[0] if first is treated[0] else treated[0]
            if first is None or effect["measure"] == "SMD" or "favour" in effect["definition"].lower():
                continue
            a, b, value = first.number("value"), second.number("value"), effect.number("value")
            if a is None or b is None or value is None:
                continue
            if (a - b) * (value - null_value(effect)) < 0:
                message = f"'{first.id}' {a:g} and '{second.id}' {b:g} lie the other way round than {value:g}"
                yield at_row(effect, "E129", message, "correct the arms, their roles or the contrast")
            elif _of_shares(effect, first, second):
                problem = _other_measure(effect["measure"], value, a / 100, b / 100)
                message = problem and f"{effect['measure']} {value:g}, but {a:g} and {b:g} of 100 give {problem}"
                sized[effect.id].append((effect, message))
    for found in sized.values():
        effect, message = found[-1]
        if all(problem for _, problem in found):  # arms of one population at the least must fit
            yield at_row(effect, "E129", message, "correct the measure, the value or the arms")


def _other_measure(measure: str, value: float, a: float, b: float) -> str:
    """What two shares give instead of the value; empty when they may give it.

    An odds ratio that was adjusted may differ from the crude one; it is told when it is nearer to the relative risk.
    """
    expected = {"RD": 100 * (a - b)}
    if a and b:
        expected["RR"] = a / b
    if a and b and max(a, b) < 1:
        expected["OR"] = a * (1 - b) / (b * (1 - a))
    if measure == "RD" and abs(value - expected["RD"]) > max(1.1, 0.1 * abs(expected["RD"])):
        return f"a difference of {expected['RD']:.3g}"
    if measure in ("RR", "OR") and {"RR", "OR"} <= expected.keys() and value > 0:
        other = "OR" if measure == "RR" else "RR"
        own, else_ = (abs(log(value / expected[name])) for name in (measure, other))
        if own > 0.1 and else_ < 0.05 and own > 3 * else_:
            return f"an {other} of {expected[other]:.2f}"
        if measure == "RR" and own > 0.2:
            return f"an RR of {expected['RR']:.2f}"
    return ""


def _of_shares(effect: Row, first: Row, second: Row) -> bool:
    """Is the contrast printed for the shares of these two arms, and for no subgroup that its id names?"""
    if first["unit"] != "percent" or effect["basis"] == "computed":
        return False
    words = set(effect.id[len(effect.study) :].split("-")) - {"", effect["measure"].lower()}
    known = {*first.id[len(first.study) :].split("-"), "v", *re.findall(r"\w+", effect["contrast"].lower())}
    return effect["definition"] == first["definition"] == second["definition"] and words <= known


def _first(effect: Row, treated: Row, control: Row) -> Row | None:
    """The arm that the contrast names first, or None when its words do not tell."""
    head, _, tail = effect["contrast"].lower().partition(" v ")
    ahead = _shared(head, treated) + _shared(tail, control)
    behind = _shared(head, control) + _shared(tail, treated)
    return None if ahead == behind or not tail else (treated if ahead > behind else control)


def _shared(words: str, row: Row) -> int:
    return len(set(re.findall(r"[a-z]{3,}|[\d.]+", words)) & set(re.findall(r"[a-z]{3,}|[\d.]+", row["arm"].lower())))


@rule("E130", "role-against-name")
def role_against_name(project: Project) -> Iterator[Finding]:
    """The role of an arm (treatment, control) contradicts its name, its id, its other rows, or its only partner.

    A treatment arm is named after the study's comparator, or a control arm after what the study tested; an id ends in
    "control" or "treatment"; one arm of a study has both roles; the two arms of a comparison have one role. An arm
    that names both drugs is left alone.
    """
    partners = _partners(project)
    usual: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in compared(project):
        usual[(row.table, row.study, row["arm"])][row["role"]] += 1
    for row in compared(project):
        problem = _named_otherwise(project, row)
        end = row.id.rpartition("-")[2]
        roles = usual[(row.table, row.study, row["arm"])]
        if not problem and end in ARMS and end != row["role"]:
            problem = f"the role is {row['role']}, but the id ends in '{end}'"
        if not problem and len(roles) > 1 and roles[row["role"]] == min(roles.values()):
            problem = f"the role is {row['role']}, but other rows of the arm '{row['arm'][:40]}' say otherwise"
        if not problem and row.id in partners and partners[row.id]["role"] == row["role"]:
            problem = f"the role is {row['role']}, as that of its only partner '{partners[row.id].id}'"
        if problem:
            yield at_row(row, "E130", problem, "correct the role or the name of the arm")


def _partners(project: Project) -> dict[str, Row]:
    """Row to the one other arm of its comparison; told is the later of two, once."""
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in compared(project):
        groups[(row.table, comparison(row))].append(row)
    return {rows[1].id: rows[0] for rows in groups.values() if len(rows) == 2}


def _named_otherwise(project: Project, row: Row) -> str:
    study = studies_of(project).get(row.study)
    control = (row.get("control") or study["control"]).lower() if study else ""
    tested = {word for word in re.findall(r"[a-z]+", study["tested"].lower()) if len(word) > 4} if study else set()
    if control in NO_COMPARATOR or not tested or any(word in control for word in tested):
        return ""
    arm = row["arm"].lower()
    is_tested, is_control = any(word in arm for word in tested), control in arm
    if is_control and not is_tested and row["role"] == "treatment":
        return f"the treatment arm is '{row['arm'][:40]}', the comparator"
    if is_tested and not is_control and row["role"] == "control" and not _elsewhere(project, row, tested):
        return f"the control arm is '{row['arm'][:40]}', which the study tested"
    return ""


def studies_of(project: Project) -> dict[str, Row]:
    """Key to row of the studies."""
    if "studies" not in project.memory:
        project.memory["studies"] = {row.study: row for row in project.evidence.tables["studies"]}
    return project.memory["studies"]


def _elsewhere(project: Project, row: Row, tested: set[str]) -> bool:
    """Does an arm with the role treatment name what was tested too, as where doses are compared?"""
    return any(
        other["role"] == "treatment" and any(word in other["arm"].lower() for word in tested)
        for other in project.evidence.tables[row.table]
        if other.study == row.study
    )
