"""Each claim has a page of its own, which the ledger and the boxes of chapters lead to."""

import json

import pytest
from bs4 import BeautifulSoup

from kapbook.publish.build import build


def silent(line: str) -> None:
    pass


@pytest.fixture(scope="module")
def site(new_book):
    book = new_book()
    book.append(
        "chapters/rows.md", "\n```{ask}\n```\n\n```{grades}\n```\n\n```{downloads}\n```\n\n```{corrections}\n```\n"
    )
    build(book.root, silent)
    return book.root / "_build/html"


def read(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_a_claim_s_page_gives_verdict_reason_evidence_and_the_way_to_its_chapter(site):
    page = read(site / "claims/works-fast.html")
    text = page.article.get_text(" ", strip=True)
    assert text.startswith("Verdict:")
    assert page.select_one("a.read-on")["href"].endswith("index.html#discussed-works-fast") or page.select_one(
        "a.read-on"
    )["href"].endswith("depression.html#discussed-works-fast")
    page_data, review = (json.loads(part.string) for part in page.find_all("script", type="application/ld+json"))
    assert page_data["name"] == review["claimReviewed"] == page.h1.get_text()


def test_the_ledger_keeps_its_anchors_and_leads_to_the_claims_pages(site):
    item = read(site / "chapters/rows.html").find(id="claim-works-fast")
    assert item.name == "li" and item.a["href"] == "../claims/works-fast.html"


def test_the_questions_stand_in_one_table_with_their_certainty(site):
    rows = read(site / "chapters/rows.html").select("table.ask tbody tr")
    assert rows and all(row.select_one("th[scope=row] a") and row.select_one(".certainty") for row in rows)


def test_every_download_is_named_with_its_size_and_no_address_is_made_up(site):
    page = read(site / "chapters/rows.html")
    items = page.select(".downloads li")
    assert len(items) >= 10
    assert all("B)" in item.get_text() for item in items)
    assert "Corrections, with a source" not in page.get_text()
