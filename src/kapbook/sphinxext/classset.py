"""The directive {class-set}: the claims without their verdicts, on sheets to print; and the same as a CSV file."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence.classset import class_set, sheets
from kapbook.evidence.ledger import Claim
from kapbook.names import CLASS_SET, FOLDER
from kapbook.sphinxext.tables import evidence


class ClassSet(SphinxDirective):
    """``{class-set}``: one section a sheet, each with its claims and room for the class's own verdict."""

    def run(self) -> list[nodes.Node]:
        return [_sheet(number, own) for number, own in enumerate(sheets(evidence(self.env.app)), 1)]


def _sheet(number: int, own: list[Claim]) -> nodes.section:
    name = f"sheet-{number}"
    section = nodes.section("", nodes.title("", f"Sheet {number}"), ids=[name], names=[name])
    items = [nodes.list_item("", nodes.paragraph("", claim.row["text"])) for claim in own]
    section += nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".", classes=["class-set"])
    return section


def write_class_set(app: Sphinx, exception: Exception | None) -> None:
    """Put the CSV file beside the pages."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CLASS_SET).write_text(class_set(evidence(app)), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("class-set", ClassSet)
    app.connect("build-finished", write_class_set)
