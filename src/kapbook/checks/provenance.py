"""Families C and E: addresses lead to the work itself, and what others told is marked so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.checks.tables import number_rows
from kapbook.evidence.hosts import host_of, listed

RETOLD = re.compile(
    r"\b(summari[sz]ed|quoted|reproduced|as reported|third-party|second-hand|restate[sd]?|as told|retold)\b", re.I
)
ADDRESSES = {"seen_at", "checked_against"}
REMEDY = (
    "give the work's own page (DOI, index, registry, public body) and keep the copy in read_through, "
    "or add the host to evidence/hosts.csv if it publishes the work"
)


@rule("E120", "copy-for-source")
def copy_for_source(project: Project) -> Iterator[Finding]:
    """The first address of a row is on a host that evidence/hosts.csv does not list.

    The list holds publishers, indexes, registries, public bodies, universities, organisations and newspapers, each
    by its exact host. Mirrors, proxies, staging hosts, abstract services and bare IP addresses rot and mislead: such
    an address belongs in read_through, beside the address of the work itself.
    """
    known = listed(project.evidence)
    for rows in project.evidence.tables.values():
        for row in rows:
            for column in sorted(ADDRESSES & row.cells.keys()):
                host = host_of(row[column])
                if row[column] and host not in known:  # E100 tells of an empty one
                    yield at_row(row, "E120", f"{column} is on '{host}', which is not on the list of hosts", REMEDY)


@rule("C116", "copy-in-reference")
def copy_in_reference(project: Project) -> Iterator[Finding]:
    """The url of an entry of references.bib is on a host that evidence/hosts.csv does not list."""
    known = listed(project.evidence)
    for work in project.library.works.values():
        host = host_of(work.field("url"))
        if host and host not in known:
            yield Finding(
                "references.bib",
                work.line,
                1,
                "C116",
                f"{work.key}: the url is on '{host}', which is not on the list of hosts",
                "give the work's own address, or add the host to evidence/hosts.csv if it publishes the work",
            )


@rule("E122", "unmarked-second-hand")
def unmarked_second_hand(project: Project) -> Iterator[Finding]:
    """The locator says that the number was read in another's words, but `second_hand` is empty.

    A reader must see it beside the number. The mark goes when the number is read at its source.
    """
    for row in number_rows(project):
        match = RETOLD.search(row["locator"])
        if match and not row["second_hand"]:
            yield at_row(
                row,
                "E122",
                f"the locator says '{match[0]}', but the row is not marked second-hand",
                "write yes in second_hand, or read the number at its source and name the place",
            )
