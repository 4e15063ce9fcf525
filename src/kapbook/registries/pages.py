"""Works without an identifier: their page is there and shows the title; nothing else of it is judged."""

from __future__ import annotations

import re

from kapbook.registries.client import Answer, Client, Unreachable
from kapbook.registries.found import Found, text
from kapbook.registries.normal import bare, letters

TITLES = (
    re.compile(r"<meta[^>]+name=[\"']citation_title[\"'][^>]+content=[\"']([^\"']+)", re.I),
    re.compile(r"<meta[^>]+property=[\"']og:title[\"'][^>]+content=[\"']([^\"']+)", re.I),
    re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S),
    re.compile(r"<h1[^>]*>(.*?)</h1>", re.I | re.S),
)
UNREADABLE = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8")
BARRED = re.compile(
    r"just a moment|sign in|log in|are you a robot|captcha|access denied|enable javascript|attention required", re.I
)
LEAST = 12
"""Letters that a title needs so that finding it on a page means something."""


async def page(client: Client, address: str, title: str) -> tuple[Found, Answer]:
    """The page's titles; ours, when it stands anywhere on the page (Missing, Unreachable)."""
    answer = await client.page(address)
    if answer.body.startswith(UNREADABLE):
        raise Unreachable("no page but a file that is not read here; look at it by hand")
    return parse(answer.text(), title), answer


def parse(html: str, title: str) -> Found:
    """Titles that the page declares, and ours when its text shows it (Unreachable for a page of a guard)."""
    declared = [text(bare(match)) for pattern in TITLES for match in pattern.findall(html)[:2]]
    declared = [said for said in dict.fromkeys(declared) if said]
    if declared and BARRED.search(" ".join(declared[:2])):
        raise Unreachable("the host shows a guard's page; look at it by hand")
    ours = letters(title)
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.I | re.S)
    if len(ours) >= LEAST and ours in letters(body):
        return Found(titles=[title], type="page", more={"declared": declared[:1]})
    if not declared:
        raise Unreachable("the page declares no title")
    return Found(titles=declared[:4], type="page")
