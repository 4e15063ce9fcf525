"""Each recipe of CONTRIBUTING.md, followed in a copy of the example: stub, what the linter asks for, and the end."""

import pytest

from kapbook.checks.model import RULES
from kapbook.checks.run import check
from kapbook.evidence import load, tables
from kapbook.new.stubs import KINDS
from kapbook.publish.generated import rules_page
from kapbook.publish.notebooks import execute_all
from tests.new.recipes import Recipe, blocks, command, empty, lacks

PAGE = "chapters/naps/recall.md"


def add_study(root, book):
    assert Recipe(root, book, "Add a study").to_end()
    book.edit(PAGE, "## Harms", "A third trial is invented too {cite:p}`wren2024`.\n\n## Harms")
    return lacks(book)


def test_the_example_is_clean(book):
    assert lacks(book) == []


def test_correct_a_number(root, book):
    recipe = Recipe(root, book, "Correct a number")
    said = recipe.to_end()
    assert "evidence/outcomes.csv:2: events (was '18'), value (was '60.0')" in recipe.said
    places = {line.split()[1].partition("#")[0].rstrip(":") for line in said}
    assert places == {"index.md", PAGE, "evidence/claims.csv"}
    assert {line[:4] for line in said} == {"N202", "L307"}
    book.edit("index.md", "`60 of 100 <", "`57 of 100 <")
    book.edit(PAGE, "`60.0% <", "`56.7% <")
    book.edit("evidence/claims.csv", "60.0%", "56.7%")
    assert lacks(book) == []


def test_add_a_study(root, book):
    recipe = Recipe(root, book, "Add a study")
    asked = "topic tested population comparator blinding blinding_held funding country registration certainty_note"
    wanted = {f"studies.{name}" for name in asked.split()}
    wanted |= {f"verifications.{name}" for name in ("checked_on", "checked_against", "matched", "retraction")}
    assert empty(recipe.to_check()) == wanted
    assert "evidence/studies.csv: a row; fill topic, tested" in recipe.said
    told = {finding.message: finding.remedy for finding in book.check("E100")}
    assert told["tested is empty"] == "write one of: nap, nap with coaching, not a treatment study"
    unused = ["Q608 evidence/studies.csv: wren2024: no trial reports this work"]
    assert recipe.to_end() == unused
    assert [row.study for row in load(book.root).tables["studies"]][-1] == "wren2024"


def test_add_a_trial(root, book):
    add_study(root, book)
    recipe = Recipe(root, book, "Add a trial")
    assert recipe.to_end() == []
    assert "evidence/appraisals.csv: a row; fill judgement, reason, judged_by, read (5 of them)" in recipe.said
    assert len(load(book.root).tables["appraisals"]) == 15


def test_add_a_number(root, book):
    add_study(root, book)
    Recipe(root, book, "Add a trial").to_end()
    recipe = Recipe(root, book, "Add a number")
    said = recipe.to_check()
    assert recipe.said.count("fill definition, locator, seen_at") == 2
    assert len(said) == 2 and all("fits the question 'naps-recall' and is not weighed" in line for line in said)
    assert recipe.to_end() == []


def test_ask_a_question(root, book):
    recipe = Recipe(root, book, "Ask a question")
    assert any("Q612" in line and "answered nowhere" in line for line in recipe.to_check())
    assert "show it on chapters/naps/recall: ```{answer} naps-recall-week" in recipe.said
    asked = {"questions.answer", "questions.certainty", "questions.searched_on"}
    asked |= {"gradings.certainty", "gradings.reasons", "gradings.first_certainty"}
    assert empty(lacks(book)) == asked
    assert len(recipe.to_end()) == 1
    book.edit(PAGE, "## What the evidence", "```{answer} naps-recall-week\n```\n\n## What the evidence")
    assert lacks(book) == []


def test_add_a_claim(root, book):
    recipe = Recipe(root, book, "Add a claim")
    (said,) = recipe.to_end()
    assert "evidence/sections.csv:2: line 1 is no longer declared silent" in recipe.said
    assert "L304" in said and "discussed nowhere" in said
    (place,) = (row for row in load(book.root).tables["appearances"] if row["claim"] == "naps-calm-people")
    assert place["section"] == "Memory", "the heading above the line is known"
    book.append(PAGE, "\n```{claim} naps-calm-people\n```\n")
    assert lacks(book) == []


