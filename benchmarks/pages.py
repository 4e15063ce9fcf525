"""What a page costs its reader: the stock Jupyter Book theme and this book, the same content, in one run."""

from __future__ import annotations

import gzip
import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, sync_playwright
from tests.site.conftest import FLAGS, Quiet, serve
from tests.site.looks import OPTIONS

from benchmarks.stock import stock_book
from kapbook.evidence import EvidenceError, project_root
from kapbook.place import PlaceError
from kapbook.publish.browser import BrowserError, chromium
from kapbook.publish.build import BuildError
from kapbook.publish.fresh import is_fresh, made_from

PAGES = {
    "home": "index.html",
    "chapter": "chapters/conditions/depression.html",
    "notebook": "notebooks/how-long.html",
    "ledger": "chapters/reference/ledger.html",
}
SECOND = "chapters/safety/acute-effects.html"
STOCK, OURS = "stock theme", "this book"
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
CPU = 4
ROUNDS = 5
Figures = list[float | None]
VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (390, "light"),
    (390, "dark"),
    (1366, "light"),
    (1366, "dark"),
)
# Playwright's own blocking would switch the browser's cache off.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
PACKED = {".html", ".css", ".js", ".svg", ".json"}
PAINTS = """() => new Promise(done => {
    const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null;
    let lcp = null;
    new PerformanceObserver(list => { lcp = list.getEntries().at(-1).startTime })
        .observe({type: 'largest-contentful-paint', buffered: true});
    setTimeout(() => done([fcp, lcp]), 500);
})"""
COLUMNS = ("page", "book", "requests", "kB gzip", "to other hosts", "FCP ms", "LCP ms", "second page kB", "axe rules")


class Host(Quiet):
    """A static host as they are: gzip for text, files kept by the browser for ten minutes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@cache
def packed(path: Path) -> bytes:
    """The file as it is sent; kept, so that compressing costs no visit any time."""
    return gzip.compress(path.read_bytes(), 6) if path.suffix in PACKED else path.read_bytes()


class Tab:
    """A tab on a slow phone with an empty cache, which counts its requests and the bytes that reach it."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 390, "height": 844})
        self.page = self.context.new_page()
        self.urls: list[str] = []
        self.size = 0.0
        wire = self.context.new_cdp_session(self.page)
        wire.on("Network.requestWillBeSent", lambda event: self.urls.append(event["request"]["url"]))
        wire.on("Network.loadingFinished", self._arrived)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", NETWORK)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": CPU})

    def _arrived(self, event: dict[str, Any]) -> None:
        self.size += event["encodedDataLength"]

    def open(self, url: str) -> float:
        """Load the page, wait until two seconds bring nothing new, and return the bytes that it took."""
        before = self.size
        self.page.goto(url)
        asked = 0
        while asked < len(self.urls):
            asked = len(self.urls)
            self.page.wait_for_timeout(2000)
        return self.size - before


def our_book(root: Path) -> Path:
    """The published book; BuildError when it is missing or older than its sources."""
    html = root / "_build" / "html"
    if not is_fresh(html, made_from(root)):
        raise BuildError(f"{html}: no book of the present sources; run 'make book' first")
    return html


def visit(browser: Browser, address: str, name: str) -> Figures:
    """Open a page, then a second page of the same book; the figures of one visit, as in COLUMNS."""
    tab = Tab(browser)
    size = tab.open(f"{address}/{name}")
    fcp, lcp = tab.page.evaluate(PAINTS)
    urls = [url for url in tab.urls if url.startswith("http")]
    own = sum(url.startswith(address) for url in urls)
    second = tab.open(f"{address}/{SECOND}")
    tab.context.close()
    return [own, size / 1000, len(urls) - own, fcp, lcp, second / 1000]


def violations(browser: Browser, address: str, name: str) -> Counter[str]:
    """Elements by the axe rule that they break, in the view where most do."""
    worst: Counter[str] = Counter()
    for width, scheme in VIEWS:
        page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{address}/{name}", wait_until="networkidle")
        found = Axe().run(page, options=OPTIONS).response["violations"]
        worst |= Counter({rule["id"]: len(rule["nodes"]) for rule in found})
        page.close()
    return worst


def middle(visits: list[Figures]) -> Figures:
    """Medians of the visits; None where the browser reported nothing."""
    known = [[value for value in column if value is not None] for column in zip(*visits, strict=True)]
    return [median(column) if column else None for column in known]


def rows(title: str, visits: dict[str, list[Figures]], broken: dict[str, Counter[str]]) -> list[str]:
    """The table's lines of one page: each book, and how many times as much the stock theme costs."""
    figures = {book: [*middle(visits[book]), len(broken[book])] for book in (STOCK, OURS)}
    lines = []
    for book, values in figures.items():
        shown = ["none" if value is None else f"{value:,.0f}" for value in values]
        shown[-1] += f" ({broken[book].total()})"
        lines.append(f"| {title} | {book} | {' | '.join(shown)} |")
    pairs = zip(figures[STOCK], figures[OURS], strict=True)
    ratios = [f"{stock / ours:.1f}" if stock is not None and ours else "–" for stock, ours in pairs]
    return [*lines, f"| {title} | ratio | {' | '.join(ratios)} |"]


def measure(browser: Browser, books: dict[str, str]) -> list[str]:
    """Visit each page of both books in turn; returns the lines of the report."""
    visits: dict[tuple[str, str], list[Figures]] = {(title, book): [] for title in PAGES for book in books}
    for turn in range(ROUNDS):
        for title, name in PAGES.items():
            for book in list(books)[:: 1 if turn % 2 else -1]:
                say(f"round {turn + 1} of {ROUNDS}: {title}, {book}")
                visits[title, book].append(visit(browser, books[book], name))
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|" + "---:|" * (len(COLUMNS) - 2)]
    named: dict[str, Counter[str]] = {book: Counter() for book in books}
    for title, name in PAGES.items():
        say(f"axe: {title}")
        broken = {book: violations(browser, address, name) for book, address in books.items()}
        lines += rows(title, {book: visits[title, book] for book in books}, broken)
        for book in books:
            named[book] += broken[book]
    rules = {b: ", ".join(f"{rule} {n}" for rule, n in sorted(named[b].items())) or "none" for b in books}
    return [*lines, "", *(f"axe, {book}: {rules[book]}." for book in books)]


def say(line: str) -> None:
    """Tell of progress, apart from the report."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Build, measure, print the report; nothing is written into the checkout."""
    try:
        root, program = project_root(), chromium()
        ours = our_book(root)
        with TemporaryDirectory(prefix="stock-book-") as folder, sync_playwright() as playwright:
            say("building the stock book (a few minutes)")
            books = {STOCK: serve(stock_book(root, Path(folder)), Host).address, OURS: serve(ours, Host).address}
            browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, ALONE])
            before = os.getloadavg()[0]
            lines = measure(browser, books)
            setting = f"Chromium {browser.version}, 390 px, 1.6 Mbit/s, 150 ms, CPU slowed {CPU} times"
            browser.close()
    except (BrowserError, BuildError, EvidenceError, PlaceError) as error:
        sys.exit(str(error))
    except Error as error:
        sys.exit(f"Chromium failed ({error.message.splitlines()[0]}); check that CHROMIUM names a working one")
    load = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores"
    print("\n".join([*lines, "", f"{setting}; medians of {ROUNDS} rounds; {load}."]))


if __name__ == "__main__":
    main()
