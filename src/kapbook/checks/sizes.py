"""Family E, sixth part: sizes that cannot be: doses, times, spreads, and changes booked as people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import median

from kapbook.checks.intervals import number_or_none
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row

MANY_TIMES = 5
DOSE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) ?mg(/kg)?(?![\w/])")
DOSED = ("outcomes", "effects", "adverse_events")
BY_VEIN = re.compile(r"intraven|\bIV\b|infus")
WHOLE = {"count", "USD"}
MEASURED = {"USD", "mg", "mg/kg", "ng/mL", "minutes", "hours", "days"}
HUNDREDS = 200
IN_SERIES = 8
THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
AVERAGE = re.compile(r"\b(?:mean|median|average|per|rate|choices)\b", re.I)
TENFOLD = (0.01, 0.1, 10, 100)
MEAN_CHANGE = re.compile(
    r"\b(mean|average|median|percent(age)?)\b[^,;(]*\b(change|reduction|fall|drop|decrease|improvement)\b|"
    r"\bchange (from|in|of) (baseline|score)\b",
    re.I,
)
OF_PEOPLE = re.compile(
    r"\b(at least|more than|over|or more|member|share|people|patients|participants|risk|any)\b", re.I
)


@rule("E131", "size-out-of-range")
def size_out_of_range(project: Project) -> Iterator[Finding]:
    """A dose or time cannot be: ten times off, mg for mg/kg, minutes for hours.

    The ranges stand under `plausible` in evidence/datapackage.json: words of the quantity, unit, species, routes,
    low, high, and the words that lift them. Doses by weight in the names of arms are held against the other rows of
    their study: a dose that one row alone names, ten times another or without its 'per kg', is a slip; so is one in the
    comparator of a study.
    """
    for row in project.evidence.tables["quantities"]:
        for limit in project.evidence.package.get("plausible", []):
            if not _concerns(limit, row):
                continue
            sizes = {column: number_or_none(row[column]) for column in ("value", "low", "high")}
            off = [name for name, size in sizes.items() if size and not limit["low"] <= size <= limit["high"]]
            if off:
                message = f"{off[0]} {row[off[0]]} {row['unit']} is outside {limit['low']:g} to {limit['high']:g}"
                remedy = f"check the point and the unit ({limit['reason']}), or declare a waiver"
                yield at_row(row, "E131", message, remedy)
                break
    yield from _unlike_doses(project)
    yield from _large_doses(project)


def _large_doses(project: Project) -> Iterator[Finding]:
    """Doses by weight in the names of arms above every dose that is given by their route."""
    limits = [limit for limit in project.evidence.package.get("plausible", []) if limit["unit"] == "mg/kg"]
    by_vein = max((limit["high"] for limit in limits if "intravenous" in limit.get("routes", ())), default=None)
    largest = max((limit["high"] for limit in limits), default=None)
    for table in DOSED:
        for row in project.evidence.tables[table]:
            text = f"{row.get('arm')} {row.get('contrast')}"
            limit = by_vein if BY_VEIN.search(text) else largest
            large = [size for size, unit in DOSE.findall(text) if unit and limit and float(size) > limit]
            if large:
                message = f"a dose of {large[0]} mg/kg, above the {limit:g} of that route"
                yield at_row(row, "E131", message, "check the point and the unit, or declare a waiver")


def _unlike_doses(project: Project) -> Iterator[Finding]:
    """Doses in the names of arms that one row alone names, ten times off or without 'per kg' beside all others."""
    named: dict[str, list[tuple[Row, set[tuple[float, str]]]]] = defaultdict(list)
    for table in DOSED:
        for row in project.evidence.tables[table]:
            text = f"{row.get('arm')} {row.get('contrast')}"
            if "mg" in text:
                named[row.study].append((row, {(float(n), unit) for n, unit in DOSE.findall(text)}))
    for study in project.evidence.tables["studies"]:
        held = {dose for _, doses in named[study.study] for dose in doses} if "mg" in study["comparator"] else set()
        for number, unit in DOSE.findall(study["comparator"]) if held else ():
            size = float(number)
            near = [other for factor in TENFOLD if (other := (round(size * factor, 6), unit)) in held]
            if (size, unit) not in held and near:
                message = f"the comparator says {number} mg{unit}, the study's rows {near[0][0]:g} mg{unit}"
                yield at_row(study, "E131", message, "check the point and the unit of the dose")
    for rows in named.values():
        count = Counter(dose for _, doses in rows for dose in doses)
        for row, doses in rows:
            for size, unit in sorted(doses):
                near = [(round(size * factor, 6), unit) for factor in TENFOLD] + [(size, "" if unit else "/kg")]
                usual = [dose for dose in near if count[dose] > 1 and dose not in doses]
                if count[(size, unit)] == 1 and usual:
                    message = f"{size:g} mg{unit}, where the study's other rows say {usual[0][0]:g} mg{usual[0][1]}"
                    yield at_row(row, "E131", message, "check the point and the unit of the dose")


def _concerns(limit: dict, row: Row) -> bool:
    words = row["quantity"].lower()
    return (
        row["unit"] == limit["unit"]
        and row["species"] == limit["species"]
        and row["route"] in limit.get("routes", [row["route"]])
        and bool(re.search(limit["words"], words))
        and not ("unless" in limit and re.search(limit["unless"], words))
    )


@rule("E132", "spread-unlike-siblings")
def spread_unlike_siblings(project: Project) -> Iterator[Finding]:
    """The standard deviation of an arm is more than five times, or less than a fifth of, that of its siblings.

    Siblings are the study's other rows of the same outcome and unit: mostly a point was lost or a standard error taken.
    So is a quantity two hundred times another of like words, money or a count with the thousands after a point
    ("85.808 USD"), a count of people with decimals that is no mean, and a year of a survey's series that is eight times
    another.
    """
    yield from _unlike_quantities(project)
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in project.evidence.tables["outcomes"]:
        if row.number("sd"):
            groups[(row.study, row["outcome"].lower(), row["unit"])].append(row)
    for rows in groups.values():
        for row in rows:
            others = [other.number("sd") or 0.0 for other in rows if other is not row]
            usual, own = (median(others) if others else 0.0), row.number("sd") or 0.0
            unlike = usual and (own > MANY_TIMES * usual or own < usual / MANY_TIMES)
            if unlike and (len(rows) > 2 or row is rows[-1]):
                message = f"a standard deviation of {own:g} beside {usual:g} in the same outcome"
                yield at_row(row, "E132", message, "check the decimal point, and that it is no standard error")


def _unlike_quantities(project: Project) -> Iterator[Finding]:
    """Counts and quantities that lost their thousands, or that differ from a like one of their study by hundreds."""
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for table in ("quantities", "surveys"):
        for row in project.evidence.tables[table]:
            words = row.get("quantity") or f"{row.get('indicator')} {row.get('population')}"
            if row["unit"] in WHOLE and THOUSANDS.fullmatch(row["value"]):
                message = f"{row['value']} {row['unit']} has three decimals: a point for thousands"
                yield at_row(row, "E132", message, "write the number without a mark for thousands")
            elif row["unit"] == "count" and "." in row["value"] and not AVERAGE.search(words):
                yield at_row(
                    row, "E132", f"a count of {row['value']}", "check the point, or name the mean in the words"
                )
            elif row["unit"] in MEASURED and number_or_none(row["value"]):
                groups[(row.study, row["unit"], row.get("species"), row.get("year"))].append(row)
    series: dict[tuple[str, ...], Row] = {}
    for row in project.evidence.tables["surveys"]:
        first = series.setdefault((row["series"], row["unit"], row["indicator"], row["population"]), row)
        a, b = first.number("value") or 0.0, row.number("value") or 0.0
        if min(a, b) > 0 and max(a, b) > IN_SERIES * min(a, b):
            message = f"{row['value']} {row['unit']} in a series that has {first['value']} in {first['year']}"
            yield at_row(row, "E132", message, "check the decimal point and the unit of the two")
    for rows in groups.values():
        for place, row in enumerate(rows):
            for other in rows[:place]:
                a, b = (number_or_none(each["value"]) or 0.0 for each in (row, other))
                if max(a, b) >= HUNDREDS * min(a, b) > 0 and _alike(row, other):
                    message = f"{row['value']} {row['unit']}, where '{other.id}' has {other['value']}"
                    yield at_row(row, "E132", message, "check the decimal point and the unit of the two")


def _alike(row: Row, other: Row) -> bool:
    """Do two quantities share more than a third of their words?"""
    a, b = (set(re.findall(r"[a-z]{3,}", each.get("quantity").lower())) for each in (row, other))
    return 3 * len(a & b) > len(a | b)


@rule("E134", "change-as-people")
def change_as_people(project: Project) -> Iterator[Finding]:
    """A change of a score in per cent is booked as per cent of people."""
    for row in project.evidence.tables["outcomes"]:
        words = f"{row['outcome']}; {row['definition']}"
        match = MEAN_CHANGE.search(words)
        if row["unit"] == "percent" and match and not row["events"] and not OF_PEOPLE.search(words):
            yield at_row(row, "E134", f"'{match[0]}' in per cent of people", "book the unit as 'percent change'")
