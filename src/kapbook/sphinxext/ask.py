"""The directives {ask} and {grades}: all questions in one table, and how each certainty was reached."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence.ledger import parts
from kapbook.evidence.questions import Question, questions
from kapbook.sphinxext.answers import certainty
from kapbook.sphinxext.links import link
from kapbook.sphinxext.rows import cell, table
from kapbook.sphinxext.tables import evidence

ASKED = [("Question and answer", 34), ("Condition", 13), ("Drug", 10), ("Compared with", 12), ("Outcome", 12)]
ASKED += [("Time", 9), ("Certainty", 10)]
GRADED = [("Question", 40), ("Starts", 10), ("Steps, with reasons", 38), ("Ends", 12)]
SPANS = ((1, "first day"), (3, "first days"), (14, "first two weeks"), (120, "weeks"), (183, "months"))


class AskDirective(SphinxDirective):
    """``{ask}``: every question of the book, by condition, drug, comparator, outcome and time, with its answer."""

    def run(self) -> list[nodes.Node]:
        rows = [(f"asked-{q.name}", self._row(q)) for q in questions(evidence(self.env.app))]
        return [table(f"All {len(rows)} questions", ASKED, rows, "ask")]

    def _row(self, question: Question) -> list[nodes.entry]:
        row = question.row
        first = cell(link(f"question-{question.name}", row["asks"], self.env.docname))
        first += nodes.paragraph("", row["answer"], classes=["ask-answer"])
        if not question.rows():
            looked = row["searched"] or "the tables of this book"
            first += nodes.paragraph("", f"No trial found. Searched: {looked}", classes=["ask-answer"])
        listed = [_listed(row[name]) for name in ("condition", "drug", "comparator", "outcome")]
        return [first, *map(cell, listed), cell(span(row["from_days"], row["to_days"])), cell(_grade(row["certainty"]))]


class GradesDirective(SphinxDirective):
    """``{grades}``: each question's certainty, from where it starts, step by step, with the reasons."""

    def run(self) -> list[nodes.Node]:
        rows = [(f"grade-{q.name}", self._row(q)) for q in questions(evidence(self.env.app))]
        return [table("From the design to the certainty, question by question", GRADED, rows, "grades")]

    def _row(self, question: Question) -> list[nodes.entry]:
        first = cell(link(f"question-{question.name}", question.row["asks"], self.env.docname))
        end = cell(_grade(question.row["certainty"]))
        if not question.row["reasons"]:
            return [first, cell("nowhere"), cell("No evidence to grade."), end]
        start, steps = question.reasons
        reasons = nodes.entry("")
        reasons += [nodes.paragraph("", f"{domain.capitalize()} {step:+d}: {why}.") for domain, step, why in steps]
        return [first, cell(start), reasons if steps else cell("None."), end]


def _listed(value: str) -> str:
    return "; ".join(parts(value)) or "any"


def _grade(word: str) -> nodes.inline:
    return certainty(word)


def span(first: str, last: str) -> str:
    """Days in words that several questions share: "first days", "weeks"; "any time" when nothing is said."""
    if not first and not last:
        return "any time"
    if not last:
        return "long after"
    for days, words in SPANS:
        if float(last) <= days:
            return words
    return "long after"


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("ask", AskDirective)
    app.add_directive("grades", GradesDirective)
