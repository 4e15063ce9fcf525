"""Prose is what MyST publishes: the same blocks, roles and words, each at its line and column."""

import pytest
from myst_parser.parsers.directives import TestDirective, parse_directive_text
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from kapbook.prose.documents import cited_keys
from kapbook.prose.markdown import _options, read
from kapbook.prose.passages import GAP, flow

EXTENSIONS = ("attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes")


def passages(text, *kinds):
    kinds = kinds or ("paragraph", "heading", "head", "cell", "term", "title")
    return [passage for passage in read(text, EXTENSIONS).passages if passage.kind in kinds]


def places(text, word):
    """Line and column of each place where the running text shows a word."""
    found = []
    for passage in passages(text):
        running = flow(passage)
        if word in running.text:
            found.append(running.at(running.text.index(word)))
    return found


PUBLISHED = [
    ("a paragraph", "It helped 70% here.", (1, 11)),
    ("a heading", "## It helped 70%\n", (1, 14)),
    ("a heading with a line below", "It helped 70%\n===\n", (1, 11)),
    ("after a line that begins with code in three backquotes", "```x = 1``` is code.\n\nIt helped 70% here.", (3, 11)),
    ("front matter closed with a blank behind", "---\na: b\n--- \n\nIt helped 70%.", (5, 11)),
    ("front matter closed by dots", "---\na: b\n...\n\nIt helped 70%.", (5, 11)),
    ("front matter that is never closed", "---\na: b\n\nIt helped 70%.", (4, 11)),
    ("an escaped sign", "It helped 70\\% here.", (1, 11)),
    ("an entity", "It helped 70&percnt; here.", (1, 11)),
    ("a list", "- one\n  - It helped 70%\n", (2, 15)),
    ("the second line of an item", "* one\n  It helped 70%\n", (2, 13)),
    ("a quotation", "> It helped 70%\n", (1, 13)),
    ("a quotation in a list", "- > It helped 70%\n", (1, 15)),
    ("a cell", "| a | b |\n|---|---|\n| x | It helped 70% |\n", (3, 17)),
    ("a cell like the one before it", "| a | b |\n|---|---|\n| 7 | 70% of all |\n", (3, 7)),
    ("the head of a table", "| a | 70% |\n|---|---|\n| x | y |\n", (1, 7)),
    ("a definition", "word\n: It helped 70%\n", (2, 13)),
    ("a defined word", "word 70%\n: text\n", (1, 6)),
    ("a footnote", "Text[^a].\n\n[^a]: It helped 70%.\n", (3, 17)),
    ("a box of colons", ":::{admonition} Title\n:class: note\n\nIt helped 70%\n:::\n", (4, 11)),
    ("a box of backquotes", "```{admonition} Title\nIt helped 70%\n```\n", (2, 11)),
    ("the title of a box", ":::{admonition} It helped 70%\ntext\n:::\n", (1, 27)),
    ("a box in a box", "::::{note}\n:::{tip}\nIt helped 70%\n:::\n::::\n", (3, 11)),
    ("a box with options in dashes", "```{note}\n---\nclass: a\n---\nIt helped 70%\n```\n", (5, 11)),
    ("a block of a class", ":::wide\nIt helped 70%\n:::\n", (2, 11)),
    ("the words of a figure", "```{figure} a.png\n:alt: b\n\nIt helped 70%\n```\n", (4, 11)),
    ("a glossary", "```{glossary}\nword\n  It helped 70%\n```\n", (3, 13)),
    ("the last term of a glossary", "```{glossary}\na\n  b\n\nc\n  d\n\n  It helped 70%\n```\n", (8, 13)),
    ("emphasis within the number", "It helped 7**0%** here.", (1, 11)),
    ("strong words", "It **helped 70%** here.", (1, 13)),
    ("the words of a link", "It [helped 70%](a.md) here.", (1, 12)),
    ("after a link", "[a 7](b.md) 70%", (1, 13)),
    ("after code", "`70` is 70% here", (1, 9)),
    ("after a hard line end", "one  \ntwo 70%", (2, 5)),
    ("after a tab", "-\tIt helped 70%\n", (1, 13)),
    ("an attributed span", "[It helped 70%]{.wide}", (1, 12)),
    ("behind a carriage return", "one\r\n\r\nIt helped 70%.\r\n", (3, 11)),
]


@pytest.mark.parametrize(("text", "place"), [case[1:] for case in PUBLISHED], ids=[case[0] for case in PUBLISHED])
def test_words_that_are_published_are_read_at_their_place(text, place):
    assert places(text, "70%") == [place]


