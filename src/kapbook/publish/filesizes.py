"""Sizes of the files to take away, printed on the pages that offer them once the files are there."""

from __future__ import annotations

import re
from pathlib import Path

from kapbook.names import FOLDER

PLACE = re.compile(r'(<span class="size" data-size-of="([^"]+)">)[^<]*(</span>)')


def print_sizes(html: Path) -> None:
    """Fill every place of a size; a file that was not made has none."""
    for page in html.glob("chapters/**/*.html"):
        text = page.read_text(encoding="utf-8")
        if "data-size-of" in text:
            page.write_text(PLACE.sub(lambda found: _filled(html / FOLDER, found), text), encoding="utf-8")


def _filled(folder: Path, found: re.Match[str]) -> str:
    path = folder / found[2]
    return f"{found[1]}{f'({in_words(path.stat().st_size)})' if path.is_file() else ''}{found[3]}"


def in_words(size: int) -> str:
    """A size for readers: "24 kB", "5.1 MB"."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
