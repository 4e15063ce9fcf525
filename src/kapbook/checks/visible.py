"""Family S, second part: no statistic stands unbound in the text that readers see, whatever the sources say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html.parser import HTMLParser

from kapbook.checks.model import Finding
from kapbook.checks.site import Site, site_rule
from kapbook.checks.statistic import in_digits
from kapbook.evidence import PACKAGE
from kapbook.prose.documents import GENERATED_PAGES
from kapbook.prose.passages import GAP
from kapbook.store import Store, code_digest

CODE = ("src/kapbook/checks/visible.py", "src/kapbook/checks/statistic.py")
"""What this rule is made of: its findings are remembered for pages that have not changed."""

BOUND = {"stat", "stat-card"}
"""Classes of a number that was compared with its row, or declared with its reason."""

MADE_OF_ROWS = {
    "claim",
    "claims-list",
    "class-set",
    "ask",
    "grades",
    "trials",
    "downloads",
    "cover-headline",
    "ledger",
    "article-claims",
    "article-counts",
    "contradictions",
    "evidence-rows",
    "study-design",
    "study-checks",
    "chart-data",
    "shown-chart",
    "cell",
    "citation-list",
    "citation",
    "bibtex-citation",
    "answer",
    "cover",
    "more",
    "standing",
}
"""Classes of blocks that are made from rows, works or charts, each of which has rules of its own."""

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {
    "a",
    "abbr",
    "b",
    "code",
    "em",
    "i",
    "kbd",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "wbr",
}
UNSEEN = {"script", "style", "svg", "nav", "template", "head", "pre"}


class VisibleText(HTMLParser):
    """Text of the article of a page, block by block: `blocks` holds (line of the file, text)."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        start = page.find("<article")  # menus before and after it are the theme's
        whole = start < 0
        start, end = (0, len(page)) if whole else (start, page.rfind("</article>"))
        self._first = page.count("\n", 0, start)
        self.blocks: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool]] = []
        self._inside = int(whole)
        self._hidden = 0
        self._parts: list[str] = []
        self._line = 1
        self._address: str | None = None
        self.feed(page[start:end])
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._end_block()
        if tag in VOID:
            return
        named = dict(attrs)
        classes = set((named.get("class") or "").split())
        self._address = named.get("href") if tag == "a" else None  # an address that is its own words
        hides = tag in UNSEEN or bool(classes & (BOUND | MADE_OF_ROWS))
        if hides and not self._hidden:
            self.handle_data(GAP)
        self._open.append((tag, hides))
        self._hidden += hides
        self._inside += tag == "article"

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_block()
        if not any(tag == name for name, _ in self._open):
            return
        while self._open:
            name, hides = self._open.pop()
            self._hidden -= hides
            self._inside -= name == "article"
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            if not self._parts:
                self._line = self._first + self.getpos()[0]
            self._parts.append(GAP if data == self._address else data)

    def _end_block(self) -> None:
        text = "".join(self._parts)
        if text.strip(f"{GAP} \n"):
            self.blocks.append((self._line, text))
        self._parts = []


@site_rule("S510", "unbound-in-page")
def unbound_in_page(site: Site) -> Iterator[Finding]:
    """A built page shows a statistic that is bound to no row, whatever its source looks like.

    This is N201 a second time, over the text that readers see: every percentage, ratio, interval, p, n, dose,
    pressure, fold, price or decimal of an article stands in a bound number, in a block made from rows, in a chart,
    in a claim's box, or is declared unbound with its reason.
    """
    root = next((folder for folder in site.folder.resolve().parents if (folder / PACKAGE).is_file()), None)
    store = Store(root, "visible", code_digest(CODE)) if root else None
    for page in site.pages:
        if f"{page.name.removesuffix('.html')}.md" in GENERATED_PAGES:
            continue
        content = page.path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        found = store.get(page.name, digest) if store else None
        if found is None:
            found = _statistics(content.decode("utf-8"))
        if store:
            store.put(page.name, digest, found)
        for line, what, shown in found:
            message = f"the {what} '{shown}' is bound to no row"
            yield Finding(page.name, line, 1, "S510", message, "bind it in the page's source, or declare it unbound")
    if store:
        store.save()


def _statistics(page: str) -> list[list]:
    """Line, kind and words of each statistic in the visible text."""
    return [
        [line + text.count("\n", 0, offset), kind, shown]
        for line, text in VisibleText(page).blocks
        for offset, kind, shown in in_digits(text)
    ]
