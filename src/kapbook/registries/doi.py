"""doi.org: does a DOI exist, and which agency keeps its metadata?"""

from __future__ import annotations

from urllib.parse import quote

from kapbook.registries.client import Answer, Client, Missing, Unreachable
from kapbook.registries.found import dicts, text

BASE = "https://doi.org"


async def agency(client: Client, doi: str, base: str = BASE) -> tuple[str, Answer]:
    """Name of the registration agency (Missing when the DOI does not exist, Unreachable)."""
    plain, answer = await client.json(f"{base}/ra/{quote(doi, safe='/')}")
    rows = dicts(plain)
    if not rows:
        raise Unreachable("the answer is not in the format of doi.org")
    name, status = text(rows[0].get("RA")), text(rows[0].get("status"))
    if name:
        return name, answer
    if "not exist" in status.casefold() or "invalid" in status.casefold():
        raise Missing(status)
    raise Unreachable(f"doi.org says '{status}'")
