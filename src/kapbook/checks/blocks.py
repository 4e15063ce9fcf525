"""Family P, fifth part: tables, lists and words that do not count alike; titles, labels and notes that are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kapbook.checks.agreement import DAYS, NUMBERS
from kapbook.checks.model import Finding, Project, at_offset, page_rule, rule
from kapbook.prose.documents import Document
from kapbook.prose.passages import GAP, flow

BAR = re.compile(r"(?<!\\)\|")
ITEM = re.compile(r"(?P<indent>\s*)(?:[*+-]|\d+[.)])\s")
COUNTS = "|".join(word for word, number in NUMBERS.items() if number > 1)
THINGS = (
    "trials|studies|reviews|papers|reports|meta-analyses|poolings|guidelines|surveys|articles|claims|scales|measures"
    "|reasons|ways|things|steps|questions|kinds|groups|harms|risks|conditions|illnesses|drugs|medicines|sources|people"
)
LEADING = re.compile(
    rf"(?:^|[.!?]\s+)(?:The |These |All |Here are )?(?P<first>{COUNTS})\s(?!of\b|times\b)[^.!?]*[.:]?[\s{GAP}]*$"
    rf"|\b(?P<last>{COUNTS})\s+(?:[\w'-]+ ){{0,3}}[\w'-]+s[\s{GAP}]*:\s*$",
    re.I,
)
"""The end of a paragraph that says how many items the list below it has."""

KINDS = {*THINGS.split("|")}
LONGEST = 5
"""Words behind a count that must be the same for two counts to tell of the same."""


def source_lines(document: Document) -> dict[int, list[str]]:
    """Lines of a page, or of each cell of a notebook by its number."""
    if document.file.suffix == ".md":
        return {0: document.text.split("\n")}
    sources = [(number, cell.get("source", "")) for number, cell in enumerate(document.cells, 1)]
    return {number: (text if isinstance(text, str) else "".join(text)).split("\n") for number, text in sources}


@page_rule("P718", "uneven-table")
def uneven_table(document: Document) -> Iterator[Finding]:
    """A row of a table has more or fewer cells than its head: what follows slides into another column, or is dropped.

    A bar that belongs to the words is written with a backslash before it.
    """
    heads = dict.fromkeys((passage.cell, passage.line) for passage in document.passages("head"))
    lines = source_lines(document) if heads else {}
    for cell, first in heads:
        table = lines[cell][first - 1 :]
        width = _cells(table[0])
        for number, line in enumerate(table, first):
            if not BAR.search(line):
                break
            if _cells(line) != width:
                message = f"{_cells(line)} cells in a table of {width} columns"
                column = len(line) - len(line.lstrip()) + 1
                remedy = "add or remove a bar so that each cell stands below its head"
                yield Finding(document.place(cell), number, column, "P718", message, remedy)


def _cells(line: str) -> int:
    inner = line.lstrip("> ").strip().removeprefix("|")
    return len(BAR.split(inner.removesuffix("|") if not inner.endswith("\\|") else inner))


@page_rule("P719", "count-against-list")
def count_against_list(document: Document) -> Iterator[Finding]:
    """A sentence says how many items the list below it has, and the list has more or fewer."""
    passages = document.content.passages
    lines = None
    for before, passage in pairwise(passages):
        begins = passage.inside[len(before.inside) :] in (("bullet_list",), ("ordered_list",))
        if not begins or before.kind != "paragraph" or before.cell != passage.cell or document.generated:
            continue
        running = flow(before, term="text")
        match = LEADING.search(running.text.rstrip())
        if not match or (match["first"] and match["first"][0].islower()):
            continue
        lines = lines or source_lines(document)
        items = _items(lines[passage.cell], passage.line)
        name = "first" if match["first"] else "last"
        if items and NUMBERS[match[name].lower()] != items:
            message = f"'{match[name]}' above a list of {items}"
            remedy = "correct the number, or the list"
            yield at_offset(document, before, running, match.start(name), "P719", message, remedy)


def _items(lines: list[str], first: int) -> int:
    """Items of the list that begins on a line, without those of lists within it."""
    start = ITEM.match(lines[first - 1])
    count, blank = 0, False
    for line in lines[first - 1 :] if start else ():
        item = ITEM.match(line)
        indent = len(line) - len(line.lstrip())
        if item and len(item["indent"]) == len(start["indent"]):  # type: ignore[index]
            count += 1
        elif line.strip() and (blank or line.startswith((":::", "#"))) and indent <= len(start["indent"]):  # type: ignore[index]
            break
        blank = not line.strip()
    return count


@page_rule("P720", "page-against-itself")
def page_against_itself(document: Document) -> Iterator[Finding]:
    """A page says the same thing with two counts, or one length of time in two units: four trials here, three there."""
    seen: dict[str, tuple[str, str, int]] = {}
    for passage in document.passages():
        running = flow(passage, term="text")
        words = running.text.split()
        for index, word in enumerate(words):
            found = _counted(words, index) if word.lower() in NUMBERS or word.isdigit() else None
            if not found:
                continue
            what, said = found
            value, other, line = seen.setdefault(what, (_value(said), said, passage.line))
            if value != _value(said):
                offset = [match.start() for match in re.finditer(r"\S+", running.text)][index]
                message = f"'{said}', but line {line} says '{other}' with the same words ('{what}')"
                remedy = "correct the one that is wrong, or say how they differ"
                yield at_offset(document, passage, running, offset, "P720", message, remedy)


def _counted(words: list[str], index: int) -> tuple[str, str] | None:
    """What a count tells, and what may not differ: the count of like things, or the unit of a length of time."""
    after = [word.lower().strip(",.;:()") for word in words[index + 1 : index + 1 + LONGEST]]
    if len(after) > 2 and after[0] in ("to", "or") and after[2].rstrip("s") in DAYS:
        return f"{words[index].lower()} {after[0]} {after[1]}", after[2].rstrip("s")
    if len(after) == LONGEST and KINDS.intersection(after[:2]) and words[index].lower() not in ("a", "an", "one", "1"):
        return " ".join(after), words[index].lower()
    return None


def _value(said: str) -> str:
    return str(NUMBERS.get(said, said))


@rule("P721", "two-pages-alike")
def two_pages_alike(project: Project) -> Iterator[Finding]:
    """Two pages have one title: readers and lists cannot tell them apart, and one was mostly copied."""
    seen: dict[frozenset[str], str] = {}
    for document in project.documents:
        head = next((p for p in document.content.passages if p.kind == "heading"), None)
        words = frozenset(re.findall(r"\w+", flow(head, term="text").text.lower())) if head else frozenset()
        if head and words and seen.setdefault(words, document.path) != document.path:
            message = f"the title is that of {seen[words]} too"
            yield Finding(document.place(head.cell), head.line, 1, "P721", message, "give each page a title of its own")


@page_rule("P722", "label-twice-or-unused")
def label_twice_or_unused(document: Document) -> Iterator[Finding]:
    """A label stands twice on a page, so that links reach only one; or a footnote is called nowhere, and vanishes."""
    labels = document.content.labels
    called = {
        piece.name for passage in document.content.passages for piece in passage.pieces if piece.kind == "footnote"
    }
    seen: set[str] = set()
    for label in labels:
        note = label.startswith("^")
        if label in seen or (note and label[1:] not in called):
            mark = f"[{label}]:" if note else f"({label})="
            place = _place_of(document, mark, last=label in seen)
            problem = f"the footnote '{label[1:]}' is called nowhere" if note else f"the label '{label}' stands twice"
            yield Finding(*place, "P722", problem, "call it in the text" if note else "rename one of the two")
        seen.add(label)


def _place_of(document: Document, mark: str, last: bool) -> tuple[str, int, int]:
    """Path, line and column of a mark at the start of a line; the last of them, or the first."""
    found = [
        (document.place(cell), number, len(line) - len(line.lstrip()) + 1)
        for cell, lines in source_lines(document).items()
        for number, line in enumerate(lines, 1)
        if line.lstrip().startswith(mark)
    ]
    return (found or [(document.place(0), 1, 1)])[-1 if last else 0]
