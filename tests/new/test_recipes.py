"""Each recipe of CONTRIBUTING.md, followed in a copy of the example: stub, what the linter asks for, and the end."""

from datetime import date

import pytest

from kapbook.checks.model import RULES
from kapbook.checks.run import check
from kapbook.evidence import load, tables
from kapbook.new.stubs import KINDS
from kapbook.publish.generated import generated_pages
from kapbook.publish.notebooks import execute_all
from tests.new.recipes import blocks, command, empty, fill, follow, lacks

PAGE = "chapters/naps/recall.md"
TODAY = date.today().isoformat()
SEEN = "https://works.example.org/wren2024"
STUDY = dict(
    topic="naps", tested="nap", population="invented adults", condition="healthy people", comparator="staying awake",
    control="staying awake", blinding="open", blinding_held="not applicable", funding="none", country="none",
    registration="EXAMPLE-3", certainty_note="small and open",
)  # fmt: skip


def add_study(root, book):
    follow(root, "Add a study")
    fill(book, "studies", "wren2024", **STUDY)
    fill(
        book, "verifications", "wren2024", checked_on=TODAY, checked_against=SEEN,
        matched="title;year;author;journal", retraction="none found",
    )  # fmt: skip
    book.edit(PAGE, "## Harms", "A third trial is invented too {cite:p}`wren2024`.\n\n## Harms")


def add_trial(root, book):
    follow(root, "Add a trial")
    fill(
        book, "trials", "EXAMPLE-3", masked="open", masking_checked="not applicable", sponsor="nobody",
        sponsor_kind="not stated", primary_registered="recall after a day", primary_published="recall after a day",
        primary_met="yes", locator="invented entry", seen_at=SEEN,
    )  # fmt: skip
    cells = dict(judgement="no information", reason="invented", judged_by="us", read="abstract")
    fill(book, "appraisals", "EXAMPLE-3", **cells)


def test_the_example_is_clean(book):
    assert lacks(book) == []


def test_correct_a_number(book):
    fill(book, "outcomes", "lark2019-response-d1-nap", events="17", value="56.7")
    said = lacks(book)
    places = {line.split()[1].partition("#")[0].rstrip(":") for line in said}
    assert places == {"index.md", PAGE, "evidence/claims.csv"}
    assert {line[:4] for line in said} == {"N202", "L307"}
    book.edit("index.md", "`60 of 100 <", "`57 of 100 <")
    book.edit(PAGE, "`60.0% <", "`56.7% <")
    book.edit("evidence/claims.csv", "60.0%", "56.7%")
    assert lacks(book) == []


def test_add_a_study(root, book):
    said = follow(root, "Add a study")
    assert "evidence/studies.csv: a row; fill topic, tested" in said and "references.bib: an entry" in said
    asked = {f"studies.{name}" for name in STUDY if name not in ("condition", "control")}
    asked |= {f"verifications.{name}" for name in ("checked_on", "checked_against", "matched", "retraction")}
    assert empty(book) == asked
    told = {finding.message: finding.remedy for finding in book.check("E100")}
    assert told["tested is empty"] == "write one of: nap, nap with coaching, not a treatment study"
    command("new", "study", "wren2024", "title=Again", fails=True)
    unknown = command("new", "study", "wren2024b", "colour=red", fails=True)
    assert "'colour' is not asked for here; known are: " in unknown


def test_a_study_that_is_filled_lacks_its_trial_alone(root, book):
    add_study(root, book)
    assert lacks(book) == ["Q608 evidence/studies.csv: wren2024: no trial reports this work"]
    assert [row.study for row in load(book.root).tables["studies"]][-1] == "wren2024"


def test_add_a_number(root, book):
    add_study(root, book)
    add_trial(root, book)
    said = follow(root, "Add a number")
    assert said.count("fill definition, locator, seen_at") == 2
    assert empty(book) == {"outcomes.definition", "outcomes.locator", "outcomes.seen_at"}
    for arm in ("nap", "awake"):
        cells = dict(definition="at least half of the words", locator="table 1", seen_at=SEEN)
        fill(book, "outcomes", f"wren2024-response-d1-{arm}", **cells)
    said = lacks(book)
    assert len(said) == 2 and all("fits the question 'naps-recall' and is not weighed" in line for line in said)
    for arm in ("nap", "awake"):
        book.append("evidence/uses.csv", f"naps-recall,wren2024-response-d1-{arm},set aside,another list of words\n")
    assert lacks(book) == []


def test_add_a_trial(root, book):
    add_study(root, book)
    add_trial(root, book)
    assert lacks(book) == []
    assert len(load(book.root).tables["appraisals"]) == 15


def test_a_trial_that_was_begun_is_asked_for_cell_by_cell(root, book):
    follow(root, "Add a trial")
    asked = {"trials.masked", "trials.primary_met", "appraisals.judgement", "appraisals.reason", "appraisals.read"}
    assert asked <= empty(book)


def test_ask_a_question(root, book):
    said = follow(root, "Ask a question")
    assert "show it on chapters/naps/recall: ```{answer} naps-recall-week" in said
    asked = {"questions.answer", "questions.certainty", "questions.searched_on"}
    asked |= {"gradings.certainty", "gradings.reasons", "gradings.first_certainty"}
    assert empty(book) == asked
    reasons = "start high; risk of bias -2: none was found"
    assert any("Q612" in line and "answered nowhere" in line for line in lacks(book))
    answer = "We do not know whether naps help after a week; no trial was found."
    fill(book, "questions", "naps-recall-week", answer=answer, certainty="none", searched_on=TODAY, searched="nothing")
    fill(book, "gradings", "naps-recall-week", certainty="none", reasons=reasons, first_certainty="none")
    book.edit(PAGE, "## What the evidence", "```{answer} naps-recall-week\n```\n\n## What the evidence")
    assert lacks(book) == []


