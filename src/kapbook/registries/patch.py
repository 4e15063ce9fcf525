"""What the registries would change in references.bib, as a patch for a person to read; nothing is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kapbook.registries.compare import IDENTITY, Claim, title_key
from kapbook.registries.found import Found
from kapbook.registries.records import Record, Standing, standing
from kapbook.registries.verdicts import DIFFERS

BIB = "references.bib"
ORDER = ("author", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid", "pmcid", "url")
MENDED = ("year", "volume", "number", "pages")
FILLED = ("volume", "number", "pages", "doi", "pmid", "pmcid")
TRUSTED = ("crossref", "pubmed", "pmc", "datacite")
NEAR = 0.85
FIELD = re.compile(r"^(\s*)([A-Za-z]+)(\s*=\s*)(.*?)(,?)\s*$")


def patch(text: str, works: Iterable[tuple[Claim, Record]], accepted: list[dict[str, str]] | None = None) -> str:
    """A unified diff of the bibliography; empty when the registries would change nothing.

    Only a work that is this paper is touched: title and first author agree, or the title is nearly the same.
    """
    lines = text.splitlines(keepends=True)
    changes = []
    for claim, record in works:
        fields = proposals(claim, record, standing(claim, record, accepted))
        if fields:
            changes.append((claim.line - 1, fields))
    new = list(lines)
    for start, fields in sorted(changes, key=lambda change: change[0], reverse=True):
        end = next((n for n in range(start + 1, len(new)) if new[n].startswith("}")), None)
        if end is not None:
            new[start + 1 : end] = _entry(new[start + 1 : end], fields)
    return "".join(difflib.unified_diff(lines, new, f"a/{BIB}", f"b/{BIB}"))


def proposals(claim: Claim, record: Record, result: Standing) -> dict[str, str]:
    """Field to the value that a registry has, for fields that differ or that we lack."""
    answers = [record.answered[name].found for name in TRUSTED if name in record.answered]
    strange = {verdict.field for verdict in result.differences}
    if not answers or "first author" in strange or any(set(IDENTITY) <= _strange(result, s) for s in record.answered):
        return {}
    titles = [title for found in answers for title in found.titles]
    if "title" in strange and not any(near(claim.title, title) for title in titles):
        return {}
    fields = {}
    for name in MENDED:
        if name in strange:
            fields[name] = _value(name, answers)
    for name in FILLED:
        if not getattr(claim, name):
            fields[name] = _value(name, answers)
    if "title" in strange:
        fields["title"] = max(titles, key=lambda title: _likeness(claim.title, title))
    return {name: value for name, value in fields.items() if value}


def _strange(result: Standing, source: str) -> set[str]:
    return {verdict.field for verdict in result.verdicts if verdict.source == source and verdict.kind == DIFFERS}


def near(ours: str, theirs: str) -> bool:
    """Are two titles nearly the same: one word misprinted? It proposes, it never decides."""
    return _likeness(ours, theirs) >= NEAR


def _likeness(ours: str, theirs: str) -> float:
    return difflib.SequenceMatcher(None, title_key(ours), title_key(theirs), autojunk=False).ratio()


def _value(name: str, answers: list[Found]) -> str:
    """The first registry's value of a field, in our spelling."""
    for found in answers:
        if name == "year":
            value = found.years.get("print") or found.years.get("issued") or found.years.get("online", "")
        elif name == "pages":
            value = re.sub(r"[-\u2010-\u2015]+", "--", found.pages[0]) if found.pages else ""
        else:
            value = found.issue if name == "number" else getattr(found, name)
        if value:
            return value
    return ""


def escaped(value: str, name: str = "") -> str:
    """A value between braces; titles in two, so that their capitals stay; identifiers as they are."""
    if name not in ("doi", "url", "pmid", "pmcid"):
        value = re.sub(r"(?<!\\)([&%#_])", r"\\\1", value)
    return f"{{{{{value}}}}}" if name == "title" else f"{{{value}}}"


def _entry(body: list[str], fields: dict[str, str]) -> list[str]:
    """Lines of an entry with some fields set; new ones at their place in our order."""
    left = dict(fields)
    lines = []
    for line in body:
        match = FIELD.match(line.rstrip("\n"))
        name = match[2].lower() if match else ""
        if match and name in left:
            line = f"{match[1]}{match[2]}{match[3]}{escaped(left.pop(name), name)}{match[5]}\n"
        lines.append(line)
    for name in (n for n in ORDER if n in left):
        place = len(lines)
        for number, line in enumerate(lines):
            match = FIELD.match(line.rstrip("\n"))
            if match and match[2].lower() in ORDER and ORDER.index(match[2].lower()) > ORDER.index(name):
                place = number
                break
        lines.insert(place, f"  {name} = {escaped(left[name], name)},\n")
    return _with_commas(lines)


def _with_commas(lines: list[str]) -> list[str]:
    """A comma after each field but the last."""
    places = [n for n, line in enumerate(lines) if FIELD.match(line.rstrip("\n"))]
    for n in places:
        bare = lines[n].rstrip().removesuffix(",")
        lines[n] = f"{bare}{'' if n == places[-1] else ','}\n"
    return lines
