"""Family P, second part: each page is whole: title, headings, images, links, clean letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kapbook.checks.model import Finding, Project, at_offset, at_piece, page_rule, rule
from kapbook.prose.documents import GENERATED_PAGES, Document
from kapbook.prose.passages import GAP, SENTENCE_END, flow

FILE_NAME = re.compile(r"^\S+\.(svg|png|jpe?g|gif|webp)$|^(?:image|figure|picture|chart|img|alt|todo)?\W*\d*$", re.I)
HIDDEN = re.compile(
    "[\u200b\u200c\u200d\u2060\u180e\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ue000-\uf8ff"
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\uff01-\uff5e]"
    "|(?<=[A-Za-z])[\u0400-\u04ff\u03bf]|[\u0400-\u04ff\u03bf](?=[A-Za-z])"
)
NAMES = {
    "\ufeff": "a byte-order mark",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\ufffd": "a letter that was lost",
    **dict.fromkeys(
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "a change of direction"
    ),
}
MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$")
NOTE = re.compile(
    r"\b(?:TODO|FIXME|XXX+|TBD|TKTK|TK|HACK|WIP)\b|\b(?i:lorem ipsum)\b|\?\?\?+|\[(?:citation|source) needed\]"
    r"|\b(?i:to be (?:written|checked|confirmed|filled in)|check this|insert \w+ here)\b"
)
DOUBLED = re.compile(r"\b([A-Za-z]{2,})(\s+)\1\b")
IN_NO_HEADING = {"stat", "unbound", "cite:p", "cite:t"}
SHORTENERS = set("bit.ly t.co goo.gl tinyurl.com ow.ly is.gd buff.ly lnkd.in rebrand.ly cutt.ly rb.gy t.ly".split())  # noqa: SIM905
LONG = 60
"""Letters from which on a sentence that stands twice was copied."""

IN_COMMENT = re.compile(r"\{(?:stat|unbound|cite:[pt]|certainty)\}`|^\s*#{2,} |^:::\{", re.M)
MAY_DOUBLE = {"that", "had", "is", "so", "very"}


@page_rule("P705", "image-without-words")
def image_without_words(document: Document) -> Iterator[Finding]:
    """An image has no text alternative, or only a file's name, or it is loaded from another host."""
    images = [
        (passage.cell, piece.line, piece.column, piece.name, piece.text)
        for passage in document.content.passages
        for piece in passage.pieces
        if piece.kind == "image"
    ]
    images += [
        (block.cell, block.line, block.column, block.argument, block.options.get("alt", ""))
        for block in document.directives("figure", "image")
    ]
    for cell, line, column, address, words in images:
        if FILE_NAME.match(words.strip()):
            message, remedy = f"the image '{address}' has no text alternative", "say in words what it shows"
            yield Finding(document.place(cell), line, column, "P705", message, remedy)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            message, remedy = f"the image is loaded from '{address}'", "draw it in a notebook or put it into _static"
            yield Finding(document.place(cell), line, column, "P705", message, remedy)


@page_rule("P706", "unsafe-link")
def unsafe_link(document: Document) -> Iterator[Finding]:
    """A link leads to plain http, to a file on somebody's machine, behind a shortened address, or shows no words."""
    for passage in document.passages():
        pieces = passage.pieces
        for number, piece in enumerate(pieces):
            if piece.kind != "link":
                continue
            parts = urlsplit(piece.name)
            scheme, host = parts.scheme.lower(), (parts.hostname or "").removeprefix("www.")
            if host in SHORTENERS or parts.username or "utm_" in parts.query or re.fullmatch(r"[\d.]+|xn--.*", host):
                message = f"the link '{piece.name}' hides where it leads, or follows readers"
                yield at_piece(document, passage.cell, piece, "P706", message, "link to the page's own address")
                continue
            if scheme not in ("", "https", "mailto", "tel", "sms", "project", "path", "doc"):
                message = f"the link leads to '{piece.name}'"
                remedy = "write https" if scheme == "http" else "link to a page of the book or to https"
                yield at_piece(document, passage.cell, piece, "P706", message, remedy)
            elif scheme and number + 1 < len(pieces) and pieces[number + 1].kind == "endlink":
                message = f"the link to '{piece.name}' shows no words"
                yield at_piece(document, passage.cell, piece, "P706", message, "write words between the brackets")


@page_rule("P708", "hidden-letter")
def hidden_letter(document: Document) -> Iterator[Finding]:
    """A page holds letters that nobody sees: zero width, soft hyphen, change of direction, byte-order mark, control.

    So also letters that look like others and are not found by who searches: full width, or of another alphabet within
    a word.
    """
    for cell, number, text in _lines(document):
        match = HIDDEN.search(text) if not (text.isascii() and text.isprintable()) else None
        if match:
            alike = "\u0370" <= match[0] <= "\u04ff" or "\uff01" <= match[0] <= "\uff5e"
            name = NAMES.get(match[0], "a letter that looks like another" if alike else "an invisible letter")
            yield Finding(
                document.place(cell),
                number,
                match.start() + 1,
                "P708",
                f"{name} (U+{ord(match[0]):04X})",
                "write the plain letter" if alike else "delete it; 'kapbook check --fix' can",
            )


