"""Family S: the built pages are whole, private and readable without sight."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kapbook.checks.facts import CODE, Facts, facts_of
from kapbook.checks.model import Finding, Rule
from kapbook.evidence import PACKAGE
from kapbook.evidence.hosts import NUMBERED, host_of
from kapbook.place import place
from kapbook.store import Store, code_digest

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

FILE_NAME = re.compile(r"\.(svg|png|jpe?g|gif)$|^[0-9a-f]{16,}", re.I)
GENERATED = {"genindex", "search", "404"}
NOT_PAGES = {"_static", "lite"}


@dataclass
class Page:
    """One built page."""

    path: Path
    name: str
    store: Store | None = None

    @cached_property
    def facts(self) -> Facts:
        """What the rules need of it."""
        return facts_of(self.name, self.path.read_bytes(), self.store)

    @cached_property
    def tree(self) -> BeautifulSoup:
        """The page for those who look for more than the rules do; ten times as slow."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.path.read_text(encoding="utf-8"), "html.parser")

    @cached_property
    def id_set(self) -> set[str]:
        return set(self.facts.ids)

    def finding(self, code: str, message: str, remedy: str, line: int = 1) -> Finding:
        return Finding(self.name, line, 1, code, message, remedy)


@dataclass
class Site:
    """All pages of a built book, the page names of its contents, the addresses it keeps, the hosts it may name."""

    folder: Path
    expected: list[str]
    promised: list[str] = field(default_factory=list)
    hosts: frozenset[str] = frozenset()

    @cached_property
    def store(self) -> Store | None:
        """What is remembered of pages, when the book stands in a checkout."""
        root = next((folder for folder in self.folder.resolve().parents if (folder / PACKAGE).is_file()), None)
        return Store(root, "pages", code_digest(CODE)) if root else None

    @cached_property
    def pages(self) -> list[Page]:
        """Every page but those that only lead on to another."""
        return [page for page in self.files if not page.facts.leads_to]

    @cached_property
    def files(self) -> list[Page]:
        """Every page, also those that only lead on."""
        paths = sorted(p for p in self.folder.rglob("*.html") if p.relative_to(self.folder).parts[0] not in NOT_PAGES)
        return [Page(p, p.relative_to(self.folder).as_posix(), self.store) for p in paths]

    @cached_property
    def by_name(self) -> dict[str, Page]:
        return {page.name: page for page in self.files}

    @cached_property
    def names(self) -> set[str]:
        """Names of all files, relative to the first page's folder."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def reaches(self, name: str, anchor: str) -> bool:
        """Is there such a file, and such an anchor on it or on the page to which it leads on?"""
        page = self.by_name.get(name)
        if page and page.facts.leads_to:
            return self.reaches(join(name, page.facts.leads_to), anchor)
        return name in self.names and (not anchor or page is None or anchor in page.id_set)


def join(page: str, link: str) -> str:
    """Name of the file to which a link on a page leads."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


SITE_RULES: dict[str, Rule] = {}


def site_rule(code: str, name: str) -> Callable:
    """Register a rule on built pages."""

    def register(function: Callable[[Site], Iterator[Finding]]) -> Callable:
        SITE_RULES[code] = Rule(code, name, function)  # type: ignore[arg-type]
        return function

    return register


def check_site(
    folder: Path, expected: list[str], promised: list[str] | None = None, hosts: frozenset[str] = frozenset()
) -> list[Finding]:
    """Findings of all S rules over a built book.

    Parameters
    ----------
    folder : the built pages
    expected : page names of the contents
    promised : addresses of past releases
    hosts : hosts that a page may link to or name, beside the book's own
    """
    site = Site(folder, expected, promised or [], hosts)
    findings = sorted({finding for r in SITE_RULES.values() for finding in r.find(site)})  # type: ignore[arg-type]
    if site.store:
        site.store.save()
    return findings


@site_rule("S501", "page-count")
def page_count(site: Site) -> Iterator[Finding]:
    """The pages built are not those of _toc.yml (search and index apart): one was lost or a stray one published."""
    expected = {f"{name.removesuffix('.md')}.html" for name in site.expected}
    built = {page.name for page in site.pages if page.name.removesuffix(".html") not in GENERATED}
    for name in sorted(expected - built):
        yield Finding(name, 1, 1, "S501", "the page was not built", "see the build's messages")
    for name in sorted(built - expected):
        yield Finding(name, 1, 1, "S501", "the page is not in _toc.yml", "add it there or remove its source")


