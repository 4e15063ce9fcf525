"""Family C: every citation resolves, every reference is complete, real and checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence.identifiers import is_isbn
from kapbook.evidence.works import Work

BIB = "references.bib"
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"{}|\\^`\u200b-\u200f\u00ad\ufeff]+")
REQUIRED = {
    "article": ("author", "title", "journal", "year"),
    "book": ("author", "title", "publisher", "year"),
    "misc": ("author", "title", "year"),
    "unpublished": ("author", "title", "note"),
    "techreport": ("author", "title", "institution", "year"),
    "online": ("author", "title", "year", "url"),
}
MOJIBAKE = re.compile("Ã[\u0080-\u00bf¡-¿]|â€|Â[ \u00a0-\u00bf]|\ufffd")
FIRST_YEAR = 1900


def at_work(work: Work, code: str, message: str, remedy: str, field: str = "") -> Finding:
    """Finding at a field of an entry, or at its start."""
    return Finding(BIB, *work.at(field), code, f"{work.key}: {message}", remedy)


def whole_works(project: Project) -> list[Work]:
    """Works of which every field could be read; of the others C111 tells."""
    return [work for work in project.library.works.values() if not work.broken]


def used_keys(project: Project) -> set[str]:
    """Keys cited in pages and notebooks, named by claims, or holding rows of evidence."""
    used = {key for document in project.documents for _, key in document.citations()}
    for row in project.evidence.tables["claims"]:
        used.update(part.strip() for part in row["evidence"].split(";"))
    used.update(row.study for row in project.evidence.tables["studies"])
    used.update(row["article_key"] for row in project.evidence.tables["articles"])
    return used


@rule("C101", "unknown-key")
def unknown_key(project: Project) -> Iterator[Finding]:
    """A page or table cites a key that references.bib does not hold.

    A reader who follows it finds nothing.
    """
    known = project.library.works
    for document in project.documents:
        for use, key in document.citations():
            if key not in known:
                yield Finding(
                    document.place(use.cell),
                    use.line,
                    use.column,
                    "C101",
                    f"the key '{key}' is not in {BIB}",
                    "add the work or correct the key",
                )
    for table in ("studies", "verifications"):
        for row in project.evidence.tables[table]:
            if row.study not in known:
                yield at_row(row, "C101", f"the key is not in {BIB}", "add the work or correct the key")


@rule("C102", "unused-entry")
def unused_entry(project: Project) -> Iterator[Finding]:
    """A work stands in references.bib but no page, claim or evidence table uses it.

    The bibliography would promise evidence that the book does not discuss.
    """
    used = used_keys(project)
    for work in whole_works(project):
        if work.key not in used:
            yield at_work(work, "C102", "nothing cites this work", "cite it or remove the entry")


@rule("C103", "duplicate-key")
def duplicate_key(project: Project) -> Iterator[Finding]:
    """Two entries of references.bib have one key.

    The bibliography extension keeps the first and may drop all that follow.
    """
    first: dict[str, int] = {}
    for key, line in project.library.starts:
        if key.lower() in first:
            yield Finding(
                BIB,
                line,
                1,
                "C103",
                f"{key}: the key stands already on line {first[key.lower()]}",
                "rename or remove one of the two",
            )
        first.setdefault(key.lower(), line)


def plain_letters(text: str) -> str:
    """Letters and digits only, without accents, in lower case."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text.casefold() if c.isalnum())


IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN"}


@rule("C104", "duplicate-identifier")
def duplicate_identifier(project: Project) -> Iterator[Finding]:
    """Two entries have one DOI, PMID, PMCID or ISBN: one work would be counted as two sources."""
    for field, what in IDENTIFIERS.items():
        seen: dict[str, Work] = {}
        for work in whole_works(project):
            value = work.field(field).lower()
            if value and seen.setdefault(value, work) is not work:
                message = f"the same {what} as '{seen[value].key}'"
                yield at_work(work, "C104", message, "keep one entry and cite that, or correct the identifier", field)


@rule("C105", "duplicate-title")
def duplicate_title(project: Project) -> Iterator[Finding]:
    """Two entries have one title once case, accents and punctuation are set aside.

    So have two works of one first author when one title is the other without its subtitle.
    """
    seen: dict[str, Work] = {}
    for work in whole_works(project):
        title = plain_letters(work.field("title"))
        if title and seen.setdefault(title, work) is not work:
            message = f"the same title as '{seen[title].key}'"
            yield at_work(work, "C105", message, "keep one entry and cite that", "title")
    for work in whole_works(project):
        head, *tail = re.split(r"[:.?] ", work.field("title"))
        other = seen.get(plain_letters(head)) if tail else None
        if other and other is not work and plain_letters(other.first_author) == plain_letters(work.first_author):
            message = f"the title is that of '{other.key}' with a subtitle"
            yield at_work(work, "C105", message, "keep one entry with the whole title and cite that", "title")


