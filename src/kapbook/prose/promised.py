"""The list of addresses that must go on working, and the seal that shows whether one was struck."""

from __future__ import annotations

import hashlib

LIST = "addresses.txt"
HEAD = "# Every address that was ever released; 'make addresses' adds those of the built book, none is ever removed."


def split_list(text: str) -> tuple[str, list[str]]:
    """Seal of the first line (empty when it has none), and the addresses."""
    lines = text.splitlines()
    seal = lines[0].rpartition(" Seal: ")[2] if lines and " Seal: " in lines[0] else ""
    return seal, [line for line in lines if line and not line.startswith("#")]


def seal_of(addresses: list[str]) -> str:
    """Number of the addresses and their fingerprint."""
    return f"{len(addresses)} {hashlib.sha256(chr(10).join(addresses).encode()).hexdigest()[:16]}"


def written(addresses: list[str]) -> str:
    """The list as it is stored."""
    listed = sorted(set(addresses))
    return "".join(f"{line}\n" for line in (f"{HEAD} Seal: {seal_of(listed)}", *listed))
