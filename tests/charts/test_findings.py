"""Headings that state a finding about the tables still hold; when one fails, change the heading of the notebook."""

import re
from collections import Counter

import nbformat
import pytest

from kapbook import evidence
from kapbook.charts.chart import MIME
from kapbook.evidence import ledger


@pytest.fixture(scope="module")
def tables(root):
    return evidence.load(root)


@pytest.fixture(scope="module")
def judged(tables):
    return [claim for claim in ledger.claims(tables) if claim.row["verdict"] in ledger.RATINGS]


def headings(root, notebook):
    cells = nbformat.read(root / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    return {line for cell in cells for line in cell.source.splitlines() if line.startswith("## ")}


def drawn(root, notebook, chart):
    """Rows that a chart shows, as its notebook stores them."""
    cells = nbformat.read(root / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    words = [output.data[MIME] for cell in cells for output in cell.get("outputs", [])]
    return next(found["rows"] for found in words if found["name"] == chart)


def held(root):
    """Headings that charts hold, of all notebooks, with whether the rows bear them out."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                yield from output.get("data", {}).get(MIME, {}).get("holds", {}).items()


def supported(claims):
    """Share of claims that are supported as worded."""
    return sum(claim.row["verdict"] == "supported" for claim in claims) / len(claims)


def test_about_one_claim_in_five_is_supported(root, judged):
    assert "## About one factual claim in five is supported as worded" in headings(root, "articles-audited")
    assert 0.17 < supported(judged) < 0.23


def test_in_no_article_is_a_third_supported(root, judged):
    heading = "## In no article is even a third of the claims fully supported"
    assert heading in headings(root, "articles-audited")
    articles = {article for claim in judged for article in claim.articles}
    assert max(supported([c for c in judged if article in c.articles]) for article in articles) < 1 / 3


def test_most_evidence_is_of_low_or_very_low_certainty(root, judged):
    heading = "## For most claims certainty is low or very low"
    assert heading in headings(root, "articles-audited")
    levels = Counter(claim.row["certainty"] for claim in judged)
    assert levels["low"] + levels["very low"] > len(judged) / 2


def test_claims_about_the_drug_hold_up_better(root, judged):
    heading = "## Claims about the drug hold up better than those about the therapy"
    assert heading in headings(root, "articles-audited")
    drug, therapy = ([c for c in judged if c.row["about"] == about] for about in ("drug", "therapy"))
    assert supported(drug) > 2 * supported(therapy)


def test_star_d_about_a_third_remitted_at_two_steps_then_fewer(root, tables):
    heading = r"## STAR\*D: about a third remitted at each of two steps, then fewer"
    assert heading in headings(root, "need-for-care")
    steps = [tables.row(f"rush2006-remission-step{n}").number("value") for n in range(1, 5)]
    assert all(30 <= value <= 37 for value in steps[:2])
    assert max(steps[2:]) < min(steps[:2]) / 2


def test_more_than_one_adult_in_five_and_half_of_them_treated(root, tables):
    found = headings(root, "need-for-care")
    assert "## More than one adult in five has a mental illness in a year" in found
    assert "## About half of those with a mental illness are treated" in found
    assert all(tables.row(i).number("value") > 20 for i in ("samhsa2021-ami-2020", "nami2025-ami-2024"))
    assert all(45 < tables.row(f"samhsa{n}-treated-{n - 1}").number("value") < 55 for n in (2023, 2024, 2025))


def test_the_comparator_matters_clearly_in_one_of_two_analyses(root, tables):
    heading = "## Larger against saline than midazolam, clearly in one of two analyses"
    assert heading in headings(root, "how-fast-how-many")
    people = [tables.row(f"wilkinson2019-score-d1-{arm}") for arm in ("saline", "midazolam")]
    assert people[0].number("ci_low") > people[1].number("ci_high")
    cochrane = [tables.row(f"dean2021-{arm}-score-smd") for arm in ("placebo", "midazolam")]
    assert cochrane[0].number("value") < cochrane[1].number("value")
    assert cochrane[1].number("ci_low") < cochrane[0].number("ci_high")


def test_pain_is_eased_in_two_reviews_and_unclear_in_cochrane(root):
    heading = "## Chronic pain: small relief in two reviews, unclear in Cochrane"
    assert heading in headings(root, "other-conditions")
    reaches_zero = {}
    for label, _, low, _ in drawn(root, "other-conditions", "pain-pooled"):
        reaches_zero.setdefault(label.split(",")[0], []).append(float(low) <= 0)
    assert all(reaches_zero.pop("Cochrane 2025"))
    assert len(reaches_zero) == 2
    assert not any(map(all, reaches_zero.values()))


def test_under_half_of_a_dose_by_mouth_or_nose_reaches_the_blood(root):
    heading = "## By mouth or nose under half of a dose reaches the blood"
    assert heading in headings(root, "sessions-and-blood-levels")
    rows = drawn(root, "sessions-and-blood-levels", "bioavailability-by-route")
    assert max(float(value.rstrip("%")) for _, value in rows) < 50


def test_no_other_condition_has_more_than_low_certainty(root):
    heading = "## Few and small trials, and nowhere more than low certainty"
    assert heading in headings(root, "other-conditions")
    rows = drawn(root, "other-conditions", "other-conditions-map")
    assert {row[2].rstrip(" *") for row in rows} <= {
        "low",
        "very low",
        "no trial",
    }


def test_the_rows_bear_out_every_heading_that_a_chart_holds(root):
    found = dict(held(root))
    assert len(found) >= 30
    assert all(found.values())


def test_every_chart_fits_the_screen_of_a_phone(root):
    """At a width of 358 of 390 pixels no chart is higher than the 813 pixels that a phone leaves for reading."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    wide, high = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', output.data["image/svg+xml"]).groups()
                    assert 358 * float(high) / float(wide) <= 813, output.data[MIME]["name"]


def test_every_chart_of_evidence_says_what_stands_behind_it(root):
    bare = [
        output.data[MIME]["name"]
        for path in sorted((root / "notebooks").glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {}) and "certainty" not in output.data[MIME].get("counted", "")
    ]
    assert all(name.startswith("audit-") for name in bare), bare
