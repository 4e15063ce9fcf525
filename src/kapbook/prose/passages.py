"""What a page is made of once MyST has read it: passages of pieces, each piece with its line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

GAP = "\ufffc"
"""Stands in a passage's text where a role, an image or code is shown."""

SENTENCE_END = re.compile(r"[.!?](?=[\"'\u201d)\]]*(?:\s|$))")
TARGET = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.S)


class Piece(NamedTuple):
    """A part of a passage: letters, code, an address, a role, a link's start or end, an image, raw HTML, a line's end.

    `text` is what stands there (of a link's start, its title), `name` the role's name or the address; `line` and
    `column` count from 1.
    """

    kind: str
    text: str
    name: str
    line: int
    column: int


class Passage(NamedTuple):
    """A paragraph, heading, cell of a table, term or block of code.

    `block` is the first line of the paragraph, list or table to which it belongs; `inside` names what encloses it
    (a dot before a class); `level` is a heading's; `seat` a cell's row and column, counted from 0.
    """

    kind: str
    line: int
    cell: int
    block: int
    inside: tuple[str, ...]
    level: int
    seat: tuple[int, int]
    pieces: tuple[Piece, ...]


class Directive(NamedTuple):
    """A directive or a fence: its name ("" for plain code), argument, options, place, and whether it is closed."""

    name: str
    argument: str
    options: dict[str, str]
    line: int
    column: int
    cell: int
    closed: bool


class Content(NamedTuple):
    """All that a Markdown text holds: passages and directives in order, and labels that links can reach."""

    passages: list[Passage]
    directives: list[Directive]
    labels: list[str]
    front: str


class Flow:
    """Running text of a passage: letters as readers see them, gaps for roles; and the place of each letter."""

    def __init__(self, pieces: Iterable[Piece], shown: dict[str, str]):
        parts, self._pieces, self._starts, length = [], [], [], 0
        for piece in pieces:
            text = _visible(piece, shown)
            if text:
                parts.append(text)
                self._pieces.append(piece)
                self._starts.append(length)
                length += len(text)
        self.text = "".join(parts)

    def piece(self, offset: int) -> Piece:
        """Piece that holds the letter at an offset of the text."""
        return self._pieces[bisect_right(self._starts, offset) - 1]

    def offset(self, line: int, column: int) -> int:
        """Offset in the text of the piece that starts at a place."""
        return next(
            start
            for start, piece in zip(self._starts, self._pieces, strict=True)
            if (piece.line, piece.column) == (line, column)
        )

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the letter at an offset of the text."""
        index = bisect_right(self._starts, offset) - 1
        piece = self._pieces[index]
        within = offset - self._starts[index] if piece.kind in ("text", "code") else 0
        return piece.line, piece.column + within


def _visible(piece: Piece, shown: dict[str, str]) -> str:
    """What a piece adds to the running text; `shown` gives for a role "text" (its words) or another letter."""
    if piece.kind in ("text", "break"):
        return piece.text
    if piece.kind == "role":
        how = shown.get(piece.name, GAP)
        return split_target(piece.text)[0] if how == "text" else how
    if piece.kind in ("code", "url", "image", "substitution"):
        how = shown.get(piece.kind, GAP)
        return piece.text if how == "text" else how
    return ""


def flow(passage: Passage, **shown: str) -> Flow:
    """Running text of a passage; `shown` says for roles (or code) "text" to give their words instead of a gap."""
    return Flow(passage.pieces, shown)


def split_target(text: str) -> tuple[str, str]:
    """Parts of 'shown <target>'; the target is empty when there is none."""
    match = TARGET.match(text)
    return (match["text"], match["target"]) if match else (text, "")


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the sentence around an offset of a running text."""
    start, end = 0, len(text)
    for match in SENTENCE_END.finditer(text):
        if match.end() <= offset:
            start = match.end()
        elif match.start() >= offset:
            return start, match.end()
    return start, end
