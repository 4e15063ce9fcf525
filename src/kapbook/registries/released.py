"""Do the addresses that the book has promised still answer on its released site?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from kapbook.registries.client import Client, Missing, Unreachable
from kapbook.registries.manners import Manners

WORKERS = 4


@dataclass
class Site:
    """What the released site answered: how many addresses, and a sentence for each that failed."""

    asked: int = 0
    faults: list[str] = field(default_factory=list)

    def text(self) -> str:
        said = "\n".join(sorted(self.faults)) or "all of them answer"
        return f"{self.asked} addresses of the released site:\n{said}"


def ask_site(manners: Manners, base: str, addresses: Iterable[str]) -> Site:
    """Ask for each page below `base`, once however many places of it are promised."""
    pages = list(dict.fromkeys(address.partition("#")[0] for address in addresses))

    async def run() -> Site:
        site, queue = Site(), iter(pages)
        async with Client(manners) as client:

            async def work() -> None:
                for address in queue:
                    site.asked += 1
                    try:
                        await client.page(f"{base.rstrip('/')}/{address.lstrip('/')}")
                    except (Missing, Unreachable) as fault:
                        site.faults.append(f"{address}: {fault}")

            await asyncio.gather(*(work() for _ in range(WORKERS)))
        return site

    return asyncio.run(run())
