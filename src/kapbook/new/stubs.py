"""Rows begun by a name and the cells that are known, each with those that belong to it; and all that can be begun."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kapbook.evidence import Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.works import read_library
from kapbook.new.draft import Draft, NewError, given
from kapbook.new.pages import article, chapter, notebook
from kapbook.registries.add import New, with_entry, with_study
from kapbook.registries.found import Found
from kapbook.registries.patch import ORDER, escaped

BIB, STUDIES = "references.bib", "evidence/studies.csv"


def study(draft: Draft, key: str, cells: tuple[str, ...]) -> None:
    """A work read without a network: entry, row of the study, row of what it was compared with.

    KEY is the first author's family name and the year in small letters. Known are the columns of studies and of
    verifications, and the fields of an entry: author, title, journal, doi and so on.
    """
    of_entry = [*dict.fromkeys((*ORDER, "author", "title", "journal", "year"))]
    told = given(cells, list(dict.fromkeys((*of_entry, *draft.columns("studies", "verifications")))))
    library = read_library(draft.root / BIB)
    if key in library.works:
        raise NewError(f"'{key}' stands in {BIB} already; cite it, or add a letter: {key}b")
    year = re.search(r"(\d{4})[a-z]?$", key)
    told = {"study": key, "year": year[1] if year else "", **told}
    told.setdefault("first_author", told.get("author", "").partition(" and ")[0].partition(",")[0].strip("{} "))
    for name in ("doi", "pmid", "pmcid"):
        if told.get(name):
            told.setdefault("identifier", f"{name}:{told[name]}")
    kind = "misc" if told.get("url") and not told.get("journal") else "article"
    lines = [f"  {name} = {escaped(told[name], name)}" for name in of_entry if told.get(name)]
    new = New(key, f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n", {}, Found())
    row = {name: told.get(name, "") for name in draft.columns("studies")}
    draft.row("studies", row)  # refuses one that is there
    draft.texts[STUDIES] = with_study((draft.root / STUDIES).read_text(encoding="utf-8"), _of(new, row), draft.tables)
    draft.texts[BIB] = with_entry(library.text, new, library)
    draft.told.append(f"{BIB}: an entry")
    draft.row("verifications", told)


def _of(new: New, row: dict[str, str]) -> New:
    return New(new.key, new.entry, row, new.found)


def row(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A row of any table; NAME is TABLE/KEY, as outcomes/lee2020-response-d1-drug, or uses/QUESTION/ROW.

    An id begins with the key of its study.
    """
    table, key = draft.address(name)
    identity = key.get("id", "")
    if identity and draft.tables.has(identity):
        raise NewError(f"'{identity}' stands already at {draft.tables.row(identity).place}; ids are used once")
    study = {"study": identity.partition("-")[0]} if identity else {}
    draft.row(table, {**study, **key, **given(cells, draft.columns(table))})


def trial(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A trial, not a paper: its row, and one for each domain of its appraisal. NAME is its registration."""
    told = {"trial": name, **given(cells, draft.columns("trials", "appraisals"))}
    draft.row("trials", told)
    for domain in draft.words("appraisals", "domain"):
        draft.row("appraisals", {**told, "domain": domain})


def question(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A question with its scope, and the row of its second grading. NAME is permanent."""
    told = {"question": name, **given(cells, draft.columns("questions"))}
    draft.row("questions", told)
    draft.row("gradings", {"question": name, "first_certainty": told.get("certainty", "")})
    draft.told.append(f"show it on {told.get('page') or 'its page'}: ```{{answer}} {name}")


def claim(draft: Draft, name: str, cells: tuple[str, ...]) -> None:
    """A claim, the place where an article makes it, and the row of its second judgement. NAME is permanent.

    The line of the article is no longer declared silent.
    """
    told = {"claim": name, **given(cells, draft.columns("claims", "appearances"))}
    line = told.get("line", "")
    section = _section(draft, told.get("article", ""), line)
    if section and not told.get("section"):
        told["section"] = section["section"]
    draft.row("claims", told)
    draft.row("appearances", told)
    first = {"first_verdict": told.get("verdict", ""), "first_certainty": told.get("certainty", "")}
    draft.row("judgements", {"claim": name, **first})
    if section and line in (silent := parts(section["silent_lines"])):
        left = ";".join(one for one in silent if one != line)
        draft.change("sections", [section], {"silent_lines": left})
        draft.told.append(f"{section.place}: line {line} is no longer declared silent")
    draft.told.append(f"show it on {told.get('chapter') or 'its chapter'}: ```{{claim}} {name}")


def _section(draft: Draft, article: str, line: str) -> Row | None:
    """Section in which a line of an article stands."""
    for row in draft.tables.tables["sections"]:
        numbers = (row["first_line"], line, row["last_line"])
        if row["article"] == article and all(map(str.isdigit, numbers)) and sorted(numbers, key=int)[1] == line:
            return row
    return None


KINDS: dict[str, Callable[[Draft, str, tuple[str, ...]], None]] = {
    "study": study,
    "row": row,
    "trial": trial,
    "question": question,
    "claim": claim,
    "article": article,
    "chapter": chapter,
    "notebook": notebook,
}
"""What can be begun, by the word that the command takes."""


def begin(root: Path, kind: str, name: str, cells: tuple[str, ...]) -> list[str]:
    """Begin something in the checkout `root`; what was written, and what is left to do.

    Raises
    ------
    NewError : it is there, or something given is not known; nothing is written then.
    """
    draft = Draft(root)
    KINDS[kind](draft, name, cells)
    draft.save()
    return [f"{line} ({count} of them)" if count > 1 else line for line, count in Counter(draft.told).items()]


def fill(root: Path, name: str, cells: tuple[str, ...]) -> list[str]:
    """Fill or change cells of the rows that NAME means, TABLE/KEY with as much of the key as tells them; what was done.

    Raises
    ------
    NewError : there is no such row or column; nothing is written then.
    """
    draft = Draft(root)
    table, key = draft.address(name)
    rows = [row for row in draft.tables.tables[table] if all(row[column] == key[column] for column in key)]
    if not rows:
        raise NewError(f"{draft.path(table)} has no row '{name.partition('/')[2]}'; 'kapbook new' begins one")
    told = given(cells, draft.columns(table))
    draft.change(table, rows, told)
    draft.save()
    return [f"{row.place}: {done}" for row in rows if (done := ", ".join(_done(row, told)))]


def _done(row: Row, told: dict[str, str]) -> list[str]:
    """Columns whose text is another one now, with the text that they had."""
    changed = [column for column, text in told.items() if row[column] != text]
    return [f"{column} (was '{row[column]}')" if row[column] else column for column in changed]
