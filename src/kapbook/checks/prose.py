"""Family N, second part: words that promote, and summaries that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_offset, page_rule, row_rule
from kapbook.prose.documents import Document
from kapbook.prose.passages import flow
from kapbook.prose.readability import in_short, reading_age

PROMOTION = (
    r"revolution\w*|breakthroughs?|miracle\w*|game[- ]chang\w*|life[- ]chang\w*|transformative|ground-?breaking"
    r"|cutting[- ]edge|literally|astonishing\w*|remarkabl[ey]|magic\w*|wonder drug"
)
QUOTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]")
OLDEST = 14.5
"""Highest reading age of a summary: 14 years and a half, so that 14 is met when rounded."""


@row_rule("N207", "promotional-word")
def promotional_word(project: Project, document: Document) -> Iterator[Finding]:
    """A word sells or stigmatises instead of telling. Inside quotation marks it may stand, as the articles' word.

    Words that stigmatise the people of the book's subject stand under `stigma` in evidence/words.json.
    """
    unfit = project.memory.get("unfit") or project.memory.setdefault("unfit", _unfit(project.words.get("stigma", [])))
    for passage in document.passages():
        running = flow(passage, term="text")
        text = QUOTED.sub(lambda match: " " * len(match[0]), running.text)
        for match in unfit.finditer(text):
            yield at_offset(
                document,
                passage,
                running,
                match.start(),
                "N207",
                f"'{match[0]}' sells or stigmatises",
                "say what was seen, or quote it",
            )


def _unfit(stigma: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join([PROMOTION, *stigma])})\b", re.I)


@page_rule("N208", "summary-hard-to-read")
def summary_hard_to_read(document: Document) -> Iterator[Finding]:
    """An "In short" block is harder than a reader of 14 years can be asked to read.

    Measured by the Automated Readability Index (Senter and Smith 1967), which counts letters, words and sentences.
    A box of that title has the class in-short, by which the rules on summaries know it.
    """
    for block in document.directives("admonition"):
        if block.argument.strip().lower() == "in short" and "in-short" not in block.options.get("class", "").split():
            message, remedy = (
                "the box 'In short' lacks the class 'in-short'",
                "write ':class: in-short' below its title",
            )
            yield Finding(document.place(block.cell), block.line, block.column, "N208", message, remedy)
    text = in_short(document)
    if text and reading_age(text) > OLDEST:
        block = next(d for d in document.directives("admonition") if "in-short" in d.options.get("class", ""))
        yield Finding(
            document.place(block.cell),
            block.line,
            block.column,
            "N208",
            f"the summary asks for a reading age of {reading_age(text):.1f}",
            "shorten its sentences and words",
        )
