"""The {takeaways} directive: what can be taken along, as far as it was built."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.names import EDITIONS, FOLDER, ZIP
from kapbook.publish.takeaway import fresh_editions


class TakeawaysDirective(SphinxDirective):
    """``{takeaways}``: links to the zip of the book, and to the EPUB and PDF that were made from the same sources."""

    def run(self) -> list[nodes.Node]:
        if self.env.app.builder.name != "html":
            return []
        made = {path.name: EDITIONS[path.name] for path in fresh_editions(Path(self.env.app.srcdir))}
        items = nodes.bullet_list()
        for name, words in {ZIP: "All pages as a zip: unpack it and open index.html", **made}.items():
            uri = "../" * self.env.docname.count("/") + f"{FOLDER}/{name}"
            items += nodes.list_item("", nodes.paragraph("", "", nodes.reference("", words, refuri=uri)))
        return [items]


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("takeaways", TakeawaysDirective)
