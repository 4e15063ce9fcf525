"""Last touches on each HTML page: no idle scripts, no foreign hosts, right roles, tables that scroll."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from kapbook.sphinxext.spoken import spoken
from kapbook.sphinxext.tables import evidence

STAMPED = re.compile(r"(mystnb\.[0-9a-f]+\.css)\?v=\w+")
"""A style sheet that carries its hash in its name, and another one behind it."""

ITEM = re.compile(
    r'<li class="toctree-l\d+(?P<open> current)?(?P<more> has-children)?[^"]*">|(?P<close></li>)|(?P<box><input [^>]*>)'
)
"""The tags of the side column that tell where a branch begins, what opens it, and where it ends."""

MARK = "<!-- policy -->"
POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' {styles}; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""Inline scripts and style elements are the theme's, each named by its hash; style attributes only lay out."""

SCRIPTS = ("ySvT2PEZeueHGC1y2crNuNTfphBynFPP7i+U21fEgX0=",)
"""Furo's script that sets light or dark before the page is drawn."""

STYLES = ("6yT0EqJwhXMM/PwOmOAc9M+bGPA8FJOv5r8wlZc5kwE=",)
"""Furo's colours of code."""


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Adjust the page before the theme's template is filled."""
    package = evidence(app).package
    context["foot"] = app.config.book_foot
    context["data_version"], context["last_searched"] = package["version"], package["last_searched"]
    # Furo calls the captions of its contents headings without saying of which level.
    if "furo_navigation_tree" in context:
        tree = context["furo_navigation_tree"].replace(' role="heading"', "")
        context["furo_navigation_tree"] = branches_on_the_way(tree)
    body = context.get("body") or ""
    body = accessible(body)
    context["body"] = spoken(body) if app.builder.name == "html" else body
    if 'class="cell' not in body:
        context["css_files"] = [
            css for css in context["css_files"] if "mystnb" not in str(getattr(css, "filename", css))
        ]


def branches_on_the_way(tree: str) -> str:
    """The contents beside a page without the branches that do not lead to it: their first pages list what is below.

    They would stand in every page of the book and are a twentieth of what a page weighs.
    """
    kept, end = [], 0
    above: list[tuple[re.Match[str], int]] = []  # open items, each with the place of the box that opens its branch
    for tag in ITEM.finditer(tree):
        if tag["box"]:
            above[-1] = (above[-1][0], tag.start())
        elif not tag["close"]:
            above.append((tag, 0))
        else:
            item, box = above.pop()
            if not item["more"] or item["open"] or any(one["more"] and not one["open"] for one, _ in above):
                continue
            kept += [tree[end : item.start()], item[0].replace(" has-children", ""), tree[item.end() : box]]
            end = tag.start()
    return "".join(kept) + tree[end:]


def accessible(body: str) -> str:
    """The page body with roles that ARIA 1.2 allows and scopes on table heads."""
    body = body.replace('<div role="list" class="citation-list">', '<div class="citation-list">')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")  # its words tell what it shows
    body = body.replace('<th class="head', '<th scope="col" class="head').replace(
        '<th class="stub', '<th scope="row" class="stub'
    )
    body = body.replace("<pre>", '<pre tabindex="0">')  # long lines scroll, also by keyboard
    # Furo's wrapper of a table repeats the table's id.
    body = re.sub(r'(<div class="table-wrapper[^>]* id="([^"]+)">\s*<table[^>]*?) id="\2"', r"\1", body)
    return body


def seal(page: str, name: str = "") -> str:
    """The page with a content security policy that allows its own files and the theme's inline parts, nothing else.

    Raises
    ------
    ExtensionError : the page holds an inline script or style element that is not the theme's, or a handler.
    """
    for kind, known in (("script", SCRIPTS), ("style", STYLES)):
        for part in re.findall(rf"<{kind}(?:\s[^>]*)?>(.*?)</{kind}\s*>", page, re.S | re.I):
            if part.strip() and digest(part) not in known and not _is_data(part, page):
                start = " ".join(part.split())[:60]
                raise ExtensionError(f"{name}: an inline {kind} that is not the theme's ('{start}'); remove it")
    page = STAMPED.sub(r"\1", page)  # set or not, as the file was there already when the page was written
    policy = POLICY.format(scripts=_sources(SCRIPTS), styles=_sources(STYLES))
    return page.replace(MARK, f'<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def digest(part: str) -> str:
    """Hash of an inline script or style, as a policy names it."""
    return base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


def _is_data(part: str, page: str) -> bool:
    """Is the part the page's structured data, which browsers do not run?"""
    return f'<script type="application/ld+json">{part}</script>' in page


def _sources(digests: tuple[str, ...]) -> str:
    return " ".join(f"'sha256-{name}'" for name in digests)


def seal_pages(app: Sphinx, exception: Exception | None) -> None:
    """Seal every page when all are written."""
    if exception or app.builder.name != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        if MARK in page:
            path.write_text(seal(page, path.relative_to(app.outdir).as_posix()), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_config_value("book_foot", {"lines": [], "apart": "", "claim": ""}, "html")
    app.connect("html-page-context", finish_page, priority=900)
    app.connect("build-finished", seal_pages)
