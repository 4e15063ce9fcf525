"""Rules on notebooks, contents and settings: each fault is found at its place; look-alikes pass."""

import nbformat
import pytest

from kapbook.checks.run import check
from kapbook.evidence import EvidenceError
from kapbook.prose.documents import TextError
from kapbook.prose.promised import seal_of, split_list, written
from kapbook.prose.settings import read_settings
from kapbook.sphinxext.pages import MARK, seal
from tests.checks.build_cases import (
    CELL_FAULTS,
    CELL_INNOCENT,
    CONFIG,
    GATE_FAULTS,
    GUARDS,
    HELP_FAULTS,
    SETTINGS_FAULTS,
    WORDS_FAULTS,
    book,
    guarded,
)
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("code", "harm", "cell"),
    [(code, *rest) for code, _, *rest in CELL_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in CELL_FAULTS],
)
def test_fault_of_a_notebook_is_found_at_its_cell(mini, code, harm, cell):
    harm(mini)
    found = [finding for finding in mini.check("B") if finding.code == code]
    assert [(f.path.partition("#")[2], f.line, f.column) for f in found] == [(f"cell{cell}", 1, 1)]
    assert found[0].remedy


@pytest.mark.parametrize(("what", "change"), CELL_INNOCENT, ids=[what for what, _ in CELL_INNOCENT])
def test_innocent_notebook_passes(mini, what, change):
    change(mini)
    new = {code for code, *_ in CELL_FAULTS}
    assert [f.sentence() for f in mini.check("B") if f.code in new] == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda text: "", ":1: not a readable notebook (the file is empty)"),
        (lambda text: text.replace("\n", "\n<<<<<<< HEAD\n", 1), ":2: not a readable notebook (marks of a merge)"),
        (lambda text: text[: len(text) // 2], "(cut off at its end)"),
        (lambda text: text.replace('"cells"', '"worksheets"', 1), ":1: not a readable notebook (no list of cells"),
        (lambda text: text.replace('"source"', '"sauce"', 1), "has no type or no source"),
        (lambda text: text.replace('": ', '" ', 1), ":2: not a readable notebook (no JSON"),
    ],
)
def test_a_damaged_notebook_is_told_in_a_sentence_with_its_line(mini, harm, words):
    path = next((mini.root / "notebooks").glob("*.ipynb"))
    path.write_text(harm(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TextError) as raised:
        mini.check()
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("code", "harm", "path", "line", "column"),
    [(code, *rest) for code, _, *rest in SETTINGS_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in SETTINGS_FAULTS],
)
def test_fault_of_contents_or_settings_is_found_at_its_place(mini, code, harm, path, line, column):
    harm(mini)
    found = [finding for finding in mini.check("K") if finding.code == code]
    assert len({f.message for f in found}) == 1
    assert (found[0].path, found[0].line, found[0].column) == (path, line, column)
    assert found[0].remedy


@pytest.mark.parametrize(
    ("code", "harm", "path", "line", "column"),
    [(code, *rest) for code, _, *rest in GATE_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in GATE_FAULTS],
)
def test_what_guards_the_book_is_guarded(mini, code, harm, path, line, column):
    harm(mini)
    found = mini.check("K")
    assert [(f.code, f.path, f.line, f.column) for f in found] == [(code, path, line, column)]
    assert found[0].remedy


@pytest.mark.parametrize(
    ("harm", "column"), [case[2:] for case in WORDS_FAULTS], ids=[case[1] for case in WORDS_FAULTS]
)
def test_a_vocabulary_that_was_emptied_is_told(mini, harm, column):
    harm(mini)
    found = [f for f in mini.check("K808") if f.code == "K808"]
    assert [(f.path, f.column) for f in found] == [("evidence/words.json", column)]
    text = mini.read("evidence/words.json").splitlines()[found[0].line - 1]
    assert column == 1 or text[column - 1 :].split(":")[1].strip(" ,") == '""'


