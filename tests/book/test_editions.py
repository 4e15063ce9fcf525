"""The EPUB holds the book without what only web pages can do; faults are told in a sentence."""

import builtins
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from docutils import nodes
from sphinx import addnodes

from kapbook.cli import main
from kapbook.publish import editions
from kapbook.publish.browser import BrowserError, chromium
from kapbook.publish.build import BuildError
from kapbook.sphinxext.charts import plain_svg
from kapbook.sphinxext.editions import unique_ids
from tests.mini import NAME


def silent(line: str) -> None:
    pass


def test_the_epub_holds_the_chapters_and_neither_scripts_nor_source_cards(book):
    book.append("chapters/rows.md", "\n```{cover}\n```\n")
    book.edit("_config.yml", "redirects: {}", "redirects: {chapters/old: /chapters/depression.html}")
    path = editions.epub(book.root, silent)
    assert path == book.root / f"_build/{NAME}.epub"
    with zipfile.ZipFile(path) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
        assert not [name for name in archive.namelist() if name.endswith((".js", ".csv", ".json"))]
    assert {"chapters/depression.xhtml", "chapters/rows.xhtml", "notebooks/question.xhtml"} <= set(pages)
    assert "chapters/rows.xhtml" in pages["nav.xhtml"] and "chapters/old.xhtml" not in pages
    chapter = pages["chapters/depression.xhtml"]
    assert "40.0%" in chapter and "Overstated" in chapter and "rows.xhtml#lee2020-response-d1-ketamine" in chapter
    for page in pages.values():
        assert "<script" not in page and "<svg" not in page and "stat-card" not in page and "related-pages" not in page
    assert not (book.root / "_build/next-epub").exists()


def test_a_fault_in_the_sources_leaves_the_last_epub(book):
    last = book.root / f"_build/{NAME}.epub"
    last.write_text("the last good one")
    book.edit("chapters/depression.md", "`40.0% <", "`41.0% <")
    with pytest.raises(BuildError, match=r"N202 '41\.0%' is not"):
        editions.epub(book.root, silent)
    assert last.read_text() == "the last good one"


def test_no_browser_is_told_before_anything_is_built(mini, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("kapbook.publish.browser.PYTHON", "/nowhere")
    with pytest.raises(BrowserError, match="no Chromium found; 'make browser' brings one"):
        editions.pdf(mini.root, silent)
    monkeypatch.setenv("CHROMIUM", "/nowhere")
    with pytest.raises(BrowserError, match="CHROMIUM names '/nowhere', which is no file"):
        editions.pdf(mini.root, silent)


def test_a_missing_playwright_is_told(tmp_path, monkeypatch):
    bring = builtins.__import__

    def deny(name, *rest):
        if name.startswith("playwright"):
            raise ImportError(name, name="playwright")
        return bring(name, *rest)

    monkeypatch.setattr(builtins, "__import__", deny)
    with pytest.raises(BuildError, match="playwright is not installed; 'make pdf' brings it"):
        editions.print_page(tmp_path / "index.html", tmp_path / "book.pdf", "/nowhere")


def test_a_browser_that_does_not_start_is_told(tmp_path):
    with pytest.raises(BuildError, match="Chromium did not print"):
        editions.print_page(tmp_path / "index.html", tmp_path / "book.pdf", "/nowhere")


def print_page(*arguments) -> None:
    """Print in a thread of its own: Playwright refuses a second browser in the thread of the browser tests."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(editions.print_page, *arguments).result()


def test_a_dead_link_is_told_and_a_good_page_is_printed(tmp_path):
    page = tmp_path / "index.html"
    page.write_text('<article><h1 id="a">A</h1><a href="#a">up</a><a href="#b">down</a></article>')
    with pytest.raises(BuildError, match=r"1 link\(s\) of the single page lead nowhere, the first to '#b'"):
        print_page(page, tmp_path / "book.pdf", chromium())
    page.write_text('<article><h1 id="a">A</h1><a href="#a">up</a></article>')
    print_page(page, tmp_path / "book.pdf", chromium())
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")


def test_the_commands_say_what_failed(mini, monkeypatch):
    monkeypatch.chdir(mini.root)
    monkeypatch.setenv("CHROMIUM", "/nowhere")
    for command in ("epub", "pdf"):
        result = CliRunner().invoke(main, [command])
        assert result.exit_code == 1 and "Traceback" not in result.output


def test_ids_of_two_pages_on_one_page_do_not_meet():
    link = nodes.reference("", "x", refuri="#document-b/two#same")
    first = addnodes.start_of_file("", nodes.section("", link, ids=["same"]), docname="a/one")
    second = addnodes.start_of_file(
        "", nodes.section("", nodes.reference("", "y", refid="same"), ids=["same"]), docname="b/two"
    )
    unique_ids(nodes.section("", first, second), "index")
    assert [part["ids"] for part in (first[0], second[0])] == [["a-one-same"], ["b-two-same"]]
    assert link["refuri"] == "#b-two-same" and second[0][0]["refid"] == "b-two-same"


def test_a_drawing_loses_its_document_type_and_its_paths_have_data():
    svg = '<?xml version="1.0"?><!DOCTYPE svg><svg><path id="a" d="M 0 0"/><path id="b" transform="x"/></svg>'
    assert plain_svg(svg) == '<svg><path id="a" d="M 0 0"/><path d="" id="b" transform="x"/></svg>'
