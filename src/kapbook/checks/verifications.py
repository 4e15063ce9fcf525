"""Family C, third part: each work was looked up, lately, and notices on it are known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kapbook.checks.citations import at_work, plain_letters, whole_works
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.checks.references import other_work, owners_of
from kapbook.evidence import PACKAGE, Row
from kapbook.evidence.questions import DRAWN, questions

OLDEST_CHECK_DAYS = 730
RETRACTED = re.compile(r"^\W*(retracted|retraction|withdrawn)\b|\b(retracted article|retraction notice)\b", re.I)
CONCERN = re.compile(r"\bexpression of concern\b", re.I)


@rule("C113", "unverified")
def unverified(project: Project) -> Iterator[Finding]:
    """No row of verifications.csv says on which page the work was seen, or too little of it was compared.

    The title must have been compared, and the first author. Where the page read does not print authors,
    year and journal must have been compared beside a DOI, PMID or PMCID.
    """
    checked_articles = {row["article_key"] for row in project.evidence.tables["articles"]}
    matched: dict[str, set[str]] = defaultdict(set)
    for row in project.evidence.tables["verifications"]:
        matched[row.study].update(filter(None, row["matched"].split(";")))
        if row["identifier"].startswith(("doi:", "pmid:", "pmcid:")):
            matched[row.study].add("identifier")
    for work in whole_works(project):
        seen = matched.get(work.key, set())
        known = "title" in seen and ("author" in seen or {"year", "journal", "identifier"} <= seen)
        if not known and work.key not in checked_articles:  # the articles are checked, not relied on
            yield at_work(
                work,
                "C113",
                f"not verified: compared so far: {', '.join(sorted(seen)) or 'nothing'}",
                "look the work up and add the row to evidence/verifications.csv",
            )


@rule("C114", "stale-verification")
def stale_verification(project: Project) -> Iterator[Finding]:
    """The last check of a work is more than two years old, or dated in the future: notices may have appeared since.

    So is a check that is dated before the year of the work: nobody can have seen it then.
    """
    last: dict[str, date] = {}
    rows = {}
    for row in project.evidence.tables["verifications"]:
        try:
            day = date.fromisoformat(row["checked_on"])
        except ValueError:
            continue  # E100 reports the malformed date
        if row.study not in last or day >= last[row.study]:
            last[row.study], rows[row.study] = day, row
    for row in project.evidence.tables["verifications"]:
        work = project.library.works.get(row.study)
        year = work.field("year") if work else ""
        if year.isdigit() and len(year) == 4 and "" < row["checked_on"][:4] < year:
            message = f"checked on {row['checked_on']}, before the work's own year {year}"
            yield at_row(row, "C114", message, "correct the date or the year")
    for key, day in last.items():
        age = (date.today() - day).days
        if age > OLDEST_CHECK_DAYS or age < -1:
            yield at_row(rows[key], "C114", f"last checked on {day}", "check the work again and add a row")


@rule("C115", "retracted")
def retracted(project: Project) -> Iterator[Finding]:
    """A work is retracted. It may be cited only to say so: then its study row names the retraction in its note."""
    notes = {row.study: row["note"].lower() for row in project.evidence.tables["studies"]}
    for row in project.evidence.tables["verifications"]:
        if row["retraction"] == "retracted" and "retract" not in notes.get(row.study, ""):
            yield at_row(row, "C115", "the work is retracted", "remove it, or say so in the note of its study row")


@rule("C121", "another-work-verified")
def another_work_verified(project: Project) -> Iterator[Finding]:
    """The identifier or the address of a verification is not the entry's: another work was looked up.

    So is one that a verification of another work names, where the entry itself gives none.
    """
    owners = owners_of(project)
    first: dict[str, str] = {}
    for row in project.evidence.tables["verifications"]:
        for column in ("identifier", "checked_against"):
            problem = other_work(project, row.study, row[column], owners)
            if problem:
                remedy = "look the work itself up, or correct the identifier"
                yield at_row(row, "C121", f"{column} names {problem}", remedy)
                break
        else:
            kind, _, name = row["identifier"].partition(":")
            other = first.setdefault(row["identifier"].lower(), row.study)
            if kind in ("doi", "pmid", "pmcid") and name and other != row.study:
                message = f"identifier is {row['identifier']}, by which '{other}' was looked up"
                yield at_row(row, "C121", message, "look the work itself up, or correct the identifier")


@rule("C124", "notice-unsaid")
def notice_unsaid(project: Project) -> Iterator[Finding]:
    """A title says that the work is retracted, or a verification found an expression of concern, and nobody says so.

    Such a work may be cited only with a word on it in the note of its study row.
    """
    notes = {row.study: plain_letters(row["note"]) for row in project.evidence.tables["studies"]}
    remedy = "remove the work, or say so in the note of its row in evidence/studies.csv"
    for work in whole_works(project):
        title, note = work.field("title"), notes.get(work.key, "")
        if RETRACTED.search(title) and "retract" not in note:
            yield at_work(work, "C124", "the title says that the work is retracted", remedy, "title")
        if CONCERN.search(title) and "concern" not in note:
            yield at_work(work, "C124", "the title tells of an expression of concern", remedy, "title")
    for row in project.evidence.tables["verifications"]:
        if row["retraction"] == "expression of concern" and "concern" not in notes.get(row.study, ""):
            yield at_row(row, "C124", "there is an expression of concern", remedy)


@rule("C125", "notices-not-sought")
def notices_not_sought(project: Project) -> Iterator[Finding]:
    """A question pools or shows a row of a work for which no verification looked for notices of retraction.

    Works of which this is known and owed stand under `noticesOwed` in evidence/datapackage.json, for all to see; the
    list may only get shorter: a work on it that was looked up meanwhile, or that no question draws on, is told too.
    """
    looked = {row.study for row in project.evidence.tables["verifications"] if row["retraction"] != "not checked"}
    owed = project.evidence.package.get("noticesOwed", [])
    told: dict[str, Row] = {}
    for question in questions(project.evidence):
        for row in question.rows(*DRAWN):
            told.setdefault(row.study, row)
    for key, row in told.items():
        if key not in looked and key not in owed:
            message = f"a question draws on '{key}', and nobody looked for a notice on it"
            yield at_row(row, "C125", message, "look it up at the journal or an index and add a verification")
    for key in owed:
        if key in looked or key not in told:
            why = "was looked up" if key in looked else "answers no question"
            message = f"'{key}' {why}, but stands under noticesOwed"
            yield Finding(PACKAGE, 1, 1, "C125", message, "strike it from the list")
