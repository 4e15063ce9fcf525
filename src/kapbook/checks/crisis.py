"""Family P, fourth part: a page that touches a danger to life offers help first, in sight, by the right number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from kapbook.checks.model import WORDS, Finding, Project, at_piece, row_rule, rule
from kapbook.prose.documents import Document
from kapbook.prose.passages import Passage, Piece, flow

APART = "chapters/reference/"
"""Where pages may go without the box: tables and lists, which nobody reads for help."""

PARTS = ("about", "words", "class", "holds", "numbers", "titles", "says", "apart")

ABOVE = 1
"""Paragraphs that may stand between a page's title and the box."""

CALLING = ("tel", "sms")
ANCHOR = re.compile(r"<a\b[^>]*\bhref=[\"'](?P<address>(?:tel|sms|https):[^\"']*)[\"'][^>]*>(?P<words>[^<]*)</a>")
HOST_ALONE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.I)


@rule("P711", "no-crisis-help")
def no_crisis_help(project: Project) -> Iterator[Finding]:
    """A page that touches a danger to life has no box with help before its first section, or an emptied one.

    It does so by its own words, or by a claim or an answer that it shows. The words, what the links of the
    box must lead to, and the pages apart stand under `crisisHelp` in evidence/words.json.
    """
    care = project.words.get("crisisHelp")
    if not care:
        return
    words = re.compile("|".join(care["words"]), re.I)
    shown = {row["claim"]: row["text"] for row in project.evidence.tables["claims"]}
    shown |= {row["question"]: f"{row['asks']} {row['answer']}" for row in project.evidence.tables["questions"]}
    for document in project.documents:
        if document.generated or document.path.startswith(tuple(care["apart"])):
            continue
        place = _first_word(document, words, shown)
        if place is None:
            continue
        led_to = set(_led_to(document, f".{care['class']}"))
        missing = [part for part in care["holds"] if part not in led_to]
        if missing:
            message = f"the page touches {care['about']} without crisis help (no link above to {' and '.join(missing)})"
            yield Finding(document.place(place[0]), *place[1:], "P711", message, "put the box below the title")


def _first_word(document: Document, words: re.Pattern[str], shown: dict[str, str]) -> tuple[int, int, int] | None:
    """Cell, line and column where the page, or a claim or answer that it shows, first says one of the words."""
    for passage in document.passages():
        running = flow(passage, term="text")
        match = words.search(running.text)
        if match:
            return (passage.cell, *running.at(match.start()))
    for box in document.directives("claim", "answer"):
        if words.search(shown.get(box.argument, "")):
            return box.cell, box.line, box.column
    return None


def _led_to(document: Document, name: str) -> Iterator[str]:
    """Numbers and hosts to which the boxes of a class above the first section lead."""
    for passage in document.content.passages:
        if passage.kind == "heading" and passage.level > 1:
            return
        if name in passage.inside:
            for piece in passage.pieces:
                if piece.kind == "link":
                    yield number_of(piece.name) or (urlsplit(piece.name).hostname or "").removeprefix("www.")


def number_of(address: str) -> str:
    """The digits that a link dials or texts to; empty when it does neither."""
    scheme, _, rest = address.partition(":")
    return "".join(re.findall(r"\d", rest.partition("?")[0])) if scheme.lower() in CALLING else ""


@rule("P715", "crisis-care-weakened")
def crisis_care_weakened(project: Project) -> Iterator[Finding]:
    """The list by which help in a crisis is asked for was emptied or thinned, so that pages could go without the box.

    Under `crisisHelp` in evidence/words.json stand what it is about and the words that touch it, what the box must lead
    to, the numbers that pages may dial, the titles and sentences of the boxes, and the pages apart: folders of the
    reference part only. The words find what it is about, and every outcome and condition of the tables that names it.
    A book whose pages offer no number to call needs none of it.
    """
    care = project.words.get("crisisHelp")
    if care is None and not any(_dials(document) for document in project.documents):
        return  # a book on something else
    care = care or {}
    problems = [f"'{part}' is missing or empty" for part in PARTS if not care.get(part)]
    problems = problems if care else ["missing, but pages offer numbers to call"]
    if not problems:
        pattern = re.compile("|".join(care["words"]), re.I)
        problems += [f"its words do not find '{word}'" for word in _named(project, care) if not pattern.search(word)]
        problems += [
            f"'{page}' is set apart" for page in care["apart"] if not page.startswith(APART) or page[-1] != "/"
        ]
        if not set(care["holds"]) & set(care["numbers"]):
            problems.append("the box need not hold any of the numbers")
        if not any("." in part for part in care["holds"]):
            problems.append("the box need not lead to an address for other countries")
    for problem in problems:
        remedy = f"restore it from git; only folders in {APART} may be set apart"
        yield Finding(WORDS, 1, 1, "P715", f"crisisHelp: {problem}", remedy)


def _dials(document: Document) -> bool:
    return any(number_of(piece.name) for passage in document.content.passages for piece in passage.pieces)


