"""Addresses that readers may have kept: pages, claims and downloads of past releases, listed in addresses.txt."""

from __future__ import annotations

from pathlib import Path

from kapbook.checks.site import Site
from kapbook.evidence.ledger import LEDGER_PAGE
from kapbook.files import write_text
from kapbook.names import CLASS_SET, FOLDER
from kapbook.prose.promised import LIST, split_list, written

KINDS = ("claims.json", CLASS_SET, "evidence/*", "charts/*", "notebooks/*")


def promised(root: Path) -> list[str]:
    """Addresses that must go on working, relative to the first page."""
    path = root / LIST
    return split_list(path.read_text(encoding="utf-8"))[1] if path.is_file() else []


def addresses_of(html: Path) -> list[str]:
    """Addresses of a built book: pages, claims in the ledger, data, charts and notebooks, in name order."""
    pages = Site(html, []).files
    files = [path.relative_to(html).as_posix() for kind in KINDS for path in (html / FOLDER).glob(kind)]
    ledger = f"{LEDGER_PAGE}.html"
    claims = [i for page in pages if page.name == ledger for i in page.facts.ids if i.startswith("claim-")]
    return sorted([*(page.name for page in pages), *files, *(f"{ledger}#{claim}" for claim in claims)])


def add_addresses(root: Path) -> int:
    """Add the built book's addresses to the list; the number of new ones."""
    old = set(promised(root))
    new = old | set(addresses_of(root / "_build" / "html"))
    write_text(root / LIST, written(list(new)))
    return len(new - old)
