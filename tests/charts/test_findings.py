"""Headings that state a finding about the tables still hold; when one fails, change the heading of the notebook."""

from collections import Counter

import nbformat
import pytest

from kapbook import evidence, ledger


@pytest.fixture(scope="module")
def judged(root):
    return [claim for claim in ledger.claims(evidence.load(root)) if claim.row["verdict"] in ledger.RATINGS]


def headings(root, notebook):
    cells = nbformat.read(root / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    return {line for cell in cells for line in cell.source.splitlines() if line.startswith("## ")}


def supported(claims):
    """Share of claims that are supported as worded."""
    return sum(claim.row["verdict"] == "supported" for claim in claims) / len(claims)


def test_about_one_claim_in_five_is_supported(root, judged):
    assert "## About one factual claim in five is supported as worded" in headings(root, "articles-audited")
    assert 0.17 < supported(judged) < 0.23


def test_in_no_article_is_a_third_supported(root, judged):
    heading = "## In no article is even a third of the claims supported"
    assert heading in headings(root, "articles-audited")
    articles = {article for claim in judged for article in claim.articles}
    assert max(supported([c for c in judged if article in c.articles]) for article in articles) < 1 / 3


def test_most_evidence_is_of_low_or_very_low_certainty(root, judged):
    heading = "## For most claims certainty is low or very low"
    assert heading in headings(root, "articles-audited")
    levels = Counter(claim.row["certainty"] for claim in judged)
    assert levels["low"] + levels["very low"] > len(judged) / 2


def test_claims_about_the_drug_hold_up_better(root, judged):
    heading = "## Claims about the drug hold up better than about the therapy"
    assert heading in headings(root, "articles-audited")
    drug, therapy = ([c for c in judged if c.row["about"] == about] for about in ("drug", "therapy"))
    assert supported(drug) > 2 * supported(therapy)


def test_no_other_condition_has_more_than_low_certainty(root):
    heading = "## Few and small trials, and nowhere more than low certainty"
    assert heading in headings(root, "other-conditions")
    notebook = nbformat.read(root / "notebooks" / "other-conditions.ipynb", as_version=4)
    chart = next(
        output.data["application/vnd.kapbook.chart+json"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.data["application/vnd.kapbook.chart+json"]["name"] == "other-conditions-map"
    )
    assert {row[2].rstrip(" *") for row in chart["rows"]} <= {"low", "very low", "no trial"}
