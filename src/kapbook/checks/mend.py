"""What can be mended without judgement: line ends, byte-order marks, letters that nobody sees, addresses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from kapbook.prose.documents import FOLDERS

UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
DOI_AS_LINK = re.compile(r"(?im)^(\s*doi\s*=\s*[{\"]+)\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)")
ADDRESS = re.compile(r"(?im)^(?P<name>\s*(?:doi|url)\s*=\s*)(?P<value>[{\"].*)$")
ESCAPED = re.compile(r"\\([_%&#~])(?:\{\})?")


def mendable(root: Path) -> Iterator[tuple[Path, bytes, bytes]]:
    """Each file that can be mended: where it is, its bytes, and its bytes once mended."""
    pages = [root / "index.md", *(p for folder in FOLDERS for p in sorted((root / folder).rglob("*.md")))]
    for path in [*pages, root / "references.bib", *sorted((root / "evidence").glob("*.csv"))]:
        if not path.is_file():
            continue
        before = path.read_bytes()
        try:
            text = before.decode("utf-8")
        except UnicodeDecodeError:
            continue  # the check itself says what is wrong with it
        after = mended(text, path.suffix).encode("utf-8")
        if after != before:
            yield path, before, after


def mended(text: str, suffix: str) -> str:
    """The text of a page (".md"), a table (".csv") or the references (".bib") without what is surely wrong."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if suffix == ".md":
        return UNSEEN.sub("", text)
    if suffix == ".bib":
        text = DOI_AS_LINK.sub(r"\1", text)
        return ADDRESS.sub(lambda match: match["name"] + ESCAPED.sub(r"\1", match["value"]), text)
    return text


def patch(root: Path) -> str:
    """The changes as a unified diff; letters that nobody sees are written as escapes."""
    parts: list[str] = []
    for path, before, after in mendable(root):
        name = path.relative_to(root).as_posix()
        old, new = (_visible(part.decode("utf-8")).splitlines(keepends=True) for part in (before, after))
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=1)
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


def _visible(text: str) -> str:
    shown = UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return shown.replace("\r\n", "\\r\n")
