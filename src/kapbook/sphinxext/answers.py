"""The directives {answer}, a question with its picture and findings, and {chart}, a notebook's chart elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from kapbook.evidence.questions import Question, questions
from kapbook.sphinxext.charts import details, plain_svg, said
from kapbook.sphinxext.links import cite, link
from kapbook.sphinxext.reads import note_chart
from kapbook.sphinxext.stored import Stored, pictures
from kapbook.sphinxext.tables import evidence
from kapbook.synthesis.summary import Comparison, findings, people_and_trials

HEADS = ("Compared", "People", "On the comparator", "On the treatment", "Difference (95% interval)")
WIDTHS = (38, 10, 14, 14, 24)
FORM = {"high": "High certainty", "moderate": "Moderate certainty", "low": "Low certainty"}


class answer_box(nodes.General, nodes.Element):
    """A question with its answer, as a group that is named by its question."""


class asked(nodes.General, nodes.TextElement):
    """The question of an answer: a heading for those who go from heading to heading by ear."""


def shown(env: BuildEnvironment, kind: str, name: str) -> list[Stored]:
    """The charts that the page shows, noted as such."""
    note_chart(env, kind, name)
    return pictures(Path(env.srcdir, "notebooks"), kind, name)


def picture(env: BuildEnvironment, chart: Stored) -> nodes.figure:
    """The chart as a figure that leads to its notebook."""
    folder = Path(env.app.outdir).parent / "jupyter_execute"  # where its notebook puts it: one file serves both
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{chart.words['name']}.svg"
    path.write_text(plain_svg(chart.svg), encoding="utf-8")
    name = f"shown-{chart.words['name']}"
    uri = "/" + Path(os.path.relpath(path, env.srcdir)).as_posix()
    figure = nodes.figure(
        "",
        nodes.image(uri=uri, alt=chart.words["alt"], classes=["chart"]),
        ids=[name],
        names=[name],
        classes=["shown-chart"],
    )
    more = link(f"chart-{chart.words['name']}", "Numbers, sources and code of this chart", env.docname)
    figure += nodes.caption("", "", nodes.Text(f"{said(chart.words)} "), more, nodes.Text("."))
    return figure


class ChartDirective(SphinxDirective):
    """``{chart} name``: a chart of a notebook, with its words and a link to the notebook."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        found = shown(self.env, "chart", name)
        if not found:
            raise ExtensionError(f"{self.env.docname}, line {self.lineno}: no notebook stores a chart '{name}'")
        return [picture(self.env, found[0])]


