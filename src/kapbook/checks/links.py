"""Family P, third part: what a page points to is there, and each page is in the contents."""

from __future__ import annotations

import difflib
import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from kapbook.checks.crisis import dialled, number_of
from kapbook.checks.model import Finding, Project, at_piece, rule
from kapbook.prose.documents import Document
from kapbook.prose.passages import Passage, Piece, flow, split_target
from kapbook.store import Store

CONTENTS = "_toc.yml"
DEEPEST = 3
"""Level of headings down to which links reach (`myst_heading_anchors`)."""

ADDRESS = re.compile(r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?P<path>/\S*)?", re.I)
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
IDLE = set("a an and at for from how in is it its of on or that the their they this to what who with your".split())  # noqa: SIM905
"""Words of a title that name nothing."""

NOT_IN_SLUGS = re.compile(r"[^\w\u4e00-\u9fff\- ]")


@rule("P707", "dead-reference")
def dead_reference(project: Project) -> Iterator[Finding]:
    """A link, term, label or download leads to nothing that the book holds."""
    targets = _Targets(project)
    for document in project.documents:
        for passage in document.content.passages:
            for piece in passage.pieces:
                missing = targets.missing(document, piece)
                if missing:
                    message, remedy = missing
                    yield at_piece(document, passage.cell, piece, "P707", message, remedy)


class _Targets:
    """Everything that a page can point to."""

    def __init__(self, project: Project):
        self.root = project.root
        self.pages = {document.path: document for document in project.documents}
        self.anchors = {document.path: _anchors(document) for document in project.documents}
        self.terms = _terms(project.documents)
        self.labels = set().union(*self.anchors.values(), _labels_of_tables(project))

    def missing(self, document: Document, piece: Piece) -> tuple[str, str] | None:
        """What a piece points to in vain, and the remedy; None when it points to something or does not point."""
        if piece.kind == "link":
            return self.link(document, piece.name)
        if piece.kind != "role":
            return None
        shown, target = split_target(piece.text)
        target = target or shown
        if piece.name == "term" and target.lower() not in self.terms:
            return f"the glossary has no term '{target}'", self.near(target, self.terms, "add it to the glossary")
        if piece.name in ("ref", "numref") and _plain(target) not in self.labels:
            return f"no page has the label '{target}'", self.near(target, self.labels, "add the label")
        if piece.name == "doc" and not any(self.file(document, f"{target}{end}") for end in (".md", ".ipynb")):
            return f"no page '{target}'", "correct its path"
        if piece.name == "download" and "://" not in target and not self.file(document, target):
            return f"no file '{target}'", "correct its path"
        return None

    def link(self, document: Document, address: str) -> tuple[str, str] | None:
        parts = urlsplit(address.removeprefix("project:"))
        if parts.scheme or parts.netloc:
            return None
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        if not path and not anchor:
            return "the link has no address", "write where it leads"
        if not path:
            known = self.anchors[document.path] | self.labels
            return None if _plain(anchor) in known else (f"no label '{anchor}'", self.near(anchor, known, "add it"))
        file = self.file(document, path)
        if file is None:
            if _plain(path) in self.labels:
                return None
            return f"the link leads to '{path}', which is not there", self.near(path, set(self.pages), "correct it")
        if anchor and file in self.anchors and _plain(anchor) not in self.anchors[file]:
            return f"'{file}' has no heading or label '{anchor}'", self.near(anchor, self.anchors[file], "correct it")
        return None

    def file(self, document: Document, path: str) -> str | None:
        """The file that a path on a page names, relative to the checkout; None when there is none."""
        start = "" if path.startswith("/") else posixpath.dirname(document.path)
        name = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        return name if name in self.pages or (not name.startswith("..") and (self.root / name).is_file()) else None

    @staticmethod
    def near(word: str, known: set[str], otherwise: str) -> str:
        found = difflib.get_close_matches(_plain(word), sorted(known), n=2)
        return f"did you mean {' or '.join(found)}?" if found else otherwise


def _terms(documents: Iterable[Document]) -> set[str]:
    """Terms of the glossaries, in small letters."""
    return {
        flow(passage).text.partition(" : ")[0].strip().lower()
        for document in documents
        for passage in document.content.passages
        if passage.kind == "term" and "glossary" in passage.inside
    }


def _plain(label: str) -> str:
    return " ".join(label.lower().split())


class _Names(NamedTuple):
    """Words by which a page is called: those of its title, of its address, and both with its headings."""

    title: frozenset[str]
    slug: frozenset[str]
    words: frozenset[str]


def _named_by(document: Document) -> _Names:
    slug = content_words(posixpath.basename(document.docname))
    heads = [p for p in document.content.passages if p.kind == "heading"]
    titles = [content_words("".join(piece.text for piece in head.pieces)) for head in heads]
    return _Names(titles[0] if titles else frozenset(), slug, slug.union(*titles))


def content_words(text: str) -> frozenset[str]:
    """Words of a title or address that name something."""
    return frozenset(word for word in re.findall(r"[a-z]{2,}", text.lower()) if word not in IDLE)


