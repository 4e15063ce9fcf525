"""The numbers of a page that are bound to rows, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kapbook.checks.model import Finding, Project
from kapbook.evidence import Row
from kapbook.prose.documents import Document, Use, cited_keys
from kapbook.prose.passages import GAP, Flow, Passage, flow, sentence_at, split_target


@dataclass(frozen=True)
class Bound:
    """One use of the stat role: where, what is shown, which row and field."""

    document: Document
    use: Use
    shown: str
    row_id: str
    field: str

    @property
    def paragraph(self) -> tuple[int, int]:
        """Cell and first line of the paragraph, list or table around the number."""
        return self.use.cell, self.use.passage.block

    @property
    def group(self) -> tuple[int, ...]:
        """What one slip of the pen can spoil at once: the sentence, or the table, around the number."""
        passage = self.use.passage
        return (
            (passage.cell, passage.block) if passage.kind == "cell" else (passage.cell, passage.line, self.around.start)
        )

    def row(self, project: Project) -> Row | None:
        """The row, None when no table holds it (N203 tells)."""
        return project.evidence.row(self.row_id) if project.evidence.has(self.row_id) else None

    def finding(self, code: str, message: str, remedy: str) -> Finding:
        return Finding(self.document.place(self.use.cell), self.use.line, self.use.column, code, message, remedy)

    @cached_property
    def around(self) -> Around:
        """The words around the number."""
        running = _words(self.use.passage)
        offset = running.offset(self.use.line, self.use.column)
        start, end = sentence_at(running.text, offset)
        next_one = running.text.find(GAP, offset + 1, end)
        last_one = running.text.rfind(GAP, start, offset)
        return Around(
            start,
            running.text[start:end],
            running.text[last_one + 1 if last_one >= 0 else start : offset],
            running.text[offset + 1 : next_one if next_one >= 0 else end],
            *_heads(self.document, self.use.passage),
        )

    @cached_property
    def cited(self) -> set[str]:
        """Keys that the number's sentence cites; a citation that begins a sentence belongs to the one before."""
        return cited_beside(self.use.passage, self.use.line, self.use.column)


@dataclass(frozen=True)
class Around:
    """Words around a bound number.

    Attributes
    ----------
    start : offset of the sentence in its passage
    sentence : the sentence, bound numbers as gaps
    before, after : what stands between the number and its neighbours in the sentence
    head : head of the column, empty outside tables
    row : first cell of the table's row, empty outside tables
    """

    start: int
    sentence: str
    before: str
    after: str
    head: str
    row: str


def bound_numbers(document: Document) -> list[Bound]:
    """Each number of a page that is bound to a row, in page order."""
    found = []
    for use in document.roles("stat"):
        shown, target = split_target(use.text)
        row_id, _, field = target.partition(".")
        found.append(Bound(document, use, shown, row_id, field or "value"))
    return found


@lru_cache(maxsize=512)
def _words(passage: Passage) -> Flow:
    return flow(passage, term="text", unbound="text", **{"cite:p": "", "cite:t": ""})


def cited_beside(passage: Passage, line: int, column: int) -> set[str]:
    """Keys cited in the sentence around a place; a citation that begins a sentence belongs to the one before."""
    running = _with_citations(passage)
    start, end = sentence_at(running.text, running.offset(line, column))
    text = running.text[start:end]
    begin = start + len(text) - len(text.lstrip(f"{GAP} \n"))
    return {
        key
        for piece in passage.pieces
        if piece.kind == "role" and piece.name.startswith("cite")
        if begin <= running.offset(piece.line, piece.column) < end
        for key in cited_keys(piece.text)
    }


@lru_cache(maxsize=512)
def _with_citations(passage: Passage) -> Flow:
    return flow(passage, stat="0", unbound="0")


def _heads(document: Document, passage: Passage) -> tuple[str, str]:
    if passage.kind != "cell":
        return "", ""
    row, column = passage.seat
    head = first = ""
    for other in document.content.passages:
        if other.cell == passage.cell and other.block == passage.block and other is not passage:
            if other.kind == "head" and other.seat[1] == column:
                head = _words(other).text
            elif other.kind == "cell" and other.seat == (row, 0):
                first = _words(other).text
    return head, first


def word_patterns(project: Project, name: str) -> dict[str, re.Pattern[str]]:
    """Patterns of a vocabulary of evidence/words.json by their names; each fits whole words only.

    A vocabulary within another is called by both names with a point between.
    """
    key = f"patterns of {name}"
    if key not in project.memory:
        words: dict = project.words
        for part in name.split("."):
            words = words.get(part, {})
        project.memory[key] = {
            word: re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I) for word, pattern in words.items() if pattern
        }
    return project.memory[key]


def named(project: Project, name: str, text: str) -> frozenset[str]:
    """Which words of a vocabulary a text names."""
    known = project.memory.setdefault(f"named {name}", {})
    if text not in known:
        patterns = word_patterns(project, name)
        any_word = project.memory.get(f"any of {name}")
        if any_word is None:  # most texts name no word at all: one look tells
            every = "|".join(pattern.pattern for pattern in patterns.values()) or "(?!)"
            any_word = project.memory[f"any of {name}"] = re.compile(every, re.I)
        found = (word for word, pattern in patterns.items() if pattern.search(text)) if any_word.search(text) else ()
        known[text] = frozenset(found)
    return known[text]
