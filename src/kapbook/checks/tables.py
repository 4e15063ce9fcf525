"""Family E, first part: the tables are valid, complete, without repetition, and each row is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.schema import Misfit, misfits
from kapbook.prose.passages import split_target

NUMBER_TABLES = ("outcomes", "effects", "adverse_events", "surveys", "quantities")
VAGUE_LOCATORS = {"paper", "article", "text", "see paper", "full text", "?", "-", "n/a", "source", "various"}
MEASUREMENT = (
    "study",
    "outcome",
    "event",
    "indicator",
    "quantity",
    "definition",
    "population",
    "arm",
    "contrast",
    "measure",
    "species",
    "route",
    "timepoint",
    "year",
    "unit",
    "grouped",
    "series",
)
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}
UNIT = "minute|hour|day|week|month|year"
TIME = re.compile(rf"(?P<unit>{UNIT})s? (?P<n>\d+(?:\.\d+)?)|(?P<n2>\d+(?:\.\d+)?)[ -](?P<unit2>{UNIT})s?")


def number_rows(project: Project) -> Iterator[Row]:
    """Rows of all tables that hold numbers."""
    for table in NUMBER_TABLES:
        yield from project.evidence.tables[table]


@rule("E100", "invalid-table")
def invalid_table(project: Project) -> Iterator[Finding]:
    """A table breaks its schema in evidence/datapackage.json: type, form, unit, list of words, required cell, key.

    The schema is Table Schema (Frictionless Standards); patterns must fit the whole cell.
    """
    yield from (_refused(misfit) for misfit in _misfits(project))


def unreckonable(project: Project) -> list[Finding]:
    """What E100 finds, when a cell that should be a number is none or a study is missing; else nothing.

    The other rules reckon with such cells: they are asked when the tables are mended.
    """
    found = _misfits(project)
    return [_refused(misfit) for misfit in found] if any(misfit.first for misfit in found) else []


def _misfits(project: Project) -> list[Misfit]:
    if "misfits" not in project.memory:
        project.memory["misfits"] = list(misfits(project.evidence))
    return project.memory["misfits"]


def _refused(misfit: Misfit) -> Finding:
    return Finding(misfit.row.path, misfit.row.line, misfit.column, "E100", misfit.message, misfit.remedy)


@rule("E110", "time-text-against-days")
def time_text_against_days(project: Project) -> Iterator[Finding]:
    """The time point in words and the column timepoint_days differ (24 hours is 1, week 4 is 28, month 1 is 30)."""
    for table in ("outcomes", "effects"):
        for row in project.evidence.tables[table]:
            match, days = TIME.fullmatch(row["timepoint"].strip().lower()), row.number("timepoint_days")
            if match is None or days is None:
                continue
            unit, count = match["unit"] or match["unit2"], float(match["n"] or match["n2"])
            expected = count * DAYS[unit]
            slack = max(0.05, 0.04 * expected) if unit in ("month", "year") else 0.05
            if abs(days - expected) > slack:
                yield at_row(
                    row,
                    "E110",
                    f"'{row['timepoint']}' is {expected:g} days, but timepoint_days is {days:g}",
                    "correct one of the two",
                )


@rule("E111", "duplicate-row")
def duplicate_row(project: Project) -> Iterator[Finding]:
    """Two rows have one id, or are equal in every cell but the id: one fact would be counted twice."""
    ids: dict[str, Row] = {}
    contents: dict[tuple, Row] = {}
    for rows in project.evidence.tables.values():
        for row in rows:
            if row.id and row.id in ids:
                yield at_row(row, "E111", f"the id stands already at {ids[row.id].place}", "give each row its own id")
            ids.setdefault(row.id, row)
            content = (row.table, *(text for name, text in row.cells.items() if name not in ("id", "note")))
            if content in contents:
                yield at_row(row, "E111", f"the same row as {contents[content].place}", "remove one of the two")
            contents.setdefault(content, row)


@rule("E112", "missing-locator")
def missing_locator(project: Project) -> Iterator[Finding]:
    """The locator is empty or too vague for a stranger to find the number."""
    for row in [*number_rows(project), *project.evidence.tables["statements"]]:
        locator = row["locator"].strip().lower()
        if not locator or locator in VAGUE_LOCATORS:
            yield at_row(
                row, "E112", f"the locator is '{row['locator']}'", "name the abstract, table, figure or section"
            )


@rule("E114", "series-across-break")
def series_across_break(project: Project) -> Iterator[Finding]:
    """A survey series holds years on both sides of a declared break in its question or method.

    Breaks stand under `seriesBreaks` in evidence/datapackage.json with the first year of the new method.
    """
    years: dict[str, list[Row]] = defaultdict(list)
    for row in project.evidence.tables["surveys"]:
        years[row["series"]].append(row)
    for stop in project.evidence.package.get("seriesBreaks", []):
        for series, rows in years.items():
            if not series.startswith(stop["series"]):
                continue
            before = [r for r in rows if int(r["year"]) < stop["firstYear"]]
            after = [r for r in rows if int(r["year"]) >= stop["firstYear"]]
            if before and after:
                yield at_row(
                    after[0],
                    "E114",
                    f"the series '{series}' runs across the break of {stop['firstYear']} ({stop['reason']})",
                    "give the later years a series of their own",
                )


def bound_ids(project: Project) -> set[str]:
    """Ids of rows that pages bind, notebooks name, claims rest on, or computed rows use."""
    ids = set()
    for document in project.documents:
        for use in document.roles("stat"):
            ids.add(split_target(use.text)[1].split(".")[0])
        ids.update(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", document.source))
    for row in project.evidence.tables["claims"]:
        ids.update(part.strip() for part in row["findings"].split(";"))
    for row in project.evidence.tables["effects"]:
        ids.update(part.strip() for part in row["computed_from"].split(";"))
    return ids


@rule("E115", "unused-row")
def unused_row(project: Project) -> Iterator[Finding]:
    """Nothing uses the row: no page, notebook or claim names it, and no page or claim cites its study.

    A table is chosen for the book, not for bulk.
    """
    bound = bound_ids(project)
    discussed = {key for document in project.documents for _, key in document.citations()}
    for row in project.evidence.tables["claims"]:
        discussed.update(part.strip() for part in row["evidence"].split(";"))
    for row in [*number_rows(project), *project.evidence.tables["statements"]]:
        if row.id not in bound and row.study not in discussed:
            yield at_row(row, "E115", "no page, notebook or claim uses the row or its study", "use it or remove it")


@rule("E117", "two-values")
def two_values(project: Project) -> Iterator[Finding]:
    """One measurement (study, outcome, definition, analysis set, arm, time, unit) has two different values.

    Where a source prints both, give each its own definition and a note.
    """
    seen: dict[tuple, Row] = {}
    for row in number_rows(project):
        key = (row.table, *(row.get(column).lower() for column in MEASUREMENT))
        value = (row["value"], row.get("n"), row.get("events"), row.get("low"), row.get("high"))
        other = seen.setdefault(key, row)
        if value != (other["value"], other.get("n"), other.get("events"), other.get("low"), other.get("high")):
            yield at_row(
                row,
                "E117",
                f"another value of the same measurement stands at {other.place}",
                "correct one, or say in definition or analysis set how they differ",
            )


@rule("E119", "unknown-input")
def unknown_input(project: Project) -> Iterator[Finding]:
    """A computed row names an evidence id that no table holds."""
    for row in project.evidence.tables["effects"]:
        for part in filter(None, (p.strip() for p in row["computed_from"].split(";"))):
            if not project.evidence.has(part):
                yield at_row(row, "E119", f"computed from '{part}', which no table holds", "correct the id")


@rule("E118", "needless-waiver")
def needless_waiver(project: Project) -> Iterator[Finding]:
    """A declared exception excuses nothing: the row was mended, or the code is wrong.

    Found while exceptions are applied (kapbook.checks.run), after all other rules.
    """
    yield from ()
