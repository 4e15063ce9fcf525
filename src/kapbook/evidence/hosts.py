"""The hosts to which the book may send a reader: publishers, indexes, registries, public bodies, not their copies."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kapbook.evidence.tables import Evidence

NUMBERED = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-]*\w)")
NAMED = re.compile(
    r"(?:https?://\w[^\s/\"'<>)\]]*)|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|io|ink|app|site|cn|ua)\b(?!\.\w)",
    re.I,
)
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


def host_of(address: str) -> str:
    """Host of an address, in small letters, without "www." and port; empty when there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
    return host.removeprefix("www.")


def listed(tables: Evidence) -> frozenset[str]:
    """Hosts of the table `hosts`; a host of the same family (a subdomain, a look-alike) is not meant."""
    return frozenset(row["host"] for row in tables.tables["hosts"])


def printed_hosts(text: str) -> list[str]:
    """Hosts that a text shows, as addresses, bare names or numbers; the reader's own machine is not meant."""
    found = [host_of(match) for match in NAMED.findall(text)] + NUMBERED.findall(text)
    return [host for host in dict.fromkeys(found) if host and host not in OWN_MACHINE]
