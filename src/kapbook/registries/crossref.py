"""Crossref: metadata, corrections and retractions of a DOI (Retraction Watch is one of its sources), and search."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from kapbook.registries.client import Answer, Client, Unreachable
from kapbook.registries.found import Found, Notice, dicts, notice_kind, text, texts
from kapbook.registries.normal import letters

BASE = "https://api.crossref.org"


async def work(client: Client, doi: str, watched: list[dict[str, str]], base: str = BASE) -> tuple[Found, Answer]:
    """What Crossref has under a DOI (Missing, Unreachable)."""
    plain, answer = await client.json(f"{base}/works/{quote(doi, safe='/')}")
    found = parse(_message(plain), watched)
    if not found.titles and not found.authors:
        raise Unreachable("the answer holds neither title nor author")
    return found, answer


async def search(client: Client, words: str, base: str = BASE) -> list[Found]:
    """Works whose title, authors and journal come nearest, best first (Unreachable)."""
    query = {"query.bibliographic": words[:400], "rows": "5"}
    plain, _ = await client.json(f"{base}/works", **query)
    return [parse(item, []) for item in dicts(_message(plain).get("items"))]


def _message(plain: Any) -> dict[str, Any]:
    message = plain.get("message") if isinstance(plain, dict) else None
    if not isinstance(message, dict):
        raise Unreachable("the answer is not in Crossref's format")
    return message


def parse(message: dict[str, Any], watched: list[dict[str, str]]) -> Found:
    """The fields of one of Crossref's works."""
    titles, subtitles = texts(message.get("title")), texts(message.get("subtitle"))
    whole = [f"{titles[0]}: {' '.join(subtitles)}"] if titles and subtitles else []
    types = {n: text(message.get(n)) for n in ("volume", "issue", "type")}
    notices = [
        Notice(
            kind,
            text(update.get("DOI")),
            _day(update.get("updated")),
            f"crossref ({text(update.get('source')) or 'publisher'})",
        )
        for update in dicts(message.get("updated-by"))
        if (kind := notice_kind(text(update.get("type"))))
    ]
    told = next((kind for title in titles[:1] if (kind := _told_in_title(title))), "")
    if told and not any(notice.kind == told for notice in notices):
        notices.append(Notice(told, "", "", "crossref (title)"))
    return Found(
        titles=texts([*titles, *whole, *texts(message.get("original-title"))]),
        authors=[[text(a.get("family")) or text(a.get("name")), text(a.get("given"))] for a in _people(message)],
        years=_years(message),
        journals=texts([*texts(message.get("container-title")), *texts(message.get("short-container-title"))]),
        volume=types["volume"],
        issue=types["issue"],
        pages=texts([message.get("page"), message.get("article-number")]),
        type=types["type"],
        doi=text(message.get("DOI")).lower(),
        notices=list(dict.fromkeys(notices)),
        cites=cited(message, watched),
        more=_more(message),
    )


def _people(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [a for a in dicts(message.get("author")) if text(a.get("family")) or text(a.get("name"))]


def _told_in_title(title: str) -> str:
    first = title.strip(" [(").split(" ")[0].rstrip(":.)]").casefold()
    return notice_kind(first) if first in ("retracted", "withdrawn", "removed") else ""


def _years(message: dict[str, Any]) -> dict[str, str]:
    parts = {"print": "published-print", "online": "published-online", "issued": "issued"}
    found = {kind: _day(message.get(name))[:4] for kind, name in parts.items()}
    return {kind: year for kind, year in found.items() if year}


def _day(value: Any) -> str:
    """A date of Crossref's as 2026-01-31, as far as it goes."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first if isinstance(part, int) and not isinstance(part, bool)]
    return "-".join(f"{number:0{4 if place == 0 else 2}d}" for place, number in enumerate(numbers))


def _more(message: dict[str, Any]) -> dict[str, Any]:
    """Whether it may be read freely by its licence, and what it is itself a notice on."""
    licences = [text(lic.get("URL")) for lic in dicts(message.get("license"))]
    open_one = next((url for url in licences if "creativecommons.org" in url), "")
    notice_on = [text(u.get("DOI")) for u in dicts(message.get("update-to")) if text(u.get("DOI"))]
    return {name: value for name, value in (("licence", open_one), ("notice_on", notice_on)) if value}


def cited(message: dict[str, Any], watched: list[dict[str, str]]) -> list[str]:
    """Names of the watched works that stand in the list of references, by DOI or by title."""
    references = dicts(message.get("reference"))
    names = []
    for item in watched:
        doi, title = item.get("doi", "").casefold(), letters(item.get("title", ""))
        for ref in references:
            said = letters(f"{text(ref.get('article-title'))} {text(ref.get('unstructured'))}")
            if (doi and text(ref.get("DOI")).casefold() == doi) or (len(title) > 30 and title in said):
                names.append(item["name"])
                break
    return names
