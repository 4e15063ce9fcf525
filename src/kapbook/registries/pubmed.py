"""PubMed's E-utilities: publication types and notices of a PMID, and whether DOI, PMID and PMCID are one paper."""

from __future__ import annotations

import re
from typing import Any

from kapbook.registries.client import Answer, Client, Missing, Unreachable
from kapbook.registries.found import CONCERN, CORRECTION, RETRACTION, Found, Notice, dicts, notice_kind, text, texts
from kapbook.registries.normal import bare

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
TYPES = {"retracted publication": RETRACTION, "expression of concern": CONCERN}
OWN_NOTICE = {"retraction of publication", "published erratum"}
IN = (("retraction in", RETRACTION), ("concern in", CONCERN), ("erratum in", CORRECTION), ("corrected and", CORRECTION))


async def work(client: Client, identifier: str, base: str = BASE) -> tuple[Found, Answer]:
    """What PubMed has under a PMID, or PubMed Central under a PMCID (Missing, Unreachable)."""
    number = re.sub(r"\D", "", identifier)
    database = "pmc" if identifier.upper().startswith("PMC") else "pubmed"
    query = {"db": database, "id": number, "retmode": "json", "tool": "kapbook", "version": "2.0"}
    plain, answer = await client.json(f"{base}/esummary.fcgi", **query)
    result = plain.get("result") if isinstance(plain, dict) else None
    if not isinstance(result, dict):
        raise Unreachable("the answer is not in the format of the E-utilities")
    row = result.get(number)
    if not isinstance(row, dict):
        raise Unreachable("the answer does not hold the record that was asked for")
    if "error" in row:
        raise Missing(text(row["error"]))
    found = parse(row)
    if not found.titles:
        raise Unreachable("the answer holds no title")
    return found, answer


async def by_doi(client: Client, number: str, base: str = BASE) -> Found:
    """The record that names a DOI as its own (Missing, Unreachable)."""
    query = {"db": "pubmed", "term": f'"{number}"[doi]', "retmode": "json", "tool": "kapbook"}
    plain, _ = await client.json(f"{base}/esearch.fcgi", **query)
    result = plain.get("esearchresult") if isinstance(plain, dict) else None
    listed = texts(result.get("idlist")) if isinstance(result, dict) else []
    if len(listed) != 1 or not listed[0].isdigit():
        raise Missing("no record, or more than one")
    found, _ = await work(client, listed[0], base)
    if found.doi.casefold() != number.casefold():
        raise Missing("the record names another DOI")
    return found


def parse(row: dict[str, Any]) -> Found:
    """The fields of one summary."""
    ids = {text(i.get("idtype")): text(i.get("value")) for i in dicts(row.get("articleids"))}
    pmcid = next((ids[name] for name in ("pmc", "pmcid") if ids.get(name)), "")
    pmcid = (re.search(r"PMC\d+", pmcid) or [""])[0]
    dates = {"print": row.get("pubdate") or row.get("printpubdate"), "online": row.get("epubdate")}
    types = [text(t) for t in texts(row.get("pubtype"))]
    title = bare(text(row.get("title")))
    return Found(
        titles=texts([title, row.get("vernaculartitle")]),
        authors=[_person(a) for a in dicts(row.get("authors")) if text(a.get("name"))],
        years={kind: found[0] for kind, day in dates.items() if (found := re.match(r"\d{4}", text(day)))},
        journals=texts([row.get("fulljournalname"), row.get("source")]),
        volume=text(row.get("volume")),
        issue=text(row.get("issue")),
        pages=texts([row.get("pages"), *_article_number(text(row.get("elocationid")))]),
        type="; ".join(types),
        doi=ids.get("doi", "").lower(),
        pmid=ids.get("pubmed") or ids.get("pmid", ""),
        pmcid=pmcid,
        notices=list(dict.fromkeys([*_from_types(types), *_from_references(row)])),
        more={"notice_on": ["a work that PubMed names"]} if OWN_NOTICE & {t.casefold() for t in types} else {},
    )


def _person(author: dict[str, Any]) -> list[str]:
    """PubMed writes "De Feyter HM": the family name, then initials; a body is a collective name."""
    name = text(author.get("name"))
    family, _, last = name.rpartition(" ")
    if author.get("authtype") == "CollectiveName" or not family or not re.fullmatch(r"[^\W\d_a-z]{1,4}", last):
        return [name, ""]
    return [re.sub(r"\s+(?:Jr|Sr|2nd|3rd|[IVX]+)$", "", family), " ".join(last)]


def _article_number(location: str) -> list[str]:
    match = re.match(r"pii:\s*([A-Za-z]?\d{3,9})\b(?!-)", location)
    return [match[1]] if match else []


def _from_types(types: list[str]) -> list[Notice]:
    return [Notice(kind, source="pubmed") for name in types if (kind := TYPES.get(name.casefold()))]


def _from_references(row: dict[str, Any]) -> list[Notice]:
    """Notices among the links of the record: "Erratum in", "Retraction in", "Expression of concern in"."""
    notices = []
    for link in dicts(row.get("references")):
        said = text(link.get("reftype")).casefold()
        kind = next((kind for part, kind in IN if part in said), "")
        if kind and notice_kind(said):
            pmid = text(link.get("pmid"))
            by = f"pmid:{pmid}" if pmid else text(link.get("refsource"))[:120]
            notices.append(Notice(kind, by, "", "pubmed"))
    return notices
