"""Family E, eighth part: the id of a row, its outcome and its direction agree; a part is no more than its whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from kapbook.checks.bound import named, word_patterns
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row

ARM_TABLES = ("outcomes", "effects", "adverse_events")
MEASURES = {"or": "OR", "rr": "RR", "hr": "HR", "irr": "IRR", "rd": "RD", "md": "MD", "smd": "SMD"}
UNTOLD = {"control", "treatment", "single", "v", *MEASURES}
"""Words of an id that name no outcome and no arm."""

DAY = re.compile(r"20\d\d-\d\d-\d\d")
YEAR = re.compile(r"(?<![\w.])(?:19|20)\d\d(?!\w)")
GAIN = re.compile(
    r"\b(?:fall|falls|reduction|decrease|drop|improvement|improved|less|positive|points? (?:in favour|by which)|"
    r"respon\w+|remi\w+|free)\b",
    re.I,
)
SAID_SIGN = re.compile(r"\b(?P<sign>positive|negative)\b[^;,.]{0,20}\b(?:favours?|favors?|= more|= lower)", re.I)
AGES = re.compile(r"\baged (?P<low>\d+)(?:\s*(?:-|to|\N{EN DASH})\s*(?P<high>\d+)| or (?:older|over|more))?", re.I)
SEX = re.compile(r"\b(?:men|women|males?|females?|boys|girls)\b", re.I)
COUNTED = {"count", "million", "million USD", "billion USD"}
OLDEST = 200.0
NEAR = 0.04
"""Share by which two numbers of people that should be one may differ for their rounding."""


@rule("E142", "id-against-words")
def id_against_words(project: Project) -> Iterator[Finding]:
    """The id of a row names another outcome, arm, measure or year than its cells.

    Ids are permanent and name what the row was written for: told is an outcome or an arm of evidence/words.json that
    the id names and the row does not while it names another one, a measure ("-or", "-rd") that is not the row's, and
    a year of a survey that is neither its year nor one of its series. What is a kind of what stands there too.
    """
    kinds = project.words.get("kinds", {})
    for table in ARM_TABLES:
        for row in project.evidence.tables[table]:
            words = row.id[len(row.study) + 1 :].split("-")
            told = " ".join(word for word in words if word.isalpha() and word not in UNTOLD)  # often the same
            found = ""
            for name in ("outcomes", "arms"):
                said = named(project, name, told) - {"control"}
                if not said:
                    continue
                text = row.get("arm") or row.get("contrast") if name == "arms" else _what(row)
                if any(word_patterns(project, name)[word].search(text) for word in said):
                    continue
                own = named(project, name, text)
                if own and not said & {kinds[word] for word in own & kinds.keys()}:
                    found = found or f"the id names {' and '.join(sorted(said))}, the row {' and '.join(sorted(own))}"
            measures = [MEASURES[part] for part in words if part in MEASURES]
            if measures and row.get("measure") and row["measure"] not in measures:
                found = f"the id says {measures[0]}, but the measure is {row['measure']}"
            if found:
                yield at_row(row, "E142", found, "correct the cell, or give the row an id of its own")
    for row in project.evidence.tables["surveys"]:
        years = [part for part in row.id[len(row.study) :].split("-") if YEAR.fullmatch(part)]
        series = YEAR.findall(row["series"].replace(row.study, ""))
        if years and row["year"] not in years:
            yield at_row(
                row, "E142", f"year is {row['year']}, but the id says {years[0]}", "correct the year or the id"
            )
        elif series and not _in_series(row["year"], row["series"], series):
            message = f"year is {row['year']}, which is not in the series '{row['series'][:60]}'"
            yield at_row(row, "E142", message, "correct the year or the series")


def _what(row: Row) -> str:
    return f"{row.get('outcome')} {row.get('event')} {row.get('definition')} {row.get('outcome_group')}"


def _in_series(year: str, words: str, years: list[str]) -> bool:
    """Does a year lie in a series: one of its years, between two of them, or on the open side ("to 2019")?"""
    first, last = min(years), max(years)
    if re.search(rf"\b(?:to|until|before) {first}\b", words) and len(set(years)) == 1:
        return year <= first
    if re.search(rf"\b(?:from|since|after) {first}\b", words) and len(set(years)) == 1:
        return year >= first
    return first <= year <= last


@rule("E143", "part-above-whole")
def part_above_whole(project: Project) -> Iterator[Finding]:
    """A survey gives a part of a population more than the whole, or a whole that lies outside of all its parts.

    Parts are named by their ages ("aged 18-25" of "aged 18 or older") or their sex. Counts of a part are not above
    the whole's, and together they are the whole; a percentage of the whole lies between those of its parts. Where a
    share and a count are given of the same people, each pair gives one size of the population.
    """
    groups: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    sizes: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for row in project.evidence.tables["surveys"]:
        part = _part(row)
        groups[(row.study, row["indicator"], row["year"], row["unit"], part.rest)].append(part)
        if row["unit"] in ("percent", "million"):
            sizes[(row.study, row["year"], row["population"], row["indicator"])][row["unit"]] = row
    for parts in groups.values():
        for whole in parts:
            inner = [part for part in parts if part is not whole and _holds(whole, part)]
            value = whole.row.number("value") or 0.0
            if whole.row["unit"] in COUNTED:
                for part in inner:
                    if (part.row.number("value") or 0.0) > value:
                        yield _above(part.row, whole.row)
                        break
                else:
                    total = sum(part.row.number("value") or 0.0 for part in inner)
                    if _all_of(whole, inner) and abs(total - value) > NEAR * value:
                        message = f"its parts add up to {total:g}, the whole is {value:g} {whole.row['unit']}"
                        yield at_row(whole.row, "E143", message, "copy the whole and its parts again")
            elif whole.row["unit"] == "percent" and _all_of(whole, inner):
                shares = [part.row.number("value") or 0.0 for part in inner]
                if not min(shares) <= value <= max(shares):
                    message = f"{value:g}% of all, but its parts have {min(shares):g} to {max(shares):g}%"
                    yield at_row(whole.row, "E143", message, "copy the whole and its parts again")
    yield from _populations(sizes)


class Part(NamedTuple):
    """A row of a survey with the part of the population that it counts: ages, sex, and the words that are left."""

    row: Row
    low: float
    high: float
    sex: str
    rest: str


def _part(row: Row) -> Part:
    words = row["population"]
    ages, sex = AGES.search(words), SEX.search(words)
    low = float(ages["low"]) if ages else 0.0
    high = float(ages["high"]) if ages and ages["high"] else OLDEST
    rest = " ".join(re.sub(r"\b(?:adults?|people|persons)\b", " ", SEX.sub(" ", AGES.sub(" ", words))).lower().split())
    return Part(
        row, low if ages else (18.0 if "adult" in words or sex else 0.0), high, sex[0].lower() if sex else "", rest
    )


def _holds(whole: Part, part: Part) -> bool:
    """Is the part of the whole, and less than it?"""
    ages = whole.low <= part.low and part.high <= whole.high
    narrower = (whole.low, whole.high) != (part.low, part.high)
    return ages and whole.sex in ("", part.sex) and (narrower or (bool(part.sex) and not whole.sex))


def _all_of(whole: Part, inner: list[Part]) -> bool:
    """Do the parts make up the whole: two sexes of all its ages, or ages that follow each other without a gap?"""
    sexes = {part.sex for part in inner if (part.low, part.high) == (whole.low, whole.high)}
    if inner and len(sexes) == 2 and len(inner) == 2:
        return True
    ages = sorted((part.low, part.high) for part in inner if part.sex == whole.sex)
    if len(ages) != len(inner) or len(ages) < 2:
        return False
    joined = all(after[0] == before[1] + 1 for before, after in pairwise(ages))
    return joined and ages[0][0] == whole.low and ages[-1][1] == whole.high


def _above(part: Row, whole: Row) -> Finding:
    message = f"{part['value']} {part['unit']} of a part, but '{whole.id}' gives {whole['value']} for the whole"
    return at_row(part, "E143", message, "check the decimal point and the unit of both")


def _populations(sizes: dict[tuple[str, ...], dict[str, Row]]) -> Iterator[Finding]:
    """Shares and counts of the same people that give two sizes of their population."""
    known: dict[tuple[str, ...], tuple[float, Row]] = {}
    for (study, year, population, _), rows in sizes.items():
        share = rows["percent"].number("value") if len(rows) == 2 else None
        if not share:
            continue
        size = 100 * (rows["million"].number("value") or 0.0) / share
        whole, other = known.setdefault((study, year, population), (size, rows["million"]))
        if abs(size - whole) > NEAR * whole:
            message = f"share and count give {size:.0f} million people, those of '{other.id}' {whole:.0f}"
            yield at_row(rows["million"], "E143", message, "check the share and the count")
    for (study, year, population), (size, row) in known.items():
        for (study2, year2, population2), (size2, row2) in known.items():
            part, parent = _part(row), _part(row2)
            same = (study, year) == (study2, year2) and population != population2 and part.rest == parent.rest
            told = (row.number("value") or 0.0) > (row2.number("value") or 0.0)  # the counts alone say so
            if same and _holds(parent, part) and size > size2 and not told:
                message = f"share and count give {size:.0f} million people, more than the {size2:.0f} of '{row2.id}'"
                yield at_row(row, "E143", message, "check the share and the count")


@rule("E144", "better-against-outcome")
def better_against_outcome(project: Project) -> Iterator[Finding]:
    """The column better turns an outcome round: more relapses, or fewer responses, would be good.

    The outcomes with one direction stand in evidence/words.json under `better`. A score of symptoms is better when
    lower, unless its words tell of a fall or an improvement, or which sign favours whom; then better follows them.
    """
    known = {
        outcome: direction
        for direction, outcomes in project.words.get("better", {}).items()
        for outcome in outcomes.split("|")
    }
    for row in project.evidence.tables["effects"]:
        problem = _turned(row, known.get(row["outcome_group"] or row["outcome"].lower(), ""))
        if problem:
            yield at_row(
                row, "E144", f"better is '{row['better']}', but {problem}", "correct better, and favours with it"
            )


def _turned(row: Row, direction: str) -> str:
    """Why the direction of a contrast's outcome cannot be right; empty when it can."""
    better, value, difference = row["better"], row.number("value"), row["measure"] in ("MD", "SMD")
    sign = SAID_SIGN.search(f"{row['definition']}; {row['note']}")
    if better not in ("higher", "lower"):
        return ""
    if sign and difference and (better == "higher") != (sign["sign"].lower() == "positive"):
        return f"the words say '{sign[0]}'"
    if direction in ("higher", "lower") and better != direction and not difference:
        return f"more of '{row['outcome_group'] or row['outcome']}' is {'better' if direction == 'higher' else 'worse'}"
    words = f"{row['outcome']}; {row['definition']}; {row['note']}"
    if direction == "scores" and better == "higher" and value is not None and value < 0 and not GAIN.search(words):
        return f"'{row['outcome']}' is a score of symptoms, and the value is negative"
    return ""


