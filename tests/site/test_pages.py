"""The built pages on disk: whole, private, light, and what machines read from them."""

import gzip
import json
import re

import jsonschema
import pytest

from kapbook import evidence, ledger
from kapbook.build import contents
from kapbook.checks.site import SITE_RULES, Page, Site, check_site
from kapbook.generated import generated_pages

FIRST_VISIT_BYTES = 60_000
PAGE_BYTES = 25_000
CHART_BYTES = 40_000
REQUESTS = 12
TABLE_PAGES = (
    "chapters/reference/ledger",
    "chapters/reference/bibliography",
    "chapters/reference/evidence/",
    "chapters/orientation/article-",
    "chapters/reference/data-dictionary",
    "genindex",
)
"""Pages that are tables of everything: they are as heavy as what they hold."""

BAD_PAGES = {
    "S501": ({}, ["index", "lost"]),
    "S502": ({"index.html": "<div class='output'>Traceback (most recent call last)</div>"}, ["index"]),
    "S503": ({"index.html": "<img src='a.svg' alt='a.svg'>"}, ["index"]),
    "S504": ({"index.html": "<script src='https://cdn.example.org/x.js'></script>"}, ["index"]),
    "S505": ({"index.html": "<span class='stat'><a href='index.html'></a></span>"}, ["index"]),
    "S506": ({"index.html": "<a href='nowhere.html'>x</a>"}, ["index"]),
    "S507": ({"index.html": "<p id='a'></p><p id='a'></p>"}, ["index"]),
}


def gz(path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def assets(site, page) -> list:
    tree = page.tree
    names = [t["href"] for t in tree.select("link[rel=stylesheet]")] + [t["src"] for t in tree.select("script[src]")]
    return [(page.path.parent / name.partition("?")[0]).resolve() for name in names]


@pytest.fixture(scope="session")
def pages(site, root) -> list[Page]:
    return Site(site, contents(root)).pages


def test_the_site_breaks_no_rule(site, root):
    assert [finding.sentence() for finding in check_site(site, contents(root))] == []


@pytest.mark.parametrize("code", sorted(SITE_RULES))
def test_every_site_rule_has_a_case_that_fails_and_one_that_passes(code, tmp_path):
    files, expected = BAD_PAGES[code]
    (tmp_path / "index.html").write_text("<p>good</p>")
    assert code not in {finding.code for finding in check_site(tmp_path, ["index"])}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert code in {finding.code for finding in check_site(tmp_path, expected)}


def test_a_page_is_light_and_asks_for_little(site, pages):
    for page in pages:
        files = assets(site, page)
        assert len(files) + 1 <= REQUESTS + (4 if page.name == "search.html" else 0), page.name
        if not page.name.startswith((*TABLE_PAGES, "search")):
            assert gz(page.path) <= PAGE_BYTES, f"{page.name}: {gz(page.path)}"
            assert gz(page.path) + sum(map(gz, files)) <= FIRST_VISIT_BYTES, page.name


def test_no_chart_is_heavy(site):
    charts = list((site / "_images").glob("*.svg"))
    assert charts
    assert [(c.name, gz(c)) for c in charts if gz(c) > CHART_BYTES] == []


def test_every_chart_can_be_taken_away_as_svg_and_csv(site, pages):
    names = {tag["id"].removeprefix("chart-") for page in pages for tag in page.tree.select("figure[id^=chart-]")}
    folder = site / "_downloads" / "charts"
    assert names == {path.stem for path in folder.glob("*.svg")} == {path.stem for path in folder.glob("*.csv")}


def test_every_chart_has_words_a_caption_and_a_data_table(pages):
    figures = [(page, figure) for page in pages for figure in page.tree.select("figure[id^=chart-]")]
    assert len(figures) >= 20
    for page, figure in figures:
        assert re.search(r"\d|none|not reported", figure.img["alt"]), page.name
        assert "Sources:" in figure.figcaption.get_text()
        assert figure.find_next("details").find("table"), page.name


def test_beside_every_chart_stand_its_downloads_and_how_to_cite_it(pages):
    for page in pages:
        for figure in page.tree.select("figure[id^=chart-]"):
            words = figure.find_next("details").get_text()
            assert "Cite as:" in words and "data version" in words, page.name


def test_every_page_says_where_to_find_help(pages):
    assert [page.name for page in pages if "988" not in page.tree.get_text()] == []


def test_pages_that_touch_suicide_carry_help_before_their_text(pages):
    for page in pages:
        if page.name.startswith(
            ("chapters/conditions/suicidality", "chapters/conditions/depression", "chapters/conditions/ptsd")
        ):
            article = page.tree.find("article").get_text()
            assert article.index("988") < article.index("In short"), page.name


def test_numbers_in_prose_link_to_their_row(pages):
    links = [link["href"] for page in pages for link in page.tree.select("span.stat > a")]
    assert len(links) > 500
    assert all("reference/evidence/" in link or link.startswith("#") for link in links)


def test_every_claim_has_a_permanent_address_in_the_ledger(site, root):
    ids = Page(site / "chapters/reference/ledger.html", "ledger").id_set
    assert {claim.anchor for claim in ledger.claims(evidence.load(root))} <= ids


def test_claims_are_exported_as_claim_review(site, root):
    exported = json.loads((site / "_downloads/claims.json").read_text(encoding="utf-8"))
    schema = json.loads((root / "tests/site/claimreview.schema.json").read_text())
    jsonschema.validate(exported, schema)
    assert len(exported["@graph"]) == len(evidence.load(root).tables["claims"])


def test_every_table_can_be_downloaded(site, root):
    for path in (root / "evidence").glob("*.csv"):
        assert (site / "_downloads/evidence" / path.name).read_bytes() == path.read_bytes()


def test_generated_pages_are_fresh(root):
    for path, text in generated_pages(root).items():
        assert (root / path).read_text(encoding="utf-8") == text, f"{path}: run 'make generated'"
