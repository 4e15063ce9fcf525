"""The directives {downloads}, every file of data with its size, and {corrections}, where to send them if anywhere."""

from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.names import CLASS_SET, FOLDER, PACKED, file_name
from kapbook.sphinxext.tables import evidence

CLAIMS = "claims.json"


class DownloadsDirective(SphinxDirective):
    """``{downloads}``: links to every table, the claims and the zip; sizes are filled in when the files are there."""

    def run(self) -> list[nodes.Node]:
        if self.env.app.builder.name != "html":
            return []
        tables = sorted(path.name for path in Path(self.env.srcdir, "evidence").glob("*.csv"))
        packed = file_name(evidence(self.env.app).plain.package, PACKED)
        notes = {
            CLAIMS: "all verdicts in the ClaimReview form",
            CLASS_SET: "the claims without their verdicts, for a class",
            packed: "all pages, tables and charts",
        }
        names = [f"evidence/{name}" for name in [*tables, "datapackage.json"]] + [*notes]
        up = "../" * self.env.docname.count("/") + FOLDER
        items = "".join(
            f'<li><a href="{up}/{name}" download>{escape(Path(name).name)}</a> {size_of(name)}'
            f"{': ' + notes[name] if name in notes else ''}</li>"
            for name in names
        )
        return [nodes.raw("", f'<ul class="downloads">{items}</ul>', format="html")]


def size_of(name: str) -> str:
    """A place for the size of a file in the folder of downloads; `kapbook.publish.filesizes` fills it."""
    return f'<span class="size" data-size-of="{name}"></span>'


class CorrectionsDirective(SphinxDirective):
    """``{corrections}``: the address for corrections of ``book_corrections`` in _config.yml; nothing without one."""

    def run(self) -> list[nodes.Node]:
        address = self.env.config.book_corrections
        if not address:
            return []
        uri = f"mailto:{address}" if "@" in address and "://" not in address else address
        return [nodes.paragraph("", "Corrections, with a source: ", nodes.reference("", address, refuri=uri))]


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_config_value("book_corrections", "", "env")
    app.add_directive("downloads", DownloadsDirective)
    app.add_directive("corrections", CorrectionsDirective)