def _lines(document: Document) -> Iterator[tuple[int, int, str]]:
    """Cell, number and text of each line that a person wrote, code of notebooks included."""
    if document.file.suffix == ".md":
        texts = [(0, document.text)]
    else:
        sources = [(number, cell.get("source", "")) for number, cell in enumerate(document.cells, 1)]
        texts = [(number, source if isinstance(source, str) else "".join(source)) for number, source in sources]
    for cell, text in texts:
        for number, line in enumerate(text.split("\n"), 1):
            yield cell, number, line


@page_rule("P709", "left-in-the-text")
def left_in_the_text(document: Document) -> Iterator[Finding]:
    """Something was left that readers should not see: a merge mark, a note to oneself, words or a sentence twice.

    Or text that readers should see was put into a comment, with its numbers and citations.
    """
    for cell, number, text in _lines(document):
        if MERGE.match(text.rstrip()):
            message, remedy = f"the merge mark '{text[:7]}'", "settle the conflict and delete the marks"
            yield Finding(document.place(cell), number, 1, "P709", message, remedy)
    for passage in document.passages():
        running = flow(passage, term="text")
        for match in NOTE.finditer(running.text):
            message, remedy = f"the note '{match[0]}' is printed", "do what it says, or delete it"
            yield at_offset(document, passage, running, match.start(), "P709", message, remedy)
        for match in DOUBLED.finditer(running.text):
            if match[1] not in MAY_DOUBLE:
                message, remedy = f"'{match[1]} {match[1]}' stands twice", "delete one of the two"
                yield at_offset(document, passage, running, match.start(), "P709", message, remedy)
    yield from _copied(document)
    for passage in document.content.passages:
        for piece in passage.pieces:
            if piece.kind == "html" and IN_COMMENT.search(piece.text) and not document.generated:
                message = "a comment holds text with its numbers, citations or headings, which no reader sees"
                yield at_piece(document, passage.cell, piece, "P709", message, "publish the text, or delete it")


def _copied(document: Document) -> Iterator[Finding]:
    """Long sentences that stand twice."""
    seen: dict[str, int] = {}
    for passage in document.passages():
        running = flow(passage, term="text")
        start = 0
        for end in [*(match.end() for match in SENTENCE_END.finditer(running.text)), len(running.text)]:
            sentence = " ".join(running.text[start:end].split())
            if len(sentence) >= LONG and GAP not in sentence:
                if sentence in seen:
                    offset = start + len(running.text[start:end]) - len(running.text[start:end].lstrip())
                    message = f"the sentence of line {seen[sentence]} stands here again"
                    yield at_offset(document, passage, running, offset, "P709", message, "delete one of the two")
                seen.setdefault(sentence, passage.line)
            start = end


@page_rule("P710", "heading-order")
def heading_order(document: Document) -> Iterator[Finding]:
    """A page has no title, has two, leaves out a level of headings, or binds a number in one."""
    headings = [p for p in document.content.passages if p.kind == "heading" and not p.inside]
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else 1
        cell = headings[0].cell if headings else min(1, len(document.cells))
        message, remedy = "the page has no title", "begin it with '# ' and its title"
        yield Finding(document.place(cell), line, 1, "P710", message, remedy)
        return
    for heading in headings:
        for piece in heading.pieces:
            if piece.kind == "role" and piece.name in IN_NO_HEADING:
                message = f"a heading holds {{{piece.name}}}, which menus and lists of contents repeat"
                yield at_piece(document, heading.cell, piece, "P710", message, "say it in the text below")
    level = 1
    for heading in headings[1:]:
        if heading.level == 1:
            message, remedy = "a second title", "begin the heading with '## '"
            yield Finding(document.place(heading.cell), heading.line, 1, "P710", message, remedy)
        elif heading.level > level + 1:
            message = f"a heading of level {heading.level} below one of level {level}"
            remedy = f"begin it with '{'#' * (level + 1)} '"
            yield Finding(document.place(heading.cell), heading.line, 1, "P710", message, remedy)
        level = heading.level


@page_rule("P714", "front-matter")
def front_matter(document: Document) -> Iterator[Finding]:
    """The front matter of a page sets more than `html_meta`: it could change how the page is read, run or listed.

    Per-page settings of MyST, a kernel, or a mark that keeps the page out of the contents would go past the rules.
    """
    for number, line in enumerate(document.content.front.split("\n"), 2):
        match = re.match(r"(?P<key>[^\s#:][^:]*):", line)
        if match and match["key"].strip("'\" ") != "html_meta":
            message, remedy = (
                f"the front matter sets '{match['key']}'",
                "remove the line; settings belong in _config.yml",
            )
            yield Finding(document.path, number, 1, "P714", message, remedy)


@rule("P713", "falsely-generated")
def falsely_generated(project: Project) -> Iterator[Finding]:
    """A page says that a program makes it, which none does: no rule on prose would read it."""
    for document in project.documents:
        if document.generated and document.path not in GENERATED_PAGES:
            message, remedy = "the page is not made by 'make generated'", "remove its first line"
            yield Finding(document.path, 1, 1, "P713", message, remedy)
