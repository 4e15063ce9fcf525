"""Family Q: every row that bears on a question is weighed, nobody is counted twice, and certainty adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.checks.notebooks import stored_charts
from kapbook.evidence import Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.questions import (
    CERTAINTIES,
    COMPARATIVE,
    comparative,
    outcome_of,
    questions,
    setting_of,
    trials_of,
)

RANDOMISED = ("randomised trial", "crossover trial")
ROB2 = ("randomisation", "deviations", "missing data", "measurement", "reported result")


@rule("Q601", "row-not-weighed")
def row_not_weighed(project: Project) -> Iterator[Finding]:
    """A row fits the scope of a question and is neither used nor set aside: the answer may be contradicted by it."""
    for question in questions(project.evidence):
        for row in question.scope:
            if row.id not in question.uses:
                yield at_row(
                    row,
                    "Q601",
                    f"fits the question '{question.name}' and is not weighed",
                    f"add a row to evidence/uses.csv (kapbook new row uses/{question.name}/{row.id} use=…): "
                    "pooled, shown, named, or set aside with the reason",
                )


@rule("Q602", "use-without-row")
def use_without_row(project: Project) -> Iterator[Finding]:
    """A use names a question or an evidence row that does not exist, or a row outside the question's scope.

    A row from outside the scope may be named, never pooled or shown as if it answered the question.
    """
    known = {question.name: question for question in questions(project.evidence)}
    for use in project.evidence.tables["uses"]:
        question = known.get(use["question"])
        if question is None:
            yield _at_use(use, "Q602", f"no question '{use['question']}'", "add it or correct the name")
        elif not project.evidence.has(use["row"]):
            yield _at_use(use, "Q602", f"no evidence row '{use['row']}'", "add the row or correct the id")
        elif use["use"] in ("pooled", "shown") and not question.fits(project.evidence.row(use["row"])):
            yield _at_use(use, "Q602", "the row lies outside the question's scope", "name it only, or widen the scope")


@rule("Q603", "set-aside-without-reason")
def set_aside_without_reason(project: Project) -> Iterator[Finding]:
    """A row is set aside without a reason: selection is a claim too."""
    for use in project.evidence.tables["uses"]:
        if use["use"] == "set aside" and not use["reason"].strip():
            yield _at_use(use, "Q603", "set aside without a reason", "say why: the same people, another dose, …")


@rule("Q604", "people-counted-twice")
def people_counted_twice(project: Project) -> Iterator[Finding]:
    """Two pooled rows hold the same people: two works of one trial, or a trial beside a review that includes it."""
    reports = trials_of(project.evidence)
    for question in questions(project.evidence):
        works = defaultdict(list)
        for row in question.rows("pooled"):
            works[row.study].append(row)
        for work, rows in works.items():
            for trial in reports.get(work, []):
                others = [w for w in (*parts(trial["works"]), *parts(trial["pooled_in"])) if w != work and w in works]
                if others:
                    yield at_row(
                        rows[0],
                        "Q604",
                        f"'{question.name}' pools it and {', '.join(sorted(others))}, which hold people of the trial "
                        f"'{trial['trial']}'",
                        "set one aside as the same people",
                    )


@rule("Q605", "certainty-does-not-add-up")
def certainty_does_not_add_up(project: Project) -> Iterator[Finding]:
    """A question's certainty is not its start less its reasons (GRADE), or the reasons cannot be read."""
    for question in questions(project.evidence):
        if not question.row["certainty"] or (question.row["certainty"] == "none" and not question.rows()):
            continue  # E100 tells of an empty one
        try:
            expected = question.certainty_of_reasons
        except ValueError as error:
            yield at_row(question.row, "Q605", str(error), "write 'start high; imprecision -1: why'")
            continue
        if question.row["certainty"] != expected:
            yield at_row(
                question.row,
                "Q605",
                f"the reasons add up to {expected}, not to {question.row['certainty']}",
                "correct the certainty or the reasons",
            )


@rule("Q606", "claim-above-its-question")
def claim_above_its_question(project: Project) -> Iterator[Finding]:
    """A claim names an unknown question, or states more certainty than the best of the questions it rests on."""
    known = {question.name: question for question in questions(project.evidence)}
    for claim in project.evidence.tables["claims"]:
        names = parts(claim["questions"])
        unknown = [name for name in names if name not in known]
        for name in unknown:
            yield at_row(claim, "Q606", f"no question '{name}'", "add it to evidence/questions.csv or correct the name")
        levels = [_level(known[name].row["certainty"]) for name in names if name in known]
        if levels and _level(claim["certainty"]) > max(levels):
            yield at_row(
                claim,
                "Q606",
                f"certainty {claim['certainty']} is above that of its questions ({', '.join(names)})",
                "lower it, or name the question that bears it",
            )


@rule("Q607", "chart-of-other-rows")
def chart_of_other_rows(project: Project) -> Iterator[Finding]:
    """The rows that a question's charts draw are not those that it pools or shows.

    A chart of several questions may draw any row that serves one of them: none that is set aside by all.
    """
    drawn: dict[str, dict[str, str]] = defaultdict(dict)
    serving = {row.id for question in questions(project.evidence) for row in question.rows()}
    for place, chart in stored_charts(project):
        for name in chart.get("drawn", []):
            if chart.get("question"):
                drawn[chart["question"]][name] = place
            elif name not in serving:
                yield Finding(
                    place,
                    1,
                    1,
                    "Q607",
                    f"the chart '{chart['name']}' draws '{name}', which serves no question",
                    "add its use to evidence/uses.csv or leave it out",
                )
    for question in questions(project.evidence):
        if question.name not in drawn:
            continue
        wanted = {row.id for row in question.rows("pooled", "shown")}
        for name in sorted(wanted - set(drawn[question.name])):
            yield at_row(
                question.uses[name], "Q607", f"no chart of '{question.name}' draws it", "draw it or set it aside"
            )
        for name, place in sorted(drawn[question.name].items()):
            if name not in wanted:
                yield Finding(
                    place,
                    1,
                    1,
                    "Q607",
                    f"the chart draws '{name}', which '{question.name}' neither pools nor shows",
                    "add its use to evidence/uses.csv or leave it out",
                )


