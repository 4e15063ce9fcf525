"""Family E, fourth part: a row agrees with itself: id, study, time, words, species and the page that was read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.agreement import SLACK, days_in
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.checks.references import other_work, owners_of
from kapbook.checks.tables import number_rows

HIDDEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufb00-\ufb06\ufeff\x00-\x09\x0b-\x1f\x7f]")
FORMULA = re.compile(r"=|\+[A-Z(]|@[A-Z]+\(")
ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
DATED = re.compile(
    r"\d{1,2}[-. /](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\d{1,2}|\d{4}-\d\d-\d\d 00:00(?::00)?",
    re.I,
)
SPAN = re.compile(r"(?:^|-)(?:(h|d|w|wk|m|mo|min|y|yr)(\d+)|(\d+)(h|d|w|wk|m|mo|min|y|yr))(?=-|$)")
OPEN_END = re.compile(r"\b(?:beyond|over|from .* on)\b")
DAYS = {
    "h": (1 / 24,),
    "d": (1.0,),
    "w": (7.0,),
    "wk": (7.0,),
    "m": (30.44, 1 / 1440),  # months, or minutes
    "mo": (30.44,),
    "min": (1 / 1440,),
    "y": (365.25,),
    "yr": (365.25,),
}
SPECIES = {
    "human": r"\b(patients?|people|volunteers|women|men|adults|participants|humans?)\b",
    "mouse": r"\b(mice|mouse)\b",
    "rat": r"\brats?\b",
    "monkey": r"\b(monkeys?|macaques?)\b",
    "cell": r"\b(cell cultures?|in vitro|cultured (cells|neurons))\b",
}
OTHER_THAN_PEOPLE = re.compile("|".join(pattern for name, pattern in SPECIES.items() if name != "human"))
ROUTES = {
    "intravenous": r"\bintravenous(ly)?\b|\binfusions?\b|\binfused\b",
    "intramuscular": r"\bintramuscular(ly)?\b",
    "subcutaneous": r"\bsubcutaneous(ly)?\b",
    "intranasal": r"\b(intra)?nasal(ly)?\b|\bsprays?\b",
    "oral": r"\boral(ly)? (?!anti)|\bswallowed\b|\bby mouth\b",
    "sublingual": r"\bsublingual(ly)?\b",
    "rectal": r"\brectal(ly)?\b",
}
ROUTE_IN_ID = {
    "iv": "intravenous",
    "im": "intramuscular",
    "sc": "subcutaneous",
    "nasal": "intranasal",
    "oral": "oral",
    "sublingual": "sublingual",
}
IS_SPECIES, IS_ROUTE = ({name: re.compile(pattern) for name, pattern in names.items()} for names in (SPECIES, ROUTES))
ANIMALS = {"mouse", "rat", "monkey"}
WITH_ANIMALS = {"animal", "laboratory", "narrative review", "systematic review", "meta-analysis"}
TIMES = ("minutes", "hours", "days", "weeks", "months")
UNIT_OF_TIME = re.compile(rf"\b({'|'.join(TIMES)}) (?:before|after)\b")


@rule("E123", "spreadsheet-leavings")
def spreadsheet_leavings(project: Project) -> Iterator[Finding]:
    """A cell holds what a spreadsheet, a PDF or a script leaves.

    Hidden signs, no-break blanks and blanks at its ends (two names that look alike no longer pair), ligatures, a
    formula, an error of a formula, or a date made of a range ("12-Jan" for "1-12").
    """
    judged: dict[str, str] = {}
    for rows in project.evidence.tables.values():
        for row in rows:
            for column, text in row.cells.items():
                if text not in judged:
                    judged[text] = _leaving(text)
                if judged[text]:
                    number = list(row.cells).index(column) + 1
                    message = f"{row.id or row.study}: {column} {judged[text]}"
                    yield Finding(row.path, row.line, number, "E123", message, "type again what the source prints")


def _leaving(text: str) -> str:
    if match := HIDDEN.search(text):
        return f"holds a hidden sign (U+{ord(match[0]):04X})"
    if text != text.strip():
        return f"begins or ends with a blank ('{text}')"
    if FORMULA.match(text) or ERROR.search(text):
        return f"holds a formula or its error ('{text[:30]}')"
    return f"'{text}' is a date made by a spreadsheet" if DATED.fullmatch(text) else ""


@rule("E124", "id-of-another-study")
def id_of_another_study(project: Project) -> Iterator[Finding]:
    """The id of a row does not begin with the key of its study: the row was copied, or its study exchanged."""
    for row in [*number_rows(project), *project.evidence.tables["statements"]]:
        if not row.id.startswith(f"{row.study}-"):
            message = f"the id does not begin with '{row.study}-', the key of its study"
            yield at_row(row, "E124", message, "correct the study or the id")


@rule("E125", "id-against-time")
def id_against_time(project: Project) -> Iterator[Finding]:
    """The id names a time (h24, d28, w4, m6, y1, 28d) that is neither in timepoint_days nor in the words of timepoint.

    The words of a statement that name one time only name that of timepoint_days.
    """
    known: dict[str, set[float]] = {}
    for table in ("outcomes", "effects", "adverse_events"):
        for row in project.evidence.tables[table]:
            spans = [(a or d, int(b or c)) for a, b, c, d in SPAN.findall(row.id[len(row.study) :])]
            if not spans:
                continue
            days, words = row.number("timepoint_days"), row["timepoint"]
            if days is None and words not in known:
                known[words] = days_in(words)
            times = {days} if days is not None else known[words]
            if not times or (days is None and OPEN_END.search(words)):
                continue
            meant = [count * length for unit, count in spans for length in DAYS[unit]]
            said = {str(count) for _, count in spans} & set(re.findall(r"\d+", words))
            if not said and not any(abs(time - each) <= max(0.6, 0.06 * each) for each in meant for time in times):
                told = f"{days:g} days" if days is not None else "in words"
                message = f"the id says {spans[0][1]}{spans[0][0]}, but timepoint is '{words}' ({told})"
                yield at_row(row, "E125", message, "correct the time or the id")
    for row in project.evidence.tables["statements"]:
        days = row.number("timepoint_days")
        named = days_in(row["statement"]) if days is not None else set()
        if days is None or len(named) != 1:
            continue
        time = named.pop()
        if abs(days - time) > max(0.02, SLACK * max(days, time)):
            message = f"timepoint_days is {days:g}, but the words name another time ({time:g} days)"
            yield at_row(row, "E125", message, "correct the time or the words")


@rule("E133", "species-or-route-against-words")
def species_or_route_against_words(project: Project) -> Iterator[Finding]:
    """A quantity or a statement is booked for another species, route or unit of time than its words, id or study say.

    Judged where the words name one species or route only; an animal belongs to a study of animals or a review, and
    what a study of animals states is not of people.
    """
    designs = {row.study: row["design"] for row in project.evidence.tables["studies"]}
    for row in project.evidence.tables["quantities"]:
        words = row["quantity"].lower()
        found = ""
        for column, names in (("species", IS_SPECIES), ("route", IS_ROUTE)):
            named = {name for name, pattern in names.items() if pattern.search(words)}
            if len(named) == 1 and row[column] in names and row[column] not in named:
                found = f"{column} is {row[column]}, but '{row['quantity'][:60]}' names {named.pop()}"
        told = {ROUTE_IN_ID[part] for part in row.id[len(row.study) :].split("-") if part in ROUTE_IN_ID}
        if len(told) == 1 and row["route"] not in told:
            found = f"route is {row['route']}, but the id names {told.pop()}"
        design = designs.get(row.study, "")
        if row["species"] in ANIMALS and design not in WITH_ANIMALS:
            found = f"species is {row['species']}, but the study's design is '{design}'"
        span = UNIT_OF_TIME.search(words)
        if span and row["unit"] in TIMES and row["unit"] != span[1]:
            found = f"unit is {row['unit']}, but the words say '{span[0]}'"
        if found:
            yield at_row(row, "E133", found, "correct the cell or the words")
    for row in project.evidence.tables["statements"]:
        words, species, design = row["statement"].lower(), row["species"], designs.get(row.study, "")
        kinds = (
            {name for name, pattern in SPECIES.items() if re.search(pattern, words)} if species in SPECIES else set()
        )
        if len(kinds) == 1 and species not in kinds:
            found = f"species is {species}, but '{row['statement'][:60]}' names {kinds.pop()}"
        elif species == "human" and design == "animal":
            found = "species is human, but the study's design is 'animal'"
        elif species in ANIMALS and design not in WITH_ANIMALS:
            found = f"species is {species}, but the study's design is '{design}'"
        else:
            continue
        yield at_row(row, "E133", found, "correct the cell or the words")


@rule("E136", "page-of-another-study")
def page_of_another_study(project: Project) -> Iterator[Finding]:
    """The page that was read is, by its DOI, PMID or PMCID, that of another work of the book.

    A number that another work reprints says so: then the locator names that work (author or key).
    """
    owners = owners_of(project)
    for row in [*number_rows(project), *project.evidence.tables["statements"]]:
        problem = other_work(project, row.study, row["seen_at"], owners, own=False)
        owner = project.library.works.get(problem.rpartition(" ")[2].strip("'"))
        if owner and not {owner.key, owner.first_author.lower()} & set(re.findall(r"[\w-]+", row["locator"].lower())):
            remedy = "give the study's own page, or name in the locator the work that reprints the number"
            yield at_row(row, "E136", f"seen_at names {problem}", remedy)
