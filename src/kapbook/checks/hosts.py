"""Families C and E: addresses lead to the work itself, never to a copy on another host."""

from __future__ import annotations

from collections.abc import Iterator

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence.hosts import host_of, listed

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
                if host not in known:
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
