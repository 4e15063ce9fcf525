"""What the rules on built pages need of a page, gathered in one walk and remembered for its present bytes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from kapbook.evidence.hosts import host_of, printed_hosts
from kapbook.store import Store

CODE = ("src/kapbook/checks/facts.py", "src/kapbook/evidence/hosts.py")
"""What facts are gathered by."""

TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^\w*Error: ", re.M)
FOREIGN_SCRIPT = re.compile(r"https?://(?!localhost)[\w.-]+/[^\"' ]*\.js")
ADDRESS_LIKE = re.compile(r"\w\.\w|//")
WEB = re.compile(r"(https?:)?//", re.I)
LOADING = {"script", "img", "iframe", "source", "video", "audio", "embed"}
OUTPUT = {"output", "cell_output"}
UNREAD = {"script", "style"}
Place = tuple[str, int]
"""A text and the line on which its tag stands."""


@dataclass
class Facts:
    """One page.

    Attributes
    ----------
    ids : all ids, in order
    leads_to : where a page that only leads on goes, relative to itself; empty for all others
    links : addresses of its links
    images : address, text alternative and line of each image
    loads : tag, address and line of what comes from another host
    foreign_scripts, errors, empty : lines of inline scripts that name another host's script, of outputs with
        an error, of bound numbers that show nothing
    printed : hosts that its text shows
    led_to : hosts that its links lead to
    """

    ids: list[str] = field(default_factory=list)
    leads_to: str = ""
    links: list[Place] = field(default_factory=list)
    images: list[tuple[str, str, int]] = field(default_factory=list)
    loads: list[tuple[str, str, int]] = field(default_factory=list)
    foreign_scripts: list[int] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    printed: list[Place] = field(default_factory=list)
    led_to: list[Place] = field(default_factory=list)


def gather(page: bytes) -> Facts:
    """The facts of a page as it is stored."""
    facts = Facts()
    tree = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if page.strip() else None
    for tag in tree.iter() if tree is not None else ():
        if isinstance(tag.tag, str):
            _tag(tag, facts)
            if tag.text and tag.tag not in UNREAD:
                _text(tag.text, tag.sourceline, facts)
        if tag.tail:
            above = tag.getparent()
            _text(tag.tail, above.sourceline if above is not None else 1, facts)
    return facts


def _tag(tag: etree._Element, facts: Facts) -> None:
    """What the tag itself tells."""
    name, line, get = tag.tag, tag.sourceline, tag.attrib.get
    if "id" in tag.attrib:
        facts.ids.append(get("id"))
    if name == "a" and "href" in tag.attrib:
        facts.links.append((get("href"), line))
        if WEB.match(get("href")):
            facts.led_to.append((host_of(get("href")), line))
    elif name == "img":
        facts.images.append((get("src", ""), get("alt", "").strip(), line))
    elif name == "meta" and get("http-equiv") == "refresh" and not facts.leads_to:
        facts.leads_to = get("content", "").partition("url=")[2]
    elif name == "script" and not get("src") and FOREIGN_SCRIPT.search(tag.text or ""):
        facts.foreign_scripts.append(line)
    loaded = get("src") if name in LOADING else None
    if name == "link" and "canonical" not in get("rel", "").split():
        loaded = get("href")
    if loaded and urlsplit(loaded).netloc:
        facts.loads.append((name, loaded, line))
    classes = get("class", "").split()
    if OUTPUT.intersection(classes) and TRACEBACK.search("".join(tag.itertext())):
        facts.errors.append(line)
    if name == "span" and "stat" in classes:
        shown = next(tag.iterdescendants("a", "span"), None)
        if shown is None or not "".join(shown.itertext()).strip():
            facts.empty.append(line)


def _text(text: str, line: int, facts: Facts) -> None:
    if ADDRESS_LIKE.search(text):
        facts.printed += [(host, line) for host in printed_hosts(text)]


def facts_of(name: str, page: bytes, store: Store | None) -> Facts:
    """The facts of a page, gathered only when they are not known of these bytes."""
    digest = hashlib.sha256(page).hexdigest()
    known = store.get(name, digest) if store else None
    if known is not None:
        return Facts(**known)
    facts = gather(page)
    if store:
        store.put(name, digest, asdict(facts))
    return facts
