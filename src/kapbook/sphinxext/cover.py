"""The cover: one square for each claim, sorted by verdict; on the first page, and as the picture of shared links."""

from __future__ import annotations

from pathlib import Path

import resvg_py
from docutils import nodes
from matplotlib import get_data_path
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence.ledger import LEDGER_PAGE, claims, count_by_verdict
from kapbook.sphinxext.claims import badge, slug
from kapbook.sphinxext.head import SOCIAL
from kapbook.sphinxext.tables import evidence

ROWS = 9
STEP = 12
SIDE = 9.5
# The style sheet of the pages colours the same classes; a preview has no style sheet and no dark side.
PREVIEW = """.cover-supported { fill: #17623f }
.cover-partly-supported { fill: #7fa04e } .cover-overstated { fill: #b36b00 }
.cover-contested { fill: #e0b060 } .cover-unsupported { fill: none; stroke: #7c4a00; stroke-width: 1.4 }
.cover-contradicted { fill: #a01c24 } .cover-unverifiable { fill: none; stroke: #52565b }
.cover-not-a-factual-claim { fill: #d5d8db }"""
WORDS = '<text x="{x}" y="{y}" font-family="DejaVu Sans" font-size="{size}" fill="#12312d">{text}</text>'


def squares(counts: dict[str, int]) -> str:
    """SVG squares in columns of nine, verdict after verdict."""
    classes = [f"cover-{slug(verdict)}" for verdict, count in counts.items() for _ in range(count)]
    return "".join(
        f'<rect class="{name}" x="{1 + number // ROWS * STEP}" y="{1 + number % ROWS * STEP}" '
        f'width="{SIDE}" height="{SIDE}" rx="1.5"/>'
        for number, name in enumerate(classes)
    )


def size(counts: dict[str, int]) -> tuple[int, int]:
    """Width and height of the squares in their own unit."""
    return -(-sum(counts.values()) // ROWS) * STEP, ROWS * STEP


def drawing(counts: dict[str, int]) -> str:
    """The squares as an SVG element with a text alternative."""
    width, height = size(counts)
    words = f"{sum(counts.values())} claims: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cover" role="img" aria-label="{words}" '
        f'viewBox="0 0 {width} {height}">{squares(counts)}</svg>'
    )


def preview(title: list[str], counts: dict[str, int]) -> bytes:
    """Picture of 1200 by 630 pixels that others show beside a shared link, as PNG.

    Its letters come from the font that matplotlib brings, so that every machine makes the same picture.
    """
    width, height = size(counts)
    head = "".join(WORDS.format(x=60, y=105 + 74 * i, size=58, text=line) for i, line in enumerate(title))
    foot = f"{sum(counts.values())} claims of four articles, {counts['supported']} of them true as worded"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><style>{PREVIEW}</style>'
        f'<rect width="1200" height="630" fill="#f3f7f6"/>{head}'
        f'<g transform="translate(60 220) scale({min(1080 / width, 310 / height)})">{squares(counts)}</g>'
        f"{WORDS.format(x=60, y=585, size=32, text=foot)}</svg>"
    )
    font = Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(font)]))


class CoverDirective(SphinxDirective):
    """``{cover}``: the squares, and below them each verdict with its count and its claims in the ledger."""

    def run(self) -> list[nodes.Node]:
        counts = count_by_verdict(claims(evidence(self.env.app)))
        key = nodes.bullet_list(classes=["cover-key"])
        for verdict, count in counts.items():
            words: list[nodes.Node] = [badge(verdict), nodes.Text(f" {count}")]
            if self.env.app.builder.name == "html":
                uri = "../" * self.env.docname.count("/") + f"{LEDGER_PAGE}.html?verdict={slug(verdict)}"
                words = [nodes.reference("", "", *words, refuri=uri, internal=True)]
            key += nodes.list_item("", nodes.paragraph("", "", *words))
        if self.env.app.builder.name == "epub":  # an EPUB must declare each page that holds a drawing
            return [key]
        return [nodes.raw("", drawing(counts), format="html"), key]


def write_preview(app: Sphinx, exception: Exception | None) -> None:
    """Put the picture of shared links beside the pages."""
    if not exception and app.builder.name == "html":
        title = ["Ketamine-assisted", "psychotherapy, checked"]
        Path(app.outdir, SOCIAL).write_bytes(preview(title, count_by_verdict(claims(evidence(app)))))


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("cover", CoverDirective)
    app.connect("build-finished", write_preview)
