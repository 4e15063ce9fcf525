"""How hard a text is to read: the Automated Readability Index, from letters, words and sentences alone."""

from __future__ import annotations

import re

from kapbook.prose.documents import Document
from kapbook.prose.passages import GAP, flow

SCHOOL_START = 5
"""Years of age at the start of the first grade."""


def in_short(document: Document) -> str:
    """Plain text of the page's "In short" block as readers see it, without citations; empty when it has none."""
    shown = [
        flow(passage, stat="text", term="text", unbound="text").text.replace(GAP, "")
        for passage in document.passages("paragraph", "cell", "head", "term")
        if ".in-short" in passage.inside
    ]
    return " ".join(" ".join(shown).split())


def reading_age(text: str) -> float:
    """Years of age at which the text is read with ease (index of Senter and Smith 1967, plus five).

    Raises
    ------
    ValueError : the text has no word.
    """
    words = re.findall(r"[\w'%.,-]*\w", text)
    if not words:
        raise ValueError("a text without words has no reading age")
    letters = sum(len(re.findall(r"\w", word)) for word in words)
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return grade + SCHOOL_START
