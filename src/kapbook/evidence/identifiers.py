"""Identifiers that an address names: the DOI, PMID or PMCID of the work to which it leads."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s?#&]+", re.I)
ENDINGS = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|html|fulltext|meta|summary)|\.(?:pdf|full|short|abstract)|/)+$", re.I
)
PMC = re.compile(r"\bPMC(\d{4,9})\b", re.I)
PUBMED = re.compile(r"/(?:pubmed|med|medline)/(\d{1,8})\b", re.I)


def identifiers(address: str) -> dict[str, str]:
    """Kind ("doi", "pmid", "pmcid") to identifier, in small letters, of an address or of "kind:identifier"."""
    kind, _, value = address.partition(":")
    if kind.lower() in ("doi", "pmid", "pmcid"):
        return {kind.lower(): value.strip().lower()}
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no host
        return {}
    path, host, found = unquote(parts.path), parts.hostname or "", {}
    if match := DOI.search(path):
        found["doi"] = ENDINGS.sub("", match[0]).lower()
    if match := PMC.search(path):
        found["pmcid"] = f"pmc{match[1]}"
    match = re.match(r"/(\d{1,8})\b", path) if host.startswith("pubmed.") else PUBMED.search(path)
    if match:
        found["pmid"] = match[1]
    return found


def agree(kind: str, named: str, own: str) -> bool:
    """Is the identifier that an address names that of the work? A DOI in an address may carry a tail."""
    own = own.lower()
    return named == own or (kind == "doi" and bool(own) and (named.startswith(own) or own.startswith(named)))


def is_isbn(text: str) -> bool:
    """Is the text an ISBN of 10 or 13 digits whose check digit fits?"""
    digits = re.sub(r"[ -]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
    return (
        bool(re.fullmatch(r"97[89][0-9]{10}", digits))
        and not sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10
    )