@rule("C106", "missing-field")
def missing_field(project: Project) -> Iterator[Finding]:
    """An entry lacks a field that its type needs, or has no identifier (doi, pmid or url)."""
    for work in whole_works(project):
        needed = REQUIRED.get(work.type)
        if needed is None:
            yield at_work(work, "C106", f"the type '{work.type}' is not used here", f"use one of {', '.join(REQUIRED)}")
            continue
        for name in needed:
            present = work.authors if name == "author" else work.field(name)
            if not present:
                yield at_work(work, "C106", f"the field '{name}' is missing", f"fill '{name}' from the source")
        if work.type != "unpublished" and not any(work.field(name) for name in ("doi", "pmid", "url", "isbn")):
            yield at_work(work, "C106", "no doi, pmid, isbn or url", "add the identifier that the source shows")


@rule("C107", "malformed-doi")
def malformed_doi(project: Project) -> Iterator[Finding]:
    """A DOI does not have the form 10.prefix/suffix, or is written as a link (DOI Handbook, section 2.2)."""
    for work in whole_works(project):
        doi = work.field("doi")
        if not doi:
            continue
        if "doi.org" in doi.lower() or doi.lower().startswith(("http", "doi:")):
            message = f"the DOI '{doi}' is written as a link"
            yield at_work(work, "C107", message, "keep only the part from '10.' on", "doi")
        elif "{" in doi or "\\" in doi:
            message = f"the DOI '{doi}' would be printed with its braces or backslashes"
            yield at_work(work, "C107", message, "write it without them, in one pair of braces", "doi")
        elif not DOI.fullmatch(doi) or doi.endswith((".", ",", ";")) or doi.count("(") != doi.count(")"):
            yield at_work(work, "C107", f"'{doi}' is not a DOI", "copy it again from the source", "doi")


@rule("C108", "identifier-syntax")
def identifier_syntax(project: Project) -> Iterator[Finding]:
    """A PMID is one to eight digits, a PMCID is 'PMC' and digits; the last digit of an ISBN fits the others."""
    shapes = {"pmid": r"[1-9][0-9]{0,7}", "pmcid": r"PMC[0-9]{4,9}"}
    for work in whole_works(project):
        for name, shape in shapes.items():
            value = work.field(name)
            if value and not re.fullmatch(shape, value):
                yield at_work(work, "C108", f"{name} '{value}' is malformed", "copy it again from the source", name)
        if work.field("isbn") and not is_isbn(work.field("isbn")):
            message = f"the check digit of the ISBN '{work.field('isbn')}' does not fit"
            yield at_work(work, "C108", message, "copy it again from the source", "isbn")


@rule("C109", "impossible-year")
def impossible_year(project: Project) -> Iterator[Finding]:
    """A year is four digits, not before 1900 and not after next year."""
    last = date.today().year + 1
    for work in whole_works(project):
        year = work.field("year")
        if year and not (year.isdigit() and len(year) == 4 and FIRST_YEAR <= int(year) <= last):
            yield at_work(work, "C109", f"the year '{year}' cannot be", "correct it from the source", "year")


@rule("C110", "absurd-pages")
def absurd_pages(project: Project) -> Iterator[Finding]:
    """A page range runs backwards or over more than 400 pages: digits were probably transposed.

    Shortened last pages (631-9) are read as 631 to 639.
    """
    for work in whole_works(project):
        match = re.fullmatch(r"([A-Za-z]*)(\d+)\s*(?:--?|\u2013)\s*([A-Za-z]*)(\d+)", work.field("pages"))
        if not match:
            continue
        first, last = match[2], match[4]
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        span = int(last) - int(first)
        if span < 0 or span > 400:
            yield at_work(
                work, "C110", f"the pages '{match[0]}' run over {span + 1} pages", "correct them from the source"
            )


@rule("C111", "unreadable-text")
def unreadable_text(project: Project) -> Iterator[Finding]:
    """An entry cannot be read as pybtex reads it, or holds text that was decoded wrongly (mojibake).

    Braces or quotes that are not closed, a comma that is missing, a field that stands twice, a word that is no macro,
    a person with more than two commas, words outside of every entry, or LaTeX that cannot be printed.
    """
    seen: set[int] = set()
    for line, column, message, remedy in project.library.faults:
        if line not in seen:
            yield Finding(BIB, line, column, "C111", message, remedy)
        seen.add(line)
    for number, text in enumerate(project.library.text.splitlines(), 1):
        match = MOJIBAKE.search(text)
        if match:
            yield Finding(
                BIB,
                number,
                match.start() + 1,
                "C111",
                f"'{match[0]}' looks wrongly decoded",
                "type the letter that the source prints",
            )


@rule("C112", "bib-and-table-differ")
def bib_and_table_differ(project: Project) -> Iterator[Finding]:
    """Year or first author differ between references.bib and evidence/studies.csv: one of them is another work."""
    for row in project.evidence.tables["studies"]:
        work = project.library.works.get(row.study)
        if work is None or work.broken:
            continue
        if work.field("year") != row["year"]:
            yield at_row(
                row,
                "C112",
                f"year {row['year']}, but {BIB}:{work.at('year')[0]} has {work.field('year')}",
                "correct the one that differs from the source",
            )
        if plain_letters(work.first_author) != plain_letters(row["first_author"]):
            yield at_row(
                row,
                "C112",
                f"first author {row['first_author']}, but {BIB}:{work.at('author')[0]} has {work.first_author}",
                "correct the one that differs from the source",
            )
