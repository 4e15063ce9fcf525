"""Articles, chapters and notebooks begun: a page in its shape, its line in the contents, and what goes with it."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

from kapbook.evidence.works import read_library
from kapbook.new.draft import Draft, NewError, given
from kapbook.prose.documents import read_documents
from kapbook.registries.add import New, with_entry
from kapbook.registries.found import Found
from kapbook.registries.patch import escaped

BIB = "references.bib"
WRITE = "To be written"
"""Words that the linter reports (P709) until something stands in their place."""

PAGE = """\
# {title}

:::{{admonition}} In short
:class: in-short
* {write}: the answer, with its certainty.
:::

## The answers

## What the evidence shows

{write}.

## Harms, beside the benefits

{write}.

## What to ask a professional

{write}.

## What is not known

{write}.

## What this does not mean

{write}.

## What the articles say, checked

{write}.
"""
ARTICLE = """\
# Article {number}: “{title}”

{{cite:t}}`{key}` {write_small}: what it praises, who wrote it, when, and what it cites.

Its headings stand below in its own order and in its own words.
Under each are its claims in our words, with our verdicts.

```{{article-check}} {number}
```
"""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def article(draft: Draft, number: str, cells: tuple[str, ...]) -> None:
    """An article to be taken apart: its row, entry, first section, page and line in the contents.

    NUMBER has three digits. Known are the columns of articles, `section` (its first heading; more are rows of
    sections.csv), `note` (when and where it appeared), `page` and `after`.
    """
    told = {
        "article": number,
        "article_key": f"article{number}",
        **given(cells, [*draft.columns("articles"), "section", "note", "page", "after"]),
    }
    key, title, lines = told["article_key"], told.get("title", ""), told.get("lines", "")
    draft.row("articles", told)
    section = {"article": number, "order": "1", "section": told.get("section", "")}
    draft.row("sections", {**section, "first_line": "1", "last_line": lines})
    library = read_library(draft.root / BIB)
    if key in library.works:
        raise NewError(f"'{key}' stands in {BIB} already; say article_key=…")
    named = {"author": f"{{{told.get('author', '')}}}", "title": title, "note": told.get("note", "")}
    entry = ",\n".join(f"  {name} = {escaped(value, name)}" for name, value in named.items() if value.strip("{}"))
    new = New(key, f"@unpublished{{{key},\n{entry}\n}}\n", {}, Found())
    draft.texts[BIB] = with_entry(library.text, new, library)
    draft.told.append(f"{BIB}: an entry")
    siblings = [
        page.docname
        for page in read_documents(draft.root)
        for box in page.directives("article-check")
        if box.argument != number
    ]
    last = sorted(siblings)[-1] if siblings else "chapters/articles/article"
    name = told.get("page") or f"{Path(last).parent.as_posix()}/article-{number}"
    draft.page(
        f"{name}.md", ARTICLE.format(number=number, title=title, key=key, write_small=WRITE[0].lower() + WRITE[1:])
    )
    draft.list_page(name, told.get("after") or (last if siblings else ""))
    draft.told += counting(draft.root, len(draft.tables.tables["articles"]))


def counting(root: Path, number: int) -> list[str]:
    """Lines of pages and settings that say how many articles there were: a person has to read them again."""
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    said = re.compile(rf"\b(?:{words}|{number})\b[^.|]{{0,24}}\barticles\b", re.I)
    told = []
    for path in [root / "_config.yml", *(page.file for page in read_documents(root) if not page.generated)]:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        found = [str(place) for place, line in enumerate(lines, 1) if said.search(line)]
        if found:
            where = f"{path.relative_to(root)}:{','.join(found[:5])}{'…' if found[5:] else ''}"
            told.append(f"{where}: say how many articles there are; read them again")
    return told


def chapter(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A page in the shape of a chapter, and its line in the contents. NAME is its path, as chapters/part/name.

    Known are `title`, `after` (the page below which it stands) and `condition` (a word new to the tables).
    """
    told = given(cells, ["title", "after", "condition"])
    if not re.fullmatch(r"chapters(/[a-z][a-z-]*)+", name):
        raise NewError(f"'{name}' is no path of a chapter; write it as chapters/part/name, in small letters")
    title = told.get("title") or Path(name).name.replace("-", " ").capitalize()
    draft.page(f"{name}.md", PAGE.format(title=title, write=WRITE))
    draft.list_page(name, told.get("after", ""))
    if told.get("condition"):
        draft.describe(with_condition(draft.tables.package, told["condition"]))


def with_condition(package: dict, word: str) -> dict:
    """The descriptor with a word more in each list of conditions.

    Raises
    ------
    NewError : the word is there.
    """
    package = copy.deepcopy(package)
    for resource in package["resources"]:
        for one in resource["schema"]["fields"]:
            words = one.get("constraints", {}).get("enum")
            if one["name"] == "condition" and words:
                if word in words:
                    raise NewError(f"'{word}' is a condition of the tables already; leave it out")
                words[:] = sorted([*words, word])
    return package


def notebook(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A notebook that draws the rows of a question, and its line in the contents. NAME is its file's, without ending.

    Known are `question`, `title`, `caption` and `after`.
    """
    told = given(cells, ["question", "title", "caption", "after"])
    asked = {row["question"]: row for row in draft.tables.tables["questions"]}.get(told.get("question", ""))
    if asked is None:
        known = ", ".join(row["question"] for row in draft.tables.tables["questions"][:5])
        raise NewError(f"say question=…: the notebook draws its rows; evidence/questions.csv has {known} and others")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise NewError(f"'{name}' is no name of a notebook; use small letters and hyphens")
    uses = [use["row"] for use in draft.tables.tables["uses"] if use["question"] == told["question"]]
    works = {draft.tables.row(used).study for used in uses if draft.tables.has(used)}
    cited = f"{{cite:p}}`{','.join(sorted(works))}`" if works else ""
    title, caption = told.get("title") or asked["asks"], told.get("caption") or f"{WRITE}: who was counted, and when."
    sources = [
        ("markdown", f"# {title}\n\n{WRITE}: the answer in short.\n{cited}".rstrip()),
        ("code", "# Switches, as the book prints them.\nLEFT_OUT = ()  # works or trials"),
        (
            "code",
            "from kapbook import charts, evidence\n\ntables = evidence.load()\n"
            "switch = charts.switches(tables, LEFT_OUT)",
        ),
        ("markdown", f"## {WRITE}: what the chart shows"),
        (
            "code",
            "def draw(tables):\n"
            f'    question = charts.ask(tables, "{told["question"]}")\n'
            f"    return charts.picture(question, {json.dumps(name)}, {json.dumps(caption, ensure_ascii=False)})\n\n\n"
            "switch.redraw(draw)",
        ),
    ]
    draft.page(f"notebooks/{name}.ipynb", _notebook(sources))
    draft.list_page(f"notebooks/{name}", told.get("after", ""))
    draft.told.append("execute it with 'kapbook notebooks'")


def _notebook(sources: list[tuple[str, str]]) -> str:
    cells = []
    for number, (kind, source) in enumerate(sources, 1):
        lines = source.splitlines(keepends=True)
        own: dict = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": lines}
        if kind == "code":
            own |= {"metadata": {"tags": ["hide-input"]}, "execution_count": None, "outputs": []}
        cells.append(own)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
