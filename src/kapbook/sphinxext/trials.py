"""The directive {trials}: what each trial registered and what it published, side by side, and how it was appraised."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence import Row
from kapbook.evidence.ledger import parts
from kapbook.sphinxext.charts import details
from kapbook.sphinxext.links import cite
from kapbook.sphinxext.rows import cell, table
from kapbook.sphinxext.tables import evidence

PAGE = "chapters/reference/trials"
HEADS = [("Trial", 31), ("Main outcome as registered", 29), ("Main outcome as published", 28), ("Met?", 12)]
MET = {"yes": "yes", "no": "no", "unclear": "not clear", "not reported": "not reported"}


class TrialsDirective(SphinxDirective):
    """``{trials}``: one row a trial, with an anchor each; masking, sponsor, appraisal and works open on demand."""

    def run(self) -> list[nodes.Node]:
        tables = evidence(self.env.app).tables
        appraised: dict[str, list[Row]] = {}
        for row in tables["appraisals"]:
            appraised.setdefault(row["trial"], []).append(row)
        trials = sorted(tables["trials"], key=lambda row: (row["name"] or row["trial"]).lower())
        rows = [(f"trial-{row['trial']}", self._row(row, appraised.get(row["trial"], []))) for row in trials]
        for name, _ in rows:
            self.env.get_domain("std").anonlabels[name] = (self.env.docname, name)  # type: ignore[attr-defined]
        caption = f"Main outcomes of {len(rows)} trials, as registered and as published"
        return [table(caption, HEADS, rows, "trials")]

    def _row(self, trial: Row, appraised: list[Row]) -> list[nodes.entry]:
        first = cell(nodes.strong("", trial["name"] or trial["trial"]), nodes.Text(f" ({trial['trial']})"))
        first += details("", *self._more(trial, appraised), summary="Arms, masking, sponsor, appraisal, works")
        registered = trial["primary_registered"]
        when = f" (registered {trial['registered_on']})" if trial["registered_on"] else ""
        return [
            first,
            cell(f"{registered}{when}"),
            cell(trial["primary_published"]),
            cell(MET.get(trial["primary_met"], trial["primary_met"])),
        ]

    def _more(self, trial: Row, appraised: list[Row]) -> list[nodes.Node]:
        people = f"{trial['randomised']} randomised" if trial["randomised"] else "number randomised not seen"
        lines = [
            f"{trial['arms']}; {people}.",
            f"Masked: {trial['masked']}. Did masking hold? {trial['masking_checked'].capitalize()}.",
            f"Sponsor: {trial['sponsor']}.",
        ]
        shown: list[nodes.Node] = [nodes.paragraph("", line) for line in lines]
        if appraised:
            words = "; ".join(f"{row['domain']} {row['judgement']}" for row in appraised)
            shown.append(nodes.paragraph("", f"Risk of bias by domain: {words}."))
        works = nodes.paragraph("", "Works: ")
        for number, key in enumerate(parts(trial["works"])):
            works += [nodes.Text("; " if number else ""), cite(key, self.env.docname)]
        return [*shown, works, nodes.paragraph("", "", nodes.reference("", "Page read", refuri=trial["seen_at"]))]


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("trials", TrialsDirective)
