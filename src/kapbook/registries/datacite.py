"""DataCite: metadata of the DOIs of repositories, preprint servers and data archives."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from kapbook.registries.client import Answer, Client, Unreachable
from kapbook.registries.found import Found, Notice, dicts, text, texts

BASE = "https://api.datacite.org"


async def work(client: Client, doi: str, base: str = BASE) -> tuple[Found, Answer]:
    """What DataCite has under a DOI (Missing, Unreachable)."""
    plain, answer = await client.json(f"{base}/dois/{quote(doi, safe='/')}")
    data = plain.get("data") if isinstance(plain, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict):
        raise Unreachable("the answer is not in DataCite's format")
    return parse(attributes), answer


def parse(attributes: dict[str, Any]) -> Found:
    """The fields of one of DataCite's works."""
    rows = dicts(attributes.get("titles"))
    main = next((text(row.get("title")) for row in rows if not row.get("titleType")), "")
    subtitle = next((text(row.get("title")) for row in rows if row.get("titleType") == "Subtitle"), "")
    container = attributes.get("container")
    container = container if isinstance(container, dict) else {}
    types = attributes.get("types")
    pages = [text(container.get("firstPage")), text(container.get("lastPage"))]
    year = text(attributes.get("publicationYear"))
    withdrawn = attributes.get("state") in ("registered", "draft")
    return Found(
        titles=texts([main, *([f"{main}: {subtitle}"] if subtitle else []), *(text(row.get("title")) for row in rows)]),
        authors=[_person(row) for row in dicts(attributes.get("creators")) if text(row.get("name"))],
        years={"issued": year} if year else {},
        journals=texts([container.get("title"), _publisher(attributes.get("publisher"))]),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        pages=texts(["-".join(filter(None, pages))]),
        type=text(types.get("resourceTypeGeneral")) if isinstance(types, dict) else "",
        doi=text(attributes.get("doi")).lower(),
        notices=[Notice("retraction", source="datacite (no longer findable)")] if withdrawn else [],
    )


def _person(row: dict[str, Any]) -> list[str]:
    family, given = text(row.get("familyName")), text(row.get("givenName"))
    if family:
        return [family, given]
    name = text(row.get("name"))
    if row.get("nameType") == "Organizational" or "," not in name:
        return [name, ""]
    family, _, given = name.partition(",")
    return [family.strip(), given.strip()]


def _publisher(value: Any) -> str:
    return text(value.get("name")) if isinstance(value, dict) else text(value)