HIDDEN = [
    ("a comment", "% It helped 70%\n"),
    ("a comment of HTML", "Text <!-- It helped 70% --> here.\n\n<!-- It helped 70% -->\n"),
    ("front matter", "---\ndescription: It helped 70%\n---\n\ntext"),
    ("code", "`70%` and ``a ` 70%``"),
    ("a block of code", "```\nIt helped 70%\n```\n"),
    ("an indented block of code", "text\n\n    It helped 70%\n"),
    ("a directive of code", "```{code-block} python\n70%\n```\n"),
    ("options", ":::{admonition} T\n:class: 70%\ntext\n:::\n"),
    ("a link's address", "[a](b70%25.md) and <https://example.org/70%25>"),
    ("the title of a link", '[a](b.md "70%")'),
    ("a role", "{stat}`70% <a-b>` of"),
]


@pytest.mark.parametrize("text", [case[1] for case in HIDDEN], ids=[case[0] for case in HIDDEN])
def test_what_is_no_running_text_is_left_out(text):
    assert places(text, "70%") == [] or text.startswith("[a](b70")


def test_a_role_over_two_lines_is_one_role_at_its_first_line():
    (passage,) = passages("It was {stat}`40.0%\n<lee2020-a>` and 70% more.")
    role = next(piece for piece in passage.pieces if piece.kind == "role")
    assert (role.name, role.text, role.line, role.column) == ("stat", "40.0% <lee2020-a>", 1, 8)
    running = flow(passage)
    assert running.text == f"It was {GAP} and 70% more."
    assert running.at(running.text.index("70%")) == (2, 18)


def test_a_box_knows_its_name_classes_options_and_end():
    content = read(":::{admonition} In short\n:class: in-short wide\ntext\n:::\n\n:::{note}\nopen\n", EXTENSIONS)
    first, second = content.directives
    assert (first.name, first.argument, first.options, first.line, first.column, first.closed) == (
        "admonition",
        "In short",
        {"class": "in-short wide"},
        1,
        1,
        True,
    )
    assert (second.name, second.line, second.closed) == ("note", 6, False)
    assert content.passages[1].inside == ("admonition", ".in-short", ".wide")


def test_cells_know_their_row_and_column():
    cells = passages("| a | b |\n|---|---|\n| c | d |\n| e | f |\n", "head", "cell")
    assert [(flow(cell).text, cell.kind, cell.seat) for cell in cells] == [
        ("a", "head", (0, 0)),
        ("b", "head", (0, 1)),
        ("c", "cell", (1, 0)),
        ("d", "cell", (1, 1)),
        ("e", "cell", (2, 0)),
        ("f", "cell", (2, 1)),
    ]


def test_lists_and_tables_are_one_block_and_paragraphs_stand_alone():
    found = passages("one\n\ntwo\n\n- a\n- b\n\n  c\n\nthree\n")
    assert [passage.block for passage in found] == [1, 3, 5, 5, 5, 10]


@pytest.mark.parametrize(
    "text", ["lee2020", "lee2020,kim2021", " lee2020 , kim2021 ", "{see}lee2020{p. 3}", "{see}lee2020,kim2021{p. 4}"]
)
def test_keys_of_a_citation_are_those_that_the_bibliography_extension_reads(text):
    assert cited_keys(text) == [target.key for target in parse_citation_targets(text)]


@pytest.mark.parametrize("text", ["", "lee2020 kim2021", "lee2020,", "{see}"])
def test_a_citation_that_the_extension_refuses_gives_a_key_that_no_work_has(text):
    with pytest.raises(ValueError):
        list(parse_citation_targets(text))
    assert any(key == "" or " " in key or "{" in key for key in cited_keys(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        ":class: a\ntext",
        ":class: a\n:name: b c\n\ntext\n\nmore",
        "\n:class: a\ntext",
        "---\nclass: a\nname: b\n---\ntext",
        "---\nclass: a\n--- \n\ntext",
        "---\nclass: a",
        ":class:\ntext",
        ":class: 'a\ntext",
        "\n\ntext",
        "text\n:class: a",
        "  :class: a\n  text",
    ],
)
def test_options_of_a_directive_are_those_that_myst_reads(text):
    theirs = parse_directive_text(TestDirective, "", text)
    options, body, offset = _options(text)
    assert (options, body, offset) == (theirs.options, theirs.body, theirs.body_offset)