def test_a_claim_that_was_begun_is_asked_for_cell_by_cell(book):
    command(
        "new", "claim", "naps-calm-people", "article=001", "line=1", "kind=efficacy", "about=drug", "text=Naps calm."
    )
    found = lacks(book)
    asked = {"claims.verdict", "claims.certainty", "claims.rationale", "claims.chapter", "appearances.wording"}
    asked |= {f"judgements.{name}" for name in ("verdict", "certainty", "reason", "first_verdict", "first_certainty")}
    assert empty(found) == asked
    command("fill", "sections/001/1", "silent_lines=1")
    assert "L318 evidence/sections.csv: Memory: line 1 is declared silent, but a claim appears there" in lacks(book)


def test_add_an_article(root, book):
    recipe = Recipe(root, book, "Add an article")
    page = "chapters/articles/article-003.md"
    assert recipe.to_end() == [f"P709 {page}: the note 'to be written' is printed"]
    assert "_config.yml:" in recipe.said and "say how many articles there are; read them again" in recipe.said
    book.edit(page, " to be written: what it praises, who wrote it, when, and what it cites.", " is invented.")
    assert lacks(book) == []
    contents = book.read("_toc.yml").splitlines()
    assert contents[contents.index("      - file: chapters/articles/article-002") + 1].endswith("article-003")


def test_an_article_that_was_begun_says_which_lines_are_not_judged(book):
    command("new", "article", "003", "title=Naps at work (invented)", "author=not named", "lines=2", "section=Work")
    assert any("L318" in line and "2 of 2 lines make no claim" in line for line in lacks(book))


def test_add_a_chapter_and_a_condition(root, book):
    path = "chapters/naps/night-work.md"
    said = Recipe(root, book, "Add a chapter, or a condition").to_end()
    assert said and {line.lower() for line in said} == {f"p709 {path}: the note 'to be written' is printed"}
    book.write(path, book.read(path).replace("To be written", "This is invented"))
    command("fill", "studies/moss2020", "condition=people who work at night")
    assert lacks(book) == [], "the condition is a word of the tables"
    again = command("new", "chapter", "chapters/naps/nights", "condition=people who work at night", fails=True)
    assert "is a condition of the tables already" in again and not (book.root / "chapters/naps/nights.md").exists()


def test_add_a_notebook(root, book):
    recipe = Recipe(root, book, "Add or change a notebook")
    recipe.to_end()
    assert "execute it with 'kapbook notebooks'" in recipe.said
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
        command("fill", "outcomes/lark2019-response-d1-nap", "locator=TABLE 1")
        (found,) = book.check("E199")
        assert found.message.endswith("the locator shouts 'TABLE 1'")
        assert "**E199 shouted-locator**" in rules_page()
    finally:
        RULES.pop("E199", None)


def test_filling_a_cell_leaves_every_other_line_as_it_is(book):
    before = book.read("evidence/appraisals.csv").splitlines()
    said = command("fill", "appraisals/EXAMPLE-2/measurement", "judgement=high", "reason=told, it was, by hand")
    after = book.read("evidence/appraisals.csv").splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        'EXAMPLE-2,measurement,high,"told, it was, by hand",us,abstract'
    ]
    assert "evidence/appraisals.csv:10: judgement (was 'some concerns'), reason (was 'invented')" in said
    assert "Nothing to change." in command("fill", "appraisals/EXAMPLE-2", "judged_by=us")
    assert "has no row 'EXAMPLE-9'" in command("fill", "appraisals/EXAMPLE-9", "judged_by=us", fails=True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("study lark2019", "'lark2019' stands in references.bib already"),
        ("study Lee-2020", "'Lee-2020' cannot be the study of studies; its form is [a-z0-9]+"),
        ("article 3", "'3' cannot be the article of articles; its form is [0-9]{3}"),
        ("row outcomes/lark2019-response-d1-nap", "stands already at evidence/outcomes.csv:2"),
        ("row effects/lark2019-response-d1-nap", "stands already at evidence/outcomes.csv:2"),
        ("row uses/naps-recall/lark2019-response-d1-nap", "stands already at evidence/uses.csv:2"),
        ("row nowhere/lark2019-x", "is not TABLE/KEY; the tables are"),
        ("trial EXAMPLE-1", "'EXAMPLE-1' stands already at evidence/trials.csv:2"),
        ("question naps-recall", "'naps-recall' stands already at evidence/questions.csv:2"),
        ("claim naps-double-memory", "stands already at evidence/claims.csv:2"),
        ("article 001", "'001' stands already at evidence/articles.csv:2"),
        ("chapter chapters/naps/recall", "chapters/naps/recall.md is there already"),
        ("chapter chapters/dreams/colours", "say after=PAGE"),
        ("chapter naps", "is no path of a chapter"),
        ("notebook naps-and-recall question=naps-recall", "naps-and-recall.ipynb is there already"),
        ("notebook dreams", "say question=…"),
        ("study wren2024b colour=red", "'colour' is not asked for here; known are: "),
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
