"""What search engines, previews and readers see of a page's place: description, structured data, trail of headings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from kapbook.evidence.ledger import claims
from kapbook.names import publisher
from kapbook.sphinxext.publishing import here
from kapbook.sphinxext.tables import evidence

LENGTH = 200
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SOCIAL = "_static/social.png"
PAGE = "WebPage"


def description(doctree: nodes.document | None) -> str:
    """The page's answer in at most 200 characters: whole sentences of 'In short', or of its first paragraph.

    The box with help for people in crisis stands first on many pages and describes none.
    """
    if doctree is None:
        return ""
    paragraphs = list(doctree.findall(nodes.paragraph))
    short = [p for p in paragraphs if _inside(p, "in-short")]
    plain = [p for p in paragraphs if isinstance(p.parent, nodes.section)]
    first = next(iter(short + plain), nodes.paragraph())
    said = (text.astext() for text in first.findall(nodes.Text) if not _inside(text, "certainty"))
    text = " ".join("".join(said).split())
    if len(text) <= LENGTH:
        return text
    cut = text[: LENGTH - 1]
    end = cut.rfind(". ") + 1
    return cut[:end] if end > LENGTH / 3 else cut[: cut.rfind(" ")] + "…"


def _inside(node: nodes.Node | None, name: str) -> bool:
    """Whether the node stands somewhere inside an element of a class."""
    while node is not None:
        if isinstance(node, nodes.Element) and name in node.get("classes", []):
            return True
        node = node.parent
    return False


def trail(app: Sphinx, pagename: str, context: dict[str, Any]) -> list[dict[str, str]]:
    """Steps from the first page to this one; a part of the book has a name and no page."""
    root = app.config.root_doc
    if pagename == root or pagename not in app.env.found_docs:
        return []
    steps = [{"title": "Start", "link": context["pathto"](root)}]
    above = [{"title": page["title"], "link": page["link"]} for page in context["parents"]]
    steps += [{"title": _part(app, pagename), "link": ""}, *above]
    return [step for step in steps if step["title"]] + [{"title": context["title"], "link": ""}]


def _part(app: Sphinx, pagename: str) -> str:
    """Caption of the list of contents that holds the page, or holds the page above it."""
    above = {below: page for page, pages in app.env.toctree_includes.items() for below in pages}
    while above.get(pagename, app.config.root_doc) != app.config.root_doc:
        pagename = above[pagename]
    for toctree in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
        if pagename in toctree["includefiles"]:
            return toctree.get("caption") or ""
    return ""


def kind_of(app: Sphinx, pagename: str) -> str:
    """What schema.org calls the pages of the page's folder, from ``book_chapters``; empty outside of chapters."""
    return next((kind for folder, kind in app.config.book_chapters.items() if pagename.startswith(folder)), "")


def structured(app: Sphinx, pagename: str, title: str, words: str) -> str:
    """The page as schema.org JSON-LD; what needs a whole address is left out when none is known."""
    package, base = evidence(app).package, here().url
    data = {
        "@context": "https://schema.org",
        "@type": kind_of(app, pagename) or PAGE,
        "name": title,
        "description": words,
        "inLanguage": "en",
        "isPartOf": {"@type": "Book", "name": app.config.project, "version": package["version"]},
        "publisher": {"@type": "Organization", "name": publisher(package)},
        "license": LICENCE,
        "lastReviewed": package["last_searched"],
    }
    if base:
        data["url"] = f"{base}{pagename}.html"
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def add_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Hand all of it to the template."""
    if app.builder.name != "html":
        return
    context["trail"] = trail(app, pagename, context)
    if doctree is None:
        return
    context["description"] = app.env.metadata[pagename]["description"]
    context["structured"] = structured(app, pagename, app.env.titles[pagename].astext(), context["description"])
    context["social"] = f"{here().url}{SOCIAL}" if here().url else ""


def note_description(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep the page's line here, where all pages pass: they are written by several processes."""
    app.env.metadata[docname]["description"] = description(doctree)
    app.env.metadata[docname]["numbers"] = numbers(doctree)


def numbers(doctree: nodes.document) -> str:
    """The numbers that the page prints in bound numbers, each once: search finds no word of digits alone."""
    bound = [node[0].astext() for node in doctree.findall(nodes.inline) if "stat" in node.get("classes", [])]
    return " ".join(dict.fromkeys(number for text in bound for number in re.findall(r"\d[\d.,]*%?", text)))


def write_descriptions(app: Sphinx, exception: Exception | None) -> None:
    """Give the search page a line for each page."""
    if exception or app.builder.name != "html":
        return
    before = getattr(app.builder, "before", {})
    last, numbered = before.get("descriptions", {}), before.get("numbers", {})
    for name in app.env.found_docs:  # those that were not written again have the line of the last build
        app.env.metadata[name].setdefault("description", last.get(name))
        app.env.metadata[name].setdefault("numbers", numbered.get(name, ""))
    lines = {name: app.env.metadata[name]["description"] for name in sorted(app.env.found_docs)}
    numbers = {name: app.env.metadata[name].get("numbers", "") for name in sorted(app.env.found_docs)}
    titles = {name: app.env.titles[name].astext() for name in numbers}
    printed = {name: [titles[name], found] for name, found in numbers.items() if found}
    judged = [[claim.name, claim.row["verdict"], claim.row["text"]] for claim in claims(evidence(app).plain)]
    text = "".join(
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in (("DESCRIPTIONS", lines), ("NUMBERS", printed), ("CLAIMS", judged))
    )
    Path(app.outdir, "_static", "descriptions.js").write_text(text, encoding="utf-8")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_config_value("book_chapters", {}, "html")
    app.connect("doctree-resolved", note_description, priority=900)
    app.connect("html-page-context", add_head)
    app.connect("build-finished", write_descriptions)
