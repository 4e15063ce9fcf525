"""The {evidence} directive: each study of a topic with its design, its checks and its rows as sentences."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence import Evidence, Row
from kapbook.evidence.printed import spellings
from kapbook.sphinxext.links import cite
from kapbook.sphinxext.tables import evidence

ROW_TABLES = {
    "outcomes": "Outcomes by arm",
    "effects": "Contrasts",
    "adverse_events": "Adverse events",
    "surveys": "Survey figures",
    "quantities": "Quantities",
    "statements": "Findings in words",
}
DESIGN = {
    "design": "Design",
    "tested": "Tested",
    "population": "Population",
    "n": "People",
    "n_analysed": "Analysed",
    "comparator": "Comparator",
    "blinding": "Blinding",
    "blinding_held": "Blinding held",
    "funding": "Funding",
    "country": "Country",
    "registration": "Registration",
    "certainty_note": "Reasons for doubt",
    "note": "Note",
}

THROUGH_A_COPY = "read through a copy"
SECOND_HAND = "second-hand"


class EvidenceDirective(SphinxDirective):
    """``{evidence} topic``: all studies of that topic, in name order."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        tables = evidence(self.env.app)
        topic = self.arguments[0]
        studies = sorted((r for r in tables.tables["studies"] if r["topic"] == topic), key=lambda r: r.study)
        if not studies:
            raise ExtensionError(f"{self.env.docname}: no study has the topic '{topic}'; see evidence/studies.csv")
        rows: dict[str, list[Row]] = {}
        for table in (*ROW_TABLES, "verifications"):
            for row in tables.tables[table]:
                rows.setdefault(row.study, []).append(row)
        return [self._study(tables, study, rows.get(study.study, [])) for study in studies]

    def _study(self, tables: Evidence, study: Row, rows: list[Row]) -> nodes.section:
        name = f"study-{study.study}"
        section = nodes.section(ids=[name], names=[name])
        section += nodes.title("", f"{study['first_author']} {study['year']}")
        self._label(name)
        section += nodes.paragraph("", "", cite(study.study, self.env.docname))
        section += self._design(study)
        for table, heading in ROW_TABLES.items():
            own = [row for row in rows if row.table == table]
            if own:
                section += nodes.rubric("", heading)
                section += nodes.bullet_list("", *(self._item(row) for row in own), classes=["evidence-rows"])
        section += self._checks([row for row in rows if row.table == "verifications"])
        return section

    def _design(self, study: Row) -> nodes.field_list:
        fields = nodes.field_list(classes=["study-design"])
        for column, label in DESIGN.items():
            if study.get(column):
                fields += nodes.field(
                    "", nodes.field_name("", label), nodes.field_body("", nodes.paragraph("", study[column]))
                )
        return fields

    def _item(self, row: Row) -> nodes.list_item:
        self._label(row.id)
        paragraph = nodes.paragraph("", "", *sentence(row))
        paragraph += nodes.Text(f" {row['locator']}. ")
        paragraph += _source(row)
        if row.get("note"):
            paragraph += nodes.Text(f" Note: {row['note']}")
        if row.get("waiver"):
            paragraph += nodes.Text(f" Declared exception {row['waiver']}")
        paragraph += nodes.Text(" ")
        paragraph += nodes.literal("", row.id)
        return nodes.list_item("", paragraph, ids=[row.id])

    def _checks(self, rows: list[Row]) -> nodes.paragraph:
        paragraph = nodes.paragraph(classes=["study-checks"])
        for row in rows:
            paragraph += nodes.Text(f"Reference checked on {row['checked_on']} against ")
            paragraph += nodes.reference("", row["identifier"], refuri=row["checked_against"])
            if row["read_through"]:
                paragraph += nodes.Text(f", {THROUGH_A_COPY}")
            compared = ", ".join(row["matched"].split(";"))
            paragraph += nodes.Text(f" ({compared} compared). Retraction or correction notice: {row['retraction']}. ")
        return paragraph

    def _label(self, name: str) -> None:
        std = self.env.get_domain("std")
        std.anonlabels[name] = (self.env.docname, name)  # type: ignore[attr-defined]


def _source(row: Row) -> list[nodes.Node]:
    """Link to the work's own page, and how the editors came by the number when they did not read it there."""
    said = [SECOND_HAND] if row.get("second_hand") else []
    said += [THROUGH_A_COPY] if row["read_through"] else []
    link = nodes.reference("", "page of the work" if row["read_through"] else "page read", refuri=row["seen_at"])
    return [link, nodes.Text(f" ({', '.join(said)})")] if said else [link]


def value_text(row: Row) -> str:
    """The row's value with unit, and its interval or range, counts and p where it has them."""
    parts = []
    if row.get("value"):
        parts.append(spellings(row, "value")[-1] if row["unit"] not in ("USD",) else spellings(row, "value")[2])
    if row.get("low") and row.get("high"):
        parts.append(("range " if parts else "") + spellings(row, "range")[-1])
    if row.get("events") and row.get("n"):
        parts.append(f"({row['events']} of {row['n']})" if parts else spellings(row, "of")[0])
    elif row.get("n"):
        parts.append(f"(n {row['n']})")
    if row.get("ci_low") and row.get("ci_high"):
        parts.append(f"{row.get('ci_level') or '95'}% interval {spellings(row, 'ci')[0]}")
    if row.get("p_value"):
        parts.append(f"p {row['p_value']}")
    return ", ".join(parts).replace(", (", " (")


def sentence(row: Row) -> list[nodes.Node]:
    """The row as a sentence: what, in whom, when, and how much."""
    if row.table == "statements":
        species = f" ({row['species']})" if row["species"] not in ("human", "not applicable") else ""
        return [nodes.Text(f"{row['statement']}{species} ")]
    what = next(row.get(c) for c in ("outcome", "event", "indicator", "quantity") if row.get(c))
    details = [row.get(c) for c in ("definition", "contrast", "population", "arm", "species", "route")]
    when = row.get("timepoint") or row.get("year")
    grouped = ["grouped term"] if row.get("grouped") == "yes" else []
    measure = f"{row.get('measure')} " if row.get("measure") else ""
    shown = [d for d in [*details, *grouped, when] if d and d != "not applicable"]
    return [
        nodes.strong("", what),
        nodes.Text(f" ({'; '.join(shown)}): "),
        nodes.strong("", f"{measure}{value_text(row)}"),
        nodes.Text(". " if row.get("basis") != "computed" else ", computed. "),
    ]


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("evidence", EvidenceDirective)
