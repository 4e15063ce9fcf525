"""Family N, second part: words that promote, and summaries that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_match, rule
from kapbook.checks.numbers import without_markup
from kapbook.prose.documents import DIRECTIVE
from kapbook.prose.readability import in_short, reading_age

PROMOTION = re.compile(
    r"\b(revolution\w*|breakthroughs?|miracle\w*|game[- ]chang\w*|life[- ]chang\w*|transformative|ground-?breaking"
    r"|cutting[- ]edge|literally|astonishing\w*|remarkabl[ey]|magic\w*|wonder drug|committed suicide"
    r"|(?:failed|successful) suicide attempts?|addicts?\b|junkies?)\b",
    re.I,
)
QUOTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]")
OLDEST = 14.5
"""Highest reading age of a summary: 14 years and a half, so that 14 is met when rounded."""


@rule("N207", "promotional-word")
def promotional_word(project: Project) -> Iterator[Finding]:
    """A word sells or stigmatises instead of telling. Inside quotation marks it may stand, as the articles' word."""
    for document in project.documents:
        for line in document.prose():
            if DIRECTIVE.match(line.text):
                continue
            text = QUOTED.sub(lambda match: " " * len(match[0]), without_markup(line.text))
            for match in PROMOTION.finditer(text):
                yield at_match(
                    document,
                    line,
                    match,
                    "N207",
                    f"'{match[0]}' sells or stigmatises",
                    "say what was seen, or quote it",
                )


@rule("N208", "summary-hard-to-read")
def summary_hard_to_read(project: Project) -> Iterator[Finding]:
    """An "In short" block is harder than a reader of 14 years can be asked to read.

    Measured by the Automated Readability Index (Senter and Smith 1967), which counts letters, words and sentences.
    """
    for document in project.documents:
        text = in_short("\n".join(line.text for line in document.lines))
        if text and reading_age(text) > OLDEST:
            line = next(line for line in document.lines if "In short" in line.text)
            yield Finding(
                document.place(line),
                line.number,
                1,
                "N208",
                f"the summary asks for a reading age of {reading_age(text):.1f}",
                "shorten its sentences and words",
            )
