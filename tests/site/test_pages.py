"""The built pages on disk: whole, private, light, and what machines read from them."""

import gzip
import json
import re
import struct
import zipfile
from functools import cache

import jsonschema
import pytest

from kapbook import evidence
from kapbook.checks.site import SITE_RULES, Page, Site, check_site
from kapbook.evidence import ledger
from kapbook.evidence.classset import class_set
from kapbook.evidence.hosts import listed
from kapbook.names import CLASS_SET, PACKED, file_name
from kapbook.publish.addresses import promised
from kapbook.publish.build import pages as all_pages
from kapbook.publish.generated import generated_pages

FIRST_VISIT_BYTES = 60_000
TABLE_VISIT_BYTES = 80_000
SEARCH_VISIT_BYTES = 160_000  # the index of every word comes with this page alone
PAGE_BYTES = 25_000
CHART_BYTES = 40_000
REQUESTS = 12
TABLE_PAGES = (
    "chapters/reference/trials",
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
    "S508": ({"index.html": "<p>good</p>"}, ["index"]),
    "S510": ({"index.html": "<p>It helped 70% of them.</p>"}, ["index"]),
    "S509": ({"index.html": "<a href='https://dev2.trials.example.org/1'>x</a>"}, ["index"]),
}


@cache
def gz(path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def assets(site, page) -> list:
    tree = page.tree
    names = [t["href"] for t in tree.select("link[rel=stylesheet]")] + [t["src"] for t in tree.select("script[src]")]
    start = site if page.name == "404.html" else page.path.parent  # the links of that page start at the host
    return [(start / name.partition("?")[0].lstrip("/")).resolve() for name in names]


@pytest.fixture(scope="session")
def pages(site, root) -> list[Page]:
    return Site(site, all_pages(root)).pages


def test_the_site_breaks_no_rule(site, root):
    hosts = listed(evidence.load(root))
    assert [finding.sentence() for finding in check_site(site, all_pages(root), promised(root), hosts)] == []


def test_a_page_that_leads_on_to_another_is_no_stray_page(tmp_path):
    (tmp_path / "index.html").write_text("<p>good</p>")
    (tmp_path / "index.html").write_text('<p id="a">good <a href="old.html#a">old</a></p>')
    leads_on = '<noscript><meta http-equiv="refresh" content="0; url={}"></noscript>'
    (tmp_path / "old.html").write_text(leads_on.format("index.html"))
    assert check_site(tmp_path, ["index"], ["old.html", "old.html#a"]) == []
    assert [f.code for f in check_site(tmp_path, ["index"], ["old.html#b"])] == ["S508"]
    (tmp_path / "old.html").write_text(leads_on.format("nowhere.html"))
    assert {f.code for f in check_site(tmp_path, ["index"], ["old.html"])} == {"S506", "S508"}


def test_a_link_from_the_root_of_the_host_is_broken_on_all_pages_but_the_404_page(tmp_path):
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text('<a href="/index.html">start</a>')
    assert [finding.path for finding in check_site(tmp_path, ["index"])] == ["index.html"]


@pytest.mark.parametrize("code", sorted(SITE_RULES))
def test_every_site_rule_has_a_case_that_fails_and_one_that_passes(code, tmp_path):
    files, expected = BAD_PAGES[code]
    (tmp_path / "index.html").write_text("<p>good</p>")
    assert code not in {finding.code for finding in check_site(tmp_path, ["index"])}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert code in {finding.code for finding in check_site(tmp_path, expected, ["index.html#lost"])}


@pytest.mark.parametrize(
    "shown",
    [
        "<a href='https://proxy.example.net/trials.example.org/1'>a proxy</a>",
        "<a href='http://192.0.2.7:8081/1'>a number</a>",
        "<a href='//trials.example.org.copies.net/1'>a look-alike</a>",
        "<p>page read (a copy on 192.0.2.7)</p>",
        "<p>read at abstracts.example.com, a summary</p>",
        "<code>https://staging.trials.example.org/1</code>",
    ],
)
def test_a_page_that_leads_to_a_copy_is_refused(shown, tmp_path):
    (tmp_path / "index.html").write_text(f"<p>good</p>{shown}")
    assert [f.code for f in check_site(tmp_path, ["index"], hosts=frozenset({"trials.example.org"}))] == ["S509"]


def test_a_page_may_name_listed_hosts_its_own_machine_files_and_versions(tmp_path):
    (tmp_path / "index.html").write_text(
        "<a href='https://www.trials.example.org:443/1'>x</a> <a href='index.html'>y</a> <a href='mailto:a@b.org'>z</a>"
        "<p>See https://trials.example.org/1, http://127.0.0.1:8000 or write to a@b.org; section 2.1.1, Sphinx 7.4.7, "
        "index.html and evidence/hosts.csv. Figures come from trials.example.org.</p>"
        "<script>var x = 'https://cdn.example.com';</script><!-- https://copy.example.net -->"
    )
    assert check_site(tmp_path, ["index"], hosts=frozenset({"trials.example.org"})) == []


def test_a_page_is_light_and_asks_for_little(site, pages):
    for page in pages:
        files = assets(site, page)
        assert len(files) + 1 <= REQUESTS + (4 if page.name == "search.html" else 0), page.name
        if not page.name.startswith((*TABLE_PAGES, "search")):
            assert gz(page.path) <= PAGE_BYTES, f"{page.name}: {gz(page.path)}"
            assert gz(page.path) + sum(map(gz, files)) <= FIRST_VISIT_BYTES, page.name
        else:
            limit = SEARCH_VISIT_BYTES if page.name == "search.html" else TABLE_VISIT_BYTES
            assert gz(page.path) + sum(map(gz, files)) <= limit, page.name


def test_the_works_of_the_bibliography_and_the_rows_are_not_in_the_index_of_words(site):
    index = json.loads((site / "searchindex.js").read_text()[len("Search.setIndex(") : -1])
    lists = ("chapters/reference/bibliography-", "chapters/reference/evidence/")
    listed = {number for number, name in enumerate(index["docnames"]) if name.startswith(lists)}
    assert listed
    for word, pages in index["terms"].items():
        assert listed.isdisjoint(pages if isinstance(pages, list) else [pages]), word


def test_no_chart_is_heavy(site):
    charts = list((site / "_images").glob("*.svg"))
    assert charts
    assert [(c.name, gz(c)) for c in charts if gz(c) > CHART_BYTES] == []


def test_every_chart_can_be_taken_away_as_svg_png_and_csv(site, pages):
    names = {tag["id"].removeprefix("chart-") for page in pages for tag in page.tree.select("figure[id^=chart-]")}
    folder = site / "_downloads" / "charts"
    for ending in ("svg", "png", "csv"):
        assert names == {path.stem for path in folder.glob(f"*.{ending}")}, ending
    for path in folder.glob("*.png"):
        width = struct.unpack(">I", path.read_bytes()[16:20])[0]
        assert 1200 <= width <= 1500, path.name


def test_the_offline_copy_holds_every_page(site, pages, root):
    with zipfile.ZipFile(site / "_downloads" / file_name(evidence.load(root).package, PACKED)) as archive:
        inside = {name.partition("/")[2] for name in archive.namelist()}
    assert {page.name for page in pages} <= inside


def test_every_notebook_page_offers_its_notebook(site, pages):
    for page in pages:
        if page.name.startswith("notebooks/"):
            assert page.tree.select_one('a[href$=".ipynb"][download]'), page.name


def test_every_page_tells_machines_what_it_is(site, pages, root):
    seen = {}
    for page in pages:
        if page.name in ("search.html", "genindex.html", "404.html"):
            continue
        words = page.tree.find("meta", attrs={"name": "description"})["content"]
        assert 20 <= len(words) <= 200, f"{page.name}: {words}"
        assert words not in seen, f"{page.name} has the description of {seen.get(words)}"
        seen[words] = page.name
        assert page.tree.find("meta", attrs={"property": "og:title"})["content"] in page.tree.h1.get_text()
        data = json.loads(page.tree.find("script", type="application/ld+json").string)
        assert data["description"] == words and data["lastReviewed"] == evidence.load(root).package["last_searched"]


def test_every_page_but_the_first_says_where_it_stands(pages):
    for page in pages:
        steps = [step.get_text() for step in page.tree.select("nav.trail li")]
        if page.name in ("index.html", "search.html", "genindex.html", "404.html"):
            assert steps == []
        else:
            assert len(steps) >= 3 and steps[0] == "Start", page.name
            assert page.tree.h1.get_text().startswith(steps[-1]), page.name


def test_every_page_allows_one_inline_script_and_style_the_theme_s_own(pages):
    seen = set()
    for page in pages:
        policy = page.tree.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        seen.add((rules["script-src"], rules["style-src"]))
        assert rules["default-src"] == "'self'", page.name
    (scripts, styles), *others = seen  # the theme's own on every page, and none that came with the text
    assert not others
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", scripts) and re.fullmatch(r"'self' 'sha256-[\w+/=]+'", styles)


def test_the_cover_holds_a_named_link_for_each_claim_and_the_number_that_matters(pages, root):
    index = next(page for page in pages if page.name == "index.html")
    every = ledger.claims(evidence.load(root))
    counts = ledger.count_by_verdict(every)
    tiles = index.tree.select("ul.cover a.tile")
    assert sorted(tile["href"] for tile in tiles) == sorted(f"{claim.page}.html" for claim in every)
    by_page = {f"{claim.page}.html": claim.row for claim in every}
    for tile in tiles:
        row = by_page[tile["href"]]
        assert tile["title"] == f"{row['verdict'].capitalize()}: {row['text']}"
        assert f"verdict-{row['verdict'].replace(' ', '-')}" in tile["class"]
    key = index.tree.select_one(".cover-key").get_text(" ", strip=True)
    assert key == " ".join(f"{verdict.capitalize()} {count}" for verdict, count in counts.items())
    facts = sum(count for verdict, count in counts.items() if verdict in ledger.RATINGS)
    headline = index.tree.select_one(".cover-headline").get_text()
    assert headline == f"Of {facts} factual claims, {counts['supported']} are true as worded."


def test_every_claim_s_page_gives_the_verdict_first_and_leads_to_its_chapter_and_back(pages, root):
    known = {page.name: page for page in pages}
    for claim in ledger.claims(evidence.load(root)):
        tree = known[f"{claim.page}.html"].tree
        article = tree.find("article")
        text = article.get_text(" ", strip=True)
        assert text.startswith(f"Verdict: {claim.row['verdict'].capitalize()}"), claim.name
        assert article.h1.get_text() == claim.row["text"]
        assert " ".join(claim.row["rationale"].split()) in " ".join(text.split())
        chapter = tree.select_one("a.read-on")["href"]
        page, _, anchor = chapter.removeprefix("../").partition("#")
        assert page == f"{claim.row['chapter']}.html" and anchor in ("", f"discussed-{claim.name}"), claim.name
        review = json.loads(tree.find_all("script", type="application/ld+json")[1].string)
        assert review["@type"] == ("ClaimReview" if claim.row["verdict"] in ledger.RATINGS else "Claim")


def test_the_picture_of_shared_links_is_there_and_light(site):
    path = site / "_static" / "social.png"
    assert struct.unpack(">II", path.read_bytes()[16:24]) == (1200, 630)
    assert path.stat().st_size < 200_000


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
            before = article.index("In short") if "In short" in article else 600
            assert article.index("988") < before, page.name


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


def test_the_class_set_is_made_from_the_claims_and_shows_no_verdict(site, root):
    tables = evidence.load(root)
    assert (site / "_downloads" / CLASS_SET).read_text(encoding="utf-8") == class_set(tables)
    tree = Page(site / "chapters/orientation/class-set.html", "class-set").tree
    shown = [item.get_text(strip=True) for item in tree.select("ol.class-set > li")]
    straight = [text.replace("\u2019", "'") for text in shown]
    assert sorted(straight) == sorted(claim.row["text"] for claim in ledger.claims(tables))
    assert not tree.select(".verdict")


def test_answers_of_lessons_are_closed_and_open_without_scripts(pages):
    lessons = [page for page in pages if page.name.startswith("notebooks/lesson-")]
    assert lessons
    for page in lessons:
        answers = page.tree.select("details.folded")
        assert [a.summary.get_text() for a in answers] == [f"Answer to exercise {n}" for n in (1, 2, 3)], page.name
        assert all(a.find("p") and not a.has_attr("open") for a in answers), page.name


def test_generated_pages_are_fresh(root):
    for path, text in generated_pages(root).items():
        assert (root / path).read_text(encoding="utf-8") == text, f"{path}: run 'make generated'"