@pytest.mark.parametrize(("html", "column"), [case[2:] for case in HELP_FAULTS], ids=[case[1] for case in HELP_FAULTS])
def test_help_in_settings_dials_what_it_says(mini, html, column):
    mini.write("_config.yml", f"foot: >-\n  {html}\n")
    found = [f for f in mini.check("P723") if f.code == "P723"]
    assert [(f.path, f.line, f.column) for f in found] == [("_config.yml", 2, column)]
    mini.write("_config.yml", 'foot: >-\n  <a href="tel:988">call 988</a>\n')
    assert mini.check("P723") == []


def test_a_pattern_that_is_none_ends_in_a_sentence(mini):
    mini.edit("evidence/words.json", '"may|might"', '"may|might("')
    with pytest.raises(EvidenceError, match=r"^evidence/words\.json:\d+: 'may\|might\(' is no regular expression"):
        mini.check()


def test_an_output_of_another_execution_is_told(mini):
    result = nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=7)
    mini.write_notebook(lambda nb: nb.cells[1].outputs.append(result))
    assert [(f.path, f.line) for f in mini.check("B404")] == [("notebooks/question.ipynb#cell2", 1)]


def test_sound_guards_pass(mini):
    guarded()(mini)
    assert mini.check("K") == []
    assert len(GUARDS) == 9


def test_the_books_own_guards_pass(root):
    assert check(root, ["K805", "K806", "K807", "K808", "K809", "P723"]) == []


def test_sound_settings_and_contents_pass(mini):
    book()(mini)
    assert mini.check("K") == []


def test_the_books_own_settings_hide_nothing():
    settings = read_settings(ROOT)
    assert [*settings.faults, *settings.lenient()] == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: lines[:2] + lines[3:],
        lambda lines: [*lines, "chapters/new.html"],
        lambda lines: [lines[0], "chapters/other.html", *lines[2:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0].partition(" Seal")[0], *lines[1:]],
    ],
)
def test_an_address_that_was_struck_or_added_by_hand_is_found(mini, harm):
    lines = written(["index.html", "chapters/a.html", "404.html"]).splitlines()
    mini.write("addresses.txt", "\n".join(harm(lines)) + "\n")
    assert [(f.path, f.line, f.column, f.code) for f in mini.check("K")] == [("addresses.txt", 1, 1, "K804")]


def test_a_sealed_list_passes_also_when_it_grows(mini):
    mini.write("addresses.txt", written(["index.html"]))
    assert mini.check("K804") == []
    mini.write("addresses.txt", written(["index.html", "404.html", "index.html"]))
    assert mini.check("K804") == []


def test_the_books_list_of_addresses_is_sealed():
    seal_, addresses = split_list((ROOT / "addresses.txt").read_text(encoding="utf-8"))
    assert seal_ == seal_of(addresses)
    assert CONFIG not in addresses


THEME = '\n      document.body.dataset.theme = localStorage.getItem("theme") || "auto";\n    '


def test_the_policy_names_the_themes_script_and_no_other():
    page = seal(f"{MARK}<script>{THEME}</script><script src='a.js'></script>", "index.html")
    assert "script-src 'self' 'sha256-ySvT2PEZeueHGC1y2crNuNTfphBynFPP7i+U21fEgX0='; " in page
    assert "unsafe-inline'; img-src" in page


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        '<script type="module">alert(1)</script>',
        "<script async>alert(1)</script >",
        "<style>body { display: none }</style>",
        f"<script>{THEME} </script>",
    ],
)
def test_an_inline_part_that_is_not_the_themes_stops_the_build(part):
    with pytest.raises(Exception, match=r"chapters/x\.html: an inline (script|style) that is not the theme's"):
        seal(f"{MARK}{part}", "chapters/x.html")


def test_structured_data_is_no_script():
    seal(f'{MARK}<script type="application/ld+json">{{"@type": "WebPage"}}</script>', "index.html")