def _anchors(document: Document) -> set[str]:
    """Labels of a page, and the names that MyST gives its headings."""
    found = {_plain(label) for label in document.content.labels}
    found |= {_plain(block.options["name"]) for block in document.content.directives if "name" in block.options}
    slugs: set[str] = set()
    for passage in document.content.passages:
        if passage.kind == "heading" and passage.level <= DEEPEST:
            title = "".join(piece.text for piece in passage.pieces if piece.kind in ("text", "code"))
            slug, number = NOT_IN_SLUGS.sub("", title.lower().replace(" ", "-")), 1
            while slug in slugs:
                slug, number = f"{slug}-{number}", number + 1
            slugs.add(slug)
    return found | slugs


def _labels_of_tables(project: Project) -> set[str]:
    """Labels that the book's directives make from the tables and charts."""
    tables = project.evidence.tables
    labels = {_plain(name) for name in project.evidence.ids()}
    labels |= {f"study-{row.study}".lower() for row in tables["studies"]}
    labels |= {f"{kind}-{row['claim']}".lower() for row in tables["claims"] for kind in ("claim", "discussed")}
    labels |= {
        f"{kind}{row['question']}".lower()
        for row in tables.get("questions", [])
        for kind in ("question-", "answer-", "")
    }
    charts = [chart for document in project.documents for _, chart in document.charts]
    return labels | {f"{kind}-{chart.get('name')}".lower() for chart in charts for kind in ("chart", "data")}


@rule("P717", "link-says-otherwise")
def link_says_otherwise(project: Project) -> Iterator[Finding]:
    """The words of a link name one place, and it leads to another: a number, an address, a DOI, a page or a term.

    Links that dial or text show the digits that they dial, and these are among the numbers of crisisHelp in
    evidence/words.json. Words that name a page of the book (its title, or the words of its address) lead there.
    """
    care = project.words.get("crisisHelp", {})
    terms = _terms(project.documents)
    pages = {document.path: _named_by(document) for document in project.documents}
    for document in project.documents:
        for passage in document.content.passages:
            for number, piece in enumerate(passage.pieces):
                wrong = None
                if piece.kind == "role" and piece.name == "term":
                    shown, target = split_target(piece.text)
                    if target and shown.lower() != target.lower() and shown.lower() in terms:
                        wrong = (
                            f"'{shown}' is a term of its own, but leads to '{target}'",
                            "lead to the term that is shown",
                        )
                elif piece.kind == "link" and passage.pieces[number + 1].kind != "url":  # an address shown as it is
                    words = _words_of_link(passage, number)
                    if number_of(piece.name) or piece.name.lower().startswith(("tel:", "sms:")):
                        wrong = dialled(piece, words, care)
                    else:
                        wrong = _elsewhere(words, piece.name) or _other_page(document, words, piece.name, pages)
                if wrong:
                    yield at_piece(document, passage.cell, piece, "P717", *wrong)


def _words_of_link(passage: Passage, start: int) -> str:
    """What readers see of the link that starts at a piece."""
    shown = ""
    for piece in passage.pieces[start + 1 :]:
        if piece.kind == "endlink":
            break
        shown += piece.text if piece.kind != "break" else " "
    return shown.strip()


def _elsewhere(words: str, address: str) -> tuple[str, str] | None:
    """What is wrong when the words are an address or a DOI and the link leads to another."""
    parts = urlsplit(address)
    shown, doi = ADDRESS.fullmatch(words), DOI.search(words)
    if doi and parts.netloc and unquote(address).lower().find(doi[0].rstrip(".,;").lower()) < 0:
        return f"the words say '{doi[0]}', the link leads to '{address}'", "let both be the same DOI"
    if not shown or not parts.netloc:
        return None
    host = parts.netloc.lower().removeprefix("www.")
    rest = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if shown["host"].lower().removeprefix("www.") != host or not rest.startswith(shown["path"] or ""):
        return f"the words show '{words}', the link leads to '{address}'", "let both be the same address"
    return None


def _other_page(document: Document, words: str, address: str, pages: dict[str, _Names]) -> tuple[str, str] | None:
    """What is wrong when the words name a page of the book and the link leads to another."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.endswith((".md", ".ipynb")):
        return None
    start = "" if parts.path.startswith("/") else posixpath.dirname(document.path)
    target = posixpath.normpath(posixpath.join(start, unquote(parts.path).lstrip("/")))
    said = content_words(words)
    if target not in pages or not said or said & (pages[target].words | content_words(parts.fragment)):
        return None
    meant = [path for path, names in pages.items() if said in names[:2] or (len(names.slug) > 1 and names.slug <= said)]
    if meant:
        return f"'{words}' names '{meant[0]}', the link leads to '{target}'", "correct the words or the link"
    return None


@rule("P712", "page-outside-contents")
def page_outside_contents(project: Project) -> Iterator[Finding]:
    """A page or notebook is not in _toc.yml: it is checked and never published, and links to it are dead."""
    pages = _contents(project)
    if pages is None:
        return
    for document in project.documents:
        if document.docname not in pages:
            message, remedy = f"the page is not in {CONTENTS}", "add its line there, or remove the page"
            yield Finding(document.path, 1, 1, "P712", message, remedy)


def _contents(project: Project) -> list[str] | None:
    """Names of the pages in the contents, read anew only when they have changed; None without a contents file."""
    file = project.root / CONTENTS
    if not file.is_file():
        return None
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    store = Store(project.root, "contents", "1")
    pages = store.get(CONTENTS, digest)
    if pages is None:
        from kapbook.prose.contents import read_contents

        pages = store.put(CONTENTS, digest, list(read_contents(project.root).pages))
    store.save()
    return pages
