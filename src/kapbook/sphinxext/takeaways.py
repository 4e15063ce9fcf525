"""The {takeaways} directive: what can be taken along, as far as it was built."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.names import FOLDER, PACKED, file_name
from kapbook.publish.takeaway import editions, fresh_editions
from kapbook.sphinxext.tables import evidence


class TakeawaysDirective(SphinxDirective):
    """``{takeaways}``: links to the zip of the book, and to the EPUB and PDF that were made from the same sources."""

    def run(self) -> list[nodes.Node]:
        if self.env.app.builder.name != "html":
            return []
        root = Path(self.env.app.srcdir)
        told, packed = editions(root), file_name(evidence(self.env.app).plain.package, PACKED)
        made = {path.name: told[path.name] for path in fresh_editions(root)}
        items = nodes.bullet_list()
        for name, words in {packed: "All pages as a zip: unpack it and open index.html", **made}.items():
            uri = "../" * self.env.docname.count("/") + f"{FOLDER}/{name}"
            items += nodes.list_item("", nodes.paragraph("", "", nodes.reference("", words, refuri=uri)))
        return [items]


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("takeaways", TakeawaysDirective)
