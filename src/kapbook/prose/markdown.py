"""Read Markdown with the parser that publishes it (MyST's), and keep line and column of every piece of prose."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import dropwhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.options import TokenizeError, options_to_items

from kapbook.prose.passages import Content, Directive, Passage, Piece

CODE = {"code", "code-block", "code-cell", "sourcecode", "math", "raw", "eval-rst", "literalinclude", "include"}
CODE |= {"bibliography", "toctree", "tableofcontents", "highlight", "mermaid", "graphviz"}
"""Directives whose body is no Markdown."""

NAMES = CODE | {"claim", "evidence", "article-check", "figure", "image", "answer", "chart"}
"""Directives whose argument is a name or an address, not words for readers."""

LATER = ("smartquotes", "text_join", "fragments_join", "wordcount", "replacements")
"""Steps that change letters after they were read: without them each letter keeps its place."""


def read(text: str, extensions: tuple[str, ...], cell: int = 0) -> Content:
    """Content of a Markdown text as MyST with these extensions reads it; `cell` is a notebook's."""
    return _Walk(text.replace("\r\n", "\n").replace("\r", "\n"), extensions, cell).content


@lru_cache(maxsize=4)
def parser(extensions: tuple[str, ...]) -> MarkdownIt:
    """MyST's own parser, with a note on each inline token of where in its text it was read."""
    md = create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)
    md.disable([name for name in LATER if name in _all_rules(md)])
    for name, function in zip(md.inline.ruler.get_active_rules(), md.inline.ruler.getRules(""), strict=True):
        md.inline.ruler.at(name, _placed(function))
    return md


def _all_rules(md: MarkdownIt) -> set[str]:
    return {name for names in md.get_all_rules().values() for name in names}


