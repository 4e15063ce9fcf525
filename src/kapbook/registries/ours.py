"""Our works as the comparison needs them, from references.bib."""

from __future__ import annotations

import re

from kapbook.evidence.works import Library, Work
from kapbook.registries.compare import Claim
from kapbook.registries.people import Person

NCT = re.compile(r"\bNCT\d{8}\b")
NUMBER_IN_TITLE = re.compile(r"\s*\((?:registration\s+)?(?:NCT\d{8}|ISRCTN\d+|ACTRN\d+)\)\s*$", re.I)
CONTAINER = ("journal", "booktitle", "institution", "publisher")


def claims(library: Library) -> list[Claim]:
    """All works of the bibliography, in file order."""
    return [claim_of(work) for work in library.works.values()]


def claim_of(work: Work) -> Claim:
    """One work, as printed."""
    people = people_of(work)
    return Claim(
        key=work.key,
        type=work.type,
        title=NUMBER_IN_TITLE.sub("", work.field("title")),
        authors=tuple(p for p in people if p.family.casefold() != "others"),
        others=any(p.family.casefold() == "others" for p in people),
        year=work.field("year"),
        journal=_journal(work) if work.type == "article" else "",
        volume=work.field("volume"),
        number=work.field("number"),
        pages=work.field("pages"),
        doi=work.field("doi"),
        pmid=work.field("pmid"),
        pmcid=work.field("pmcid"),
        url=work.field("url"),
        line=work.line,
    )


def people_of(work: Work) -> list[Person]:
    """Family and given name of each author; bodies have only the first."""
    given = [name.split(",")[-1].strip() if "," in _outside(name) else "" for name in work.people]
    return [Person(family, name) for family, name in zip(work.authors, given, strict=False)]


def _journal(work: Work) -> str:
    """Journal, or what stands for it; empty where the bibliography says in brackets that it was not seen."""
    name = next((work.field(name) for name in CONTAINER if work.field(name)), "")
    return "" if name.startswith("(") else name


def _outside(name: str) -> str:
    """The part of a typed name that no braces protect."""
    return re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", name)


def registration(claim: Claim) -> str:
    """Number of the ClinicalTrials.gov registration that a work is; empty when it is none."""
    if claim.doi or claim.pmid or claim.pmcid or "clinicaltrials.gov" not in claim.url:
        return ""
    found = NCT.search(claim.url)
    return found[0] if found else ""