def _named(project: Project, care: dict[str, Any]) -> Iterator[str]:
    """What the help is about, and the outcomes and conditions that begin like it."""
    yield care["about"]
    stem = care["about"][:6].lower()
    known = {row.get(name) for table in ("effects", "questions") for row in project.evidence.tables[table]
             for name in ("outcome_group", "outcome", "condition")}  # fmt: skip
    yield from sorted(text for text in known if stem in text.lower())


@row_rule("P716", "crisis-help-hidden")
def crisis_help_hidden(project: Project, document: Document) -> Iterator[Finding]:
    """A box with help in a crisis is folded, hidden, put aside or below, or says something that was not agreed on.

    It stands right below the title (one paragraph may come between), is an admonition of the one class, lies in no
    other block, and its title and sentences are among those in evidence/words.json (`crisisHelp`).
    """
    care = project.words.get("crisisHelp", {})
    if not all(care.get(part) for part in PARTS):
        return
    name = care["class"]
    for box in document.content.directives:
        classes = [word.lower() for word in box.options.get("class", "").split()]
        told = any(name in word for word in classes) or box.argument in care["titles"]
        folded = [word for word in classes if word != name]
        message = ""
        if told and box.name != "admonition":
            message = f"the box with help is a '{box.name}'"
        elif told and folded:
            message = f"the box with help has the class '{folded[0]}' too, which may fold or hide it"
        elif told and not classes:
            message = f"the box with help lacks the class '{name}'"
        elif told and set(box.options) - {"class", "name"}:
            message = f"the box with help has the option '{min(set(box.options) - {'class', 'name'})}'"
        if message:
            remedy = f"write it as ':::{{admonition}} {care['titles'][0]}' with ':class: {name}' and nothing else"
            yield Finding(document.place(box.cell), box.line, box.column, "P716", message, remedy)
            return
    yield from _in_sight(document, f".{name}")
    for passage in document.content.passages:
        if f".{name}" in passage.inside:
            yield from _not_agreed(document, passage, care)


def _in_sight(document: Document, name: str) -> Iterator[Finding]:
    """The first box of a page when it lies within another block, or not right below the title."""
    above: list[Passage] = []
    for passage in document.content.passages:
        if name in passage.inside:
            place = document.place(passage.cell), passage.line, 1
            if passage.inside != ("admonition", name):
                message = f"the box with help lies within '{passage.inside[0].lstrip('.')}'"
                yield Finding(*place, "P716", message, "put it below the title, in no other block")
            elif passage.kind == "title" and len([p for p in above if p.kind != "heading"]) > ABOVE:
                yield Finding(*place, "P716", "the box with help stands below other text", "put it below the title")
            elif passage.kind == "title" and any(p.inside or p.level > 1 or p.kind == "code" for p in above):
                yield Finding(*place, "P716", "the box with help stands below another block", "put it below the title")
            return
        above.append(passage)


def _not_agreed(document: Document, passage: Passage, care: dict[str, Any]) -> Iterator[Finding]:
    """The first part of a box's title or text that is not among the sentences of the list."""
    running = flow(passage)
    rest = " ".join(running.text.split())
    agreed = care["titles"] if passage.kind == "title" else care["says"]
    for sentence in sorted(agreed, key=len, reverse=True):
        rest = rest.replace(sentence, " ")
    if rest.strip():
        message = f"the box with help says '{' '.join(rest.split())[:60]}', which is not in {WORDS}"
        remedy = "restore its words, or add the sentence to crisisHelp when it was agreed on"
        yield at_piece(document, passage.cell, passage.pieces[0], "P716", message, remedy)


def dialled(piece: Piece, words: str, care: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with the number that a link dials, and the remedy; None when nothing is."""
    number = number_of(piece.name)
    shown = re.findall(r"\d+", words)
    if not number or (shown and "".join(shown) != number):
        return f"the words '{words}' dial '{piece.name}'", "let the link dial the number that readers see"
    if number not in care.get("numbers", ()):
        remedy = f"correct it, or add it to crisisHelp in {WORDS} when it was looked up"
        return f"the link dials {number}, which is not among the numbers of crisisHelp", remedy
    return None


@rule("P723", "help-in-settings")
def help_in_settings(project: Project) -> Iterator[Finding]:
    """A link that dials or texts, typed as HTML into _config.yml or a template, shows other digits than it dials.

    Or it dials a number that is not in evidence/words.json (`crisisHelp`), or shows one address and leads to another.
    """
    care = project.words.get("crisisHelp", {})
    folder = project.root
    for path in [folder / "_config.yml", *sorted((folder / "_templates").glob("*.html"))]:
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        for number, line in enumerate(text.split("\n") if "<a " in text else (), 1):
            for match in ANCHOR.finditer(line):
                piece = Piece("link", "", match["address"], number, match.start() + 1)
                words = " ".join(match["words"].split())
                host = (urlsplit(piece.name).hostname or "").removeprefix("www.")
                wrong = dialled(piece, words, care) if piece.name.startswith(("tel:", "sms:")) else None
                if HOST_ALONE.fullmatch(words) and words.lower().removeprefix("www.") != host:
                    wrong = (
                        f"the words show '{words}', the link leads to '{piece.name}'",
                        "let both be the same address",
                    )
                if wrong:
                    name = path.relative_to(folder).as_posix()
                    yield Finding(name, number, match.start() + 1, "P723", *wrong)
