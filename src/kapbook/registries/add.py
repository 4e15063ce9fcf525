"""A new work from its number alone: entry, row of the study, record; a work that we have is refused."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from kapbook.evidence import Evidence
from kapbook.evidence.tables import columns
from kapbook.evidence.works import Library
from kapbook.registries import clinical, crossref, datacite, doi, pubmed
from kapbook.registries.client import Client, Missing, Unreachable, VerifierError
from kapbook.registries.compare import plain_title, title_key
from kapbook.registries.found import Found
from kapbook.registries.normal import bare, unaccented
from kapbook.registries.patch import ORDER, escaped
from kapbook.registries.people import Person, is_body
from kapbook.registries.verify import Bases

DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.I)
PMID = re.compile(r"(?:pmid:\s*)?([1-9]\d{0,7})", re.I)
NCT = re.compile(r"(NCT\d{8})", re.I)


class AddError(ValueError):
    """The work cannot be added; the message says why."""


@dataclass(frozen=True)
class New:
    """A work to be added: its key, its BibTeX entry, its row of the studies, and what the registry has."""

    key: str
    entry: str
    study: dict[str, str]
    found: Found


async def look_up(client: Client, number: str, bases: Bases) -> tuple[str, Found]:
    """Kind of number, and what the registry has under it.

    Raises
    ------
    AddError : it is no DOI, PMID or NCT number, or no registry has it.
    Unreachable : no answer; nothing is added on a guess.
    """
    number = number.strip()
    try:
        if match := NCT.fullmatch(number):
            return "nct", (await clinical.trial(client, match[1].upper(), bases.trials))[0]
        if match := DOI.fullmatch(number):
            return "doi", await _by_doi(client, match[1], bases)
        if match := PMID.fullmatch(number):
            summary = (await pubmed.work(client, match[1], bases.pubmed))[0]
            return "pmid", await _by_doi(client, summary.doi, bases, summary) if summary.doi else summary
    except Missing as fault:
        raise AddError(f"no registry has {number} ({fault}); copy it again from the source") from None
    raise AddError(f"'{number}' is no DOI, PMID or NCT number")


async def _by_doi(client: Client, number: str, bases: Bases, summary: Found | None = None) -> Found:
    try:
        found = (await crossref.work(client, number, [], bases.crossref))[0]
    except Missing:
        name, _ = await doi.agency(client, number, bases.doi)
        if name != "DataCite":
            raise AddError(f"{number} is registered with {name or 'another agency'}, which is not asked here") from None
        found = (await datacite.work(client, number, bases.datacite))[0]
    known = summary or await _in_pubmed(client, number, bases)
    return Found(
        **{**vars(found), "pmid": known.pmid, "pmcid": known.pmcid, "notices": [*found.notices, *known.notices]}
    )


async def _in_pubmed(client: Client, number: str, bases: Bases) -> Found:
    """PubMed's record of a DOI; empty when it has none that names this DOI, or does not answer."""
    try:
        return await pubmed.by_doi(client, number, bases.pubmed)
    except (Missing, Unreachable):
        return Found()


