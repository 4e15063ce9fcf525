"""A book on another subject, and an article more, are built by the same package without a change of code."""

import json
import re
import zipfile

import pytest
import yaml

from kapbook.evidence import load, tables
from kapbook.evidence.record import Contents
from kapbook.fingerprints import book_digest
from kapbook.new.book import LOOKS, new_book
from kapbook.new.draft import NewError
from kapbook.place import ADDRESS, SOURCE
from kapbook.publish.build import build
from kapbook.publish.generated import generated_pages
from kapbook.publish.notebooks import execute_all
from tests.new.recipes import Recipe, command
from tests.new.test_recipes import PAGE
from tests.rooms.test_subject import WORDS

CONFIG = "_config.yml"


def built(book):
    tables._load.cache_clear()
    return build(book.root, lambda line: None).parent


@pytest.fixture(scope="module")
def html(root, example, tmp_path_factory):
    """The example and a third article with a claim, executed, checked and built: two books are proved by one build."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in (ADDRESS, SOURCE):
            patch.delenv(variable, raising=False)
        book = example.copy_to(tmp_path_factory.mktemp("built") / "book")
        patch.chdir(book.root)
        add_article(root, book)
        execute_all(book.root, lambda line: None)
        tables._load.cache_clear()
        assert book.check() == []
        return built(book)


def add_article(root, book):
    """The recipe of an article, and a claim in it."""
    Recipe(root, book, "Add an article").to_end()
    page = "chapters/articles/article-003.md"
    book.edit(page, " to be written: what it praises, who wrote it, when, and what it cites.", " is invented.")
    judged = ("verdict=unsupported", "certainty=none")
    claim = ("text=A nap at work pays for itself.", "rationale=No study asked.", "searched=the five invented works")
    place = ("article=003", "line=1", "wording=faithful", "kind=efficacy", "about=drug", "chapter=chapters/naps/recall")
    command("new", "claim", "work-naps-pay", *judged, *claim, *place)
    command("fill", "judgements/work-naps-pay", *judged, "reason=No study asked.")
    command("fill", "sections/003/1", "silent_lines=2")
    book.append(PAGE, "\n```{claim} work-naps-pay\n```\n")


def test_a_book_on_another_subject_is_built_without_a_change_of_code(html):
    page = (html / "chapters/naps/recall.html").read_text(encoding="utf-8")
    assert "60.0%" in page and "Do more people recall half of a list" in page and 'id="shown-naps-recall"' in page
    assert {"index.html", "claims.json", "notebooks", "chapters", "claims"} <= {
        path.name for path in [*html.iterdir(), *(html / "_downloads").iterdir()]
    }


def test_no_page_of_it_speaks_of_the_subject_of_this_book(html):
    texts = [*html.rglob("*.html"), *(html / "_downloads/evidence").iterdir(), html / "_downloads/claims.json"]
    assert [path.name for path in texts if WORDS.search(path.read_text(encoding="utf-8"))] == []
    assert all("988" not in re.sub(r"<style.*?</style>", "", path.read_text("utf-8"), flags=re.S) for path in texts)


def test_it_is_taken_away_under_its_own_name(html):
    with zipfile.ZipFile(html / "_downloads/naps-and-memory-example.zip") as archive:
        assert "naps-and-memory-example/index.html" in archive.namelist()
    review = json.loads((html / "_downloads/claims.json").read_text(encoding="utf-8"))
    assert "The makers of the example" in json.dumps(review)


def test_ledger_counts_cover_and_pages_follow_a_further_article(html):
    cover = (html / "index.html").read_text(encoding="utf-8")
    assert "Of 4 factual claims" in cover and cover.count('class="tile ') == 5
    ledger = (html / "chapters/reference/ledger.html").read_text(encoding="utf-8")
    assert "claim-work-naps-pay" in ledger and "article-is-003" in ledger
    claim = (html / "claims/work-naps-pay.html").read_text(encoding="utf-8")
    assert "Naps at work (invented)" in claim
    article = (html / "chapters/articles/article-003.html").read_text(encoding="utf-8")
    assert "A nap at work pays for itself." in article and "The one claim of this article by verdict" in article
    assert "Naps at work (invented)" in (html / "chapters/reference/bibliography.html").read_text(encoding="utf-8")


def test_the_example_has_two_articles_five_works_and_one_notebook(book):
    rows = load(book.root).tables
    assert len(rows["articles"]) == 2 and len(rows["studies"]) == 5
    assert len([*(book.root / "notebooks").glob("*.ipynb")]) == 1


def test_all_that_the_example_tells_is_marked_as_invented(book):
    text = book.read("references.bib")
    assert text.count("nvented") >= text.count("@")
    assert all("nvented" in row["note"] for row in load(book.root).tables["studies"])
    assert "Everything in this book is invented" in book.read("README.md") and "invented" in book.read("index.md")


def test_the_example_has_the_settings_of_this_book(root, book):
    def names(folder):
        settings = yaml.safe_load((folder / CONFIG).read_text(encoding="utf-8"))
        return set(settings) | {f"sphinx.config.{name}" for name in settings["sphinx"]["config"]}

    assert names(root) == names(book.root)


def test_a_book_is_not_fresh_when_the_package_beside_it_has_changed(book, tmp_path, monkeypatch):
    (tmp_path / "src/kapbook").mkdir(parents=True)
    monkeypatch.setattr("kapbook.fingerprints.PACKAGE_ROOT", tmp_path)
    monkeypatch.setattr("kapbook.evidence.record.PACKAGE_ROOT", tmp_path)
    plain = load(book.root)
    before = book_digest(book.root), Contents(plain).code(["rule.py"])
    (tmp_path / "src/kapbook/rule.py").write_text("")
    after = book_digest(book.root), Contents(plain).code(["rule.py"])
    assert before[0] != after[0] and before[1] != after[1], "neither pages nor notebooks"


def test_generated_pages_are_those_that_the_contents_name(book):
    assert generated_pages(book.root) == {}
    book.write("chapters/reference/checks.md", "# Rules\n")
    book.append("_toc.yml", "      - file: chapters/reference/checks\n")
    assert [*generated_pages(book.root)] == ["chapters/reference/checks.md"]


def test_looks_are_those_of_this_book(root, book):
    for folder in LOOKS:
        for path in (root / folder).rglob("*"):
            if path.is_file():
                assert (book.root / path.relative_to(root)).read_bytes() == path.read_bytes()


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    from datetime import date

    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NewError, match="is not empty; name a new folder"):
        new_book(tmp_path, date.today())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_what_comes_next(tmp_path):
    said = command("new", "book", str(tmp_path / "naps"))
    assert "Go there, then: kapbook notebooks; kapbook check; kapbook build" in said
    assert (tmp_path / "naps/.gitignore").read_text() == "_build/\n"
