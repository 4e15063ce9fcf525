"""Family P, first part: markup that MyST does not know and prints, and blocks that swallow what follows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, at_offset, at_piece, page_rule
from kapbook.prose.documents import Document
from kapbook.prose.passages import GAP, flow

PRINTED = (
    (re.compile(rf"\{{[A-Za-z][\w:+.-]*\}}\s?{GAP}?|:[A-Za-z][\w+-]*(?::[A-Za-z][\w+-]*)?:\s?{GAP}"), "a role"),
    (re.compile(rf"\{{\w[\w:+-]*\s*{GAP}|(?<![\w{{])\w[\w:+-]*\}}{GAP}|{GAP}__?(?!\w)"), "a role"),
    (re.compile(r"\[-?@[\w:-]+|(?<![\w.@/])@[A-Za-z]+[12]\d{3}\w*|\\[A-Za-z]+\*?(?:\[[^\]]*\])*\{"), "a citation"),
    (re.compile(r"\[\^[^\]\s]+\]"), "a footnote that is defined nowhere"),
    (re.compile(r"\[\[[^\]]*\]\]|\](?:\s?\([^)\s]*\)|\[[^\]]*\])|(?<!\w)!\[|\]\("), "a link"),
    (re.compile(r"\{\{[^}]*\}\}|\{%[^%]*%\}|(?<!\w)\|[a-z][\w -]*\|(?!\w)"), "a variable"),
    (re.compile(r"\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|~~|(?<![=!<>])==(?!=)"), "emphasis"),
    (re.compile(r"(?m)^\s*(?:`{3,}|:{3,}|~{3,}|\.\. [\w-]+:|\([\w-]+\)=|#{1,6}(?=\w))"), "the start of a block"),
    (re.compile(r"(?m)^\s*\|.*\|\s*$"), "a table"),
    (re.compile(r"&#?\w+;|&nbsp\b|</?[a-z]+\b[^>]*>"), "HTML"),
    (re.compile(r"\$\$|\$\\|\\[(\[]"), "a formula"),
)
"""What other tools, or a slip of the pen, leave in the words of a page, and what it was meant to be."""

REMEDY = "write it as MyST does, for example {cite:p}`key`, or put literal signs between backquotes"

BOUND_AS_CODE = re.compile(r"^[^<>`]*<[a-z0-9]+(?:-[a-z0-9]+)+(?:\.\w+)?>$")

CITING = (
    "p",
    "t",
    "ps",
    "ts",
    "ct",
    "cts",
    "alp",
    "alps",
    "author",
    "authors",
    "year",
    "labelpar",
    "labelnosup",
    "label",
)
ROLES = {
    "cite",
    *(f"cite:{kind}" for kind in CITING),
    "stat",
    "unbound",
    "certainty",
    "term",
    "ref",
    "doc",
    "numref",
    "download",
}
ROLES |= {
    "any",
    "abbr",
    "code",
    "kbd",
    "math",
    "sub",
    "sup",
    "subscript",
    "superscript",
    "emphasis",
    "strong",
    "literal",
}
"""Roles that the book's builder knows and that a page may use."""

DIRECTIVES = {"admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"}
DIRECTIVES |= {"seealso", "topic", "sidebar", "epigraph", "pull-quote", "highlights", "compound", "container", "div"}
DIRECTIVES |= {
    "figure",
    "image",
    "table",
    "list-table",
    "glossary",
    "code",
    "code-block",
    "code-cell",
    "math",
    "margin",
}
DIRECTIVES |= {"bibliography", "tableofcontents", "toctree", "contents", "rubric", "centered", "hlist", "index"}
DIRECTIVES |= {
    "claim",
    "evidence",
    "article-check",
    "ledger",
    "contradictions",
    "cover",
    "takeaways",
    "answer",
    "chart",
    "standing",
    "watch",
    "ask",
    "grades",
    "trials",
    "class-set",
    "downloads",
    "corrections",
}
"""Directives that the builder knows; those that bring text past the rules are refused by P704."""

BRINGING = {"raw", "eval-rst", "include", "literalinclude", "csv-table", "parsed-literal", "replace", "meta"}
"""Directives that bring text or HTML which no rule reads."""

IN_CODE = re.compile(r"\{(?:stat|unbound|certainty|term|cite:[pt])\}`")
COMMENT = re.compile(r"<!--.*?-->", re.S)


