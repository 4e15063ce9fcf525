"""A book that knows its address and repository says so; one that does not makes no promise."""

import shutil
from xml.etree import ElementTree

import pytest

from kapbook.evidence import tables
from kapbook.fingerprints import book_digest
from kapbook.place import Place, PlaceError, place
from kapbook.prose.promised import written as sealed
from kapbook.publish.build import BuildError, build
from kapbook.publish.takeaway import stamp
from kapbook.sphinxext.launch import ways
from tests.mini import NAME

AT = Place("https://example.org/kap/", "someone/kap", "0123abc")


def silent(line: str) -> None:
    pass


@pytest.fixture(scope="module")
def published(new_book):
    """The pages of a book that knows its address and its repository."""
    book = new_book()
    book.edit("_config.yml", "redirects: {}", "redirects: {chapters/old: /chapters/depression.html}")
    book.write("addresses.txt", sealed(["chapters/old.html", "chapters/depression.html", "_downloads/claims.json"]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOK_URL", "https://example.org/kap")
        patch.setenv("BOOK_SOURCE", "someone/kap@0123abc")
        build(book.root, silent)
    return book.root / "_build/html"


@pytest.fixture(scope="module")
def two_books(new_book):
    """The pages of one project built twice: with an address at the root of a host, a browser edition and an EPUB of
    its very sources; then with no address, and both editions older than the sources."""
    book = new_book()
    book.append("chapters/rows.md", "\n```{takeaways}\n```\n")
    lite, epub = book.root / "_build/lite", book.root / f"_build/{NAME}.epub"
    (lite / "lab").mkdir(parents=True)
    (lite / "lab/index.html").write_text("lab")
    for part in ("notebooks", "evidence"):
        shutil.copytree(book.root / part, lite / "files" / part)
    epub.write_text("an EPUB")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOK_URL", "https://example.org/")
        stamp(epub, book_digest(book.root))
        build(book.root, silent)
    first = shutil.copytree(book.root / "_build/html", book.root.parent / "first")
    (lite / "files/notebooks/question.ipynb").write_text("older")
    stamp(epub, "older")
    build(book.root, silent)
    return first, book.root / "_build/html"


def test_a_published_book_has_sitemap_previews_redirects_and_a_404_page(published):
    sitemap = ElementTree.parse(published / "sitemap.xml")
    listed = {element.text for element in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert "https://example.org/kap/chapters/depression.html" in listed
    assert not [url for url in listed if url.endswith(("search.html", "404.html"))]
    assert not (published / "robots.txt").exists(), "it is read at the root of a host only"
    page = (published / "chapters/depression.html").read_text()
    assert '<link rel="canonical" href="https://example.org/kap/chapters/depression.html"' in page
    assert '<meta property="og:image" content="https://example.org/kap/_static/social.png">' in page
    lost = (published / "404.html").read_text()
    assert 'href="/kap/search.html"' in lost and 'href="/kap/_static/' in lost and "0123abc" not in lost
    assert "../chapters/depression.html" in (published / "chapters/old.html").read_text()


def test_a_book_at_the_root_of_its_host_tells_where_the_sitemap_is(two_books):
    assert "Sitemap: https://example.org/sitemap.xml" in (two_books[0] / "robots.txt").read_text()


def test_a_notebook_page_links_to_binder_and_colab_at_its_own_commit(published):
    page = (published / "notebooks/question.html").read_text()
    assert 'href="https://mybinder.org/v2/gh/someone/kap/0123abc?labpath=notebooks/question.ipynb"' in page
    assert 'href="https://colab.research.google.com/github/someone/kap/blob/0123abc/notebooks/question.ipynb"' in page
    assert (published / "_downloads/notebooks/question.ipynb").is_file()


def test_what_the_links_to_binder_open_is_in_the_repository(root):
    lock = (root / "binder/requirements.txt").read_text().split()[-1]
    assert (root / "binder" / lock).resolve() == root / "requirements.lock"
    assert (root / "binder/postBuild").stat().st_mode & 0o100


def test_without_a_place_nothing_is_promised(two_books):
    _, html = two_books
    page = (html / "notebooks/question.html").read_text()
    assert "mybinder" not in page and "lab/index.html" not in page and "canonical" not in page
    assert not (html / "sitemap.xml").exists() and not (html / "robots.txt").exists()


def test_the_browser_edition_is_linked_only_when_it_was_built_from_these_notebooks(two_books):
    html, later = two_books
    page = (html / "notebooks/question.html").read_text()
    assert 'href="../lite/lab/index.html?path=notebooks/question.ipynb"' in page
    assert (html / "lite/lab/index.html").is_file()
    assert "lab/index.html" not in (later / "notebooks/question.html").read_text()
    assert not (later / "lite").exists()


def test_an_edition_is_offered_only_when_it_was_made_from_these_sources(two_books):
    html, later = two_books
    page = (html / "chapters/rows.html").read_text()
    assert f"{NAME}.epub" in page and f"{NAME}.zip" in page and f"{NAME}.pdf" not in page
    assert (html / f"_downloads/{NAME}.epub").read_text() == "an EPUB"
    assert f"{NAME}.epub" not in (later / "chapters/rows.html").read_text()


def test_a_lost_address_is_told_with_its_remedy(book):
    book.write("addresses.txt", sealed(["chapters/gone.html"]))
    tables._load.cache_clear()
    with pytest.raises(BuildError, match=r"S508 'chapters/gone\.html' leads nowhere; bring it back, or name"):
        build(book.root, silent)


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("BOOK_URL", "example.org", r"BOOK_URL is 'example\.org': give the address of the first page"),
        ("BOOK_URL", "https://example.org/?a", "give the address of the first page"),
        ("BOOK_SOURCE", "someone/kap", "BOOK_SOURCE is 'someone/kap': give owner/name@commit"),
    ],
)
def test_a_place_that_cannot_be_read_is_told(name, value, words, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(PlaceError, match=words):
        place()


def test_a_branch_with_a_slash_is_quoted_for_binder():
    assert "/gh/a/b/fix%2Fit?" in Place("", "a/b", "fix/it").binder("notebooks/x.ipynb")


def test_ways_to_run_a_notebook_without_a_repository_are_those_at_home():
    items = ways("notebooks/x.ipynb", "../", False, Place())
    assert len(items) == 1 and "../_downloads/notebooks/x.ipynb" in items[0]