def compose(number: str, kind: str, found: Found, library: Library, tables: Evidence) -> New:
    """Entry and row in our style.

    Raises
    ------
    AddError : the work stands in the bibliography, or the registry lacks title, author or year.
    """
    nct = number.strip().upper() if kind == "nct" else ""
    title = (
        plain_title(found.titles[0] if kind == "nct" or len(found.titles) < 2 else _whole(found))
        if found.titles
        else ""
    )
    year = found.years.get("print") or found.years.get("issued") or found.years.get("online", "")
    year = year or str(found.more.get("first_submitted", ""))[:4]
    people = [Person(*name) for name in found.authors] or [Person(str(found.more.get("sponsor", "")))]
    if not title or not people[0].family or not year:
        raise AddError("the registry lacks title, author or year; write the entry by hand from the work itself")
    _refuse_twice(nct, found, title, library)
    key = _key(nct, people[0], year, set(library.works))
    fields = {
        "author": " and ".join(_typed(person, len(people)) for person in people),
        "title": escaped(f"{title} (registration {nct})" if nct else title, "title"),
        "journal": escaped(bare(found.journals[0])) if found.journals else "",
        "year": escaped(year),
        "volume": escaped(found.volume) if found.volume else "",
        "number": escaped(found.issue) if found.issue else "",
        "pages": escaped(re.sub(r"[-\u2010-\u2015]+", "--", found.pages[0])) if found.pages else "",
        "doi": escaped(found.doi, "doi") if found.doi else "",
        "pmid": escaped(found.pmid, "pmid") if found.pmid else "",
        "pmcid": escaped(found.pmcid, "pmcid") if found.pmcid else "",
        "url": f"{{https://clinicaltrials.gov/study/{nct}}}" if nct else "",
    }
    fields["author"] = f"{{{fields['author']}}}"
    lines = [f"  {name} = {fields[name]}" for name in ORDER if fields[name]]
    entry = f"@{'article' if fields['journal'] else 'misc'}{{{key},\n" + ",\n".join(lines) + "\n}\n"
    study = dict.fromkeys(columns(tables.package, "studies"), "")
    study |= {"study": key, "first_author": bare(people[0].family), "year": year}
    return New(key, entry, study, found)


def _whole(found: Found) -> str:
    """Title with subtitle, when the registry keeps them apart."""
    first = found.titles[0]
    return next((t for t in found.titles[1:] if t.startswith(f"{first}: ")), first)


def _typed(person: Person, number: int) -> str:
    """A name as our bibliography types it: "Family, Given" without dots; a body in braces."""
    family, given = bare(person.family), re.sub(r"\.\s*", " ", bare(person.given)).strip()
    family = re.sub(r"(?<!\\)([&%#_])", r"\\\1", family)
    if not given:
        return f"{{{family}}}" if is_body(person) or " " in family or number == 1 else family
    return f"{family}, {' '.join(given.split())}"


def _key(nct: str, first: Person, year: str, known: set[str]) -> str:
    """Family name and year in small ASCII letters; a letter more when that key is taken."""
    family = re.sub(r"[^a-z]", "", unaccented(bare(first.family).casefold()))
    stem = f"trial{nct.lower()}" if nct else f"{family or 'anonymous'}{year}"
    return next(
        key for key in (stem, *(f"{stem}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")) if key not in known
    )


def _refuse_twice(nct: str, found: Found, title: str, library: Library) -> None:
    for work in library.works.values():
        for name in ("doi", "pmid", "pmcid"):
            own = getattr(found, name)
            if own and work.field(name).casefold() == own.casefold():
                raise AddError(f"it stands in references.bib as '{work.key}' (the same {name.upper()}); cite that")
        if nct and nct in f"{work.field('url')} {work.field('title')} {work.field('journal')}".upper():
            raise AddError(f"it stands in references.bib as '{work.key}' (the same registration); cite that")
        if title_key(work.field("title")) == title_key(title):
            raise AddError(
                f"a work of this title stands in references.bib as '{work.key}'; cite that, or add it by hand"
            )


def with_entry(text: str, new: New, library: Library) -> str:
    """The bibliography with the entry before the first key that comes after it, else at its end."""
    lines = text.splitlines(keepends=True)
    later = sorted(line for key, line in library.starts if key > new.key)
    place = later[0] - 1 if later else len(lines)
    block = [f"{new.entry}\n"] if later else [f"\n{new.entry}"]
    return "".join([*lines[:place], *block, *lines[place:]])


def with_study(text: str, new: New, tables: Evidence) -> str:
    """The table of studies with the row's stub: what a registry cannot know stays empty, and the linter asks for it."""
    lines = text.splitlines(keepends=True)
    later = sorted(row.line for row in tables.tables["studies"] if row.study > new.key)
    place = later[0] - 1 if later else len(lines)
    out = io.StringIO()
    csv.DictWriter(out, list(new.study), lineterminator="\n").writerow(new.study)
    return "".join([*lines[:place], out.getvalue(), *lines[place:]])


def require(found: Found) -> Found:
    """The same (VerifierError when it is a notice and no paper)."""
    if found.more.get("notice_on"):
        raise VerifierError("this is a notice on another work; add that one")
    return found