@page_rule("P701", "markup-printed")
def markup_printed(document: Document) -> Iterator[Finding]:
    """Markup is printed as it stands: a role, citation, link, footnote or block of another tool, or misspelt.

    MyST publishes what it does not know as plain text. The words of a page are searched for what is left of it.
    A block that is indented by four blanks or more is printed as code, with its roles.
    """
    for passage in document.passages("code"):
        if passage.inside[-1:] == ("indented",):
            message = f"the block '{passage.pieces[0].text.strip()[:30]}' is indented, so it is printed as code"
            remedy = "take the blanks away, or put code between fences"
            yield at_piece(document, passage.cell, passage.pieces[0], "P701", message, remedy)
            continue
        piece = next((piece for piece in passage.pieces if IN_CODE.search(piece.text)), None)
        if piece:
            message, remedy = "a role stands in a block of code, which prints it", "take the fences away"
            yield at_piece(document, passage.cell, piece, "P701", message, remedy)
    for passage in document.passages():
        running = flow(passage, image="", **{"cite:p": " "})
        marks = [
            (match.start(), match[0], what) for pattern, what in PRINTED for match in pattern.finditer(running.text)
        ]
        found: set[int] = set()
        for start, mark, what in sorted(marks):
            start += len(mark) - len(mark.lstrip())
            line, _ = running.at(start)
            if line in found or (what == "a table" and found):  # one slip leaves several marks
                continue
            found.add(line)
            message = f"'{' '.join(mark.replace(GAP, '`…`').split())}' is printed as it stands: it looks like {what}"
            yield at_offset(document, passage, running, start, "P701", message, REMEDY)
        for piece in passage.pieces:
            if piece.kind == "code" and BOUND_AS_CODE.match(piece.text) and piece.line not in found:
                message = f"'{piece.text}' is printed as code: it looks like a bound number without its role"
                yield at_piece(document, passage.cell, piece, "P701", message, "write {stat} before the backquotes")


@page_rule("P702", "unknown-role")
def unknown_role(document: Document) -> Iterator[Finding]:
    """A role or directive has a name that the builder does not know: a slip, or another tool's."""
    for passage in document.passages():
        for piece in passage.pieces:
            if piece.kind == "role" and piece.name not in ROLES:
                yield at_piece(
                    document,
                    passage.cell,
                    piece,
                    "P702",
                    f"no role is called '{piece.name}'",
                    _nearest(piece.name, ROLES),
                )
    for block in document.content.directives:
        if block.name and block.name not in DIRECTIVES | BRINGING and not document.generated:
            yield Finding(
                document.place(block.cell),
                block.line,
                block.column,
                "P702",
                f"no directive is called '{block.name}'",
                _nearest(block.name, DIRECTIVES),
            )


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name.lower(), sorted(known), n=2, cutoff=0.5)
    return f"write {' or '.join(f'{{{word}}}' for word in near)}" if near else "use one that the book knows"


@page_rule("P703", "block-never-closed")
def block_never_closed(document: Document) -> Iterator[Finding]:
    """A fence, box, comment or the front matter is opened and never closed: it swallows the rest of the page."""
    for block in document.content.directives:
        if not block.closed:
            what = f"the block '{{{block.name}}}'" if block.name else "the fence"
            message, remedy = (
                f"{what} is never closed",
                "close it with as many signs as opened it, on a line of their own",
            )
            yield Finding(document.place(block.cell), block.line, block.column, "P703", message, remedy)
            break  # blocks inside it have the same cause
    for passage in document.content.passages:
        for piece in passage.pieces:
            if piece.kind == "html" and "<!--" in COMMENT.sub("", piece.text):
                message = "the comment is never closed"
                yield at_piece(document, passage.cell, piece, "P703", message, "close it with '-->'")
    if document.file.suffix == ".md":
        text = document.text.removeprefix("\ufeff")
        if re.match(r"-{3,}\s*$", text.split("\n", 1)[0]) and not document.content.front:
            message = "the front matter is never closed"
            yield Finding(document.path, 1, 1, "P703", message, "close it with a line '---', or remove the first line")


@page_rule("P704", "raw-html")
def raw_html(document: Document) -> Iterator[Finding]:
    """HTML, a script or another file's text is typed into a page: it would be published unread and unchecked.

    Comments of HTML may stand; so may `%` comments, which are not published.
    """
    remedy = "write it in Markdown; what the book cannot say, leave out"
    for passage in document.content.passages:
        for piece in passage.pieces:
            rest = COMMENT.sub("", piece.text).strip() if piece.kind == "html" else ""
            if rest and not rest.startswith(("<!--", "</")):
                message = f"raw HTML: '{' '.join(rest.split())[:40]}'"
                yield at_piece(document, passage.cell, piece, "P704", message, remedy)
            elif piece.kind == "substitution":
                message = f"'{{{{{piece.text}}}}}' is replaced by text that no rule reads"
                yield at_piece(document, passage.cell, piece, "P704", message, "write the text itself")
    for block in document.directives(*BRINGING):
        message = f"the directive '{block.name}' brings text that no rule reads"
        yield Finding(document.place(block.cell), block.line, block.column, "P704", message, remedy)