def _placed(function: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = function(state, silent)
        if found and not silent:
            for token in state.tokens[before:]:
                if token.type != "text":
                    token.meta.setdefault("at", (start, state.pos))
        return found

    return rule


class _Walk:
    """One walk over the tokens of a text."""

    def __init__(self, text: str, extensions: tuple[str, ...], cell: int):
        self.md = parser(extensions)
        self.lines = text.split("\n")
        self.cell = cell
        self.env: dict[str, Any] = {}
        self.content = Content([], [], [], "")
        self.tokens(self.md.parse(text, self.env), 1, ())

    def tokens(self, tokens: list[Token], first: int, inside: tuple[str, ...]) -> None:
        """Collect passages; `first` is the file's line on which the parsed text starts."""
        around = list(inside)
        block, kind, level, row, column, after = 0, "paragraph", 0, -1, 0, 0
        for token in tokens:
            line = first + token.map[0] if token.map else first
            what = token.type.removesuffix("_open").removesuffix("_close")
            if what in ("bullet_list", "ordered_list", "blockquote", "table", "dl", "footnote_reference"):
                if token.nesting > 0:
                    around.append(what)
                    block = block or line
                    row = -1
                else:
                    around.pop()
                    block = block if len(around) > len(inside) else 0
                if token.nesting > 0 and what == "footnote_reference":
                    self.content.labels.append(f"^{token.meta['label']}")
            elif token.type == "heading_open":
                kind, level = "heading", int(token.tag[1])
            elif token.type == "dt_open":
                kind = "term"
            elif token.type == "tr_open":
                row, column, after = row + 1, 0, 0
            elif token.type in ("th_open", "td_open"):
                kind = "head" if token.type == "th_open" else "cell"
            elif token.type == "inline":
                pieces, after = self.pieces(token, line, after if kind in ("head", "cell") else 0)
                self.passage(kind, line, block or line, tuple(around), pieces, level, (max(row, 0), column))
                column += kind in ("head", "cell")
                kind, level = "paragraph", 0
            elif token.type in ("fence", "colon_fence"):
                self.fence(token, line, tuple(around))
            else:
                self.other(token, line, tuple(around))

    def passage(
        self,
        kind: str,
        line: int,
        block: int,
        inside: tuple[str, ...],
        pieces: list[Piece],
        level: int = 0,
        seat: tuple[int, int] = (0, 0),
    ) -> None:
        if pieces:
            self.content.passages.append(Passage(kind, line, self.cell, block, inside, level, seat, tuple(pieces)))

    def other(self, token: Token, line: int, inside: tuple[str, ...]) -> None:
        """Blocks without inline content: code, HTML, labels, front matter, substitutions."""
        column = self.indent(line)
        if token.type == "code_block":
            self.code(token.content, line, (*inside, "indented"))
        elif token.type == "html_block":
            self.passage("html", line, line, inside, [Piece("html", token.content, "", line, column)])
        elif token.type == "substitution_block":
            self.passage("html", line, line, inside, [Piece("substitution", token.content, "", line, column)])
        elif token.type == "myst_target":
            self.content.labels.append(token.content)
        elif token.type == "front_matter":
            self.content = self.content._replace(front=token.content)

    def fence(self, token: Token, line: int, inside: tuple[str, ...]) -> None:
        """A block between fences: code, or a directive whose body is read in its turn."""
        name, _, argument = token.info.strip().partition(" ")
        directive = name.startswith("{") and name.endswith("}")
        name = name[1:-1] if directive else ""
        closed = self.is_closed(token, line)
        plain = token.type == "fence" and not directive
        text = f"\n{token.content}" if token.content.startswith(":::") else token.content
        options, body, offset = _options(text) if directive else ({}, token.content.split("\n"), 0)
        shown = Directive(name, argument.strip(), options, line, self.indent(line), self.cell, closed)
        self.content.directives.append(shown)
        if plain or name in CODE:
            self.code(token.content, line + 1, inside)
            return
        classes = options.get("class", "").split() if directive else token.info.split()
        inside = (*inside, name or "div", *(f".{word}" for word in classes))
        if directive and argument.strip() and name not in NAMES:
            self.inline("title", argument.strip(), line, inside)
        start = line + 1 + offset - (text is not token.content)
        if name == "glossary":
            self.glossary(body, start, inside)
        elif any(part.strip() for part in body):
            self.tokens(self.md.parse("\n".join(body), self.env), start, inside)

    def is_closed(self, token: Token, line: int) -> bool:
        """Whether the last line of a fence is its closing fence."""
        assert token.map
        last = line + token.map[1] - token.map[0] - 1
        text = self.lines[last - 1].strip() if last <= len(self.lines) else ""
        text = text.lstrip("> ")
        return last > line and text.startswith(token.markup) and not text.strip(token.markup[0])

    def glossary(self, body: list[str], first: int, inside: tuple[str, ...]) -> None:
        """Terms at the margin, their definitions indented below, as Sphinx reads them."""
        below: list[str] = []
        for number, text in enumerate([*body, "end"], first):
            if text.strip() and not text[0].isspace():
                if any(part.strip() for part in below):
                    words = textwrap.dedent("\n".join(below))
                    self.tokens(self.md.parse(words, self.env), number - len(below), inside)
                below = []
                if number < first + len(body):
                    self.inline("term", text, number, inside)
            else:
                below.append(text)

    def inline(self, kind: str, text: str, line: int, inside: tuple[str, ...]) -> None:
        token = self.md.parseInline(text, self.env)[0]
        self.passage(kind, line, line, inside, self.pieces(token, line, 0)[0])

    def code(self, text: str, line: int, inside: tuple[str, ...]) -> None:
        parts = text.rstrip("\n").split("\n")
        pieces = [Piece("code", part, "", number, 1) for number, part in enumerate(parts, line)]
        self.passage("code", line, line, inside, pieces)

    def indent(self, line: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return len(text) - len(text.lstrip()) + 1

    def pieces(self, token: Token, line: int, after: int) -> tuple[list[Piece], int]:
        """Pieces of an inline token whose text starts on a line, not before the column `after`; and where it ends."""
        starts, columns, offset = [], [], 0
        for number, part in enumerate(token.content.split("\n")):
            starts.append(offset)
            columns.append(self.column(part, line + number, after if number == 0 else 0))
            offset += len(part) + 1

        def place(at: int) -> tuple[int, int]:
            row = max(i for i, start in enumerate(starts) if start <= at)
            return line + row, columns[row] + at - starts[row] + 1

        found = list(_pieces(token.children or [], token.content, 0, place))
        return found, columns[-1] + len(token.content.rsplit("\n", 1)[-1])

    def column(self, part: str, line: int, after: int) -> int:
        """Letters before a part of a line that was stripped of its block's marks."""
        source = self.lines[line - 1].rstrip() if line <= len(self.lines) else ""
        stripped = part.rstrip()
        if not after and source.endswith(stripped):
            return len(source) - len(stripped)
        return max(source.find(stripped, after), 0)


def _options(text: str) -> tuple[dict[str, str], list[str], int]:
    """Options of a directive, the lines of its body, and how many lines stand before them.

    As `myst_parser.parsers.directives` reads them, without what that module loads; a test compares the two.
    """
    lines, block = text.splitlines(), []
    rest = lines
    if text.startswith("---"):
        inner = "\n".join(lines[1:])
        end = re.search(r"^-{3,}", inner, re.M)
        block = textwrap.dedent(inner[: end.start()] if end else inner).split("\n")
        rest = inner[end.end() + 1 :].splitlines() if end else []
    elif text.lstrip().startswith(":"):
        rest = list(dropwhile(lambda part: part.lstrip().startswith(":"), lines))
        block = [part.lstrip()[1:] for part in lines[: len(lines) - len(rest)]]
    with suppress(TokenizeError):
        options = dict(options_to_items("\n".join(block))[0])
        if rest and not rest[0].strip():
            rest = rest[1:]
        return {key: str(value) for key, value in options.items()}, rest, len(lines) - len(rest)
    return {}, rest, len(lines) - len(rest)


def _pieces(tokens: list[Token], text: str, base: int, place: Callable[[int], tuple[int, int]]) -> Iterator[Piece]:
    """Pieces of inline tokens that were read from `text`."""
    cursor, address = 0, False
    for token in tokens:
        start, end = token.meta.get("at", (cursor, cursor))
        kind, shown, name = token.type, token.content, ""
        if kind == "text" and address:
            kind, start = "url", end
            end += len(shown)
        elif kind == "text":
            start = max(text.find(shown, cursor), cursor)
            end = start + len(shown)
        elif kind == "text_special":
            kind = "text"
        elif kind == "code_inline":
            kind = "code"
        elif kind == "myst_role":
            kind, name = "role", token.meta["name"]
        elif kind == "link_open":
            kind, name, end, address = "link", str(token.attrGet("href") or ""), start + 1, token.info == "auto"
            shown = str(token.attrGet("title") or "")
        elif kind == "link_close":
            kind, address = "endlink", False
        elif kind == "image":
            shown, name = _letters(token.children or []), str(token.attrGet("src") or "")
        elif kind == "html_inline":
            kind = "html"
        elif kind == "footnote_ref":
            kind, name = "footnote", token.meta["label"]
        elif kind in ("softbreak", "hardbreak"):
            kind, shown = "break", "\n"
        elif kind == "substitution_inline":
            kind = "substitution"
        else:  # emphasis and attributed spans leave no letters
            cursor = start + 1 if kind == "span_open" else max(end, text.find(token.markup, cursor) + len(token.markup))
            continue
        cursor = end
        if shown or kind in ("link", "endlink", "footnote", "image"):
            yield Piece(kind, shown, name, *place(base + start))


def _letters(tokens: list[Token]) -> str:
    return "".join(token.content if not token.children else _letters(token.children) for token in tokens)
