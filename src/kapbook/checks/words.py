"""Family N, third part: statistics in words, and numbers that try to slip past their row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.bound import cited_beside
from kapbook.checks.model import Finding, Project, at_offset, at_piece, page_rule, row_rule
from kapbook.checks.statistic import in_digits, in_words
from kapbook.evidence import Row
from kapbook.evidence.printed import normalised, spellings
from kapbook.prose.documents import Document
from kapbook.prose.passages import GAP, flow, sentence_at, split_target

QUOTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]")
IDLE_REASON = re.compile(
    r"^\W*$|^(?:todo|tbd|see text|none|n/?a|unbound|reason|no row|because|number|\.+|x+)\W*$", re.I
)
ELSEWHERE = {"code": "as code", "image": "in the words of an image", "link": "in the title of a link"}
BOUND_ROLES = {"stat", "unbound", "certainty", "term", "download"}
"""Roles whose words other rules read."""

A_WORD = re.compile(r"[A-Za-z]{2,}")
SENTENCE = 3
"""Words from which on a line of a block of code is a sentence."""

LEAST_REASON = 3
"""Words that a reason needs at the least."""


@page_rule("N210", "statistic-in-words")
def statistic_in_words(document: Document) -> Iterator[Finding]:
    """A share, ratio, percentage or fold is written in words: two thirds, one in four, doubled, half of the patients.

    It escapes the rules on digits and is still a number. Inside quotation marks it may stand, as others' words; so may
    "halved" where it says what was counted, and the headings of notebooks, which tests hold against the tables.
    """
    for passage in document.passages():
        if passage.kind == "heading" and passage.cell:
            continue  # headings of notebooks are findings of their charts, which tests count
        running = flow(passage, term="text", **{"cite:p": "", "cite:t": ""})
        text = QUOTED.sub(lambda match: " " * len(match[0]), running.text)
        for offset, kind, shown in in_words(text):
            start, end = sentence_at(text, offset)
            definition = GAP in text[start:end] or text[:offset].endswith("at least ")
            if shown.lower().startswith("halv") and definition:
                continue
            message = f"the {kind} '{shown}' is written in words and bound to no row"
            remedy = "bind the number with {stat}, or write {unbound}`… <reason>`"
            yield at_offset(document, passage, running, offset, "N210", message, remedy)


@page_rule("N211", "smuggled-statistic")
def smuggled_statistic(document: Document) -> Iterator[Finding]:
    """A statistic stands where the rules on prose do not look: as code, in another role, in the words of an image.

    So also in the title of a link, in the front matter, or unbound without cause: the unbound role needs a reason that
    readers can weigh, of three words or more.
    """
    remedy = "bind the number with {stat}, or write {unbound}`… <reason>`"
    for passage in (*document.passages(), *document.passages("code")):
        for piece in passage.pieces:
            where = ELSEWHERE.get(piece.kind, "")
            if piece.kind == "role" and piece.name not in BOUND_ROLES and not piece.name.startswith("cite"):
                where = f"in the role '{piece.name}'"
            if passage.kind == "code" and len(A_WORD.findall(piece.text)) < SENTENCE:
                continue  # a number alone is code; in a sentence it was written for readers
            if where and piece.text.strip() and _is_statistic(piece.text):
                message = f"the statistic '{piece.text.strip()[:40]}' stands {where}"
                yield at_piece(document, passage.cell, piece, "N211", message, remedy)
    for number, line in enumerate(document.content.front.split("\n"), 2):
        if _is_statistic(line):
            message = f"the statistic '{line.strip()[:40]}' stands in the front matter"
            yield Finding(document.path, number, 1, "N211", message, "take it out")
    for use in document.roles("unbound"):
        reason = split_target(use.text)[1]
        if IDLE_REASON.match(reason) or len(reason.split()) < LEAST_REASON:
            message = f"the reason '{reason}' tells readers nothing"
            remedy = "say why no table can hold the number, or bind it with {stat}"
            yield Finding(document.place(use.cell), use.line, use.column, "N211", message, remedy)


@row_rule("N222", "unbound-though-known")
def unbound_though_known(project: Project, document: Document) -> Iterator[Finding]:
    """A number is declared unbound although a row of a work that its sentence cites holds it."""
    for use in document.roles("unbound"):
        shown = split_target(use.text)[0]
        for key in sorted(cited_beside(use.passage, use.line, use.column)):
            row = _values(project).get((key, normalised(shown)))
            if row:
                message = f"'{shown}' is declared unbound, but {row.place} holds it"
                remedy = f"write {{stat}}`{shown} <{row.id}>`"
                yield Finding(document.place(use.cell), use.line, use.column, "N222", message, remedy)
                break


def _values(project: Project) -> dict[tuple[str, str], Row]:
    """Rows by study and by each spelling of their value."""
    if "values" not in project.memory:
        found = project.memory["values"] = {}
        for row in project.evidence.ids():
            known = project.evidence.row(row)
            if known.get("value") and "unit" in known.cells:
                for spelling in spellings(known, "value"):
                    if not spelling.isdigit():  # a bare count is too common a number
                        found[known.study, spelling] = known
    return project.memory["values"]


def _is_statistic(text: str) -> bool:
    """Whether a code span or an image's words give a result; a bare decimal, an assignment or a call is code."""
    kinds = {kind for _, kind, _ in (*in_digits(text), *in_words(text))}
    return bool(kinds - {"decimal"}) and not re.search(r"[=({]\s*['\"\d]|\w=\w", text)
