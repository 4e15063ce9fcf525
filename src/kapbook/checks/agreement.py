"""Family N, fourth part: the words around a bound number fit its row: study, arm, outcome, time, unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kapbook.checks.bound import Bound, bound_numbers, named, word_patterns
from kapbook.checks.model import Finding, Project, comparison, row_rule
from kapbook.evidence import Row
from kapbook.evidence.ledger import parts
from kapbook.prose.documents import Document
from kapbook.prose.passages import GAP

ARM_TABLES = ("outcomes", "adverse_events")
TIMED_TABLES = ("outcomes", "adverse_events", "effects")
RESULTS = (*TIMED_TABLES, "surveys")
COUNTS = {"n", "k", "i2"}
NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
NUMBERS |= {"a": 1, "an": 1, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "sixteen": 16}
A_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(NUMBERS)})"
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
UNITS = "|".join(DAYS)
TIME = re.compile(rf"\b(?:(?P<unit>{UNITS})s? (?P<n>{A_NUMBER})|(?P<n2>{A_NUMBER})[ -](?P<unit2>{UNITS})s?)\b", re.I)
BARE = re.compile(rf"\b(?:by|at|after|and|or) (?P<n>{A_NUMBER})\b", re.I)
START = re.compile(r"\b(?:before|start|baseline|first|outset)\b", re.I)
OPPOSED = re.compile(r"\b(?:against|v|versus|than|from)\s*(?:about |only )?$")
COMPARED = re.compile(r"\b(?:against|v|versus|than|compared|between|difference|or)\b")
LEADS = re.compile(
    r"(?: (?:spray|group|arm|alone|people|it|they))*(?: (?:was|were|had|came to|reached|about|only))*[:]?\s*"
)
WORD = re.compile(r"[A-Za-z]{2,}")
SLACK = 0.12
"""Share by which a time in words may differ: a month is 28 to 31 days."""


@row_rule("N212", "study-not-cited")
def study_not_cited(project: Project, document: Document) -> Iterator[Finding]:
    """A number is bound to a row of a study that its page cites nowhere, or whose sentence cites only other works.

    A work counts as cited when a claim or a chart of the page rests on it.
    """
    bound = bound_numbers(document)
    if not bound:
        return
    cited = {key for _, key in document.citations()}
    claims = {row["claim"]: row for row in project.evidence.tables["claims"]}
    for box in document.directives("claim"):
        if box.argument in claims:
            cited.update(parts(claims[box.argument]["evidence"]))
    for _, chart in document.charts:
        cited.update(chart.get("sources", ()))
    for number in bound:
        row = number.row(project)
        if row is None:
            continue
        beside = number.cited
        if row.study not in cited or (beside and row.study not in beside and row.table in RESULTS):
            where = "its sentence" if row.study in cited else "the page"
            message = f"'{number.shown}' is of {row.study}, which {where} does not cite"
            yield number.finding("N212", message, f"cite {{cite:p}}`{row.study}`, or bind the row of the work cited")


@row_rule("N213", "row-of-another-arm")
def row_of_another_arm(project: Project, document: Document) -> Iterator[Finding]:
    """A number is bound to one arm's row, and its sentence, cell or column names the other arm.

    The words of the arms stand in evidence/words.json. Only a row whose sibling fits the words is reported.
    """
    told: set[tuple[int, ...]] = set()
    for number in bound_numbers(document):
        row = number.row(project)
        if row is None or row.table not in ARM_TABLES or number.group in told:
            continue
        own = _arm(project, row)
        siblings = [other for other in _comparable(project)[comparison(row)] if other is not row]
        others = frozenset[str]().union(*(_arm(project, other) for other in siblings))
        said = _said_arms(project, number)
        if own and said and not own & said and others & said:
            told.add(number.group)
            fitting = [other.id for other in siblings if _arm(project, other) & said]
            message = f"'{number.shown}' is of the arm '{row['arm']}', but the words say {' and '.join(sorted(said))}"
            yield number.finding("N213", message, f"bind {' or '.join(fitting[:2])}, or correct the words")


def _arm(project: Project, row: Row) -> frozenset[str]:
    role = {"control"} if row.get("role") == "control" else set()
    return named(project, "arms", row["arm"]) | role


def _comparable(project: Project) -> dict[tuple, list[Row]]:
    """Rows by what the arms of one comparison have in common."""
    if "comparable" not in project.memory:
        groups = project.memory["comparable"] = defaultdict(list)
        for table in ARM_TABLES:
            for row in project.evidence.tables[table]:
                groups[comparison(row)].append(row)
    return project.memory["comparable"]


def _said_arms(project: Project, number: Bound) -> frozenset[str]:
    """The arm that the words nearest to a number name: after it, before it, in its column or row, in its sentence."""
    around = number.around
    phrase = _arm_phrase(project)
    after = phrase.match(around.after)
    if after:
        return named(project, "arms", after["arm"])
    if OPPOSED.search(around.before):
        return frozenset()  # the number of the other arm, which an earlier phrase named
    before = list(phrase.finditer(around.before))
    if before and LEADS.fullmatch(around.before[before[-1].end() :]):
        return named(project, "arms", before[-1]["arm"])
    if named(project, "arms", around.head):
        return named(project, "arms", around.head)
    if not WORD.search(around.sentence):
        return named(project, "arms", around.row)
    alone = around.sentence.count(GAP) == 1 and not COMPARED.search(around.sentence)
    return named(project, "arms", around.sentence) if alone else frozenset()


def _arm_phrase(project: Project) -> re.Pattern[str]:
    if "arm phrase" not in project.memory:
        words = "|".join(f"(?:{pattern.pattern})" for pattern in word_patterns(project, "arms").values()) or "(?!)"
        project.memory["arm phrase"] = re.compile(
            r"[^.;:(),]{0,60}?(?<!trial )(?<!trials )(?<!study )(?<!studies )"
            r"\b(?:on|with|after|given|of|in|for|under|taking)\s+"
            rf"(?:(?!(?:and|or|than|against|v|to|who|with|trials?|stud(?:y|ies))\b)[\w'+-]+\s+){{0,4}}?(?P<arm>{words})",
            re.I,
        )
    return project.memory["arm phrase"]


@row_rule("N214", "row-of-another-outcome")
def row_of_another_outcome(project: Project, document: Document) -> Iterator[Finding]:
    """A number is bound to the row of one outcome, and its sentence names another: response for remission.

    Told when the words right beside the number name another outcome, when the whole sentence names only outcomes that
    are easily confused with the row's, or when a sibling row of the study has the outcome that the sentence names.
    """
    confused = frozenset(project.words.get("confused", ()))
    told: set[tuple[int, ...]] = set()
    for number in bound_numbers(document):
        row = number.row(project)
        if row is None or row.table not in TIMED_TABLES or number.field in COUNTS or number.group in told:
            continue
        own = _outcome(project, row)
        around = number.around
        beside = _beside(project, number)
        said = named(project, "outcomes", f"{around.sentence} {around.head} {around.row}")
        others = frozenset[str]().union(*(_outcome(project, other) for other in _of_study(project)[row.study]))
        wrong = beside if own and beside and not own & beside else frozenset()
        if own and not own & said and (said & (others - own) or (own & confused and said & confused)):
            wrong = said
        if wrong:
            told.add(number.group)
            what = row.get("outcome") or row.get("event")
            message = f"'{number.shown}' is of the outcome '{what}', but the words say {' and '.join(sorted(wrong))}"
            yield number.finding("N214", message, "bind the row of that outcome, or correct the words")


def _outcome(project: Project, row: Row) -> frozenset[str]:
    return named(project, "outcomes", f"{row.get('outcome') or row.get('event')} {row.get('definition')}")


def _of_study(project: Project) -> dict[str, list[Row]]:
    if "of study" not in project.memory:
        groups = project.memory["of study"] = defaultdict(list)
        for table in TIMED_TABLES:
            for row in project.evidence.tables[table]:
                groups[row.study].append(row)
    return project.memory["of study"]


def _beside(project: Project, number: Bound) -> frozenset[str]:
    """Outcomes named right after a number ('… responded'), or right before it ('response in …')."""
    if "beside" not in project.memory:
        words = "|".join(f"(?:{pattern.pattern})" for pattern in word_patterns(project, "outcomes").values()) or "(?!)"
        filler = r"(?:of (?:the )?[a-z]+ |people |had |were |was |showed |reached |in |for |a |still |at least |felt )*"
        project.memory["beside"] = (
            re.compile(rf"\s*{filler}(?P<what>{words})", re.I),
            re.compile(
                rf"\b(?P<what>{words})(?: rates?| rate)? (?:in|of|was|at|came to) (?:about |only |nearly )?$", re.I
            ),
        )
    after, before = project.memory["beside"]
    match = after.match(number.around.after) or before.search(number.around.before)
    return named(project, "outcomes", match["what"]) if match else frozenset()


@row_rule("N215", "row-of-another-time")
def row_of_another_time(project: Project, document: Document) -> Iterator[Finding]:
    """A number is bound to the row of one time, and its sentence names the time of a sibling row."""
    told: set[tuple[int, ...]] = set()
    for number in bound_numbers(document):
        row = number.row(project)
        if row is None or row.table not in TIMED_TABLES or not row.get("timepoint_days") or number.group in told:
            continue
        around = number.around
        own = row.number("timepoint_days") or 0.0
        said = days_in(f"{around.head}; {around.row}; {around.sentence}")
        if not said or fits(own, said) or (own == 0 and START.search(around.sentence)):
            continue
        what = row.get("outcome") or row.get("event")
        siblings = [
            other
            for other in _of_study(project)[row.study]
            if other is not row
            and other.table == row.table
            and (other.get("outcome") or other.get("event")) == what
            and (other.get("arm"), other.get("contrast")) == (row.get("arm"), row.get("contrast"))
            and other.get("timepoint_days")
            and fits(other.number("timepoint_days") or 0.0, said)
        ]
        if siblings:
            told.add(number.group)
            message = f"'{number.shown}' is of '{row['timepoint']}', but the words name '{siblings[0]['timepoint']}'"
            yield number.finding("N215", message, f"bind {siblings[0].id}, or correct the time")


def days_in(text: str) -> set[float]:
    """Times that a text names, in days; a bare number beside a time takes the units of the others."""
    found, units = set(), set()
    for match in TIME.finditer(text):
        unit = DAYS[(match["unit"] or match["unit2"]).lower()]
        units.add(unit)
        found.add(_number(match["n"] or match["n2"]) * unit)
    for match in BARE.finditer(text):
        found.update(_number(match["n"]) * unit for unit in units)
    return found


def _number(text: str) -> float:
    return float(NUMBERS.get(text.lower(), 0) or text) if text.lower() not in ("zero",) else 0.0


def fits(days: float, said: Iterable[float], slack: float = SLACK) -> bool:
    """Whether a time is one of those said, as exactly as words tell times."""
    return any(abs(days - time) <= max(0.02, slack * max(days, time)) for time in said)


@row_rule("N217", "another-unit")
def another_unit(project: Project, document: Document) -> Iterator[Finding]:
    """The unit that follows a bound number is not its row's; a count of people has no unit at all.

    The units and what each may stand for are in evidence/words.json.
    """
    units = project.words.get("units", {})
    patterns = [(re.compile(rf"[\s\u00a0-]?(?:{word})(?!\w)"), set(allowed)) for word, allowed in units.items()]
    for number in bound_numbers(document):
        row = number.row(project)
        if row is None:
            continue
        for pattern, allowed in patterns:
            match = pattern.match(number.around.after)
            if match:
                unit = row.get("unit") if number.field not in ("n", "events", "of", "p", "k", "year") else "people"
                if number.field == "i2" or unit not in allowed:
                    message = f"'{number.shown}' is followed by '{match[0].strip()}', but its unit is '{unit}'"
                    yield number.finding("N217", message, "write the row's unit, or bind another row or field")
                break
