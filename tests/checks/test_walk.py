"""The walk through the four articles: every line of text makes a claim of the ledger or is recorded as silent."""

from itertools import pairwise

import pytest

from kapbook import evidence
from kapbook.evidence.ledger import parts
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def tables():
    return evidence.load(ROOT).tables


@pytest.mark.parametrize("article", ["000", "001", "002", "003"])
def test_every_line_of_the_article_is_accounted_for(tables, article):
    sections = [row for row in tables["sections"] if row["article"] == article]
    speaking = {int(row["line"]) for row in tables["appearances"] if row["article"] == article}
    silent = {int(line) for row in sections for line in parts(row["silent_lines"])}
    lines = next(int(row["lines"]) for row in tables["articles"] if row["article"] == article)
    assert not speaking & silent
    assert len(speaking | silent) == lines


@pytest.mark.parametrize("article", ["000", "001", "002", "003"])
def test_the_sections_follow_each_other_without_a_gap_in_their_order(tables, article):
    sections = sorted((row for row in tables["sections"] if row["article"] == article), key=lambda r: int(r["order"]))
    assert [int(row["order"]) for row in sections] == list(range(1, len(sections) + 1))
    for before, after in pairwise(sections):
        assert int(before["first_line"]) <= int(before["last_line"]) < int(after["first_line"])


KNOWN_ERRORS = {
    "stimulates-nmda-receptors": {"contradicted"},
    "treatment-without-risks": {"contradicted"},
    "over-21-percent-adults": {"partly supported", "overstated", "contradicted"},
    "one-in-three-unmet": {"partly supported", "overstated", "contradicted"},
    "sixty-seven-percent-two-sessions": {"unsupported", "unverifiable", "contradicted"},
    "nervous-system-calmer": {"contradicted", "unsupported"},
    "imaging-shows-neuroplasticity": {"contested", "unsupported", "contradicted", "overstated"},
    "four-to-six-weeks": {"partly supported", "overstated"},
}


@pytest.mark.parametrize("claim", KNOWN_ERRORS)
def test_a_known_error_of_the_articles_is_caught(tables, claim):
    verdicts = {row["claim"]: row["verdict"] for row in tables["claims"]}
    assert verdicts[claim] in KNOWN_ERRORS[claim]


def test_contradictions_name_claims_that_their_articles_make(tables):
    made = {(row["claim"], row["article"]) for row in tables["appearances"]}
    assert tables["contradictions"]
    for row in tables["contradictions"]:
        for claim in parts(row["claims"]):
            assert any((claim, article) in made for article in parts(row["articles"])), claim
