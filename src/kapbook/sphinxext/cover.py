"""The cover: one square for each claim, sorted by verdict; on the first page, and as the picture of shared links."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import wrap

import resvg_py
from docutils import nodes
from matplotlib import get_data_path
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence.ledger import LEDGER_PAGE, RATINGS, VERDICTS, Claim, claims, count_by_verdict
from kapbook.sphinxext.claims import badge, slug
from kapbook.sphinxext.head import SOCIAL
from kapbook.sphinxext.tables import evidence

ROWS = 9
STEP = 12
SIDE = 9.5
LETTERS = 32
"""Letters of the preview's title that fill a line at full size."""

# The style sheet of the pages colours the same classes; a preview has no style sheet and no dark side.
PREVIEW = """.cover-supported { fill: #17623f } .cover-partly-supported { fill: #5c8a1e }
.cover-overstated { fill: #b35900 }
.cover-contested { fill: #6b3fa0 } .cover-unsupported { fill: #8a6d3b } .cover-contradicted { fill: #a01c24 }
.cover-unverifiable { fill: #52565b } .cover-not-a-factual-claim { fill: #b8bec4 }"""
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


def preview(title: str, counts: dict[str, int], articles: int) -> bytes:
    """Picture of 1200 by 630 pixels that others show beside a shared link, as PNG.

    Its letters come from the font that matplotlib brings, so that every machine makes the same picture.
    """
    width, height = size(counts)
    rooms = range(len(title) // 2, len(title) + 1)
    lines = next(lines for room in rooms if len(lines := wrap(title, room, break_on_hyphens=False)) <= 2)
    letters = 58 * LETTERS // max(LETTERS, *map(len, lines))
    head = "".join(WORDS.format(x=60, y=105 + 74 * i, size=letters, text=escape(line)) for i, line in enumerate(lines))
    made_by = f"{articles} article{'' if articles == 1 else 's'}"
    foot = f"{sum(counts.values())} claims of {made_by}, {counts['supported']} of them true as worded"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><style>{PREVIEW}</style>'
        f'<rect width="1200" height="630" fill="#f3f7f6"/>{head}'
        f'<g transform="translate(60 220) scale({min(1080 / max(width, 1), 310 / height)})">{squares(counts)}</g>'
        f"{WORDS.format(x=60, y=585, size=32, text=foot)}</svg>"
    )
    font = Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(font)]))


class CoverDirective(SphinxDirective):
    """``{cover}``: the number that matters, a legend with counts, and a square for each claim that opens its page."""

    def run(self) -> list[nodes.Node]:
        every = claims(evidence(self.env.app))
        counts = count_by_verdict(every)
        facts = sum(count for verdict, count in counts.items() if verdict in RATINGS)
        headline = nodes.paragraph("", "", classes=["cover-headline"])
        headline += nodes.Text(f"Of {facts} factual claims, ")
        true = counts["supported"]
        headline += nodes.strong("", f"{true} {'is' if true == 1 else 'are'} true as worded")
        headline += nodes.Text(".")
        key = nodes.bullet_list(classes=["cover-key"])
        for verdict, count in counts.items():
            words: list[nodes.Node] = [badge(verdict), nodes.Text(f" {count}")]
            if self.env.app.builder.name == "html":
                uri = f"{self._up}{LEDGER_PAGE}.html?verdict={slug(verdict)}"
                words = [nodes.reference("", "", *words, refuri=uri, internal=True)]
            key += nodes.list_item("", nodes.paragraph("", "", *words))
        shown: list[nodes.Node] = [headline]
        if self.env.app.builder.name == "html":
            shown.append(nodes.raw("", self._tiles(every), format="html"))
        elif self.env.app.builder.name != "epub":  # an EPUB must declare each page that holds a drawing
            shown.append(nodes.raw("", drawing(counts), format="html"))
        return [*shown, key]

    @property
    def _up(self) -> str:
        return "../" * self.env.docname.count("/")

    def _tiles(self, every: list[Claim]) -> str:
        """One link a claim, in the order of the verdicts; its name is the verdict and the claim."""
        links = [
            f'<li><a class="tile verdict-{slug(claim.row["verdict"])}" href="{self._up}{claim.page}.html" '
            f'title="{claim.row["verdict"].capitalize()}: {escape(claim.row["text"])}"></a></li>'
            for verdict in VERDICTS
            for claim in every
            if claim.row["verdict"] == verdict
        ]
        return f'<ul class="cover" aria-label="The claims, one square each, by verdict">{"".join(links)}</ul>'


def write_preview(app: Sphinx, exception: Exception | None) -> None:
    """Put the picture of shared links beside the pages."""
    if not exception and app.builder.name == "html":
        tables = evidence(app).plain
        counts, articles = count_by_verdict(claims(tables)), len(tables.tables["articles"])
        Path(app.outdir, SOCIAL).write_bytes(preview(app.config.project, counts, articles))


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("cover", CoverDirective)
    app.connect("build-finished", write_preview)
