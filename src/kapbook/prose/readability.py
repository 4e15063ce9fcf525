"""How hard a text is to read: the Automated Readability Index, from letters, words and sentences alone."""

from __future__ import annotations

import re

IN_SHORT = re.compile(r":::\{admonition\} In short\n:class: in-short\n(?P<text>.*?)\n:::", re.S)
SHOWN = re.compile(r"\{(?:stat|term|unbound)\}`(?P<shown>[^`<]*?)\s*(?:<[^>]*>)?`")
MARKUP = re.compile(r"\{[\w:]+\}`[^`]*`|\]\([^)]*\)|[*\[\]`]")
SCHOOL_START = 5
"""Years of age at the start of the first grade."""


def in_short(page: str) -> str:
    """Plain text of the page's "In short" block; empty when it has none."""
    match = IN_SHORT.search(page)
    return plain(match["text"]) if match else ""


def plain(markdown: str) -> str:
    """What a reader sees: roles show their text, citations and links' addresses are gone."""
    return " ".join(MARKUP.sub("", SHOWN.sub(lambda match: match["shown"], markdown)).split())


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
