"""Render what notebooks store: a chart as a figure with its words, data and downloads, and words that open."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any, ClassVar

import resvg_py
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx

from kapbook.names import FOLDED, FOLDER, publisher
from kapbook.sphinxext.links import cite
from kapbook.sphinxext.stored import MIME, stored_charts
from kapbook.sphinxext.tables import evidence

CHARTS = f"{FOLDER}/charts"
PNG_DPI = 288


class details(nodes.General, nodes.Element):
    """A block that opens on demand; `summary` is its line, `kind` its class, `chart` the chart whose files it has."""


class ChartRenderer:
    """Entry point `myst_nb.mime_renderers`: turns charts, and words that open on demand, into nodes."""

    mime_priority_overrides: ClassVar = [
        (builder, kind, 1) for builder in ("html", "singlehtml", "epub") for kind in (MIME, FOLDED)
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: int) -> list[nodes.Element] | None:
        if not inline and data.mime_type == FOLDED:
            return [_folded(data.content)]  # type: ignore[arg-type]
        if inline or data.mime_type != MIME:
            return None
        _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index or 0)
        svg = outputs[data.output_index or 0]["data"]["image/svg+xml"]
        return _figure(renderer, data.content, svg)  # type: ignore[arg-type]


def _folded(words: dict[str, Any]) -> details:
    return details("", *(nodes.paragraph("", line) for line in words["lines"]), summary=words["summary"], kind="folded")


def _figure(renderer: NbElementRenderer, chart: dict[str, Any], svg: str) -> list[nodes.Element]:
    name = f"chart-{chart['name']}"
    uri = renderer.write_file([f"{chart['name']}.svg"], plain_svg(svg).encode("utf-8"), overwrite=True, exists_ok=True)
    figure = nodes.figure("", nodes.image(uri=uri, alt=chart["alt"], classes=["chart"]), ids=[name], names=[name])
    caption = nodes.caption("", "", nodes.Text(said(chart) + " Sources: "))
    env = renderer.renderer.sphinx_env
    docname = env.docname
    env.get_domain("std").anonlabels[name] = (docname, name)
    for number, key in enumerate(chart["sources"]):
        if number:
            caption += nodes.Text("; ")
        caption += cite(key, docname)
    caption += nodes.Text(".")
    figure += caption
    return [figure, details("", *_table(chart), summary="The numbers of this chart", chart=chart["name"])]


def said(chart: dict[str, Any]) -> str:
    """The caption, then trials, people, sponsors, risk of bias and certainty where the chart answers questions."""
    return " ".join(part for part in (chart["caption"], chart.get("counted")) if part)


def plain_svg(svg: str) -> str:
    """The drawing without its document type, and with a `d` on each path: EPUB refuses it otherwise."""
    return re.sub(r"<path (?![^>]*\bd=)", '<path d="" ', svg[svg.index("<svg") :])


def _table(chart: dict[str, Any]) -> list[nodes.Element]:
    group = nodes.tgroup(cols=len(chart["columns"]))
    group += [nodes.colspec(colwidth=1) for _ in chart["columns"]]
    group += nodes.thead("", _row(chart["columns"]))
    group += nodes.tbody("", *(_row(row) for row in chart["rows"]))
    return [
        nodes.table("", nodes.title("", chart["caption"]), group, classes=["chart-data"], ids=[f"data-{chart['name']}"])
    ]


def _row(cells: list[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def as_csv(chart: dict[str, Any]) -> str:
    """The chart's data as CSV text."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([chart["columns"], *chart["rows"]])
    return target.getvalue()


def as_png(svg: str) -> bytes:
    """The drawing as PNG on white, for slides; its letters are paths, so that no font is needed."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="white", dpi=PNG_DPI, skip_system_fonts=True))


def _visit_details(self, node: details) -> None:
    kind = f"more {node['kind']}" if "kind" in node else "more"
    self.body.append(f'<details class="{kind}"><summary>{node["summary"]}</summary>')


def _depart_details(self, node: details) -> None:
    if self.builder.name == "html" and "chart" in node:
        self.body.append(take_away(node["chart"], self.builder.current_docname, evidence(self.builder.app).package))
    self.body.append("</details>")


def take_away(chart: str, docname: str, package: dict[str, Any]) -> str:
    """Links to the chart's files, relative to the page, and how to cite it."""
    base = "../" * docname.count("/") + f"{CHARTS}/{chart}"
    return (
        f'<p>Take away: picture as <a href="{base}.png" download>PNG</a> or <a href="{base}.svg" download>SVG</a>, '
        f'<a href="{base}.csv" download>data (CSV)</a>. '
        f"Cite as: {publisher(package)}, chart \u201c{chart}\u201d, data version {package['version']}, "
        f"last searched {package['last_searched']}, CC BY 4.0.</p>"
    )


def write_downloads(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put each chart of a notebook as SVG and PNG, and its data as CSV, beside the pages under a permanent name."""
    if app.builder.name != "html" or doctree is None:
        return
    folder = Path(app.outdir) / CHARTS
    folder.mkdir(parents=True, exist_ok=True)
    charts = stored_charts(Path(app.srcdir, "notebooks"))
    for name, chart in ((name, chart) for name, chart in charts.items() if chart.docname == pagename):
        (folder / f"{name}.svg").write_text(chart.svg, encoding="utf-8")
        (folder / f"{name}.png").write_bytes(as_png(chart.svg))
        (folder / f"{name}.csv").write_text(as_csv(chart.words), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_node(details, html=(_visit_details, _depart_details))
    app.connect("html-page-context", write_downloads)