LISTS = {
    "claims": ("evidence", "findings", "questions"),
    "effects": ("computed_from",),
    "questions": ("condition", "drug", "comparator", "designs"),
    "sections": ("silent_lines",),
    "trials": ("works", "pooled_in"),
    "verifications": ("matched",),
}
"""Columns that hold a list."""


@rule("E146", "item-twice")
def item_twice(project: Project) -> Iterator[Finding]:
    """A cell that holds a list names one item twice, or holds an empty one: another was meant, or it counts twice."""
    for table, columns in LISTS.items():
        for row in project.evidence.tables[table]:
            for column in columns:
                items = [item.strip() for item in row[column].split(";")] if ";" in row[column] else []
                if len(set(items)) < len(items) or "" in items:
                    twice = next((item for item in items if items.count(item) > 1 or not item), "")
                    what = f"'{twice}' twice" if twice else "an empty item"
                    yield at_row(row, "E146", f"{column} holds {what}", "name each item once, joined by ';'")


SEARCHES = {"claims": ("searched",), "questions": ("searched", "searched_on"), "trials": ("registered_on",)}
"""Columns that say when something was done."""


@rule("E147", "day-to-come")
def day_to_come(project: Project) -> Iterator[Finding]:
    """A search or a registration is dated in the future: the digits of a year or a month were exchanged."""
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    for table, columns in SEARCHES.items():
        for row in project.evidence.tables[table]:
            for column in columns:
                late = [day for day in DAY.findall(row[column]) if day > tomorrow]
                if late:
                    yield at_row(row, "E147", f"{column} says {late[0]}, a day to come", "correct the day")