class AnswerDirective(SphinxDirective):
    """``{answer} question``: the question, its answer, its picture, a summary of findings, reasons and sources.

    With the option ``short`` the findings open on demand, for pages with many answers.
    """

    required_arguments = 1
    option_spec: ClassVar = {"short": directives.flag}

    def run(self) -> list[nodes.Node]:
        question = self._question()
        name = f"question-{question.name}"
        if self.env.docname == question.row["page"]:  # where links lead, whichever page was read last
            self.env.get_domain("std").anonlabels[name] = (self.env.docname, name)  # type: ignore[attr-defined]
        asks = f"{name}-asks"
        box = answer_box("", ids=[name], label=asks, classes=["answer"])
        box += asked("", question.row["asks"], ids=[asks], classes=["answer-asks"])
        says = nodes.paragraph("", f"{question.row['answer']} ", classes=["answer-says"])
        says += certainty(question.row["certainty"])
        box += says
        box += [picture(self.env, chart) for chart in shown(self.env, "question", question.name)]
        lines = findings(question)
        summary = [self._findings(lines)] if lines else []
        short = "short" in self.options
        if not short:
            box += summary
        folded = summary if short else []
        box += details("", *folded, *self._reasons(question), summary=self._counted(question, short))
        return [box]

    def _question(self) -> Question:
        name = self.arguments[0]
        for question in questions(evidence(self.env.app)):
            if question.name == name:
                return question
        raise ExtensionError(
            f"{self.env.docname}, line {self.lineno}: no question has the id '{name}'; see evidence/questions.csv"
        )

    def _findings(self, lines: list[Comparison]) -> nodes.table:
        group = nodes.tgroup(cols=len(HEADS))
        group += [nodes.colspec(colwidth=width, **({"stub": 1} if not n else {})) for n, width in enumerate(WIDTHS)]
        group += nodes.thead("", nodes.row("", *(_cell(nodes.Text(head)) for head in HEADS)))
        group += nodes.tbody("", *(self._line(line) for line in lines))
        return nodes.table("", nodes.title("", "Summary of findings"), group, classes=["findings"])

    def _line(self, line: Comparison) -> nodes.row:
        compared = _cell(cite(line.study, self.env.docname), nodes.Text(f": {line.what}"))
        alone = len(line.rows) == 1 and bool(line.control or line.treatment)
        difference: list[nodes.Node] = [nodes.Text(line.difference or ("one group" if alone else "not printed"))]
        if line.computed:
            difference.append(nodes.Text(", worked out here"))
        rest = [_cell(nodes.Text(text)) for text in (line.people, line.control, line.treatment)]
        return nodes.row("", compared, *rest, _cell(*difference))

    @staticmethod
    def _counted(question: Question, short: bool) -> str:
        trials, people = people_and_trials(question)
        count = f": {trials} trial{'s' if trials != 1 else ''}, {people:,} people randomised" if trials else ""
        return f"{'Findings, why' if short else 'Why'} this certainty, what was set aside, and sources{count}"

    def _reasons(self, question: Question) -> list[nodes.Node]:
        content: list[nodes.Node] = []
        if question.row["reasons"]:
            start, steps = question.reasons
            words = [f"Starts {start}.", *(f"{domain.capitalize()} {step:+d}: {why}." for domain, step, why in steps)]
            content.append(nodes.paragraph("", " ".join(words)))
        aside = [(name, use["reason"]) for name, use in question.uses.items() if use["use"] == "set aside"]
        if aside:
            items = [
                nodes.list_item("", nodes.paragraph("", "", link(name, name, self.env.docname), nodes.Text(f": {why}")))
                for name, why in aside
            ]
            content += [nodes.paragraph("", "Set aside:"), nodes.bullet_list("", *items, classes=["set-aside"])]
        studies = dict.fromkeys(row.study for row in question.rows())
        if studies:
            sources = nodes.paragraph("", "Sources: ")
            for number, key in enumerate(studies):
                sources += [nodes.Text("; " if number else ""), cite(key, self.env.docname)]
            content.append(sources)
        searched = question.row["searched"]
        content.append(
            nodes.paragraph("", f"Last searched {question.row['searched_on']}.{' ' + searched if searched else ''}")
        )
        return content


class CertaintyRole(SphinxRole):
    """``{certainty}`question```: the certainty of a question's answer, which leads to the answer; or GRADE's word."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.text in FORM or self.text == "very low":
            return [certainty(self.text)], []
        for question in questions(evidence(self.env.app)):
            if question.name == self.text:
                shown = certainty(question.row["certainty"])
                words = shown.pop(0).astext()
                shown += link(f"question-{question.name}", words, self.env.docname)
                return [shown], []
        raise ExtensionError(
            f"{self.env.docname}, line {self.lineno}: '{self.text}' is no question and no word of certainty; "
            "see evidence/questions.csv"
        )


def certainty(word: str) -> nodes.inline:
    """GRADE's word; the style sheet adds its shape."""
    shown = FORM.get(word, "Very low certainty" if word == "very low" else "No evidence")
    return nodes.inline("", shown, classes=["certainty", f"certainty-{word.replace(' ', '-')}"])


def _cell(*content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *content))


def _visit_box(self, node: answer_box) -> None:
    self.body.append(self.starttag(node, "div", role="group", **{"aria-labelledby": node["label"]}))


def _depart_box(self, node: answer_box) -> None:
    self.body.append("</div>")


def _visit_asked(self, node: asked) -> None:
    level, above = 1, node.parent
    while above is not None:
        level, above = level + isinstance(above, nodes.section), above.parent
    self.body.append(self.starttag(node, "p", "", role="heading", **{"aria-level": str(min(level, 6))}))


def _depart_asked(self, node: asked) -> None:
    self.body.append("</p>")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("answer", AnswerDirective)
    app.add_directive("chart", ChartDirective)
    app.add_role("certainty", CertaintyRole())
    app.add_node(answer_box, html=(_visit_box, _depart_box))
    app.add_node(asked, html=(_visit_asked, _depart_asked))