@rule("Q608", "trial-without-row")
def trial_without_row(project: Project) -> Iterator[Finding]:
    """A randomised study stands in no row of trials.csv: nobody can see its registered outcome or count its people."""
    known = trials_of(project.evidence)
    for study in project.evidence.tables["studies"]:
        if study["design"] in RANDOMISED and study.study not in known:
            yield at_row(
                study,
                "Q608",
                "no trial reports this work",
                "add the trial to evidence/trials.csv or name it in 'works'",
            )


@rule("Q609", "trial-without-appraisal")
def trial_without_appraisal(project: Project) -> Iterator[Finding]:
    """A trial that a question pools or shows has a domain of RoB 2 without a judgement; 'no information' is one."""
    judged = {(row["trial"], row["domain"]) for row in project.evidence.tables["appraisals"]}
    reports = trials_of(project.evidence)
    used = {
        trial["trial"]: trial
        for question in questions(project.evidence)
        for row in question.rows("pooled", "shown")
        for trial in reports.get(row.study, [])
    }
    for name, trial in sorted(used.items()):
        missing = [domain for domain in ROB2 if (name, domain) not in judged]
        if missing:
            yield at_row(trial, "Q609", f"no judgement of {', '.join(missing)}", "add rows to evidence/appraisals.csv")


@rule("Q610", "unknown-work-of-trial")
def unknown_work_of_trial(project: Project) -> Iterator[Finding]:
    """A trial names a work, or a review that pools it, which references.bib lacks."""
    for trial in project.evidence.tables["trials"]:
        for work in (*parts(trial["works"]), *parts(trial["pooled_in"])):
            if work not in project.library.works:
                yield at_row(trial, "Q610", f"no work '{work}'", "add the work or correct the key")


@rule("Q611", "row-out-of-sight")
def row_out_of_sight(project: Project) -> Iterator[Finding]:
    """A comparison of a treatment study has no outcome group, condition or kind of comparator: no question can see it.

    Scopes look for these words, so a row without them is weighed by nobody, whatever it says.
    """
    evidence = project.evidence
    for row in (row for table in COMPARATIVE for row in evidence.tables[table] if comparative(row)):
        condition, drug, control = setting_of(row, evidence)
        if drug == "not a treatment study":
            continue
        words = {"outcome group": outcome_of(row), "condition": condition, "kind of comparator": control}
        missing = [name for name, word in words.items() if not word]
        if missing:
            yield at_row(
                row,
                "Q611",
                f"no question can see it: no {' and no '.join(missing)}",
                "fill outcome_group, condition or control in the row, or condition and control in studies.csv",
            )


def _at_use(use: Row, code: str, message: str, remedy: str) -> Finding:
    return at_row(use, code, f"{use['row']}: {message}", remedy)


def _level(certainty: str) -> int:
    return CERTAINTIES.index(certainty) if certainty in CERTAINTIES else -1


@rule("Q612", "question-not-answered-on-its-page")
def question_not_answered_on_its_page(project: Project) -> Iterator[Finding]:
    """A question is answered nowhere, twice, or on another page than its column 'page' says.

    Readers who follow a certainty or a claim to its question must find the answer with its findings in one place.
    """
    shown = defaultdict(list)
    known = {question.name for question in questions(project.evidence)}
    for document in project.documents:
        for box in document.directives("answer"):
            shown[box.argument].append(document.docname)
            if box.argument not in known:
                yield Finding(
                    document.place(box.cell),
                    box.line,
                    box.column,
                    "Q612",
                    f"no question has the id '{box.argument}'",
                    "correct the id; evidence/questions.csv lists them",
                )
    for question in questions(project.evidence):
        pages = shown[question.name]
        if pages != [question.row["page"]]:
            where = f"answered on {', '.join(pages)}" if pages else "answered nowhere"
            yield at_row(
                question.row,
                "Q612",
                where,
                f"show it once with {{answer}} on {question.row['page']}, or correct the column page",
            )


@rule("Q614", "heading-not-borne-out")
def heading_not_borne_out(project: Project) -> Iterator[Finding]:
    """A heading over a chart states a direction or a count that the rows do not bear out, or no longer stands there.

    The notebook computes each from the rows that its chart draws (`Chart.holding`), so that a new row can undo it.
    """
    for document in project.documents:
        titles = {
            "".join(piece.text for piece in passage.pieces).strip()
            for passage in document.content.passages
            if passage.kind == "heading"
        }
        for number, chart in document.charts:
            for heading, true in chart.get("holds", {}).items():
                if not true:
                    message, remedy = f"the rows do not bear out the heading '{heading}'", "correct the heading"
                elif heading not in titles:
                    message, remedy = f"no heading says '{heading}'", "correct the sentence in the cell of the chart"
                else:
                    continue
                yield Finding(document.place(number), 1, 1, "Q614", message, f"{remedy}, then run 'make notebooks'")
