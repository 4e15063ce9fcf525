"""The contents beside each page, read once for the whole book and marked for each page.

Furo resolves, renders and parses the whole tree of contents anew for every page, so that time grows with the
square of the number of pages (https://github.com/pradyunsg/furo/pull/939).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import furo
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

FROM_FURO = furo._compute_navigation_tree
# The tags of furo's tree that differ between pages, and those that close them.
TAG = re.compile(
    r'(?P<list><ul>)|<li class="(?P<item>toctree-l\d+)(?P<more> has-children)?">|(?P<close></ul>|</li>)'
    r'|<a class="reference internal" href="(?P<page>[^"#]+)">|<input (?P<box>[^>]*)class="toctree-checkbox"'
)


class Contents:
    """Furo's tree as it stands on a page outside of it, cut so that it can be marked for any page."""

    def __init__(self, tree: str) -> None:
        self.pieces: list[str] = []
        self.links: dict[int, str] = {}
        self.marked: dict[str, dict[int, str]] = {}
        self._from = cache(self._seen_from)
        around: list[dict[int, str]] = []  # the open tags, each as it reads on pages within it
        held: dict[str, list[dict[int, str]]] = {}
        end = 0
        for tag in TAG.finditer(tree):
            self.pieces += [tree[end : tag.start()], tag[0]]
            number, end = len(self.pieces) - 1, tag.end()
            if tag["list"]:
                around.append({number: '<ul class="current">'})
            elif tag["item"]:
                around.append({number: f'<li class="{tag["item"]} current{tag["more"] or ""}">'})
            elif tag["close"]:
                around.pop()
            elif tag["page"]:
                self.links[number] = tag["page"]
                own = '<a class="current reference internal" href="#">'
                held[tag["page"]] = [*around, {number: own}]
            else:  # the box that opens an item stands behind the item's link
                around[-1][number] = f'<input {tag["box"]}checked="" class="toctree-checkbox"'
        self.pieces.append(tree[end:])
        for page, tags in held.items():
            item = min(tags[-2])
            last = {item: tags[-2][item].replace('">', ' current-page">')}
            self.marked[page] = {number: piece for tag in [*tags, last] for number, piece in tag.items()}

    def on(self, page: str) -> str:
        """The tree as furo makes it for the page of that address, relative to the first page's folder."""
        pieces = list(self._from(page.rpartition("/")[0]))
        for number, piece in self.marked.get(page, {}).items():
            pieces[number] = piece
        return "".join(pieces)

    def _seen_from(self, folder: str) -> list[str]:
        pieces, here = list(self.pieces), f"{folder}/" if folder else ""
        for number, page in self.links.items():
            pieces[number] = f'<a class="reference internal" href="{relative_uri(here, page)}">'
        return pieces


def read_contents(app: Sphinx, builder: Builder) -> None:
    """Read the tree before pages are written, and let furo take each page's from it."""
    furo._compute_navigation_tree = FROM_FURO
    if builder.name != "html":
        return
    # As furo asks for it.
    tree = global_toctree_for_doc(builder.env, "", builder, titles_only=True, maxdepth=-1, includehidden=True)
    if tree is None:
        return
    fragment = builder.render_partial(tree)["fragment"]  # type: ignore[attr-defined]
    contents = Contents(furo.get_navigation_tree(fragment))

    def tree_of(context: dict[str, Any]) -> str:
        # Pages outside of the contents are few, and the one for lost readers has addresses of its own.
        page = context["pagename"]
        known = page in builder.env.found_docs
        return contents.on(builder.get_target_uri(page)) if known else FROM_FURO(context)

    furo._compute_navigation_tree = tree_of


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("write-started", read_contents)
