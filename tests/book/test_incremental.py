"""A build that takes up the last one's work gives the bytes of a build from nothing, after each kind of change."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kapbook.evidence import tables
from kapbook.publish import build as building
from kapbook.publish.build import BuildError, build
from kapbook.publish.editions import epub
from tests.book.test_speed import files
from tests.mini import Mini

WORDS = "application/vnd.kapbook.chart+json"
NAMES = "# Other names\n\nLow mood, blues\n: [Depression](/chapters/depression.md)\n"
TERMS = "# Glossary\n\n```{glossary}\nDose\n: How much.\n```\n"
ALWAYS = {"index.html", "genindex.html", "search.html", "404.html"}
"""Pages that Sphinx writes in every build."""


def silent(line: str) -> None:
    pass


def draws(words: str) -> Callable:
    """A change of the notebook: its chart answers a question, and says these words."""

    def change(notebook):
        for output in notebook.cells[2].outputs:
            rows = ["lee2020-response-d1-ketamine", "lee2020-response-d1-saline"]
            output.data[WORDS].update(question="response-one-day", drawn=rows, alt=words)

    return change


def furnished(book: Mini) -> Mini:
    """The small book with all that one page may take from another."""
    toc = book.read("_toc.yml")
    book.write(
        "_toc.yml", f"{toc}- file: chapters/reference/other-names\n- file: chapters/terms\n- file: chapters/two\n"
    )
    (book.root / "chapters/reference").mkdir(exist_ok=True)
    book.write("chapters/reference/other-names.md", NAMES)
    book.write("chapters/terms.md", TERMS)
    book.write(
        "chapters/two.md", "# Two\n\n## Part\n\n{term}`Dose`, [](depression.md), [x](rows.md), {cite:t}`kim2021`\n"
    )
    book.append("chapters/rows.md", "\n```{answer} response-one-day\n```\n\n{download}`x <../evidence/claims.csv>`\n")
    book.append("chapters/depression.md", "\n## Left\n\n```{chart} c\n```\n\n[part](two.md#part)\n")
    book.append("chapters/bibliography.md", "\n```{cover}\n```\n")
    book.write_notebook(draws("Ketamine 40."))
    return book


ENTRY = "@article{aaa2019,\n  author = {Aab, Cy},\n  title = {{First}},\n  journal = {J},\n  year = {2019}\n}\n\n"
RENAMED = {"name": "d"}


def touch(book: Mini) -> None:
    for folder in ("chapters", "notebooks", "evidence", "_static", "_templates"):
        for path in (book.root / folder).rglob("*.*"):
            path.touch()
    for name in ("index.md", "references.bib", "_config.yml", "_toc.yml"):
        (book.root / name).touch()


def another_word(book: Mini) -> None:
    book.edit("chapters/depression.md", "The average fell", "The mean fell")


def another_term_and_name(book: Mini) -> None:
    book.edit("chapters/terms.md", ": How", ": Quite how")
    book.edit("chapters/reference/other-names.md", "blues", "sadness")


def another_heading(book: Mini) -> None:
    book.edit("chapters/two.md", "## Part", "## Piece\n\n(part)=\n### Part")


def another_title(book: Mini) -> None:
    book.edit("chapters/depression.md", "# Depression", "# Low mood")


def another_cell(book: Mini) -> None:
    book.cell("outcomes", 0, "timepoint", "one day")
    book.cell("questions", 0, "answer", "Ketamine may help within a day.")


def another_claim(book: Mini) -> None:
    book.cell("claims", 0, "rationale", "It did so in one trial: 40.0% against 20.0%.")
    book.cell("claims", 1, "verdict", "unverifiable")
    book.cell("studies", 0, "population", "grown-ups")


def other_rows(book: Mini) -> None:
    book.repeat("outcomes", 2, id="kim2021-response-w8-kap", timepoint="week 8")
    book.reorder("outcomes")


def another_entry(book: Mini) -> None:
    book.edit("references.bib", "twenty people", "20 people")


def a_new_entry(book: Mini) -> None:
    book.edit("references.bib", "@unpub", f"{ENTRY}@unpub")
    book.append("chapters/two.md", "\n{cite:p}`aaa2019,kim2021`\n")


def another_chart(book: Mini) -> None:
    book.write_notebook(lambda n: (draws("Ketamine 41.")(n), n.cells[2].outputs[0].data[WORDS].update(RENAMED)))
    book.edit("chapters/depression.md", "{chart} c", "{chart} d")
    book.edit("chapters/rows.md", "{download}`x <../evidence/claims.csv>`", "x")


def other_pages(book: Mini) -> None:
    book.edit("_toc.yml", "- file: chapters/terms\n", "- file: chapters/new\n")
    book.edit("chapters/two.md", "{term}`Dose`", "Dose")
    (book.root / "chapters/terms.md").unlink()
    book.write("chapters/new.md", "# New\n")


def another_style(book: Mini) -> None:
    book.append("_static/book.css", "\np { color: black }\n")


def another_setting(book: Mini) -> None:
    book.edit("_config.yml", "title: Ketamine", "title: On ketamine")
    book.edit("_templates/page.html", "sets no cookie", "sets no cookies")
    book.edit("evidence/datapackage.json", '"last_searched": "2026', '"last_searched": "2027')


CHANGES = (
    touch,
    another_word,
    another_term_and_name,
    another_heading,
    another_title,
    another_cell,
    another_claim,
    other_rows,
    another_entry,
    a_new_entry,
    another_chart,
    other_pages,
    another_style,
    another_setting,
)


@pytest.fixture
def unchecked(monkeypatch):
    """Builds that judge nothing: these tests are of bytes."""
    monkeypatch.setattr(building, "sources", lambda root: [])
    monkeypatch.setattr(building, "check_site", lambda *rest: [])


def test_after_each_change_the_book_is_that_of_a_build_from_nothing(book, tmp_path, unchecked, monkeypatch):
    furnished(book)
    build(book.root, silent)
    results, copies = [], []
    for number, change in enumerate(CHANGES):
        change(book)
        tables._load.cache_clear()
        build(book.root, silent)
        results.append((change.__name__, files(book.root / "_build/html")))
        copies.append(tmp_path / "another/place" / str(number))
        shutil.copytree(book.root, copies[-1], ignore=shutil.ignore_patterns("_build"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda root: build(root, silent), copies))
    different = {}
    for (what, quick), copy in zip(results, copies, strict=True):
        clean = files(copy / "_build/html")
        names = {name for name in quick.keys() | clean.keys() if quick.get(name) != clean.get(name)}
        if names:
            different[what] = sorted(names)
    assert different == {}


def written(book: Mini, change: Callable[[Mini], object]) -> set[str]:
    """Pages that the builder writes after a change, beside those that it always writes."""
    work = book.root / "_build/work/html"
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*.html")}
    change(book)
    tables._load.cache_clear()
    build(book.root, silent)
    now = {path: path.stat().st_mtime_ns for path in work.rglob("*.html")}
    names = {path.relative_to(work).as_posix() for path in now if now[path] != before.get(path)} - ALWAYS
    return {name for name in names if not name.startswith("claims/")}  # made in one go, of the tables alone


def test_only_what_depends_on_a_change_is_written(book, unchecked):
    furnished(book)
    build(book.root, silent)
    assert written(book, lambda b: (touch(b), b.append("index.md", "\nMore.\n"))) == set()
    assert written(book, another_word) == {"chapters/depression.html"}
    assert written(book, lambda b: b.cell("studies", 0, "population", "grown-ups")) == {"chapters/rows.html"}
    shown = {"chapters/rows.html", "chapters/depression.html"}
    assert written(book, lambda b: b.cell("outcomes", 0, "timepoint", "one day")) == shown
    assert written(book, lambda b: b.append("evidence/hosts.csv", "")) == set()
    assert written(book, another_term_and_name) >= {"chapters/reference/other-names.html", "chapters/depression.html"}
    cited = {"chapters/bibliography.html", "chapters/two.html", "chapters/rows.html", "chapters/depression.html"}
    assert written(book, another_entry) == cited
    pages = {path.relative_to(book.root / "_build/html").as_posix() for path in book.root.glob("_build/html/**/*.html")}
    assert written(book, another_style) == {name for name in pages - ALWAYS if not name.startswith("claims/")}


def test_a_build_that_failed_leaves_nothing_that_the_next_one_trusts(book, unchecked):
    furnished(book)
    build(book.root, silent)
    good = book.read("chapters/two.md")
    for _ in range(2):  # the second time, Sphinx would not read the page again, and keep silent
        book.append("chapters/two.md", "\n[x](nowhere.md)\n")
        with pytest.raises(BuildError, match=r"WARNING: .*nowhere"):
            build(book.root, silent)
    book.edit("chapters/two.md", "# Two", "# Three")
    with pytest.raises(BuildError, match=r"WARNING: .*nowhere"):
        build(book.root, silent)
    book.write("chapters/two.md", good)
    assert written(book, lambda b: None) == set()


def test_a_page_that_leads_to_what_is_gone_is_told_though_it_did_not_change(book, unchecked):
    furnished(book)
    build(book.root, silent)
    book.edit("chapters/two.md", "## Part", "## Another")
    with pytest.raises(BuildError, match=r"depression\.md.*WARNING: .*part"):
        build(book.root, silent)


def test_epubs_made_in_two_places_and_time_zones_are_the_same(book, tmp_path, monkeypatch):
    other = tmp_path / "another/place"
    shutil.copytree(book.root, other)
    first = epub(book.root, silent).read_bytes()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert epub(other, silent).read_bytes() == first