@site_rule("S502", "traceback")
def traceback_published(site: Site) -> Iterator[Finding]:
    """A page shows a Python traceback or error in an output."""
    for page in site.pages:
        for line in page.facts.errors:
            remedy = "correct the notebook and run 'make notebooks'"
            yield page.finding("S502", "an output shows an error", remedy, line)


@site_rule("S503", "image-without-words")
def image_without_words(site: Site) -> Iterator[Finding]:
    """An image has no text alternative, or has its file name for one, which tells a listener nothing."""
    for page in site.pages:
        for source, alt, line in page.facts.images:
            if not alt or FILE_NAME.search(alt):
                yield page.finding("S503", f"image '{source}' has no text alternative", "give it alt text", line)


@site_rule("S504", "foreign-request")
def foreign_request(site: Site) -> Iterator[Finding]:
    """A page loads something from another host: it tells that host who reads what."""
    for page in site.pages:
        for tag, url, line in page.facts.loads:
            yield page.finding("S504", f"<{tag}> loads {url}", "serve the file from the book or drop it", line)
        for line in page.facts.foreign_scripts:
            yield page.finding("S504", "an inline script names a script of another host", "drop it", line)


@site_rule("S505", "empty-number")
def empty_number(site: Site) -> Iterator[Finding]:
    """A bound number shows nothing."""
    for page in site.pages:
        for line in page.facts.empty:
            yield page.finding("S505", "a bound number is empty", "check the {stat} role on this page", line)


@site_rule("S506", "broken-link")
def broken_link(site: Site) -> Iterator[Finding]:
    """A link inside the book leads to no page, file or anchor."""
    base = place().path
    good: set[tuple[str, str]] = set()  # the pages of a folder share most of their links
    for page in site.pages:
        folder = posixpath.dirname(page.name)
        for href, line in page.facts.links:
            key = (page.name if href.startswith("#") or page.name == "404.html" else folder, href)
            if key in good:
                continue
            url = urlsplit(href)
            path, start = unquote(url.path), page.name
            if page.name == "404.html":  # it is shown at any depth, so its links start at the host
                path, start = path.removeprefix(base), ""
            target = join(start, path) if path else page.name
            inside = not (url.scheme or url.netloc)
            if inside and (path.startswith("/") or not site.reaches(target, url.fragment)):
                yield page.finding("S506", f"link to '{href}' leads nowhere", "correct the link", line)
            else:
                good.add(key)


@site_rule("S507", "repeated-id")
def repeated_id(site: Site) -> Iterator[Finding]:
    """Two elements of a page have one id: links and labels reach only the first."""
    for page in site.pages:
        seen: set[str] = set()
        for name in page.facts.ids:
            if name in seen:
                yield page.finding("S507", f"the id '{name}' stands twice", "rename one of the two")
            seen.add(name)


@site_rule("S508", "lost-address")
def lost_address(site: Site) -> Iterator[Finding]:
    """An address of a past release leads nowhere: a reader's bookmark or a citation of the book is broken."""
    for address in site.promised:
        name, _, anchor = address.partition("#")
        if not site.reaches(posixpath.normpath(name), anchor):
            remedy = "bring it back, or name its new page under 'redirects' in _config.yml"
            yield Finding("addresses.txt", 1, 1, "S508", f"'{address}' leads nowhere", remedy)


@site_rule("S509", "copy-shown")
def copy_shown(site: Site) -> Iterator[Finding]:
    """A page links to or prints an address on a host that evidence/hosts.csv does not list, or a bare IP address.

    Readers are sent to the work itself; copies on mirrors, proxies and staging hosts stay in the tables.
    """
    known = site.hosts | {host_of(place().url)}
    remedy = "lead to the work's own page, or add the host to evidence/hosts.csv"
    for page in site.pages:
        for what, places in (("a link leads to", page.facts.led_to), ("the page prints", page.facts.printed)):
            for host, line in places:
                if host not in known or NUMBERED.fullmatch(host):
                    yield page.finding("S509", f"{what} '{host}'", remedy, line)


from kapbook.checks import visible  # noqa: E402, F401 (registers its rule)
