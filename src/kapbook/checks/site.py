"""Family S: the built pages are whole, private and readable without sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from kapbook.checks.model import Finding, Rule
from kapbook.evidence.hosts import NUMBERED, host_of, printed_hosts
from kapbook.place import place

TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^\w*Error: ", re.M)
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}
ADDRESS_LIKE = re.compile(r"\w\.\w|//")
FILE_NAME = re.compile(r"\.(svg|png|jpe?g|gif)$|^[0-9a-f]{16,}", re.I)
GENERATED = {"genindex", "search", "404"}
NOT_PAGES = {"_static", "lite"}


@dataclass
class Page:
    """One built page."""

    path: Path
    name: str

    @cached_property
    def tree(self) -> BeautifulSoup:
        return BeautifulSoup(self.path.read_text(encoding="utf-8"), "html.parser")

    @cached_property
    def ids(self) -> list[str]:
        return [str(tag["id"]) for tag in self.tree.find_all(id=True)]

    @cached_property
    def id_set(self) -> set[str]:
        return set(self.ids)

    @cached_property
    def leads_to(self) -> str:
        """Where a page that only leads on goes, relative to itself; empty for all others."""
        tag = self.tree.find("meta", attrs={"http-equiv": "refresh"})
        return str(tag["content"]).partition("url=")[2] if isinstance(tag, Tag) else ""

    def finding(self, code: str, message: str, remedy: str, tag: Tag | None = None) -> Finding:
        return Finding(self.name, (tag.sourceline or 1) if tag else 1, 1, code, message, remedy)


@dataclass
class Site:
    """All pages of a built book, the page names of its contents, the addresses it keeps, the hosts it may name."""

    folder: Path
    expected: list[str]
    promised: list[str] = field(default_factory=list)
    hosts: frozenset[str] = frozenset()

    @cached_property
    def pages(self) -> list[Page]:
        """Every page but those that only lead on to another."""
        return [page for page in self.files if not page.leads_to]

    @cached_property
    def files(self) -> list[Page]:
        """Every page, also those that only lead on."""
        paths = sorted(p for p in self.folder.rglob("*.html") if p.relative_to(self.folder).parts[0] not in NOT_PAGES)
        return [Page(p, p.relative_to(self.folder).as_posix()) for p in paths]

    @cached_property
    def by_path(self) -> dict[Path, Page]:
        return {page.path.resolve(): page for page in self.files}

    def reaches(self, path: Path, anchor: str) -> bool:
        """Is there such a file, and such an anchor on it or on the page to which it leads on?"""
        page = self.by_path.get(path.resolve())
        if page and page.leads_to:
            return self.reaches(page.path.parent / page.leads_to, anchor)
        return path.is_file() and (not anchor or page is None or anchor in page.id_set)


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
    return sorted({finding for r in SITE_RULES.values() for finding in r.find(site)})  # type: ignore[arg-type]


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
        for tag in page.tree.select(".output, .cell_output"):
            if TRACEBACK.search(tag.get_text()):
                yield page.finding(
                    "S502", "an output shows an error", "correct the notebook and run 'make notebooks'", tag
                )


@site_rule("S503", "image-without-words")
def image_without_words(site: Site) -> Iterator[Finding]:
    """An image has no text alternative, or has its file name for one, which tells a listener nothing."""
    for page in site.pages:
        for tag in page.tree.find_all("img"):
            alt = str(tag.get("alt") or "").strip()
            if not alt or FILE_NAME.search(alt):
                yield page.finding("S503", f"image '{tag.get('src')}' has no text alternative", "give it alt text", tag)


@site_rule("S504", "foreign-request")
def foreign_request(site: Site) -> Iterator[Finding]:
    """A page loads something from another host: it tells that host who reads about ketamine."""
    for page in site.pages:
        for tag in page.tree.find_all(True):
            url = tag.get("href") if tag.name == "link" and "canonical" not in (tag.get("rel") or []) else None
            url = url or (tag.get(LOADING[tag.name]) if tag.name in LOADING else None)
            if url and urlsplit(str(url)).netloc:
                yield page.finding("S504", f"<{tag.name}> loads {url}", "serve the file from the book or drop it", tag)
            if (
                tag.name == "script"
                and not tag.get("src")
                and re.search(r"https?://(?!localhost)[\w.-]+/[^\"' ]*\.js", tag.get_text())
            ):
                yield page.finding("S504", "an inline script names a script of another host", "drop it", tag)


@site_rule("S505", "empty-number")
def empty_number(site: Site) -> Iterator[Finding]:
    """A bound number shows nothing."""
    for page in site.pages:
        for tag in page.tree.select("span.stat"):
            shown = tag.find(["a", "span"])
            if shown is None or not shown.get_text(strip=True):
                yield page.finding("S505", "a bound number is empty", "check the {stat} role on this page", tag)


@site_rule("S506", "broken-link")
def broken_link(site: Site) -> Iterator[Finding]:
    """A link inside the book leads to no page, file or anchor."""
    base = place().path
    for page in site.pages:
        for tag in page.tree.find_all("a", href=True):
            url = urlsplit(str(tag["href"]))
            if url.scheme or url.netloc:
                continue
            path, start = unquote(url.path), page.path.parent
            if page.name == "404.html":  # it is shown at any depth, so its links start at the host
                path, start = path.removeprefix(base), site.folder
            target = start / path if path else page.path
            if path.startswith("/") or not site.reaches(target, url.fragment):
                yield page.finding("S506", f"link to '{tag['href']}' leads nowhere", "correct the link", tag)


@site_rule("S507", "repeated-id")
def repeated_id(site: Site) -> Iterator[Finding]:
    """Two elements of a page have one id: links and labels reach only the first."""
    for page in site.pages:
        seen: set[str] = set()
        for name in page.ids:
            if name in seen:
                yield page.finding("S507", f"the id '{name}' stands twice", "rename one of the two")
            seen.add(name)


@site_rule("S508", "lost-address")
def lost_address(site: Site) -> Iterator[Finding]:
    """An address of a past release leads nowhere: a reader's bookmark or a citation of the book is broken."""
    for address in site.promised:
        name, _, anchor = address.partition("#")
        if not site.reaches(site.folder / name, anchor):
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
        for tag in page.tree.find_all("a", href=re.compile(r"^(https?:)?//", re.I)):
            host = host_of(str(tag["href"]))
            if host not in known or NUMBERED.fullmatch(host):
                yield page.finding("S509", f"a link leads to '{host}'", remedy, tag)
        for text in page.tree.find_all(string=ADDRESS_LIKE):
            if type(text) is NavigableString:  # comments, scripts and styles are other types
                for host in printed_hosts(text):
                    if host not in known or NUMBERED.fullmatch(host):
                        yield page.finding("S509", f"the page prints '{host}'", remedy, text.parent)


from kapbook.checks import visible  # noqa: E402, F401 (registers its rule)
