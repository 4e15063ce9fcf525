"""Family N, seventh part: people counted in words, and years, are those of the works of which a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, row_rule
from kapbook.checks.sentences import listed, rows_of, said_of, sentences
from kapbook.checks.statistic import PEOPLE
from kapbook.prose.documents import Document

ONES = "one two three four five six seven eight nine".split()  # noqa: SIM905
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
NUMBERS = {word: number for number, word in enumerate(ONES + TEENS, 1)}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS, 2)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in TENS for one in ONES}
FEW = 2
"""Up to so many are too common to tell anything."""

GROUPS = f"{PEOPLE}|adolescents|inpatients|outpatients|children|students|workers"
COUNT = re.compile(
    rf"\b(?P<count>(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES)}))?|{'|'.join([*ONES[FEW:], *TEENS])})\s"
    rf"(?:[a-z-]+\s){{0,3}}?(?:{GROUPS})\b"
)
WORKS = "review|trial|study|survey|paper|label|report|guideline|pooling|analysis|statement|preprint|letter|notice"
YEAR = re.compile(rf"\b(?:{WORKS})s? (?:of|from|in) (?P<of>(?:19|20)\d\d)\b|\b[Ii]n (?P<in>(?:19|20)\d\d)\b")
COLUMNS = ("n", "n_analysed", "events", "k", "value", "planned")


@row_rule("N229", "people-of-no-row")
def people_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """People, trials or animals are counted in words, and no row of the works that the sentence cites has that number.

    A count of one or two is left alone, and so is a sentence that cites nothing.
    """
    for told in sentences(project, document):
        for match in COUNT.finditer(told.lower) if told.own else ():
            number = NUMBERS[match["count"]]
            if not any(number in _counts(project, work) for work in told.works):
                words = " ".join(told.text[match.start() : match.end()].split())
                message = f"'{words}', a number that no row of {listed(told.works)} has"
                remedy = "correct the number, or bind it with {stat}"
                yield told.finding(document, match.start(), "N229", message, remedy)


def _counts(project: Project, work: str) -> set[float]:
    """Numbers of a work's rows, in digits and in words."""
    known = project.memory.setdefault("counts of works", {})
    if work not in known:
        words = said_of(project, work).lower()
        booked = (row.get(name) for row in rows_of(project)[work] for name in COLUMNS)
        found = {float(text) for text in booked if re.fullmatch(r"-?\d+(?:\.\d+)?", text)}
        found.update(map(float, re.findall(r"\d+", words)))
        known[work] = found | {float(NUMBERS[word]) for word in re.findall(r"[a-z-]+", words) if word in NUMBERS}
    return known[work]


@row_rule("N230", "year-of-no-row")
def year_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence gives a work's year ("a review of 2021", "in 2021") that neither its key nor its rows hold."""
    for told in sentences(project, document):
        for match in YEAR.finditer(told.text) if told.own else ():
            year = match["of"] or match["in"]
            if not any(_has_year(project, work, year) for work in told.works):
                message = f"'{match[0]}', a year that neither key nor row of {listed(told.works)} holds"
                yield told.finding(document, match.start(), "N230", message, "correct the year, or cite its work")


def _has_year(project: Project, work: str, year: str) -> bool:
    return year in work or year in said_of(project, work)