def test_add_a_claim(root, book):
    follow(root, "Add a claim")
    tables._load.cache_clear()
    (place,) = (row for row in load(book.root).tables["appearances"] if row["claim"] == "naps-calm-people")
    assert place["section"] == "Memory", "the heading above the line is known"
    asked = {"claims.verdict", "claims.certainty", "claims.rationale", "appearances.wording"}
    asked |= {f"judgements.{name}" for name in ("verdict", "certainty", "reason", "first_verdict", "first_certainty")}
    assert empty(book) == asked
    assert any("L318" in line and "declared silent, but a claim appears there" in line for line in lacks(book))
    verdict = dict(verdict="unsupported", certainty="none")
    fill(book, "claims", "naps-calm-people", **verdict, rationale="No study asked.", searched="the five invented works")
    fill(book, "appearances", "naps-calm-people", wording="faithful")
    first = dict(first_verdict="unsupported", first_certainty="none")
    fill(book, "judgements", "naps-calm-people", **verdict, **first, reason="No study asked.")
    fill(book, "sections", "001", silent_lines="")
    book.append(PAGE, "\n```{claim} naps-calm-people\n```\n")
    assert lacks(book) == []


def test_add_an_article(root, book):
    said = follow(root, "Add an article")
    assert "_config.yml:" in said and "says how many articles there are; read it again" in said
    found = lacks(book)
    assert any("L318" in line and "2 of 2 lines make no claim" in line for line in found)
    assert any("P709 chapters/articles/article-003.md" in line for line in found)
    fill(book, "sections", "003", silent_lines="1;2")
    page = "chapters/articles/article-003.md"
    book.edit(page, " to be written: what it praises, who wrote it, when, and what it cites.", " is invented.")
    assert lacks(book) == []
    contents = book.read("_toc.yml").splitlines()
    assert contents[contents.index("      - file: chapters/articles/article-002") + 1].endswith("article-003")


def test_add_a_chapter_and_a_condition(root, book):
    follow(root, "Add a chapter, or a condition")
    path = "chapters/naps/night-work.md"
    said = lacks(book)
    assert said and all(line.startswith(f"P709 {path}: the note 'To be written' is printed") for line in said)
    book.write(path, book.read(path).replace("To be written", "This is invented"))
    assert lacks(book) == []
    fill(book, "studies", "moss2020", condition="people who work at night")
    assert lacks(book) == [], "the condition is a word of the tables"
    again = command("new", "chapter", "chapters/naps/nights", "condition=people who work at night", fails=True)
    assert "is a condition of the tables already" in again and not (book.root / "chapters/naps/nights.md").exists()


def test_add_a_notebook(root, book):
    said = follow(root, "Add or change a notebook")
    assert "execute it with 'kapbook notebooks'" in said
    path = "notebooks/grogginess.ipynb"
    book.edit(path, "To be written: the answer in short.", "In one invented trial more were groggy after a nap.")
    book.edit(path, "To be written: what the chart shows", "More were groggy after a nap")
    book.edit(path, "To be written: who was counted, and when.", "Invented people, an hour later.")
    tables._load.cache_clear()
    execute_all(book.root, lambda line: None)
    assert book.check() == []


def test_add_a_rule(root, book):
    (source,) = blocks(root, "Add or change a rule, or a table's columns", "python")
    try:
        exec(compile(source, "recipe", "exec"), {"__name__": "kapbook.checks.recipe"})
        assert check(book.root, ["E199"]) == []
        fill(book, "outcomes", "lark2019-response-d1-nap", locator="TABLE 1")
        (found,) = book.check("E199")
        assert found.message.endswith("the locator shouts 'TABLE 1'")
        assert "**E199 shouted-locator**" in generated_pages(root)["chapters/reference/checks.md"]
    finally:
        RULES.pop("E199", None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("study lark2019", "'lark2019' stands in references.bib already"),
        ("row outcomes/lark2019-response-d1-nap", "stands already at evidence/outcomes.csv:2"),
        ("row nowhere/lark2019-x", "is not TABLE/ID; the tables are"),
        ("trial EXAMPLE-1", "'EXAMPLE-1' stands already at evidence/trials.csv:2"),
        ("question naps-recall", "'naps-recall' stands already at evidence/questions.csv:2"),
        ("claim naps-double-memory", "stands already at evidence/claims.csv:2"),
        ("article 001", "'001' stands already at evidence/articles.csv:2"),
        ("chapter chapters/naps/recall", "chapters/naps/recall.md is there already"),
        ("chapter chapters/dreams/colours", "say after=PAGE"),
        ("chapter naps", "is no path of a chapter"),
        ("notebook naps-and-recall question=naps-recall", "naps-and-recall.ipynb is there already"),
        ("notebook dreams", "say question=…"),
        ("claim naps-are-long text", "'text' is not COLUMN=VALUE"),
        ("claim naps-are-long text=a text=b", "'text' stands twice"),
    ],
)
def test_what_is_there_is_refused_and_nothing_is_written(book, words, told):
    before = {path: path.read_bytes() for path in book.root.rglob("*") if path.is_file() and "_build" not in path.parts}
    assert told in command("new", *words.split(), fails=True)
    after = {path: path.read_bytes() for path in book.root.rglob("*") if path.is_file() and "_build" not in path.parts}
    assert after == before


def test_every_kind_has_a_recipe(root):
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"kapbook new {kind} " not in text] == []
