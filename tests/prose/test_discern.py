"""The DISCERN page keeps its word: its quotations stand on the pages it links, its sum is that of its scores."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "chapters" / "reference"
TEXT = (FOLDER / "discern.md").read_text(encoding="utf-8")
QUOTED = re.findall(r'^"(.+)"\n\(\[[^\]]+\]\(([^)]+)\)\)$', TEXT, re.M)


def plain(text: str) -> str:
    """The words without MyST's roles and marks, with single spaces."""
    text = re.sub(r"\{\w+\}`([^`<]*?)\s*(?:<[^>]*>)?`", r"\1", text)
    return " ".join(text.split())


@pytest.mark.parametrize(("quotation", "page"), QUOTED)
def test_a_quoted_sentence_stands_on_the_page_linked(quotation, page):
    assert quotation in plain((FOLDER / page).read_text(encoding="utf-8"))


def test_most_items_quote_the_book():
    assert len(QUOTED) >= 12


def test_the_sum_is_that_of_the_sixteen_scores():
    scores = [int(score) for score in re.findall(r"\*\*Score: ([1-5])\*\*", TEXT)]
    assert len(scores) == 16
    assert f"{{unbound}}`{sum(scores)} of 80 <sum of the sixteen" in TEXT
